"""Rows of leads: what a line of a file says of somebody who may become a customer."""

from collections import Counter
from functools import partial

from handlers import lead_notices, letters
from handlers.asks import voice_of
from handlers.imports.company_cells import company_of
from handlers.imports.contacts_rows import read_name
from handlers.imports.frames import Frame, Line
from handlers.imports.points import read_points
from handlers.imports.runs import Result, Run
from handlers.languages import speaking
from handlers.readers.leading import spoken
from handlers.replies import Reply
from handlers.texts import fmt
from store import lead_imports, outboxes, rosters
from store.lead_imports import Row
from store.leads import Draft
from store.rights import Right
from store.sessions import Session
from store.tables import Lead

LABELS = ("title", "source", "industry", "territory")


def read_lead(line: Line) -> Row | None:
    """Read a lead; None where the row names nobody, which is remarked."""
    name = read_name(line)
    if name is None:
        return None
    fields = {key: line.label(key) for key in LABELS} | {"company_name": _company(line)}
    language = line.label("language")
    fields["language"] = spoken(language) if language else None
    points = list(read_points(line).values())
    first = {one.kind: one.value for one in reversed(points)}
    more = [one.value for one in points if first[one.kind] != one.value]
    draft = Draft(
        name.full,
        {key: text for key, text in fields.items() if text},
        first.get("phone"),
        first.get("email"),
        "\n".join([*line.notes(), *more]) or None,
    )
    return Row(line.number, draft, _owner(line))


def _company(line: Line) -> str | None:
    named = company_of(line)
    return named[0] if named else None


def _owner(line: Line) -> int | None:
    """Whose it will be; a name that means nobody leaves it to whose turn it is."""
    cell = line.first("owner")
    owner = line.frame.owners.get(cell.text) if cell else None
    if cell and owner is None:
        line.remark(cell, fmt("Nobody you may assign to is called so: it goes by the rules."))
    return owner


def import_leads(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as leads, and tell once who got how many."""
    seen: set[object] = set()
    given: Counter[int | None] = Counter()
    for lines in frame.batches(result.sheet.rows):
        rows = [row for line in lines if (row := read_lead(line))]
        fresh, made = _batch(run, rows, seen)
        given.update(lead.owner_id for lead in made)
        result.counts.update(read=len(lines), added=len(fresh), rejected=len(lines) - len(rows))
        result.counts["duplicate"] += len(rows) - len(fresh)
        for row in rows:
            if row not in fresh:
                reason = fmt("There is such a lead already: left out.")
                result.findings.add(row.line, "", row.draft.name, reason)
    if given:
        run.write(partial(_tell, given=given))


def _batch(run: Run, rows: list[Row], seen: set[object]) -> tuple[list[Row], list[Lead]]:
    """Which rows are new, and their leads unless it is a dry run."""

    def unit(session: Session) -> tuple[list[Row], list[Lead], set[object]]:
        fresh = lead_imports.fresh(session, [_owned(session, row) for row in rows], seen)
        made = [] if run.dry_run else lead_imports.write(session, fresh)
        keys = {key for row in rows for key in lead_imports.keys_of(session, row.draft)}
        new = {row.line for row in fresh}
        return [row for row in rows if row.line in new], made, keys

    fresh, made, keys = run.read(unit) if run.dry_run else run.write(unit)
    seen |= keys
    return fresh, made


def _owned(session: Session, row: Row) -> Row:
    """As in the chat, what a rep brings in is the rep's own."""
    actor = session.actor
    assert actor  # noqa: S101 (the run has set it)
    own = actor.scope(Right.LEADS_EDIT) and not actor.scope(Right.ASSIGN)
    return Row(row.line, row.draft, row.owner_id or (actor.id if own else None))


def _tell(session: Session, given: Counter[int | None]) -> None:
    people = session.directory.people
    found = []
    for owner_id, count in given.items():
        told = [people[owner_id]] if owner_id else list(rosters.managers(session))
        say = lead_notices.several if owner_id else lead_notices.several_waiting
        for person in told:
            if session.actor and person.id != session.actor.id:
                with speaking(voice_of(session.directory, person)):
                    reply: Reply = say(count)
                    found.append(letters.notice(session, person, reply, "leads"))
    outboxes.post(session, found, None)
