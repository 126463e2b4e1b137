"""Rounds of SLA clocks: what hours or promises have changed is worked out for all tickets."""

from datetime import datetime

from store import sla_rounds
from store.engines import Database


def run_due(database: Database, now: datetime) -> None:
    """Go on with what a change of hours or promises has left, batch by batch.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    while database.read(sla_rounds.is_due, now):
        database.write(sla_rounds.go_on, now)
