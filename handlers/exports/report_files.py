"""Files of an export: a report as CSV, XLSX or PDF, and how files are called."""

from handlers import binding, pictures, reports
from handlers.asks import Ask
from handlers.contract import registry
from handlers.exports import grid_files, papers
from handlers.exports.sheets import TYPES
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.papers.documents import Picture
from handlers.readers.reports import ReportDays, circle
from handlers.replies import Invocation, Reply
from handlers.texts import fmt, word
from store import files
from store.files import File

NAMES = {
    "summary": mark("summary"), "forecast": mark("forecast"), "funnel": mark("funnel"),
    "winloss": mark("won and lost"), "leaderboard": mark("leaderboard"),
    "activity": mark("activity"), "target show": mark("targets"),
    "service report": mark("service"), "quality": mark("quality"), "adoption": mark("adoption"),
    "customer report": mark("customers"),
}  # fmt: skip
"""How the file of a report is called."""


def of_report(ask: Ask, invocation: Invocation, made: Reply, form: str) -> File:
    """A report as a file.

    Args:
        ask: whose rights, language and zone count.
        invocation: the report, and what it was narrowed to.
        made: what it tells; it has a grid.
        form: "csv", "xlsx" or "pdf".
    """
    if form == "pdf":
        content = papers.of_report(ask, made, _picture(ask, invocation))
    else:
        content = grid_files.write(ask, made.grid, form) if made.grid else b""
    return named(ask, word(NAMES[invocation.command]), content, form)


def _picture(ask: Ask, invocation: Invocation) -> Picture | None:
    """The chart of a report, of the same people and days."""
    drawing = reports.REPORTS[invocation.command]
    if not drawing:
        return None
    given = binding.read_arguments(ask, registry[invocation.command], invocation)
    days = given.get("period")
    if drawing == "forecast":
        days = ReportDays().read(ask, given.get("horizon", "month"))
    around = circle(ask, given.get("whose", ""), given.get("owner"))
    made = pictures.drawn(ask, drawing, around, days)
    return Picture(made.content, str(made.heading))


def named(ask: Ask, name: str, content: bytes, form: str) -> File:
    """A file with its name and day.

    Raises:
        Unreadable: it is too large to be sent.
    """
    demand_small(len(content))
    day = ask.now.astimezone(ask.voice.timezone).date().isoformat()
    return File(f"{name}-{day}.{form}", TYPES[form], content)


def demand_small(size: int) -> None:
    """Refuse what no platform would take."""
    if size > files.LARGEST:
        raise Unreadable(fmt("That file is too large to be sent. Please narrow the list."))
