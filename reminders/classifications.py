"""Classifications: tiers and lifecycles follow what happens, and the calendar, by themselves."""

from datetime import datetime
from functools import partial
from queue import Empty

from store import classification_rounds, classifications
from store.engines import Database
from store.failures import StoreFailure


def catch_up(database: Database, now: datetime) -> None:
    """Classify the companies of which this process has committed something since it last did.

    What a killed process leaves undone, the next night's round does.

    Args:
        database: of the company.
        now: aware moment that counts as the present.

    Raises:
        StoreFailure: the database cannot be used; what is left is kept for the next time.
    """
    touched = _taken(database)
    everybody = classification_rounds.EVERY in touched
    ids = sorted(touched - {classification_rounds.EVERY})
    for first in range(0, len(ids), classifications.BATCH):
        some = ids[first : first + classifications.BATCH]
        try:
            database.write(partial(classifications.refresh, ids=some), now)
        except StoreFailure:
            for company_id in ids[first:]:
                database.shared.touched.put(company_id)
            raise
    if everybody:
        run_due(database, now)


def _taken(database: Database) -> set[int]:
    found: set[int] = set()
    waiting = database.shared.touched
    while True:
        try:
            found.add(waiting.get_nowait())
        except Empty:
            return found


def run_due(database: Database, now: datetime) -> None:
    """Look at every company once a night, and whenever the rules have changed.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    while database.read(classification_rounds.is_due, now):
        database.write(classifications.go_round, now)
