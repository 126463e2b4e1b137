"""Turns: one thing at a time, as long as it does not take long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turns:
    """Gives turns in the order of asking, to those who can wait after the others.

    Attributes:
        seconds: after which the next may begin although the one before is not done.
    """

    seconds: float
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _patient: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def turn(self, *, patient: bool = False) -> AsyncIterator[None]:
        """Wait for one's turn.

        Args:
            patient: lets the others go first; of the patient ones only the first stands in line.
        """
        async with self._patient if patient else nullcontext():
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
