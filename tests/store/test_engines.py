"""Units of work: group commit on SQLite, a pool with retries on PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import exc, text

from store import contact_lists, contacts
from store.contacts import Draft
from store.errors import CrmError
from store.failures import StoreFailure
from store.sessions import PARLEY
from store.tables import Contact, Setting


def add(name):
    def unit(session):
        session.actor = PARLEY
        return contacts.add(session, Draft(name), owner_id=None).id

    return unit


def count(session):
    session.actor = PARLEY
    return contact_lists.page(session, contact_lists.Filters()).total


def test_what_a_unit_returns_is_committed(any_chat):
    database, now = any_chat.database, any_chat.clock.now()
    assert database.write(add("Grace Hopper"), now) == 1
    assert database.read(count, now) == 1


def test_reading_changes_nothing(any_chat):
    database, now = any_chat.database, any_chat.clock.now()

    def unit(session):
        session.add(Setting(name="x", value="1"))
        session.actor = PARLEY
        session.flush()

    database.read(unit, now)
    assert database.read(lambda session: session.get(Setting, "x"), now) is None


def test_a_unit_that_fails_leaves_nothing_and_takes_no_other_with_it(any_chat):
    database, now = any_chat.database, any_chat.clock.now()

    def fail(session):
        add("Nobody")(session)
        session.flush()
        raise CrmError("on purpose")

    def attempt(number):
        try:
            return database.write(fail if number % 4 == 0 else add(f"Person {number}"), now)
        except CrmError:
            return None

    with ThreadPoolExecutor(16) as pool:
        made = [one for one in pool.map(attempt, range(64)) if one]
    assert len(made) == len(set(made)) == 48
    assert database.read(count, now) == 48
    root = any_chat.admin()
    assert root.says("audit verify").startswith("The audit holds")


def test_a_row_that_the_database_refuses_takes_no_other_with_it(any_chat):
    database, now = any_chat.database, any_chat.clock.now()

    def refused(session):
        session.actor = PARLEY
        session.add(Contact(id=10**6, name="X", folded="x", subject_id=1, created_at=now,
                            updated_at=now, company_id=10**6))  # fmt: skip
        session.flush()

    def attempt(number):
        try:
            return database.write(refused if number % 4 == 0 else add(f"Person {number}"), now)
        except exc.IntegrityError:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [one for one in pool.map(attempt, range(16)) if one]
    assert len(made) == 12
    assert database.read(count, now) == 12
    assert any_chat.admin().says("audit verify").startswith("The audit holds")


def test_64_threads_at_once_and_every_number_given_once(any_chat):
    database, now = any_chat.database, any_chat.clock.now()
    start = threading.Barrier(64)

    def attempt(number):
        start.wait()
        return database.write(add(f"Person {number}"), now)

    with ThreadPoolExecutor(64) as pool:
        made = list(pool.map(attempt, range(64)))
    assert len(set(made)) == 64
    assert database.read(count, now) == 64


def test_two_who_change_one_row_at_once_both_succeed(any_chat):
    database, now = any_chat.database, any_chat.clock.now()
    row_id = database.write(add("Grace"), now)

    def entitle(title):
        def unit(session):
            session.actor = PARLEY
            row = contacts.get(session, row_id)
            contacts.edit(session, row, {"title": title})
            return row.title

        return database.write(unit, now)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(entitle, "ABCDEFGH")) == list("ABCDEFGH")
    found = database.read(lambda session: _as_parley(session, row_id).version, now)
    assert found == 9


def _as_parley(session, row_id):
    session.actor = PARLEY
    return contacts.get(session, row_id)


class Lost(Exception):
    """What psycopg raises when a transaction lost a race."""

    sqlstate = "40001"


def test_a_unit_that_lost_a_race_is_run_again_from_its_start(any_chat):
    if any_chat.database.is_sqlite:
        pytest.skip("one writer cannot lose a race")
    runs = []

    def unit(session):
        runs.append(add("Grace")(session))
        if len(runs) < 3:
            raise exc.OperationalError("UPDATE", {}, Lost())
        return len(runs)

    assert any_chat.database.write(unit, any_chat.clock.now()) == 3
    assert any_chat.database.read(count, any_chat.clock.now()) == 1


def test_after_eight_attempts_it_is_told(any_chat):
    if any_chat.database.is_sqlite:
        pytest.skip("one writer cannot lose a race")
    runs = []

    def unit(session):
        runs.append(1)
        raise exc.OperationalError("UPDATE", {}, Lost())

    with pytest.raises(exc.OperationalError):
        any_chat.database.write(unit, any_chat.clock.now())
    assert len(runs) == 8


def test_a_database_that_cannot_be_written_says_so_and_works_again_afterwards(chat):
    database, now = chat.database, chat.clock.now()

    def broken(session):
        raise exc.OperationalError("INSERT", {}, Exception("database or disk is full"))

    with pytest.raises(StoreFailure) as failure:
        database.write(broken, now)
    assert failure.value.reason == "full"
    assert database.write(add("Grace"), now)
    with pytest.raises(StoreFailure, match="busy"):
        database.read(
            lambda session: (_ for _ in ()).throw(
                exc.OperationalError("SELECT", {}, Exception("database is locked"))
            ),
            now,
        )


def test_the_file_is_encrypted(chat):
    chat.rep("Ada").says("contact add Grace Hopper")
    chat.database.close()
    raw = b"".join(path.read_bytes() for path in chat.key_file.parent.glob("parley.db*"))
    assert b"SQLite format 3" not in raw
    assert b"Grace" not in raw


def test_the_pragmas_hold(chat):
    with chat.database.engine.connect() as connection:
        held = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert held == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
