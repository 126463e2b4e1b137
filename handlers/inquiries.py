"""Inquiries: what somebody unknown asks the sales staff, and in which language."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from handlers import cards, lead_cards
from handlers.asks import Ask
from handlers.languages import Voice
from handlers.readers.entries import find_phone, region_of
from handlers.replies import Button, Invocation, Reply
from handlers.scripts import HAN
from handlers.speakers import by_parley
from handlers.texts import Text, fmt, word
from store import emails, inquiries, leads, person_names, phones
from store.leads import Draft
from store.person_names import InvalidPersonName
from store.refs import Ref
from store.tables import Lead, Ticket

LONGEST = 4000
SHOWN = 500
"""Characters of a message that its notice repeats; the timeline has the rest."""
LETTERS = re.compile(r"[^\W\d_]")


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


def note_number(ask: Ask, phone: str) -> Text | None:
    """A number that was shared joins the open lead of whoever shared it, which is said.

    Args:
        ask: of anybody.
        phone: E.164.
    """
    held = inquiries.last_of(ask.session, ask.taken.identity_id)
    if held is None or held.status not in leads.OPEN or ask.actor.person is not None:
        return None
    with by_parley(ask):
        leads.edit(ask.session, held, {"phone": phone})
        tell(ask, held, phones.display(phone, ask.voice.region))
    return fmt("I have passed it on.")


def tell(ask: Ask, lead: Lead, text: str) -> None:
    """Tell the owner of a lead what its sender has written."""
    if lead.owner_id is not None:
        ask.tell(lead.owner_id, partial(_wrote, lead, text))


def _wrote(lead: Lead, text: str) -> Reply:
    short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    said = fmt("{heading} wrote: {text}", heading=cards.heading(lead), text=short)
    return Reply(said, (lead_cards.log_button(lead),), (Ref("lead", lead.id),))
