"""Telegram's limits: kept from the first message on, and nobody waits for somebody else's flood."""

import time
from collections.abc import Iterator

import pytest

from tests.bot.services import Office, an_office
from tests.standins.telegrams import Limits

pytestmark = pytest.mark.no_cover  # tracing hundreds of messages takes half of their time

CHATS, FLOOD = 45, 10


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with an_office(f"sqlite:///{folder}/parley.db", folder, limits=Limits()) as one:
        yield one


def test_forty_five_chats_at_once_and_a_flood_in_one(office: Office):
    flooder = office.stranger("Flo")
    others = [office.stranger(f"Guest {number}") for number in range(CHATS)]
    with office.telegram.holding():
        for number in range(FLOOD):
            flooder.says(f"/help unknown{number}")
        for other in others:
            other.says("/whoami")
    began = time.monotonic()
    for other in others:
        other.waits("not linked", timeout=8)
    took = time.monotonic() - began
    office.telegram.wait(lambda: len(flooder.sees) == FLOOD, timeout=25)
    told = [f"“unknown{number}”" in text for number, text in enumerate(flooder.texts)]
    assert all(told)
    assert office.telegram.violations == []
    assert took < 8


def test_a_long_answer_keeps_to_the_limits_too(office: Office):
    ada = office.stranger("Ada")
    group = office.group(ada)
    for _ in range(4):
        ada.says("/start", group)
    ada.says("/start")
    ada.waits("Hello!", timeout=8)
    for _ in range(4):
        group.waits("Hello!", timeout=8)
    assert office.telegram.violations == []
