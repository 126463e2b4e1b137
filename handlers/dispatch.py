"""Dispatch: the only place that checks rights, binds, runs, commits and words refusals."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from handlers import incidents, interpretations, questions, quiet_hours, sentences
from handlers.asks import REMEMBERED, Ask, NeedsConfirmation, voice_of
from handlers.contract import registry
from handlers.languages import speaking
from handlers.outcomes import Outcome
from handlers.replies import Invocation, Reply
from handlers.texts import fmt
from store import conversations, outboxes
from store.access import Denied
from store.directories import Person
from store.engines import Database
from store.envelopes import EnvelopeBroken
from store.errors import CrmError
from store.failures import StoreFailure
from store.outboxes import Letter
from store.refs import read_ref
from store.sessions import Actor, Session

log = structlog.get_logger()


@dataclass(slots=True)
class Answer:
    """What a message led to: the reply, what is waited for next, and notices to others."""

    reply: Reply
    pending: dict[str, Any] | None = None
    told: Sequence[tuple[int, Reply]] = ()
    incident: str | None = None


class HandledAlready(Exception):
    """The message was handled meanwhile; this attempt must leave no trace."""


def handle(database: Database, inbox_id: int, now: datetime) -> None:
    """Handle a stored message: its effect, its answer and its end in one transaction.

    Args:
        database: holds the message.
        inbox_id: which one.
        now: aware moment that counts as the present.

    Raises:
        StoreFailure: the database cannot be used; the message waits in the inbox.
    """
    try:
        database.write(lambda session: _run(session, inbox_id), now)
    except HandledAlready:
        return
    except StoreFailure:
        raise
    except (Outcome, NeedsConfirmation, CrmError) as refusal:
        _explain(database, inbox_id, now, refusal)
    except Exception as error:  # noqa: BLE001 (nobody may be left without an answer)
        _explain(database, inbox_id, now, error, incident=secrets.token_hex(4).upper())


def _explain(
    database: Database, inbox_id: int, now: datetime, why: Exception, incident: str | None = None
) -> None:
    """Answer in a transaction of its own, as the first one was undone."""
    if incident:
        log.error("incident", incident=incident, places=incidents.places(why))
    try:
        database.write(lambda session: _refuse(session, inbox_id, why, incident), now)
    except HandledAlready:
        return
    except EnvelopeBroken as error:
        _set_aside(database, inbox_id, now, error)


def _set_aside(database: Database, inbox_id: int, now: datetime, why: EnvelopeBroken) -> None:
    """A message that was altered outside of Parley can be neither read nor answered."""
    incident = secrets.token_hex(4).upper()
    log.error("unreadable message", incident=incident, places=incidents.places(why))
    database.write(lambda session: conversations.set_aside(session, inbox_id, incident), now)


def _run(session: Session, inbox_id: int) -> None:
    ask = _ask(session, inbox_id)
    with speaking(ask.voice):
        invocation = interpretations.interpret(ask)
        reply = run(ask, invocation)
        _finish(ask, Answer(reply, _still_pending(ask), ask.told))


def run(ask: Ask, invocation: Invocation) -> Reply:
    """Check the right, read the arguments and run a command."""
    known = registry[invocation.command]
    ask.invocation = invocation
    ask.session.origin.command = known.name
    interpretations.check_right(ask, known)
    return interpretations.call(ask, known, invocation)


def _still_pending(ask: Ask) -> dict[str, Any] | None:
    """A question outlives a look at something else, but neither its answer nor another change."""
    session = ask.session
    changed = session.changes or session.new or session.dirty or session.deleted
    over = ask.taken.payload.get("answered") or changed
    return None if over else ask.taken.state.get("pending")


def _refuse(session: Session, inbox_id: int, why: Exception, incident: str | None) -> None:
    ask = _ask(session, inbox_id)
    with speaking(ask.voice):
        _finish(ask, _answer(ask, why, incident))


def _answer(ask: Ask, why: Exception, incident: str | None) -> Answer:
    if incident:
        return Answer(
            Reply(
                fmt(
                    "Something went wrong on my side, and nothing was changed. "
                    "Please try again; if it happens again, tell your admin: incident {incident}.",
                    incident=incident,
                )
            ),
            ask.taken.state.get("pending"),
            incident=incident,
        )
    question = questions.of(ask, why)
    if question:
        return Answer(question.reply, question.pending)
    told = sentences.notices(ask, why)
    pending = None if isinstance(why, Denied) else ask.taken.state.get("pending")
    return Answer(sentences.refusal(ask, why), pending, told)


def _ask(session: Session, inbox_id: int) -> Ask:
    taken = conversations.take(session, inbox_id)
    if taken.done:
        raise HandledAlready
    person = session.directory.people.get(taken.staff_id or 0)
    if person:
        session.act_as(person)
    else:
        session.actor = Actor(None, {}, frozenset())
    session.origin.inbox_id = inbox_id
    own = {"locale": taken.locale, "timezone": taken.timezone}
    ask = Ask(session, taken, voice_of(session.directory, person, own))
    ask.replied_to = tuple(ref for ref in map(read_ref, taken.payload.get("replied_to", ())) if ref)
    return ask


def _finish(ask: Ask, answer: Answer) -> None:
    """Write what is remembered, what is sent, and that the message is done."""
    session, taken = ask.session, ask.taken
    state = _state(ask, answer)
    if not conversations.finish(session, taken, state, answer.incident):
        raise HandledAlready
    pressed = taken.payload.get("press")
    edits = pressed["outbox_id"] if pressed else None
    payload = answer.reply.dump(to=taken.identity_id, edits=edits)
    letters = [Letter(payload, taken.place)]
    people = session.directory.people
    told = [(people[staff_id], reply) for staff_id, reply in answer.told]
    letters += [_notice(session, who, reply) for who, reply in told if not who.suspended]
    outboxes.post(session, letters, taken.id)


def _notice(session: Session, person: Person, reply: Reply) -> Letter:
    """A message to a colleague, which waits for the end of their quiet hours."""
    zone = voice_of(session.directory, person).zone
    due_at = quiet_hours.until(person, zone, session.now)
    return Letter(reply.dump(to=None), None, person.id, person.subject_id, due_at=due_at)


def _state(ask: Ask, answer: Answer) -> dict[str, Any]:
    """What is remembered: the open question, and the records shown last with their versions."""
    shown = {str(ref): answer.reply.versions.get(str(ref)) for ref in answer.reply.shows}
    for text, version in ask.taken.state.get("shown", []):
        shown.setdefault(text, version)
    state: dict[str, Any] = {"shown": list(shown.items())[:REMEMBERED]}
    if answer.pending:
        state["pending"] = {"at": ask.now.isoformat(), **answer.pending}
    return state
