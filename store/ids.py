"""Ids, made before the insert: short numbers for what people name, time-ordered ones inside."""

import os
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, insert, update
from sqlmodel import col

from store.tables import IdBlock

BLOCK = 16
EPOCH_MS = 1_577_836_800_000  # 2020-01-01, so that 63 bits last until 2089
RANDOM_BITS = 22
RANDOM_SPARE = 3  # of the 24 bits in three bytes; the highest one of the 22 is left to counting

_RESERVE = (
    update(IdBlock)
    .where(col(IdBlock.kind) == bindparam("of"))
    .values(next=IdBlock.next + bindparam("size"))
    .returning(col(IdBlock.next))
)
_GIVE_BACK = (
    update(IdBlock)
    .where(col(IdBlock.kind) == bindparam("of"), col(IdBlock.next) == bindparam("end"))
    .values(next=bindparam("first"))
)


class Clockwork:
    """Makes time-ordered 63-bit ids: 41 bits of milliseconds, 22 of chance and count."""

    def __init__(self) -> None:
        """Start with no id given out."""
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self) -> int:
        """Make an id greater than every earlier one of this process."""
        millis = time.time_ns() // 1_000_000 - EPOCH_MS
        chance = int.from_bytes(os.urandom(3)) >> RANDOM_SPARE
        fresh = (millis << RANDOM_BITS) | chance
        with self._lock:
            self._last = max(fresh, self._last + 1)
            return self._last


new_id = Clockwork()


def made_at(made: int) -> datetime:
    """When a time-ordered id was made, by the clock of the machine that made it."""
    return datetime.fromtimestamp(((made >> RANDOM_BITS) + EPOCH_MS) / 1000, UTC)


@dataclass(slots=True)
class Blocks:
    """Reserved short numbers that this process has not used yet, per kind."""

    free: dict[str, range] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pop(self, kind: str) -> int | None:
        """Take a reserved number, or None when none is left."""
        with self._lock:
            block = self.free.get(kind)
            if not block:
                return None
            self.free[kind] = block[1:]
            return block[0]

    def keep(self, kind: str, block: range) -> None:
        """Keep the rest of a block whose reservation was committed."""
        with self._lock:
            if block and not self.free.get(kind):
                self.free[kind] = block

    def forget(self) -> None:
        """Drop everything: the transaction that reserved it may not have been committed."""
        with self._lock:
            self.free.clear()

    def give_back(self, connection: Connection) -> None:
        """Return unused numbers where nobody reserved later ones, so that refs have no gaps."""
        with self._lock:
            for kind, block in self.free.items():
                if block:
                    values = {"of": kind, "end": block.stop, "first": block.start}
                    connection.execute(_GIVE_BACK, values)
            self.free.clear()


def reserve(connection: Connection, kind: str, size: int = BLOCK) -> range:
    """Reserve numbers of a kind in this transaction.

    Args:
        connection: in the transaction that will use them.
        kind: such as "contact".
        size: how many.
    """
    end = connection.execute(_RESERVE, {"of": kind, "size": size}).scalar_one_or_none()
    if end is None:
        connection.execute(insert(IdBlock), {"kind": kind, "next": size + 1})
        end = size + 1
    return range(int(end) - size, int(end))
