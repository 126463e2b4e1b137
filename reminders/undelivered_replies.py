"""Replies that did not reach their customer, whatever stopped them: nobody waits for nothing."""

from datetime import datetime

from handlers import ticket_failures
from store import ticket_deliveries
from store.engines import Database


def run_due(database: Database, now: datetime) -> None:
    """Tell of what failed and has not been told of.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    if database.read(ticket_deliveries.waiting, now):
        database.write(ticket_failures.tell, now)
