"""Rules for lengths of time: in 2 weeks, 3 days ago, a week from (friday), 三天后."""

from handlers.dates.durations import Duration, Unit
from handlers.dates.patterns import Rule
from handlers.dates.sayings import NEVER, Said

# "3h" is a length of time, "15h" a time of day.
MOST_HOURS = 12


def _from_now(length: Duration | None) -> Said | None:
    return None if length is None else Said(shift=length, from_now=True)


def _ago(length: Duration | None) -> Said | None:
    return None if length is None else Said(shift=-length, from_now=True)


def _after(length: Duration | None) -> Said | None:
    return None if length is None else Said(shift=length)


def _before(length: Duration | None) -> Said | None:
    return None if length is None else Said(shift=-length)


def _alone(length: Duration | None) -> Said | None:
    """A length by itself, "2 weeks": from now on."""
    if length is None:
        return None
    return Said(shift=length, from_now=True, now=True, weight=NEVER)


def _hours(hours: int, unit: Unit) -> Said | None:
    return _alone(Duration.of(hours, unit)) if hours <= MOST_HOURS else None


RULES: tuple[Rule[Said], ...] = (
    Rule("in soft? <duration> later?", _from_now),
    Rule("<duration> later", _from_now),
    Rule("<duration> (ago|former)", _ago),
    Rule("<duration> (from|after)", _after),
    Rule("plus <duration>", _after),
    Rule("<duration> before", _before),
    Rule("dash <duration>", _before),
    Rule("in <minute>", lambda minutes: _alone(Duration.of(minutes, Unit.MINUTE))),
    Rule("<hour> <aitch>", _hours),
)
# Tried last: "15h" may also be a time of day.
ALONE: tuple[Rule[Said], ...] = (Rule("<duration>", _alone),)
