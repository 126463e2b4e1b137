"""Targets: what is to be won, and how much of it falls on some months."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from store import access
from store.access import Denied
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.tables import Target

Cycle = Literal["month", "quarter", "year"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month; `index` counts months since the year 0."""

    index: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year * 12 + day.month - 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.index // 12, self.index % 12 + 1, 1)


def begin(cycle: Cycle, day: date) -> date:
    """The first day of the cycle that a day lies in."""
    index = Month.of(day).index
    return Month(index - index % MONTHS[cycle]).first


def put(session: Session, staff_id: int | None, cycle: Cycle, amount_minor: int, day: date) -> None:
    """Set a target from the cycle on that a day lies in.

    Args:
        session: of an actor whose right to set targets reaches that person.
        staff_id: whose; None: the company's.
        cycle: how often it is to be reached.
        amount_minor: for each cycle, in minor units of the company's currency; 0 takes it away.
        day: in the first such cycle.

    Raises:
        Denied: the right does not reach that far.
    """
    _demand(session, staff_id)
    since = begin(cycle, day)
    for row in session.scalars(select(Target).where(_whose(staff_id), col(Target.since) == since)):
        row.cycle, row.amount_minor = cycle, amount_minor
        return
    session.add(
        Target(id=new_id(), staff_id=staff_id, cycle=cycle, since=since, amount_minor=amount_minor)
    )


def _whose(staff_id: int | None) -> ColumnElement[bool]:
    return col(Target.staff_id).is_(None) if staff_id is None else col(Target.staff_id) == staff_id


def _demand(session: Session, staff_id: int | None) -> None:
    actor = session.actor
    scope = actor.scope(Right.TARGETS_EDIT) if actor else None
    staff = access.owners(actor, Right.TARGETS_EDIT) if actor else frozenset()
    if staff is not None and (staff_id is None or staff_id not in staff):
        raise Denied(Right.TARGETS_EDIT, scope)


def load(session: Session) -> list[Target]:
    """All targets, the oldest first; there are few."""
    return list(session.scalars(select(Target).order_by(col(Target.since), col(Target.id))))


def of(
    session: Session,
    staff_ids: frozenset[int] | None,
    first: date,
    last: date,
    held: Iterable[Target] | None = None,
) -> int | None:
    """What some people are to win in whole calendar months.

    Of a team it is its leader's target, if the leader has one, otherwise the sum of its people's.
    Of the company it is the company's, otherwise the sum of all that belong to no leader's.

    Args:
        session: any.
        staff_ids: who; None: the whole company.
        first: of the period.
        last: of the period; where the two are not whole months there is no target.
        held: what `load` gave, to ask several times.

    Returns:
        Minor units of the company's currency; None where no target is set.
    """
    end = date.fromordinal(last.toordinal() + 1)
    if first.day != 1 or end.day != 1:
        return None
    months = range(Month.of(first).index, Month.of(end).index)
    targets = list(load(session) if held is None else held)
    parts = list(_parts(session, targets, staff_ids, months))
    return sum(parts) if parts else None


def _parts(
    session: Session, targets: list[Target], staff_ids: frozenset[int] | None, months: range
) -> Iterator[int]:
    if staff_ids is None:
        company = _sum_of(targets, None, months)
        if company is not None:
            yield company
            return
    people = session.directory.people
    circle = set(people) if staff_ids is None else set(staff_ids)
    for staff_id in sorted(circle):
        manager = people[staff_id].manager_id if staff_id in people else None
        if manager not in circle:
            yield from _of_tree(session, targets, staff_id, circle, months)


def _of_tree(
    session: Session, targets: list[Target], staff_id: int, circle: set[int], months: range
) -> Iterator[int]:
    """A leader's target stands for all below; without one those below count."""
    own, team = _sum_of(targets, staff_id, months), session.directory.reports.get(staff_id, ())
    if own is not None and (not team or circle & set(team)):
        yield own
        return
    for below in team:
        if below in circle:
            yield from _of_tree(session, targets, below, circle, months)


def _sum_of(targets: list[Target], staff_id: int | None, months: range) -> int | None:
    shares = [_of_month(targets, staff_id, index) for index in months]
    known = [one for one in shares if one]
    return sum(known) if known else None


def _of_month(targets: list[Target], staff_id: int | None, index: int) -> int | None:
    """The part of the target in force that falls on a month; parts add up to the whole."""
    first = Month(index).first
    fitting = [one for one in targets if one.staff_id == staff_id and one.since <= first]
    if not fitting:
        return None
    target, months = fitting[-1], MONTHS[fitting[-1].cycle]
    place = index % months
    return target.amount_minor * (place + 1) // months - target.amount_minor * place // months
