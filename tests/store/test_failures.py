"""What a database refuses, in our words, and never with a password."""

import pytest
from sqlalchemy import exc

from store import engines, installations
from store.errors import CrmError
from store.failures import StoreFailure, reason_of, worth_retrying


class Lost(Exception):
    """What psycopg raises when a transaction lost a race."""

    sqlstate = "40001"


def test_what_is_worth_another_try():
    assert worth_retrying(exc.IntegrityError("INSERT", {}, Exception()))
    assert worth_retrying(exc.OperationalError("UPDATE", {}, Lost()))
    assert not worth_retrying(exc.OperationalError("UPDATE", {}, Exception()))
    assert not worth_retrying(CrmError())


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("file is not a database", "wrong key"),
        ("attempt to write a readonly database", "read-only"),
        ("database or disk is full", "full"),
        ("disk I/O error", "full"),
        ("database is locked", "busy"),
        ("unable to open database file", "unreachable"),
        ("database disk image is malformed", "broken"),
        ("no such column: x", None),
    ],
)
def test_what_sqlite_says_in_our_words(words, reason):
    assert reason_of(exc.OperationalError("SELECT", {}, Exception(words))) == reason
    assert reason_of(ValueError(words)) is None


@pytest.mark.parametrize(
    "url",
    ["mysql://x/y", "sqlite://", "nonsense", "postgresql+asyncpg://x/y", "sqlite+aiosqlite:///x"],
)
def test_addresses_that_are_none(url):
    with pytest.raises(StoreFailure) as failure:
        engines.read_url(url)
    assert failure.value.reason == "url"


def test_no_password_is_ever_told():
    with pytest.raises(StoreFailure) as failure:
        engines.read_url("mysql://root:hunter2@host/db")
    assert "hunter2" not in str(failure.value)


def test_an_unreachable_server(tmp_path, chat):
    with pytest.raises(StoreFailure) as failure:
        installations.open_installation("postgresql://u:hunter2@127.0.0.1:1/x", chat.key_file)
    assert failure.value.reason == "unreachable"
    assert "hunter2" not in str(failure.value)
