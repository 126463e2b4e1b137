"""Ends of repeats as people write them: "until friday", "for 4 times", 直到月底, 共5次."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.dates.errors import AmbiguousDate, UnreadableDate
from handlers.dates.numerals import cardinals, han_number
from handlers.dates.readings import read_when

_UNTIL = r"(?:until|till|til|through|up\s+to|ending(?:\s+on)?)\s+"
_HAN_UNTIL = r"(?:一?直到|持续到|截至|截止到?|到)\s*"
_NUMBERS = {word: number for word, number in cardinals().items() if number <= 10}  # noqa: PLR2004
_COUNT = r"(?P<count>\d{1,3})\s*times"
_WORDS = rf"for\s+(?P<words>{'|'.join(_NUMBERS)})\s+times"
_HAN_COUNT = r"(?:一共|总共|共|重复)\s*(?P<han>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*[次回遍]"
_LENGTH = rf"for\s+(?:the\s+next\s+)?(?P<length>(?:\d{{1,3}}|an?|{'|'.join(_NUMBERS)})\s+(?:day|week|month|year)s?)"
_HAN_LENGTH = r"持续\s*(?P<han_length>[一二两三四五六七八九十\d]{1,3}\s*(?:天|个?星期|周|个月|年))"
_OTHERS = rf"(?:(?:for\s+)?{_COUNT}|{_WORDS}|{_HAN_COUNT}|{_LENGTH}|{_HAN_LENGTH})"
_AT_END = re.compile(rf"(?:(?<![\w])|[,，、;；])\s*{_OTHERS}\s*[.!。！]?\s*$", re.IGNORECASE)
_BEFORE_DAY = re.compile(
    rf"[,，、;；]?\s*(?:(?<!\w){_UNTIL}|{_HAN_UNTIL})(?P<day>)", re.IGNORECASE | re.ASCII
)
_BEHIND_DAY = re.compile(r"(?:为止|结束|止)?\s*[.!。！]?\s*$")
_HERE = re.compile(rf"\s*(?:{_OTHERS}(?![\w])|(?:{_UNTIL}|{_HAN_UNTIL})(?P<day>))", re.IGNORECASE)
LONGEST_DAY = 40


@dataclass(frozen=True, slots=True)
class Ending:
    """When something that repeats ends: with a day, or after so many times; one of both."""

    until: date | None = None
    times: int | None = None

    def __str__(self) -> str:
        """As it is read again."""
        return f"until {self.until.isoformat()}" if self.until else f"for {self.times} times"


class FoundEnding(NamedTuple):
    """An end inside a longer text: offsets, and what it means."""

    start: int
    end: int
    ending: Ending


def find_ending(text: str, behind: int, *, now: datetime, zone: ZoneInfo) -> FoundEnding | None:
    """The end of a repeat: right behind its words, or at the end of the sentence.

    Args:
        text: the sentence.
        behind: where the words of the repeat end.
        now: aware moment.
        zone: the speaker's zone.
    """
    begun = _HERE.match(text, behind)
    if begun:
        day = begun.start("day")
        found = _longest_day(text, day, now, zone) if day >= 0 else None
        if found:
            return FoundEnding(behind, found[0], Ending(until=found[1]))
        counted = None if day >= 0 else _counted(begun, now, zone)
        if counted:
            return FoundEnding(behind, begun.end(), counted)
    return _last(text, behind, now, zone)


def _last(text: str, behind: int, now: datetime, zone: ZoneInfo) -> FoundEnding | None:
    found = _AT_END.search(text, behind)
    counted = _counted(found, now, zone) if found else None
    if found and counted:
        return FoundEnding(found.start(), len(text), counted)
    for one in reversed(list(_BEFORE_DAY.finditer(text, behind))):
        day = _day(_BEHIND_DAY.sub("", text[one.end() :]), now, zone)
        if day:
            return FoundEnding(one.start(), len(text), Ending(until=day))
    return None


def _counted(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Ending | None:
    parts = found.groupdict()
    if parts["count"] or parts["words"] or parts["han"]:
        times = _number(str(parts["count"] or parts["words"] or parts["han"]))
        return Ending(times=times) if times else None
    length = f"in {parts['length']}" if parts["length"] else f"{parts['han_length']}后"
    day = _day(length, now, zone)
    return Ending(until=day) if day else None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return _NUMBERS.get(text.casefold()) or (2 if text == "两" else han_number(text) or 0)


def _longest_day(text: str, start: int, now: datetime, zone: ZoneInfo) -> tuple[int, date] | None:
    """The most words from here that name a day without a time, and where they end."""
    for end in _stops(text, start):
        day = _day(text[start:end], now, zone)
        if day:
            return end, day
    return None


def _stops(text: str, start: int) -> Iterator[int]:
    """Where words end that begin here, the last one first."""
    near = text[: start + LONGEST_DAY]
    ends = [at for at, (one, after) in enumerate(pairwise(f"{near} "), 1) if _parts(one, after)]
    yield from (at for at in reversed(ends) if at > start)


def _parts(one: str, after: str) -> bool:
    return not one.isspace() and (after.isspace() or not one.isascii() or not after.isascii())


def _day(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    try:
        found = read_when(text, now=now, zone=zone)
    except (UnreadableDate, AmbiguousDate):
        return None
    return None if found.has_time else found.day
