"""Without the key file nothing personal can be read: not in files, not in logs, not swapped."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers.contract import registry
from store import contacts, conversations, outboxes, subjects
from store.columns import columns_of, table_of
from store.envelopes import EnvelopeBroken
from store.sessions import PARLEY, Session
from store.subjects import SubjectErased
from store.tables import Activity, Contact, ContactPoint, Conversation, FieldValue, Inbox, Outbox
from tests import databases
from tests.conversations import Chat

pytestmark = pytest.mark.no_cover  # what is written here is written by other tests too

NAMES = ("Wilhelmina Quartermaine", "夏侯惊鸿", "Obscuria Holdings", "Thaumaturge")
PERSONAL = ("6175550188", "wilhelmina@obscuria.example", "77 Gossamer Alley", "1931-07-19",
            "penicillin", "confessed that the moon is cheese", "18516507733")  # fmt: skip
SENTENCE = "confessed that the moon is cheese"


@pytest.fixture
def told(any_chat: Chat) -> Chat:
    """A company that was told all of it, on each database."""
    return tell(any_chat)


def tell(chat: Chat) -> Chat:
    """Tell a company all of it, in two languages."""
    chat.admin().says("field add allergy")
    ada = chat.rep("Ada")
    ada.says(
        f'contact add "{NAMES[0]}" +1 617 555 0188 {PERSONAL[1]} company:"{NAMES[2]}" '
        f'title:{NAMES[3]} address:"{PERSONAL[2]}" birthday:{PERSONAL[3]} allergy:{PERSONAL[4]}'
    )
    ada.says(f"log note C-1 {SENTENCE}")
    ada.says(f"添加联系人 {NAMES[1]} {PERSONAL[6]}")
    ada.says("contact edit C-1 phone:+1 617 555 0189 address:elsewhere")
    card = ada.says("undo") + ada.says("contact show C-1") + ada.says("timeline C-1")
    assert all(text in card for text in (*NAMES[2:], *PERSONAL[1:3], SENTENCE))
    return chat


def spellings(text: str) -> Iterator[bytes]:
    """A text as it may lie on a disk; numbers in groups too."""
    for spelled in {text, text.lower(), text.upper(), f"{text[:3]}-{text[3:6]}-{text[6:]}"}:
        yield from (spelled.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def found_in(files: list[Path], texts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Which texts lie readable in which file."""
    wanted = {text: list(spellings(text)) for text in texts}
    found = []
    for file in files:
        content = file.read_bytes()
        found += [
            (file.name, text)
            for text, forms in wanted.items()
            if any(one in content for one in forms)
        ]
    return found


def folder_of(chat: Chat) -> Path:
    return chat.key_file.parent


def test_the_files_of_sqlite_hold_nothing_that_can_be_read(chat: Chat):
    folder = folder_of(tell(chat))
    for moment in ("open", "closed"):
        files = [file for file in folder.iterdir() if file.is_file()]
        assert {"parley.db", "parley.key", "parley.anchors"} >= {file.name for file in files} - {
            "parley.db-wal",
            "parley.db-shm",
        }
        assert found_in(files, NAMES + PERSONAL) == [], moment
        for file in files:
            words = re.findall(
                rb"contacts|activities|staff|CREATE TABLE|SQLite format", file.read_bytes()
            )
            assert words == [], file.name
        if moment == "open":
            chat.database.close()


@pytest.mark.parametrize("any_chat", ["postgresql"], indirect=True)
def test_the_files_of_postgresql_hold_no_personal_field(told: Chat):
    with told.database.engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
    files = [file for file in databases.FOLDER.rglob("*") if file.is_file()]
    fresh = [file for file in files if file.stat().st_mtime > time.time() - 600]
    assert found_in(
        fresh, (NAMES[0],)
    )  # names are: SECURITY says so; and so we look at the right files
    assert found_in(fresh, PERSONAL) == []


def test_the_key_file_and_its_neighbours_are_its_owners_alone(told: Chat):
    modes = {file.name: file.stat().st_mode & 0o077 for file in folder_of(told).iterdir()}
    assert modes["parley.key"] == 0
    assert modes["parley.anchors"] == 0 if "parley.anchors" in modes else True


def test_an_incident_tells_the_log_what_broke_but_no_data(
    told: Chat, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    known = registry["find"]

    def broken(ask: Any, text: str) -> None:
        held = contacts.personal(ask.session, contacts.get(ask.session, 1))
        raise ValueError(text, held, ask.session.keys)

    broken_known = type(known)(**{**_fields(known), "handler": broken})
    monkeypatch.setitem(registry.commands, "find", broken_known)
    answer = told.rep("Ada").says("find Quartermaine 6175550188")
    logged = "".join(capfd.readouterr())
    number = re.findall(r"incident ([0-9A-F]{8})", answer)
    assert number[0] in logged
    assert "ValueError" in logged
    keys = told.database.shared.keys
    secrets = (*PERSONAL, *NAMES, "Quartermaine", "0188", repr(keys.index)[2:12], "KeyRing")
    assert [one for one in secrets if one in logged] == []


def _fields(known: Any) -> dict[str, Any]:
    return {name: getattr(known, name) for name in known.__dataclass_fields__}


def test_conversations_leave_no_log_at_all(told: Chat, capfd: pytest.CaptureFixture[str]):
    told.rep("Ada").says("find nobody at all")
    told.rep("Ada").says("contact add X y@")
    assert "".join(capfd.readouterr()) == ""


def swap(chat: Chat, table: type, name: str, one: int, other: int) -> None:
    """Exchange the ciphertexts of two rows, as somebody would who can write to the database."""
    columns = columns_of(table)
    column = columns[name]
    with chat.database.engine.begin() as connection:
        rows = select(columns.id, column).where(columns.id.in_([one, other]))
        held = {row[0]: row[1] for row in connection.execute(rows)}
        for row_id, donor in ((one, other), (other, one)):
            change = update(table_of(table)).where(columns.id == row_id)
            connection.execute(change.values({name: held[donor]}))


def reading(chat: Chat, read: Callable[[Session], Any]) -> Any:
    def unit(session: Session) -> Any:
        session.actor = PARLEY
        return read(session)

    return chat.database.read(unit, chat.clock.now())


def ids_of(chat: Chat, table: type) -> list[int]:
    columns = columns_of(table)
    with chat.database.engine.connect() as connection:
        return list(connection.execute(select(columns.id).order_by(columns.id)).scalars())


@pytest.fixture
def two(told: Chat) -> Chat:
    """Two contacts of one person with everything that is sealed."""
    told.rep("Ada").says(
        'contact add "Second Person" second@other.example address:"9 Other Road" '
        "birthday:1940-01-02 allergy:dust note:other"
    )
    return told


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (Contact, "address_sealed"),
        (Contact, "birthday_sealed"),
        (ContactPoint, "value_sealed"),
        (FieldValue, "value_sealed"),
        (Activity, "text_sealed"),
    ],
)
def test_swapped_ciphertexts_open_for_nobody(two: Chat, table: type, name: str):
    one, *_, other = ids_of(two, table)
    swap(two, table, name, one, other)

    def read(session: Session) -> None:
        row: Any = session.get(table, one)
        subjects.clear(session, row, name)

    with pytest.raises(EnvelopeBroken):
        reading(two, read)
    for text in ("contact show C-1", "contact show C-3", "timeline C-1", "timeline C-3"):
        answer = two.rep("Ada").says(text)
        assert "incident" not in answer
        if "altered outside of Parley" not in answer:
            theirs = ("9 Other Road", "1940", "second@", "dust") if "C-1" in text else PERSONAL
            assert [one for one in theirs if one in answer] == []


def test_ciphertexts_swapped_between_columns_open_for_nobody(two: Chat):
    columns = columns_of(Contact)
    with two.database.engine.begin() as connection:
        change = update(table_of(Contact)).where(columns.id == 1)
        connection.execute(change.values(birthday_sealed=columns.address_sealed))
    answer = two.rep("Ada").says("contact show C-1")
    assert "altered outside of Parley" in answer
    assert [one for one in PERSONAL if one in answer] == []


def test_a_row_given_to_another_person_opens_for_nobody(two: Chat):
    columns = columns_of(Contact)
    with two.database.engine.begin() as connection:
        subject = connection.execute(select(columns.subject_id).where(columns.id == 3)).scalar_one()
        change = update(table_of(Contact)).where(columns.id == 1)
        connection.execute(change.values(subject_id=subject))
    answer = two.rep("Ada").says("contact show C-1")
    assert "altered outside of Parley" in answer
    assert [one for one in PERSONAL if one in answer] == []


def test_swapped_messages_are_answered_to_nobody_and_hold_up_nobody(
    two: Chat, capfd: pytest.CaptureFixture[str]
):
    people = [two.rep("Ada").speaker, two.rep("Ben").speaker]

    def receive(session: Session) -> list[int | None]:
        return [
            conversations.receive(
                session, one.conversation, f"k{one.staff_id}", {"say": "contacts"}
            )
            for one in people
        ]

    one, other = two.database.write(receive, two.clock.now())
    assert one
    assert other
    swap(two, Inbox, "payload_sealed", one, other)
    assert two.terminal.catch_up() == []
    assert two.rep("Ada").says("whoami").startswith("Ada")
    logged = "".join(capfd.readouterr())
    assert logged.count("unreadable message") == 2
    assert [text for text in (*NAMES, *PERSONAL) if text in logged] == []


def test_a_swapped_memory_of_a_conversation_is_forgotten(two: Chat):
    ada, ben = two.rep("Ada"), two.rep("Ben")
    ben.says("whoami")
    places = [one.speaker.conversation.id for one in (ada, ben)]
    swap(two, Conversation, "state_sealed", *places)
    assert "C-" not in ben.says("contact show it")
    assert "U-" in ada.says("whoami")


def test_swapped_answers_reach_nobody_and_hold_up_nobody(two: Chat):
    ada, ben = two.rep("Ada"), two.rep("Ben")
    payload = {"spans": [[PERSONAL[0], ""]], "for": None}
    letters = [outboxes.Letter(payload, one.speaker.conversation) for one in (ada, ben)]
    two.database.write(lambda session: outboxes.post(session, letters, None), two.clock.now())
    swap(two, Outbox, "payload_sealed", letters[0].id, letters[1].id)
    assert PERSONAL[0] not in ada.says("whoami")
    assert PERSONAL[0] not in ben.says("whoami")


def test_what_was_sealed_with_a_destroyed_key_is_gone(told: Chat):
    def destroy(session: Session) -> None:
        session.actor = PARLEY
        subjects.destroy(session, contacts.get(session, 1).subject_id)

    told.database.write(destroy, told.clock.now())
    for again in range(2):
        with pytest.raises(SubjectErased):
            reading(told, lambda session: contacts.personal(session, contacts.get(session, 1)))
        for text in ("contact show C-1", "timeline C-1"):
            answer = told.rep("Ada").says(text)
            assert "erased for privacy" in answer
            assert [one for one in PERSONAL if one in answer] == []
        assert "holds" in told.admin().says("audit verify")
        assert "incident" not in told.admin().says("audit C-1")
        if not again:
            told.restarts()
    assert "C-2" in told.rep("Ada").says(f"find {NAMES[1]}")
