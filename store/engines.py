"""Opening a database: the embedded encrypted SQLite file, or PostgreSQL."""

import os
import re
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2
from sqlalchemy import Engine, create_engine, event, exc, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

from store import anchors
from store.failures import StoreFailure, reason_of
from store.keys import KeyRing
from store.sessions import Installation
from store.units import Job, Unit, run
from store.writers import POOL, GroupCommitWriter, PooledWriter, Writer

Result = TypeVar("Result")

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "journal_size_limit=67108864",
)
"""As measured in FACTS: FULL, because NORMAL loses acknowledged commits at a power cut."""


class Database:
    """An open database: `write` commits a unit of work, `read` runs one beside the writer."""

    def __init__(self, engine: Engine, shared: Installation, anchor_file: Path | None) -> None:
        """Start the writer that fits the engine; use `open_database` instead."""
        self.engine = engine
        self.shared = shared
        self._anchor_file = anchor_file
        self._written = 0
        writer = GroupCommitWriter if self.is_sqlite else PooledWriter
        self._writer: Writer = writer(engine, shared)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def write(self, unit: Unit[Result], now: datetime) -> Result:
        """Run a unit of work and commit it; returns after the commit.

        Args:
            unit: a plain function of a session; it may be run again after a lost race.
            now: aware moment that counts as the present.

        Raises:
            StoreFailure: the database cannot be used; nothing was changed.
            Exception: whatever the unit raised; nothing was changed.
        """
        job = Job(unit, now)
        self._writer.submit(job)
        result: Result = job.future.result()
        for company_id in job.touched:
            self.shared.touched.put(company_id)
        self._written += 1
        if self._written % anchors.EVERY == 0:
            self.anchor()
        return result

    def read(self, unit: Unit[Result], now: datetime) -> Result:
        """Run a unit of work that changes nothing, beside the writer.

        Args:
            unit: a plain function of a session.
            now: aware moment that counts as the present.

        Raises:
            StoreFailure: the database cannot be used.
        """
        with guarded(self.engine) as connection:
            try:
                found: Result = run(connection, self.shared, Job(unit, now), None)
                return found
            finally:
                connection.rollback()

    def anchor(self) -> None:
        """Note the ends of the audit chains outside the database.

        A disk that refuses keeps the older ends, which are true as well.
        """
        if self._anchor_file:
            with suppress(OSError):
                anchors.note(self._anchor_file, self._writer.heads())

    def close(self) -> None:
        """Commit what waits, return unused numbers and let go of the files."""
        self._writer.close()
        with suppress(exc.SQLAlchemyError), self.engine.begin() as connection:
            self.shared.blocks.give_back(connection)
        self.anchor()
        self.engine.dispose()


class guarded:  # noqa: N801 (reads as a verb where it is used)
    """A connection whose refusals come as StoreFailure."""

    def __init__(self, engine: Engine) -> None:
        """Wait until `with`."""
        self._engine = engine

    def __enter__(self) -> Any:  # noqa: ANN401
        """Connect."""
        try:
            self._connection = self._engine.connect().execution_options(reading=True)
        except exc.DBAPIError as error:
            raise failure(error, self._engine.url) from error
        return self._connection

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Disconnect, and translate what went wrong."""
        self._connection.close()
        if isinstance(error, exc.DBAPIError) and reason_of(error):
            raise failure(error, self._engine.url) from error


def failure(error: exc.DBAPIError, url: URL) -> StoreFailure:
    """Say why a database refused, without its password."""
    reason = reason_of(error) or "broken"
    if reason == "unreachable" and url.drivername == "sqlite" and not _writable(url):
        reason = "read-only"
    return StoreFailure(reason, address(url), type(error).__name__)


def _writable(url: URL) -> bool:
    """Whether SQLite can put its log beside the file."""
    return os.access(Path(str(url.database)).parent, os.W_OK)


def address(url: URL) -> str:
    """A database's address without its password."""
    return url.render_as_string(hide_password=True)


def read_url(text: str) -> URL:
    """Read a database address.

    Raises:
        StoreFailure: reason "url" when it is neither a SQLite nor a PostgreSQL one.
    """
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError) as error:
        raise StoreFailure("url", re.sub(r"//[^@/]*@", "//", text)) from error
    if url.drivername == "sqlite" and url.database:
        return url
    if url.drivername in {"postgresql", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    raise StoreFailure("url", address(url))


def create(text: str, keys: KeyRing, anchor_file: Path | None = None) -> Database:
    """Open a database without asking whether it holds anything; see `store.installations`.

    Args:
        text: `sqlite:///file` or `postgresql://...`.
        keys: the key file's secrets.
        anchor_file: where the ends of the audit chains are noted.
    """
    url = read_url(text)
    engine = _sqlite(url, keys.file) if url.drivername == "sqlite" else _postgresql(url)
    shared = Installation(keys, engine.dialect.name)
    if anchor_file:
        shared.anchors = partial(anchors.read, anchor_file)
    return Database(engine, shared, anchor_file)


def _sqlite(url: URL, key: bytes) -> Engine:
    path = str(url.database)
    _keep_private(Path(path))

    def connect() -> Any:  # noqa: ANN401
        connection = sqlcipher3.dbapi2.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told by us
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        url,
        module=sqlcipher3.dbapi2,
        creator=connect,
        poolclass=QueuePool,
        hide_parameters=True,  # an error must not quote a person's data
    )
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _keep_private(path: Path) -> None:
    """A new file is its owner's only; SQLite's log beside it takes the same mode."""
    with suppress(OSError):  # what is wrong with the place is told when it is opened
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


def _begin_immediate(connection: Any) -> None:  # noqa: ANN401
    """The writer takes the lock at once: a stale snapshot could not be upgraded later."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        pool_size=POOL + 4,
        max_overflow=POOL,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC", "connect_timeout": 10},
    )
