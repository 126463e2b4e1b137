"""How often an app may call Slack, and what becomes of too many calls."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# Calls a minute by tier as documented (1: 1, 2: 20, 3: 50, 4: 100); posting has its own limit.
TIERS = MappingProxyType(
    {
        "chat.update": 50,
        "chat.delete": 50,
        "chat.postEphemeral": 100,
        "conversations.open": 50,
        "conversations.info": 50,
        "conversations.members": 100,
        "conversations.history": 50,
        "conversations.replies": 50,
        "users.info": 100,
        "views.open": 100,
        "views.update": 100,
        "views.push": 100,
        "views.publish": 100,
        "files.getUploadURLExternal": 100,
        "files.completeUploadExternal": 100,
        "files.info": 100,
        "reactions.add": 50,
        "team.info": 50,
    }
)
POSTING = frozenset({"chat.postMessage"})


@dataclass(frozen=True)
class Violation:
    """A call beyond the limits; `early` when Slack had already said to wait."""

    method: str
    channel: str | None
    at: float
    retry_after: int
    early: bool


@dataclass
class Bucket:
    """Calls that are still allowed: `rate` new ones a second, `room` at most."""

    rate: float
    room: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Take one call; gives the seconds until one is allowed, 0 when it was allowed."""
        self.level = min(self.room, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0
        return (1 - self.level) / self.rate


@dataclass
class Limits:
    """The limits in force.

    Args:
        per_channel_per_second: messages posted to one conversation.
        burst: messages that may be posted to one conversation at once.
        per_minute: calls of each method.
    """

    per_channel_per_second: float = 1
    burst: int = 5
    per_minute: Mapping[str, int] = field(default_factory=lambda: TIERS)
    violations: list[Violation] = field(default_factory=list)
    _buckets: dict[tuple[str, str | None], Bucket] = field(default_factory=dict)
    _until: dict[tuple[str, str | None], float] = field(default_factory=dict)

    def wait(self, method: str, channel: str | None, now: float) -> int:
        """Count a call; gives the whole seconds to wait, 0 when it is allowed.

        Args:
            method: its name.
            channel: the conversation that it names, if any.
            now: seconds on the clock.
        """
        key = (method, channel if method in POSTING else None)
        bucket = self._bucket(key, now)
        seconds = math.ceil(bucket.wait(now)) if bucket else 0
        if seconds:
            early = now < self._until.get(key, now)
            self.violations.append(Violation(method, channel, now, seconds, early))
            self._until[key] = now + seconds
        return seconds

    def _bucket(self, key: tuple[str, str | None], now: float) -> Bucket | None:
        if key not in self._buckets:
            rate, room = self._rate(key[0])
            if not rate:
                return None
            self._buckets[key] = Bucket(rate, room, room, now)
        return self._buckets[key]

    def _rate(self, method: str) -> tuple[float, float]:
        if method in POSTING:
            return self.per_channel_per_second, self.burst
        a_minute = self.per_minute.get(method, 0)
        return a_minute / 60, a_minute
