"""Times of service: how soon requests were answered and solved, by rank."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from store.columns import columns_of
from store.elapsed import seconds_between
from store.figures import Span
from store.sessions import Session
from store.tables import Ticket

_tickets = columns_of(Ticket)


@dataclass(frozen=True, slots=True)
class Ranks:
    """Seconds of clock time; of none: None.

    Attributes:
        count: of how many requests.
        median: half of them took at most this long.
        p90: nine of ten took at most this long.
    """

    count: int = 0
    median: int | None = None
    p90: int | None = None


def ranks(session: Session, span: Span) -> tuple[Ranks, Ranks]:
    """First response, and solution, of requests that got them in a period, in one statement.

    By the nearest-rank method: the smallest value that at least as many percent of the values do
    not exceed.

    Args:
        session: of an actor; requests that may not be seen do not count.
        span: the period.
    """
    first, solved = _tickets.first_response_at, _tickets.resolved_at
    query = union_all(_ranked(0, first, span), _ranked(1, solved, span))
    found = {row.part: Ranks(row.n or 0, row.median, row.p90) for row in session.execute(query)}
    return found.get(0, Ranks()), found.get(1, Ranks())


def _ranked(part: int, end: ColumnElement[Any], span: Span) -> Any:  # noqa: ANN401 (a SELECT)
    taken = cast(seconds_between(_tickets.opened_at, end), BigInteger)
    rows = (
        select(
            taken.label("taken"),
            func.row_number().over(order_by=taken).label("place"),
            func.count().over().label("n"),
        )
        .select_from(Ticket)
        .where(end >= span.start, end < span.end, _tickets.status != "merged")
        .subquery()
        .c
    )
    return select(
        literal(part).label("part"),
        func.max(rows.n).label("n"),
        func.min(case((rows.place * 2 >= rows.n, rows.taken))).label("median"),
        func.min(case((rows.place * 10 >= rows.n * 9, rows.taken))).label("p90"),
    )
