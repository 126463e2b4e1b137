"""Sentences for what scheduled reports refuse."""

from collections.abc import Callable, Mapping

from handlers.texts import Text, fmt
from store import report_schedules
from store.errors import CrmError
from store.report_schedules import MOST

SENTENCES: Mapping[type[CrmError], Callable[[CrmError], Text]] = {
    report_schedules.TooManySchedules: lambda _: fmt(
        "You have {most} reports sent already. `report stop` makes room.", most=MOST
    ),
    report_schedules.NeverComes: lambda _: fmt("That never comes. For example: every:mon 9:00"),
}
"""By the class of the error."""
