"""Buyers: customers by what they bought: who is new, at risk or lost, and what each may still bring.

A customer is a company, or a contact without one, who won a deal names. Nobody signs off from
buying, so a customer counts as lost after a silence, as is usual where there is no contract
(Reinartz and Kumar, 2000). The churn of a period is the share of the customers at its beginning
who are lost at its end; the expected lifetime is 1 / yearly churn, and the expected value is that
lifetime times what a customer buys in a year (Farris et al., Marketing Metrics, chapter 5, without
margin and discount, as costs are not known here).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, null, select

from store import lifecycles, pipelines
from store.columns import columns_of
from store.figures import Narrow, Span
from store.sessions import Session
from store.sources import SOURCES
from store.tables import Deal

YEAR = timedelta(days=365)
LEAST = 10
"""Customers that there must have been a year ago before a lifetime is told."""
LONGEST = 10
"""Years of a lifetime that count at most; who loses nobody would count for ever."""
OFTEN = 3
"""Purchases from which on somebody has a usual interval between two of them."""
TICK = timedelta(microseconds=1)
_deals = columns_of(Deal)


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer at the end of a period.

    Attributes:
        kind: "company" or "contact"; `id`: its number.
        deals, minor: won up to then, with their sum in minor units of the company's currency.
        first, last: when the first and the last of them was won.
        before: when the last one before the period was won.
        year_deals, year_minor: those of the last 365 days.
        year_before: when the last one before those was won.
    """

    kind: str
    id: int
    deals: int
    minor: int
    first: datetime
    last: datetime
    before: datetime | None
    year_deals: int
    year_minor: int
    year_before: datetime | None

    @property
    def usual(self) -> timedelta | None:
        """The time between two purchases, on average; None of who bought too seldom to tell."""
        return (self.last - self.first) / (self.deals - 1) if self.deals >= OFTEN else None


@dataclass(frozen=True, slots=True)
class Buyers:
    """Customers at the end of a period, or now where it goes on.

    Attributes:
        rows: each once, who bought most first.
        nameless: deals won that name no customer.
        span: the period.
        limits: after which silence somebody is at risk, or lost.
    """

    rows: Sequence[Buyer]
    nameless: int
    span: Span
    limits: lifecycles.Limits

    @property
    def minor(self) -> int:
        """What all of them bought up to then."""
        return sum(one.minor for one in self.rows)

    def is_lost(self, one: Buyer) -> bool:
        """Whether nothing was bought for so long that it counts as lost."""
        return self.span.end - one.last >= self._gone

    def is_at_risk(self, one: Buyer) -> bool:
        """Whether a customer is silent for twice as long as usual, and not lost yet."""
        usual = one.usual
        patience = self._gone / 2 if usual is None else usual * 2
        patience = max(patience, timedelta(days=self.limits.risk_days))
        return not self.is_lost(one) and self.span.end - one.last > patience

    def was_customer(self, one: Buyer) -> bool:
        """Whether it was a customer when the period began."""
        return one.before is not None and self.span.start - one.before < self._gone

    def was_won(self, one: Buyer) -> bool:
        """Whether it bought for the first time in the period."""
        return one.first >= self.span.start

    def was_lost(self, one: Buyer) -> bool:
        """Whether it became lost in the period."""
        return self.was_customer(one) and self.is_lost(one)

    def lifetime(self) -> "Lifetime":
        """What the last year lets expect of a customer."""
        start = self.span.end - YEAR
        then = [
            one
            for one in self.rows
            if one.year_before is not None and start - one.year_before < self._gone
        ]
        bought = [one for one in self.rows if one.year_deals]
        return Lifetime(
            customers=len(then),
            lost=sum(map(self.is_lost, then)),
            buyers=len(bought),
            deals=sum(one.year_deals for one in bought),
            minor=sum(one.year_minor for one in bought),
        )

    @property
    def _gone(self) -> timedelta:
        return timedelta(days=self.limits.lost_days)


GROUPS: Mapping[str, Callable[[Buyers, Buyer], bool]] = {
    "best": lambda _held, _one: True,
    "new": Buyers.was_won,
    "at risk": Buyers.is_at_risk,
    "lost": Buyers.was_lost,
}
"""Groups of customers, and who belongs to each."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What a year says about customers.

    Attributes:
        customers: at its beginning; `lost`: how many of them are lost at its end.
        buyers: who bought in it; `deals`, `minor`: what.
    """

    customers: int
    lost: int
    buyers: int
    deals: int
    minor: int

    @property
    def known(self) -> bool:
        """Whether there is enough to tell anything."""
        return self.customers >= LEAST and self.buyers > 0

    @property
    def years(self) -> Decimal:
        """How long a customer stays: 1 / churn."""
        return min(Decimal(self.customers) / max(self.lost, 1), Decimal(LONGEST))

    @property
    def often(self) -> Decimal:
        """Deals that a customer makes in a year."""
        return Decimal(self.deals) / self.buyers

    @property
    def average(self) -> int:
        """What a deal brings, in minor units."""
        return _whole(Decimal(self.minor) / self.deals)

    @property
    def value(self) -> int:
        """What a customer may bring in its lifetime, in minor units."""
        return _whole(self.minor * self.years / self.buyers)

    def expected(self, year_minor: int) -> int:
        """What may still come of somebody who bought so much in a year, in minor units."""
        return _whole(year_minor * self.years)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


def load(session: Session, span: Span, narrow: Narrow) -> Buyers:
    """Customers as a period left them, in one statement.

    Args:
        session: of an actor; deals that may not be seen do not count.
        span: the period; one that goes on is told up to now.
        narrow: whose deals count.
    """
    end = min(span.end, session.now + TICK)
    span = Span(min(span.start, end), end)
    rows = session.execute(_bought(session, span, narrow)).all()
    named = [_buyer(one) for one in rows if one.company_id or one.contact_id]
    named.sort(key=lambda one: (-one.minor, one.kind, one.id))
    nameless = sum(one.deals for one in rows if not (one.company_id or one.contact_id))
    return Buyers(named, nameless, span, lifecycles.limits(session))


def _bought(session: Session, span: Span, narrow: Narrow) -> Select[Any]:
    """What each customer bought: a row for each."""
    won = [one.id for one in pipelines.steps(session) if one.kind == "won"]
    contact = case((_deals.company_id.is_(None), _deals.contact_id), else_=null())
    minor, at = func.coalesce(_deals.base_minor, 0), _deals.closed_at
    lately = at >= span.end - YEAR
    query = select(
        _deals.company_id.label("company_id"),
        contact.label("contact_id"),
        func.count().label("deals"),
        func.sum(minor).label("minor"),
        func.min(at).label("first"),
        func.max(at).label("last"),
        _latest(at, at < span.start).label("before"),
        func.sum(case((lately, 1), else_=0)).label("year_deals"),
        func.sum(case((lately, minor), else_=0)).label("year_minor"),
        _latest(at, at < span.end - YEAR).label("year_before"),
    ).select_from(Deal)
    query = query.where(_deals.stage_id.in_(won), at < span.end)
    if narrow.owner_ids is not None:
        query = query.where(SOURCES["deals"].owned(sorted(narrow.owner_ids)))
    return query.group_by(_deals.company_id, contact)


def _latest(at: ColumnElement[Any], met: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.max(case((met, at), else_=null()))


def _buyer(row: Any) -> Buyer:  # noqa: ANN401 (a row)
    return Buyer(
        kind="company" if row.company_id else "contact",
        id=int(row.company_id or row.contact_id),
        deals=int(row.deals),
        minor=int(row.minor),
        first=row.first,
        last=row.last,
        before=row.before,
        year_deals=int(row.year_deals),
        year_minor=int(row.year_minor),
        year_before=row.year_before,
    )
