"""Verdicts: which rows of a file are new, and which repeat what is there already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import select

from store import access, holdings, inventories, staff
from store.columns import columns_of
from store.directories import Person
from store.entries import Entry
from store.holdings import Holding, Holdings
from store.recognitions import Found, alike, recognise_company, recognise_contact
from store.rights import Right
from store.sessions import Session
from store.tables import Company

Outcome = Literal["added", "updated", "duplicate"]


@dataclass(slots=True)
class Verdict:
    """What becomes of a row.

    Attributes:
        entry: the row.
        outcome: added; updated when it fills in something; else duplicate.
        holding: what it repeats; of an added row, what rows below may repeat.
        by: what it was recognised by: "phone", "email" or "name".
        filled: fields that it fills in.
        kept: fields in which what is there differs, and stays.
        shares: another person with the same phone, who does not hinder the row.
    """

    entry: Entry
    outcome: Outcome
    holding: Holding
    by: str = ""
    filled: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    shares: Holding | None = None


def judge_contacts(session: Session, entries: Sequence[Entry], known: Holdings) -> list[Verdict]:
    """Decide what becomes of contacts; nothing is written.

    A phone or an e-mail makes two rows one person, and so do name and company together. People
    of unlike names who share a phone are colleagues at one switchboard: both are kept.

    Args:
        session: of an actor with the right to add contacts.
        entries: rows in the order of the file.
        known: what the rows above have brought; grows by these rows.

    Raises:
        Denied: no right to add contacts.
    """
    staff.demand(session, Right.CONTACTS_ADD)
    entries = [_copied(session, entry) for entry in entries]
    _place(session, entries)
    inventories.read_contacts(session, known, entries)
    return [_judge(session, entry, known, recognise_contact) for entry in entries]


def judge_companies(session: Session, entries: Sequence[Entry], known: Holdings) -> list[Verdict]:
    """Decide what becomes of companies; one name without legal form is one company.

    Args:
        session: of an actor with the right to add companies.
        entries: rows in the order of the file.
        known: what the rows above have brought; grows by these rows.

    Raises:
        Denied: no right to add companies.
    """
    staff.demand(session, Right.CONTACTS_ADD)
    entries = [_copied(session, entry) for entry in entries]
    inventories.read_companies(session, known, entries)
    return [_judge(session, entry, known, recognise_company) for entry in entries]


def may_receive(session: Session, person: Person, owning: Right = Right.CONTACTS_EDIT) -> bool:
    """Whether the actor may import records for a member of staff, who needs a right to own them."""
    if session.actor is None or person.id == session.actor.id:
        return True
    reach = access.owners(session.actor, Right.ASSIGN)
    owns = session.directory.grants(person.role).get(owning)
    return (reach is None or person.id in reach) and not person.suspended and owns is not None


def company_ids(session: Session, folded: Iterable[str]) -> dict[str, int]:
    """Ids of companies by folded name, whoever has them; the oldest of namesakes."""
    names = set(folded)
    if not names:
        return {}
    columns = columns_of(Company)
    query = select(columns.folded, columns.id).where(
        columns.folded.in_(names), columns.deleted_at.is_(None)
    )
    rows = session.connection().execute(query.order_by(columns.id.desc()))
    return {row.folded: row.id for row in rows}


def _copied(session: Session, entry: Entry) -> Entry:
    """An entry that rows below may be merged into, without harm to a unit that is run again."""
    return replace(
        entry,
        values=dict(entry.values),
        tags=dict(entry.tags),
        notes=list(entry.notes),
        looks={session.keys.blind(*key): point for key, point in entry.points.items()},
    )


def _place(session: Session, entries: Sequence[Entry]) -> None:
    ids = company_ids(session, (entry.company[1] for entry in entries if entry.company))
    for entry in entries:
        if entry.company:
            entry.place = ids.get(entry.company[1], entry.company[1])


_Finder = Callable[[Entry, Holdings], Found]


def _judge(session: Session, entry: Entry, known: Holdings, find: _Finder) -> Verdict:
    found = find(entry, known)
    if found.match is None:
        assert session.actor  # noqa: S101 (the right was checked)
        made = holdings.of_file(session.actor, entry)
        known.know(made)
        return Verdict(entry, "added", made, shares=found.shares)
    holding = found.match.holding
    verdict = Verdict(entry, "duplicate", holding, found.match.by)
    if holding.editable and (verdict.by == "name" or alike(entry, holding)):
        _fill(verdict, holding)
        known.know(holding)
    verdict.outcome = "updated" if verdict.filled else "duplicate"
    return verdict


def _fill(verdict: Verdict, holding: Holding) -> None:
    """Take over what the holding lacks; what it has stays."""
    entry, pending = verdict.entry, holding.pending
    for name, value in entry.values.items():
        old = holding.values.get(name)
        if old is None:
            holding.values[name] = pending.values[name] = value
            verdict.filled.append(name)
        elif str(old).casefold() != str(value).casefold():
            verdict.kept.append(name)
    _fill_place(verdict, holding)
    for look, point in entry.looks.items():
        if look not in holding.looks:
            holding.looks[look] = point.kind
            pending.looks[look] = point
            verdict.filled.append(point.kind)
    _fill_words(verdict, holding)


def _fill_place(verdict: Verdict, holding: Holding) -> None:
    entry, pending = verdict.entry, holding.pending
    if entry.place is None or entry.place == holding.place:
        return
    if holding.place is None:
        holding.place = pending.place = entry.place
        pending.company, pending.website = entry.company, entry.website
        verdict.filled.append("company")
    else:
        verdict.kept.append("company")


def _fill_words(verdict: Verdict, holding: Holding) -> None:
    entry, pending = verdict.entry, holding.pending
    for folded, tag in entry.tags.items():
        if folded not in holding.tags:
            holding.tags.add(folded)
            pending.tags[folded] = tag
            verdict.filled.append("tags")
    for note in entry.notes:
        if note not in holding.notes:
            holding.notes.add(note)
            pending.notes.append(note)
            verdict.filled.append("notes")
