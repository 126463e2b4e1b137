"""Answers: what an open question makes of the next message."""

from contextlib import suppress
from itertools import islice
from typing import Any

from handlers import binding, dates, grammar
from handlers.asks import Ask
from handlers.contract import registry
from handlers.readers.words import NO, YES, narrow, says
from handlers.replies import Invocation
from handlers.scripts import HAN
from store.access import NotFound
from store.errors import CrmError
from store.refs import read_ref

AWAITED = "awaited"
"""The kind of a question that only what is nothing else answers."""
LONGEST_NAME = 3  # words


def answered(
    ask: Ask, pending: dict[str, Any], text: str, *, is_command: bool
) -> Invocation | None:
    """What an open question makes of a message; None when the message is a command of its own."""
    if pending["kind"] == "choose":
        return _chosen(pending["offered"], text)
    if pending["kind"] == AWAITED:
        return None if is_command else _awaited(ask, pending, text)
    known = Invocation.load(pending["invocation"])
    if pending["kind"] == "confirm":
        return _confirmed(known, pending, text)
    parameter = registry[known.command].parameter(str(pending["parameter"]))
    if is_command and (not parameter.reader.free or _stands_alone(known, text)):
        return None
    if says(text, NO) and not parameter.reader.free:
        return Invocation("cancel")
    if parameter.reader.free:
        return known.with_values(**{parameter.name: text})
    return _bound_answer(ask, known, parameter.name, text)


def _stands_alone(known: Invocation, text: str) -> bool:
    """Whether a message cannot be free text: `help`, `done R-1 ok`, or what was asked, anew."""
    exact = grammar.named(text)
    if exact is None:
        return False
    named = [read_ref(one.text) for one in islice(grammar.words(exact.rest), 2)]
    return not exact.rest or any(named) or exact.command == known.command


def _awaited(ask: Ask, pending: dict[str, Any], text: str) -> Invocation | None:
    """A no, a time, or free text; what is asked for nothing of the kind is no answer."""
    if says(text, NO):
        return Invocation("cancel")
    with suppress(CrmError):
        dates.read_when(text, now=ask.now, zone=ask.voice.timezone)
        dated = pending.get("dated")
        return Invocation.load(dated).with_values(when=text) if dated else None
    if "told" not in pending:
        return None
    known = Invocation.load(pending["told"])
    return known.with_values(**{str(pending["parameter"]): text})


def is_outcome(ask: Ask, pending: dict[str, Any], exact: grammar.Named | None) -> bool:
    """Whether an outcome only begins like the name of a record: 客户要再考虑, contact was away."""
    if pending["kind"] != AWAITED or exact is None or not exact.command.endswith(" show"):
        return False
    if not HAN.search(exact.rest) and len(exact.rest.split()) <= LONGEST_NAME:
        return False
    try:
        registry[exact.command].parameters[0].reader.read(ask, exact.rest)
    except NotFound:
        return True
    except CrmError:
        pass  # there are such records, more than one perhaps
    return False


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
