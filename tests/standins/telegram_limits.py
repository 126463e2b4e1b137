"""How fast the Bot API lets a bot talk."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import NamedTuple

MINUTE = 60.0
SECOND = 1.0


@dataclass(frozen=True)
class Limits:
    """What is allowed; None switches one off. Edits count like messages, chat actions do not.

    Args:
        per_chat_per_second: Messages that a chat regains each second.
        burst: Messages that a rested chat takes at once.
        per_group_per_minute: Messages in any 60 seconds, groups only.
        overall_per_second: Messages in any second, all chats together.
    """

    per_chat_per_second: float | None = 1.0
    burst: int = 3
    per_group_per_minute: int | None = 20
    overall_per_second: int | None = 30

    @classmethod
    def none(cls) -> "Limits":
        """No limit at all."""
        return cls(None, 0, None, None)


class Violation(NamedTuple):
    """A call that came too early."""

    limit: str
    method: str
    chat: int
    at: float
    wait: float


@dataclass
class Bucket:
    """What a chat may still say: `left` messages at the time `at` in seconds."""

    left: float
    at: float


@dataclass
class Paces:
    """Counts what was sent, in seconds of whatever clock."""

    buckets: dict[int, Bucket] = field(default_factory=dict)
    minutes: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    second: deque[float] = field(default_factory=deque)

    def excess(self, limits: Limits, chat: int, count: int, now: float) -> tuple[str, float] | None:
        """The limit that forbids sending now with the longest wait in seconds, if any does."""
        waits = {
            "per_chat_per_second": self._bucket_wait(limits, chat, now),
            "overall_per_second": _wait(
                self.second, limits.overall_per_second, count, now - SECOND
            ),
        }
        if chat < 0:
            waits["per_group_per_minute"] = _wait(
                self.minutes[chat], limits.per_group_per_minute, count, now - MINUTE
            )
        limit, wait = max(waits.items(), key=lambda item: item[1])
        return (limit, wait) if wait > 0 else None

    def book(self, limits: Limits, chat: int, count: int, now: float) -> None:
        """Count what is sent now; an album as many as it has parts."""
        if limits.per_chat_per_second is not None:
            bucket = self._filled(limits, chat, now)
            self.buckets[chat] = Bucket(bucket.left - count, now)
        self.minutes[chat].extend([now] * count)
        self.second.extend([now] * count)

    def _bucket_wait(self, limits: Limits, chat: int, now: float) -> float:
        if limits.per_chat_per_second is None:
            return 0.0
        lacking = 1 - self._filled(limits, chat, now).left
        return lacking / limits.per_chat_per_second if lacking > 1e-9 else 0.0

    def _filled(self, limits: Limits, chat: int, now: float) -> Bucket:
        bucket = self.buckets.get(chat, Bucket(limits.burst, now))
        regained = (now - bucket.at) * (limits.per_chat_per_second or 0.0)
        return Bucket(min(float(limits.burst), bucket.left + regained), now)


def _wait(times: deque[float], most: int | None, count: int, since: float) -> float:
    while times and times[0] <= since:
        times.popleft()
    over = len(times) + count - (most if most is not None else len(times) + count)
    return times[min(over, len(times)) - 1] - since if over > 0 and times else 0.0
