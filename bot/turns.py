"""Turns: one thing at a time, as long as it does not take long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turns:
    """Gives turns in the order of asking.

    Attributes:
        seconds: after which the next may begin although the one before is not done.
    """

    seconds: float
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn."""
        await self._one.acquire()
        holding = [self._one]

        def pass_on() -> None:
            if holding:
                holding.pop().release()

        slow = asyncio.get_running_loop().call_later(self.seconds, pass_on)
        try:
            yield
        finally:
            slow.cancel()
            pass_on()
