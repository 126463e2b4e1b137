"""Run by Alembic: one transaction, with SQLite's foreign keys off outside of it."""

from alembic import context
from sqlalchemy import Engine

from store import tables
from store.metadata import metadata


def _include(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """The search tables are made by hand; autogenerate would drop them."""
    return not (kind == "table" and name and name.startswith("search_"))


def run() -> None:
    """Bring the database to the head."""
    engine: Engine = context.config.attributes["engine"]
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            # Batch mode rebuilds tables; with foreign keys on it deletes child rows in silence.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=sqlite,
            include_object=_include,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(broken)
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


assert tables  # noqa: S101 (importing it fills the metadata)
run()
