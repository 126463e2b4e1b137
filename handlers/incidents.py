"""Incidents: what is noted of a fault of ours, without a word of what people wrote."""

import secrets
import traceback
from pathlib import Path

DEEPEST = 30


def new() -> str:
    """A short name for a fault, which whoever is hit by it can read to an admin."""
    return secrets.token_hex(4).upper()


def places(error: BaseException | None) -> list[str]:
    """Kinds of an error and its causes, each with the places in the code that it went through.

    Messages and values are left out: they may quote a person's data.
    """
    noted: list[str] = []
    while error is not None:
        noted.append(type(error).__name__)
        frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
        noted += [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
        error = error.__cause__ or error.__context__
    return noted
