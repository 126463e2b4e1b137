"""Staff imports: people, whom they report to and their teams, as a file has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import select
from sqlmodel import col

from store import emails, staff, teams
from store.directories import Person
from store.rights import Right, Role
from store.sessions import Session
from store.staff import ManagerLoop, fold
from store.tables import Staff

Why = Literal["", "several", "email"]


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A member of staff of a file; None is what it does not say.

    Attributes:
        line: 1-based line of the file; 0 for a manager that is only named.
        manager: name of whom they report to.
        team: name of their team.
    """

    line: int
    name: str
    email: str | None = None
    role: Role | None = None
    manager: str | None = None
    team: str | None = None


@dataclass(slots=True)
class StaffVerdict:
    """What becomes of a member of staff of a file.

    Attributes:
        person: who it is, if they are here already.
        why: the name fits several, or somebody else has the e-mail.
        filled: fields that the file fills in.
        kept: fields in which what is here differs, and stays.
    """

    entry: StaffEntry
    outcome: Literal["added", "updated", "duplicate", "rejected"]
    person: Person | None = None
    why: Why = ""
    filled: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Hiring:
    """What becomes of a whole file.

    Attributes:
        judged: its rows.
        managers: people who are only named as managers, and are new.
        teams: teams that are new.
        loops: lines of those who would be below themselves.
    """

    judged: list[StaffVerdict]
    managers: list[StaffEntry]
    teams: list[str]
    loops: list[int] = field(default_factory=list)


def judge(session: Session, entries: Sequence[StaffEntry]) -> Hiring:
    """Decide what becomes of people; nothing is written.

    Somebody is known by e-mail, else by name. What is here stays; what is missing is filled in.

    Args:
        session: of an actor with the right to manage staff.
        entries: each name once.

    Raises:
        Denied: no right to manage staff.
    """
    staff.demand(session, Right.STAFF)
    by_email = _by_email(session, [one.email for one in entries if one.email])
    judged = [_judge(session, one, by_email) for one in entries]
    rows = {fold(one.name) for one in entries}
    named = _first_spelled(one.manager for one in entries)
    managers = [
        StaffEntry(0, name, role=Role.MANAGER)
        for folded, name in named.items()
        if folded not in rows and not _called(session, name)
    ]
    held = {fold(name) for name in session.directory.teams.values()}
    wanted = _first_spelled(one.team for one in entries)
    return Hiring(judged, managers, [name for key, name in wanted.items() if key not in held])


def _first_spelled(names: Iterable[str | None]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault(fold(name), name)
    return found


def _by_email(session: Session, addresses: Iterable[str]) -> dict[str, int]:
    looks = {session.keys.blind("email", emails.normalise(one)): one for one in addresses}
    if not looks:
        return {}
    query = select(col(Staff.id), col(Staff.email_index)).where(col(Staff.email_index).in_(looks))
    return {looks[bytes(row.email_index)]: row.id for row in session.execute(query)}


def _called(session: Session, name: str) -> list[Person]:
    return [one for one in session.directory.people.values() if one.folded == fold(name)]


def _judge(session: Session, entry: StaffEntry, by_email: dict[str, int]) -> StaffVerdict:
    holder = session.directory.people.get(by_email.get(entry.email or "", 0))
    called = _called(session, entry.name)
    if holder and holder not in called:
        return StaffVerdict(entry, "rejected", holder, "email")
    if holder is None and len(called) > 1:
        return StaffVerdict(entry, "rejected", called[0], "several")
    person = holder or next(iter(called), None)
    if person is None:
        return StaffVerdict(entry, "added")
    return _compared(session, StaffVerdict(entry, "duplicate", person), person)


def _compared(session: Session, verdict: StaffVerdict, person: Person) -> StaffVerdict:
    entry, directory = verdict.entry, session.directory
    manager = directory.people.get(person.manager_id or 0)
    held = {
        "manager": manager.folded if manager else None,
        "team": fold(directory.teams[person.team_id]) if person.team_id else None,
        "role": str(person.role),
    }
    for name, value in (("manager", entry.manager), ("team", entry.team), ("role", entry.role)):
        if value and held[name] is None:
            verdict.filled.append(name)
        elif value and held[name] != fold(value):
            verdict.kept.append(name)
    verdict.outcome = "updated" if verdict.filled else "duplicate"
    return verdict


def write(session: Session, hiring: Hiring) -> None:
    """Add people and teams as they were judged, and put everybody below their manager.

    Those who would be below themselves get no manager; their lines are in `loops` afterwards.
    """
    hiring.loops.clear()
    ids = {one.folded: one.id for one in session.directory.people.values()}
    for name in hiring.teams:
        teams.add(session, name)
    places = {fold(name): number for number, name in session.directory.teams.items()}
    bosses = {fold(one.entry.manager) for one in hiring.judged if one.entry.manager}
    for entry in [*hiring.managers, *_new(hiring)]:
        usual = Role.MANAGER if fold(entry.name) in bosses else Role.REP
        team_id = places.get(fold(entry.team or ""))
        row = staff.add(
            session, entry.name, entry.role or usual, team_id=team_id, email=entry.email
        )
        ids[row.folded] = row.id
    for verdict in hiring.judged:
        _place(session, hiring, verdict, ids, places)


def _new(hiring: Hiring) -> list[StaffEntry]:
    return [one.entry for one in hiring.judged if one.outcome == "added"]


def _place(
    session: Session,
    hiring: Hiring,
    verdict: StaffVerdict,
    ids: dict[str, int],
    places: dict[str, int],
) -> None:
    entry, is_new = verdict.entry, verdict.outcome == "added"
    own_id = verdict.person.id if verdict.person else ids.get(fold(entry.name), 0)
    if entry.team and "team" in verdict.filled:
        staff.assign_team(session, own_id, places[fold(entry.team)])
    if entry.manager and (is_new or "manager" in verdict.filled):
        try:
            staff.change_manager(session, own_id, ids[fold(entry.manager)])
        except ManagerLoop:
            hiring.loops.append(entry.line)
