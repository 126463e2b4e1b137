"""Measures of coverage: with how many companies of each tier somebody is in touch, and whose they are."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, case, false, not_

from store import lifecycles, nudge_rules
from store.columns import columns_of
from store.measurements import Measure
from store.sessions import Session
from store.sources import SOURCES
from store.tables import Company

_companies = columns_of(Company)


def _tiered(_session: Session) -> Sequence[ColumnElement[bool]]:
    return (_companies.tier.is_not(None),)


def _silent(session: Session) -> Sequence[ColumnElement[bool]]:
    """Companies of any tier with whom nobody was in touch for as long as makes a customer at risk."""
    days = lifecycles.limits(session).risk_days
    return (*_tiered(session), not_(_touched_within(session, days)))


def _ownerless(session: Session) -> Sequence[ColumnElement[bool]]:
    return (*_tiered(session), _companies.owner_id.is_(None))


def _important(session: Session) -> Sequence[ColumnElement[bool]]:
    """A companies of somebody, unless nobody is to be reminded of them."""
    if promised(session) is None:
        return (false(),)
    return (_companies.tier == "A", _companies.owner_id.is_not(None))


def _kept(session: Session) -> ColumnElement[bool]:
    return _touched_within(session, promised(session) or 0)


def _broken(session: Session) -> Sequence[ColumnElement[bool]]:
    return (*_important(session), not_(_kept(session)))


def _touched_within(session: Session, days: int) -> ColumnElement[bool]:
    return nudge_rules.company_touched() >= session.now - timedelta(days=days)


def promised(session: Session) -> int | None:
    """Within how many days somebody is to be in touch with an A company; None: no such rule."""
    return nudge_rules.days(session.directory, nudge_rules.RULES["silence"])


_O = SOURCES["companies"]
COVERAGE = (
    Measure("companies with a tier", _O, where=_tiered),
    Measure("companies out of touch", _O, where=_silent),
    Measure("companies without an owner", _O, where=_ownerless),
    Measure(
        "a companies in touch", _O, "percent", where=_important, average=True,
        value=lambda session: case((_kept(session), 1), else_=0),
    ),
    Measure("a companies out of touch", _O, where=_broken),
)  # fmt: skip
