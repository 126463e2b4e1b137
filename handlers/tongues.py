"""Tongues: in which language a customer writes, kept for their account and answered in."""

import re
from dataclasses import replace

from handlers.asks import Ask
from handlers.languages import Voice
from handlers.scripts import HAN
from handlers.speakers import account_of
from store.tables import Identity

LATIN = re.compile(r"[A-Za-z']{2,}")
ENOUGH = 2
"""Words, or Chinese characters, that tell a language."""
OWN_WORDS = ("write", "new request", "complain", "rate", "rate comment", "recommend",
             "recommend why", "inquire")  # fmt: skip
"""Commands that bring a customer's own words; of the others the name alone tells no language."""


def detected(text: str) -> str | None:
    """Chinese or English; None where a text tells neither, such as a number or a name."""
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    if han >= ENOUGH or (han and not latin):
        return "zh"
    return "en" if latin >= ENOUGH and not han else None


def voice_of(ask: Ask) -> Voice:
    """How to speak to a customer: as they write, unless they chose a language themselves.

    The name of a command tells nothing once a language is kept: many know only one of its names.
    """
    language = detected(_told(ask))
    if language is None or language == ask.voice.language:
        return ask.voice
    account = account_of(ask)
    kept = account is not None or ask.taken.locale is not None
    if kept and ask.invocation.command not in OWN_WORDS:
        return ask.voice
    if account is not None and account.chose_language:
        return ask.voice
    identity = ask.session.get_one(Identity, ask.taken.identity_id)
    identity.locale = ask.taken.locale = language
    ask.voice = replace(ask.voice, language=language)
    return ask.voice


def _told(ask: Ask) -> str:
    """The customer's own words in a message, or all of it where a command has none."""
    said = str(ask.taken.payload.get("say", ""))
    if ask.invocation.command not in OWN_WORDS:
        return said
    own = (str(one) for one in ask.invocation.values.values())
    return " ".join(one for one in own if one in said)
