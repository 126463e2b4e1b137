"""Files of tickets: of customers, replies and notes, kept and erased with the words they came with."""

from pathlib import Path

import pytest

from store import erasures, tickets
from store.files import File
from store.sessions import PARLEY
from tests.handlers.service_desks import within

PHOTO = File("photo.jpg", "image/jpeg", b"\xff\xd8 a broken screen")
GUIDE = File("说明书.pdf", "application/pdf", b"%PDF-1.7 how to mend it")
LOG = File("trace.log", "text/plain", b"disk full")


@pytest.fixture
def gus(chat):
    return chat.agent("Gus")


@pytest.fixture
def grace(chat, gus):
    return a_customer(chat)


def a_customer(chat):
    grace = chat.customer("Grace")
    grace.says("The screen is broken, please help")
    grace.presses("I agree")
    return grace


def contents(somebody):
    return sorted(Path(one).read_bytes() for one in somebody.last.files)


def kept(chat):
    """How many blobs and attachments there are."""
    with chat.database.engine.connect() as connection:
        return tuple(
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("blobs", "attachments")
        )


def erased(chat, number):
    def unit(session):
        session.actor = PARLEY
        erasures.erase(session, tickets.get(session, number))

    chat.database.write(unit, chat.clock.now())


def test_what_comes_and_goes_with_words_is_kept_as_long_as_they_are(any_chat):
    gus, grace = any_chat.agent("Gus"), a_customer(any_chat)
    grace.sends(PHOTO, say="Look at this")
    assert gus.sends(LOG, say="note T-1 The log says disk full").startswith("Noted on")
    assert "Sent to Grace" in gus.sends(GUIDE, say="reply T-1 This is how")
    assert contents(grace) == [GUIDE.content]
    any_chat.passes(days=40)
    assert kept(any_chat) == (3, 3)
    assert "Files: 说明书.pdf, trace.log, photo.jpg · files T-1" in gus.says("T-1")
    rows = gus.says("files T-1").splitlines()
    assert [one.split(" · ")[-1] for one in rows[1:4]] == ["Gus", "Gus", "Grace"]
    assert contents(gus) == sorted(one.content or b"" for one in (PHOTO, GUIDE, LOG))
    erased(any_chat, 1)
    assert kept(any_chat) == (0, 0)
    assert "Files:" not in gus.says("T-1")
    assert gus.says("files T-1").startswith("No files with")


def test_a_card_names_the_newest_and_counts_the_others(chat, gus, grace):
    for number in range(5):
        grace.sends(File(f"{number}.txt", "text/plain", b"x"))
    gus.says("语言 中文")
    assert "文件：4.txt、3.txt、2.txt +2 · 文件 T-1" in gus.says("工单 T-1")


def test_a_note_that_goes_out_is_kept_once_and_one_taken_back_is_gone(chat, gus, grace):
    within(chat, gus, 1, "Here is the log", LOG)
    gus.presses("Send to customer")
    assert contents(grace) == [LOG.content]
    chat.passes(days=8)
    assert kept(chat) == (1, 2)
    assert gus.says("T-1").count("trace.log") == 3
    gus.sends(GUIDE, say="note T-1 for later")
    assert "Undone" in gus.presses("Undo")
    chat.passes(days=8)
    assert kept(chat) == (1, 2)
    erased(chat, 1)
    assert kept(chat) == (0, 0)


def test_a_message_takes_its_files_along_when_it_is_split_off(chat, gus, grace):
    chat.passes(minutes=5)
    grace.sends(PHOTO, say="And another thing is broken")
    gus.says("ticket split T-1 2")
    assert "Files:" not in gus.says("T-1")
    assert "Files: photo.jpg" in gus.says("T-2")
    gus.says("ticket merge T-1 T-2")
    gus.says("yes")
    assert "Files: photo.jpg" in gus.says("T-1")
