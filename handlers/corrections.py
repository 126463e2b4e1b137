"""Corrections: what customers set right about themselves, at once or through a colleague."""

from dataclasses import replace

from handlers import cards
from handlers.asks import Ask, voice_of
from handlers.languages import mark, speaking
from handlers.letters import notice
from handlers.readers.entries import region_of
from handlers.readers.locales import LANGUAGE
from handlers.replies import Button, Invocation, Reply
from handlers.texts import fmt, lines, plain, word
from store import customer_accounts, emails, outboxes, person_names, phones
from store.directories import Person
from store.refs import Ref
from store.rights import Role
from store.tables import Contact, CustomerAccount, Identity

FIELDS = {
    "name": ("姓名", "名字", "名称"),
    "phone": ("number", "tel", "mobile", "电话", "手机", "手机号"),
    "email": ("e-mail", "mail", "邮箱", "邮件", "电子邮箱"),
    "language": ("lang", "语言"),
}
"""What may be corrected, with its spellings."""
LABELS = {"name": mark("Name"), "phone": mark("Phone"), "email": mark("E-mail")}


def correct(ask: Ask, field: str, value: str) -> Reply:
    """Set a field right: the account's own; that of the linked contact on a colleague's yes.

    Raises:
        InvalidPersonName, ImpossiblePhone, InvalidEmail, Unreadable: the value makes no sense.
    """
    account = customer_accounts.of(ask.session, ask.taken.identity_id or 0)
    if field == "language":
        return _language(ask, account, value)
    read = _read(ask, field, value)
    contact = customer_accounts.contact_of(ask.session, account)
    if contact is not None:
        return _proposed(ask, contact, field, read)
    if field == "name":
        ask.session.get_one(Identity, account.identity_id).name = read
    else:
        customer_accounts.note(ask.session, account, {field: read})
    return Reply(fmt("Corrected: {value}", value=_shown(ask, field, read)))


def _read(ask: Ask, field: str, value: str) -> str:
    if field == "name":
        return person_names.read_person_name(value).full
    if field == "email":
        return emails.read_email(value)
    return phones.read_phone(value, region=region_of(value, ask.voice.region)).e164


def _shown(ask: Ask, field: str, value: str) -> str:
    return phones.display(value, ask.voice.region) if field == "phone" else value


def _language(ask: Ask, account: CustomerAccount, value: str) -> Reply:
    language = LANGUAGE.read(ask, value)
    ask.session.get_one(Identity, account.identity_id).locale = language
    account.chose_language = True
    with speaking(replace(ask.voice, language=language)):
        return Reply(
            fmt("I speak English with you from now on.")
            if language == "en"
            else fmt("I speak Chinese with you from now on.")
        )


def _proposed(ask: Ask, contact: Contact, field: str, value: str) -> Reply:
    """A contact is changed by whoever looks after it."""
    values = {"contact": f"C-{contact.id}", field: value}
    posted = []
    for person in _keepers(ask, contact):
        with speaking(voice_of(ask.directory, person)):
            text = lines(
                fmt("{heading} asks for a correction:", heading=cards.heading(contact)),
                plain(f"{word(LABELS[field])}: {_shown(ask, field, value)}"),
            )
            button = Button(word("Change it"), Invocation("contact edit", values))
            said = Reply(text, (button,), (Ref("contact", contact.id),))
            posted.append(notice(ask.session, person, said))
    outboxes.post(ask.session, posted, ask.taken.id)
    return Reply(
        fmt(
            "Thank you. A colleague looks at it and changes it: {value}",
            value=_shown(ask, field, value),
        )
    )


def _keepers(ask: Ask, contact: Contact) -> list[Person]:
    """The contact's owner, or else the admins."""
    owner = ask.directory.people.get(contact.owner_id or 0)
    if owner is not None and not owner.suspended and owner.role is not Role.AGENT:
        return [owner]
    return list(ask.directory.admins())
