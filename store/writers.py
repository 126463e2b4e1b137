"""Writers: one thread with group commit on SQLite, a small pool with retries on PostgreSQL."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, exc

from store import audits
from store.audits import Chain
from store.failures import StoreFailure, reason_of, worth_retrying
from store.sessions import Installation
from store.units import Job, run

BATCH = 64
ATTEMPTS = 8
POOL = 8


class Writer(Protocol):
    """Takes units of work and commits them."""

    def submit(self, job: Job) -> None:
        """Queue a unit; its future is resolved after the commit."""

    def heads(self) -> list[Chain]:
        """The ends of the audit chains that this writer extends."""

    def close(self) -> None:
        """Finish what waits, then stop."""


class GroupCommitWriter:
    """One thread that takes all waiting units together: one BEGIN IMMEDIATE, one COMMIT."""

    def __init__(self, engine: Engine, shared: Installation) -> None:
        """Start the thread.

        Args:
            engine: of one SQLite file.
            shared: keys, id blocks and directory of this process.
        """
        self._engine = engine
        self._shared = shared
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._chain: Chain | None = None
        self._committed: Chain | None = None
        self._data_version = -1
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue a unit; its future is resolved after the commit."""
        self._jobs.put(job)

    def heads(self) -> list[Chain]:
        """The end of the only chain, as far as it is committed."""
        return [self._committed] if self._committed else []

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        connection: Connection | None = None
        while jobs := self._take():
            try:
                connection = connection or self._engine.connect()
                if len(jobs) == 1:
                    self._commit_alone(connection, jobs[0])
                else:
                    self._commit_together(connection, jobs)
            except Exception as error:  # noqa: BLE001 (whatever it is, the waiting must hear of it)
                self._distrust(connection)
                connection = None
                _fail(jobs, error)
        if connection:
            connection.close()

    def _take(self) -> list[Job]:
        """Wait for a job and take along what else waits; an empty list is the end."""
        first = self._jobs.get()
        if first is None:
            return []
        jobs = [first]
        with suppress(queue.Empty):
            while len(jobs) < BATCH:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                jobs.append(job)
        return jobs

    def _commit_alone(self, connection: Connection, job: Job) -> None:
        """A unit that waits alone needs no savepoint: its error undoes the whole transaction."""
        transaction = connection.begin()
        try:
            self._trust(connection)
            result = run(connection, self._shared, job, self._chain)
        except Exception as error:
            self._chain = self._committed and replace(self._committed)
            if transaction.is_active:  # a flush that failed has rolled it back already
                transaction.rollback()
            if reason_of(error):
                raise
            job.future.set_exception(error)
        else:
            transaction.commit()
            self._committed = self._chain and replace(self._chain)
            job.future.set_result(result)

    def _commit_together(self, connection: Connection, jobs: list[Job]) -> None:
        with connection.begin():
            self._trust(connection)
            outcomes = [self._attempt(connection, job) for job in jobs]
        self._committed = self._chain and replace(self._chain)
        for tell in outcomes:
            tell()

    def _attempt(self, connection: Connection, job: Job) -> Callable[[], None]:
        """Run a unit in a savepoint; an error undoes this unit only."""
        chain = self._chain
        assert chain  # noqa: S101 (set by _trust)
        before = (chain.link, chain.mac)
        savepoint = connection.begin_nested()
        try:
            result = run(connection, self._shared, job, chain)
            savepoint.commit()
        except Exception as error:
            chain.link, chain.mac = before
            if savepoint.is_active:  # a flush that failed has rolled it back already
                savepoint.rollback()
            if reason_of(error):
                raise
            refusal = error
            return lambda: job.future.set_exception(refusal)
        return lambda: job.future.set_result(result)

    def _trust(self, connection: Connection) -> None:
        """Know the chain's end; another process may have moved it since."""
        version = _data_version(connection)
        if self._chain is None or version != self._data_version:
            now = datetime.now(UTC)
            self._chain = audits.take_chain(connection, now, single=True)
            self._committed = replace(self._chain) if self._chain.link else None
            self._data_version = version

    def _distrust(self, connection: Connection | None) -> None:
        """After a failed commit nothing that was remembered counts any more."""
        self._chain = None
        self._shared.blocks.forget()
        self._shared.directory = None
        if connection:
            with suppress(exc.SQLAlchemyError):
                connection.invalidate()
            with suppress(exc.SQLAlchemyError):
                connection.close()


def _data_version(connection: Connection) -> int:
    """Changes when another connection has committed; asked of the driver, as it is asked often."""
    driver: Any = connection.connection.driver_connection
    (version,) = driver.execute("PRAGMA data_version").fetchone()
    return int(version)


class PooledWriter:
    """Threads with a connection each; a unit that loses a race is run again from its start."""

    def __init__(self, engine: Engine, shared: Installation, threads: int = POOL) -> None:
        """Start the pool.

        Args:
            engine: of a PostgreSQL database.
            shared: keys, id blocks and directory of this process.
            threads: how many units run side by side.
        """
        self._engine = engine
        self._shared = shared
        self._local = threading.local()
        self._chains: list[Chain] = []
        self._committed: dict[int, Chain] = {}
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="writer")

    def submit(self, job: Job) -> None:
        """Queue a unit; its future is resolved after the commit."""
        self._pool.submit(self._attempt_until_done, job)

    def heads(self) -> list[Chain]:
        """The ends of this process' chains, as far as they are committed."""
        return list(self._committed.values())

    def close(self) -> None:
        """Finish what waits, free the chains, stop."""
        self._pool.shutdown()
        with suppress(exc.SQLAlchemyError), self._engine.begin() as connection:
            for chain in self._chains:
                audits.lease(connection, chain.id, datetime.now(UTC) - timedelta(seconds=1))

    def _attempt_until_done(self, job: Job) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                result = self._attempt(job)
            except Exception as error:  # noqa: BLE001 (told to whoever waits)
                if attempt < ATTEMPTS and worth_retrying(error):
                    continue
                _fail([job], error)
            else:
                job.future.set_result(result)
            return

    def _attempt(self, job: Job) -> Any:  # noqa: ANN401
        with self._engine.connect() as connection, connection.begin():
            chain = self._own_chain(connection)
            moved = Chain(chain.id, chain.link, chain.mac)
            try:
                result = run(connection, self._shared, job, moved)
            except Exception:
                self._local.chain = None
                raise
        chain.link, chain.mac = moved.link, moved.mac
        self._committed[chain.id] = moved
        return result

    def _own_chain(self, connection: Connection) -> Chain:
        """The chain of this thread; after an error its end is read anew."""
        held: Chain | None = getattr(self._local, "chain", None)
        if held:
            return held
        known: Chain | None = getattr(self._local, "known", None)
        if known is None:
            with self._engine.begin() as taking:
                known = audits.take_chain(taking, datetime.now(UTC), single=False)
            self._local.known = known
            self._chains.append(known)
        known.link, known.mac = audits.head(connection, known.id)
        self._local.chain = known
        return known


def _fail(jobs: list[Job], error: Exception) -> None:
    reason = reason_of(error)
    told = StoreFailure(reason, detail=type(error).__name__) if reason else error
    told.__cause__ = error if reason else error.__cause__
    for job in jobs:
        if not job.future.done():
            job.future.set_exception(told)
