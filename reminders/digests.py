"""Digests: sent once a day to each who wants them, when their day begins and ends."""

from datetime import datetime
from functools import partial

from handlers.asks import voice_of
from handlers.digests import MAKERS
from handlers.languages import speaking
from store import digests, notice_wishes, outboxes, sights
from store.digests import Edition
from store.engines import Database
from store.notice_wishes import WORK
from store.outboxes import Letter
from store.sessions import Session


def run_due(database: Database, now: datetime) -> None:
    """Send every digest that is due, each in a unit of work of its own.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    for one in database.read(digests.due, now):
        database.write(partial(_send, one=one), now)


def _send(session: Session, one: Edition) -> None:
    """Write and send a digest, unless another process has; an empty one counts as sent."""
    if not digests.claim(session, one):
        return
    person = session.directory.people[one.staff_id]
    session.act_as(person)
    with speaking(voice_of(session.directory, person)):
        reply = MAKERS[one.which](session, person, one.day)
    if reply is None:
        return
    platform = notice_wishes.wish(person, WORK).platform
    payload = reply.dump(to=None)
    if one.which == "weekly":  # it tells figures, and whose they are
        payload["reach"] = sights.reach(session.directory, person)
    letter = Letter(payload, None, person.id, person.subject_id, platform=platform)
    outboxes.post(session, [letter], None)
