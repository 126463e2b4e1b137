"""Import: where files go in."""

from handlers.asks import Ask
from handlers.contract import command
from handlers.replies import Reply
from handlers.texts import fmt, lines
from store.rights import Right


@command("import", needs=Right.CONTACTS_ADD, examples=("import", "导入"))
def import_file(ask: Ask) -> Reply:
    """Say how a table of contacts, companies, deals, products, staff or teams goes in."""
    return Reply(
        lines(
            fmt(
                "A CSV or an Excel workbook of contacts, companies, deals, products, staff or teams "
                "goes in on the command line of this machine:"
            ),
            fmt(
                "`parley import FILE --as {handle} --dry-run` says what would happen",
                handle=ask.person.handle,
            ),
            fmt(
                "`parley import FILE --as {handle}` does it. I can take that back with `undo` for 10 minutes.",
                handle=ask.person.handle,
            ),
        )
    )
