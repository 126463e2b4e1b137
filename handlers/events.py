"""Events: what happens on a platform without being a message to Parley."""

from handlers import ticket_failures
from handlers.asks import Ask
from handlers.delivery_reasons import GONE
from store import chats, deliveries


def take(ask: Ask) -> None:
    """Note an event of a platform; nobody is answered."""
    payload, taken = ask.taken.payload, ask.taken
    if taken.place.chat_id is None:
        return
    account = chats.account_of(ask.session, taken.place.chat_id)
    # A group that moved is also said to be left, where it was.
    if payload["event"] == "departed" and payload.get("account", account) == account:
        deliveries.close_chat(ask.session, taken.place.chat_id, GONE, [taken.platform])
        ticket_failures.tell(ask.session)
    elif payload["event"] == "moved":
        chats.move(ask.session, taken.platform, account, payload["account"])
