"""Turns: whose turn it is among those who can take something on now, and why nobody's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from store import availabilities
from store.directories import Person
from store.sessions import Session

NEVER = datetime.min.replace(tzinfo=UTC)
Why = Literal["", "nobody", "away", "full", "closed"]
"""What kept everybody: there is nobody, all are away, all are full, the service is closed."""


@dataclass(slots=True)
class Turns:
    """Who has how much, and since when; read once, it counts along as things are given away.

    Attributes:
        held: open records by staff id.
        given: when each was last given one.
    """

    session: Session
    held: dict[int, int] = field(default_factory=dict)
    given: dict[int, datetime] = field(default_factory=dict)

    def free(self, people: Sequence[Person], cap: int) -> tuple[list[Person], Why]:
        """Of some people those who can take one on now; where there is none, why.

        Args:
            people: who may be given one at all.
            cap: how many each may have at most.
        """
        directory, now = self.session.directory, self.session.now
        here = [one for one in people if availabilities.is_free(directory, one, now)]
        found = [one for one in here if self.held.get(one.id, 0) < cap]
        return found, "" if found else "full" if here else "away" if people else "nobody"

    def turn(self, person: Person) -> tuple[datetime, int, int]:
        """Who was given none for longest comes first, then who has fewest."""
        return self.given.get(person.id, NEVER), self.held.get(person.id, 0), person.id

    def count(self, person: Person) -> None:
        """Note that somebody was given one."""
        self.held[person.id] = self.held.get(person.id, 0) + 1
        # Two of one batch are given at one moment; those who had theirs come after the rest.
        latest = max(self.given.values(), default=NEVER)
        self.given[person.id] = max(self.session.now, latest + timedelta(microseconds=1))
