"""Housekeeping: what has to be tidied up when time passes."""

from datetime import datetime, timedelta

from store import conversations, files
from store.engines import Database

KEEP_PAYLOADS = timedelta(days=30)


def run_due(database: Database, now: datetime) -> None:
    """Run everything that is due.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    database.write(lambda session: conversations.forget_payloads(session, KEEP_PAYLOADS), now)
    database.write(files.forget_unkept, now)
