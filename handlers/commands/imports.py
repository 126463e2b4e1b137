"""Import: a table or a file of vCards that is sent goes in, once it was said what would happen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.imports import pipelines
from handlers.imports.errors import SheetError
from handlers.imports.field_words import field_word
from handlers.imports.findings import write_report
from handlers.imports.runs import Result, Run, Wish, Within
from handlers.imports.sentences import sentence
from handlers.imports.sheets import read_sheet
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.words import Choice
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, plain, plural, word
from store import files
from store.access import Denied
from store.files import File, Held
from store.rights import Right, Scope

KINDS = {
    "contacts": mark("contacts"), "companies": mark("companies"), "leads": mark("leads"),
    "deals": mark("deals"), "tickets": mark("tickets"), "activities": mark("activities"),
    "products": mark("products"), "staff": mark("staff"), "teams": mark("teams"),
}  # fmt: skip
MOST = 2_000
"""Rows of a file that comes by chat: it goes in as one message, beside which others wait."""
SHOWN = 5
Kinds = Annotated[
    str,
    Choice(
        "What does the file hold: contacts, companies, leads, deals, tickets, activities, products, "
        "staff or teams?",
        {
            "contacts": ("contact", "people", "联系人"),
            "companies": ("company", "accounts", "公司"),
            "leads": ("lead", "线索"),
            "deals": ("deal", "opportunities", "商机"),
            "tickets": ("ticket", "工单"),
            "activities": ("activity", "history", "活动", "跟进记录"),
            "products": ("product", "产品"),
            "staff": ("colleagues", "员工"),
            "teams": ("team", "团队"),
        },
    ),
]


@command(
    "import",
    needs=Right.CONTACTS_ADD,
    examples=("import", "import leads", "导入", "导入 线索"),
)
def import_file(ask: Ask, kind: Kinds | None = None) -> Reply:
    """Take in a file that you send: CSV, Excel or vCards; you see first what would happen."""
    held = next((one for one in ask.files if not one.fault), None)
    if held is None:
        return _how(ask)
    scope = ask.actor.scope(Right.BULK)
    if scope is not Scope.ALL:
        raise Denied(Right.BULK, scope)
    with _opened(ask, held) as path:
        if not ask.invocation.confirmed:
            foreseen = _take_in(ask, Wish(path, kind, dry_run=True))
            ask.confirm(_preview(held, foreseen))
        result = _take_in(ask, Wish(path, kind))
        report = _report(ask, held, result, path.with_name("report.csv"))
    ask.files = []
    text = lines(
        _counted(fmt("**{name}** is in.", name=held.name), result),
        fmt("What I remarked is in this file.") if report else None,
    )
    return Reply(text, (cards.undo_button(),), files=report)


def _how(ask: Ask) -> Reply:
    """Where files go in when none was sent."""
    return Reply(
        lines(
            fmt("Send me the file: a CSV, an Excel workbook (.xlsx) or vCards (.vcf)."),
            fmt(
                "It may hold contacts, companies, deals, tickets, products, staff or teams; with leads "
                "write `import leads`, with past calls and meetings `import activities`."
            ),
            fmt(
                "More than {most} rows go in on the machine where I run: "
                "`parley import FILE --as {handle}`",
                most=MOST,
                handle=ask.person.handle,
            ),
        )
    )


@contextmanager
def _opened(ask: Ask, held: Held) -> Iterator[Path]:
    """The file on disk, for as long as it is read."""
    found = files.open_file(ask.session, held.id)
    if found is None or found.content is None:
        raise Unreadable(fmt("That file is gone. Please send it again."))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        path.write_bytes(found.content)
        yield path


def _take_in(ask: Ask, wish: Wish) -> Result:
    """Import within the message, so that one undo takes all of it back.

    Raises:
        Unreadable: it is no such file, or holds too much.
    """
    run = Run(
        Within(ask.session),
        lambda: ask.now,
        ask.person,
        wish.dry_run,
        change_id=ask.session.origin.change_id,
    )
    try:
        # Counted first: whoever writes meanwhile waits for this message.
        rows = sum(1 for _ in islice(read_sheet(wish.path).rows, MOST + 1))
        if rows > MOST:
            raise Unreadable(_too_many())
        return pipelines.take_in(run, ask.voice, wish)
    except SheetError as error:
        raise Unreadable(sentence(error)) from error


def _too_many() -> Text:
    return fmt(
        "More than {most} rows do not go in by a message. Ask whoever runs Parley for "
        "`parley import`.",
        most=MOST,
    )


def _preview(held: Held, result: Result) -> Text:
    """What the file is taken for, and what would become of its rows."""
    headers = result.sheet.headers
    columns = [
        fmt(
            "{field}: {columns}",
            field=field_word(name),
            columns=" + ".join(headers[one] for one in places),
        )
        for name, places in result.guess.columns.items()
    ]
    unknown = ", ".join(result.guess.unknown)
    return lines(
        _counted(
            fmt("**{name}** as {kind}", name=held.name, kind=word(KINDS[result.guess.kind])), result
        ),
        *columns,
        fmt("Not imported: {columns}", columns=unknown) if unknown else None,
        *_remarks(result),
        fmt("Shall I take it in? One `undo` takes it all back."),
    )


def _counted(head: Text, result: Result) -> Text:
    counts = result.counts
    return lines(
        head,
        plural("{count} row read", "{count} rows read", counts["read"]),
        plural("{count} new", "{count} new", counts["added"]),
        plural("{count} completed", "{count} completed", counts["updated"])
        if counts["updated"]
        else None,
        plural("{count} known already", "{count} known already", counts["duplicate"])
        if counts["duplicate"]
        else None,
        plural("{count} rejected", "{count} rejected", counts["rejected"])
        if counts["rejected"]
        else None,
        *result.told,
    )


def _remarks(result: Result) -> Sequence[Text]:
    """The first remarks."""
    found = result.findings.in_order()
    told = [
        fmt("Line {line}: {reason}", line=one.line, reason=plain(one.reason))
        for one in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    return [*told, fmt("… and {count} more", count=more)] if more > 0 else told


def _report(ask: Ask, held: Held, result: Result, path: Path) -> tuple[int, ...]:
    """All remarks as a file for the asker, if there are any."""
    found = result.findings.in_order()
    if not found:
        return ()
    write_report(path, found)
    stem = held.name.rpartition(".")[0] or held.name
    file = File(f"{stem}-report.csv", "text/csv", path.read_bytes())
    return (files.put(ask.session, ask.person.subject_id, file),)
