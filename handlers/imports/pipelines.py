"""Pipelines: a file from its first line to its last."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from handlers.asks import voice_of
from handlers.imports.errors import FieldUnknownError
from handlers.imports.frames import Frame
from handlers.imports.headers import Guess
from handlers.imports.importers import IMPORTERS, Importer
from handlers.imports.kinds import guess_table
from handlers.imports.mappings import apply_map
from handlers.imports.runs import Result, Run, Wish
from handlers.imports.sheets import Sheet, read_sheet
from handlers.imports.spellings import spell
from handlers.imports.surveys import survey
from handlers.languages import Voice, speaking
from store import staff, verdicts
from store.access import NotFound
from store.emails import InvalidEmail
from store.engines import Database
from store.sessions import Session

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
        Denied: they may not add records of that kind.
    """
    run, voice = database.read(lambda session: _begin(session, database, clock, who, wish), clock())
    with speaking(voice):
        return take_in(run, voice, wish)


def take_in(run: Run, voice: Voice, wish: Wish) -> Result:
    """Import a file in a run that has begun; what it needs and raises is told at `import_file`."""
    sheet = read_sheet(wish.path)
    result = Result(sheet, guess_table(sheet, wish.kind, wish.columns))
    if wish.stages and result.guess.kind != "deals":
        raise FieldUnknownError("stage", ())
    importer = IMPORTERS[result.guess.kind]
    run.read(lambda session: staff.demand(session, importer.needs))
    importer.run(run, _frame(run, result, voice, wish, importer), result)
    return result


def _begin(
    session: Session, database: Database, clock: Callable[[], datetime], who: str, wish: Wish
) -> tuple[Run, Voice]:
    person = staff.find(session, who)
    session.act_as(person)
    voice = voice_of(session.directory, person)
    return Run(database, clock, person, wish.dry_run), voice


def _frame(run: Run, result: Result, voice: Voice, wish: Wish, importer: Importer) -> Frame:
    sheet, guess = result.sheet, result.guess
    shown = survey(sheet, guess, _countries(sheet, guess, wish.columns))
    names = shown.values.get("owner", ()) if importer.owned else ()
    return Frame(
        headers=sheet.headers,
        guess=guess,
        survey=shown,
        voice=voice,
        now=run.clock(),
        owners=run.read(lambda session: _owners(session, names, importer)),
        owner_id=run.person.id,
        findings=result.findings,
        stages=wish.stages,
    )


def _countries(sheet: Sheet, guess: Guess, mapping: Mapping[str, Iterable[str]]) -> set[int]:
    """Columns that somebody assigned to the country, which is a field of companies."""
    named = {
        name: list(columns) for name, columns in mapping.items() if spell(name).compact in COUNTRY
    }
    return set(
        apply_map(replace(guess, columns={}), sheet.headers, named).columns.get("address", ())
    )


def _owners(session: Session, names: Iterable[str], importer: Importer) -> dict[str, int | None]:
    """Whom the names in a column of owners mean; None for nobody to whom one may assign."""
    found: dict[str, int | None] = {}
    for name in names:
        try:
            person = staff.find(session, name)
        except (NotFound, staff.Several, InvalidEmail):
            found[name] = None
        else:
            fit = importer.owned and verdicts.may_receive(session, person, importer.owned)
            found[name] = person.id if fit else None
    return found
