"""Inquiries: what somebody unknown asks the sales staff, and in which language."""

import re
from collections.abc import Mapping
from dataclasses import replace

from handlers.asks import Ask
from handlers.languages import Voice
from handlers.readers.entries import find_phone, region_of
from handlers.replies import Button, Invocation
from handlers.texts import word
from store import emails, person_names, phones
from store.leads import Draft
from store.person_names import InvalidPersonName
from store.tables import Ticket

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


def draft(ask: Ask, text: str) -> Draft:
    """The lead that somebody becomes who asks the sales staff."""
    fields = {"source": ask.taken.platform, "language": tongue(ask, text).language}
    return _drafted(ask, _name(ask.taken.account_name), fields, text, ask.taken.identity_id)


def draft_of(ask: Ask, ticket: Ticket, who: str, text: str) -> Draft:
    """The lead that a customer's request becomes.

    Args:
        ask: of whoever makes it one.
        ticket: the request.
        who: what the customer is called.
        text: what they wrote.
    """
    fields = {"source": ticket.source or "service"}
    fields |= {"language": ticket.locale} if ticket.locale else {}
    return _drafted(ask, _name(who), fields, text, ticket.identity_id)


def _drafted(
    ask: Ask, name: str, fields: Mapping[str, str], text: str, identity_id: int | None
) -> Draft:
    found = reached(ask, text)
    note = text[:LONGEST]
    return Draft(name, fields, found.get("phone"), found.get("email"), note, identity_id)


def _name(called: str) -> str:
    """The account's name; one that cannot be seen is replaced."""
    try:
        return person_names.read_person_name(called).full
    except InvalidPersonName:
        return word("a guest")


def reached(ask: Ask, text: str) -> dict[str, str]:
    """Phone and e-mail among the words."""
    phone, email = find_phone(text, ask.voice.region), emails.find_email(text)
    found = {}
    if phone:
        number = text[phone.start : phone.end]
        found["phone"] = phones.normalise(number, region_of(number, ask.voice.region))
    if email:
        found["email"] = emails.read_email(text[email.start : email.end])
    return found
