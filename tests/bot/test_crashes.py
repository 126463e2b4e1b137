"""Killed at any moment: what was answered is there, nothing is there twice, the audit holds."""

import json
import random
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from store import installations
from store.sessions import PARLEY, Session
from store.tables import Contact
from tests.bot.processes import MOMENT, Company, found_company
from tests.conversations import MONDAY

pytestmark = pytest.mark.no_cover  # processes that are killed cannot report


@dataclass
class Storm:
    """A chat that is killed again and again while it takes commands.

    Attributes:
        begun: names that were sent, in order.
        answered: names of which the end was printed.
    """

    company: Company
    dice: random.Random
    begun: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    def blow(self, commands: int, kills: int) -> None:
        """Send commands and kill the process between them, and in the middle of them."""
        each = commands // kills
        for _ in range(kills):
            with self._chat() as process:
                self._talk(process, each)
            assert self.company.holds()
        with self._chat() as process:
            self._send(process, "Last Comer")
            assert _await_done(process, 1)
        self.answered.add("Last Comer")
        assert self.company.holds()

    @contextmanager
    def _chat(self) -> Iterator[subprocess.Popen[bytes]]:
        program = self.company.command("chat", "--as", "Ada Byron", "--json", "--clock", MOMENT)
        process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self.company.folder,
            env=self.company.environment(),
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):  # what nobody took is still in the buffer
                    stream.close() if stream else None

    def _talk(self, process: subprocess.Popen[bytes], commands: int) -> None:
        """Some commands are awaited; then several are on their way when the process is killed."""
        awaited = self.dice.randrange(1, commands + 1)
        for _ in range(awaited):
            self._send(process, self._name())
        assert _await_done(process, awaited)
        self.answered.update(self.begun[-awaited:])
        rest = [self._name() for _ in range(commands - awaited)]
        timer = threading.Timer(self.dice.uniform(0, 0.02 * (len(rest) + 1)), process.kill)
        timer.start()
        with suppress(BrokenPipeError):
            for name in rest:
                self._send(process, name)
        timer.join()
        self.answered.update(rest[: _count_done(process)])

    def _name(self) -> str:
        """A name that no other one is like, so that nothing is taken for a duplicate."""
        letters = "".join(self.dice.choices("abcdefghijklmnopqrstuvwxyz", k=12)).title()
        return f"{letters} {len(self.begun)}th"

    def _send(self, process: subprocess.Popen[bytes], name: str) -> None:
        assert process.stdin
        self.begun.append(name)
        process.stdin.write(json.dumps({"say": f'contact add "{name}" note:met'}).encode() + b"\n")
        process.stdin.flush()


def _await_done(process: subprocess.Popen[bytes], number: int) -> bool:
    assert process.stdout
    return any(json.loads(line).get("done") == number for line in process.stdout)


def _count_done(process: subprocess.Popen[bytes]) -> int:
    """How many more ends were printed before the kill; the last line may be half written."""
    assert process.stdout
    return sum(line.startswith(b'{"done"') and line.endswith(b"}\n") for line in process.stdout)


def names_in(company: Company) -> Counter[str]:
    """How often each contact is there."""

    def unit(session: Session) -> Counter[str]:
        session.actor = PARLEY
        return Counter(session.scalars(select(col(Contact.name))))

    url = f"sqlite:///{company.database}"
    database = installations.open_installation(url, company.key_file)
    try:
        return database.read(unit, MONDAY)
    finally:
        database.close()


def check(storm: Storm) -> None:
    there = names_in(storm.company)
    assert storm.answered - there.keys() == set()
    assert {name: count for name, count in there.items() if count > 1} == {}
    assert there.keys() - set(storm.begun) == set()


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return found_company(tmp_path)


def test_three_kills_lose_and_double_nothing(company: Company):
    storm = Storm(company, random.Random(20261123))
    storm.blow(commands=60, kills=3)
    check(storm)
    assert len(storm.answered) > 3


@pytest.mark.storm
@pytest.mark.timeout(3600)
def test_a_storm_of_kills_loses_and_doubles_nothing(company: Company):
    storm = Storm(company, random.Random(19061209))
    storm.blow(commands=1000, kills=50)
    check(storm)
    there = names_in(company)
    print(f"{len(storm.begun)} begun, {len(storm.answered)} answered, {there.total()} there")  # noqa: T201
