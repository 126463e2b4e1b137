"""Captures: one sentence about somebody met, understood as contact and company."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers import wishes
from handlers.asks import Ask
from handlers.readers.entries import Span, find_phone
from handlers.readers.words import narrow
from handlers.replies import Invocation
from store import emails
from store.rights import Right

OPENINGS = re.compile(
    r"^\s*(?:i\s+|we\s+)?(?:just\s+)?(?:met(?:\s+with)?|talked\s+to|spoke\s+(?:to|with)|had\s+(?:a\s+)?(?:call|lunch|meeting|coffee)\s+with|called|visited)\s+",
    re.IGNORECASE,
)
CHINESE = re.compile(
    r"^\s*(?:我|我们)?(?:今天|刚刚|刚才|刚|昨天)?(?:认识了?|见了?|拜访了?|遇到了?|和|跟|与)\s*"
    r"(?:(?P<place>[^，,。\s]{2,30}?)的)?(?P<name>[^，,。\s见面聊了通]{2,12}?)\s*(?:见了?面|聊了?聊?|通了?电话|开了?会)?\s*(?=[，,。;；]|$)"
)
OF = re.compile(r"\s+(?:of|from|at|@)\s+", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_][\w.'’·-]*(?:\s+[^\W\d_][\w.'’·-]*){0,4}")
SEPARATORS = re.compile(r"\s*(?:(?<!\d)[,，]|[,，](?!\d)|[;；。])\s*")


@dataclass(slots=True)
class Remains:
    """A sentence from which pieces are cut out as they are understood."""

    text: str

    def cut(self, start: int, end: int) -> str:
        """Take a piece out."""
        piece = self.text[start:end]
        self.text = f"{self.text[:start].rstrip(' ,，')},{self.text[end:]}"
        return piece


def read(ask: Ask, text: str) -> Invocation | None:
    """Understand "met Grace Hopper of Navy Systems, grace@navy.example, wants 20 compilers".

    Returns:
        The command that shows what was understood, or None when the sentence is no such thing.
    """
    found = understand(text, ask.voice.region)
    if found is None or "note" not in found.values or ask.actor.scope(Right.DEALS_EDIT) is None:
        return found
    values = dict(found.values)
    ground = wishes.Ground(ask.voice.currency, ask.now, ask.voice.timezone)
    return Invocation(found.command, values | wishes.take(values.pop("note"), ground))


def understand(text: str, region: str) -> Invocation | None:
    """The same, for a sentence that nobody has said to Parley.

    Args:
        text: the sentence.
        region: ISO 3166 code in which national phone numbers are meant.
    """
    if len(text) > 2000:  # noqa: PLR2004 (no sentence about one person)
        return None
    found = _chinese(text) or _english(text)
    if found is None:
        return None
    values, remains = found
    points = Remains(remains)
    _take(points, values, "email", emails.find_email)
    _take(points, values, "phone", lambda rest: find_phone(rest, region))
    note = SEPARATORS.sub(", ", points.text).strip(" ,.。，")
    if note:
        values["note"] = note
    return Invocation("capture", values)


def _english(text: str) -> tuple[dict[str, str], str] | None:
    opening = OPENINGS.match(text)
    if opening is None:
        return None
    head, _, rest = text[opening.end() :].partition(",")
    parts = OF.split(head, maxsplit=1)
    name = NAME.match(parts[0].strip())
    if name is None or narrow(name[0]).split()[0] in {"the", "a", "an", "my", "our", "me"}:
        return None
    values = {"name": name[0]}
    if len(parts) > 1 and parts[1].strip():
        values["company"] = parts[1].strip(" .")
    return values, f"{parts[0].strip()[name.end() :]},{rest}"


def _chinese(text: str) -> tuple[dict[str, str], str] | None:
    match = CHINESE.match(text)
    if match is None:
        return None
    values = {"name": match["name"]}
    if match["place"]:
        values["company"] = match["place"]
    return values, text[match.end() :]


def _take(
    remains: Remains, values: dict[str, str], name: str, find: Callable[[str], Span | None]
) -> None:
    while found := find(remains.text):
        piece = remains.cut(found.start, found.end)
        values[name] = f"{values[name]}\n{piece}" if name in values else piece
