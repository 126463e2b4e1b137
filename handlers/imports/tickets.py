"""Tickets: the rows of a file, batch by batch, with the customers and categories that they need."""

from functools import partial

from handlers.imports.frames import Frame
from handlers.imports.runs import Result, Run
from handlers.imports.tickets_rows import TicketReader
from handlers.readers.tickets import meant_category
from handlers.texts import fmt, joined, plain
from store import categories, imports, ticket_imports, verdicts
from store.holdings import Holdings
from store.rights import Right
from store.sessions import Session
from store.ticket_entries import TicketEntry


def import_tickets(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as tickets."""
    reader = TicketReader(frame, _planned(run, frame, result))
    if "opened" not in frame.guess.columns:
        result.told.append(
            fmt("No column says when tickets came in: the first time known of each counts.")
        )
    for lines in frame.batches(result.sheet.rows):
        repeated = reader.repeated
        entries = [entry for entry in map(reader.read, lines) if entry]
        unit = partial(_unit, run=run, entries=entries)
        held, made = run.read(unit) if run.dry_run else run.write(unit)
        repeated = reader.repeated - repeated
        result.counts["read"] += len(lines)
        result.counts["added"] += len(entries) - held
        result.counts["duplicate"] += held + repeated
        result.counts["rejected"] += len(lines) - len(entries) - repeated
        result.made["company"] += made


def _unit(session: Session, *, run: Run, entries: list[TicketEntry]) -> tuple[int, int]:
    """Write a batch; gives how many are here already, and how many companies were made."""
    held = ticket_imports.stored(session, (one.outside_id for one in entries))
    fresh = [one for one in entries if one.outside_id not in held]
    people = [one.customer for one in fresh if one.customer]
    known = run.known if run.dry_run else Holdings()
    judged = verdicts.judge_contacts(session, people, known)
    if run.dry_run:
        return len(entries) - len(fresh), 0
    made = imports.write_contacts(session, judged)
    customers = {one.entry.line: one.holding.written for one in judged}
    ticket_imports.write(session, fresh, customers)
    return len(entries) - len(fresh), made


def _planned(run: Run, frame: Frame, result: Result) -> dict[str, int]:
    """Find the categories of the file, or make them where the importer may; they stay."""
    names = list(frame.survey.values.get("category", ()))
    known = run.read(partial(_known, names=names))
    missing = [one for one in names if one not in known]
    may_make = run.read(_may_make)
    if not missing or not may_make:
        if missing:
            listed = joined(", ", [plain(one) for one in missing])
            result.told.append(
                fmt("Not categories here, so the words of a ticket decide: {names}", names=listed)
            )
        return known
    listed = joined(", ", [plain(one) for one in missing])
    result.told.append(fmt("New categories: {names}", names=listed))
    return known if run.dry_run else known | run.write(partial(_make, names=missing))


def _known(session: Session, *, names: list[str]) -> dict[str, int]:
    found = {name: meant_category(session, name) for name in names}
    return {name: kind.id for name, kind in found.items() if kind}


def _may_make(session: Session) -> bool:
    return session.actor is not None and session.actor.scope(Right.SETTINGS) is not None


def _make(session: Session, *, names: list[str]) -> dict[str, int]:
    return {name: categories.add(session, name, {}).id for name in names}
