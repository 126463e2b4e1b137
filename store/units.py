"""Running one unit of work: the session, then everything that follows from its changes."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from store import audits, directories, indexes
from store import classifications as _  # noqa: F401 (it listens to every session)
from store.audits import Chain
from store.sessions import Installation, Session

Result = TypeVar("Result")
Unit = Callable[[Session], Result]


@dataclass(slots=True)
class Job:
    """A unit of work that waits for its transaction; `touched` are companies to classify after it."""

    unit: Unit[Any]
    now: datetime
    touched: set[int] = field(default_factory=set)
    future: Future[Any] = field(default_factory=Future)


def run(connection: Connection, shared: Installation, job: Job, chain: Chain | None) -> Any:  # noqa: ANN401
    """Run a unit on a connection that is in a transaction; the caller commits.

    Args:
        connection: in a transaction.
        shared: keys, id blocks and directory of this process.
        job: the unit and its moment.
        chain: the audit chain to extend; None when the unit only reads.
    """
    session = Session(connection, shared, job.now)
    try:
        result = job.unit(session)
        if chain:
            finish(session, chain)
        job.touched = session.touched
        return result
    finally:
        session.close()


def finish(session: Session, chain: Chain) -> None:
    """Write what follows from the changes: rows, audit, search index, directory version."""
    session.flush()
    indexes.write(session)
    audits.write(session, chain)
    if session.directory_changed:
        directories.bump(session.connection())
        session.installation.directory = None
    for kind, block in session.reserved.items():
        session.installation.blocks.keep(kind, block)
