"""Holdings: what the company has already, as far as an import must know it to repeat nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from store import access
from store.duplicates import Whose
from store.entries import Entry
from store.rights import Right
from store.row_rules import Party
from store.sessions import Actor
from store.tables import Contact


class Reference(NamedTuple):
    """How other rows refer to a contact, or (without `contact_id`) to a company."""

    contact_id: int | None
    company_id: int | None
    subject_id: int


@dataclass(slots=True, eq=False)
class Holding:
    """A record that a row may repeat: a stored one, or a row further up in the file.

    Attributes:
        pending: what the file adds to it; for a row of the file, all of it.
        whose: as for a contact that is entered by chat.
        editable: whether the actor may fill in what is missing.
        row: the stored record.
        made: of a contact that this import has added, instead of its row.
        place: where a contact works, as in an entry.
        looks: kinds of its phones and e-mails by blind index.
        values, tags, notes: what is known of it; read for editable ones only.
    """

    pending: Entry
    whose: Whose
    editable: bool
    row: Party | None = None
    made: Reference | None = None
    values: dict[str, Any] = field(default_factory=dict)
    looks: dict[bytes, str] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    place: int | str | None = None

    @property
    def stored(self) -> Party:
        """The stored record, once there is one."""
        assert self.row  # noqa: S101 (whoever asks has written it)
        return self.row

    @property
    def written(self) -> Reference:
        """How to refer to it, whether it was there or this import has added it."""
        if self.made:
            return self.made
        row = self.stored
        if isinstance(row, Contact):
            return Reference(row.id, row.company_id, row.subject_id)
        return Reference(None, row.id, row.subject_id)

    @property
    def may_be_shown(self) -> bool:
        """Whether the actor may be told which record it is."""
        return self.whose != "hidden"


@dataclass(slots=True)
class Holdings:
    """Holdings, found by phone, e-mail and name."""

    by_point: dict[bytes, list[Holding]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Holding]] = field(default_factory=lambda: defaultdict(list))
    stored: dict[int, Holding] = field(default_factory=dict)

    def know(self, holding: Holding) -> None:
        """Find it from now on by its name, phones and e-mails."""
        lists = [self.by_name[holding.pending.folded]]
        lists += [self.by_point[look] for look in holding.looks]
        for found in lists:
            if holding not in found:
                found.append(holding)


def of_file(actor: Actor, entry: Entry) -> Holding:
    """A row of the file as something that rows below may repeat."""
    staff = access.owners(actor, Right.CONTACTS_EDIT)
    editable = staff is None or entry.owner_id in staff
    whose: Whose = "mine" if entry.owner_id == actor.id else "visible"
    return Holding(
        entry,
        whose,
        editable,
        values=dict(entry.values),
        looks={look: point.kind for look, point in entry.looks.items()},
        tags=set(entry.tags),
        notes=set(entry.notes),
        place=entry.place,
    )
