"""Answers: what an open question makes of the next message."""

from typing import Any

from handlers import binding, grammar
from handlers.asks import Ask
from handlers.contract import registry
from handlers.readers.words import NO, YES, narrow, says
from handlers.replies import Invocation
from store.errors import CrmError


def answered(
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
