"""Entries: contacts and companies as a file has them, before they are stored."""

from dataclasses import dataclass, field
from typing import Any

from store.points import Point


@dataclass(slots=True)
class Entry:
    """A contact or a company of a file.

    Attributes:
        line: 1-based line of the file.
        name: as people write it.
        folded: what names are compared by.
        owner_id: whose it will be.
        values: by field; "revenue" is Money, "birthday" a date; none of them is None.
        points: phones and e-mails by (kind, normal form), the main ones first.
        tags: by folded name.
        notes: what is noted with it.
        company: full and folded name of where a contact works.
        website: of that company.
        place: the company's id, its folded name while it is not stored, or None.
        looks: the points by blind index, once the store has looked at them.
    """

    line: int
    name: str
    folded: str
    owner_id: int | None
    values: dict[str, Any] = field(default_factory=dict)
    points: dict[tuple[str, str], Point] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    company: tuple[str, str] | None = None
    website: str | None = None
    place: int | str | None = None
    looks: dict[bytes, Point] = field(default_factory=dict)
