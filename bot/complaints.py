"""Complaints of the command line: one sentence each, what is wrong and what would be right."""

from collections.abc import Callable
from typing import Any

from bot.checks import Lacking, NoChannel
from bot.locks import ServedAlready
from bot.settings import BadSetting
from handlers import sentences
from handlers.languages import mark
from handlers.texts import Text, fmt
from store.errors import CrmError
from store.failures import Reason, StoreFailure
from store.keys import KeyFileBroken, KeyFileExists, KeyFileMissing

FAILURES: dict[Reason, str] = {
    "url": mark("“{place}” is no database address: write sqlite:///parley.db or postgresql://user@host/name."),
    "missing": mark("There is no database at {place}: `parley init` makes one."),
    "empty": mark("The database at {place} holds no company yet: `parley init` makes one."),
    "exists": mark("There is a database at {place} already; I left it as it is. Choose another place."),
    "unreachable": mark("The database at {place} cannot be reached. Is it running, and is the address right?"),
    "denied": mark("The database at {place} refuses the user or password, or lacks a permission."),
    "wrong key": mark("The database at {place} does not open with this key file. Is it the right one?"),
    "newer": mark("The database at {place} was made by a newer Parley; install that version."),
    "read-only": mark("The database cannot be written: its disk or file is read-only. Nothing was changed."),
    "full": mark("The disk is full, or fails. Nothing was changed; make room and try again."),
    "busy": mark("The database is busy with something else. Please try again."),
    "broken": mark("The database is damaged or refuses to work ({detail}). Restore the newest backup."),
}  # fmt: skip


def sentence(error: CrmError) -> str:
    """What is told on stderr."""
    if isinstance(error, StoreFailure):
        where = error.place or fmt("its place")
        return str(fmt(FAILURES[error.reason], place=where, detail=error.detail))
    for kind, words in SENTENCES.items():
        if isinstance(error, kind):
            return str(words(error))
    return str(sentences.sentence(error))


def _setting(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "{name} says “{value}”, which makes no sense; see .env.example.",
        name=error.name,
        value=error.value,
    )


def _lacking(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "{name} is missing: {because} needs it; see .env.example.",
        name=error.name,
        because=error.because,
    )


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    KeyFileExists: lambda error: fmt("There is a key file at {path} already; I left it as it is.", path=str(error.path)),
    KeyFileBroken: lambda error: fmt("{path} is no key file of Parley, or it is damaged.", path=str(error.path)),
    KeyFileMissing: lambda error: fmt("There is no key file at {path}: without it the data cannot be read.", path=str(error.path)),
    BadSetting: _setting,
    Lacking: _lacking,
    NoChannel: lambda _error: fmt("No channel is configured: set TELEGRAM_TOKEN or SLACK_BOT_TOKEN, see .env.example."),
    ServedAlready: lambda _error: fmt("Another `parley serve` runs on this database; only PostgreSQL takes several."),
}  # fmt: skip
