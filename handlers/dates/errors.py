"""Why a date could not be taken as it was written."""

from handlers.dates.moments import When
from store.errors import CrmError


class UnreadableDate(CrmError):  # refusals are named by what is wrong
    """The text is no date or time, or names one that does not exist.

    Attributes:
        text: What was written.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class AmbiguousDate(CrmError):  # likewise
    """The text names several days: ``03/04``, or a weekday that contradicts its date.

    Attributes:
        text: What was written.
        readings: Every day that it may mean, at least two, in order of time.
    """

    def __init__(self, text: str, readings: tuple[When, ...]) -> None:
        super().__init__(text, readings)
        self.text = text
        self.readings = readings
