"""Tongues: in which language a customer writes, kept for their account and answered in."""

import re
from dataclasses import replace

from handlers.asks import Ask
from handlers.languages import Voice
from store import customer_accounts
from store.tables import Identity

HAN = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z']{2,}")
ENOUGH = 2
"""Words, or Chinese characters, that tell a language."""


def detected(text: str) -> str | None:
    """Chinese or English; None where a text tells neither, such as a number or a name."""
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    if han >= ENOUGH or (han and not latin):
        return "zh"
    return "en" if latin >= ENOUGH and not han else None


def voice_of(ask: Ask) -> Voice:
    """How to speak to a customer: as they write, unless they chose a language themselves."""
    language = detected(str(ask.taken.payload.get("say", "")))
    if language is None or language == ask.voice.language:
        return ask.voice
    account = customer_accounts.known(ask.session, ask.taken.identity_id)
    if account is not None and account.chose_language:
        return ask.voice
    identity = ask.session.get_one(Identity, ask.taken.identity_id)
    identity.locale = ask.taken.locale = language
    ask.voice = replace(ask.voice, language=language)
    return ask.voice
