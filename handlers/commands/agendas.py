"""Agenda: one's own day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, clock, fmt, lines, moment, plural, word
from store import next_steps
from store.refs import Ref
from store.rights import Right
from store.tables import Contact, Deal


@command(
    "agenda",
    needs=Right.EVERYONE,
    examples=("agenda", "日程"),
    phrases=("my day", "what's on today", "what is due", "今天有什么事", "我的一天"),
)
def agenda(ask: Ask) -> Reply:
    """Show what is due today and what is overdue, with contacts and of deals."""
    today = ask.now.astimezone(ask.voice.timezone).date()
    lead = fmt("**Today** · {day}", day=today)
    due, total = _due(ask, today)
    if not due:
        return Reply(lines(lead, fmt("Nothing is due.")), _ways_on(ask))
    shown = [one.text for one in due]
    text, buttons = cards.listing(fmt("Next steps"), shown, total, ask.invocation)
    late = sum(1 for one in due if one.at < ask.now)
    told = plural("{count} of them is overdue.", "{count} of them are overdue.", late)
    said = lines(lead, text, told if late else None)
    return Reply(said, (*buttons, *_ways_on(ask)), tuple(one.ref for one in due))


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due: when, and how it is told."""

    at: datetime
    text: Text
    ref: Ref


def _due(ask: Ask, today: date) -> tuple[list[Due], int]:
    """A page of what is due, and how much it is: contacts come before deals."""
    tomorrow = datetime.combine(today + timedelta(days=1), time(), ask.voice.timezone)
    offset, me = ask.invocation.offset, ask.person.id
    found: list[Due] = []
    total = 0
    if ask.actor.scope(Right.CONTACTS_SEE) is not None:
        rows, total = next_steps.due(ask.session, me, tomorrow, offset=offset)
        found = [_contact(ask, row) for row in rows]
    if ask.actor.scope(Right.DEALS_SEE) is not None:
        place = {"offset": max(0, offset - total), "limit": cards.PAGE - len(found)}
        deals, more = next_steps.deals_due(ask.session, me, tomorrow, today, **place)
        found += [_deal(ask, row, tomorrow) for row in deals]
        total += more
    return sorted(found, key=lambda one: one.at), total


def _contact(ask: Ask, row: Contact) -> Due:
    assert row.next_at  # noqa: S101 (only such rows are asked for)
    ref = Ref("contact", row.id)
    text = fmt("{at} · {name} `{ref}`", at=_when(ask, row.next_at), name=row.name, ref=ref)
    return Due(row.next_at, text, ref)


def _deal(ask: Ask, row: Deal, tomorrow: datetime) -> Due:
    """A deal is there for its next step, for its close, or for whichever of them is first."""
    ref = Ref("deal", row.id)
    step = row.next_at if row.next_at and row.next_at < tomorrow else None
    closes = _end_of(ask, row.close_on) if row.close_on else None
    if closes is not None and closes <= tomorrow and (step is None or closes <= step):
        late = closes < tomorrow
        what = fmt("should be closed by {day}", day=row.close_on) if late else fmt("closes today")
        return Due(closes, fmt("{name} `{ref}` {what}", name=row.title, ref=ref, what=what), ref)
    assert step  # noqa: S101 (only deals with one of both are asked for)
    at = _when(ask, step)
    text = fmt("{at} · {name} `{ref}`", at=at, name=row.title, ref=ref)
    if row.next_step:
        text += fmt(" · {step}", step=row.next_step)
    return Due(step, text, ref)


def _end_of(ask: Ask, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ask.voice.timezone)


def _when(ask: Ask, at: datetime) -> str:
    """Due today: the time of day; overdue: the whole date."""
    return moment(at) if at < ask.now else clock(at)


def _ways_on(ask: Ask) -> tuple[Button, ...]:
    """What a day is made of, as far as the asker may do it."""
    offered = (
        (Right.CONTACTS_ADD, word("Add a contact"), Invocation("contact add")),
        (Right.CONTACTS_SEE, word("My contacts"), Invocation("contacts", {"whose": "mine"})),
        (Right.CONTACTS_EDIT, word("Pool"), Invocation("pool")),
    )
    return tuple(Button(label, does) for right, label, does in offered if ask.actor.scope(right))
