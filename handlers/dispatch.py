"""Dispatch: the only place that checks rights, binds, runs, commits and words refusals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from handlers import (
    answers,
    events,
    incidents,
    interpretations,
    letters,
    questions,
    sentences,
    thread_events,
    threads,
    uploads,
)
from handlers.asks import REMEMBERED, Ask, NeedsConfirmation, voice_of
from handlers.contract import registry
from handlers.languages import speaking
from handlers.outcomes import Outcome
from handlers.payloads import Read, as_is
from handlers.replies import Invocation, Reply
from handlers.texts import fmt
from store import conversations, outboxes
from store.access import Denied
from store.conversations import TooEarly
from store.engines import Database
from store.errors import CrmError
from store.failures import StoreFailure
from store.outboxes import Due
from store.refs import Ref, read_ref
from store.sessions import Actor, Session

log = structlog.get_logger()
NOTHING = Invocation("").dump()


@dataclass(slots=True)
class Answer:
    """What a message led to: the reply, what is waited for next, and notices to others."""

    reply: Reply
    pending: dict[str, Any] | None = None
    told: Sequence[tuple[int, Reply]] = ()
    incident: str | None = None
    refused: bool = False


class HandledAlready(Exception):
    """The message was handled meanwhile; this attempt must leave no trace."""


def handle(database: Database, inbox_id: int, now: datetime, read: Read = as_is) -> None:
    """Handle a stored message: its effect, its answer and its end in one transaction.

    Args:
        database: holds the message.
        inbox_id: which one.
        now: aware moment that counts as the present.
        read: of the message's platform.

    Raises:
        StoreFailure: the database cannot be used; the message waits in the inbox.
        TooEarly: those before it in its conversation come first.
    """
    try:
        database.write(lambda session: _run(session, inbox_id, read), now)
    except HandledAlready:
        return
    except (StoreFailure, TooEarly):
        raise
    except (Outcome, NeedsConfirmation, CrmError) as refusal:
        _explain(database, inbox_id, now, read, refusal)
    except Exception as error:  # noqa: BLE001 (nobody may be left without an answer)
        incident = incidents.new()
        _explain(database, inbox_id, now, _safely(read), error, incident)


def _safely(read: Read) -> Read:
    """Whoever sent what cannot be read gets an answer all the same."""

    def attempt(raw: dict[str, Any]) -> dict[str, Any]:
        try:
            return read(raw)
        except Exception:  # noqa: BLE001 (it has been logged as the incident)
            return {}

    return attempt


def _explain(
    database: Database,
    inbox_id: int,
    now: datetime,
    read: Read,
    why: Exception,
    incident: str | None = None,
) -> None:
    """Answer in a transaction of its own, as the first one was undone."""
    if incident:
        log.error("incident", incident=incident, places=incidents.places(why))
    try:
        database.write(lambda session: _refuse(session, inbox_id, read, why, incident), now)
    except HandledAlready:
        return
    except (StoreFailure, TooEarly):
        raise
    except Exception as error:  # noqa: BLE001 (those behind it must not wait for ever)
        if incident:
            _set_aside(database, inbox_id, now, error)
        else:
            _explain(database, inbox_id, now, _safely(read), error, incidents.new())


def _set_aside(database: Database, inbox_id: int, now: datetime, why: Exception) -> None:
    """A message that was altered outside of Parley can be neither read nor answered."""
    incident = incidents.new()
    log.error("unreadable message", incident=incident, places=incidents.places(why))
    database.write(lambda session: conversations.set_aside(session, inbox_id, incident), now)


def _run(session: Session, inbox_id: int, read: Read) -> None:
    ask = _ask(session, inbox_id, read)
    if "event" in ask.taken.payload:
        events.take(ask)
        _end(ask, ask.taken.state, None)
        return
    with speaking(ask.voice):
        if threads.overhears(ask):
            _end(ask, ask.taken.state, None)
            outboxes.post(session, threads.corrected(ask), inbox_id)
            return
        invocation = interpretations.interpret(ask)
        reply = uploads.keep(ask, run(ask, invocation))
        _finish(ask, Answer(reply, _pending(ask, reply), ask.told))


def run(ask: Ask, invocation: Invocation) -> Reply:
    """Check the right, read the arguments and run a command."""
    known = registry[invocation.command]
    ask.invocation = invocation
    ask.session.origin.command = known.name
    interpretations.check_right(ask, known)
    return interpretations.call(ask, known, invocation)


def _pending(ask: Ask, reply: Reply) -> dict[str, Any] | None:
    """A question outlives a look at something else, but neither its answer nor another change.

    What a reply awaits is forgotten with the next message, and in a thread nothing is awaited.
    """
    if reply.awaits and not ask.thread:
        return {"kind": answers.AWAITED, **reply.awaits}
    over = ask.taken.payload.get("answered") or _changed(ask.session)
    held: dict[str, Any] | None = None if over else ask.taken.state.get("pending")
    return None if held and held["kind"] == answers.AWAITED else held


def _changed(session: Session) -> bool:
    return bool(session.changes or session.new or session.dirty or session.deleted)


def _refuse(
    session: Session, inbox_id: int, read: Read, why: Exception, incident: str | None
) -> None:
    ask = _ask(session, inbox_id, read)
    if "press" in ask.taken.payload:
        threads.enter(ask, outboxes.letter(session, ask.taken.payload["press"]["outbox_id"]))
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
            refused=True,
        )
    question = questions.of(ask, why)
    if question:
        ask.invocation = Invocation.load(question.pending.get("invocation", NOTHING))
        return Answer(question.reply, question.pending)
    told = sentences.notices(ask, why)
    pending = None if isinstance(why, Denied) else ask.taken.state.get("pending")
    refusal = sentences.refusal(ask, why)
    if ask.thread:
        refusal = replace(refusal, public=False)  # others there need not see who may not
    return Answer(refusal, pending, told, refused=True)


def _ask(session: Session, inbox_id: int, read: Read) -> Ask:
    taken = conversations.take(session, inbox_id)
    if taken.done:
        raise HandledAlready
    taken.payload = read(taken.payload)
    person = session.directory.people.get(taken.staff_id or 0)
    if person:
        session.act_as(person)
    else:
        session.actor = Actor(None, {}, frozenset())
    session.origin.inbox_id = inbox_id
    own = {"locale": taken.locale, "timezone": taken.timezone}
    if taken.identity_id is not None:
        session.account_names[taken.identity_id] = taken.account_name
    ask = Ask(session, taken, voice_of(session.directory, person, own))
    held = threads.replied_to(session, taken.payload)
    threads.enter(ask, held)
    ask.replied_to = _replied_to(ask, held)
    ask.files = uploads.of(ask)
    return ask


def _replied_to(ask: Ask, held: Due | None) -> tuple[Ref, ...]:
    """The records on the message that was replied to; in a thread its ticket before all others."""
    texts = (
        ask.taken.payload.get("replied_to", ()) if held is None else held.payload.get("shows", ())
    )
    found = [ref for ref in map(read_ref, texts) if ref]
    return tuple(dict.fromkeys([*([ask.thread] if ask.thread else ()), *found]))


def _finish(ask: Ask, answer: Answer) -> None:
    """Write what is remembered, what is sent, and that the message is done."""
    session, taken = ask.session, ask.taken
    openly = not answer.refused and threads.is_open(ask, answer.reply)
    answers, place = letters.answering(ask, answer.reply, openly=openly)
    elsewhere = place.id != taken.place.id
    if elsewhere:
        conversations.remember(session, place, _state(ask, answer))
    _end(ask, _state(ask, answer, at_home=not elsewhere), answer.incident)
    told = [(session.directory.people[staff_id], reply) for staff_id, reply in answer.told]
    notices = [letters.notice(session, who, reply) for who, reply in told if not who.suspended]
    followed = thread_events.letters(session, threads.said_in(ask))
    outboxes.post(session, [*answers, *notices, *followed], taken.id)


def _end(ask: Ask, state: dict[str, Any], incident: str | None) -> None:
    if not conversations.finish(ask.session, ask.taken, state, incident):
        raise HandledAlready


def _state(ask: Ask, answer: Answer, *, at_home: bool = True) -> dict[str, Any]:
    """What is remembered: the open question, the records shown last, and what had an effect."""
    shown = {str(ref): answer.reply.versions.get(str(ref)) for ref in answer.reply.shows}
    for text, version in ask.taken.state.get("shown", []):
        shown.setdefault(text, version)
    state: dict[str, Any] = {"shown": list(shown.items())[:REMEMBERED]}
    if answer.pending and at_home and not threads.forgets(ask, answer.pending):
        state["pending"] = {"at": ask.now.isoformat(), **answer.pending} | threads.mark(ask)
    state |= uploads.waiting(ask)
    listed = answer.reply.lists.dump() if answer.reply.lists else ask.taken.state.get("list")
    state |= {"list": listed} if listed else {}
    named = ask.taken.payload.get("named")
    said = [[named, _changed(ask.session)]] if named else []
    if said or ask.taken.state.get("said"):
        state["said"] = [*said, *ask.taken.state.get("said", ())][:REMEMBERED]
    return state
