"""Inquiries: what somebody unknown asks the sales staff, and in which language."""

import re
from dataclasses import replace

from handlers.asks import Ask
from handlers.languages import Voice
from handlers.replies import Button, Invocation
from handlers.texts import word

LONGEST = 4000
LETTERS = re.compile(r"[^\W\d_]")
HAN = re.compile("[\u4e00-\u9fff]")


def offer(ask: Ask) -> list[Button]:
    """A way on for a stranger whose words looked like a command of the staff's."""
    payload = ask.taken.payload
    text = str(payload.get("say", "")).replace("\x00", "").strip()
    if payload.get("shared") or not LETTERS.search(text):
        return []
    return [Button(word("Pass it on"), Invocation("write", {"text": text}))]


def tongue(ask: Ask, text: str) -> Voice:
    """How to speak to somebody whose language is known by their words only."""
    if ask.taken.locale is None and HAN.search(text):
        return replace(ask.voice, language="zh")
    return ask.voice
