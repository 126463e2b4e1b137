"""Phones and e-mails out of cells: several in one, with labels, with what people add."""

import re
from collections.abc import Iterator

from handlers.imports import cells
from handlers.imports.frames import Cell, Line
from handlers.imports.labels import label_of
from handlers.readers.entries import region_of
from handlers.texts import fmt
from store import emails, phones
from store.emails import InvalidEmail
from store.phones import ImpossiblePhone, Phone
from store.points import Point

Points = dict[tuple[str, str], Point]

_LABELLED = re.compile(r"([^\d+＋(（@]{1,20}?)(?:[:：]|(?<=\w)[. ])\s*(\S*[\d@].*)")
_PLAIN_LABELS = frozenset(
    ["tel", "t", "phone", "ph", "p", "mailto", "mail", "email", "e-mail", "电话", "邮箱", "邮件"]
)
_BETWEEN_PHONES = re.compile(r"\s*[/,，&]\s*|\s{2,}|\s+(?=\+)")
_DECIMAL = re.compile(r"(\d{7,15})\.0+")
_LONGEST_TYPED = 100


def read_points(line: Line) -> Points:
    """Read the phones and e-mails of a row.

    Returns:
        By kind and normal form, phones first, each once.
    """
    found: Points = {}
    for cell in line.filled("phone"):
        for label, value in _labelled(line, cell):
            for point in _phones(line, cell, value, label):
                found.setdefault((point.kind, point.value), point)
    for cell in line.filled("email"):
        for label, value in _labelled(line, cell):
            for point in _emails(line, cell, value, label):
                found.setdefault((point.kind, _normal(point)), point)
    return found


def _normal(point: Point) -> str:
    """The form that is looked up, without checking a plain address a second time."""
    return point.value.lower() if point.value.isascii() else point.normal


def _labelled(line: Line, cell: Cell) -> Iterator[tuple[str, str]]:
    """The values of a cell, each with its label: in a column of its own, before it, or above."""
    beside = line.frame.guess.label_columns.get(cell.column)
    labels = cells.values(line.raw(beside)) if beside is not None else []
    of_column = line.frame.guess.labels.get(cell.column)
    for index, value in enumerate(cells.values(line.raw(cell.column))):
        label = label_of(labels[index]) if index < len(labels) else None
        inside, text = _inside(value)
        yield inside or label or of_column or "other", text


def _inside(value: str) -> tuple[str | None, str]:
    """Take "Work:" or "Tel." off a value; any other word stays with it."""
    match = _LABELLED.fullmatch(value)
    if match is None:
        return None, value
    label = label_of(match[1])
    return label, match[2] if label or match[1].casefold() in _PLAIN_LABELS else value


def _phones(line: Line, cell: Cell, text: str, label: str) -> Iterator[Point]:
    """The numbers of a text: one, or several that are numbers each; else what was typed."""
    region = line.frame.voice.region
    one = _phone(text, region)
    several = [] if one else [_phone(part, region) for part in _BETWEEN_PHONES.split(text) if part]
    if one:
        yield _checked(line, cell, one, label)
    elif len(several) > 1 and all(several):
        yield from (_checked(line, cell, each, label) for each in several if each)
    elif repaired := _DECIMAL.fullmatch(text):
        line.remark(cell, fmt("Read as “{right}”.", right=repaired[1]))
        yield from _phones(line, cell, repaired[1], label)
    else:
        line.remark(cell, fmt("Not a phone number that can exist: kept as typed."), text)
        yield Point("phone", text[:_LONGEST_TYPED], label, plausible=False)


def _phone(text: str, region: str) -> Phone | None:
    try:
        return phones.read_phone(text, region=region_of(text, region))
    except ImpossiblePhone:
        return None


def _checked(line: Line, cell: Cell, phone: Phone, label: str) -> Point:
    if phone.extension:
        line.remark(cell, fmt("The extension {extension} was left out.", extension=phone.extension))
    if not phone.plausible:
        line.remark(cell, fmt("Nobody is known to have such a number: check it."))
    return Point("phone", phone.e164, label, phone.plausible)


def _emails(line: Line, cell: Cell, text: str, label: str) -> Iterator[Point]:
    """The addresses of a text, taken out of what people write around them."""
    try:
        yield Point("email", emails.read_email(text), label)
    except InvalidEmail:
        found = list(_within(text))
        if found:
            line.remark(cell, fmt("Read as “{right}”.", right=", ".join(found)), text)
        else:
            line.remark(cell, fmt("Not an e-mail address: left out."), text)
        for address in found:
            yield Point("email", address, label)


def _within(text: str) -> Iterator[str]:
    at = 0
    while found := emails.find_email(text[at:]):
        yield found.email
        at += found.end
