"""Uploads: files that came with a message, kept until it is known which record they belong to."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.asks import Ask
from handlers.replies import Invocation, Reply
from handlers.texts import Text, fmt, lines, listed, plain
from store import companies, contacts, files
from store.errors import CrmError
from store.files import Held
from store.refs import Ref
from store.tables import Company, Contact

WAITS = timedelta(minutes=30)
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".vcf")


class FileRefused(CrmError):
    """A file that could not be taken in."""

    def __init__(self, name: str, fault: str) -> None:
        """Keep its name, and why not."""
        super().__init__(name, fault)
        self.name = name
        self.fault = fault


def of(ask: Ask) -> list[Held]:
    """Files of this message, or of an earlier one whose record was asked for."""
    if ask.taken.payload.get("files"):
        return files.of_message(ask.session, ask.taken.id)
    held = ask.taken.state.get("files")
    if not held:
        return []
    age = ask.now - datetime.fromisoformat(held["at"])
    return files.held(ask.session, held["ids"]) if age < WAITS else []


def meant(ask: Ask) -> Invocation | None:
    """The command that files without words stand for; None when there are words.

    Raises:
        FileRefused: one could not be taken in.
    """
    refuse_faulty(ask)
    if ask.taken.payload.get("say", "").strip():
        return None
    if any(one.name.lower().endswith(TABLES) for one in ask.files):
        return Invocation("import")
    return _attaching(ask)


def refuse_faulty(ask: Ask) -> None:
    """Check that every file of a message could be taken in.

    Raises:
        FileRefused: one could not.
    """
    for one in ask.files:
        if one.fault:
            raise FileRefused(one.name, one.fault)


def _attaching(ask: Ask) -> Invocation:
    replied = next(iter(ask.replied_to), None)
    return Invocation("attach", {"record": str(replied)} if replied else {})


def with_note(ask: Ask, caption: str) -> Invocation:
    """Files whose caption is no command: it is kept as a note beside them."""
    return _attaching(ask).with_values(note=caption)


def keep(ask: Ask, reply: Reply) -> Reply:
    """Attach the files that came with a command to the record that it was about."""
    wanted = ask.taken.payload.get("files") or ask.taken.payload.get("answered")
    record = _record(ask, reply.shows) if wanted and ask.files else None
    if record is None:
        return reply
    return replace(reply, text=lines(reply.text, attach(ask, record)))


def attach(ask: Ask, record: Contact | Company) -> Text:
    """Keep the waiting files with a record, and say so."""
    names = [one.name for one in ask.files if files.attach(ask.session, record, one.id)]
    ask.files = []
    ask.session.flush()
    named = listed([plain(name) for name in names])
    return fmt("Kept with it: {names}", names=named)


def _record(ask: Ask, shows: tuple[Ref, ...]) -> Contact | Company | None:
    main = next(iter(shows), None)
    if main and main.kind == "contact":
        return contacts.get(ask.session, main.id)
    return companies.get(ask.session, main.id) if main and main.kind == "company" else None


def waiting(ask: Ask) -> dict[str, Any]:
    """What is remembered of files that have no record yet."""
    held = [one.id for one in ask.files if not one.fault]
    if not held:
        return {}
    if ask.taken.payload.get("files"):
        return {"files": {"at": ask.now.isoformat(), "ids": held}}
    return {"files": ask.taken.state["files"]}
