"""Pipelines: a file from its first line to its last, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from handlers.asks import voice_of
from handlers.imports import parents, reasons
from handlers.imports.companies_rows import read_company
from handlers.imports.contacts_rows import read_contact
from handlers.imports.frames import Frame, Line
from handlers.imports.headers import Guess
from handlers.imports.kinds import guess_table
from handlers.imports.leads_rows import import_leads
from handlers.imports.mappings import apply_map
from handlers.imports.records import Row
from handlers.imports.runs import Result, Run, Wish
from handlers.imports.sheets import Sheet, read_sheet
from handlers.imports.spellings import spell
from handlers.imports.surveys import survey
from handlers.languages import Voice, speaking
from store import imports, staff, verdicts
from store.access import NotFound
from store.emails import InvalidEmail
from store.engines import Database
from store.rights import Right
from store.sessions import Session

BATCH = 500
COUNTRY = frozenset({"country", "国家"})


def import_file(database: Database, clock: Callable[[], datetime], who: str, wish: Wish) -> Result:
    """Import a file.

    Args:
        database: of the company.
        clock: gives aware moments.
        who: name, ref or e-mail of the member of staff on whose behalf.
        wish: which file, and how.

    Raises:
        SheetError: the file cannot be read, or a name that was given is not in it; nothing was
            changed.
        NotFound, Several: no member of staff, or more than one, fits.
        Denied: they may not add contacts and companies.
    """
    run, voice = database.read(lambda session: _begin(session, database, clock, who, wish), clock())
    with speaking(voice):
        sheet = read_sheet(wish.path)
        result = Result(sheet, guess_table(sheet, wish.kind, wish.mapping))
        frame = _frame(run, result, voice, wish)
        if result.guess.kind == "companies":
            _import_companies(run, frame, result)
        elif result.guess.kind == "leads":
            import_leads(run, result, _batches(frame, sheet.rows))
        else:
            _import_contacts(run, frame, result)
    return result


def _begin(
    session: Session, database: Database, clock: Callable[[], datetime], who: str, wish: Wish
) -> tuple[Run, Voice]:
    person = staff.find(session, who)
    session.act_as(person)
    staff.demand(session, Right.CONTACTS_ADD)
    voice = voice_of(session.directory, person)
    return Run(database, clock, person, wish.dry_run), voice


def _frame(run: Run, result: Result, voice: Voice, wish: Wish) -> Frame:
    sheet, guess = result.sheet, result.guess
    shown = survey(sheet, guess, _countries(sheet, guess, wish.mapping))
    return Frame(
        headers=sheet.headers,
        guess=guess,
        survey=shown,
        voice=voice,
        now=run.clock(),
        owners=run.read(lambda session: _owners(session, shown.owners)),
        owner_id=run.person.id,
        findings=result.findings,
    )


def _countries(sheet: Sheet, guess: Guess, mapping: Mapping[str, Iterable[str]]) -> set[int]:
    """Columns that somebody assigned to the country, which is a field of companies."""
    named = {
        name: list(columns) for name, columns in mapping.items() if spell(name).compact in COUNTRY
    }
    return set(
        apply_map(replace(guess, columns={}), sheet.headers, named).columns.get("address", ())
    )


def _owners(session: Session, names: Iterable[str]) -> dict[str, int | None]:
    """Whom the names in a column of owners mean; None for nobody to whom one may assign."""
    found: dict[str, int | None] = {}
    for name in names:
        try:
            person = staff.find(session, name)
        except (NotFound, staff.Several, InvalidEmail):
            found[name] = None
        else:
            found[name] = person.id if verdicts.may_receive(session, person) else None
    return found


def _batches(frame: Frame, rows: Iterable[Row]) -> Iterator[list[Line]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield [Line(frame, row) for row in batch]


def _import_contacts(run: Run, frame: Frame, result: Result) -> None:
    directory = run.read(lambda session: session.directory)
    for lines in _batches(frame, result.sheet.rows):
        entries = [entry for entry in map(read_contact, lines) if entry]
        judged, made = run.batch(verdicts.judge_contacts, imports.write_contacts, entries)
        result.count(len(lines), judged)
        result.companies += made or 0
        for verdict in judged:
            reasons.tell(result.findings, verdict, directory)


def _import_companies(run: Run, frame: Frame, result: Result) -> None:
    directory = run.read(lambda session: session.directory)
    wishes = parents.Wishes()
    for lines in _batches(frame, result.sheet.rows):
        read = [(line, entry) for line in lines if (entry := read_company(line))]
        entries = [entry for _, entry in read]
        judged, _ = run.batch(verdicts.judge_companies, imports.write_companies, entries)
        result.count(len(lines), judged)
        for (line, _), verdict in zip(read, judged, strict=True):
            reasons.tell(result.findings, verdict, directory)
            wishes.note(line, verdict)
    parents.link(run, wishes, result)
