"""Counts of service: how much was asked for and why, and what customers thought of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, literal, select, union_all
from sqlmodel import col

from store.recommendations import DETRACTORS, PROMOTERS
from store.sessions import Session
from store.tables import Complaint, Recommendation, Ticket, TicketCause, TicketRating

SATISFIED = 4
"""From here on up a rating counts as satisfied."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in a period, of the tickets that the actor may see.

    Attributes:
        tickets: opened in the period.
        by_category: the same by category id; None: without one.
        by_cause: those that have a cause, by its id.
        ratings: how many customers rated, by score from 1 to 5.
        asked: how many were asked for a rating.
        recommendations: how many answered, by score from 0 to 10.
        complaints: how many came in; `settled` of them were answered.
    """

    tickets: int
    by_category: Mapping[int | None, int]
    by_cause: Mapping[int, int]
    ratings: Mapping[int, int]
    asked: int
    recommendations: Mapping[int, int]
    complaints: int
    settled: int

    @property
    def average(self) -> float | None:
        """The mean rating from 1 to 5; None without any."""
        total = sum(self.ratings.values())
        return (
            sum(score * count for score, count in self.ratings.items()) / total if total else None
        )

    @property
    def csat(self) -> float | None:
        """The share of ratings of 4 and 5 among all, from 0 to 1 (CSAT as a top-two-box score)."""
        total = sum(self.ratings.values())
        if not total:
            return None
        return sum(count for score, count in self.ratings.items() if score >= SATISFIED) / total

    @property
    def nps(self) -> float | None:
        """Percent of promoters (9 and 10) minus percent of detractors (0 to 6), -100 to 100.

        As F. Reichheld defines it: The One Number You Need to Grow, Harvard Business Review,
        December 2003.
        """
        total = sum(self.recommendations.values())
        if not total:
            return None
        found = self.recommendations.items()
        promoters = sum(count for score, count in found if score >= PROMOTERS)
        detractors = sum(count for score, count in found if score <= DETRACTORS)
        return 100 * (promoters - detractors) / total


def service_counts(session: Session, begin: datetime, end: datetime) -> Counts:
    """Count the service of a period in one statement.

    Args:
        session: of an actor; only tickets that they see are counted, and what was said of those.
        begin: aware moment, the first that counts.
        end: aware moment, the first that counts no more.
    """
    opened = _within(col(Ticket.opened_at), begin, end)
    causes = _part("cause", col(TicketCause.cause_id), col(TicketCause.id))
    asked = _within(col(TicketRating.asked_at), begin, end)
    came, settled = _within(col(Complaint.at), begin, end), col(Complaint.settled_at)
    query = union_all(
        _part("category", col(Ticket.category_id), col(Ticket.id)).where(opened),
        causes.join(Ticket, col(Ticket.id) == col(TicketCause.ticket_id)).where(opened),
        _part("rating", col(TicketRating.score), col(TicketRating.id)).where(
            _within(col(TicketRating.rated_at), begin, end)
        ),
        _part("asked", None, col(TicketRating.id)).where(asked),
        _part("recommendation", col(Recommendation.score), col(Recommendation.id)).where(
            _within(col(Recommendation.answered_at), begin, end)
        ),
        _part("complaint", None, col(Complaint.id)).where(came),
        _part("settled", None, settled).where(came, settled.is_not(None)),
    )
    found: dict[str, dict[Any, int]] = defaultdict(dict)
    for row in session.execute(query):
        found[row.part][row.key] = row.n
    return Counts(
        tickets=sum(found["category"].values()),
        by_category=found["category"],
        by_cause=found["cause"],
        ratings=found["rating"],
        asked=found["asked"].get(0, 0),
        recommendations=found["recommendation"],
        complaints=found["complaint"].get(0, 0),
        settled=found["settled"].get(0, 0),
    )


def _within(column: Any, begin: datetime, end: datetime) -> ColumnElement[bool]:  # noqa: ANN401
    found: ColumnElement[bool] = (column >= begin) & (column < end)
    return found


def _part(part: str, key: Any, counted: Any) -> Select[Any]:  # noqa: ANN401 (columns)
    """How many rows there are of each key, or of all together."""
    number = cast(literal(0) if key is None else key, BigInteger).label("key")
    query: Any = select(literal(part).label("part"), number, func.count(counted).label("n"))
    return query if key is None else query.group_by(key)  # type: ignore[no-any-return]
