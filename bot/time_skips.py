"""Skips of time, as people type them after /later: `3h`, `2 days`, `1个月`, `PT3H`."""

from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.json_chats import DURATION, LONGEST
from handlers.dates.lengths import length
from handlers.dates.readings import words_in
from store.errors import CrmError


class UnreadableSkip(CrmError):
    """No length of time, none forwards, or one beyond LONGEST."""

    def __init__(self, text: str) -> None:
        """Keep the words."""
        super().__init__(text)
        self.text = text


def read_skip(text: str, now: datetime) -> timedelta:
    """How far a text moves the clock.

    Args:
        text: words or ISO 8601.
        now: aware moment from which months are counted, by the calendar.

    Raises:
        UnreadableSkip: it makes no sense.
    """
    backwards = text.strip().startswith("-")
    by = None if backwards else _iso(text.strip().upper()) or _words(text, now)
    if by is None or not timedelta() < by <= LONGEST:
        raise UnreadableSkip(text)
    return by


def _iso(text: str) -> timedelta | None:
    if not text.startswith("P"):
        return None
    try:
        return DURATION.validate_python(text)
    except ValidationError:
        return None


def _words(text: str, now: datetime) -> timedelta | None:
    try:
        said = length(words_in(text))
        if said is None:
            return None
        return said.after(now.date()) - now.date() + timedelta(seconds=said.seconds)
    except (ValueError, OverflowError):
        return None
