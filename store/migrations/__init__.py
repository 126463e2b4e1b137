"""Migrations: bringing a database to the version of this program, step by step, by Alembic.

Alembic is imported when there is a step to run: with the template engine and the highlighter that
it brings along it takes a fifth of a start.
"""

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, inspect

from store.failures import StoreFailure

if TYPE_CHECKING:
    from alembic.config import Config


def config(engine: Engine) -> "Config":
    """Alembic's settings, made here: no ini file has to be found on the disk."""
    from alembic.config import Config  # noqa: PLC0415 (start-up time)

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine) -> bool:
    """Run the steps that a database lacks; False when it lacks none.

    Raises:
        StoreFailure: reason "newer" when a later program has changed the database.
    """
    current = revision(engine)
    head, known = _steps()
    if current == head:
        return False
    if current is not None and current not in known:
        raise StoreFailure("newer", engine.url.render_as_string(hide_password=True), current)
    if current is not None:
        _keep_copy(engine, head)
    from alembic import command  # noqa: PLC0415 (start-up time)

    command.upgrade(config(engine), "head")
    return True


@cache
def _steps() -> tuple[str, frozenset[str]]:
    """The newest step and all steps of this program, by the numbers that their files begin with."""
    files = (Path(__file__).parent / "versions").glob("[0-9]*.py")
    known = frozenset(file.name.partition("_")[0] for file in files)
    return max(known), known


def _keep_copy(engine: Engine, head: str) -> None:
    """Copy the embedded database before it is changed, beside it: `parley.db.before-0002`.

    A PostgreSQL server has backups of its own.
    """
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.begin()  # at once and exclusive: nobody writes while the file is copied
            shutil.copy2(path, path.with_name(f"{path.name}.before-{head}"))


def revision(engine: Engine) -> str | None:
    """The version of a database, or None when it is empty."""
    with engine.connect().execution_options(reading=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        current: str | None = found.scalar_one_or_none()
        return current
