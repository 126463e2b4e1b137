"""What a single column claims to be, by its header first and its values second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.imports.spellings import cores, spell
from handlers.imports.synonyms import Vocabulary
from handlers.imports.values import Look, look_of_column

# Names of things are too short to be found inside other headers ("Other name", "Home company").
_WHOLE_ONLY = frozenset({"name", "company", "parent"})
_TYPED = frozenset({Look.EMAIL, Look.PHONE, Look.WEBSITE})
# Headers of these may mislead ("Contact" above phone numbers); an owner may well be an e-mail.
_DOUBTED = frozenset({"name", "first_name", "last_name", "company", "phone", "email", "title"})
_SAYS_NOTHING = frozenset({"", "column", "col", "field", "unnamed", "untitled", "列", "字段"})
_VALUES_RANK = 1_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: 0-based place, header, some values."""

    place: int
    header: str
    values: tuple[str, ...] = ()

    @property
    def filled(self) -> int:
        """How many of the sample values are not blank."""
        return sum(bool(value.strip()) for value in self.values)


@dataclass(frozen=True, slots=True)
class Claim:
    """A column's claim to a field.

    Attributes:
        column: The column.
        field: The field, `address.city` and the like for parts of an address.
        rank: 0 for the most telling header; lower wins.
        roles: What the thing is for, as the header says: ("home",).
        by_values: The values decided, not the header.
    """

    column: Column
    field: str
    rank: int
    roles: tuple[str, ...] = ()
    by_values: bool = False


def columns_of(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Turn headers and sample rows into columns; rows may be shorter than the headers."""
    return [
        Column(place, header, tuple(row[place] for row in rows if place < len(row)))
        for place, header in enumerate(headers)
    ]


def claims_of(columns: Sequence[Column], vocabulary: Vocabulary) -> list[Claim]:
    """Collect the claims of all columns, at most one each, in their order.

    Values overrule a header that they contradict, and speak for a column whose header says
    nothing as long as no header claims that field.
    """
    meanings = vocabulary.meanings
    looks = {column.place: look_of_column(column.values) for column in columns}
    named = {
        column.place: _doubted(claim, looks[column.place], vocabulary)
        for column in columns
        if (claim := _by_header(column, meanings))
    }
    taken = {claim.field for claim in named.values() if claim}
    found = []
    for column in columns:
        if column.place in named:
            claim = named[column.place]
        else:
            claim = _by_values(column, looks[column.place], vocabulary, taken)
        found.append(claim)
    return [claim for claim in found if claim]


def _by_header(column: Column, meanings: Mapping[str, tuple[str, int]]) -> Claim | None:
    spelling = spell(column.header)
    if spelling.compact in meanings:
        return Claim(column, *meanings[spelling.compact])
    for core in cores(column.header):
        field, rank = meanings.get(core.compact, ("name", 0))
        if field not in _WHOLE_ONLY:
            return Claim(column, field, rank, core.roles)
    return next(
        (Claim(column, *meanings[half]) for half in spelling.halves if half in meanings), None
    )


def _doubted(claim: Claim, look: Look, vocabulary: Vocabulary) -> Claim | None:
    if look not in _TYPED or claim.field not in _DOUBTED or look == claim.field:
        return claim
    if look not in vocabulary.fields:
        return None
    return replace(claim, field=str(look), by_values=True)


def _by_values(column: Column, look: Look, vocabulary: Vocabulary, taken: set[str]) -> Claim | None:
    mute = spell(column.header).compact in _SAYS_NOTHING
    # Order numbers resemble phone numbers, so a header that says something else is believed.
    if look is Look.TEXT or not (mute or look is Look.EMAIL):
        return None
    field = "name" if look not in vocabulary.fields and look is Look.COMPANY else str(look)
    if field not in vocabulary.fields or field in taken:
        return None
    return Claim(column, field, _VALUES_RANK, by_values=True)
