"""Outbox: messages that could not be delivered, and another try."""

from typing import Annotated

from handlers import cards, delivery_reasons
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.words import Label
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, plural, word
from store import deliveries
from store.deliveries import Dead
from store.rights import Right
from store.tables import Identity

Which = Annotated[str, Label("Which message? Its number stands in `outbox failed`; or say all.")]
ALL = ("all", "全部", "所有")


@command(
    "outbox failed",
    needs=Right.SETTINGS,
    examples=("outbox failed", "发送失败"),
    phrases=("what could not be delivered", "哪些消息没有送达"),
)
def list_failed(ask: Ask) -> Reply:
    """List messages that could not be delivered, with the reason."""
    found, total = deliveries.dead(ask.session, offset=ask.invocation.offset)
    if not found:
        return Reply(fmt("Everything was delivered."))
    rows = [_row(ask, one) for one in found]
    text, buttons = cards.listing(fmt("Not delivered"), rows, total, ask.invocation)
    again = Button(word("Try all again"), Invocation("outbox retry", {"message": "all"}))
    return Reply(text, (again, *buttons))


def _row(ask: Ask, one: Dead) -> Text:
    """To whom and why; never what it says."""
    person = ask.directory.people.get(one.staff_id or 0)
    account = ask.session.get(Identity, one.identity_id) if one.identity_id else None
    return fmt(
        "`{number}` · {at} · {who} · {platform} · {reason}",
        number=str(one.number),
        at=one.failed_at,
        who=person.name if person else (account.name if account else "–"),
        platform=(one.platform or "–").capitalize(),
        reason=delivery_reasons.reason(one.reason),
    )


@command(
    "outbox retry",
    needs=Right.SETTINGS,
    examples=("outbox retry all", "重新发送 全部"),
    undoable=False,
)
def retry(ask: Ask, message: Which = "all") -> Reply:
    """Try to deliver failed messages again."""
    if message.casefold() in ALL:
        count = deliveries.retry(ask.session)
    elif message.isdecimal() and len(message) < 20:  # noqa: PLR2004 (63 bits)
        count = deliveries.retry(ask.session, int(message))
    else:
        count = 0
    if not count:
        return Reply(fmt("There is nothing of that kind to try again."))
    return Reply(plural("I try {count} message again.", "I try {count} messages again.", count))
