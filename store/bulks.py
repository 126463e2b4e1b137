"""Bulks: one change for many records, by the same rules as for one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from store import access, deals, ownership, pipelines, tags, transitions
from store.directories import Person
from store.errors import CrmError
from store.pipelines import Step
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Deal

MOST = 2_000
"""Records that one change may touch: so many are undone within seconds."""
Row = TypeVar("Row", Deal, Contact | Company | Deal, Contact)


class TooMany(CrmError):
    """A list holds more records than one change may touch."""

    def __init__(self, count: int) -> None:
        """Keep how many it holds."""
        super().__init__(count)
        self.count = count


class SoAlready(CrmError):
    """A record is as it would become."""


@dataclass(frozen=True, slots=True)
class Plan(Generic[Row]):
    """What a change for many records would do.

    Attributes:
        ready: records that it would change, in the order of the list.
        barred: those that stay as they are, each with what is in the way.
    """

    ready: tuple[Row, ...]
    barred: tuple[tuple[Row, CrmError], ...]


def demand_few(count: int) -> None:
    """Check that a list is not too long to be changed as a whole.

    Raises:
        TooMany: it is.
    """
    if count > MOST:
        raise TooMany(count)


def _planned(session: Session, rows: Sequence[Row], check: Callable[[Row], None]) -> Plan[Row]:
    ready: list[Row] = []
    barred: list[tuple[Row, CrmError]] = []
    for row in rows:
        try:
            access.demand(session, Right.BULK, row)
            check(row)
        except CrmError as error:
            barred.append((row, error))
        else:
            ready.append(row)
    return Plan(tuple(ready), tuple(barred))


def plan_moves(session: Session, rows: Sequence[Deal], steps: Sequence[Step]) -> Plan[Deal]:
    """Which deals could enter a stage, each that of its own pipeline.

    Args:
        session: of the actor.
        rows: the deals.
        steps: open stages of that name, one of each pipeline that has it.
    """

    def check(row: Deal) -> None:
        step = step_of(row, steps)
        before = transitions.demand_movable(session, row, step)
        if before.id == step.id:
            raise SoAlready
        transitions.demand_ready(session, row, step, None)

    return _planned(session, rows, check)


def step_of(row: Deal, steps: Sequence[Step]) -> Step:
    """The stage of a deal's own pipeline; where it has none, one that cannot be entered."""
    return next((one for one in steps if one.pipeline_id == row.pipeline_id), steps[0])


def move(session: Session, plan: Plan[Deal], steps: Sequence[Step]) -> None:
    """Move the deals of a plan."""
    for row in plan.ready:
        transitions.move(session, row, step_of(row, steps))


def plan_owners(
    session: Session, rows: Sequence[Contact | Company | Deal], person: Person
) -> Plan[Contact | Company | Deal]:
    """Which records could be given to somebody.

    Raises:
        Denied, CannotReceive: none could, whatever the record.
    """
    ownership.demand_reach(session, person)
    for right in {access.editing(row) for row in rows}:
        ownership.demand_receiver(session, person, right)

    def check(row: Contact | Company | Deal) -> None:
        access.demand(session, Right.ASSIGN, row)
        if row.owner_id == person.id:
            raise SoAlready

    return _planned(session, rows, check)


def assign(
    session: Session, plan: Plan[Contact | Company | Deal], person: Person
) -> dict[int, int]:
    """Give the records of a plan to somebody; gives how many each owner before has lost."""
    lost: dict[int, int] = {}
    for row in plan.ready:
        before = ownership.assign(session, row, person)
        if before is not None:
            lost[before] = lost.get(before, 0) + 1
    return lost


def plan_closes(session: Session, rows: Sequence[Deal], day: date) -> Plan[Deal]:
    """Which deals could get a day of closing: open ones."""

    def check(row: Deal) -> None:
        access.demand(session, Right.DEALS_EDIT, row)
        if row.closed_at is not None:
            raise transitions.Closed(row, pipelines.step(session, row.stage_id))
        if row.close_on == day:
            raise SoAlready

    return _planned(session, rows, check)


def close(session: Session, plan: Plan[Deal], day: date) -> None:
    """Give the deals of a plan a day of closing."""
    for row in plan.ready:
        deals.edit(session, row, {"close_on": day})


def plan_tags(session: Session, rows: Sequence[Contact], name: str) -> Plan[Contact]:
    """Which contacts could get a tag."""
    tagged = tags.tagged_with(session, name, [row.id for row in rows])

    def check(row: Contact) -> None:
        access.demand(session, Right.CONTACTS_EDIT, row)
        if row.id in tagged:
            raise SoAlready

    return _planned(session, rows, check)
