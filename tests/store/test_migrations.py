"""Migrations: from the first revision with data in it to this version, and never backwards."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, insert, inspect, select, text

from store import anchors, engines, installations, migrations
from store.failures import StoreFailure
from store.keys import create_key_file, load_key_file
from store.metadata import metadata
from tests import databases

NAIVE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 (what SQLite gives back)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/parley.db"
        return
    url = databases.fresh_postgres_url()
    yield url
    databases.drop_postgres(url)


def test_a_new_database_is_at_the_head_and_has_every_table(any_chat):
    engine = any_chat.database.engine
    assert migrations.revision(engine)
    assert migrations.upgrade(engine) is False
    with engine.connect() as connection:
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())


def test_the_migrations_make_what_the_tables_declare(any_chat):
    with any_chat.database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _object, name, kind, *_rest: (
                    not (kind == "table" and name.startswith(("search_", "alembic_")))
                )
            },
        )
        assert compare_metadata(context, metadata) == []


def test_data_of_the_first_revision_survive_every_step(empty_url, tmp_path):
    keys = create_key_file(tmp_path / "parley.key")
    database = engines.create(empty_url, keys)
    command.upgrade(migrations.config(database.engine), "0001")
    tables = _one_row_in_each_table(database.engine)
    migrations.upgrade(database.engine)
    with database.engine.connect() as connection:
        for table, values in tables.items():
            (held,) = connection.execute(select(table)).mappings()
            assert dict(held) == values, table.name
    database.close()


def _one_row_in_each_table(engine) -> dict[Table, dict[str, object]]:
    """A row with a value in every column of every table of the first revision."""
    reflected = MetaData()
    reflected.reflect(engine, only=lambda name, _: not name.startswith(("search_", "alembic_")))
    rows = {table: _row(table) for table in reflected.sorted_tables}
    with engine.begin() as connection:
        for table, values in rows.items():
            connection.execute(insert(table), values)
    return rows


def _row(table: Table) -> dict[str, object]:
    samples = {int: 1, str: "x", bytes: b"x", bool: False, datetime: NAIVE}
    kinds = {column.name: column.type.python_type for column in table.columns}
    aware = {c.name for c in table.columns if getattr(c.type, "timezone", False)}
    values: dict[str, object] = {name: samples[kind] for name, kind in kinds.items()}
    return values | {name: datetime(2026, 11, 23, 9, tzinfo=UTC) for name in aware}


def test_an_older_database_is_copied_before_it_is_changed(tmp_path):
    keys = create_key_file(tmp_path / "parley.key")
    url = f"sqlite:///{tmp_path}/parley.db"
    database = engines.create(url, keys)
    command.upgrade(migrations.config(database.engine), "0001")
    _one_row_in_each_table(database.engine)
    migrations.upgrade(database.engine)
    database.close()
    copy = engines.create(f"sqlite:///{tmp_path}/parley.db.before-{_head()}", keys)
    assert migrations.revision(copy.engine) == "0001"
    with copy.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM contacts")).scalar() == 1
    copy.close()


def _head() -> str:
    return max(path.name[:4] for path in Path(migrations.__file__).parent.glob("versions/0*.py"))


def test_a_database_of_a_later_program_is_left_alone(any_chat):
    engine = any_chat.database.engine
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFailure) as failure:
        installations.open_installation(any_chat.url, any_chat.key_file)
    assert failure.value.reason == "newer"
    assert failure.value.detail == "9999"
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        )


def test_the_steps_are_those_that_alembic_knows_by_their_numbers(chat):
    script = ScriptDirectory.from_config(migrations.config(chat.database.engine))
    steps = frozenset(step.revision for step in script.walk_revisions())
    assert migrations._steps() == (script.get_current_head(), steps)


def test_an_empty_database_is_none_of_ours(tmp_path, chat):
    keys = load_key_file(chat.key_file)
    url = f"sqlite:///{tmp_path}/empty.db"
    empty = engines.create(url, keys, anchors.path_beside(chat.key_file))
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (id INTEGER)"))
    empty.close()
    with pytest.raises(StoreFailure) as failure:
        installations.open_installation(url, chat.key_file)
    assert failure.value.reason == "empty"


def test_foreign_keys_are_on_again_after_a_migration(chat):
    with chat.database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
