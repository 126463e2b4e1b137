"""How fast a platform is written to, on a clock that only sleeping moves."""

import asyncio
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from bot.paces import Pace, Paces


@dataclass
class Time:
    """A clock that goes on when somebody sleeps."""

    at: float = 0.0
    naps: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)

    def pace(self, count: int, seconds: float) -> Pace:
        return Pace(count, seconds, self.now, self.sleep)


def turns(pace: Pace, time: Time, idle: list[float]) -> list[float]:
    """When turns were given to one who rests before each."""

    async def take() -> list[float]:
        given_at = []
        for rest in idle:
            time.at += rest
            await pace.turn()
            given_at.append(time.at)
        return given_at

    return asyncio.run(take())


def test_a_burst_is_let_through_and_then_it_is_waited():
    time = Time()
    assert turns(time.pace(3, 3.0), time, [0.0] * 7) == [0, 0, 0, 3, 3, 3, 6]


@given(
    st.integers(1, 5),
    st.integers(1, 20),
    st.lists(st.integers(0, 40), min_size=1, max_size=40),
)
def test_no_window_holds_more_than_it_may(count: int, seconds: int, idle: list[int]):
    time = Time()
    given_at = turns(time.pace(count, seconds), time, [float(one) for one in idle])
    for start in given_at:
        assert sum(start <= one < start + seconds for one in given_at) <= count


def test_turns_are_given_in_the_order_of_asking_and_only_the_first_in_line_waits():
    time = Time()
    pace, order = time.pace(1, 1.0), list[int]()

    async def ask(number: int) -> None:
        await pace.turn()
        order.append(number)

    async def all_at_once() -> None:
        await asyncio.gather(*(ask(number) for number in range(50)))

    asyncio.run(all_at_once())
    assert order == list(range(50))
    assert len(time.naps) == 49


def test_a_turn_that_is_used_late_counts_from_then():
    time = Time()
    pace = time.pace(1, 10.0)
    turns(pace, time, [0.0])
    time.at = 8.0
    pace.used()
    assert turns(pace, time, [0.0]) == [18.0]


def test_one_who_gives_up_waiting_leaves_the_line():
    time = Time()
    pace = time.pace(1, 1.0)

    async def give_up() -> None:
        await pace.turn()
        waiting = asyncio.create_task(pace.turn())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await pace.turn()

    asyncio.run(give_up())
    assert time.at <= 2.0


def test_chats_have_paces_of_their_own_and_idle_ones_are_forgotten():
    time = Time()
    paces = Paces(lambda: time.pace(1, 10.0))
    busy = paces.of("busy")
    assert paces.of("busy") is busy
    assert paces.of("other") is not busy

    async def fill() -> None:
        await busy.turn()
        for number in range(1000):
            paces.of(str(number))

    asyncio.run(fill())
    assert paces.of("busy") is busy
    time.at = 100.0
    paces._held |= {str(number): time.pace(1, 10.0) for number in range(1000)}
    paces.of("new")
    assert paces.of("busy") is not busy
