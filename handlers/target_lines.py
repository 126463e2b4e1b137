"""The line of reports that says how much of a target was won."""

from handlers.asks import Ask
from handlers.measure_words import short
from handlers.readers.reports import Circle, Days
from handlers.texts import Text, fmt
from store import targets


def of(ask: Ask, around: Circle, days: Days, won: int) -> Text | None:
    """How much of their target some people won.

    Args:
        ask: of the asker.
        around: whose target.
        days: only whole calendar months have one.
        won: in minor units of the company's currency.

    Returns:
        None where there is no target.
    """
    return line(targets.of(ask.session, around.staff_ids, days.first, days.last), won)


def line(target: int | None, won: int) -> Text | None:
    """The same of a target that was read already."""
    if not target:
        return None
    values = {"won": short(won), "target": short(target), "percent": won * 100 // target}
    return fmt("Target: **{won}** of {target}, {percent} %", **values)
