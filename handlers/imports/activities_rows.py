"""Rows of activities: what a line of a file says of a call, a meeting or a note, and with whom."""

from typing import Final

from handlers.imports import cells
from handlers.imports.company_cells import company_of
from handlers.imports.contacts_rows import whole_name
from handlers.imports.days import read_moment
from handlers.imports.frames import Frame, Line
from handlers.imports.points import read_points
from handlers.imports.runs import Result, Run
from handlers.readers.words import narrow
from handlers.texts import fmt
from store import activity_imports, deals
from store.activities import Kind
from store.activity_imports import Happening
from store.person_names import folded
from store.sessions import Session

KINDS: Final[dict[str, Kind]] = {
    "call": "call", "phone": "call", "phone call": "call", "outbound call": "call",
    "inbound call": "call", "电话": "call", "通话": "call", "来电": "call", "去电": "call",
    "meeting": "meeting", "meet": "meeting", "demo": "meeting", "video call": "meeting",
    "appointment": "meeting", "会议": "meeting", "会面": "meeting", "面谈": "meeting", "演示": "meeting",
    "visit": "visit", "site visit": "visit", "on-site": "visit", "拜访": "visit", "上门": "visit",
    "email": "email", "e-mail": "email", "mail": "email", "邮件": "email", "电子邮件": "email",
    "note": "note", "comment": "note", "笔记": "note", "备注": "note", "记录": "note",
}  # fmt: skip


def read_activity(line: Line, staff_id: int | None) -> Happening | None:
    """Read an activity; None where the row tells none, which is remarked.

    Args:
        line: of a file.
        staff_id: who did it where the row does not say.
    """
    at = read_moment(line, "at")
    text = "\n".join(line.notes())
    kind, title = _kind(line), line.label("title")
    if at is None or not (text or title):
        why = (
            fmt("Rejected: the row does not say when.")
            if at is None
            else fmt("Rejected: the row tells nothing.")
        )
        line.remark(line.first("at"), why, line.text)
        return None
    deal, company = line.first("deal"), company_of(line)
    return Happening(
        line.number,
        kind,
        "\n".join(filter(None, (title, text)))[: cells.NOTE],
        at,
        _doer(line, staff_id),
        tuple(read_points(line)),
        folded(whole_name(line)),
        company[1] if company else "",
        deals.fold(deal.text) if deal else "",
        deal.text if deal else "",
    )


def _kind(line: Line) -> Kind:
    cell = line.first("kind")
    if cell is None:
        return "note"
    found = KINDS.get(narrow(cell.text))
    if found is None:
        line.remark(cell, fmt("Not a kind of activity that I know: kept as a note."))
    return found or "note"


def _doer(line: Line, staff_id: int | None) -> int | None:
    cell = line.first("owner")
    if cell is None:
        return staff_id
    doer = line.frame.owners.get(cell.text)
    if doer is None:
        line.remark(cell, fmt("Nobody you may assign to is called so: it counts as yours."))
    return doer or staff_id


def import_activities(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as activities of records that are there already."""
    for lines in frame.batches(result.sheet.rows):
        read = [one for line in lines if (one := read_activity(line, run.person.id))]
        placed, added = _batch(run, read)
        for line in lines:
            if line.number in {one.line for one in read} - placed:
                why = fmt(
                    "Rejected: no deal, contact or company that you may change fits, or several do."
                )
                line.remark(None, why, line.text)
        result.counts.update(read=len(lines), added=added, rejected=len(lines) - len(placed))
        result.counts["duplicate"] += len(placed) - added


def _batch(run: Run, read: list[Happening]) -> tuple[set[int], int]:
    """The lines whose record was found, and how many activities are new."""

    def unit(session: Session) -> tuple[set[int], int]:
        found = activity_imports.place(session, read)
        fitting = [one for one in read if found[one.line] is not None]
        fresh = activity_imports.fresh(session, fitting, found)
        if not run.dry_run:
            activity_imports.write(session, fresh, found)
        return {one.line for one in fitting}, len(fresh)

    return run.read(unit) if run.dry_run else run.write(unit)
