"""Importing from the command line: a file in, a summary and a report out."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import typer

from handlers.imports import pipelines
from handlers.imports.findings import Finding, write_report
from handlers.imports.runs import Result, Wish
from handlers.imports.sentences import sentence
from handlers.texts import Text, fmt, joined, plain, plural
from handlers.wordings import cut
from reminders import classifications
from store.engines import Database
from store.errors import CrmError
from store.failures import StoreFailure

SHOWN = 10
"""Remarks that are printed where no report is written."""
MADE: dict[str, Callable[[int], Text]] = {
    "company": partial(plural, "{count} company is new.", "{count} companies are new."),
    "manager": partial(plural, "{count} manager is new.", "{count} managers are new."),
    "team": partial(plural, "{count} team is new.", "{count} teams are new."),
}
"""What is made beside the rows."""


def run(
    database: Database,
    clock_now: Callable[[], datetime],
    who: str,
    path: Path,
    *,
    kind: str | None = None,
    maps: Sequence[str] = (),
    dry_run: bool = False,
    report: Path | None = None,
) -> int:
    """Import a file and say what came of it; the last line is for scripts.

    Args:
        database: of the company.
        clock_now: gives aware moments.
        who: name, ref or e-mail of the member of staff on whose behalf.
        path: the file.
        kind: contacts, companies, deals, products, staff or teams; None to guess it.
        maps: FIELD=COLUMN, over what is guessed.
        dry_run: whether to say only what would happen.
        report: where a CSV of all remarks goes.

    Returns:
        The exit code: 0, 1 when a row was rejected, 2 when nothing could be imported.

    Raises:
        StoreFailure: the database cannot be used.
    """
    try:
        wish = Wish(path, kind, _mapping(maps), dry_run)
        _begin(report)
        result = _imported(database, clock_now, who, wish)
    except StoreFailure:
        raise
    except (CrmError, BadMap) as error:
        return _refused(str(error if isinstance(error, BadMap) else sentence(error)))
    except OSError:
        return _refused(str(fmt("The report {path} cannot be written.", path=str(report))))
    return _summarised(result, wish, report)


def _imported(
    database: Database, clock_now: Callable[[], datetime], who: str, wish: Wish
) -> Result:
    """Import, and classify the companies that it has touched."""
    result = pipelines.import_file(database, clock_now, who, wish)
    classifications.catch_up(database, clock_now())
    return result


def _begin(report: Path | None) -> None:
    """Make sure that the report can be written before anything is imported."""
    if report:
        write_report(report, ())


class BadMap(ValueError):
    """A `--map` that is not FIELD=COLUMN."""

    def __init__(self, text: str) -> None:
        """Keep what was typed, as a sentence."""
        super().__init__(
            str(fmt("“{text}” assigns no column: write --map phone=Mobile.", text=text))
        )


def _mapping(maps: Sequence[str]) -> dict[str, list[str]]:
    """Columns by field; a field may take several, and `FIELD=` takes none."""
    found: dict[str, list[str]] = {}
    for one in maps:
        name, equals, column = one.partition("=")
        if not (equals and name.strip()):
            raise BadMap(one)
        found.setdefault(name.strip(), [])
        found[name.strip()] += [column.strip()] if column.strip() else []
    return found


def _refused(words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201 (this is the command line)
    return 2


def _summarised(result: Result, wish: Wish, report: Path | None) -> int:
    """Say what came of it; gives the exit code."""
    findings = result.findings.in_order()
    if report:
        write_report(report, findings)
    for text in _lines(result, wish, report, findings):
        typer.echo(text)
    counts = result.counts
    typer.echo(
        f"read {counts['read']}, added {counts['added']}, updated {counts['updated']}, "
        f"duplicates {counts['duplicate']}, rejected {counts['rejected']}"
    )
    return 1 if counts["rejected"] else 0


def _lines(
    result: Result, wish: Wish, report: Path | None, findings: Sequence[Finding]
) -> list[Text]:
    guess, headers = result.guess, result.sheet.headers
    told = [fmt("{path} as {kind}:", path=str(wish.path), kind=guess.kind)]
    for name, places in guess.columns.items():
        columns = " + ".join(headers[place] or f"#{place + 1}" for place in places)
        told.append(fmt("  {field}: {columns}", field=name, columns=columns))
    if guess.unknown:
        told.append(fmt("  Not imported: {columns}", columns=", ".join(guess.unknown)))
    told += [MADE[what](count) for what, count in result.made.items() if count]
    told += result.told
    told += _remarks(findings, report)
    if wish.dry_run:
        told.append(fmt("Only a dry run: nothing was changed."))
    return told


def _remarks(findings: Sequence[Finding], report: Path | None) -> list[Text]:
    """The first remarks, each once; where a report is written, what came more than once."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.column, one.value, one.reason), []).append(one)
    often = [group for group in groups.values() if len(group) > 1]
    once = [group for group in groups.values() if len(group) == 1]
    shown = (often if report else often + once)[:SHOWN]
    told = [_remark(group) for group in shown]
    if report and findings:
        told.append(
            plural(
                "{count} remark: see {path}",
                "{count} remarks: see {path}",
                len(findings),
                path=str(report),
            )
        )
    left = len(findings) - sum(map(len, shown))
    if left and not report:
        told.append(
            plural(
                "And {count} more: --report FILE writes it.",
                "And {count} more: --report FILE writes them.",
                left,
            )
        )
    return told


def _remark(group: Sequence[Finding]) -> Text:
    """What is remarked of one row, or of several alike."""
    first = group[0]
    where = fmt("Line {line}", line=first.line)
    if len(group) > 1:
        where = plural(
            "{count} row, line {line}", "{count} rows from line {line} on", len(group),
            line=first.line,
        )  # fmt: skip
    parts = [where, plain(first.column)] if first.column else [where]
    what = joined(", ", parts)
    if first.value:
        return fmt(
            "{what} “{value}”: {reason}", what=what, value=cut(first.value), reason=first.reason
        )
    return fmt("{what}: {reason}", what=what, reason=first.reason)
