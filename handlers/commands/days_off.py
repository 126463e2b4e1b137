"""Days off: when somebody is given nothing new."""

import re
from dataclasses import replace
from datetime import date
from typing import Annotated

from handlers import dates
from handlers.asks import Ask
from handlers.contract import command
from handlers.day_words import DAY_NAMES, described
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader
from handlers.readers.words import narrow
from handlers.replies import Reply
from handlers.texts import Text, fmt
from store import staff
from store.availabilities import TO, WEEKDAYS, DaysOff, read_days_off
from store.rights import Right

NONE = ("none", "no", "off", "nothing", "无", "没有", "取消")
PARTS = re.compile(r"\s*(?:[,，、;；]|\band\b|和)\s*")
SPANS = re.compile(r"\s*(?:\.\.|…|–|—|~|\bto\b|\buntil\b|到|至)\s*")
CHINESE = "一二三四五六日"
MOST = 20


class DaysReader(Reader[DaysOff]):
    """Weekdays and days, such as "sat sun" or "2026-12-24..2026-12-31"; or none."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> DaysOff:
        """Read weekdays and spans of days in any order."""
        if narrow(text) in NONE:
            return DaysOff()
        weekdays: set[int] = set()
        spans: list[tuple[date, date]] = []
        for part in _parts(narrow(text)):
            number = _weekday(part)
            if number is None:
                spans.append(_span(ask, part))
            else:
                weekdays.add(number)
        if not (weekdays or spans) or len(spans) > MOST:
            raise Unreadable(_complaint(text))
        return DaysOff(frozenset(weekdays), tuple(spans))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which days are off? For example: sat sun, or 2026-12-24..2026-12-31, or none")


def _parts(text: str) -> list[str]:
    """Parts between commas; words that are all weekdays are parts of their own."""
    found: list[str] = []
    for part in PARTS.split(text):
        words = part.split()
        apart = all(_weekday(one) is not None or _is_day(one) for one in words)
        found += words if apart else [part]
    return [part for part in found if part]


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:\.\.\d{4}-\d{2}-\d{2})?", text) is not None


def _weekday(text: str) -> int | None:
    for index, name in enumerate(WEEKDAYS):
        english = DAY_NAMES[name].casefold()
        if text.removesuffix("s") == english or text == name:
            return index
        if text in (f"周{CHINESE[index]}", f"星期{CHINESE[index]}", f"礼拜{CHINESE[index]}"):
            return index
    return len(WEEKDAYS) - 1 if text in ("周天", "星期天") else None


def _span(ask: Ask, text: str) -> tuple[date, date]:
    ends = SPANS.split(text.replace(TO, " to "), maxsplit=1)
    zone = ask.voice.timezone
    days = [dates.read_when(one, now=ask.now, zone=zone).day for one in ends]
    if days[0] > days[-1] or days[-1] < ask.now.astimezone(zone).date():
        raise Unreadable(_complaint(text))
    return days[0], days[-1]


def _complaint(text: str) -> Text:
    return fmt(
        "“{text}” are no days to come. For example: days off sat sun, or days off 2026-12-24..2026-12-31",
        text=text[:60],
    )


Days = Annotated[DaysOff, DaysReader()]


@command(
    "days off",
    needs=Right.EVERYONE,
    examples=("days off sat sun", "days off 2026-12-24..2026-12-31", "休息日 周六 周日"),
    phrases=("我{days}请假", "我{days}休假", "我{days}休息"),
)
def choose_days(ask: Ask, days: Days | None = None) -> Reply:
    """Choose days on which you are given no new leads."""
    if days is None:
        return Reply(_told(read_days_off(ask.person.days_off)))
    days = _with_kept(ask, days)
    staff.prefer(ask.session, ask.person.id, days_off=days.written() or None)
    return Reply(_told(days))


def _with_kept(ask: Ask, days: DaysOff) -> DaysOff:
    """A holiday does not end one's weekends, nor the other way round; "none" ends both."""
    kept = read_days_off(ask.person.days_off)
    today = ask.now.astimezone(ask.voice.timezone).date()
    if days.weekdays and not days.spans:
        return replace(days, spans=tuple(one for one in kept.spans if one[1] >= today))
    if days.spans and not days.weekdays:
        return replace(days, weekdays=kept.weekdays)
    return days


def _told(days: DaysOff) -> Text:
    if not days.weekdays and not days.spans:
        return fmt("You have no days off. `days off sat sun` sets some.")
    return fmt(
        "Days off: {days}. New leads go to others then, and notices wait.", days=described(days)
    )
