"""Files of an export: a report as CSV, XLSX or PDF, and how files are called."""

from handlers import binding, pictures, reports
from handlers.asks import Ask
from handlers.contract import registry
from handlers.exports import grid_files, papers
from handlers.exports.sheets import TYPES
from handlers.grids import Grid
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.papers.documents import Picture
from handlers.readers.reports import ReportDays, circle
from handlers.replies import Invocation
from handlers.texts import Text, fmt, word
from store import files
from store.files import File

MOST = 10_000
"""Records in a file that goes out by chat; the command line has no limit."""
MOST_ON_PAPER = 2_000
NAMES = {
    "summary": mark("summary"), "forecast": mark("forecast"), "funnel": mark("funnel"),
    "winloss": mark("won and lost"), "leaderboard": mark("leaderboard"),
    "activity": mark("activity"), "target show": mark("targets"),
    "service report": mark("service"), "quality": mark("quality"), "adoption": mark("adoption"),
    "customer report": mark("customers"), "customer list": mark("customer list"),
}  # fmt: skip
"""How the file of a report is called."""


def of_report(ask: Ask, invocation: Invocation, text: Text, grid: Grid, form: str) -> File:
    """A report as a file.

    Args:
        ask: whose rights, language and zone count.
        invocation: the report, and what it was narrowed to.
        text: what it says.
        grid: its table.
        form: "csv", "xlsx" or "pdf".

    Raises:
        Unreadable: it is too large.
    """
    demand_few(len(grid.rows), form)
    if form == "pdf":
        content = papers.of_report(ask, text, grid, _picture(ask, invocation))
    else:
        content = grid_files.write(ask, grid, form)
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


def demand_few(count: int, form: str) -> None:
    """Refuse more records than a message takes, or a paper.

    Raises:
        Unreadable: they are too many.
    """
    if form == "pdf" and count > MOST_ON_PAPER:
        raise Unreadable(
            fmt(
                "{count} are too many for a PDF: at most {most} fit. Narrow the list, or take "
                "`format:xlsx`.",
                count=count,
                most=MOST_ON_PAPER,
            )
        )
    if count > MOST:
        raise Unreadable(
            fmt(
                "{count} are too many for a message: at most {most} fit. Narrow the list, or ask "
                "whoever runs Parley for `parley export`.",
                count=count,
                most=MOST,
            )
        )


def demand_small(size: int) -> None:
    """Refuse what no platform would take."""
    if size > files.LARGEST:
        raise Unreadable(fmt("That file is too large to be sent. Please narrow the list."))
