"""Paces: how fast a platform may be written to."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic


@dataclass(slots=True)
class Pace:
    """At most `count` messages within `seconds`, in whatever window.

    Attributes:
        count: messages.
        seconds: length of the window.
        now: a clock that never goes back, in seconds.
        sleep: waits that many seconds.
    """

    count: int
    seconds: float
    now: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _sent: deque[float] = field(default_factory=deque)
    _first: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def turn(self) -> None:
        """Wait for one's turn; turns are given in the order of asking."""
        async with self._first:  # only the first in line looks at the clock
            while (wait := self._wait()) > 0:
                await self.sleep(wait)
            self._sent.append(self.now())

    def used(self) -> None:
        """The last turn was used only now: what came between counts as time before it."""
        if self._sent:
            self._sent[-1] = self.now()

    def _wait(self) -> float:
        while self._sent and self._sent[0] <= self.now() - self.seconds:
            self._sent.popleft()
        if len(self._sent) < self.count:
            return 0.0
        return self._sent[0] + self.seconds - self.now()

    @property
    def idle(self) -> bool:
        """Whether nothing was sent within the window, so that it need not be remembered."""
        if self._first.locked():
            return False
        return not self._sent or self._sent[-1] <= self.now() - self.seconds


@dataclass(slots=True)
class Paces:
    """A pace for each chat."""

    make: Callable[[], Pace]
    _held: dict[str, Pace] = field(default_factory=dict)

    def of(self, chat: str) -> Pace:
        """The pace of a chat; those of idle chats are forgotten now and then."""
        if len(self._held) >= 1000 and chat not in self._held:  # noqa: PLR2004 (a few kB each)
            self._held = {key: pace for key, pace in self._held.items() if not pace.idle}
        return self._held.setdefault(chat, self.make())
