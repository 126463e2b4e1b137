"""Many customers at once: every message is in exactly one request, and in nobody else's."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.clocks import Clock
from bot.terminals import Terminal
from reminders import customer_words
from store import ticket_messages
from store.files import File
from store.tables import HeldWord, Identity, TicketMessage
from tests.conversations import MONDAY, Chat

pytestmark = pytest.mark.no_cover  # tracing thousands of messages takes half of their time
CUSTOMERS = 20
EACH = 3
PHOTO = File("photo.jpg", "image/jpeg", b"\xff\xd8 broken")


def talk(chat: Chat, numbers: Iterator[int], seed: int) -> Counter[str]:
    """Customers who write, answer questions and close requests; gives what each has written."""
    terminal, dice = Terminal(chat.database, Clock(MONDAY)), random.Random(seed)
    speakers = [terminal.become(f"customer Somebody {number}") for number in numbers]
    said: Counter[str] = Counter()
    for turn in range(EACH):
        for speaker in speakers:
            words = f"{speaker.name} word {turn}"
            if dice.random() < 0.3:
                words = f"new request {words}"
            files = [PHOTO] if dice.random() < 0.2 else []
            terminal.confirm(terminal.say(speaker, {"say": words}, files))
            said[words.removeprefix("new request ")] += 1
            for label in ("I agree", "New request", "No, just this question"):
                pressed = terminal.pressed(speaker, label)
                if pressed and dice.random() < 0.4:
                    terminal.confirm(terminal.say(speaker, pressed))
            if dice.random() < 0.15:
                terminal.confirm(terminal.say(speaker, {"say": "close"}))
    for speaker in speakers:
        for label in ("I agree", "New request"):
            pressed = terminal.pressed(speaker, label)
            if pressed:
                terminal.confirm(terminal.say(speaker, pressed))
    return said


def found(chat: Chat) -> tuple[Counter[str], set[tuple[str, str]]]:
    """What stands in requests, and whose account wrote it into whose words."""

    def unit(session):
        with session.unscoped():
            rows = list(
                session.scalars(select(TicketMessage).where(col(TicketMessage.kind) == "customer"))
            )
            names = dict(session.execute(select(col(Identity.id), col(Identity.name))).all())
            waits = list(session.scalars(select(HeldWord)))
        texts = ticket_messages.texts(session, rows)
        first = {one.id: texts[one.id].split("\n")[0] for one in rows}
        pairs = {(names[one.identity_id], first[one.id].partition(" word ")[0]) for one in rows}
        return Counter(first.values()), pairs, len(waits)

    counted, pairs, waits = chat.database.read(unit, chat.clock.now())
    assert waits == 0
    return counted, pairs


def test_every_message_of_many_customers_is_in_exactly_one_request(any_chat):
    halves = [range(CUSTOMERS // 2), range(CUSTOMERS // 2, CUSTOMERS)]
    with ThreadPoolExecutor(2) as pool:
        parts = list(
            pool.map(
                lambda half: talk(any_chat, iter(half[0]), half[1]),
                zip(halves, (1, 2), strict=True),
            )
        )
    any_chat.clock.move(MONDAY.replace(hour=10) - MONDAY)
    with ThreadPoolExecutor(2) as pool:  # two processes look after the same words
        list(
            pool.map(
                lambda _: customer_words.run_due(any_chat.database, any_chat.clock.now()), range(2)
            )
        )
    said = parts[0] + parts[1]
    counted, pairs = found(any_chat)
    assert counted == said
    assert {who == whose for who, whose in pairs} == {True}
    assert len(said) == CUSTOMERS * EACH
