"""Agenda: one's own day."""

from datetime import datetime, time, timedelta

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, clock, fmt, lines, moment, plural, word
from store import next_steps
from store.refs import Ref
from store.rights import Right
from store.tables import Contact


@command(
    "agenda",
    needs=Right.EVERYONE,
    examples=("agenda", "日程"),
    phrases=("my day", "what's on today", "what is due", "今天有什么事", "我的一天"),
)
def agenda(ask: Ask) -> Reply:
    """Show what is due today and what is overdue."""
    today = ask.now.astimezone(ask.voice.timezone).date()
    tomorrow = datetime.combine(today + timedelta(days=1), time(), ask.voice.timezone)
    lead = fmt("**Today** · {day}", day=today)
    if ask.actor.scope(Right.CONTACTS_SEE) is None:
        return Reply(lines(lead, fmt("Nothing is due.")), _ways_on(ask))
    offset = ask.invocation.offset
    rows, total = next_steps.due(ask.session, ask.person.id, tomorrow, offset=offset)
    if not rows:
        return Reply(lines(lead, fmt("Nothing is due.")), _ways_on(ask))
    shown = [_row(ask, row) for row in rows]
    text, buttons = cards.listing(fmt("Next steps"), shown, total, ask.invocation)
    late = sum(1 for row in rows if row.next_at and row.next_at < ask.now)
    told = plural("{count} of them is overdue.", "{count} of them are overdue.", late)
    refs = tuple(Ref("contact", row.id) for row in rows)
    said = lines(lead, text, told if late else None)
    return Reply(said, (*buttons, *_ways_on(ask)), refs)


def _row(ask: Ask, row: Contact) -> Text:
    """Due today: the time of day; overdue: the whole date."""
    assert row.next_at  # noqa: S101 (only such rows are asked for)
    late = row.next_at < ask.now
    at = moment(row.next_at) if late else clock(row.next_at)
    return fmt("{at} · {name} `{ref}`", at=at, name=row.name, ref=Ref("contact", row.id))


def _ways_on(ask: Ask) -> tuple[Button, ...]:
    """What a day is made of, as far as the asker may do it."""
    offered = (
        (Right.CONTACTS_ADD, word("Add a contact"), Invocation("contact add")),
        (Right.CONTACTS_SEE, word("My contacts"), Invocation("contacts", {"whose": "mine"})),
        (Right.CONTACTS_EDIT, word("Pool"), Invocation("pool")),
    )
    return tuple(Button(label, does) for right, label, does in offered if ask.actor.scope(right))
