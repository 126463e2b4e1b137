"""Measures of data quality: records that lack what they need, are doubtful, or were forgotten."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select

from store.columns import columns_of, table_of
from store.measurements import Condition, Measure
from store.sessions import Session
from store.sources import SOURCES
from store.tables import Company, Contact, ContactPoint, Deal

STALE = timedelta(days=180)
"""After so long without any contact a record is called stale."""
TARGET = 98
"""Percent of core fields that should be filled in."""
_contacts, _companies, _deals = columns_of(Contact), columns_of(Company), columns_of(Deal)
_points = columns_of(ContactPoint)


def _points_where(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    held = select(_points.id).where(_points.contact_id == _contacts.id, *conditions)
    return exists(held.correlate(table_of(Contact)))


def _when(condition: ColumnElement[bool]) -> Condition:
    return lambda _session: (condition,)


def open_deals(_session: Session) -> Sequence[ColumnElement[bool]]:
    """Deals that have not ended."""
    return (_deals.closed_at.is_(None),)


def _stale() -> Condition:
    last = func.coalesce(_contacts.touched_at, _contacts.created_at)
    return lambda session: (last < session.now - STALE,)


_C, _O, _D = SOURCES["contacts"], SOURCES["companies"], SOURCES["deals"]
_FIRM = or_(_companies.industry.is_(None), _companies.industry == "")

QUALITY = (
    Measure("contacts", _C),
    Measure(
        "contacts without phone or e-mail", _C,
        where=lambda _session: (~_points_where(),),
    ),
    Measure("contacts without company", _C, where=_when(_contacts.company_id.is_(None))),
    Measure("contacts without title", _C, where=_when(_contacts.title.is_(None))),
    Measure("contacts without source", _C, where=_when(_contacts.source.is_(None))),
    Measure(
        "contacts with a doubtful phone", _C,
        where=lambda _session: (_points_where(_points.plausible.is_(False)),),
    ),
    Measure("contacts not touched for long", _C, where=_stale()),
    Measure("companies", _O),
    Measure("companies without industry", _O, where=_when(_FIRM)),
    Measure("companies without country", _O, where=_when(_companies.country.is_(None))),
    Measure(
        "open deals without amount", _D,
        where=_when(_deals.amount_minor.is_(None)), among=open_deals,
    ),
    Measure(
        "open deals without close date", _D,
        where=_when(_deals.close_on.is_(None)), among=open_deals,
    ),
    Measure(
        "open deals without contact", _D,
        where=_when(_deals.contact_id.is_(None)), among=open_deals,
    ),
)  # fmt: skip

CORE = {
    "contacts": (
        "contacts without phone or e-mail", "contacts without company", "contacts without title",
        "contacts without source",
    ),
    "companies": ("companies without industry", "companies without country"),
    "open deals": (
        "open deals without amount", "open deals without close date",
        "open deals without contact",
    ),
}  # fmt: skip
"""Core fields: how many records there are, and how many of them lack each."""
DOUBTFUL = ("contacts with a doubtful phone", "contacts not touched for long",
            "deals without a next step", "deals past their close date")  # fmt: skip
