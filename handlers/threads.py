"""Threads of tickets: what is said in one is about its ticket, and stays inside.

Only the word `reply` at the beginning, or a button that says so, lets anything go to the customer.
"""

import re
from typing import Any

from handlers import binding, grammar, thread_letters
from handlers.asks import Ask
from handlers.contract import Command, registry
from handlers.outcomes import Missing
from handlers.readers.records import RecordReader
from handlers.readers.words import narrow
from handlers.replies import Invocation, Reply
from handlers.texts import fmt, lines, plain
from handlers.vocabularies import VERBS
from store import outboxes, ticket_messages, ticket_threads, tickets
from store.errors import CrmError
from store.outboxes import Due, Letter
from store.refs import Ref, read_ref
from store.sessions import Session

TERMINAL = "terminal"
FIRST = re.compile(r"\s*(?P<head>[^\s:：]+)(?:[:：]\s*|\s+|$)")
"""The first word, which is a word of its own: 回复了吗 begins no reply."""
AT_ONCE = {
    "reply": ("reply", "回复", "答复"),
    "note": ("note", "备注", "内部备注"),
    "resolve": ("resolve", "resolved", "解决", "已解决"),
    "wait": ("wait", "等待", "挂起"),
    "undo": ("undo", "撤销", "撤回"),
}
"""Commands that need no slash in a thread, and how they are spelled there: no word that may as well
begin a sentence to colleagues, such as "answer"."""

STRICT = ("wait", "undo")
"""What is taken for a command only if nothing of it is left over."""

SENDING = ("reply", "ticket send")
"""What is answered by saying that it went out, in place of the draft or the question."""

OWN = ("reply", "note", "resolve", "wait", "undo", "timeline", "ticket")
"""First words of the commands whose answers about the thread's ticket others there may read."""


def replied_to(session: Session, payload: dict[str, Any]) -> Due | None:
    """The message of Parley's that was replied to, where its platform's name is all that is known."""
    return outboxes.sent_as(session, payload["replied_as"]) if "replied_as" in payload else None


def enter(ask: Ask, held: Due | None) -> None:
    """Find out in which ticket's thread something was said or pressed.

    Args:
        ask: of the message.
        held: the message of Parley's that was replied to, or whose button was pressed.
    """
    if ask.thread is not None:
        return
    name, letter = ask.taken.payload.get("thread"), held.payload if held else {}
    if "room" in letter:
        name = letter["room"]
    number = _ticket(ask, name) if name else None
    ask.spot = name
    if number is None and "thread" in letter:
        ref = read_ref(letter["shows"][0])
        number = ticket_threads.goes_on(ask.session, ref.id) if ref else None
        ask.spot = letter["thread"]
    ask.thread = Ref("ticket", number) if number is not None else None


def _ticket(ask: Ask, name: str) -> int | None:
    if ask.taken.platform != TERMINAL:
        return ticket_threads.ticket_of(ask.session, ask.taken.platform, name)
    ref = read_ref(name.removeprefix("#"))
    if ref is None or ref.kind != "ticket":
        return None
    return ticket_threads.goes_on(ask.session, ref.id)


def overhears(ask: Ask) -> bool:
    """Whether nobody is to be answered: strangers talk, or somebody corrects what they wrote."""
    payload = ask.taken.payload
    if ask.thread is None or "say" not in payload:
        return False
    if "edits" in payload:
        return True
    aloud = payload.get("addressed") or grammar.strip_address(payload["say"]).slash
    return ask.actor.person is None and not aloud


def corrected(ask: Ask) -> list[Letter]:
    """A note says what it says where it was written; a changed message never sends anything.

    Returns:
        What the other threads are told.
    """
    payload, session = ask.taken.payload, ask.session
    if ask.thread is None or ask.actor.person is None or "edits" not in payload:
        return []
    text = str(payload["say"]).replace("\x00", "").strip()
    session.origin.command = "note"
    row = ticket_messages.noted_as(session, ask.thread.id, payload["edits"])
    if row is None or not text:
        return []
    ticket = tickets.get(session, ask.thread.id)
    tickets.demand(session, ticket)
    ticket_messages.rewrite(session, row, text)
    session.flush()
    author = ask.person.name

    def say() -> Reply:
        return Reply(lines(fmt("**{author}** has corrected a note:", author=author), plain(text)))

    return thread_letters.of(session, ticket, [say], ask.spot)


def pending(ask: Ask) -> dict[str, Any] | None:
    """The question that was asked in this very thread and is answered by a word or a choice.

    Free text is never taken for an answer there: colleagues talk in threads.
    """
    held: dict[str, Any] | None = ask.taken.state.get("pending")
    if not held or held.get("thread") != str(ask.thread):
        return None
    return held if held["kind"] in ("confirm", "choose") else None


def forgets(ask: Ask, asked: dict[str, Any]) -> bool:
    """Whether a question is not kept: in a thread nothing is the answer to an open one."""
    return ask.thread is not None and asked["kind"] == "ask"


def mark(ask: Ask) -> dict[str, Any]:
    """What a question remembers of where it was asked."""
    return {"thread": str(ask.thread)} if ask.thread else {}


def command(ask: Ask, text: str, *, aloud: bool) -> Invocation | None:
    """The command about the thread's ticket that a message is; None where it is none.

    Args:
        ask: of the message.
        text: without its address.
        aloud: it was said to Parley with a slash or by name.

    Raises:
        CrmError: it was said aloud, and makes no sense.
    """
    found = FIRST.match(text)
    if found is None:
        return None
    head, rest = narrow(found["head"]), text[found.end() :]
    for name, spellings in AT_ONCE.items():
        if head in spellings:
            return bind(ask, registry[name], rest, lenient=not aloud and name in STRICT)
    for verb, spellings in VERBS.items():
        if head in spellings and f"ticket {verb}" in registry.commands and verb != "add":
            return bind(ask, registry[f"ticket {verb}"], rest, lenient=not aloud)
    return _by_name(ask, text, aloud=aloud)


def _by_name(ask: Ask, text: str, *, aloud: bool) -> Invocation | None:
    """A command by its whole name: one of tickets, or aloud any that may be about a ticket."""
    exact = grammar.named(text)
    if exact is None or not (aloud or exact.command.startswith("ticket ")):
        return None
    known = registry[exact.command]
    return bind(ask, known, exact.rest, lenient=not aloud) if _places(known) else None


def bind(ask: Ask, known: Command, rest: str, *, lenient: bool) -> Invocation | None:
    """Give words to arguments; the ticket is the thread's unless another one is named.

    Args:
        ask: of the message.
        known: the command.
        rest: what follows its name.
        lenient: what does not fit is no such command: None instead of a complaint.
    """
    try:
        found = binding.bind(ask, known, rest, _given(ask, known, rest))
        if lenient:
            binding.read_arguments(ask, known, found)
    except (CrmError, Missing):
        if not lenient:
            raise
        return None
    return found


def _given(ask: Ask, known: Command, rest: str) -> dict[str, str]:
    """The thread's ticket for the first argument that is a ticket, if fewer are named than needed."""
    places, named = _places(known), 0
    for one in rest.split():
        ref = read_ref(one)
        if ref is None or ref.kind != "ticket":
            break
        named += 1
    return {places[0]: str(ask.thread)} if named < len(places) else {}


def _places(known: Command) -> list[str]:
    """The arguments of a command that have to be given and may be a ticket."""
    return [
        one.name
        for one in known.parameters
        if isinstance(one.reader, RecordReader) and one.required and one.reader.takes("ticket")
    ]


def note(ask: Ask, text: str) -> Invocation:
    """What else is written in a thread is a note on its ticket."""
    words = text or ", ".join(f"📎 {one.name}" for one in ask.files)
    ask.taken.payload["plain"] = True
    return Invocation("note", {"ticket": str(ask.thread), "text": words})


def is_open(ask: Ask, reply: Reply) -> bool:
    """Whether an answer may be read by all in the thread: it is about the thread's own ticket."""
    if ask.thread is None or ask.invocation.command.split(" ")[0] not in OWN:
        return False
    return not reply.shows or reply.shows[0] == ask.thread


def said_in(ask: Ask) -> thread_letters.Spot:
    """The thread in which something was said, and so need not be repeated; a press is no saying."""
    pressed = "press" in ask.taken.payload and ask.invocation.command not in SENDING
    return None if ask.thread is None or pressed else ask.spot
