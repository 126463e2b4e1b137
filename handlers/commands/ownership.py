"""Ownership: assign, share, the pool, claim, release."""

from functools import partial

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.records import AColleague, AContact
from handlers.replies import Reply
from handlers.texts import fmt
from store import ownership
from store.directories import Person
from store.refs import Ref
from store.rights import Right
from store.tables import Company, Contact


def _ref(row: Contact | Company) -> Ref:
    return Ref("contact" if isinstance(row, Contact) else "company", row.id)


@command(
    "contact assign",
    needs=Right.ASSIGN,
    examples=("contact assign C-1 @ben", "分配联系人 C-1 @ben"),
    phrases=(
        "give {contact} to {person}",
        "assign {contact} to {person}",
        "把{contact}分配给{person}",
        "把{contact}转给{person}",
    ),
)
def assign(ask: Ask, contact: AContact, person: AColleague) -> Reply:
    """Give a contact to a colleague."""
    before = ownership.assign(ask.session, contact, person)
    if before == person.id:
        return Reply(
            fmt("{heading} is {person}'s already.", heading=cards.heading(contact), person=person)
        )
    ask.tell(person.id, partial(_given, ask, contact))
    if before is not None:
        ask.tell(before, partial(_taken, ask, contact, person))
    text = fmt("{heading} is {person}'s now.", heading=cards.heading(contact), person=person)
    return Reply(text, (cards.undo_button(),), (_ref(contact),))


def _given(ask: Ask, contact: Contact) -> Reply:
    text = fmt("{who} gave you {heading}.", who=ask.person, heading=cards.heading(contact))
    return Reply(text, shows=(_ref(contact),))


def _taken(ask: Ask, contact: Contact, person: Person) -> Reply:
    return Reply(
        fmt(
            "{who} gave {heading} to {person}.",
            who=ask.person,
            heading=cards.heading(contact),
            person=person,
        )
    )
