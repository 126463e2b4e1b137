"""Rules for times as they are spoken: half past 3, twenty to nine, 三点一刻, tomorrow morning."""

from handlers.dates.clocks import LAST_AFTERNOON_HOUR, MINUTES, NOON, Clock, Half, Part
from handlers.dates.days import DayFromToday
from handlers.dates.figures import at
from handlers.dates.patterns import Rule
from handlers.dates.sayings import ENOUGH, NEVER, NONE, Said

QUARTER_HOUR = 15
HALF_HOUR = 30
# "ten to nine" is a time, "9 to 5" are working hours.
STEP = 5
FIRST_SPOKEN_MINUTE = 10


def _oclock(hour: int, half: Half | None) -> Said | None:
    # 一点 is "a bit" as often as one o'clock.
    weight = NONE if hour == 1 and half is None else ENOUGH
    return at(Clock(hour, half=half, spoken=True), weight)


def _minutes(hour: int, minute: int, half: Half | None) -> Said | None:
    return at(Clock(hour, minute, half=half, spoken=True))


def _seconds(hour: int, minute: int, second: int) -> Said | None:
    return at(Clock(hour, minute, second, spoken=True))


def _half_past(hour: int, second: int | None) -> Said | None:
    return at(Clock(hour, HALF_HOUR, second or 0, spoken=True))


def _quarters(hour: int, quarters: int) -> Said | None:
    return at(Clock(hour, QUARTER_HOUR * quarters, spoken=True))


def _past(minute: int, hour: int, half: Half | None) -> Said | None:
    return at(Clock(hour, minute, half=half, spoken=True), ENOUGH)


def _to(minute: int, hour: int, half: Half | None) -> Said | None:
    """So many minutes before an hour; before 1 is 12, and before 7 is no afternoon hour."""
    if not 0 < minute < MINUTES or hour == 0:
        return None
    before = hour - 1 if hour > 1 else NOON
    # An hour before noon keeps its half: "ten to twelve pm" is not near midnight.
    clock = Clock(before, MINUTES - minute, half=half, spoken=hour <= LAST_AFTERNOON_HOUR)
    return at(clock, ENOUGH if half else NONE)


def _to_rounded(minute: int, hour: int, half: Half | None) -> Said | None:
    return _to(minute, hour, half) if minute % STEP == 0 else None


def _to_noon(minute: int, part: Part) -> Said | None:
    return at(Clock(NOON - 1, MINUTES - minute)) if part is Part.NOON and minute else None


def _in_words(hour: int, minute: int, half: Half | None, weight: int = NONE) -> Said | None:
    """Bare figures, "three twenty", so it takes another piece to be believed."""
    if minute < FIRST_SPOKEN_MINUTE:
        return None
    return at(Clock(hour, minute, half=half, spoken=True), ENOUGH if half else weight)


def _hour_in_part(hour: int, part: Part) -> Said:
    return Said(clock=Clock(hour, spoken=True), part=part)


def _part_of_day(days: int, part: Part) -> Said:
    return Said(days=(DayFromToday(days),), part=part)


RULES: tuple[Rule[Said], ...] = (
    Rule("<hour> oclock sharp? <half_day>?", _oclock),
    Rule("<hour> oclock <minute> minute_mark? <half_day>?", _minutes),
    Rule("<hour> oclock <minute> minute_mark <minute> second_mark", _seconds),
    Rule("<hour> oclock half (<minute> second_mark)?", _half_past),
    Rule("<hour> oclock <minute> quarter_mark", _quarters),
    Rule(
        "half past <hour> oclock? <half_day>?",
        lambda hour, half: _minutes(hour, HALF_HOUR, half),
    ),
    Rule(
        "a? quarter (past|after) <hour> oclock? <half_day>?",
        lambda hour, half: _minutes(hour, QUARTER_HOUR, half),
    ),
    Rule(
        "a? quarter (to|before) <hour> oclock? <half_day>?",
        lambda hour, half: _to(QUARTER_HOUR, hour, half),
    ),
    Rule("a? quarter (to|before) <part>", lambda part: _to_noon(QUARTER_HOUR, part)),
    Rule("<minute> unit? (past|after) <hour> oclock? <half_day>?", _past),
    Rule("<minute> to <hour> oclock? <half_day>?", _to_rounded),
    Rule("<minute> unit to <hour> oclock? <half_day>?", _to),
    Rule("<minute> unit? to <part>", _to_noon),
    Rule("at? <hour> <minute> <half_day>", _in_words),
    Rule("at <hour> <minute>", lambda hour, minute: _in_words(hour, minute, None)),
    Rule("<hour> <minute>", lambda hour, minute: _in_words(hour, minute, None, NEVER)),
    Rule("<day_number> in the <part>", _hour_in_part),
    Rule("edge? <part>", lambda part: Said(part=part)),
    Rule("this <part>", lambda part: _part_of_day(0, part)),
    Rule("edge? <night_of>", lambda night: _part_of_day(*night)),
)
