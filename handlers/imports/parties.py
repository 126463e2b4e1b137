"""Contacts and companies: the rows of a file, batch by batch."""

from handlers.imports import parents, reasons
from handlers.imports.companies_rows import read_company
from handlers.imports.contacts_rows import read_contact
from handlers.imports.frames import Frame
from handlers.imports.runs import Result, Run
from store import imports, verdicts


def import_contacts(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as contacts."""
    directory = run.read(lambda session: session.directory)
    for lines in frame.batches(result.sheet.rows):
        entries = [entry for entry in map(read_contact, lines) if entry]
        judged, made = run.batch(verdicts.judge_contacts, imports.write_contacts, entries)
        result.count(len(lines), judged)
        result.made["company"] += made or 0
        for verdict in judged:
            reasons.tell(result.findings, verdict, directory)


def import_companies(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as companies, and put them under their parents."""
    directory = run.read(lambda session: session.directory)
    wishes = parents.Wishes()
    for lines in frame.batches(result.sheet.rows):
        read = [(line, entry) for line in lines if (entry := read_company(line))]
        entries = [entry for _, entry in read]
        judged, _ = run.batch(verdicts.judge_companies, imports.write_companies, entries)
        result.count(len(lines), judged)
        for (line, _), verdict in zip(read, judged, strict=True):
            reasons.tell(result.findings, verdict, directory)
            wishes.note(line, verdict)
    parents.link(run, wishes, result)
