"""Events: what happens on a platform without being a message to Parley."""

from handlers.asks import Ask
from store import chats, deliveries

GONE = "the bot was removed or blocked"


def take(ask: Ask) -> None:
    """Note an event of a platform; nobody is answered."""
    payload, taken = ask.taken.payload, ask.taken
    if taken.place.chat_id is None:
        return
    if payload["event"] == "departed":
        deliveries.close_chat(ask.session, taken.place.chat_id, GONE, [taken.platform])
    elif payload["event"] == "moved":
        account = chats.account_of(ask.session, taken.place.chat_id)
        chats.move(ask.session, taken.platform, account, payload["account"])
