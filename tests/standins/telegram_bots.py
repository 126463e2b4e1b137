"""Fixtures for tests in which the real python-telegram-bot talks to the stand-in."""

import json
import struct
import urllib.request
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ExtBot

from tests.standins.telegram_groups import Group
from tests.standins.telegram_people import Person
from tests.standins.telegrams import Limits, TelegramServer

TOKEN = "123456:TEST"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 640, 480)
Bot = ExtBot[None]


@pytest.fixture(autouse=True)
def waits_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer(TOKEN, Limits.none()) as server:
        yield server


@pytest.fixture
def ada(telegram: TelegramServer) -> Person:
    return telegram.person(1001, "Ada")


@pytest.fixture
def ben(telegram: TelegramServer) -> Person:
    return telegram.person(1002, "Ben", language="zh-hans")


@pytest.fixture
def group(telegram: TelegramServer, ada: Person, ben: Person) -> Group:
    return telegram.group(-500, "Sales", members=[ada, ben])


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    made = bot_of(telegram)
    async with made:
        yield made


def bot_of(telegram: TelegramServer, token: str = TOKEN) -> Bot:
    return ExtBot(token, base_url=telegram.url + "/bot", base_file_url=telegram.url + "/file/bot")


def buttons(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one) for one in labels]])


async def fetch(bot: Bot, offset: int = 0, **more: Any) -> tuple[Update, ...]:
    return await bot.get_updates(offset=offset, timeout=more.pop("timeout", 0), **more)


def call(telegram: TelegramServer, method: str, **params: object) -> Any:
    request = urllib.request.Request(
        f"{telegram.url}/bot{TOKEN}/{method}",
        json.dumps(params).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)["result"]
