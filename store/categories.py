"""Categories of tickets, and the keywords by which a new one is put into its category."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import func, select
from sqlmodel import col

from store.errors import CrmError
from store.ids import new_id
from store.sessions import Session
from store.tables import Category, Ticket

Priority = Literal["low", "normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)


class CategoryExists(CrmError):
    """There is a category of that name already."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name


class CategoryInUse(CrmError):
    """Tickets are in the category, so it cannot go."""

    def __init__(self, name: str, tickets: int) -> None:
        """Keep which one, and how many."""
        super().__init__(name, tickets)
        self.name = name
        self.tickets = tickets


class CategoryNeeded(CrmError):
    """The only category stays: it takes what no keyword fits."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A category as every message knows it."""

    id: int
    name: str
    folded: str
    keywords: tuple[str, ...]
    priority: Priority
    team_id: int | None
    steps: str
    calendar_id: int | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category, and the words of the text for which it was chosen; none: nothing fitted."""

    kind: Kind
    because: tuple[str, ...]


def fold(text: str) -> str:
    """The form by which names and keywords are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def every(session: Session) -> Sequence[Kind]:
    """All categories; the first one takes what no keyword fits."""
    held: Sequence[Kind] | None = session.directory.known.get("categories")
    if held is None:
        rows = session.directory.rows["categories"]
        held = [_kind(row) for row in sorted(rows, key=lambda row: (row.position, row.id))]
        session.directory.known["categories"] = held
    return held


def _kind(row: Any) -> Kind:  # noqa: ANN401 (a row of the directory)
    return Kind(
        id=row.id,
        name=row.name,
        folded=row.folded,
        keywords=tuple(filter(None, row.keywords.split(","))),
        priority=priority(row.priority),
        team_id=row.team_id,
        steps=row.steps,
        calendar_id=row.calendar_id,
    )


def priority(text: str) -> Priority:
    """A priority that was read from the database."""
    return next(one for one in PRIORITIES if one == text)


def find(session: Session, category_id: int | None) -> Kind | None:
    """The category of an id."""
    return next((one for one in every(session) if one.id == category_id), None)


def suggest(session: Session, text: str) -> Suggestion:
    """The category of which a text holds the most keywords; among equals the more urgent one."""
    folded = fold(text)
    held = every(session)
    met = [(one, tuple(word for word in one.keywords if _holds(folded, word))) for one in held]
    kind, words = max(met, key=lambda pair: (len(pair[1]), PRIORITIES.index(pair[0].priority)))
    return Suggestion(kind, words) if words else Suggestion(held[0], ())


def _holds(text: str, keyword: str) -> bool:
    """Whether a folded text holds a keyword: Latin ones as whole words, "down" not in "download"."""
    if keyword.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(keyword)}(?![a-z0-9])", text) is not None
    return keyword in text


def add(session: Session, name: str, changes: dict[str, Any]) -> Category:
    """Add a category behind the others.

    Args:
        session: of an actor with the right to change settings.
        name: that no other has.
        changes: keywords, priority, team_id, calendar_id.

    Raises:
        CategoryExists: there is one of that name.
    """
    _refuse_known(session, name)
    last = session.execute(select(func.max(col(Category.position)))).scalar_one() or 0
    values = {"priority": "normal", **changes, "name": name, "folded": fold(name)}
    row = Category(id=new_id(), position=last + 1, **values)
    session.add(row)
    session.forget_directory()
    return row


def _refuse_known(session: Session, name: str, but: int | None = None) -> None:
    if any(one.folded == fold(name) and one.id != but for one in every(session)):
        raise CategoryExists(name)


def edit(session: Session, category_id: int, changes: dict[str, Any]) -> Category:
    """Change a category: name, keywords, priority (of tickets to come), team_id, calendar_id.

    Raises:
        CategoryExists: another one has the new name.
    """
    row = session.get_one(Category, category_id)
    if "name" in changes:
        _refuse_known(session, changes["name"], category_id)
        row.folded = fold(changes["name"])
    for name, value in changes.items():
        setattr(row, name, value)
    session.forget_directory()
    return row


def remove(session: Session, category_id: int) -> None:
    """Take away a category in which no ticket is or was.

    Raises:
        CategoryInUse: tickets are in it.
        CategoryNeeded: it is the only one.
    """
    row = session.get_one(Category, category_id)
    if len(every(session)) == 1:
        raise CategoryNeeded
    with session.unscoped(), session.with_deleted():
        query = select(func.count()).select_from(Ticket)
        held = session.execute(query.where(col(Ticket.category_id) == category_id)).scalar_one()
    if held:
        raise CategoryInUse(row.name, held)
    session.delete(row)
    session.forget_directory()
