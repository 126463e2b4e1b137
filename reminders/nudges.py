"""Nudges by rule: what should be looked at is found, and told once to whose it is."""

from datetime import datetime
from functools import partial

from store import anniversaries, nudges
from store.engines import Database
from store.nudge_rules import RULES


def run_due(database: Database, now: datetime) -> None:
    """Look for everything that rules find, batch by batch; `reminders.notices` tells of it.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    for rule in RULES.values():
        after: int | None = 0
        while after is not None and rule.find is not None:
            after = database.write(partial(nudges.look, rule=rule, after=after), now)
    while database.read(anniversaries.is_due, now):
        database.write(anniversaries.go_round, now)
