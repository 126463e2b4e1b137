"""Measures: every number that reports tell, declared once: what is counted, when, and in which unit."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, literal

from store import deal_lists, pipelines
from store.columns import columns_of
from store.coverage_measures import COVERAGE
from store.elapsed import seconds_between
from store.measurements import Condition, Measure, Value
from store.quality_measures import QUALITY, open_deals
from store.sessions import Session
from store.sources import SOURCES
from store.tables import Contact, Deal, Lead, Order, StageMove, Task, Ticket

_deals, _moves, _leads = columns_of(Deal), columns_of(StageMove), columns_of(Lead)
_tickets, _contacts, _orders = columns_of(Ticket), columns_of(Contact), columns_of(Order)


def _ended(kind: str) -> Condition:
    return lambda session: (
        _deals.stage_id.in_([one.id for one in pipelines.steps(session) if one.kind == kind]),
    )


def _weighted(_session: Session) -> ColumnElement[Any]:
    """The amount times its probability in percent; `Figure` divides by 100 once, at the end."""
    return _deals.base_minor * _deals.probability


def _today(session: Session) -> Any:  # noqa: ANN401 (a date)
    zone = ZoneInfo(session.directory.setting("timezone", "UTC"))
    return session.now.astimezone(zone).date()


def _rotten(session: Session) -> Sequence[ColumnElement[bool]]:
    return (deal_lists.rotten(session, pipelines.steps(session)),)


def _since(column: ColumnElement[Any]) -> Value:
    return lambda session: seconds_between(column, literal(session.now, _deals.created_at.type))


def _between(first: ColumnElement[Any], last: ColumnElement[Any]) -> Value:
    return lambda _session: seconds_between(first, last)


def _one_if(condition: ColumnElement[bool]) -> Value:
    return lambda _session: case((condition, 1), else_=0)


def _moved_on(session: Session) -> Sequence[ColumnElement[bool]]:
    ongoing = [one.id for one in pipelines.steps(session) if one.kind == "open"]
    return (_moves.from_stage_id.is_not(None), _moves.to_stage_id.in_(ongoing))


def _overdue(session: Session) -> Sequence[ColumnElement[bool]]:
    return (_tasks.done_at.is_(None), _tasks.due_at < session.now)


def _open_tickets(_session: Session) -> Sequence[ColumnElement[bool]]:
    return (_tickets.ended_at.is_(None),)


def _unmerged(_session: Session) -> Sequence[ColumnElement[bool]]:
    return (_tickets.status != "merged",)


def _solved(_session: Session) -> Sequence[ColumnElement[bool]]:
    return (_tickets.status != "merged", _tickets.resolve_due.is_not(None))


def _answered(_session: Session) -> Sequence[ColumnElement[bool]]:
    return (_tickets.status != "merged", _tickets.first_due.is_not(None))


_D, _M, _L = SOURCES["deals"], SOURCES["moves"], SOURCES["leads"]
_C, _A, _T, _O = (SOURCES[name] for name in ("contacts", "activities", "tickets", "orders"))
_K, _tasks = SOURCES["tasks"], columns_of(Task)

MEASURES: dict[str, Measure] = {
    one.name: one
    for one in (
        Measure("new leads", _L, when=_leads.created_at),
        Measure("converted leads", _L, when=_leads.converted_at),
        Measure("new contacts", _C, when=_contacts.created_at),
        Measure("activities", _A, when=_A.table.at),  # type: ignore[attr-defined]
        Measure("deals opened", _D, when=_deals.created_at),
        Measure("amount opened", _D, "money", _deals.created_at),
        Measure("deals moved", _M, when=_moves.at, where=_moved_on),
        Measure("deals won", _D, when=_deals.closed_at, where=_ended("won")),
        Measure("amount won", _D, "money", _deals.closed_at, _ended("won")),
        Measure("deals lost", _D, when=_deals.closed_at, where=_ended("lost")),
        Measure("amount lost", _D, "money", _deals.closed_at, _ended("lost")),
        Measure(
            "win rate", _D, "percent", _deals.closed_at,
            value=lambda session: case((_ended("won")(session)[0], 1), else_=0), average=True,
        ),
        Measure("average won", _D, "money", _deals.closed_at, _ended("won"), average=True),
        Measure(
            "cycle", _D, "seconds", _deals.closed_at, _ended("won"),
            _between(_deals.created_at, _deals.closed_at), average=True,
        ),
        Measure("open deals", _D, among=open_deals),
        Measure("pipeline", _D, "money", among=open_deals),
        Measure("weighted pipeline", _D, "money", value=_weighted, among=open_deals),
        Measure(
            "age", _D, "seconds", value=_since(_deals.created_at), average=True, among=open_deals
        ),
        Measure("open by age", _D, "money", _deals.created_at, among=open_deals),
        Measure("rotten deals", _D, where=_rotten, among=open_deals),
        Measure(
            "deals past their close date", _D,
            where=lambda session: (_deals.close_on < _today(session),), among=open_deals,
        ),
        Measure(
            "deals without a next step", _D,
            where=lambda _session: (_deals.next_at.is_(None),), among=open_deals,
        ),
        Measure("overdue follow-ups", _K, among=_overdue),
        Measure("tasks done", _K, when=_tasks.done_at),
        Measure("orders", _O, when=_orders.created_at),
        Measure("amount ordered", _O, "money", _orders.created_at),
        Measure("tickets opened", _T, when=_tickets.opened_at, where=_unmerged),
        Measure("tickets solved", _T, when=_tickets.resolved_at, where=_unmerged),
        Measure("backlog by age", _T, when=_tickets.opened_at, among=_open_tickets),
        Measure("open tickets", _T, among=_open_tickets),
        Measure(
            "overdue tickets", _T,
            where=lambda session: (_tickets.due_at < session.now,), among=_open_tickets,
        ),
        Measure(
            "first response", _T, "seconds", _tickets.first_response_at, _unmerged,
            _between(_tickets.opened_at, _tickets.first_response_at), average=True,
        ),
        Measure(
            "resolution", _T, "seconds", _tickets.resolved_at, _unmerged,
            _between(_tickets.opened_at, _tickets.resolved_at), average=True,
        ),
        Measure(
            "first response kept", _T, "percent", _tickets.first_response_at, _answered,
            _one_if(_tickets.first_response_at <= _tickets.first_due), average=True,
        ),
        Measure(
            "resolution kept", _T, "percent", _tickets.resolved_at, _solved,
            _one_if(_tickets.resolved_at <= _tickets.resolve_due), average=True,
        ),
    )
}  # fmt: skip
MEASURES |= {one.name: one for one in (*QUALITY, *COVERAGE)}
"""By name. SLA figures count clock time between moments; due times themselves are in working time."""
