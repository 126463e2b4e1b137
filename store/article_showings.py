"""Showings: which articles customers were shown, and whether they helped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from store.access import NotFound
from store.ids import new_id
from store.sessions import Session
from store.tables import Article, ArticleShowing


@dataclass(frozen=True, slots=True)
class Counts:
    """How often an article was shown, and how often it did and did not help."""

    shown: int = 0
    helped: int = 0
    unhelped: int = 0


def note(
    session: Session, article: Article, identity_id: int, ticket_id: int | None = None
) -> ArticleShowing:
    """Note that a customer is shown an article; once per customer and request.

    Args:
        session: of the customer, or of whoever sends it.
        article: a published one.
        identity_id: the customer's account.
        ticket_id: the request, if there is one already.
    """
    held = find(session, article.id, identity_id, ticket_id)
    if held is not None:
        return held
    row = ArticleShowing(
        id=new_id(),
        article_id=article.id,
        identity_id=identity_id,
        ticket_id=ticket_id,
        staff_id=session.actor.id if session.actor else None,
        at=session.now,
    )
    session.add(row)
    return row


def find(
    session: Session, article_id: int, identity_id: int, ticket_id: int | None
) -> ArticleShowing | None:
    """The showing of an article to a customer in a request, or before there was one."""
    query = select(ArticleShowing).where(
        col(ArticleShowing.article_id) == article_id,
        col(ArticleShowing.identity_id) == identity_id,
        col(ArticleShowing.ticket_id).is_(None)
        if ticket_id is None
        else col(ArticleShowing.ticket_id) == ticket_id,
    )
    with session.unscoped():
        return session.scalars(query.limit(1)).one_or_none()


def answer(
    session: Session, article_id: int, identity_id: int, ticket_id: int | None, *, helped: bool
) -> ArticleShowing:
    """Note what a customer says of an article; whoever says it twice is counted once.

    Raises:
        NotFound: this customer was not shown it there.
    """
    held = find(session, article_id, identity_id, ticket_id)
    if held is None:
        raise NotFound("article", f"K-{article_id}")
    held.helped, held.answered_at = helped, session.now
    return held


def counts(session: Session, ids: Sequence[int]) -> dict[int, Counts]:
    """The counts of some articles; figures only, so that it does not matter whose they are."""
    if not ids:
        return {}
    shown: Any = col(ArticleShowing.article_id)
    query = (
        select(
            shown.label("article_id"),
            func.count().label("shown"),
            func.count().filter(col(ArticleShowing.helped).is_(True)).label("helped"),
            func.count().filter(col(ArticleShowing.helped).is_(False)).label("unhelped"),
        )
        .where(shown.in_(ids))
        .group_by(shown)
    )
    with session.unscoped():
        rows = session.execute(query).all()
    return {row.article_id: Counts(row.shown, row.helped, row.unhelped) for row in rows}
