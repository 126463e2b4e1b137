"""The databases that tests get, and the network that they do not."""

import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from pytest_socket import SocketConnectBlockedError
from sqlalchemy import create_engine, text

from tests.databases import (
    database_name,
    drop_postgres,
    fresh_postgres_url,
    fresh_sqlite_path,
)

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def tables_in(url):
    with psycopg.connect(url) as connection:
        return len(connection.execute(TABLES).fetchall())


def test_every_postgres_database_is_new_and_empty():
    first = fresh_postgres_url()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE deals (id bigint)")

    second = fresh_postgres_url()

    assert (tables_in(first), tables_in(second)) == (1, 0)


def test_a_copy_of_a_template_has_its_rows_and_leaves_it_alone():
    template = fresh_postgres_url()
    with psycopg.connect(template) as connection:
        connection.execute("CREATE TABLE deals AS SELECT 42 AS id")

    copy = fresh_postgres_url(database_name(template))
    with psycopg.connect(copy) as connection:
        assert connection.execute("DELETE FROM deals RETURNING id").fetchall() == [(42,)]

    with psycopg.connect(template) as connection:
        assert connection.execute("SELECT id FROM deals").fetchall() == [(42,)]


def test_sqlalchemy_reaches_it_with_psycopg_3():
    engine = create_engine(fresh_postgres_url())
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT lower('ÉCOLE 王')")) == "école 王"
    engine.dispose()

    assert engine.driver == "psycopg"


def test_dropping_a_database_throws_out_who_is_connected():
    url = fresh_postgres_url()
    connection = psycopg.connect(url)

    drop_postgres(url)

    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)
    connection.close()


def test_a_stopped_server_leaves_no_files():
    script = (
        "from tests import databases as d\n"
        "print(d.fresh_postgres_url())\n"
        "d.stop_postgres()\n"
        "d.stop_postgres()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    data = Path(run.stdout.strip().partition("host=")[2])

    assert data.parent.name.startswith("parley-pg-")
    assert not data.parent.exists()


def test_a_sqlite_path_is_free_each_time(tmp_path):
    first, second = fresh_sqlite_path(tmp_path), fresh_sqlite_path(tmp_path)

    assert first != second
    assert not first.exists()
    assert first.parent == tmp_path


def test_loopback_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_network_cannot_be_reached():
    # An address reserved for documentation: were it let through, nobody would answer.
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
