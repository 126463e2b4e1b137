"""Inquiries: what somebody unknown writes in private that is no command, and in which language."""

import re
from dataclasses import replace
from typing import Any

from handlers import grammar, nearest, phrases
from handlers.asks import Ask
from handlers.contract import registry
from handlers.languages import Voice
from handlers.readers.records import point_of
from handlers.replies import Button, Invocation
from handlers.texts import word
from store.refs import read_ref

LONGEST = 4000
COMMAND = "inquire"
LETTERS = re.compile(r"[^\W\d_]")
HAN = re.compile("[\u4e00-\u9fff]")
CODE = re.compile(r"[\w-]{16,}", re.ASCII)
"""What follows "hello" or "/start" and is a link code."""
GREETING = 8
"""Letters after "hello" that are still part of the greeting; a Chinese one counts twice."""
LONGEST_POINT = 100


def meant(ask: Ask, text: str, exact: grammar.Named | None) -> Invocation | None:
    """The inquiry that a stranger's words are; None where they are something else.

    Args:
        ask: of anybody.
        text: what was said.
        exact: the command that the first words name, if any.
    """
    if ask.actor.person is not None or ask.taken.payload.get("shared"):
        return None
    sentence = _goes_on(exact) if exact else _is_sentence(ask, text)
    return Invocation(COMMAND, {"text": _with_earlier(ask, text)[:LONGEST]}) if sentence else None


def _goes_on(exact: grammar.Named) -> bool:
    """Whether "hello" only begins what somebody has to say."""
    letters = sum(1 + bool(HAN.match(one)) for one in LETTERS.findall(exact.rest))
    return exact.command == "start" and letters > GREETING and not CODE.fullmatch(exact.rest)


def _is_sentence(ask: Ask, text: str) -> bool:
    """Whether words are no command, no way to say one, no ref and no slip of the keyboard."""
    phrase = phrases.match(text)
    if read_ref(text) or (phrase and registry[phrase.command].strangers):
        return False
    if len(text) < LONGEST_POINT and point_of(text, ask.voice.region):
        return True
    return bool(LETTERS.search(text)) and (" " in text or not nearest.buttons(ask, text))


def _with_earlier(ask: Ask, text: str) -> str:
    """Words that come while the question about those before them is open join them."""
    pending: dict[str, Any] = ask.taken.state.get("pending") or {}
    for _, does in pending.get("offered", [])[:1]:
        if does["command"] == COMMAND:
            return f"{does['values']['text']}\n{text}"
    return text


def offer(ask: Ask) -> list[Button]:
    """A way on for a stranger whose words looked like a command of the staff's."""
    payload = ask.taken.payload
    text = str(payload.get("say", "")).replace("\x00", "").strip()
    if payload.get("shared") or not LETTERS.search(text):
        return []
    return [Button(word("Pass it on"), Invocation(COMMAND, {"text": text[:LONGEST]}))]


def tongue(ask: Ask, text: str) -> Voice:
    """How to speak to somebody whose language is known by their words only."""
    if ask.taken.locale is None and HAN.search(text):
        return replace(ask.voice, language="zh")
    return ask.voice
