"""Installations: making a company's database, opening it, bringing it to this version."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exc, inspect, select
from sqlmodel import col

from store import anchors, directories, engines, identities, migrations, settings, staff
from store.engines import Database
from store.failures import StoreFailure
from store.keys import KeyRing, create_key_file, load_key_file
from store.rights import Role
from store.sessions import Session
from store.tables import Setting

FINGERPRINT = "key file"


def found(
    url: str, key_file: Path, *, company: Mapping[str, Any], admin: str, now: datetime
) -> tuple[Database, str]:
    """Make the database and key file of a new company.

    Args:
        url: where the database will be; it must not hold anything yet.
        key_file: where the key file will be; it must not exist.
        company: settings: name, locale, timezone, currency, region.
        admin: whole name of the first admin.
        now: aware moment.

    Returns:
        The open database and the admin's one-time link code.

    Raises:
        StoreFailure: reason "exists" when the database holds something, or it cannot be used.
        KeyFileExists: there is a key file already.
    """
    _refuse_existing(url)
    keys = create_key_file(key_file)
    database = None
    try:
        database = engines.create(url, keys, anchors.path_beside(key_file))
        _migrate(database)
        code = database.write(lambda session: _fill(session, company, admin), now)
    except BaseException:
        if database:
            database.close()
        key_file.unlink()
        anchors.path_beside(key_file).unlink(missing_ok=True)
        raise
    return database, code


def _refuse_existing(url: str) -> None:
    address = engines.read_url(url)
    if address.drivername == "sqlite" and Path(str(address.database)).exists():
        raise StoreFailure("exists", engines.address(address))


def _fill(session: Session, company: Mapping[str, Any], admin: str) -> str:
    session.act_as(None)
    session.origin.command = "init"
    session.add(Setting(name=directories.VERSION_SETTING, value="1"))
    session.add(Setting(name=FINGERPRINT, value=f'"{session.keys.fingerprint()}"'))
    session.flush()
    for name, value in company.items():
        settings.put(session, name, value)
    row = staff.add(session, admin, Role.ADMIN)
    session.flush()
    return identities.invite(session, row.id)


def open_installation(url: str, key_file: Path) -> Database:
    """Open a company's database and bring it to this version.

    Raises:
        KeyFileMissing, KeyFileBroken: no usable key file.
        StoreFailure: missing, wrong key, newer than this program, or otherwise unusable.
    """
    keys = load_key_file(key_file)
    address = engines.read_url(url)
    if address.drivername == "sqlite" and not Path(str(address.database)).exists():
        raise StoreFailure("missing", engines.address(address))
    database = engines.create(url, keys, anchors.path_beside(key_file))
    try:
        _check(database, keys)
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _check(database: Database, keys: KeyRing) -> None:
    """Refuse a database that is empty, or that another key file belongs to."""
    place = engines.address(database.engine.url)
    with engines.guarded(database.engine) as connection:
        if not inspect(connection).has_table("settings"):
            raise StoreFailure("empty", place)
        if _fingerprint(connection) != f'"{keys.fingerprint()}"':
            raise StoreFailure("wrong key", place)


def _fingerprint(connection: Connection) -> str | None:
    query = select(col(Setting.value)).where(col(Setting.name) == FINGERPRINT)
    return connection.execute(query).scalar_one_or_none()


def _migrate(database: Database) -> None:
    try:
        migrations.upgrade(database.engine)
    except exc.DBAPIError as error:
        raise engines.failure(error, database.engine.url) from error
