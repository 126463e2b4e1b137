"""Working time in words."""

from datetime import timedelta

from handlers.texts import Text, fmt

HOUR = 3600


def length(spent: timedelta) -> Text:
    """How much working time: in hours and minutes, whole minutes only."""
    hours, seconds = divmod(int(abs(spent).total_seconds()), HOUR)
    minutes = seconds // 60
    if not hours:
        return fmt("{minutes} min", minutes=minutes)
    if not minutes:
        return fmt("{hours} h", hours=hours)
    return fmt("{hours} h {minutes} min", hours=hours, minutes=minutes)
