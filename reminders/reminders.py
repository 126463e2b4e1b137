"""Reminders: whatever is due is told, once, with the rights that its owner has at that moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from handlers import letters, task_cards
from handlers.asks import voice_of
from handlers.languages import speaking
from handlers.replies import Reply
from store import outboxes, quiet_hours, subjects, task_contexts, task_rings, task_subjects
from store.directories import Person
from store.engines import Database
from store.outboxes import Letter
from store.refs import Ref
from store.rights import Right
from store.sessions import PARLEY, Session, actor_of
from store.tables import Task

COMMAND = "remind"
SHOWN = 10
MOST_STOPS = 500


def run_due(database: Database, now: datetime) -> None:
    """Tell everybody what is due, batch by batch; what was missed comes once.

    Rows are taken, turned into letters and marked in one transaction, so that a process that is
    killed loses none and tells none twice.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    for owner_id in database.read(_who_missed, now):
        database.write(partial(_tell_missed, owner_id=owner_id), now)
    while database.write(_tell_batch, now) == task_rings.BATCH:
        pass


def _who_missed(session: Session) -> list[int]:
    session.actor = PARLEY
    return task_rings.who_missed(session)


def _tell_missed(session: Session, *, owner_id: int) -> None:
    _begin(session)
    tasks = task_rings.claim_missed(session, owner_id)
    _tell(session, {owner_id: tasks}, together=len(tasks) > task_rings.SINGLY)


def _tell_batch(session: Session) -> int:
    _begin(session)
    claimed = task_rings.claim(session)
    by_owner: dict[int, list[Task]] = {}
    for task in claimed:
        by_owner.setdefault(task.owner_id, []).append(task)
    _tell(session, by_owner, together=False)
    return len(claimed)


def _begin(session: Session) -> None:
    session.actor = PARLEY
    session.origin.command = COMMAND


def _tell(session: Session, due: Mapping[int, Sequence[Task]], *, together: bool) -> None:
    """Put what each person is told into the outbox, and mark it; all of it by few statements."""
    subjects.load(session, {task.subject_id for tasks in due.values() for task in tasks})
    _load_keys(session, due)
    posted: list[Letter] = []
    rung: list[Task] = []
    for owner_id, tasks in due.items():
        person = session.directory.people[owner_id]
        quiet_until = _quiet_until(session, person)
        now = [one for one in tasks if quiet_until <= session.now or _asked_for(one)]
        task_rings.hold(session, [one for one in tasks if one not in now], quiet_until)
        task_rings.come_round(now)
        rung += now
        posted += _letters(session, person, now, together=together)
    outboxes.post(session, posted, None)
    task_rings.told(session, rung)


def _load_keys(session: Session, owner_ids: Iterable[int]) -> None:
    """The keys under which letters to these people are sealed, by one statement."""
    subjects.load(session, {session.directory.people[one].subject_id for one in owner_ids})


def _letters(
    session: Session, person: Person, tasks: Sequence[Task], *, together: bool
) -> list[Letter]:
    """What is said of one person's tasks, to them and to whoever is above."""
    if not tasks:
        return []
    if person.suspended or Right.TASKS_SEE not in actor_of(session.directory, person).grants:
        return [one for task in tasks for one in _to_managers(session, person, task)]
    with task_subjects.as_seen_by(session, person):
        seen = task_subjects.of(session, tasks)
    hidden = [one for one in tasks if task_subjects.hidden(one, seen)]
    known = [one for one in tasks if one not in hidden] if hidden else list(tasks)
    found = [one for task in hidden for one in _to_managers(session, person, task)]
    return found + _told(session, person, known, seen, together=together)


def _quiet_until(session: Session, person: Person) -> datetime:
    return quiet_hours.until(person, voice_of(session.directory, person).zone, session.now)


def _asked_for(task: Task) -> bool:
    """Whether its owner wants it at that very time."""
    return task.exact and task.created_by == task.owner_id


def _told(
    session: Session,
    person: Person,
    tasks: list[Task],
    seen: Mapping[Ref, Any],
    *,
    together: bool,
) -> list[Letter]:
    """The letters to an owner, in their voice and with their rights."""
    if not tasks:
        return []
    with task_subjects.as_seen_by(session, person), speaking(voice_of(session.directory, person)):
        if together:
            said = [(task_cards.missed(session, tasks[:SHOWN], seen, len(tasks)), tasks)]
        else:
            known = task_contexts.of(session, tasks)
            said = [(task_cards.reminder(session, one, seen, known), [one]) for one in tasks]
        return [_letter(session, person, reply, of) for reply, of in said]


def _letter(session: Session, person: Person, reply: Reply, tasks: Sequence[Task]) -> Letter:
    """A letter that knows what it reminds of, should its owner have lost that meanwhile."""
    made = letters.notice(session, person, reply, urgent=True)
    made.payload["reminds"] = [one.id for one in tasks]
    return made


def _to_managers(session: Session, person: Person, task: Task) -> list[Letter]:
    """Whoever is above is told that somebody has to take it over; it stays on the list."""
    found = []
    for manager in _above(session, person):
        with speaking(voice_of(session.directory, manager)):
            found.append(letters.notice(session, manager, task_cards.lost(session, task)))
    return found


def _above(session: Session, person: Person) -> list[Person]:
    """The nearest manager who can act, otherwise the admins."""
    people, above = session.directory.people, person.manager_id
    passed = {person.id}
    while above is not None and above not in passed:
        passed.add(above)
        if not people[above].suspended:
            return [people[above]]
        above = people[above].manager_id
    return [one for one in session.directory.admins() if one.id != person.id]


def moments(database: Database, begun: datetime, now: datetime) -> Iterator[datetime]:
    """The moments at which a clock that is moved forward has to stop: whenever something rings."""
    at = begun
    for _ in range(MOST_STOPS):
        coming = database.read(partial(_next_ring, after=at), now)
        if coming is None or coming > now:
            break
        at = coming
        yield at
    yield now


def _next_ring(session: Session, *, after: datetime) -> datetime | None:
    session.actor = PARLEY
    return task_rings.next_after(session, after)
