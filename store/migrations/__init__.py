"""Migrations: bringing a database to the version of this program, step by step, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from store.failures import StoreFailure


def config(engine: Engine) -> Config:
    """Alembic's settings, made here: no ini file has to be found on the disk."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine) -> bool:
    """Run the steps that a database lacks; False when it lacks none.

    Raises:
        StoreFailure: reason "newer" when a later program has changed the database.
    """
    settings = config(engine)
    script = ScriptDirectory.from_config(settings)
    current = revision(engine)
    if current == script.get_current_head():
        return False
    known = {step.revision for step in script.walk_revisions()}
    if current is not None and current not in known:
        raise StoreFailure("newer", engine.url.render_as_string(hide_password=True), current)
    command.upgrade(settings, "head")
    return True


def revision(engine: Engine) -> str | None:
    """The version of a database, or None when it is empty."""
    with engine.connect().execution_options(reading=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()
