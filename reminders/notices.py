"""Notices whose time has come: those of one person become one message."""

from datetime import datetime
from functools import partial

from handlers import bundles
from handlers.asks import voice_of
from handlers.languages import speaking
from store import held_notices, notice_times, notice_wishes, nudges, outboxes
from store.directories import Person
from store.engines import Database
from store.held_notices import Held
from store.nudge_rules import RULES
from store.nudges import Found
from store.outboxes import Letter
from store.sessions import Session


def run_due(database: Database, now: datetime) -> None:
    """Send what has waited, to each person in a unit of work of their own, until nothing is due.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
    """
    for staff_id in database.read(held_notices.waited_for, now):
        while database.write(partial(_send, staff_id=staff_id), now):
            continue


def _send(session: Session, staff_id: int) -> bool:
    """Send one message to somebody; whether there may be more."""
    person = session.directory.people[staff_id]
    if person.suspended:
        held_notices.forget(session, staff_id)
        return False
    free_from = notice_times.free_from(session.directory, person, session.now)
    if free_from > session.now:
        held_notices.wait(session, staff_id, free_from)
        return False
    held = _wanted(person, held_notices.take(session, staff_id, session.now))
    found = [one for one in nudges.take(session, staff_id, session.now) if _wants(person, one)]
    session.act_as(person)
    with speaking(voice_of(session.directory, person)):
        payload = bundles.payload_of(session, held, found)
    if payload is not None:
        _post(session, person, payload, _platform(person, held, found))
    return bool(held)


def _wanted(person: Person, held: list[Held]) -> list[Held]:
    """What was not switched off while it waited."""
    wishes = notice_wishes.of(person)
    return [one for one in held if one.event not in wishes or wishes[one.event].frequency != "off"]


def _wants(person: Person, one: Found) -> bool:
    rule = RULES.get(one.rule)
    return rule is not None and notice_wishes.wish(person, rule.event).frequency != "off"


def _platform(person: Person, held: list[Held], found: list[Found]) -> str:
    """Where it goes: the wish for the first event of the message counts."""
    event = held[0].event if held else RULES[found[0].rule].event
    return notice_wishes.wish(person, event).platform


def _post(session: Session, person: Person, payload: dict[str, object], platform: str) -> None:
    letter = Letter(payload, None, person.id, person.subject_id, platform=platform)
    outboxes.post(session, [letter], None)
