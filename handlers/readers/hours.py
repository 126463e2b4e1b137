"""Reader of working hours: weekdays with spans, single dates, holidays, a zone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from handlers import dates
from handlers.asks import Ask
from handlers.outcomes import Unreadable
from handlers.readers.locales import ZoneReader
from handlers.readers.readings import Reader
from handlers.readers.words import narrow
from handlers.texts import Text, fmt
from store import calendars, public_holidays
from store.business_hours import Span
from store.calendars import Hours
from store.categories import fold
from store.errors import CrmError

PUBLIC = re.compile(
    r"(?:public )?holidays(?: of\b)?\s*[:：]?\s*(?P<place>.+)|(?:法定|公共)(?:节)?假日\s*[:：]?\s*(?P<there>.+)"
)
NONE = ("off", "none", "no", "关闭", "无", "不放")
COMPANY = ("normal", "as usual", "usual", "company", "default", "正常", "照常", "公司", "默认")
ZONE = re.compile(r"(?:time ?zone|zone|时区)\s*[:：]?\s*(?P<zone>.+)")
HOURS = re.compile(
    r"(?:from\s*)?(\d{1,2})(?:[:：](\d{2}))?\s*([ap]m|[点時时])?"
    r"\s*(?:-|–|—|~|到|至|to|until)\s*(\d{1,2})(?:[:：](\d{2}))?\s*([ap]m|[点時时])?"
)
HOLIDAY = re.compile(r"(?:holiday|closed on|假日|假期|节假日|节日|放假)\s*[:：]?\s*(?P<rest>.+)")
CLOSED = ("off", "closed", "none", "no", "休息", "关闭", "不营业", "放假")
AS_USUAL = ("normal", "as usual", "usual", "正常", "照常")
ALL_DAY = ("24h", "24 hours", "all day", "全天")
LONGEST_DATE = 4
AN_HOUR, A_DAY = 60, 24 * 60  # in minutes
DAY_NAMES = (
    ("monday", "mon", "周一", "星期一", "礼拜一"),
    ("tuesday", "tues", "tue", "周二", "星期二", "礼拜二"),
    ("wednesday", "wed", "周三", "星期三", "礼拜三"),
    ("thursday", "thurs", "thu", "周四", "星期四", "礼拜四"),
    ("friday", "fri", "周五", "星期五", "礼拜五"),
    ("saturday", "sat", "周六", "星期六", "礼拜六"),
    ("sunday", "sun", "周日", "周天", "星期日", "星期天", "礼拜天"),
)
GROUPS = {
    **dict.fromkeys(("daily", "every day", "everyday", "每天", "每日"), range(7)),
    **dict.fromkeys(("weekdays", "workdays", "工作日"), range(5)),
    **dict.fromkeys(("weekend", "weekends", "周末"), range(5, 7)),
}
_NUMBERS = {name: index for index, names in enumerate(DAY_NAMES) for name in names}
_DAY = "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))
_PART = re.compile(rf"(?P<first>{_DAY})(?:\s*(?:-|–|—|~|to|through|至|到)\s*(?P<last>{_DAY}))?")
_BETWEEN = re.compile(r"[\s,，、/&+]*(?:and|和)?\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change: the zone, the public holidays, some weekdays, or a single date.

    Attributes:
        hours_id: of which calendar; None for the company's.
        place: whose public holidays are kept; "" for none's.
        follows: the company's are kept again.
        spans: of the weekdays or the date; None for a date that is as usual again.
        name: of a holiday.
    """

    hours_id: int | None = None
    zone: str | None = None
    place: str | None = None
    follows: bool = False
    weekdays: frozenset[int] = frozenset()
    day: date | None = None
    spans: tuple[Span, ...] | None = None
    name: str = ""


class HoursReader(Reader[Change]):
    """Hours such as "mon-fri 9:00-12:00, 13:00-18:00" or "holiday 2026-12-25 Christmas"."""

    greedy = True
    text = True

    def read(self, ask: Ask, text: str) -> Change:
        """Read what is to change, behind the name of a calendar if it is not the company's."""
        hours, rest = _named(ask, " ".join(text.split()))
        if hours is None:
            return self._change(ask, rest)
        return replace(self._change(ask, rest) if rest else Change(), hours_id=hours.id)

    def _change(self, ask: Ask, text: str) -> Change:
        said = " ".join(narrow(text).split())
        zone = ZONE.fullmatch(said)
        if zone:
            return Change(zone=ZoneReader().read(ask, zone["zone"]))
        public = PUBLIC.fullmatch(said)
        if public:
            return _public(public["place"] or public["there"])
        holiday = HOLIDAY.fullmatch(said)
        if holiday:
            return _holiday(ask, text, holiday["rest"])
        found = _hours(ask, said)
        if found is None:
            raise _unreadable(text)
        return found

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which hours? For example: mon-fri 9:00-12:00, 13:00-18:00")


def _named(ask: Ask, text: str) -> tuple[Hours | None, str]:
    """The calendar whose name a text begins with, and what stands behind it."""
    held = sorted(calendars.every(ask.session), key=lambda one: len(one.name), reverse=True)
    for one in held:
        head, rest = text[: len(one.name)], text[len(one.name) :]
        if fold(head) == fold(one.name) and not rest[:1].isalnum():
            return one, rest.lstrip(" :：")
    return None, text


def _public(text: str) -> Change:
    """Whose public holidays are kept."""
    if text.strip() in COMPANY:
        return Change(follows=True)
    return Change(place=_place(text))


def _place(text: str) -> str:
    """A country, perhaps with a part of it; "" for none."""
    place = text.strip().upper().replace(" ", "-")
    if text.strip() in NONE:
        return ""
    if not public_holidays.is_known(place):
        raise Unreadable(
            fmt("I know no holidays of “{text}”. For example: US, CN, DE-BY, off", text=text[:30])
        )
    return place


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        fmt(
            "“{text}” are no hours. For example: mon-fri 9:00-18:00, 2026-12-24 9:00-12:00, "
            "holiday 2026-12-25 Christmas, zone Asia/Shanghai",
            text=text[:60],
        )
    )


def _holiday(ask: Ask, text: str, rest: str) -> Change:
    """A date, and what it is called, as it was written."""
    words = rest.split()
    for count in range(min(LONGEST_DATE, len(words)), 0, -1):
        day = _date(ask, " ".join(words[:count]))
        if day:
            written = text.split()
            return Change(
                day=day, spans=(), name=" ".join(written[len(written) - len(words) + count :])
            )
    raise _unreadable(text)


def _hours(ask: Ask, said: str) -> Change | None:
    """Weekdays or a date, and behind them their hours."""
    words = re.sub(r"(?<=[一二三四五六日天末])(?=\d)", " ", said).split()
    for count in range(1, len(words)):
        head, rest = " ".join(words[:count]), " ".join(words[count:])
        spans = read_spans(rest)
        weekdays = read_weekdays(head)
        if weekdays and spans is not None:
            return Change(weekdays=weekdays, spans=spans)
        day = _date(ask, head) if spans is not None or rest in AS_USUAL else None
        if day:
            return Change(day=day, spans=spans)
    return None


def _date(ask: Ask, text: str) -> date | None:
    """The day that a text is and nothing else."""
    try:
        found = dates.read_when(text, now=ask.now, zone=ask.voice.timezone)
    except dates.AmbiguousDate:
        raise
    except CrmError:
        return None
    return None if found.has_time else found.day


def read_weekdays(text: str) -> frozenset[int]:
    """Weekdays, 0 for Monday; none when a text is anything else.

    Args:
        text: narrowed, such as "mon-wed, fri" or "周一至周五".
    """
    if text in GROUPS:
        return frozenset(GROUPS[text])
    found: set[int] = set()
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            return frozenset()
        found |= _range(_NUMBERS[match["first"]], _NUMBERS[match["last"] or match["first"]])
        between = _BETWEEN.match(text, match.end())
        position = between.end() if between else match.end()
    return frozenset(found)


def _range(first: int, last: int) -> set[int]:
    """From one weekday to another, over Sunday if need be."""
    return {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}


def read_spans(text: str) -> tuple[Span, ...] | None:
    """Hours of a day, none for a day off; None when a text is anything else.

    Args:
        text: narrowed, such as "9:00-12:00, 13:00-18:00".
    """
    if text in CLOSED:
        return ()
    if text in ALL_DAY:
        return ((time(0), None),)
    parts = [one.strip() for one in re.split(r"[,，、;]|\band\b|和", text)]
    found = [_span(one) for one in parts if one]
    spans = [one for one in found if one is not None]
    return tuple(spans) if spans and len(spans) == len(found) else None


def _span(text: str) -> Span | None:
    match = HOURS.fullmatch(text)
    if match is None:
        return None
    begin, end = _clock(match.groups()[:3]), _clock(match.groups()[3:])
    if begin is None or end is None or begin in (end, A_DAY):
        return None
    return _time(begin), None if end in (0, A_DAY) else _time(end)


def _clock(parts: Sequence[str | None]) -> int | None:
    """A time of day in minutes; 24:00 is the end of the day."""
    hour, minute, half = parts
    hours, minutes = int(hour or 0), int(minute or 0)
    if half in ("am", "pm"):
        hours = hours % 12 + 12 * (half == "pm")
    found = hours * AN_HOUR + minutes
    return found if minutes < AN_HOUR and found <= A_DAY else None


def _time(minutes: int) -> time:
    return time(*divmod(minutes, AN_HOUR))
