"""Requests: what a customer writes in private, and which of it is a command all the same."""

import re
from collections.abc import Callable
from functools import cache

from handlers import grammar, phrases
from handlers.asks import Ask
from handlers.contract import registry
from handlers.readers.words import NO, YES, Choice, narrow, says
from handlers.replies import Invocation
from handlers.texts import word
from store import held_words
from store.refs import read_ref

COMMAND = "write"
CODE = re.compile(r"[\w-]{16,}", re.ASCII)
"""What follows "hello", "/start" or "link" and is a code."""
INQUIRES = re.compile(r"(?i)(?:inquire|enquire|咨询)\s")
AGREES = (*YES, "i agree", "agree", "同意", "我同意")
DECLINES = (
    *NO,
    "no, just this question",
    "just this question",
    "just this",
    "不同意",
    "只问这一个问题",
)
FEW = 3
"""Words behind the name of a command; more are a sentence that only begins like one."""


def speaks(ask: Ask) -> bool:
    """Whether a customer speaks: somebody unknown, in private."""
    return ask.actor.person is None and not ask.taken.payload.get("shared")


def meant(ask: Ask, said: grammar.Said, exact: grammar.Named | None) -> Invocation | None:
    """What a customer's words mean: a command, the answer to the notice, or a request.

    Args:
        ask: of anybody.
        said: the message without its address.
        exact: the command that its first words name, if any.

    Returns:
        None where colleagues speak, or where a command of theirs is refused.
    """
    if not speaks(ask):
        return None
    if not said.text and not ask.taken.payload.get("files"):
        return None
    if exact and _is_command(exact, said):
        return None
    phrase = phrases.match(said.text)
    if phrase and registry[phrase.command].strangers:
        return phrase
    ref = read_ref(said.text)
    if ref and ref.kind == "ticket":
        return Invocation("status", {"request": str(ref)})
    return _consent(ask, said.text) or Invocation(COMMAND, {"text": said.text})


def _is_command(exact: grammar.Named, said: grammar.Said) -> bool:
    """Whether words are a command, or a sentence that only begins like one."""
    if not registry[exact.command].strangers:
        return said.slash
    if exact.command == "inquire":
        return INQUIRES.match(said.text) is not None
    fits = SHAPES.get(exact.command)
    return said.slash or fits is None or fits(exact.rest.strip())


def _nothing(rest: str) -> bool:
    return not rest.strip("!.?。！？~ ")


def _a_ref(rest: str) -> bool:
    ref = read_ref(rest)
    return _nothing(rest) or (ref is not None and ref.kind == "ticket")


def _a_code(rest: str) -> bool:
    return len(rest.split()) <= 1


def _greets(rest: str) -> bool:
    return _nothing(rest) or CODE.fullmatch(rest) is not None


def _short(rest: str) -> bool:
    return len(rest.split()) <= FEW


def _on_a_command(rest: str) -> bool:
    """What follows "help": nothing, or the name of a command."""
    found = grammar.named(rest)
    return _nothing(rest) or (found is not None and not found.rest)


def _a_field(rest: str) -> bool:
    """What follows "correct": nothing, or a field."""
    head = narrow(rest).split(maxsplit=1)
    return not head or head[0].rstrip(":：") in _fields()


@cache
def _fields() -> set[str]:
    """What a customer may correct, in all its spellings."""
    reader = registry["correct"].parameter("field").reader
    return set(reader.meanings) if isinstance(reader, Choice) else set()


SHAPES: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(
        ("whoami", "cancel", "my number", "my requests", "privacy", "my data",
         "forget me", "link me"),
        _nothing,
    ),
    **dict.fromkeys(("status", "close", "human"), _a_ref),
    **dict.fromkeys(("language", "timezone"), _short),
    "write": lambda _rest: False,
    "consent": _a_code,
    "start": _greets,
    "link": _a_code,
    "help": _on_a_command,
    "correct": _a_field,
}  # fmt: skip
"""What may follow the names of customers' commands; else the whole is a request."""


def _consent(ask: Ask, text: str) -> Invocation | None:
    """A typed answer to the privacy notice, while words wait for it."""
    yes = says(text, (*AGREES, narrow(word("I agree"))))
    no = says(text, (*DECLINES, narrow(word("No, just this question"))))
    if not (yes or no) or ask.taken.identity_id is None:
        return None
    if held_words.waiting(ask.session, ask.taken.identity_id) != "consent":
        return None
    return Invocation("consent", {"answer": "yes" if yes else "once"})


def swallows(ask: Ask, text: str) -> bool:
    """Whether an open question would take a customer's sentence for its answer."""
    return speaks(ask) and len(text.split()) > FEW


def is_colleagues(text: str) -> bool:
    """Whether words look like a command for colleagues, or like one of their refs."""
    exact = grammar.named(text)
    ref = read_ref(text)
    other_ref = ref is not None and ref.kind != "ticket"
    return other_ref or (exact is not None and not registry[exact.command].strangers)


def words_of(ask: Ask, text: str) -> str:
    """A message to the letter, with what came along with it."""
    marks = [_mark(one.media_type, one.name) for one in ask.files if not one.fault]
    edited = word("(corrected)") if "edits" in ask.taken.payload else ""
    return "\n".join(one for one in (edited, text, *marks) if one)


def _mark(media_type: str, name: str) -> str:
    """A file among words."""
    if media_type.startswith("image/"):
        return word("(photo)")
    if media_type.startswith("audio/"):
        return word("(voice message)")
    return word("(file: {name})").format(name=name)
