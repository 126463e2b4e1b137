"""Articles: what the service knows, kept, found and shown to customers once it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlmodel import col

from store import indexes, search
from store.access import NotFound
from store.errors import CrmError
from store.search import Fit
from store.sessions import Session
from store.tables import Article

PAGE = 8
CANDIDATES = 60
"""Articles that share a word with a text and are compared with it."""


class NotPublished(CrmError):
    """An internal article, which no customer may be shown."""

    def __init__(self, article: Article) -> None:
        """Keep which one."""
        super().__init__(article.id)
        self.article = article


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it is stored.

    Attributes:
        locale: "en" or "zh".
        keywords: separated by commas.
        ticket_id: the request that it is written from.
    """

    title: str
    text: str
    locale: str
    keywords: str = ""
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """An article in one language."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """An article that fits a text, and how well."""

    article: Article
    fit: Fit


def other(locale: str) -> str:
    """The language of a translation."""
    return "zh" if locale == "en" else "en"


def add(session: Session, draft: Draft) -> Article:
    """Keep an article; it is internal until it is published."""
    row = Article(
        id=session.take_number("article"),
        locale=draft.locale,
        title=draft.title,
        text=draft.text,
        keywords=draft.keywords,
        ticket_id=draft.ticket_id,
        created_by=session.actor.id if session.actor else None,
        updated_at=session.now,
        version=1,
    )
    session.add(row)
    return row


def get(session: Session, article_id: int) -> Article:
    """The article of a number.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    found = session.scalars(select(Article).where(col(Article.id) == article_id)).one_or_none()
    if found is None:
        raise NotFound("article", f"K-{article_id}")
    return found


def public(session: Session, ids: Sequence[int]) -> dict[int, Article]:
    """Those of some articles that customers may be shown: the only way by which they see any."""
    if not ids:
        return {}
    query = select(Article).where(col(Article.id).in_(ids), col(Article.published_at).is_not(None))
    with session.unscoped():
        return {row.id: row for row in session.scalars(query)}


def page(
    session: Session, *, published: bool | None = None, offset: int = 0, limit: int = PAGE
) -> tuple[list[Article], int]:
    """A page of all articles, the newest first, and how many there are."""
    query = select(Article, func.count().over()).where(_published(published))
    rows = session.execute(query.order_by(col(Article.id).desc()).offset(offset).limit(limit)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _published(published: bool | None) -> ColumnElement[bool]:  # noqa: FBT001 (as asked for)
    if published is None:
        return true()
    is_out = col(Article.published_at).is_not(None)
    return is_out if published else ~is_out


def owners(session: Session, *, published: bool | None) -> list[tuple[int, int | None]]:
    """Number of every article that such a list shows, in its order; they are everybody's."""
    query = select(col(Article.id)).select_from(Article).where(_published(published))
    return [(one, None) for one in session.scalars(query.order_by(col(Article.id).desc()))]


def get_many(session: Session, ids: Sequence[int]) -> list[Article]:
    """Those of some articles that the actor may see, in the order of the ids."""
    held = _seen(session, ids)
    return [held[one] for one in ids if one in held]


def match(session: Session, text: str, *, for_customers: bool = False) -> list[Match]:
    """Articles that have to do with a text, the best first.

    Args:
        session: of an actor who sees articles, or of a customer.
        text: a question, a request, a few words.
        for_customers: only those that are published.
    """
    wanted = search.terms(text)
    owners = frozenset({indexes.PUBLIC}) if for_customers else None
    ids = search.related(
        session.connection(), wanted, kind="article", owners=owners, most=CANDIDATES
    )
    rows = public(session, ids) if for_customers else _seen(session, ids)
    found = [Match(row, _fit(row, wanted)) for row in rows.values()]
    return sorted(found, key=lambda one: (-one.fit.weight, -one.article.id))


def _seen(session: Session, ids: Sequence[int]) -> dict[int, Article]:
    if not ids:
        return {}
    found = session.scalars(select(Article).where(col(Article.id).in_(ids)))
    return {row.id: row for row in found}


def _fit(row: Article, wanted: Sequence[Any]) -> Fit:
    called = [one for one in (row.title, row.other_title, row.keywords) if one]
    return search.fit(wanted, called, [one for one in (row.text, row.other_text) if one])


def guess(session: Session, text: str, limit: int = PAGE) -> list[Article]:
    """Articles in which all words of a text stand, typing errors put right."""
    hits = search.look_up(
        session.connection(),
        text,
        kinds=["article"],
        owners=None,
        names=lambda keys: {
            ("article", one): row.title for one, row in _seen(session, [k[1] for k in keys]).items()
        },
        limit=limit,
    )
    rows = _seen(session, [number for _, number in hits.found])
    return [rows[number] for _, number in hits.found if number in rows]


def edit(session: Session, row: Article, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change an article: title, text, keywords, locale, other_title, other_text.

    Returns:
        Old and new value of what has changed.
    """
    done = {}
    for name, value in changes.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            done[name] = (before, value)
    if done:
        row.updated_at = session.now
    return done


def publish(session: Session, row: Article) -> bool:
    """Let customers be shown an article; False when they are already."""
    if row.published_at is not None:
        return False
    row.published_at = row.updated_at = session.now
    return True


def unpublish(session: Session, row: Article) -> bool:
    """Keep an article to the staff again; False when it is already."""
    if row.published_at is None:
        return False
    row.published_at, row.updated_at = None, session.now
    return True


def delete(session: Session, row: Article) -> None:
    """Take an article away; what was counted of it stays."""
    row.deleted_at = row.updated_at = session.now


def demand_public(row: Article) -> None:
    """Check that customers may be shown an article.

    Raises:
        NotPublished: they may not.
    """
    if row.published_at is None or row.deleted_at is not None:
        raise NotPublished(row)


def worded(row: Article, locale: str | None) -> Worded:
    """An article in a language, as far as there is a translation."""
    if row.other_title and row.other_text and locale == other(row.locale):
        return Worded(row.other_title, row.other_text)
    return Worded(row.title, row.text)
