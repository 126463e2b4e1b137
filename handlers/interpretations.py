"""Interpretation: from what arrived (text, a button, a form) to a command with its arguments."""

from datetime import datetime, timedelta
from typing import Any

from handlers import binding, captures, grammar, inquiries, list_sentences, phrases, uploads
from handlers.asking.readings import begins_with_figure, questions_in
from handlers.asks import REMEMBERED, Ask
from handlers.contract import Command, registry
from handlers.contract import run as run_command
from handlers.readers.records import point_of
from handlers.readers.words import MEANT, NO, PRONOUNS, YES, narrow, says
from handlers.replies import Invocation, Reply
from store import outboxes
from store.access import Denied
from store.errors import CrmError
from store.refs import read_ref
from store.rights import Right

LONGEST_POINT = 100
CARD = ("name", "phone", "email")
YIELDING = ("note", "why")
"""Commands whose names begin sentences that say something else."""
COUNTED = ("activity", "deals", "leads", "contacts", "companies", "tickets", "orders", "pipeline")
"""Lists of which one may ask for figures instead."""
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
    return _made(ask) or _said(ask, _clean(payload.get("say", "")))


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
    ask.taken.payload["answered"] = True
    return Invocation.load(buttons[press["index"]][1])


def _filled(ask: Ask) -> Invocation:
    """Fields of an open form join what was known already."""
    pending = ask.taken.state.get("pending")
    if not pending:
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
    pending = ask.taken.state.get("pending")
    exact = grammar.named(said.text)
    if exact and exact.command == "cancel" and not exact.rest:
        return Invocation("cancel")
    if pending and not said.slash:
        is_command = _is_command(ask, said.text, exact)
        answer = _answered(ask, pending, said.text, is_command=is_command)
        if answer:
            ask.taken.payload["answered"] = True
            return answer
    found = inquiries.meant(ask, said.text, exact) or _from_words(ask, said.text, exact)
    if found is None and ask.taken.payload.get("files"):
        return uploads.with_note(ask, text)
    if found is None:
        raise NotUnderstood(said.text)
    return found


def _from_words(ask: Ask, text: str, exact: grammar.Named | None) -> Invocation | None:
    """Exact grammar, then phrases, then a bare ref, then a sentence that captures a contact."""
    if exact and exact.command == "show" and narrow(exact.rest) in PRONOUNS:
        shown = _shown(ask, exact.rest)
        if shown and shown.command.removesuffix(" show") not in grammar.RECORDS:
            return shown
    asked = _asked(ask, text, exact)
    if asked:
        return asked
    short = grammar.verb_and_ref(text, ask.shown())
    if exact and (_yields(exact, text) or (short and _is_synonym(exact, text))):
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
    if short:
        return binding.bind(ask, registry[short.command], short.rest)
    return _shown(ask, text) or _figures(ask, text)


def _asked(ask: Ask, text: str, exact: grammar.Named | None) -> Invocation | None:
    """A list that is to be counted by something, such as "open deals by stage", is a question."""
    if exact and begins_with_figure(text):
        return _figures(ask, text)
    if exact is None and questions_in(ask, text, whole=True):
        return _figures(ask, text)
    if exact is None or exact.command not in COUNTED:
        return None
    return _figures(ask, text) if questions_in(ask, text, by=True) else None


def _figures(ask: Ask, text: str) -> Invocation | None:
    """A question about figures in everyday words."""
    if ask.actor.person is None or not questions_in(ask, text):
        return None
    return Invocation("ask", {"question": text})


def _is_command(ask: Ask, text: str, exact: grammar.Named | None) -> bool:
    """Whether a message says something of its own, whatever was asked before."""
    asks = ask.actor.person is not None and questions_in(ask, text)
    return exact is not None or asks or _from_sentence(ask, text) is not None


def _yields(exact: grammar.Named, text: str) -> bool:
    """Whether a command's name only begins a sentence that says another: "note on C-1: ..."."""
    phrase = phrases.match(text) if exact.command in YIELDING else None
    return phrase is not None and phrase.command != exact.command


def _is_synonym(exact: grammar.Named, text: str) -> bool:
    """Whether "take" means a claim, as it does of what is in the pool."""
    return exact.command == "claim" and not narrow(text).startswith(exact.command)


def _from_sentence(ask: Ask, text: str) -> Invocation | None:
    """A phrase, or a sentence about somebody who was met."""
    return list_sentences.read(ask, text) or phrases.match(text) or captures.read(ask, text)


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


def _answered(
    ask: Ask, pending: dict[str, Any], text: str, *, is_command: bool
) -> Invocation | None:
    """What an open question makes of a message; None when the message is a command of its own."""
    if pending["kind"] == "choose":
        return _chosen(pending["offered"], text)
    known = Invocation.load(pending["invocation"])
    if pending["kind"] == "confirm":
        return _confirmed(known, pending, text)
    parameter = registry[known.command].parameter(str(pending["parameter"]))
    if is_command and (not parameter.reader.free or _names_only(text)):
        return None
    if says(text, NO) and not parameter.reader.free:
        return Invocation("cancel")
    if parameter.reader.free:
        return known.with_values(**{parameter.name: text})
    return _bound_answer(ask, known, parameter.name, text)


def _names_only(text: str) -> bool:
    """Whether a message is the name of a command and nothing else, such as help or undo."""
    exact = grammar.named(text)
    return exact is not None and not exact.rest


def _chosen(offered: list[list[Any]], text: str) -> Invocation | None:
    """A typed label, its number, or a yes to the first; anything else is a message of its own."""
    labels = [narrow(label) for label, _ in offered]
    if narrow(text) in labels:
        return Invocation.load(offered[labels.index(narrow(text))][1])
    if text.isdecimal() and 1 <= int(text[:3]) <= len(offered):
        return Invocation.load(offered[int(text[:3]) - 1][1])
    if says(text, YES):
        return Invocation.load(offered[0][1])
    return Invocation("cancel") if says(text, NO) else None


def _bound_answer(ask: Ask, known: Invocation, name: str, text: str) -> Invocation:
    """An answer may bring other arguments along: "Grace Hopper grace@navy.example"."""
    try:
        found = binding.bind(ask, registry[known.command], text, dict(known.values))
    except CrmError:
        return known.with_values(**{name: text})
    return found if name in found.values else known.with_values(**{name: text})


def _confirmed(known: Invocation, pending: dict[str, Any], text: str) -> Invocation | None:
    """Yes, no or the number of records; anything else is a message of its own."""
    count = pending.get("count")
    if says(text, YES) or (count is not None and text.strip() == str(count)):
        return Invocation(known.command, known.values, confirmed=True)
    return Invocation("cancel") if says(text, NO) else None


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
