"""Locks: one process at a time serves an embedded database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import engines
from store.errors import CrmError


class ServedAlready(CrmError):
    """Another process serves this database."""


@contextmanager
def only_one(database_url: str) -> Iterator[None]:
    """Hold the lock beside an embedded database; PostgreSQL may be served by many.

    Raises:
        ServedAlready: another process holds it.
    """
    url = engines.read_url(database_url)
    if url.drivername != "sqlite" or not Path(str(url.database)).exists():
        yield  # a file that is missing is complained of when it is opened
        return
    with Path(f"{url.database}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ServedAlready from error
        yield
