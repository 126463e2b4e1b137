"""Digests: how the day begins, how it ends, and how the team's week was; empty ones are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import cards, nudge_lines, task_words
from handlers.bundles import opening
from handlers.languages import voice
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, clock, fmt, lines, listed, moment, plural, word
from store import (
    digests,
    next_steps,
    notice_wishes,
    nudge_rules,
    nudges,
    task_lists,
    task_subjects,
    tasks,
    ticket_queues,
)
from store.directories import Person
from store.notice_times import DAY
from store.nudge_rules import RULES
from store.refs import Ref
from store.rights import Right
from store.sessions import Session
from store.tables import Task
from store.task_lists import Filters
from store.wall_times import instant

ITEMS = 3
PEOPLE = 7
MIDNIGHT = datetime.min.time()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest: some items, and how many there are in all.

    Attributes:
        refs: of the records that items are about.
        tasks: of the items that are tasks.
    """

    items: Sequence[Text]
    total: int
    refs: Sequence[Ref] = ()
    tasks: Sequence[Ref] = ()


def begins(day: date) -> datetime:
    """When a day begins where the listener lives."""
    return instant(day, MIDNIGHT, voice().timezone)


def morning(session: Session, person: Person, day: date) -> Reply | None:
    """What somebody's day holds, in at most ten lines; None when it holds nothing."""
    overdue, today = _late(session, person, day), _today(session, person, day)
    wishes = notice_wishes.of(person)
    off = {event for event, wish in wishes.items() if wish.frequency == "off"}
    lasting = nudges.lasting(session, person.id)
    found = [one for one in lasting if one.rule in RULES and RULES[one.rule].event not in off]
    shown = {*overdue.refs, *today.refs}
    risks = [one for one in nudge_lines.lines_of(session, found) if one.ref not in shown]
    since = digests.changes(session, person, begins(day - DAY))
    tickets = _tickets(session, person, day)
    if not (overdue.total or today.total or risks or tickets):  # what has changed was told already
        return None
    text = lines(
        fmt("**Good morning, {name}** · {day}", name=person.name.split()[0], day=day),
        _section(fmt("Overdue"), overdue, ITEMS - 1),
        _section(fmt("Today"), today, ITEMS - bool(tickets)),
        tickets,
        _risks(risks),
        _changes(since),
    )
    refs = tuple(dict.fromkeys((*overdue.refs, *today.refs)))[:ITEMS]
    buttons = [Button(word("Agenda"), Invocation("agenda"))]
    buttons += [Button(word("Worth a look"), Invocation("nudge list"))] if risks else []
    buttons += (
        [Button(word("Tickets"), Invocation("tickets", {"which": "mine"}))] if tickets else []
    )
    mine = {"whose": "mine"}
    buttons += [Button(word("New leads"), Invocation("leads", mine))] if since.leads else []
    tells = _told_of(overdue, today, Section((), 0, [one.ref for one in risks]))
    return Reply(text, (*buttons, *map(opening, refs)), refs, tells=tells)


def _told_of(*sections: Section) -> tuple[Ref, ...]:
    """All that is named, so that a digest that comes late can be looked through."""
    return tuple(dict.fromkeys(ref for one in sections for ref in (*one.refs, *one.tasks)))


def _section(title: Text, section: Section, most: int) -> Text | None:
    """A heading with its count, and the first items below it."""
    if not section.total:
        return None
    head = fmt("**{title}** · {count}", title=title, count=section.total)
    return lines(head, *(fmt("• {item}", item=one) for one in section.items[:most]))


def _late(session: Session, person: Person, day: date) -> Section:
    """What should have been done by now: tasks, and deals that should have closed."""
    held = _tasks(session, Filters(frozenset({person.id}), before=session.now), late=True)
    return _joined(held, _closing(session, person, day - DAY))


def _today(session: Session, person: Person, day: date) -> Section:
    until = begins(day + DAY)
    filters = Filters(frozenset({person.id}), since=session.now, before=until)
    held = _tasks(session, filters, late=False)
    late, both = (_closing(session, person, one) for one in (day - DAY, day))
    closing = Section(both.items[late.total :], both.total - late.total, both.refs[late.total :])
    return _joined(held, closing)


def _joined(first: Section, second: Section) -> Section:
    items, refs = (*first.items, *second.items), (*first.refs, *second.refs)
    return Section(items, first.total + second.total, refs, (*first.tasks, *second.tasks))


def _tasks(session: Session, filters: Filters, *, late: bool) -> Section:
    if session.actor is None or session.actor.scope(Right.TASKS_SEE) is None:
        return Section((), 0)
    rows, total = task_lists.page(session, filters, limit=ITEMS)
    items = _told(session, rows, late=late)
    about = [one.about for one in rows if one.about]
    return Section(items, total, about, [Ref("task", one.id) for one in rows])


def _told(session: Session, rows: Sequence[Task], *, late: bool) -> list[Text]:
    seen, words = task_subjects.of(session, rows), tasks.texts(session, rows)
    at = moment if late else clock
    return [
        fmt("{at} · {what}", at=at(one.due_at), what=task_words.what(one, words[one.id], seen))
        for one in rows
    ]


def _closing(session: Session, person: Person, last: date) -> Section:
    """Open deals that were to be closed by a day."""
    if session.actor is None or session.actor.scope(Right.DEALS_SEE) is None:
        return Section((), 0)
    rows, total = next_steps.closing(session, person.id, last, limit=2 * ITEMS)
    items = [
        fmt("{heading} · to be closed by {day}", heading=cards.heading(one), day=one.close_on)
        for one in rows
    ]
    return Section(items, total, [Ref("deal", one.id) for one in rows])


def _tickets(session: Session, person: Person, day: date) -> Text | None:
    """What customers wait for, if anything is due; on one line."""
    if session.actor is None or session.actor.scope(Right.TICKETS_WORK) is None:
        return None
    load = ticket_queues.load(session, person.id, begins(day + DAY))
    parts = [
        plural("{count} overdue", "{count} overdue", load.overdue) if load.overdue else None,
        plural("{count} due today", "{count} due today", load.soon) if load.soon else None,
    ]
    told = [one for one in parts if one]
    if not told:
        return None
    return fmt("**Tickets**: {parts} of {count}", parts=listed(told), count=load.held)


def _risks(told: Sequence[nudge_lines.Line]) -> Text | None:
    """What rules have found, on one line."""
    heads = {one.ref: one.head for one in told}
    if not heads:
        return None
    first, rest = list(heads.values())[:ITEMS], len(heads) - ITEMS
    more = plural("and {count} more", "and {count} more", rest) if rest > 0 else None
    return fmt("**Worth a look**: {names}", names=listed([*first, *([more] if more else [])]))


def _changes(since: digests.Changes) -> Text | None:
    parts = [
        plural("{count} new lead", "{count} new leads", since.leads) if since.leads else None,
        plural("{count} deal moved by others", "{count} deals moved by others", since.moved)
        if since.moved
        else None,
    ]
    told = [one for one in parts if one]
    return fmt("**Since yesterday**: {parts}", parts=listed(told)) if told else None


def evening(session: Session, person: Person, day: date) -> Reply | None:
    """What was done, what is left, and what comes first tomorrow; None when there is nothing."""
    did = digests.done(session, person, begins(day))
    mine = frozenset({person.id})
    left = _tasks(session, Filters(mine, before=begins(day + DAY)), late=True)
    coming = _tasks(session, Filters(mine, since=begins(day + DAY)), late=True)
    if not (did.logged or did.tasks or did.moved or left.total):
        return None
    text = lines(
        fmt("**Your day** · {day}", day=day),
        _did(did),
        _section(fmt("Left"), left, ITEMS),
        fmt("**Next**: {item}", item=coming.items[0]) if coming.items else None,
    )
    agenda = Button(word("Agenda"), Invocation("agenda"))
    return Reply(text, (agenda,), tells=_told_of(left, coming))


def _did(did: digests.Done) -> Text | None:
    moved = did.moved - did.won
    told = [
        plural("{count} activity logged", "{count} activities logged", did.logged)
        if did.logged
        else None,
        plural("{count} task done", "{count} tasks done", did.tasks) if did.tasks else None,
        plural("{count} deal moved", "{count} deals moved", moved) if moved else None,
        plural("{count} deal won", "{count} deals won", did.won) if did.won else None,
    ]
    parts = [one for one in told if one]
    return fmt("**Done**: {parts}", parts=listed(parts)) if parts else None


def weekly(session: Session, person: Person, day: date) -> Reply | None:
    """How the week of those whom somebody leads was, per person; None when there is nothing."""
    if not digests.may_read_weekly(session):
        return None
    team = sorted(session.directory.subtree(person.id) - {person.id})
    monday = day - timedelta(days=day.weekday())
    figures = digests.of_team(session, team, begins(monday - 7 * DAY), begins(monday))
    told = [_person(session, one, held) for one, held in figures.items() if held]
    kept = nudge_rules.compliance(session, [*team, person.id])
    if not told and (kept is None or kept[0] == kept[1]):
        return None
    rest = len(told) - PEOPLE
    text = lines(
        fmt("**Your team last week** · from {day}", day=monday - 7 * DAY),
        *(fmt("• {line}", line=one) for one in told[:PEOPLE]),
        plural("and {count} more", "and {count} more", rest) if rest > 0 else None,
        nudge_lines.told_compliance(session, kept) if kept else None,
    )
    team_deals = Button(word("Team's deals"), Invocation("deals", {"whose": "team"}))
    stale = {"whose": "team", "stale": "stale"}
    late = Button(word("Too long in a stage"), Invocation("deals", stale))
    return Reply(
        text, (team_deals, late) if any(one.rotten for one in figures.values()) else (team_deals,)
    )


def _person(session: Session, staff_id: int, held: digests.Figures) -> Text:
    told = [
        plural("{count} won", "{count} won", held.won) if held.won else None,
        plural("{count} lost", "{count} lost", held.lost) if held.lost else None,
        plural("{count} new", "{count} new", held.new) if held.new else None,
        plural("{count} too long in a stage", "{count} too long in a stage", held.rotten)
        if held.rotten
        else None,
        plural("{count} task overdue", "{count} tasks overdue", held.overdue)
        if held.overdue
        else None,
    ]
    parts = listed([one for one in told if one])
    return fmt("{who}: {parts}", who=session.directory.people[staff_id], parts=parts)


MAKERS = {"morning": morning, "evening": evening, "weekly": weekly}
