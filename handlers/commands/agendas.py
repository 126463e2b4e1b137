"""Agenda: one's own day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers import cards, task_words
from handlers.asks import Ask
from handlers.contract import command
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plural, word
from store import next_steps, task_lists, task_subjects, tasks
from store.refs import Ref
from store.rights import Right
from store.tables import Deal, Task
from store.task_lists import Filters


@command(
    "agenda",
    needs=Right.EVERYONE,
    examples=("agenda", "日程"),
    phrases=(
        "my day",
        "what's on today",
        "what is due",
        "what should I do today",
        "今天有什么事",
        "今天该做什么",
        "今天要做什么",
        "我的一天",
    ),
)
def agenda(ask: Ask) -> Reply:
    """Show your tasks that are due today or overdue, and deals to close."""
    today = ask.now.astimezone(ask.voice.timezone).date()
    lead = fmt("**Today** · {day}", day=today)
    due, total = _due(ask, today)
    if not due:
        return Reply(lines(lead, fmt("Nothing is due.")), _ways_on(ask))
    shown = [one.text for one in due]
    text, buttons = cards.listing(fmt("To do"), shown, total, ask.invocation)
    late = _late(ask, today) if total > len(due) else sum(1 for one in due if one.at < ask.now)
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
    """A page of what is due, and how much it is: tasks come before deals that are to be closed."""
    tomorrow = datetime.combine(today + timedelta(days=1), time(), ask.voice.timezone)
    offset, me = ask.invocation.offset, ask.person.id
    found: list[Due] = []
    total = 0
    if ask.actor.scope(Right.TASKS_SEE) is not None:
        filters = Filters(frozenset({me}), before=tomorrow)
        rows, total = task_lists.page(ask.session, filters, offset=offset)
        found = _tasks(ask, rows)
    if ask.actor.scope(Right.DEALS_SEE) is not None:
        place = {"offset": max(0, offset - total), "limit": cards.PAGE - len(found)}
        deals, more = next_steps.closing(ask.session, me, today, **place)
        found += [_deal(ask, row, tomorrow) for row in deals]
        total += more
    return sorted(found, key=lambda one: one.at), total


def _late(ask: Ask, today: date) -> int:
    """How much of it is overdue, on all pages."""
    me, count = ask.person.id, 0
    if ask.actor.scope(Right.TASKS_SEE) is not None:
        filters = Filters(frozenset({me}), before=ask.now)
        count += task_lists.page(ask.session, filters, limit=0)[1]
    if ask.actor.scope(Right.DEALS_SEE) is not None:
        count += next_steps.closing(ask.session, me, today - timedelta(days=1), limit=0)[1]
    return count


def _tasks(ask: Ask, rows: Sequence[Task]) -> list[Due]:
    seen = task_subjects.of(ask.session, rows)
    words = tasks.texts(ask.session, rows)
    return [
        Due(one.due_at, task_words.row(ask, one, words[one.id], seen), Ref("task", one.id))
        for one in rows
    ]


def _deal(ask: Ask, row: Deal, tomorrow: datetime) -> Due:
    """A deal that should be closed."""
    assert row.close_on  # noqa: S101 (only such rows are asked for)
    ref = Ref("deal", row.id)
    closes = _end_of(ask, row.close_on)
    late = closes < tomorrow
    what = fmt("should be closed by {day}", day=row.close_on) if late else fmt("closes today")
    return Due(closes, fmt("{name} `{ref}` {what}", name=row.title, ref=ref, what=what), ref)


def _end_of(ask: Ask, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ask.voice.timezone)


def _ways_on(ask: Ask) -> tuple[Button, ...]:
    """What a day is made of, as far as the asker may do it."""
    offered = (
        (Right.CONTACTS_ADD, word("Add a contact"), Invocation("contact add")),
        (Right.CONTACTS_SEE, word("My contacts"), Invocation("contacts", {"whose": "mine"})),
        (Right.CONTACTS_EDIT, word("Pool"), Invocation("pool")),
    )
    return tuple(Button(label, does) for right, label, does in offered if ask.actor.scope(right))
