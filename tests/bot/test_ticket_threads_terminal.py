"""Threads of tickets at the terminal: what is internal, what goes out, and what is asked before."""

import pytest

from store.files import File
from tests.handlers.service_desks import asked, room, settle, within, writes

PDF = File("log.pdf", "application/pdf", b"%PDF-1")


@pytest.fixture
def wang(chat):
    return chat.customer("王小明")


@pytest.fixture
def gus(chat):
    return chat.agent("Gus")


@pytest.fixture
def number(chat, wang, gus):
    return asked(chat, wang, "The export is down")


def test_show(chat, wang, gus, number):
    within(chat, gus, 1, "I think it is the disk")
    chat.agent("Ivy").presses("Send to customer")
    within(chat, gus, 1, "reply to him by noon")
    gus.presses("Send anyway")
    within(chat, gus, 1, "take")
    within(chat, gus, 1, "take care of this")
    within(chat, gus, 1, "回复了吗")
    within(chat, gus, 1, "回复：好了")
    within(chat, gus, 1, "reply")
    within(chat, gus, 1, "nobody may read this")
    within(chat, gus, 1, "undo")
    within(chat, gus, 1, "/reply T-1 Slash")
    within(chat, gus, 1, "see the log", PDF)
    gus.presses("Send to customer")
    writes(chat, wang, 1, "Thank you!", PDF)
    within(chat, gus, 1, "resolve it was the disk")
    within(chat, wang, 1, "I am a customer in the thread")
    chat.rep("Ada")
    within(chat, chat.rep("Ada"), 1, "I am a rep in the thread")
    for one in chat.arrived:
        print(f"→ {one.to}: {one.text} {list(one.buttons) or ''} {one.files or ''}")
    assert 0
