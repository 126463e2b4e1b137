"""Interpretation: from what arrived (text, a button, a form) to a command with its arguments."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from handlers import (
    answers,
    binding,
    captures,
    grammar,
    list_sentences,
    phrases,
    reminding_sentences,
    requests,
    speakers,
    threads,
    uploads,
)
from handlers.asking import questions
from handlers.asks import REMEMBERED, Ask
from handlers.contract import Command, registry
from handlers.contract import run as run_command
from handlers.customers_only import CUSTOMERS_ONLY
from handlers.readers.readings import Reader
from handlers.readers.records import point_of
from handlers.readers.words import MEANT, PRONOUNS, narrow
from handlers.replies import Invocation, Reply
from store import outboxes
from store.access import Denied
from store.errors import CrmError
from store.refs import read_ref
from store.rights import Right

LONGEST_POINT = 100
CARD = ("name", "phone", "email")
YIELDING = ("note", "why", "contact show", "contacts")
"""Commands whose names begin sentences that say something else."""
PENDING_FOR = timedelta(minutes=30)


class NotUnderstood(CrmError):
    """No command, no answer, no sentence that is known."""

    def __init__(self, text: str) -> None:
        """Keep what was said."""
        super().__init__(text)
        self.text = text


class StrangerHere(CrmError):
    """An account that is linked to nobody asked for something of the company's."""


class Suspended(CrmError):
    """The member of staff was suspended."""


class NotYourButton(CrmError):
    """A button that was shown to somebody else."""


class CannotTake(CrmError):
    """A kind of message that nothing can be made of."""

    def __init__(self, kind: str) -> None:
        """Keep what it was, such as "sticker"."""
        super().__init__(kind)
        self.kind = kind


class EditedTooLate(CrmError):
    """A message was changed after it had had its effect."""


class NothingToAnswer(CrmError):
    """A form or a yes came, but nothing was asked, or too long ago."""


def interpret(ask: Ask) -> Invocation:
    """Understand a message.

    Raises:
        NotUnderstood: it makes no sense; nothing is guessed.
        CrmError: it makes sense, but not here and now.
    """
    _expire(ask)
    payload = ask.taken.payload
    if "press" in payload:
        return _pressed(ask)
    if "fill" in payload:
        return _filled(ask)
    if ask.thread and "say" in payload:
        return _in_thread(ask, _clean(payload["say"]))
    return _made(ask) or _said(ask, _clean(payload.get("say", "")))


def _in_thread(ask: Ask, text: str) -> Invocation:
    """An answer to what was asked there, a command about the ticket, or a note on it.

    Raises:
        FileRefused: a file that came along could not be taken in.
    """
    uploads.refuse_faulty(ask)
    said = grammar.strip_address(text)
    aloud = said.slash or bool(ask.taken.payload.get("addressed"))
    pending = threads.pending(ask)
    if pending and not said.slash:
        answer = answers.answered(ask, pending, said.text, is_command=False)
        if answer:
            ask.taken.payload["answered"] = True
            return answer
    found = threads.command(ask, said.text, aloud=aloud)
    if found is None and aloud:
        ask.taken.state.pop("pending", None)
        return _said(ask, text)
    return found or threads.note(ask, said.text)


def _made(ask: Ask) -> Invocation | None:
    """What means a command without any words; None where words decide."""
    payload = ask.taken.payload
    if "odd" in payload:
        raise CannotTake(payload["odd"])
    if "run" in payload:
        payload["answered"] = True
        return Invocation.load(payload["run"])
    if "contact" in payload:
        return _contact(ask)
    if requests.speaks(ask):
        return None
    if "edits" in payload:
        _refuse_late(ask)
    return uploads.meant(ask) if payload.get("files") else None


def _contact(ask: Ask) -> Invocation:
    """A shared card: one's own number is noted, somebody else's becomes a contact."""
    card = ask.taken.payload["contact"]
    if card["own"] or ask.actor.person is None:
        return Invocation("my number")
    return Invocation("capture", {key: str(card[key]) for key in CARD if card.get(key)})


def _refuse_late(ask: Ask) -> None:
    """A changed message counts as a new one, unless an earlier version has had its effect.

    What is not remembered was never meant for Parley, such as the first version of a message in a
    group; or it is too long ago to know, and then nothing may happen twice.
    """
    said = ask.taken.state.get("said", ())
    effects = [effect for name, effect in said if name == ask.taken.payload["edits"]]
    forgotten = not effects and len(said) >= REMEMBERED
    if forgotten or any(effects):
        raise EditedTooLate


def _clean(text: str) -> str:
    """What was written without NUL, which no column of PostgreSQL can hold."""
    return text.replace("\x00", "")


def _expire(ask: Ask) -> None:
    """A question that was not answered for half an hour is no longer open."""
    pending = ask.taken.state.get("pending")
    if pending and pending.get("thread") and ask.thread is None and "say" in ask.taken.payload:
        del ask.taken.state["pending"]  # what was asked in a thread is answered there
        return
    if pending and ask.now - datetime.fromisoformat(pending["at"]) > PENDING_FOR:
        del ask.taken.state["pending"]


def _pressed(ask: Ask) -> Invocation:
    press = ask.taken.payload["press"]
    held = outboxes.letter(ask.session, press["outbox_id"])
    buttons = held.payload.get("buttons", []) if held else []
    if held is None or press["index"] >= len(buttons):
        raise NothingToAnswer
    theirs = held.payload.get("for")
    for_another = theirs is not None and theirs != ask.taken.identity_id
    to_another = held.staff_id is not None and held.staff_id != ask.taken.staff_id
    if for_another or to_another:
        raise NotYourButton
    threads.enter(ask, held)
    ask.taken.payload["answered"] = True
    return Invocation.load(buttons[press["index"]][1])


def _filled(ask: Ask) -> Invocation:
    """Fields of an open form join what was known already."""
    pending = ask.taken.state.get("pending")
    if not pending or "invocation" not in pending:
        raise NothingToAnswer
    ask.taken.payload["answered"] = True
    known = Invocation.load(pending["invocation"])
    names = {one.name for one in registry[known.command].parameters}
    given = {
        name: _clean(str(value))
        for name, value in ask.taken.payload["fill"].items()
        if name in names
    }
    return known.with_values(**given)


def _said(ask: Ask, text: str) -> Invocation:
    said = grammar.strip_address(text)
    bare = grammar.bare(said.text)
    pending = ask.taken.state.get("pending")
    exact = speakers.meant(ask, grammar.named(said.text))
    if exact and exact.command == "cancel" and not exact.rest:
        return Invocation("cancel")
    if pending and not said.slash and not _swallows(ask, pending, said.text):
        polite = bare != said.text and grammar.named(bare) is not None
        named = None if answers.is_outcome(ask, pending, exact) else exact
        is_command = _is_command(ask, said.text, named) or polite
        answer = answers.answered(ask, pending, said.text, is_command=is_command)
        if answer:
            ask.taken.payload["answered"] = True
            return answer
    found = requests.meant(ask, said, exact) or _from_words(ask, said.text, exact)
    if found is None and ask.taken.payload.get("files"):
        return uploads.with_note(ask, text)
    if found is None and bare != said.text:
        found = _from_words(ask, bare, speakers.meant(ask, grammar.named(bare)))
    if found is None:
        raise NotUnderstood(said.text)
    return found


def _swallows(ask: Ask, pending: dict[str, Any], text: str) -> bool:
    """Whether a question for one word would take a customer's sentence for its answer."""
    if pending["kind"] != "ask" or not requests.swallows(ask, text):
        return False
    known = registry[pending["invocation"]["command"]]
    return not known.parameter(str(pending["parameter"])).reader.free


def _from_words(ask: Ask, text: str, exact: grammar.Named | None) -> Invocation | None:
    """Exact grammar, then phrases, then a bare ref, then a sentence that captures a contact."""
    if exact and exact.command == "show" and narrow(exact.rest) in PRONOUNS:
        shown = _shown(ask, exact.rest)
        if shown and shown.command.removesuffix(" show") not in grammar.RECORDS:
            return shown
    asked = questions.about(ask, text, exact)
    if asked:
        return asked
    short = grammar.verb_and_ref(text, ask.shown())
    if exact and exact.command in CUSTOMERS_ONLY and ask.actor.person and exact.rest:
        other = _from_sentence(ask, text)
        if other or short:
            return other or _bound(ask, short)
    if exact and (_yields(ask, exact, text) or (short and _is_synonym(exact, text))):
        exact = None
    if exact and not (exact.command.endswith(" show") and _is_sentence(exact)):
        known = registry[exact.command]
        check_right(ask, known)
        # What names the command as a whole is no phrase with a slot: 停滞的商机 names nobody.
        phrase = None if narrow(text) in grammar.spaced_surfaces() else phrases.match(text)
        if phrase and phrase.command == known.name:
            return phrase
        return binding.bind(ask, known, exact.rest)
    sentence = _from_sentence(ask, text)
    if sentence:
        return sentence
    return _bound(ask, short) or _shown(ask, text) or questions.meant(ask, text)


def _bound(ask: Ask, short: grammar.Named | None) -> Invocation | None:
    return binding.bind(ask, registry[short.command], short.rest) if short else None


def _is_command(ask: Ask, text: str, exact: grammar.Named | None) -> bool:
    """Whether a message says something of its own, whatever was asked before."""
    asks = questions.meant(ask, text) is not None or grammar.verb_and_ref(text, ()) is not None
    return exact is not None or asks or _from_sentence(ask, text) is not None


def _yields(ask: Ask, exact: grammar.Named, text: str) -> bool:
    """Whether a command's name only begins a sentence that says another: "note on C-1: ..."."""
    if grammar.of_a_task(exact):
        return _from_sentence(ask, text) is not None
    phrase = phrases.match(text) if exact.command in YIELDING else None
    return phrase is not None and phrase.command != exact.command


def _is_synonym(exact: grammar.Named, text: str) -> bool:
    """Whether "take" means a claim, as it does of what is in the pool."""
    return exact.command == "claim" and not narrow(text).startswith(exact.command)


def _from_sentence(ask: Ask, text: str) -> Invocation | None:
    """A phrase, or a sentence about somebody who was met."""
    said = list_sentences.read(ask, text) or reminding_sentences.read(ask, text)
    said = said or phrases.match(text, lambda *slot: _fits(ask, *slot))
    return said or captures.read(ask, text)


def _fits(ask: Ask, reader: Reader[Any], words: str) -> bool:
    """Whether a phrase may be meant: "how was the weather" asks for no period."""
    if not reader.picky:
        return True
    with suppress(CrmError):
        reader.read(ask, words)
        return True
    return False


def _shown(ask: Ask, text: str) -> Invocation | None:
    """A ref alone, or "it" alone: the card of that record."""
    ref = read_ref(text)
    if ref is None and narrow(text) in PRONOUNS:
        kinds = MEANT.get(narrow(text))
        ref = next((one for one in ask.shown() if kinds is None or one.kind in kinds), None)
    if ref is None and len(text) < LONGEST_POINT and point_of(text, ask.voice.region):
        return Invocation("find", {"text": text})
    if ref is None or f"{ref.kind} show" not in registry.commands:
        return None
    return Invocation(f"{ref.kind} show", {ref.kind: str(ref)})


def _is_sentence(exact: grammar.Named) -> bool:
    """Whether "company ..." only begins a sentence: such names are short."""
    return len(exact.rest) > 200  # noqa: PLR2004 (longer than any name)


def check_right(ask: Ask, known: Command) -> None:
    """Let only those run a command who may.

    Raises:
        StrangerHere: linked to nobody, and the command is not for strangers.
        Suspended: no right at all.
        Denied: the right is missing.
    """
    person = ask.actor.person
    if person is None:
        if not known.strangers:
            raise StrangerHere
        return
    if person.suspended:
        raise Suspended
    if known.needs is not Right.EVERYONE and ask.actor.scope(known.needs) is None:
        raise Denied(known.needs)


def call(ask: Ask, known: Command, invocation: Invocation) -> Reply:
    """Read the arguments and call the command's function."""
    return run_command(known, ask, binding.read_arguments(ask, known, invocation))
