"""Estimates: what history lets expect of open deals, by a bootstrap (Efron, 1979).

The deals that ended in the last year are drawn again, with replacement, as many as there were; of
each draw the share of deals that were won from a stage, and how long that took, is applied to what
is open now. The spread of the draws is the interval that is told.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.forecasts import Estimate, Way

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = 200
LOW, HIGH = 10, 90
"""Percentiles of the draws between which the interval lies."""
SHRINK = 5
"""A person's own share of won deals counts as much as that of all after so many deals."""
DAYS = 7.0
"""Of a week, by which the ages of open deals are reckoned."""
Worth = Mapping[tuple[int, int], Mapping[int | None, int]]
"""Minor units of open deals by stage and whole weeks in it, and by owner."""


def estimate(worth: Worth, history: Sequence[Sequence[Way]], left: float, seed: int) -> Estimate:
    """Draw, and see what comes of open deals each time.

    Args:
        worth: of what is open.
        history: ways of deals that ended, deal by deal.
        left: days until the end of the period.
        seed: of the draws.
    """
    chance, count = random.Random(seed), len(history)  # noqa: S311
    drawn = (chance.choices(range(count), k=count) for _ in range(DRAWS))
    times = np.array([np.bincount(one, minlength=count) for one in drawn])
    shares = Shares.of(history, times)
    sums = sorted(map(round, _expected(shares, worth, left).tolist()))
    low, middle, high = (sums[DRAWS * one // 100] for one in (LOW, 50, HIGH))
    return Estimate(low, middle, high, count)


def _expected(shares: "Shares", worth: Worth, left: float) -> Floats:
    """What is won of it in each draw; no deal is won with more than certainty."""
    owners = list({owner_id: None for mine in worth.values() for owner_id in mine})
    place = {owner_id: at for at, owner_id in enumerate(owners)}
    held = np.zeros((len(worth), len(owners)))
    for at, mine in enumerate(worth.values()):
        for owner_id, minor in mine.items():
            held[at, place[owner_id]] = minor
    found = [shares.share(stage_id, week * DAYS, left) for stage_id, week in worth]
    skills = [shares.skill(owner_id) for owner_id in owners]
    if not found:
        return np.zeros(len(shares.rate))
    each = zip(np.array(found).T, np.array(skills).T, strict=True)
    # Not by BLAS, whose threads spin.
    return np.array([(held * np.minimum(np.outer(*one), 1.0)).sum() for one in each])


@dataclass(frozen=True, slots=True)
class Ends:
    """How deals of one stage ended, the soonest first.

    Attributes:
        days: from entering the stage to the end.
        sums: how often the first ones were drawn together; a row for each draw, beginning with 0.
    """

    days: Floats
    sums: Ints

    @classmethod
    def of(cls, ended: Sequence[tuple[float, int]], times: Ints) -> "Ends":
        """Of days, and the number of each deal in the history."""
        ordered = sorted(ended)
        drawn = times[:, [deal for _, deal in ordered]]
        sums = np.zeros((len(times), len(ordered) + 1), np.int64)
        np.cumsum(drawn, axis=1, out=sums[:, 1:])
        return cls(np.array([days for days, _ in ordered]), sums)

    def before(self, day: float) -> Ints:
        """How many ended before so many days, in each draw."""
        found: Ints = self.sums[:, np.searchsorted(self.days, day, "left")]
        return found

    def until(self, day: float) -> Ints:
        """How many ended within so many days, in each draw."""
        found: Ints = self.sums[:, np.searchsorted(self.days, day, "right")]
        return found


@dataclass(frozen=True, slots=True)
class Shares:
    """What draws say of each stage; every figure is one for each draw.

    Attributes:
        won: how deals ended that were won, by stage; `lost`: those that were lost.
        own: won and all deals of a person.
        rate: won of all deals.
    """

    won: Mapping[int, Ends]
    lost: Mapping[int, Ends]
    own: Mapping[int | None, tuple[Ints, Ints]]
    rate: Floats

    @classmethod
    def of(cls, history: Sequence[Sequence[Way]], times: Ints | None = None) -> "Shares":
        """Count draws.

        Args:
            history: ways of deals, deal by deal.
            times: how often each deal was drawn, a row for each draw; None: each once.
        """
        drawn = np.ones((1, len(history)), np.int64) if times is None else times
        ended: dict[bool, dict[int, list[tuple[float, int]]]] = {True: {}, False: {}}
        deals: dict[int | None, tuple[list[int], list[int]]] = {}
        for deal, ways in enumerate(history):
            for way in ways:
                ended[way.won].setdefault(way.stage_id, []).append((way.days, deal))
            if ways:
                wins, total = deals.setdefault(ways[0].owner_id, ([], []))
                total.append(deal)
                wins.extend([deal] if ways[0].won else [])
        own = {owner_id: (drawn[:, one].sum(1), drawn[:, other].sum(1))
               for owner_id, (one, other) in deals.items()}  # fmt: skip
        wins_of_all, all_of_all = (
            sum((one[at] for one in own.values()), np.zeros(len(drawn), np.int64)) for at in (0, 1)
        )
        won, lost = (
            {stage_id: Ends.of(one, drawn) for stage_id, one in ended[kind].items()}
            for kind in (True, False)
        )
        return cls(won, lost, own, wins_of_all / np.maximum(all_of_all, 1))

    def share(self, stage_id: int, age: float, left: float) -> Floats:
        """Of the deals that stood in a stage for as many days, those won within the days left."""
        won, lost = self.won.get(stage_id), self.lost.get(stage_id)
        wins, total = np.zeros(len(self.rate)), np.zeros(len(self.rate))
        if won:
            wins += won.until(age + left) - won.before(age)
        for one in (won, lost):
            if one:
                total += one.sums[:, -1] - one.before(age)
        return wins / np.maximum(total, 1)

    def skill(self, owner_id: int | None) -> Floats:
        """How much more often than everybody a person wins, drawn towards 1 while deals are few."""
        nothing = np.zeros(len(self.rate), np.int64)
        wins, total = self.own.get(owner_id, (nothing, nothing))
        known = np.where(self.rate > 0, self.rate, 1.0)
        return np.where(self.rate > 0, (wins + SHRINK * self.rate) / (total + SHRINK) / known, 1.0)
