"""Two people at once, in any order: no word of one reaches the other."""

import random
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.terminals import Speaker, Terminal
from store import verifications
from tests import databases
from tests.conversations import Chat, open_chat

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
CONVERSATIONS = 200
EACH = 2
WORDS = {"Ada Byron": "Amaranth", "Ben Carter": "Bergamot"}


@pytest.fixture
def chat() -> Iterator[Chat]:
    """A company in memory: some thousands of messages should not wait for a disk."""
    with tempfile.TemporaryDirectory(dir=databases.place()) as folder:
        for one in open_chat("sqlite", Path(folder)):
            one.admin().says("field add mood")
            for name in WORDS:
                one.rep(name)
            yield one


@dataclass
class Talker:
    """Somebody who says random things in which only their own word occurs."""

    name: str
    terminal: Terminal
    dice: random.Random
    count: int = 0
    heard: int = 0

    @property
    def speaker(self) -> Speaker:
        return self.terminal.become(self.name)

    def converse(self) -> None:
        """A few random messages, and a check of everything that was answered."""
        for _ in range(EACH):
            messages = self.terminal.say(self.speaker, self._payload())
            self.terminal.confirm(messages)
            for message in messages:
                self._check(f"{message.text} {' '.join(message.buttons)}", message.to)

    def _check(self, text: str, to: str) -> None:
        others = [word for name, word in WORDS.items() if name != self.name]
        assert to == self.name
        assert not [word for word in others if word.casefold() in text.casefold()], text
        assert "incident" not in text
        self.heard += 1

    def _payload(self) -> dict[str, object]:
        word, dice = WORDS[self.name], self.dice
        self.count += 1
        known = f"{word} {dice.randrange(1, self.count + 1)}{'xyz'[self.count % 3]}"
        said = dice.choice(
            [
                f"contact add {word} {self.count}{'xyz'[self.count % 3]} note:{word}",
                f"contact show {known}",
                f"find {word}",
                f"contact edit it title:{word} mood:{word}",
                f"log note it {word} said so",
                "timeline it",
                "contacts",
                "contact add",
                "log",
                "undo",
                "cancel",
                "yes",
                "duplicates",
                f"met {word} Someone of {word} Works, {word.lower()}@{word.lower()}.example",
                f"tag it {word}",
                f"C-{dice.randrange(1, 60)}",
                f"contact delete C-{dice.randrange(1, 60)}",
                f"{word}",
                "companies",
                f"帮助 {word}",
            ]
        )
        labels = [label for one in self.terminal.messages[-2:] for label in one.buttons]
        pressed = self.terminal.pressed(self.speaker, dice.choice(labels)) if labels else None
        return pressed if pressed and dice.random() < 0.3 else {"say": said}


def talkers(chat: Chat, seed: int) -> list[Talker]:
    """Each at a terminal of their own, on one database."""
    return [
        Talker(name, Terminal(chat.database, chat.clock), random.Random(f"{seed} {name}"))
        for name in WORDS
    ]


def holds(chat: Chat) -> bool:
    database = chat.database
    with database.engine.connect() as connection:
        return not verifications.verify(connection, database.shared.keys, {}).fault


def test_two_people_in_turns_hear_their_own_only(chat: Chat):
    people = talkers(chat, 1)
    dice = random.Random(20261123)
    for _ in range(CONVERSATIONS):
        dice.choice(people).converse()
    assert all(one.heard >= one.count > 0 for one in people)  # every message was answered
    assert holds(chat)


def test_two_people_at_once_hear_their_own_only(chat: Chat):
    people = talkers(chat, 2)

    def talk(one: Talker) -> None:
        for _ in range(CONVERSATIONS // 2):
            one.converse()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(talk, people))
    assert all(one.heard >= one.count > 0 for one in people)  # every message was answered
    assert holds(chat)


def test_whoever_speaks_for_both_sees_each_ones_own_only(chat: Chat):
    """One terminal, as in the JSON chat: the letters of both wait in one outbox."""
    terminal = Terminal(chat.database, chat.clock, everybody=True)
    dice = random.Random(3)
    people = [Talker(name, terminal, random.Random(f"3 {name}")) for name in WORDS]
    for _ in range(CONVERSATIONS // 4):
        dice.choice(people).converse()
    for message in terminal.messages:
        others = [word for name, word in WORDS.items() if name != message.to]
        assert not re.search("|".join(others), str(message.text), re.IGNORECASE)
