"""Verdicts: which rows of a file are new, and which repeat what is there already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import select

from store import access, holdings, staff
from store.columns import columns_of
from store.directories import Person
from store.duplicates import ORDER
from store.entries import Entry
from store.holdings import Holding, Holdings
from store.person_names import read_person_name, same_person_score
from store.rights import Right
from store.sessions import Session
from store.tables import Company

ALIKE = 0.75
"""From here on two names may be one person's: Bob and Robert Smith are at 0.76, strangers at 0.6."""

RECOGNISED = ("email", "phone", "name")
"""By what a row is recognised, the surest first."""

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
    holdings.read_contacts(session, known, entries)
    return [_judge(session, entry, known, _contact_match) for entry in entries]


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
    holdings.read_companies(session, known, entries)
    return [_judge(session, entry, known, _company_match) for entry in entries]


def may_receive(session: Session, person: Person) -> bool:
    """Whether the actor may import records for a member of staff."""
    if session.actor is None or person.id == session.actor.id:
        return True
    reach = access.owners(session.actor, Right.ASSIGN)
    owns = session.directory.grants(person.role).get(Right.CONTACTS_EDIT)
    return (reach is None or person.id in reach) and not person.suspended and owns is not None


def company_ids(session: Session, folded: Iterable[str]) -> dict[str, int]:
    """Ids of companies by folded name, whoever has them; the oldest of namesakes."""
    names = set(folded)
    if not names:
        return {}
    columns = columns_of(Company)
    query = select(Company.folded, Company.id).where(columns.folded.in_(names))  # type: ignore[call-overload]
    with session.unscoped():
        rows = session.execute(query.order_by(columns.id.desc())).all()
    return {row.folded: row.id for row in rows}


def _copied(session: Session, entry: Entry) -> Entry:
    """An entry that rows below may be merged into; a unit that is run again starts from the first."""
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


@dataclass(slots=True)
class _Match:
    """What a row repeats, and by what it was recognised."""

    holding: Holding
    by: str

    @property
    def rank(self) -> tuple[int, int]:
        """What is surer comes first, then what is the actor's own."""
        return RECOGNISED.index(self.by), ORDER.index(self.holding.whose)


@dataclass(slots=True)
class _Found:
    """What a row repeats, if anything, and who else has its phone."""

    match: _Match | None = None
    shares: Holding | None = None


_Finder = Callable[[Entry, Holdings], _Found]


def _judge(session: Session, entry: Entry, known: Holdings, find: _Finder) -> Verdict:
    found = find(entry, known)
    if found.match is None:
        assert session.actor  # noqa: S101 (the right was checked)
        made = holdings.of_file(session.actor, entry)
        known.know(made)
        return Verdict(entry, "added", made, shares=found.shares)
    holding = found.match.holding
    verdict = Verdict(entry, "duplicate", holding, found.match.by)
    if holding.editable and (verdict.by == "name" or _alike(entry, holding)):
        _fill(verdict, holding)
        known.know(holding)
    verdict.outcome = "updated" if verdict.filled else "duplicate"
    return verdict


def _contact_match(entry: Entry, known: Holdings) -> _Found:
    matches, shares = [], None
    for look, point in entry.looks.items():
        for holding in known.by_point.get(look, ()):
            if point.kind == "email" or _alike(entry, holding):
                matches.append(_Match(holding, point.kind))
            elif holding.may_be_shown:
                shares = holding
    named = known.by_name.get(entry.folded, ())
    matches += [_Match(one, "name") for one in named if _same_place(entry, one)]
    return _Found(min(matches, key=lambda match: match.rank, default=None), shares)


def _same_place(entry: Entry, holding: Holding) -> bool:
    """Namesakes are one person at one company; without any, unless what is known of them differs.

    Those that the actor may not see count at a company only: nobody finds out by names alone.
    """
    if entry.place != holding.place:
        return False
    if entry.place is not None:
        return True
    if not holding.may_be_shown or holding.whose == "deleted":
        return False
    return not _contradict(entry, holding)


def _contradict(entry: Entry, holding: Holding) -> bool:
    """Whether both have phones, or both have e-mails, and share none."""
    both = {point.kind for point in entry.looks.values()} & set(holding.looks.values())
    return bool(both) and not entry.looks.keys() & holding.looks.keys()


def _company_match(entry: Entry, known: Holdings) -> _Found:
    matches = [_Match(one, "name") for one in known.by_name.get(entry.folded, ())]
    return _Found(min(matches, key=lambda match: match.rank, default=None))


def _alike(entry: Entry, holding: Holding) -> bool:
    """Whether two names may be one person's; a part of a name may be."""
    if entry.folded == holding.pending.folded:
        return True
    words, others = set(entry.folded.split()), set(holding.pending.folded.split())
    if words <= others or others <= words:
        return True
    one, other = read_person_name(entry.name), read_person_name(holding.pending.name)
    return same_person_score(one, other) >= ALIKE


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
