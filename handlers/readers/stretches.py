"""Where the words about a time begin and end in a Chinese sentence, also those that no date holds.

What is left over would become part of what somebody is reminded of, and its time would be wrong:
周三或周四, 农历八月十五, 春节后第一个工作日. Such words stay with the date, and are asked about.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers import dates
from handlers.outcomes import Unreadable
from handlers.readers.readings import Word
from handlers.texts import fmt

_LUNAR = re.compile("(?:农历|阴历|旧历|闰)$")
_LUNAR_DATE = re.compile(
    "(?:农历|阴历|旧历)?(?:闰?[一二三四五六七八九十]{1,2}月|正月|腊月)"
    "(?:初[一二三四五六七八九十]|[廿卅]?[一二三四五六七八九十]{1,3})(?![日号月一二三四五六七八九十])"
)
_OR = re.compile(r"\s*(?:或者?|还是)\s*")
_TO = re.compile(r"\s*(?:到|至|[-—~～])\s*")
_AFTER = re.compile("(?:之|以)?后(?![续台端勤面悔备果期方门排援天])")
_NTH = re.compile(
    "的?(?:第[一二三四五六七八九十0-9]{1,3}|最后一?)个?(?:工作日|(?:周|星期|礼拜)[一二三四五六日天]|天)"
)
_HOURS = re.compile(
    r"每隔?(?:半|[0-9一二两三四五六七八九十]{1,3})?个?(?:小时|钟头|分钟)"
    r"|(?:every|each)\s+(?:half\s+an?\s+|other\s+|[0-9]{1,3}\s+)?(?:hours?|minutes?)(?![a-z])"
    r"|(?<![a-z])hourly(?![a-z])",
    re.IGNORECASE,
)
LENGTH = re.compile(
    r"(?:半|[0-9.]{1,4}|[一二两三四五六七八九十几]{1,3})\s*个?半?(?:小时|钟头|分钟|刻钟|天|周|星期|礼拜|个月)"
    r"|(?:an?|half\s+an|[0-9]{1,3}|one|two|three)\s*(?:minutes?|mins?|hours?|days?|weeks?|months?)",
    re.IGNORECASE,
)
"""How long something is put off."""
_NO_DATE = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"
    r"|(?:今天|明天|后天|上午|下午|晚上)?(?:[0-9]{2}[点點时時]|[0-9]{1,2}[:：][0-9]{2})"
    r"|(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
)


class Stretch(NamedTuple):
    """Where some words stand in a text: offsets of the first character and after the last."""

    start: int
    end: int


def around(
    text: str, found: dates.Found | None, *, now: datetime, zone: ZoneInfo
) -> Stretch | None:
    """The stretch of a sentence that speaks of a time; None when nothing does.

    Args:
        text: the sentence.
        found: the date in it.
        now: the present moment, aware.
        zone: the speaker's.
    """
    lunar = _LUNAR_DATE.search(text)
    if lunar and (found is None or lunar.start() <= found.start):
        return Stretch(lunar.start(), max(lunar.end(), found.end if found else 0))
    if found is None:
        wrong = _NO_DATE.search(text)
        return Stretch(*wrong.span()) if wrong else None
    head = _LUNAR.search(text[: found.start])
    end = _longest(text, found.end, now, zone)
    return Stretch(head.start() if head else found.start, end)


def _longest(text: str, end: int, now: datetime, zone: ZoneInfo) -> int:
    """Where it ends, with another date or time that hangs on it."""
    for link in (_OR, _TO):
        joint = link.match(text, end)
        other = _date(text[joint.end() :], now, zone) if joint else None
        if joint and other and (link is _OR or other.when.has_time):
            return joint.end() + other.end
    after = _AFTER.match(text, end)
    end = after.end() if after else end
    nth = _NTH.match(text, end)
    return nth.end() if nth else end


def _date(text: str, now: datetime, zone: ZoneInfo) -> dates.Found | None:
    """A date with which a text begins."""
    try:
        found = dates.find_when(text, now=now, zone=zone)
    except dates.AmbiguousDate:
        return None
    return found if found and not found.start else None


def plainer(text: str) -> str:
    """What somebody means who names a span or "after" a time: where it begins.

    Raises:
        Unreadable: a day of the lunar calendar, which has no rule here.
    """
    if _LUNAR_DATE.search(text) or re.search("农历|阴历|旧历", text):
        raise Unreadable(
            fmt(
                "I cannot reckon days of the lunar calendar. Write the date, or a festival by its name: mid-autumn, dragon boat festival, spring festival."
            )
        )
    after = re.fullmatch("(.+?)(?:之|以)?后", text)
    return after[1] if after else _TO.split(text, maxsplit=1)[0].strip() or text


def hours(text: str) -> Stretch | None:
    """Where a sentence wants something more often than once a day."""
    found = _HOURS.search(text)
    return Stretch(*found.span()) if found else None


def refuse_hours(text: str) -> None:
    """Nothing comes round more often than once a day.

    Raises:
        Unreadable: it should.
    """
    if hours(text):
        raise Unreadable(
            fmt("A reminder comes round once a day at most: every day at 9am, for example.")
        )


def doubtful(words: Sequence[Word]) -> slice | None:
    """A word that was meant as a date and is none, or two: it gets its complaint."""
    for index, one in enumerate(words):
        wrong = _NO_DATE.fullmatch(one.text) or _LUNAR_DATE.fullmatch(one.text)
        if wrong and not one.quoted:
            return slice(index, index + 1)
    return None
