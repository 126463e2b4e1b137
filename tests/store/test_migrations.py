"""Migrations: from the first revision with data in it to this version, and never backwards."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from store import anchors, engines, installations, migrations
from store.failures import StoreFailure
from store.keys import load_key_file
from store.metadata import metadata


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


def test_data_of_the_first_revision_survive_every_step(any_chat):
    engine = any_chat.database.engine
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper grace@navy.example company:Navy")
    settings = migrations.config(engine)
    command.downgrade(settings, "0001") if migrations.revision(engine) != "0001" else None
    any_chat.database.close()
    any_chat.restarts()
    assert "grace@navy.example" in ada.says("find hopper")
    assert any_chat.admin().says("audit verify").startswith("The audit holds")


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
