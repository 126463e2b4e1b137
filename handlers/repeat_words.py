"""Words for repeats: a rule as its reader would say it."""

from datetime import datetime

from handlers.dates.repeats import DAYS, WEEKEND, WORKDAYS
from handlers.languages import mark
from handlers.texts import Text, fmt, listed, word

WEEKDAYS = {
    "MO": mark("Monday"), "TU": mark("Tuesday"), "WE": mark("Wednesday"), "TH": mark("Thursday"),
    "FR": mark("Friday"), "SA": mark("Saturday"), "SU": mark("Sunday"),
}  # fmt: skip
NTH = {
    1: mark("first"), 2: mark("second"), 3: mark("third"), 4: mark("fourth"), 5: mark("fifth"),
    -1: mark("last"),
}  # fmt: skip


def repeat(rule: str) -> Text:
    """How often something comes round, and until when."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if "UNTIL" in parts:
        until = datetime.fromisoformat(parts["UNTIL"]).date()
        return fmt("{how}, until {day}", how=_how_often(parts), day=until)
    return _how_often(parts)


def _how_often(parts: dict[str, str]) -> Text:
    days = tuple(parts.get("BYDAY", "").split(",")) if parts.get("BYDAY") else ()
    every = int(parts.get("INTERVAL", 1))
    if parts["FREQ"] == "MONTHLY":
        return _monthly(parts, days, every)
    if parts["FREQ"] == "WEEKLY":
        return _weekly(days, every)
    if parts["FREQ"] == "DAILY":
        return _every(every, fmt("every day"), fmt("every {count} days", count=every))
    return _every(every, fmt("every year"), fmt("every {count} years", count=every))


def _weekly(days: tuple[str, ...], every: int) -> Text:
    if days == WORKDAYS and every == 1:
        return fmt("every working day")
    if days == WEEKEND and every == 1:
        return fmt("every weekend")
    names = listed(word(WEEKDAYS[one]) for one in days)
    if not days:
        return _every(every, fmt("every week"), fmt("every {count} weeks", count=every))
    return _every(
        every,
        fmt("every {days}", days=names),
        fmt("every {count} weeks on {days}", count=every, days=names),
    )


def _monthly(parts: dict[str, str], days: tuple[str, ...], every: int) -> Text:
    if days:
        place = int(parts.get("BYSETPOS") or days[0][:-2])
        named = days[0][-2:] if len(days) == 1 else None
        what = word(WEEKDAYS[named]) if named in DAYS else word("working day")
        return fmt("every {nth} {day} of the month", nth=word(NTH[place]), day=what)
    dates = parts.get("BYMONTHDAY", "").split(",")
    if "BYMONTH" in parts:
        return _of_some_months(parts["BYMONTH"], last=dates == ["-1"])
    day = dates[-1]
    if day == "-1":
        return _every(
            every,
            fmt("on the last day of every month"),
            fmt("every {count} months on the last day", count=every),
        )
    before = _before_last(parts, dates)
    if before:
        return fmt("every month on the days {days}", days=listed([*before, day]))
    return _every(
        every,
        fmt("every month on day {day}", day=day),
        fmt("every {count} months on day {day}", count=every, day=day),
    )


def _of_some_months(months: str, *, last: bool) -> Text:
    """Quarters and years by their edges."""
    if "," not in months:
        return fmt("on the last day of every year")
    if last:
        return fmt("on the last day of every quarter")
    return fmt("on the first day of every quarter")


def _before_last(parts: dict[str, str], dates: list[str]) -> list[str]:
    """The days of a month before the last of several; what stands in for the 31st is none."""
    places = parts.get("BYSETPOS", "").split(",")
    return dates[: len(places) - 1] if "BYSETPOS" in parts else dates[:-1]


def _every(count: int, one: Text, more: Text) -> Text:
    """Chinese has no plural, but it does not say "every 1 day" either."""
    return one if count == 1 else more
