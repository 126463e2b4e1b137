"""Repeats as people write them: "every weekday", "2nd tuesday of the month", 每月最后一天."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from handlers.dates.endings import Ending
from handlers.dates.errors import UnreadableDate
from handlers.dates.foldings import folded
from handlers.dates.numerals import han_number

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = DAYS[:5]
WEEKEND = DAYS[5:]
SHORTEST_MONTH = 28
UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = {name[:3]: day for name, day in zip(_NAMES, DAYS, strict=True)}
_HAN = dict(zip("一二三四五六日天", (*DAYS, "SU"), strict=True))
_NTH = {
    "1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4,
    "5th": 5, "fifth": 5, "last": -1,
}  # fmt: skip
_NUMBERS = {
    "other": 2, "second": 2, "two": 2, "third": 3, "three": 3, "four": 4, "six": 6,
}  # fmt: skip
_NAMED_DAYS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10, "fifteenth": 15,
    "twentieth": 20,
}  # fmt: skip
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year",
            "annually": "year"}  # fmt: skip
_WEEKDAY = r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?s?"
_LIST = rf"{_WEEKDAY}(?:\s*(?:,|and|&|or|-|to)\s*(?:and\s*)?{_WEEKDAY})*"
_ORDINAL = "|".join(_NTH)
_COUNT = r"\d{1,3}|other|two|three|four|six"
_MONTHLY = r"(?:of\s+)?(?:each|every|the|a)\s+month|monthly"
_HAN_DAY = "[一二三四五六日天]"
_HAN_WEEK = "(?:周|星期|礼拜)"
_HAN_MONTH = "(?:个|逢)?月(?:的)?"
# 一三五 is a row of days where it ascends and no 点 or 楼 counts its last sign: 每周二三点 is at three.
_HAN_ROW = (
    rf"(?={_HAN_DAY}{{2}})一?二?三?四?五?六?[日天]?"
    r"(?![一二三四五六日天点點时時个個方楼层号日月年次起人位台组分秒十百千万季度等级期班线])"
)
_HAN_LIST = rf"(?:{_HAN_ROW}|{_HAN_DAY}(?:\s*[、,，和及到至-]\s*{_HAN_WEEK}?{_HAN_DAY})*)"
_HAN_COUNT = "[一二两三四五六七八九十]{1,3}|[0-9]{1,3}"
_HAN_DATE = "(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})"
_HAN_DATES = (
    rf"{_HAN_DATE}(?:[号日]?\s*[、,，和及与]\s*{_HAN_DATE}|[号日]{_HAN_DATE}(?=[号日]))*[号日]"
)
# 每天的日报 is a report, 每天的上午9点 a time.
_NO_NOUN = "(?!的(?!早|上午|中午|下午|晚|凌晨|傍晚|[0-9一二两三四五六七八九十]))"


@dataclass(frozen=True, slots=True)
class Repeat:
    """How something repeats.

    Attributes:
        unit: "day", "week", "month" or "year".
        interval: every so many of them.
        weekdays: on which, as RFC 5545 names them.
        nth: which of those weekdays in a month; -1: the last one.
        monthday: which day of a month; -1: the last one.
        more: further days of the month, later ones.
        months: in which months only, 1 to 12.
        ending: its last day, or how many times it comes; None: for ever.
    """

    unit: str
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    nth: int | None = None
    monthday: int | None = None
    more: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    ending: Ending | None = None

    def rule(self, begin: date) -> str:
        """The RRULE (RFC 5545) that begins on a day; the 31st is the last day of shorter months.

        How many times it comes is no part of it: see `store.recurrences.times`.
        """
        parts = [f"FREQ={UNITS[self.unit]}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYMONTH={','.join(map(str, self.months))}"] if self.months else []
        until = self.ending.until if self.ending else None
        ends = [f"UNTIL={until:%Y%m%d}T235959"] if until else []
        return ";".join([*parts, *self._days(begin), *ends])

    def _days(self, begin: date) -> Iterator[str]:
        if self.weekdays and self.nth:
            alone = len(self.weekdays) == 1
            yield "BYDAY=" + (f"{self.nth}{self.weekdays[0]}" if alone else ",".join(self.weekdays))
            yield from () if alone else (f"BYSETPOS={self.nth}",)
        elif self.weekdays:
            yield f"BYDAY={','.join(self.weekdays)}"
        elif self.unit == "month":
            yield from _monthdays((self.monthday or begin.day, *self.more))
        elif self.unit == "year":
            yield f"BYMONTH={begin.month}"
            yield from _monthdays((begin.day,))


def _monthdays(days: tuple[int, ...]) -> Iterator[str]:
    """Some days of a month; only the last may be one that short months have not."""
    *before, last = days
    if last <= SHORTEST_MONTH:
        yield f"BYMONTHDAY={','.join(map(str, days))}"
        return
    yield f"BYMONTHDAY={','.join(map(str, [*before, *range(SHORTEST_MONTH, last + 1)]))}"
    yield f"BYSETPOS={','.join(map(str, [*range(1, len(days)), -1]))}"


@dataclass(frozen=True, slots=True)
class FoundRepeat:
    """A repeat inside a longer text: offsets in the text as given, and what it means."""

    start: int
    end: int
    repeat: Repeat


def _interval(text: str | None) -> int:
    if not text:
        return 1
    number = _NUMBERS.get(text) or (int(text) if text.isdecimal() else _han(text))
    if not 1 <= number <= 999:  # noqa: PLR2004 (three digits)
        raise ValueError(text)
    return number


def _han(text: str) -> int:
    return 2 if text == "两" else int(text) if text.isdecimal() else han_number(text) or 0


def _listed(text: str) -> tuple[str, ...]:
    """The days of a list such as "mon, wed and fri" or "mon-fri"."""
    names = re.findall(_WEEKDAY, text)
    days = [_ENGLISH[name[:3]] for name in names]
    return _ranged(days, span=bool(re.search(r"-|\bto\b", text)))


def _han_listed(text: str) -> tuple[str, ...]:
    days = [_HAN[one] for one in re.findall(_HAN_DAY, text)]
    return _ranged(days, span=bool(re.search("[到至-]", text)))


def _ranged(days: list[str], *, span: bool) -> tuple[str, ...]:
    if span and len(days) == 2:  # noqa: PLR2004 (both ends)
        first, last = map(DAYS.index, days)
        days = [*DAYS[first : last + 1]] if first <= last else [*DAYS[first:], *DAYS[: last + 1]]
    return tuple(sorted(set(days), key=DAYS.index))


def _han_counted(found: re.Match[str]) -> Repeat:
    """每隔一周 leaves one out; 每隔两周 is every two weeks as most people say it."""
    count = _interval(found["n"])
    skips = found["g"] and (count == 1 or found["u"] in "天日")
    return _han_repeat(found["u"], count + 1 if skips else count)


def _on_dates(found: re.Match[str]) -> Repeat:
    """Several days of a month, of which one at most is missing in short months."""
    days = sorted({_day(str(_han(one))) for one in re.findall(_HAN_DATE, found["d"])})
    if len(days) > 1 and days[-2] >= SHORTEST_MONTH:
        raise ValueError(found["d"])
    return Repeat("month", monthday=days[0], more=tuple(days[1:]))


def _of_several(found: re.Match[str]) -> Repeat:
    """Every so many months on one of their days."""
    which = found["d"]
    last = which.startswith("最后")
    day = 1 if which == "第一天" else -1 if last else _day(str(_han(which.rstrip("号日"))))
    return Repeat("month", _interval(found["n"]), monthday=day)


def _of_quarter(found: re.Match[str]) -> Repeat:
    last = bool(found["l"])
    return Repeat("month", monthday=-1 if last else 1, months=QUARTER_ENDS if last else QUARTERS)


_Made = Callable[[re.Match[str]], Repeat]
_PATTERNS: tuple[tuple[str, _Made], ...] = (
    (rf"(?:on\s+)?(?:the\s+|every\s+)?(?P<n>{_ORDINAL})\s+(?:weekday|workday|working\s+day|business\s+day)\s+(?:{_MONTHLY})",
     lambda m: Repeat("month", 1, WORKDAYS, _NTH[m["n"]])),
    (rf"(?:on\s+)?(?:the\s+)?last\s+day\s+(?:{_MONTHLY})|every\s+last\s+day(?:\s+of\s+the\s+month)?|every\s+(?:month\s+end|end\s+of\s+month)|at\s+the\s+end\s+of\s+(?:each|every)\s+month",
     lambda _: Repeat("month", monthday=-1)),
    (rf"(?:on\s+)?every\s+(?P<n>{_ORDINAL})\s+(?P<d>{_WEEKDAY})(?:\s+(?:{_MONTHLY}))?|(?:on\s+)?(?:the\s+)?(?P<n2>{_ORDINAL})\s+(?P<d2>{_WEEKDAY})\s+(?:of\s+(?:each|every|the)\s+month|monthly)",
     lambda m: Repeat("month", 1, _listed(m["d"] or m["d2"]), _NTH[m["n"] or m["n2"]])),
    (r"every\s+month\s+on\s+the\s+(?P<n>\d{1,2})(?:st|nd|rd|th)?|(?:on\s+)?(?:the\s+|every\s+)?(?P<n2>\d{1,2})(?:st|nd|rd|th)\s+(?:of\s+(?:each|every|the)\s+month|monthly)|every\s+(?P<n3>\d{1,2})(?:st|nd|rd|th)(?!\s*\w)",
     lambda m: Repeat("month", monthday=_day(m["n"] or m["n2"] or m["n3"]))),
    (rf"(?:on\s+)?(?:the\s+)?(?P<n>{'|'.join(_NAMED_DAYS)})\s+(?:day\s+)?of\s+(?:each|every)\s+month",
     lambda m: Repeat("month", monthday=_NAMED_DAYS[m["n"]])),
    (rf"(?:bi-?weekly|fortnightly|every\s+fortnight)(?:\s+(?:on\s+)?(?P<d>{_LIST}))?(?![a-z])",
     lambda m: Repeat("week", 2, _listed(m["d"] or ""))),
    (rf"every\s+(?P<n>{_COUNT})\s+weeks?\s+on\s+(?P<d>{_LIST})|every\s+other\s+(?P<d2>{_WEEKDAY})",
     lambda m: Repeat("week", _interval(m["n"] or "other"), _listed(m["d"] or m["d2"]))),
    (r"(?:on\s+)?(?:every|each)\s+(?:weekday|workday|working\s+day|business\s+day)s?|on\s+(?:weekdays|workdays)|weekdays",
     lambda _: Repeat("week", weekdays=WORKDAYS)),
    (r"(?:on\s+)?(?:every|each)\s+weekend|on\s+weekends", lambda _: Repeat("week", weekdays=WEEKEND)),
    (rf"(?:on\s+)?(?:every|each)\s+(?P<d>{_LIST})(?![a-z])", lambda m: Repeat("week", weekdays=_listed(m["d"]))),
    (rf"every\s+(?P<n>{_COUNT})\s+(?P<u>day|week|month|year)s?(?![a-z])", lambda m: Repeat(m["u"], _interval(m["n"]))),
    (rf"(?:every|each)\s+(?:(?P<n>{_COUNT})\s+)?quarters?(?![a-z])|quarterly", lambda m: Repeat("month", 3 * _interval(m["n"]))),
    (r"(?:every|each)\s+(?P<u>day|week|month|year)(?![a-z])", lambda m: Repeat(m["u"])),
    (r"(?<![a-z])(?P<w>daily|weekly|monthly|yearly|annually)(?![a-z])", lambda m: Repeat(_ADVERBS[m["w"]])),
    (rf"每{_HAN_MONTH}(?:最后一天|月?底|月?末)", lambda _: Repeat("month", monthday=-1)),
    (rf"每{_HAN_MONTH}(?:第一天|月?初)", lambda _: Repeat("month", monthday=1)),
    (rf"每{_HAN_MONTH}最后(?:一)?个工作日", lambda _: Repeat("month", 1, WORKDAYS, -1)),
    (rf"每{_HAN_MONTH}第一个工作日", lambda _: Repeat("month", 1, WORKDAYS, 1)),
    (rf"每{_HAN_MONTH}(?:第(?P<n>[一二三四五1-5])个?|(?P<l>最后)(?:一)?个){_HAN_WEEK}(?P<d>{_HAN_DAY})",
     lambda m: Repeat("month", 1, _han_listed(m["d"]), -1 if m["l"] else _han(m["n"]))),
    (rf"每{_HAN_MONTH}(?P<d>{_HAN_DATES})", _on_dates),
    (rf"每(?P<n>{_HAN_COUNT})个月(?:的)?(?P<d>第一天|最后一天|{_HAN_DATE}[号日])", _of_several),
    (r"每(?:个)?季度?(?:的)?(?:(?P<l>最后一天|末|底)|第一天|初)", _of_quarter),
    (r"每年(?:年)?(?:底|末)", lambda _: Repeat("month", monthday=-1, months=(12,))),
    (rf"(?:每|(?<![^\s我]))隔(?:一)?周(?:的)?{_HAN_WEEK}?(?P<d>{_HAN_LIST})", lambda m: Repeat("week", 2, _han_listed(m["d"]))),
    (rf"每(?:隔)?(?P<n>{_HAN_COUNT})(?:个)?{_HAN_WEEK}(?:的)?{_HAN_WEEK}(?P<d>{_HAN_LIST})",
     lambda m: Repeat("week", _interval(m["n"]), _han_listed(m["d"]))),
    (rf"每(?:个|{_HAN_WEEK})?(?:的)?工作日|工作日每天", lambda _: Repeat("week", weekdays=WORKDAYS)),
    (r"每(?:个|逢)?周末", lambda _: Repeat("week", weekdays=WEEKEND)),
    (rf"每(?:个|逢)?{_HAN_WEEK}(?!一起)(?P<d>{_HAN_LIST})", lambda m: Repeat("week", weekdays=_han_listed(m["d"]))),
    (r"每半(?:个)?月", lambda _: Repeat("day", 15)),
    (r"每半年", lambda _: Repeat("month", 6)),
    (rf"每(?P<g>隔)?(?P<n>{_HAN_COUNT})(?:个)?(?P<u>天|日|周|星期|礼拜|月|季度|年)", _han_counted),
    (r"(?<![^\s我])隔(?P<u>天|日|周|月)", lambda m: _han_repeat(m["u"], 2)),
    (rf"每(?:个|一)?(?P<u>天|日|周|星期|礼拜|月|季度|季|年){_NO_NOUN}|天天{_NO_NOUN}", lambda m: _han_repeat(m["u"] or "天", 1)),
)  # fmt: skip
QUARTERS = (1, 4, 7, 10)
QUARTER_ENDS = (3, 6, 9, 12)
_HAN_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
              "年": "year"}  # fmt: skip


def _han_repeat(unit: str, interval: int) -> Repeat:
    if unit.startswith("季"):
        return Repeat("month", 3 * interval)
    return Repeat(_HAN_UNITS[unit], interval)


def _day(text: str) -> int:
    if not 1 <= int(text) <= 31:  # noqa: PLR2004 (days of a month)
        raise ValueError(text)
    return int(text)


_COMPILED = tuple((re.compile(pattern), made) for pattern, made in _PATTERNS)
# What `every:` takes without "every": mon, 2 weeks, last day, 2nd tuesday, 周一.
_BARE_PREFIXES = ("", "every ", "on the ", "每", "每月")


def read_repeat(text: str) -> Repeat:
    """What a text says about repeating, with or without "every"; the whole text must say that.

    Raises:
        UnreadableDate: it says nothing of that kind.
    """
    said = folded(text.strip()[:60]).text.strip()
    for prefix in _BARE_PREFIXES:
        for suffix in ("", " of the month"):
            for pattern, made in _COMPILED:
                if found := pattern.fullmatch(f"{prefix}{said}{suffix}"):
                    return _made(made, found, text)
    raise UnreadableDate(text)


def find_repeat(text: str) -> FoundRepeat | None:
    """The first repeat in a sentence; of those that begin together the first kind in the list."""
    sentence = folded(text)
    best: tuple[int, re.Match[str], _Made] | None = None
    for pattern, made in _COMPILED:
        found = pattern.search(sentence.text)
        if found and (best is None or found.start() < best[0]):
            best = found.start(), found, made
    if best is None:
        return None
    start, end = sentence.given(*best[1].span())
    return FoundRepeat(start, end, _made(best[2], best[1], text))


def _made(made: _Made, found: re.Match[str], text: str) -> Repeat:
    try:
        return made(found)
    except ValueError as error:
        raise UnreadableDate(text) from error
