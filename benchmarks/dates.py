"""How many date expressions of three public test suites are read as they expect, and how fast.

A row that speaks of something else than a point in time (an interval, a period, a holiday, a
repetition) is not counted, nor one in which a suite takes the nearest day where Parley takes the
next; each is listed by reason. A row that reads two ways, such as 03/04, is right when Parley
asks, offering the expected day; those stand in a column of their own.
"""

import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as dt_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from handlers.dates import AmbiguousDate, UnreadableDate, When, find_when, read_when

Json = dict[str, Any]
FLOOR_SHARE = 0.95
CEILING_MICROSECONDS = 200
ROUNDS = 3
# What lies between the nearest and the next of the same name: a day, a week, a year.
RECURRENCES = {1, 7, 365, 366}
# Etc/GMT+2 is two hours behind UTC, as in Duckling's suite.
DUCKLING = ZoneInfo("Etc/GMT+2")
PLAIN = ZoneInfo("UTC")
NO_DATE = "no date at all"
# The reference of rows that have none.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_HOLIDAY = re.compile("easter|christmas|new year|black friday|independence day|saint patrick")
_PART_OF_DAY = re.compile(
    r"morning|afternoon|evening|night|tonight|end of the|eod|end of day"
    r"|早|上午|下午|晚|凌晨|晏晝"
)
_WITH_HOUR = re.compile(r"\d|[点點时時]|\b(?:one|two|three|six|seven|eight|nine|ten)\b")
_PERIOD = re.compile("^(?:this|next|last|past|after).*(?:week|month|year|qtr|quarter|day|hour)s?$")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEAR = re.compile(r"\b[12][0-9]{3}\b")
# The row gives the wall time of that zone, without the offset that would place it.
_ZONE = re.compile(r"[0-9m] (?:[A-Z]{1,2}T|GMT|utc)")
_ERA = re.compile(r"\b(?:ad|bc)\b")


@dataclass(frozen=True, slots=True)
class Row:
    """An expression and what its suite expects.

    Attributes:
        sentence: Where the expression stands.
        text: The expression.
        now: The reference time.
        values: The accepted local times; empty when the expression must be refused.
        timed: Whether the time of day is part of what is expected.
        any_day: Only the time of day is.
        skipped: Why the row is not counted.
        loose: The suite does not say where in the sentence the expression stands.
    """

    sentence: str
    text: str
    now: datetime
    values: tuple[datetime, ...] = ()
    timed: bool = False
    any_day: bool = False
    skipped: str = ""
    loose: bool = False


@dataclass(slots=True)
class Score:
    """The figures of a suite."""

    counted: int = 0
    right: int = 0
    found: int = 0
    asked: int = 0
    asked_right: int = 0
    dateless: int = 0
    silent: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    microseconds: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def data_folder() -> Path | None:
    """The folder of shared data, or None where it is missing."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("PARLEY_SHARED_DATA", beside)) / "dates"
    return folder if folder.is_dir() else None


def duckling(raw: Json) -> Row:
    """A row of Duckling's corpus."""
    now = datetime.fromisoformat(raw["ref"])
    row = Row(raw["input"], raw["input"], now)
    if raw["kind"] != "datetime":
        return _skip(row, "holiday" if "Holiday" in raw["kind"] else "interval")
    if raw["grain"] not in ("day", "hour", "minute", "second"):
        return _skip(row, "period")
    value = datetime.fromisoformat(raw["value"])
    timed = raw["grain"] != "day" and value.hour != now.hour
    return Row(row.sentence, row.text, now, (value,), timed)


def recognizers(raw: Json) -> Row:
    """A row of Recognizers-Text."""
    if raw["ref"] is None:
        return _skip(Row(raw["input"], raw["input"], NEVER), "no plain reference time")
    now = datetime.fromisoformat(raw["ref"][:26]).replace(tzinfo=UTC)
    row = Row(raw["input"], raw["input"], now)
    if len(raw["expected"]) != 1:
        return _skip(row, "none or several expressions")
    (entity,) = raw["expected"]
    kind = entity["type"].removeprefix("datetimeV2.")
    if kind not in ("date", "datetime", "time"):
        return _skip(row, {"set": "repetition", "duration": "duration"}.get(kind, "interval"))
    resolution = entity["resolution"]
    if any("isLunar" in value for value in resolution) or "初" in entity["text"]:
        return _skip(row, "lunar calendar")
    texts = [value["value"] for value in resolution if value["value"] != "not resolved"]
    values = tuple(datetime.fromisoformat(_dated(text, now)) for text in texts)
    timed = kind != "date"
    if "timezone" in entity["text"]:
        return _skip(row, "zones and other parsers")
    return Row(row.sentence, entity["text"], now, values, timed, any_day=kind == "time")


def _dated(text: str, now: datetime) -> str:
    return text if "-" in text else f"{now:%Y-%m-%d} {text}"


def chrono(raw: Json) -> Row:
    """A row of chrono's tests."""
    expected = raw["expected"] or {}
    try:
        now = _reference(raw)
    except ValueError:
        return _skip(Row(raw["input"], raw["input"], NEVER), "no plain reference time")
    text = (expected.get("matched") or raw["input"]).strip()
    row = Row(raw["input"], text, now)
    start = expected.get("start", {})
    if not expected:
        return _skip(row, NO_DATE)
    if any(key.startswith("end") for key in expected):
        return _skip(row, "interval")
    if (
        "timezoneOffset" in start
        or _ZONE.search(raw["input"])
        or "custom" in raw["parser"]
        or ".fr" in raw["parser"]
    ):
        return _skip(row, "zones and other parsers")
    whole = (expected.get("start_date") or "").removeprefix("js:")
    return _chrono_value(row, start, whole) if start or whole else _skip(row, "no value")


def _reference(raw: Json) -> datetime:
    """The reference time; any will do for a row with no date or with a year in it."""
    if raw["ref"] is None and (raw["expected"] is None or _YEAR.search(raw["input"])):
        return NEVER
    return datetime.fromisoformat(raw["ref"] or "").replace(tzinfo=UTC)


def _chrono_value(row: Row, start: Json, whole: str) -> Row:
    local = row.now.replace(tzinfo=None)
    filled = datetime.fromisoformat(whole) if whole else _filled(start, local)
    usual = {local.time(), dt_time(), dt_time(12)}
    timed = "hour" in start or (not start and filled.time() not in usual)
    loose = row.text == row.sentence.strip()
    return Row(row.sentence, row.text, row.now, (filled,), timed, loose=loose)


def _filled(start: Json, local: datetime) -> datetime:
    day = date(
        start.get("year", local.year),
        start.get("month", local.month),
        start.get("day", 1 if "month" in start else local.day),
    )
    return datetime.combine(day, dt_time(*(start.get(k, 0) for k in ("hour", "minute", "second"))))


def _skip(row: Row, reason: str) -> Row:
    return Row(row.sentence, row.text, row.now, skipped=reason)


def _by_nature(row: Row) -> Row:
    """The row, skipped when its words show that it is out of scope."""
    text = row.text.lower()
    for pattern, reason in ((_HOLIDAY, "holiday"), (_PERIOD, "period"), (_ERA, "era")):
        if not row.skipped and pattern.search(text):
            return _skip(row, reason)
    named = {day for day, name in enumerate(_WEEKDAYS) if name in text}
    if row.values and named and named.isdisjoint(value.weekday() for value in row.values):
        return _skip(row, "weekday contradicts the date")
    return row


def _agrees(row: Row, when: When, zone: ZoneInfo) -> bool:
    local = when.at.astimezone(zone).replace(tzinfo=None, microsecond=0)
    vague = _PART_OF_DAY.search(row.text.lower()) and not _WITH_HOUR.search(row.text.lower())
    for value in row.values:
        expected = value.replace(tzinfo=None, microsecond=0)
        if row.any_day:
            if when.has_time and local.time() == expected.time():
                return True
        elif row.timed and not vague and not _carried_over(row, when, expected):
            if when.has_time and local == expected:
                return True
        elif local.date() == expected.date():
            return True
    return False


def _carried_over(row: Row, when: When, expected: datetime) -> bool:
    """Whether the expected time is just the present one, as of "in 3 days", which names a day."""
    return not when.has_time and expected.time() == row.now.time().replace(microsecond=0)


def _looks_back(row: Row, when: When) -> bool:
    """Whether the suite means the nearest such day, already past, and Parley the next."""
    local = row.now.replace(tzinfo=None)
    behind = [value.date() for value in row.values if value.replace(tzinfo=None) <= local]
    return any((when.day - day).days in RECURRENCES for day in behind) and when.at > row.now


def _judge(score: Score, row: Row, zone: ZoneInfo) -> None:
    score.microseconds.append(_duration(row, zone))
    try:
        when = _reading(row, zone)
    except AmbiguousDate as asked:
        right = any(_agrees(row, reading, zone) for reading in asked.readings)
        score.asked += 1
        score.asked_right += right
        if not right:
            score.misses.append(f"{row.text!r} at {row.now}: asked, {row.values} not among them")
        return
    except UnreadableDate:
        _count(score, row, right=not row.values, said="unreadable")
    else:
        right = _agrees(row, when, zone)
        if not right and _looks_back(row, when):
            score.skipped["nearest day, not next"] += 1
            return
        _count(score, row, right=right, said=f"{when.at.astimezone(zone):%Y-%m-%d %H:%M:%S}")
    score.found += _found(row, zone)


def _reading(row: Row, zone: ZoneInfo) -> When:
    """The expression read; where a suite gives a sentence only, the expression found there."""
    try:
        return read_when(row.text, now=row.now, zone=zone)
    except UnreadableDate:
        found = find_when(row.text, now=row.now, zone=zone) if row.loose else None
        if found is None:
            raise
        return found.when


def _count(score: Score, row: Row, *, right: bool, said: str) -> None:
    score.counted += 1
    score.right += right
    if not right:
        wanted = " or ".join(map(str, row.values)) or "refusal"
        score.misses.append(f"{row.text!r} at {row.now}: {said}, not {wanted}")


def _found(row: Row, zone: ZoneInfo) -> bool:
    try:
        found = find_when(row.sentence, now=row.now, zone=zone)
    except AmbiguousDate:
        return False
    return _agrees(row, found.when, zone) if found else not row.values


def _duration(row: Row, zone: ZoneInfo) -> float:
    """The microseconds that reading takes, the best of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with suppress(UnreadableDate, AmbiguousDate):
            read_when(row.text, now=row.now, zone=zone)
        best = min(best, time.perf_counter() - start)
    return best * 1e6


SUITES: dict[str, tuple[Callable[[Json], Row], ZoneInfo]] = {
    "duckling": (duckling, DUCKLING),
    "chrono": (chrono, PLAIN),
    "recognizers": (recognizers, PLAIN),
}


def scored(path: Path) -> Score:
    """The score of one file of a suite."""
    reader, zone = SUITES[path.parent.name]
    score = Score()
    for line in path.read_text("utf-8").splitlines():
        row = _by_nature(reader(json.loads(line)))
        if row.skipped == NO_DATE:
            score.dateless += 1
            score.silent += _found(row, zone)
        elif row.skipped:
            score.skipped[row.skipped] += 1
        else:
            _judge(score, row, zone)
    return score


def _report(path: Path, score: Score, *, verbose: bool) -> None:
    share = score.right / score.counted
    median = statistics.median(score.microseconds)
    print(
        f"{path.parent.name}/{path.stem}: counted {score.counted}, right {score.right} "
        f"({share:.1%}, floor {FLOOR_SHARE:.0%}), "
        f"median {median:.0f} µs (ceiling {CEILING_MICROSECONDS}); "
        f"found in its sentence {score.found / score.counted:.1%}; "
        f"asked {score.asked_right} of {score.asked}; "
        f"silent where there is no date {score.silent} of {score.dateless}; "
        f"out of scope {dict(score.skipped)}"
    )
    for miss in score.misses if verbose else ():
        print("   ", miss)


def main() -> None:
    """Print the figures of every suite; with ``-v`` also the rows read otherwise."""
    folder = data_folder()
    if folder is None:
        print("dates: skipped, no shared data here")
        return
    for path in sorted(folder.glob("*/*.jsonl")):
        score = scored(path)
        if score.counted:
            _report(path, score, verbose="-v" in sys.argv)


if __name__ == "__main__":
    main()
