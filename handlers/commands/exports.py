"""Exports by chat: a list as a file, for the asker alone."""

from tempfile import SpooledTemporaryFile
from typing import Annotated

from handlers import binding, lists
from handlers.asks import Ask
from handlers.contract import command, registry
from handlers.exports import runs
from handlers.exports.sheets import TYPES
from handlers.lists import AList
from handlers.outcomes import Unreadable
from handlers.readers.words import Choice, FreeText
from handlers.replies import Invocation, Reply
from handlers.texts import fmt, lines, plural, word
from store import files
from store.files import File
from store.rights import Right

MOST = 10_000
"""Records in a file that goes out by chat; the command line has no limit."""
IN_MEMORY = 1 << 20
Kinds = Annotated[
    str,
    Choice(
        "Contacts, companies or deals?",
        {
            "contacts": ("contact", "people", "联系人", "联系人列表", "客户"),
            "companies": ("company", "accounts", "公司", "公司列表"),
            "deals": ("deal", "opportunities", "商机", "商机列表"),
        },
    ),
]
Formats = Annotated[
    str, Choice("CSV or XLSX?", {"csv": ("text",), "xlsx": ("excel", "xls", "表格")})
]
Narrowed = Annotated[str, FreeText("Which of them?", 1000)]


@command(
    "export",
    needs=Right.EXPORT,
    examples=("export deals stage:proposal format:xlsx", "export contacts", "导出 商机 阶段:谈判"),
    undoable=False,
)
def export_list(
    ask: Ask,
    kind: Kinds | None = None,
    filters: Narrowed = "",
    *,
    format: Formats = "csv",
    listing: AList | None = None,
) -> Reply:
    """Send a list as a file: the last one, or all contacts, companies or deals that you narrow it to."""
    whole, ids = runs.allowed(ask, _meant(ask, kind, filters, listing))
    heading = whole.heading(ask)
    if not ids:
        return Reply(lines(heading, fmt("There is nothing to export there.")))
    if len(ids) > MOST:
        raise Unreadable(
            fmt(
                "{count} are too many for a message: at most {most} fit. Narrow the list, or ask "
                "whoever runs Parley for `parley export`.",
                count=len(ids),
                most=MOST,
            )
        )
    file = _file(ask, whole.listed.command, whole.listed.kind, ids, format)
    blob_id = files.put(ask.session, ask.person.subject_id, file)
    runs.note(ask, whole, len(ids), format, "chat")
    left = len(whole.ids) - len(ids)
    beyond = plural(
        "{count} is beyond your right to export.", "{count} are beyond your right to export.", left
    )
    rows = plural("{count} row in {name}", "{count} rows in {name}", len(ids), name=file.name)
    return Reply(lines(heading, rows, beyond if left else None), files=(blob_id,))


def _meant(ask: Ask, kind: str | None, filters: str, listing: Invocation | None) -> Invocation:
    """The list that a button names, that words name, or the last one."""
    if listing:
        return listing
    if kind is None:
        return lists.last(ask)
    found = binding.bind(ask, registry[kind], filters)
    if "view" in found.values:
        return lists.opened(ask, found)
    return lists.whole_of(found)


def _file(ask: Ask, command: str, kind: str, ids: list[int], form: str) -> File:
    """The file, written to disk while it grows.

    Raises:
        Unreadable: it is too large to be sent.
    """
    with SpooledTemporaryFile(IN_MEMORY) as stream:
        runs.write(ask, kind, ids, form, stream)
        size = stream.tell()
        if size > files.LARGEST:
            raise Unreadable(fmt("That file is too large to be sent. Please narrow the list."))
        stream.seek(0)
        content = stream.read()
    day = ask.now.astimezone(ask.voice.timezone).date().isoformat()
    return File(f"{word(lists.NAMES[command])}-{day}.{form}", TYPES[form], content)
