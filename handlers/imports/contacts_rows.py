"""Rows of contacts: what a line of a file says of a person."""

import re
from datetime import date
from unicodedata import normalize

from rapidfuzz import fuzz

from handlers.imports import cells
from handlers.imports.company_cells import company_of
from handlers.imports.days import read_day
from handlers.imports.frames import Line
from handlers.imports.points import read_points
from handlers.imports.spellings import is_chinese
from handlers.imports.values import Look, look_of
from handlers.sentences import sentence
from handlers.texts import fmt
from store.entries import Entry
from store.person_names import InvalidPersonName, PersonName, folded, read_person_name
from store.staff import fold

_TIER = re.compile(r"(?:tier|class|grade)?\s*([a-d])\s*(?:级|类|tier|class|grade)?", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/?#\s.]+)", re.IGNORECASE)
_OF_COMPANY = re.compile(r"compan|organi[sz]ation|公司|企业|官网", re.IGNORECASE)
_SAME_NAME = 85


def read_contact(line: Line) -> Entry | None:
    """Read a contact; None where the row names nobody, which is remarked."""
    name = read_name(line)
    if name is None:
        return None
    entry = Entry(line.number, name.full, name.folded, line.owner())
    entry.points = read_points(line)
    values = {
        "title": line.label("title"),
        "tier": _tier(line),
        "source": line.label("source"),
        "birthday": _birthday(line),
        "address": line.address(),
    }
    entry.values = {name: value for name, value in values.items() if value is not None}
    entry.company = company_of(line)
    entry.tags = {fold(tag): tag for tag in _tags(line)}
    entry.notes = line.notes()
    _read_websites(line, entry)
    return entry


def read_name(line: Line) -> PersonName | None:
    """The name in one piece or in its parts; an e-mail address is none."""
    whole = whole_name(line)
    cell = line.first("name") or line.first("first_name") or line.first("last_name")
    if not whole or look_of(whole) is Look.EMAIL:
        line.remark(cell, fmt("Rejected: the row names nobody."), cell.text if cell else line.text)
        return None
    try:
        return read_person_name(whole)
    except InvalidPersonName as error:
        line.remark(cell, fmt("Rejected: {why}", why=sentence(error)))
        return None


def whole_name(line: Line) -> str:
    """A person's name in one piece, or its parts as their language joins them; "" for none."""
    whole = line.raw_text("name")
    if whole:
        return whole
    parts = [line.raw_text(name) for name in ("first_name", "middle_name", "last_name")]
    first, _, last = parts
    if first and last and is_chinese(first) and is_chinese(last):
        return last + first
    return " ".join(part for part in parts if part)


def _tier(line: Line) -> str | None:
    cell = line.first("tier")
    if cell is None:
        return None
    found = _TIER.fullmatch(normalize("NFKC", cell.text))
    if found is None:
        line.remark(cell, fmt("Not a tier from A to D: left out."))
        return None
    return found[1].upper()


def _birthday(line: Line) -> date | None:
    cell, day = line.first("birthday"), read_day(line, "birthday", past=True)
    if day is None or day <= line.frame.today:
        return day
    line.remark(cell, fmt("A birthday is in the past: left out."))
    return None


def _tags(line: Line) -> list[str]:
    found = []
    for cell in line.filled("tags"):
        for tag in cells.words(line.raw(cell.column)):
            if len(tag) > cells.LABEL:
                line.too_long(cell, cells.LABEL)
            else:
                found.append(tag)
    return found


def _read_websites(line: Line, entry: Entry) -> None:
    """A website is the company's where header or address says so; else it is noted."""
    for cell in line.filled("website"):
        short = len(cell.text) <= cells.LABEL
        if (
            entry.company
            and short
            and not entry.website
            and _is_companys(cell.header, cell.text, entry)
        ):
            entry.website = cell.text
        else:
            entry.notes.append(f"{cell.header}: {cell.text}"[: cells.NOTE])


def _is_companys(header: str, website: str, entry: Entry) -> bool:
    host = _HOST.match(website)
    name = entry.company[1].replace(" ", "") if entry.company else ""
    resembles = host and fuzz.partial_ratio(folded(host[1]).replace(" ", ""), name) >= _SAME_NAME
    return bool(_OF_COMPANY.search(header) or resembles)
