"""When something is wrong with the machine: one sentence, the right exit code, nothing harmed."""

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text

from store import contact_lists, contacts, engines, installations
from store.failures import StoreFailure
from store.keys import create_key_file, load_key_file
from store.sessions import PARLEY, Session
from tests import databases
from tests.bot.processes import Company
from tests.conversations import MONDAY, open_chat

BIG = f'contact add "Big Note" note:"{"x" * 9000}"'


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A company with one contact."""
    for chat in open_chat("sqlite", tmp_path):
        chat.rep("Ada Byron").says("contact add Grace Hopper")
    return Company(tmp_path)


def complains(done: subprocess.CompletedProcess[bytes], code: int = 1) -> str:
    """The one sentence on stderr; anything else there, or another exit code, is an error."""
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert said.endswith("\n")
    assert said.count("\n") == 1
    assert (done.returncode, done.stdout) == (code, b"")
    return said


def unharmed(company: Company) -> bool:
    """Whether the contact is there still, and the audit holds."""
    return names_in(company) == ["Grace Hopper"] and company.holds()


def names_in(company: Company) -> list[str]:
    """Names of all contacts, the newest first."""

    def unit(session: Session) -> list[str]:
        session.actor = PARLEY
        return [
            row.name
            for row in contact_lists.page(session, contact_lists.Filters(), limit=10**4).rows
        ]

    url = f"sqlite:///{company.database}"
    database = installations.open_installation(url, company.key_file)
    try:
        return database.read(unit, MONDAY)
    finally:
        database.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "parley.db",
        "mysql://x/y",
        "sqlite://",
        "postgresql:/x",
        "http://:secret@x/",
        "sqlite:///",
    ],
)
def test_an_address_that_is_none(company: Company, url: str):
    said = complains(company.within("verify", PARLEY_DATABASE_URL=url)) if url else ""
    assert "secret" not in said
    assert unharmed(company)


def test_a_database_that_is_not_there(company: Company):
    said = complains(company.within("verify", PARLEY_DATABASE_URL="sqlite:///other.db"))
    assert "other.db" in said
    assert "parley init" in said
    assert not (company.folder / "other.db").exists()


@pytest.mark.parametrize("name", ["nowhere", "secret"])
def test_a_server_that_cannot_be_reached(company: Company, name: str):
    url = f"postgresql://user:secret@127.0.0.1:9/{name}"
    said = complains(company.within("verify", PARLEY_DATABASE_URL=url))
    assert "user:secret" not in said
    assert "cannot be reached" in said


def test_an_empty_server(company: Company):
    url = databases.fresh_postgres_url()
    try:
        assert "no company yet" in complains(company.within("verify", PARLEY_DATABASE_URL=url))
    finally:
        databases.drop_postgres(url)


def test_a_database_name_that_the_server_does_not_know(company: Company):
    url = databases.fresh_postgres_url()
    databases.drop_postgres(url)
    complains(company.within("verify", PARLEY_DATABASE_URL=url))


@pytest.mark.parametrize(
    "command", [("verify",), ("chat", "--as", "Ada Byron", "--json"), ("doctor",)]
)
def test_a_missing_key_file(company: Company, command: tuple[str, ...]):
    kept = company.key_file.read_bytes()
    company.key_file.unlink()
    done = company.within(*command)
    said = done.stdout.decode() if command == ("doctor",) else complains(done)
    assert "no key file at parley.key" in said
    assert done.returncode == 1
    assert not company.key_file.exists()
    company.key_file.write_bytes(kept)
    assert unharmed(company)


def test_the_key_file_of_another_company(company: Company, tmp_path: Path):
    other = tmp_path / "other.key"
    create_key_file(other)
    said = complains(company.within("verify", PARLEY_KEY_FILE=str(other)))
    assert "does not open with this key file" in said
    assert unharmed(company)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"not JSON",
        b"\xff\xfe\x00",
        b"[1, 2]",
        b'{"parley": 1, "active": 1, "masters": {"1": "AA=="}, "index": "AA==", "audit": ""}',
    ],
)
def test_a_damaged_key_file(company: Company, damage: bytes):
    kept = company.key_file.read_bytes()
    company.key_file.write_bytes(damage)
    assert "no key file of Parley" in complains(company.within("verify"))
    assert company.key_file.read_bytes() == damage
    company.key_file.write_bytes(kept)
    assert unharmed(company)


def test_a_key_file_that_lacks_its_end(company: Company):
    kept = company.key_file.read_bytes()
    for length in (1, len(kept) // 2, len(kept) - 3):
        company.key_file.write_bytes(kept[:length])
        complains(company.within("verify"))
    company.key_file.write_bytes(kept)
    assert unharmed(company)


def test_a_key_file_that_is_a_folder(company: Company):
    complains(company.within("verify", PARLEY_KEY_FILE=str(company.folder)))


@pytest.mark.parametrize("at", [0, 5000])
def test_a_damaged_database(company: Company, at: int):
    kept = company.database.read_bytes()
    with company.database.open("r+b") as file:
        file.seek(at)
        file.write(os.urandom(2000))
    complains(company.within("chat", "--as", "Ada Byron", "--json"))
    company.database.write_bytes(kept)
    assert unharmed(company)


def test_a_file_that_is_no_database(company: Company):
    other = company.folder / "other.db"
    other.write_text("dear diary " * 1000)
    complains(company.within("verify", PARLEY_DATABASE_URL="sqlite:///other.db"))
    assert other.read_text() == "dear diary " * 1000


def test_a_database_of_a_newer_program(company: Company):
    before = _set_version(company, "9999")
    assert "made by a newer Parley" in complains(company.within("verify"))
    assert "made by a newer Parley" in complains(company.within("migrate"))
    _set_version(company, before)
    assert unharmed(company)


def _set_version(company: Company, version: str) -> str:
    """Write a version into the database and give the one that was there."""
    url = f"sqlite:///{company.database}"
    database = engines.create(url, load_key_file(company.key_file))
    with database.engine.begin() as connection:
        before = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": version})
    database.close()
    return str(before)


def test_what_exists_is_not_made_again(company: Company):
    database, key = company.database.read_bytes(), company.key_file.read_bytes()
    again = ("init", "--company", "Other", "--admin", "Other Admin")
    assert "left it as it is" in complains(company.within(*again))
    elsewhere = {"PARLEY_DATABASE_URL": "sqlite:///new.db"}
    assert "key file" in complains(company.within(*again, **elsewhere))
    assert not (company.folder / "new.db").exists()
    assert "left it as it is" in complains(company.within(*again, PARLEY_KEY_FILE="new.key"))
    assert not (company.folder / "new.key").exists()
    assert (company.database.read_bytes(), company.key_file.read_bytes()) == (database, key)
    assert unharmed(company)


@pytest.mark.parametrize("clock", ["yesterday", "2026-13-01", "", "12:00"])
def test_a_clock_that_is_no_moment(company: Company, clock: str):
    done = company.within("chat", "--as", "Ada Byron", "--json", "--clock", clock or " ")
    assert "2026-11-23T09:00" in complains(done, 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("chat",),
        ("chat", "--as"),
        ("chat", "--as", "Ada Byron", "--jason"),
        ("dance",),
        ("init",),
        ("init", "--company", "Acme"),
        ("import",),
        ("verify", "now"),
    ],
)
def test_bad_usage(company: Company, arguments: tuple[str, ...]):
    assert "parley --help" in complains(company.within(*arguments), 2)
    assert unharmed(company)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOCALE", "tlh"),
        ("NOW", "soon"),
        ("TIMEZONE", "Mars/Base"),
        ("CURRENCY", "XX"),
        ("HTTP", ""),
    ],
)
def test_a_setting_that_makes_no_sense(company: Company, name: str, value: str):
    new = {"PARLEY_DATABASE_URL": "sqlite:///new.db", "PARLEY_KEY_FILE": "new.key"}
    done = company.within(
        "init", "--company", "Other", "--admin", "Other", **new, **{f"PARLEY_{name}": value}
    )
    if name != "HTTP":
        assert value in complains(done)
        assert not (company.folder / "new.db").exists()
        assert not (company.folder / "new.key").exists()


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A file system in memory, where the machine lets us mount one."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def told_of(done: subprocess.CompletedProcess[bytes], words: str) -> None:
    """A disk that refuses is told as a sentence, in the chat or by the command line."""
    everything = (done.stdout + done.stderr).decode()
    assert "Traceback" not in everything
    assert words in everything


def test_a_disk_that_became_read_only(company: Company, tmp_path: Path):
    with mounted(tmp_path / "disk", "-o", "size=64m") as disk:
        there = moved(company, disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
        program = there.command("chat", "--as", "Ada Byron", "--json")
        told_of(there.start(program, told=b"contact add Alan Turing\n"), "read-only")
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True, capture_output=True)
        assert unharmed(there)


def moved(company: Company, folder: Path) -> Company:
    """The company, copied into another folder."""
    for file in company.folder.iterdir():
        if file.is_file():
            shutil.copy2(file, folder)
    return Company(folder)


def test_a_disk_that_is_full(company: Company, tmp_path: Path):
    with mounted(tmp_path / "disk", "-o", "size=4m") as disk:
        there = moved(company, disk)
        many = "".join(f"{BIG.replace('Big', f'Big{n}x')}\n" for n in range(400))
        done = there.run("chat", "--as", "Ada Byron", "--json", told=many.encode())
        told_of(done, "disk is full")
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert there.holds()
        assert "Grace Hopper" in names_in(there)


def test_a_file_that_may_not_grow(company: Company):
    """As with a full disk, where nothing can be mounted."""
    limit = company.database.stat().st_size + 2**17

    def restrict() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    many = "".join(f"{BIG.replace('Big', f'Big{n}x')}\n" for n in range(300))
    done = subprocess.run(
        company.command("chat", "--as", "Ada Byron", "--json"),
        input=many.encode(),
        capture_output=True,
        cwd=company.folder,
        env=company.environment(),
        preexec_fn=restrict,
        check=False,
    )
    told_of(done, "disk is full")
    finished = [json.loads(line) for line in done.stdout.splitlines() if b"Saved" in line]
    assert company.holds()
    assert len(names_in(company)) >= 1 + len(finished)


def test_a_database_opened_for_reading_only(company: Company):
    """A refusal to write is told in the chat, and the chat goes on when it is over."""
    url = f"sqlite:///{company.database}"
    database = installations.open_installation(url, company.key_file)
    refuse = event.listens_for(database.engine, "begin")
    try:
        refuse(lambda connection: connection.exec_driver_sql("PRAGMA query_only=ON"))
        with pytest.raises(StoreFailure) as refused:
            database.write(_add_somebody, MONDAY)
        assert refused.value.reason == "read-only"
    finally:
        database.close()
    assert unharmed(company)


def _add_somebody(session: Session) -> None:
    session.actor = PARLEY
    contacts.add(session, contacts.Draft("Alan Turing"), owner_id=None)
