"""Which column of a table holds which field."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.imports import addresses
from handlers.imports.claims import Claim, Column, claims_of, columns_of
from handlers.imports.errors import KindUnknownError
from handlers.imports.labels import LABELLED, label_columns, label_of
from handlers.imports.similarities import nearest
from handlers.imports.spellings import spell
from handlers.imports.synonyms import Vocabulary
from handlers.imports.values import Look, look_of_column
from handlers.imports.vocabularies import VOCABULARIES


class Doubt(StrEnum):
    """Why a person should look at a guess."""

    NAME_MISSING = "name_missing"  # no column names the record; no columns
    BY_VALUES = "by_values"  # the values decided, not the header
    OTHER_COLUMNS = "other_columns"  # columns with values that lost the field to a better one
    SECOND_MEANING = "second_meaning"  # the header usually means another field


@dataclass(frozen=True, slots=True)
class Question:
    """A guess to be confirmed: why, for which field, about which 0-based columns."""

    doubt: Doubt
    field: str
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """Where the fields of a kind of record are.

    Attributes:
        kind: `contacts`, `companies`, ...
        columns: Field -> 0-based columns; those of an address in the order of joining.
        unknown: Headers that are not used, in order; nameless columns are left out.
        questions: What to confirm.
        labels: Column of a phone or e-mail -> `mobile`, `work`, `home` or `fax`.
        label_columns: Column of a phone or e-mail -> column that holds its label, row by row.
    """

    kind: str
    columns: Mapping[str, tuple[int, ...]]
    unknown: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    label_columns: Mapping[int, int] = field(default_factory=dict)


def guess_columns(
    headers: Sequence[str], kind: str, sample_rows: Sequence[Sequence[str]] = ()
) -> Guess:
    """Guess which columns hold which fields.

    Args:
        headers: Column names; "" for none.
        kind: A key of VOCABULARIES.
        sample_rows: Cells of some rows; with none of them only headers count.

    Returns:
        The guess; a column belongs to one field at most.

    Raises:
        KindUnknownError: No such kind.
    """
    vocabulary = vocabulary_of(kind)
    claims = claims_of(columns_of(headers, sample_rows), vocabulary)
    draft = _Draft(vocabulary, claims)
    draft.settle()
    return described(kind, headers, draft.columns(), tuple(draft.questions()))


def vocabulary_of(kind: str) -> Vocabulary:
    """Return the column names of a kind of record, or raise KindUnknownError."""
    if kind not in VOCABULARIES:
        raise KindUnknownError(kind, nearest(kind, VOCABULARIES))
    return VOCABULARIES[kind]


def described(
    kind: str,
    headers: Sequence[str],
    columns: Mapping[str, tuple[int, ...]],
    questions: tuple[Question, ...],
) -> Guess:
    """Complete a choice of columns with labels and the headers left over."""
    label_of_column = {
        place: label
        for key in LABELLED
        for place in columns.get(key, ())
        if (label := label_of(headers[place]))
    }
    paired = label_columns(headers, columns)
    used = {place for places in columns.values() for place in places} | set(paired.values())
    unknown = tuple(name for place, name in enumerate(headers) if name and place not in used)
    return Guess(kind, columns, unknown, questions, label_of_column, paired)


class _Draft:
    """Claims being settled: one winner a field, except where a field takes many."""

    def __init__(self, vocabulary: Vocabulary, claims: Sequence[Claim]) -> None:
        self._vocabulary = vocabulary
        self._second = {spell(name).compact: key for name, key in vocabulary.second.items()}
        self._address = [claim for claim in claims if claim.field.startswith("address.")]
        self._won: dict[str, list[Claim]] = defaultdict(list)
        self._lost: list[Claim] = []
        self._turned: list[tuple[str, Claim]] = []
        for claim in claims:
            if claim not in self._address:
                self._won[claim.field].append(claim)

    def settle(self) -> None:
        """Leave one column to each single field; give losers and names their second meaning."""
        for key, claims in self._won.items():
            if key not in self._vocabulary.many:
                claims.sort(key=lambda claim: (claim.rank, -claim.column.filled))
                self._lost += claims[1:]
                del claims[1:]
        for claim in tuple(self._lost):
            self._turn(claim)
        if not self._is_named():
            for claim in [claims[0] for claims in self._won.values()]:
                self._turn_into_name(claim)

    def columns(self) -> dict[str, tuple[int, ...]]:
        """Return field -> columns, in the order of the vocabulary."""
        chosen = {
            key: tuple(claim.column.place for claim in claims) for key, claims in self._won.items()
        }
        chosen["address"] = addresses.choose(self._address)
        return {key: chosen[key] for key in self._vocabulary.field_names() if chosen.get(key)}

    def questions(self) -> list[Question]:
        """Return what a person should confirm."""
        asked = [] if self._is_named() else [Question(Doubt.NAME_MISSING, "name")]
        for key, claims in self._won.items():
            guessed = tuple(claim.column.place for claim in claims if claim.by_values)
            asked += [Question(Doubt.BY_VALUES, key, guessed)] if guessed else []
        losers: dict[str, list[int]] = defaultdict(list)
        for claim in self._lost:
            if claim.column.filled:
                losers[claim.field].append(claim.column.place)
        asked += [Question(Doubt.OTHER_COLUMNS, key, tuple(each)) for key, each in losers.items()]
        turned = [(key, claim.column.place) for key, claim in self._turned]
        return asked + [Question(Doubt.SECOND_MEANING, key, (place,)) for key, place in turned]

    def _is_named(self) -> bool:
        return any(self._won.get(key) for key in self._vocabulary.name)

    def _turn(self, claim: Claim) -> None:
        second = self._second.get(spell(claim.column.header).compact)
        if second and not self._won.get(second) and not (second == "name" and self._is_named()):
            self._lost.remove(claim)
            self._won[second] = [claim]
            self._turned.append((second, claim))

    def _turn_into_name(self, claim: Claim) -> None:
        if self._is_named() or _names_companies(claim.column):
            return
        if self._second.get(spell(claim.column.header).compact) == "name":
            self._won.pop(claim.field)
            self._won["name"] = [claim]
            self._turned.append(("name", claim))


def _names_companies(column: Column) -> bool:
    return look_of_column(column.values) is Look.COMPANY
