"""Surveys: what only the whole of a file can tell about a row of it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from handlers.imports import countries, repairs
from handlers.imports.cells import said
from handlers.imports.claims import claims_of, columns_of
from handlers.imports.headers import Guess, vocabulary_of
from handlers.imports.tables import Sheet

MOSTLY = 0.7
_FIGURES = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})\b")
_MONTHS = 12
# Parts of an address that may be countries, whatever their header; None is a header unknown.
_REPEATING = (None, "city", "country")
_DAYS = ("birthday", "opened", "close", "responded", "resolved", "closed")
# Fields in which a few words come again and again, each of which is looked up once.
_LISTED = ("sector", "owner", "stage", "product", "category")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a walk through a file has shown.

    Attributes:
        parts: 0-based column -> part of an address that its header names, such as "postcode".
        countries: columns that hold countries.
        repairs: column -> misspelt value -> what it should be.
        day_first: whether 3/4 is a day in April; None when no date of the file tells.
        values: field -> what its column says, as it first comes, and how often.
    """

    parts: Mapping[int, str] = field(default_factory=dict)
    countries: frozenset[int] = frozenset()
    repairs: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    day_first: bool | None = None
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def survey(sheet: Sheet, guess: Guess, countries_in: Iterable[int] = ()) -> Survey:
    """Walk through a whole file once.

    Args:
        sheet: the table.
        guess: which columns hold which fields.
        countries_in: columns that somebody said hold countries.

    Raises:
        CellTooLargeError, QuoteUnclosedError: the file breaks somewhere.
    """
    parts = _parts(sheet, guess)
    places = [one for one in guess.columns.get("address", ()) if parts.get(one) in _REPEATING]
    nations = set(countries_in)
    listed = {name: guess.columns.get(name, ()) for name in _LISTED}
    watched = {*places, *nations, *chain.from_iterable(listed.values())}
    counts: dict[int, Counter[str]] = {place: Counter() for place in watched}
    days = [place for name in _DAYS for place in guess.columns.get(name, ())]
    orders: set[bool] = set()
    for row in sheet.rows:
        for place, counter in counts.items():
            counter[said(row.cells[place])] += 1
        for place in days:
            orders |= _order(row.cells[place])
    nations |= {
        place for place in places if parts.get(place) == "country" or _are_countries(counts[place])
    }
    return Survey(
        parts=parts,
        countries=frozenset(nations),
        repairs=_repairs(guess, counts, nations),
        day_first=orders.pop() if len(orders) == 1 else None,
        values={name: _together(counts[one] for one in held) for name, held in listed.items()},
    )


def _together(counters: Iterable[Counter[str]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return {value: count for value, count in total.items() if value}


def _parts(sheet: Sheet, guess: Guess) -> dict[int, str]:
    """Ask the headers alone, as the columns may have been assigned by a person."""
    claims = claims_of(columns_of(sheet.headers, ()), vocabulary_of(guess.kind))
    return {
        claim.column.place: claim.field.removeprefix("address.")
        for claim in claims
        if claim.field.startswith("address.")
    }


def _order(date: str) -> set[bool]:
    """Whether a date shows that days come first (True) or months do (False)."""
    found = _FIGURES.match(date.strip())
    if not found:
        return set()
    first, second = int(found[1]), int(found[2])
    return {first > _MONTHS} if (first > _MONTHS) != (second > _MONTHS) else set()


def _are_countries(counts: Counter[str]) -> bool:
    filled = sum(count for value, count in counts.items() if value)
    known = sum(count for value, count in counts.items() if countries.is_country(value))
    return bool(known) and known >= MOSTLY * filled


def _repairs(
    guess: Guess, counts: Mapping[int, Counter[str]], nations: Iterable[int]
) -> dict[int, dict[str, str]]:
    found = {place: repairs.nations(counts[place]) for place in nations if place in counts}
    for place in guess.columns.get("sector", ()):
        found[place] = repairs.sectors(counts[place])
    return {place: fixes for place, fixes in found.items() if fixes}
