"""Days off in words."""

from handlers.languages import mark
from handlers.texts import Text, listed, shown, word
from store.availabilities import WEEKDAYS, DaysOff

DAY_NAMES = {
    "mon": mark("Monday"), "tue": mark("Tuesday"), "wed": mark("Wednesday"),
    "thu": mark("Thursday"), "fri": mark("Friday"), "sat": mark("Saturday"), "sun": mark("Sunday"),
}  # fmt: skip


def described(days: DaysOff) -> Text:
    """Days off as the listener reads them."""
    week = [word(DAY_NAMES[WEEKDAYS[one]]) for one in sorted(days.weekdays)]
    spans = [
        shown(first) if first == last else f"{shown(first)} – {shown(last)}"
        for first, last in days.spans
    ]
    return listed([*week, *spans])
