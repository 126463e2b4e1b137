"""vCards 2.1, 3.0 and 4.0 as a table: a row for each card, at the line where it begins."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handlers.imports.errors import SheetEmptyError
from handlers.imports.records import Row
from handlers.imports.tables import Sheet, table_of

BETWEEN = "; "
"""Between several values in one cell."""
_PROPERTY = re.compile(rb'(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<params>(?:;(?:"[^"]*"|[^:;"])*)*):')
_PARTS = re.compile(r"(?<!\\);")
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_PLACES = (
    "PO box",
    "Extended address",
    "Street address",
    "City",
    "State",
    "Postal code",
    "Country",
)
_SINGLE = {"FN": "Full name", "TITLE": "Job title", "NOTE": "Notes"}
_PHONES = (
    ({"FAX"}, "Fax"), ({"CELL", "MOBILE"}, "Mobile phone"), ({"WORK"}, "Work phone"),
    ({"HOME"}, "Home phone"),
)  # fmt: skip
_EMAILS = (({"WORK"}, "Work email"), ({"HOME"}, "Home email"))
_HEADERS = (
    "Full name", *(name for _, name in _PHONES), "Phone", "Email",
    *(name for _, name in _EMAILS), "Company", "Job title", "Birthday", *_PLACES, "Tags", "Notes",
)  # fmt: skip


@dataclass(slots=True)
class _Card:
    """A card under way: values by header, and the parts of its name in case it has no whole one."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    name: str = ""

    def add(self, header: str, value: str) -> None:
        if value and value not in self.values.setdefault(header, []):
            self.values[header].append(value)


def read_cards(path: Path, encoding: str) -> Sheet:
    """The contacts of a file of vCards; a column for everything that any of them has.

    Args:
        path: the file.
        encoding: of its text, where a property names no charset of its own.

    Raises:
        SheetEmptyError: no card is whole.
    """
    cards = list(_cards(path, encoding))
    if not cards:
        raise SheetEmptyError
    headers = [one for one in _HEADERS if any(card.values.get(one) for card in cards)]
    rows = [
        Row(card.line, tuple(BETWEEN.join(card.values.get(one, ())) for one in headers))
        for card in cards
    ]
    return table_of(lambda: [Row(0, tuple(headers or ("Full name",))), *rows])


def _cards(path: Path, encoding: str) -> Iterator[_Card]:
    card: _Card | None = None
    for line, content in _logical(_bytes(path, encoding)):
        match = _PROPERTY.match(content)
        if match is None:
            continue
        name = match["name"].decode().upper()
        params = _params(match["params"].decode("latin-1"))
        value = content[match.end() :]
        if name == "BEGIN":
            card = _Card(line)
        elif name == "END" and card:
            if not card.values.get("Full name"):
                card.add("Full name", card.name)
            yield card
            card = None
        elif card:
            _take(card, name, params, _text(value, params, encoding))


def _bytes(path: Path, encoding: str) -> bytes:
    """The file, in an encoding in which a line end is one byte."""
    content = path.read_bytes()
    if encoding.lower().startswith("utf-16"):
        return content.decode(encoding).encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _logical(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Properties put together again, below characters: a fold may stand within one."""
    held, began, soft = b"", 0, False
    for number, line in enumerate(content.splitlines(), 1):
        if soft:
            held = held[:-1] + line
        elif held and line[:1] in (b" ", b"\t"):
            held += line[1:]
        else:
            if held:
                yield began, held
            held, began = line, number
        soft = held.endswith(b"=") and b"QUOTED-PRINTABLE" in held.partition(b":")[0].upper()
    if held:
        yield began, held


def _params(text: str) -> dict[str, set[str]]:
    """Parameters by name, upper case; the bare words of version 2.1 are types or encodings."""
    found: dict[str, set[str]] = {}
    for part in text.split(";")[1:]:
        name, equals, value = part.partition("=")
        words = {one.strip('" ').upper() for one in (value if equals else name).split(",")}
        found.setdefault(name.upper() if equals else "TYPE", set()).update(words)
    return found


def _text(value: bytes, params: dict[str, set[str]], encoding: str) -> str:
    coded = params.get("ENCODING", set()) | params.get("TYPE", set())
    if "QUOTED-PRINTABLE" in coded:
        value = quopri.decodestring(value)
    elif coded & {"BASE64", "B"}:
        value = _from_base64(value)
    named = next(iter(params.get("CHARSET", ())), "")
    for one in (named, "utf-8", encoding, "gb18030"):
        try:
            return value.decode(one) if one else value.decode()
        except (UnicodeDecodeError, LookupError):
            continue
    return value.decode("latin-1")


def _from_base64(value: bytes) -> bytes:
    try:
        return base64.b64decode(value)
    except (binascii.Error, ValueError):
        return b""


def _take(card: _Card, name: str, params: dict[str, set[str]], text: str) -> None:
    types = params.get("TYPE", set())
    if name == "N":
        card.name = _named([_plain(one) for one in _PARTS.split(text)])
    elif name in _SINGLE:
        card.add(_SINGLE[name], _plain(text))
    elif name == "TEL":
        number = _plain(text).removeprefix("tel:").replace(";ext=", " ext. ")
        card.add(_kept(types, _PHONES, "Phone"), number)
    elif name == "EMAIL":
        card.add(_kept(types, _EMAILS, "Email"), _plain(text).removeprefix("mailto:"))
    elif name == "ORG":
        card.add("Company", _plain(_PARTS.split(text)[0]))
    elif name == "BDAY" and (day := _DAY.match(text.strip())):
        card.add("Birthday", "-".join(day.groups()))
    elif name == "CATEGORIES":
        for one in re.split(r"(?<!\\),", text):
            card.add("Tags", _plain(one))
    elif name == "ADR":
        _take_address(card, text)


def _take_address(card: _Card, text: str) -> None:
    """The first address of a card; a contact has one."""
    if any(card.values.get(place) for place in _PLACES):
        return
    for place, part in zip(_PLACES, _PARTS.split(text), strict=False):
        card.add(place, _plain(part))


def _kept(types: set[str], headers: Sequence[tuple[set[str], str]], other: str) -> str:
    return next((header for some, header in headers if some & types), other)


def _plain(text: str) -> str:
    """A value without its escapes."""
    return _ESCAPED.sub(lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), text).strip()


def _named(parts: Sequence[str]) -> str:
    """A whole name of family, given and middle name: Chinese ones stand together."""
    family, given, middle = (*parts, "", "", "")[:3]
    if _CHINESE.match(family + given):
        return family + given + middle
    return " ".join(one for one in (given, middle, family) if one)
