"""Exporting from the command line: a list to a file, by the rights of a member of staff."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from handlers import binding, forms, lists
from handlers.asks import Ask, NeedsConfirmation
from handlers.commands import exports
from handlers.contract import registry
from handlers.exports import runs
from handlers.exports.sheets import SHEETS
from handlers.languages import speaking
from handlers.lists import LISTS, Whole
from handlers.outcomes import Outcome
from handlers.sentences import sentence
from handlers.texts import fmt, listed, plural
from store import staff
from store.engines import Database
from store.errors import CrmError
from store.failures import StoreFailure
from store.sessions import Session

PLATFORM = "terminal"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is exported.

    Attributes:
        kind: such as "contacts", "tickets" or "staff".
        path: where to; its suffix says as what.
        filters: as in chat, such as "stage:proposal".
    """

    kind: str
    path: Path
    filters: str = ""


def run(database: Database, clock_now: Callable[[], datetime], who: str, wish: Wish) -> int:
    """Write a list to a file and say how many rows it has.

    Args:
        database: of the company.
        clock_now: gives aware moments.
        who: name, ref or e-mail of the member of staff whose rights count.
        wish: what to export.

    Returns:
        The exit code: 0, or 2 when nothing was written.

    Raises:
        StoreFailure: the database cannot be used.
    """
    complaint = _complaint(wish)
    if complaint:
        return _refused(complaint)
    beside = wish.path.with_name(f".{wish.path.name}.part")
    try:
        count = _exported(database, clock_now, who, wish, beside)
        beside.replace(wish.path)
    except StoreFailure:
        raise
    except CrmError as error:
        return _refused(str(sentence(error)))
    except (Outcome, NeedsConfirmation):
        return _refused(str(fmt("Those filters are not complete: “{text}”.", text=wish.filters)))
    except OSError:
        return _refused(str(fmt("{path} cannot be written.", path=str(wish.path))))
    finally:
        beside.unlink(missing_ok=True)
    typer.echo(
        plural("{count} row in {name}", "{count} rows in {name}", count, name=str(wish.path))
    )
    return 0


def _complaint(wish: Wish) -> str:
    """What is wrong with the call itself; empty when nothing is."""
    if _command(wish) not in LISTS:
        kinds = listed("articles" if one == "article list" else one for one in LISTS)
        return str(
            fmt("“{kind}” cannot be exported; these can: {kinds}", kind=wish.kind, kinds=kinds)
        )
    if _format(wish) not in SHEETS:
        return str(fmt("Name a .csv or a .xlsx file, such as {name}", name=f"{wish.kind}.xlsx"))
    if not wish.path.parent.is_dir():
        return str(fmt("There is no folder {path}.", path=str(wish.path.parent)))
    return ""


def _command(wish: Wish) -> str:
    """The list that is meant, by any of the names that it has in chat."""
    known = exports.CALLED.meanings
    return known.get(wish.kind.casefold(), wish.kind)


def _format(wish: Wish) -> str:
    return wish.path.suffix.lower().removeprefix(".")


def _refused(words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201 (this is the command line)
    return 2


def _exported(
    database: Database, clock_now: Callable[[], datetime], who: str, wish: Wish, path: Path
) -> int:
    """Write the rows beside, and note the export before the file gets its name."""

    def written(session: Session) -> tuple[Whole, int]:
        ask = _ask(session, who)
        with speaking(ask.voice):
            whole, ids = _meant(ask, wish)
            with path.open("xb") as stream:
                runs.write(ask, whole.listed.kind, ids, _format(wish), stream)
        return whole, len(ids)

    def noted(session: Session) -> None:
        session.origin.command = "export"
        runs.note(_ask(session, who), whole.invocation, count, _format(wish), "command line")

    path.unlink(missing_ok=True)
    whole, count = database.read(written, clock_now())
    database.write(noted, clock_now())
    return count


def _ask(session: Session, who: str) -> Ask:
    person = staff.find(session, who)
    return forms.unsaid(session, forms.Speaker(PLATFORM, staff_id=person.id), session.now)


def _meant(ask: Ask, wish: Wish) -> tuple[Whole, list[int]]:
    found = binding.bind(ask, registry[_command(wish)], wish.filters)
    return runs.allowed(ask, lists.whole_of(found))
