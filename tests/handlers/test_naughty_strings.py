"""Whatever people write is kept and shown literally, and found again; nothing breaks on it."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from handlers.readers.entries import ENDS
from handlers.readers.words import SHORT
from store import contacts, surroundings
from store.company_names import InvalidCompanyName, read_company_name
from store.person_names import InvalidPersonName, read_person_name
from store.sessions import PARLEY, Session
from store.staff import fold
from store.tables import Company, Contact
from tests import databases
from tests.conversations import Chat, Somebody, open_chat
from tests.handlers.naughty_strings import NAUGHTY

SHARED = Path(os.environ.get("PARLEY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
BIG_LIST = SHARED / "strings" / "blns.json"


@pytest.fixture(
    params=["ours", "some of the big list", pytest.param("the big list", marks=pytest.mark.storm)]
)
def strings(request: pytest.FixtureRequest) -> tuple[str, ...]:
    if request.param == "ours":
        return NAUGHTY
    if not BIG_LIST.exists():
        pytest.skip("the Big List of Naughty Strings is not here")
    listed = tuple(json.loads(BIG_LIST.read_text(encoding="utf-8")))
    return listed if request.param == "the big list" else listed[::8]


@pytest.fixture
def chat() -> Iterator[Chat]:
    """A company in memory: some thousands of messages should not wait for a disk."""
    with tempfile.TemporaryDirectory(dir=databases.place()) as folder:
        yield from open_chat("sqlite", Path(folder))


@pytest.fixture
def ada(chat: Chat) -> Somebody:
    chat.admin().says("field add mood")
    return chat.rep("Ada Byron")


def broken(strings: tuple[str, ...], holds: Callable[[str], bool]) -> list[str]:
    """The strings for which something does not hold."""
    return [one[:60] for one in strings if not holds(one)]


def newest(chat: Chat) -> Contact:
    """The contact that was added last."""

    def unit(session: Session) -> Contact:
        session.actor = PARLEY
        return session.scalars(select(Contact).order_by(col(Contact.id).desc()).limit(1)).one()

    return chat.database.read(unit, chat.clock.now())


def calm(answer: str) -> bool:
    """Whether something was answered, and no accident."""
    return bool(answer) and "incident" not in answer and "Traceback" not in answer


def leave(somebody: Somebody) -> None:
    """Cancel what is asked, if anything is."""
    if "Cancel" in somebody.buttons:
        somebody.says("cancel")


def shows(somebody: Somebody, text: str) -> bool:
    """Whether a text stands in the last message as it is, in one run of characters."""
    return any(text in span.text for span in somebody.last.text.spans)


def test_as_a_name_filled_into_a_form_and_found_again(
    chat: Chat, ada: Somebody, strings: tuple[str, ...]
):
    def holds(text: str) -> bool:
        ada.says("contact add")
        answer = ada.fills(name=text, anyway="yes")
        try:
            name = read_person_name(text.strip(ENDS)).full
        except InvalidPersonName:
            ada.says("cancel")
            return calm(answer) and "Saved" not in answer
        row = newest(chat)
        saved = calm(answer) and row.name == name and shows(ada, name)
        return saved and _found_and_gone(ada, row.id, name)

    assert broken(strings, holds) == []


def _found_and_gone(ada: Somebody, number: int, name: str) -> bool:
    """Whether a contact that was just added is found by its name, until that is undone."""
    if not any(character.isalnum() for character in name):
        return calm(ada.says("undo"))
    found = f"C-{number}" in ada.says(f"find {name}")
    ada.says("undo")
    return found and ada.says(f"C-{number}").startswith("No contact fits")


def test_as_a_name_in_quotes(chat: Chat, ada: Somebody, strings: tuple[str, ...]):
    def holds(text: str) -> bool:
        answer = ada.says(f'contact add "{text}" anyway:yes')
        try:
            name = read_person_name(text.strip(ENDS)).full
        except InvalidPersonName:
            ada.says("cancel")
            return calm(answer) and "Saved" not in answer
        return calm(answer) and newest(chat).name == name and shows(ada, name)

    quotable = tuple(one for one in strings if '"' not in one and "＂" not in one)
    assert broken(quotable, holds) == []


def test_as_a_note(ada: Somebody, strings: tuple[str, ...]):
    ada.says("contact add Grace Hopper")

    def holds(text: str) -> bool:
        ada.says("log note C-1")
        answer = ada.fills(text=text)
        kept = text.replace("\x00", "").strip()
        if not kept or len(kept) > 10_000:
            ada.says("cancel")
            return calm(answer) and "logged" not in answer
        logged = "logged" in answer
        return logged and calm(ada.says("timeline C-1")) and shows(ada, kept)

    assert broken(strings, holds) == []


def test_as_a_tag(chat: Chat, ada: Somebody, strings: tuple[str, ...]):
    ada.says("contact add Grace Hopper")

    def names() -> list[str]:
        def unit(session: Session) -> list[str]:
            session.actor = PARLEY
            return list(surroundings.of(session, contacts.get(session, 1)).tags)

        return chat.database.read(unit, chat.clock.now())

    def holds(text: str) -> bool:
        ada.says("tag C-1")
        answer = ada.fills(tag=text)
        kept = " ".join(text.replace("\x00", "").split())
        if not kept or len(text.replace("\x00", "").strip()) > SHORT:
            ada.says("cancel")
            return calm(answer) and "Tagged" not in answer
        there = fold(kept) in map(fold, names())
        return calm(answer) and there and kept in answer

    assert broken(strings, holds) == []


def test_as_a_title_and_a_source_and_an_address(
    chat: Chat, ada: Somebody, strings: tuple[str, ...]
):
    def holds(text: str) -> bool:
        ada.says("contact add")
        answer = ada.fills(name="Grace Hopper", anyway="yes", title=text, source=text, address=text)
        bare = text.replace("\x00", "").strip()
        if len(bare) > SHORT:
            ada.says("cancel")
            return calm(answer) and "Saved" not in answer
        row, line = newest(chat), " ".join(bare.split())
        return (
            calm(answer) and (row.title or "", row.source or "") == (line, line) and bare in answer
        )

    assert broken(strings, holds) == []


def test_as_a_company(chat: Chat, ada: Somebody, strings: tuple[str, ...]):
    def held() -> set[str]:
        def unit(session: Session) -> set[str]:
            session.actor = PARLEY
            return set(session.scalars(select(col(Company.name))))

        return chat.database.read(unit, chat.clock.now())

    def holds(text: str) -> bool:
        ada.says("company add")
        answer = ada.fills(name=text)
        leave(ada)
        try:
            name = read_company_name(text.strip(ENDS)).full
        except InvalidCompanyName:
            return calm(answer) and "Saved" not in answer
        return calm(answer) and (name in held() or "is here already" in answer)

    assert broken(strings, holds) == []


def test_as_a_custom_field(ada: Somebody, strings: tuple[str, ...]):
    ada.says("contact add Grace Hopper")

    def holds(text: str) -> bool:
        answer = ada.says(f'contact edit C-1 mood:"{text}"')
        leave(ada)
        kept = text.strip().replace("\x00", "")
        return calm(answer) and (
            not kept or len(kept) > 1000 or kept in ada.says("contact show C-1")
        )

    assert broken(tuple(one for one in strings if '"' not in one), holds) == []


def test_as_a_query_and_as_a_message(ada: Somebody, strings: tuple[str, ...]):
    ada.says("contact add Grace Hopper note:met")

    def holds(text: str) -> bool:
        asked = (
            f"find {text}",
            f"contact show {text}",
            f"contacts company:{text}",
            text,
            f"help {text}",
        )
        return all(calm(ada.says(one)) for one in asked) and calm(ada.says("cancel"))

    assert broken(strings, holds) == []


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "a & b | !c:*", "<->", "😀", "𠮷野", "\\", "'"])
def test_both_databases_take_what_one_takes(any_chat: Chat, text: str):
    ada = any_chat.rep("Ada Byron")
    any_chat.admin().says("field add mood")
    assert calm(ada.says("contact add Grace Hopper"))
    said = ("find", "contact show", "log note C-1", "tag C-1", "contacts company:", "timeline", "",
            "contact edit C-1 title:", "contact edit C-1 mood:", "contact add", "audit")  # fmt: skip
    for command in said:
        answer = ada.says(f"{command}{'' if command.endswith(':') else ' '}{text}")
        assert calm(answer), command
        assert "\x00" not in answer
        ada.says("cancel")


def test_chinese_commas_stay_in_what_is_quoted_or_free_text(ada: Somebody):
    card = ada.says("contact add 王小明，13800138000，地址:北京，朝阳，备注:他说，好的，职位:总监")
    assert "Address: 北京，朝阳\n" in card
    assert card.splitlines()[2] == "总监"
    assert "他说，好的" in ada.says("timeline it")
    assert "张三，李四" in ada.says('contact add "张三，李四"')
