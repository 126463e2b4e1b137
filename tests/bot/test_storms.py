"""Killed at any moment while people write: nothing acknowledged is lost, nothing is done twice."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from store.engines import Database
from tests.bot.serve_processes import Process, Site, a_site, contacts_in, doubled, left_in, unsent
from tests.standins.slack_deliveries import Delivery

pytestmark = pytest.mark.no_cover  # processes that are killed cannot report


@dataclass
class Talker:
    """Somebody who adds one contact after another.

    Attributes:
        say: says something; gives Slack's delivery of it.
        told: texts of the answers.
        names: of the contacts, in order.
        last: what was said last is on its way with this.
    """

    say: Callable[[str], Delivery | None]
    told: Callable[[], list[str]]
    names: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    last: Delivery | None = None

    @property
    def ready(self) -> bool:
        """Slack keeps no order of what is on its way, so people there wait for their turn."""
        return self.last is None or self.last.finished.done()

    def add(self, name: str) -> None:
        """Add a contact."""
        self.settle()
        self.names.append(name)
        self.last = self.say(f'contact add "{name}"')

    def settle(self) -> None:
        """Whatever Slack has given up without an acknowledgement may be there or not."""
        if self.last and self.last.finished.done() and not self.last.acknowledged:
            self.lost.append(self.names.pop())
        self.last = None


@dataclass
class Storm:
    """Processes that are killed again and again while people talk to them."""

    site: Site
    database: Database
    dice: random.Random
    talkers: list[Talker] = field(default_factory=list)
    kills: int = 0
    in_flight: int = 0
    said: int = 0
    starts: list[float] = field(default_factory=list)
    process: Process | None = None
    seen: int = -1

    def gather(self, each: int) -> None:
        """People on both platforms."""
        for number in range(1, each + 1):
            self._on_telegram(2000 + number)
            self._on_slack(3000 + number)

    def _on_telegram(self, number: int) -> None:
        person = self.site.telegram.person(number, "Ann")
        self.site.hire(self.database, "telegram", str(number), f"Ann {_letters(self.dice)}")

        def say(text: str) -> None:
            person.says(text)

        self.talkers.append(Talker(say, lambda: person.texts))

    def _on_slack(self, number: int) -> None:
        person = self.site.slack.person(f"U{number}", "Ben")
        self.site.hire(self.database, "slack", f"T1:U{number}", f"Ben {_letters(self.dice)}")

        def say(text: str) -> Delivery:
            person.says(text)
            return self.site.slack.delivered[-1]

        self.talkers.append(Talker(say, lambda: [one.text for one in person.sees if one.by_bot]))

    def blow(self, messages: int, kills: int) -> None:
        """Say so many things, with so many kills among them."""
        each = messages // (kills + 1)
        for _ in range(kills):
            self._start()
            self._talk(each)
            self._kill_after(self.dice.randrange(each * 2))
        self._start()
        self._talk(messages - self.said)
        self.site.telegram.wait(self._quiet, timeout=300)
        for talker in self.talkers:
            talker.settle()

    def _start(self) -> None:
        self.process, seconds = self.site.serve()
        self.starts.append(seconds)

    def _talk(self, count: int) -> None:
        for _ in range(count):
            (talker,) = self.site.telegram.wait(self._next, timeout=60)
            talker.add(f"{_letters(self.dice)} {self.said}th")
            self.said += 1

    def _next(self) -> list[Talker]:
        """Whose turn it is: anybody who may say something."""
        ready = [one for one in self.talkers if one.ready]
        return self.dice.sample(ready, min(1, len(ready)))

    def _kill_after(self, calls: int) -> None:
        """Kill the process after so many more calls to the platforms, or when it has no more."""
        end = self._calls + calls
        self.site.telegram.wait(lambda: self._calls >= end or self._quiet(), timeout=60)
        assert self.process
        self.process.kill()
        self.kills += 1
        self.in_flight += self._told_unnoted()

    def _told_unnoted(self) -> int:
        """Answers that had arrived when a process was killed, before it could note so."""
        self.site.telegram.wait(self._settled, timeout=10)
        told = {name for one in self.talkers for name in _answered(one)}
        return sum(any(name in text for name in told) for text in unsent(self.database))

    def _settled(self) -> bool:
        """Whether the platforms have done what they were called for before the kill."""
        before, self.seen = self.seen, self._calls
        return before == self.seen

    @property
    def _calls(self) -> int:
        return len(self.site.telegram.calls) + len(self.site.slack.calls)

    def _quiet(self) -> bool:
        """Whether everything that was said is done."""
        on_its_way = self.site.telegram.unconfirmed or self.site.slack.pending
        return not on_its_way and left_in(self.database) == (0, 0)

    def check(self) -> int:
        """Everything is there once and in its order, and was answered; gives the doubled answers."""
        there = contacts_in(self.database)
        expected = {name for one in self.talkers for name in one.names}
        assert expected - set(there) == set()
        assert doubled(there) == {}
        assert set(there) - expected <= {name for one in self.talkers for name in one.lost}
        assert [one.names for one in self.talkers] == [
            _in_order(there, one) for one in self.talkers
        ]
        answers = Counter(name for one in self.talkers for name in _answered(one))
        assert expected - answers.keys() == set()
        return sum(count - 1 for count in answers.values())


def _in_order(there: list[str], talker: Talker) -> list[str]:
    known = set(talker.names)
    return [name for name in there if name in known]


def _answered(talker: Talker) -> list[str]:
    """The name in each answer."""
    return [name for text in talker.told() for name in talker.names if name in text]


def _letters(dice: random.Random) -> str:
    """A name that no other one is like, so that nothing is taken for a duplicate."""
    return "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=12)).title()


@pytest.fixture
def storm(tmp_path: Path) -> Iterator[Storm]:
    with a_site("sqlite", tmp_path) as site, site.opened() as database:
        yield Storm(site, database, random.Random(20261123))


def test_three_kills_lose_and_double_nothing(storm: Storm):
    storm.gather(each=10)
    storm.blow(messages=60, kills=3)
    assert storm.check() <= storm.in_flight
    assert storm.process
    assert storm.process.stop() == 0


@pytest.mark.storm
@pytest.mark.timeout(3600)
def test_a_storm_of_kills_loses_and_doubles_nothing(storm: Storm):
    storm.gather(each=50)
    process, _seconds = storm.site.serve()
    idle = process.megabytes
    assert process.stop() == 0
    storm.blow(messages=2000, kills=30)
    doubles = storm.check()
    assert doubles <= storm.in_flight
    lost = sum(len(one.lost) for one in storm.talkers)
    starts = sorted(storm.starts)
    print(  # noqa: T201
        f"{storm.said} said, {storm.kills} kills with {storm.in_flight} answers in flight, "
        f"{doubles} doubled, "
        f"{lost} given up by Slack, start {starts[0]:.1f} to {starts[-1]:.1f} s "
        f"(median {starts[len(starts) // 2]:.1f}), idle {idle:.0f} MB"
    )
