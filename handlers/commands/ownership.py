"""Ownership: assign, share, the pool, claim, release."""

from functools import partial

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.records import AColleague, AContact, ARecord
from handlers.replies import Reply
from handlers.texts import fmt, lines
from store import companies, contacts, ownership
from store.contacts import Filters
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


@command("pool", needs=Right.CONTACTS_SEE, examples=("pool", "公海"))
def pool(ask: Ask) -> Reply:
    """List contacts without an owner; `claim` makes one yours."""
    page = contacts.page(ask.session, Filters(pool=True), offset=ask.invocation.offset)
    if not page.total:
        return Reply(fmt("The pool is empty."))
    names = companies.names(ask.session, [row.company_id for row in page.rows if row.company_id])
    rows = [cards.contact_row(ask, row, names) for row in page.rows]
    text, buttons = cards.listing(fmt("In the pool"), rows, page.total, ask.invocation)
    return Reply(text, buttons, tuple(_ref(row) for row in page.rows))


@command(
    "claim",
    needs=Right.CONTACTS_EDIT,
    examples=("claim C-1", "认领 C-1"),
)
def claim(ask: Ask, record: ARecord) -> Reply:
    """Take a contact or company out of the pool."""
    ownership.claim(ask.session, record)
    ask.session.flush()
    text = fmt("{heading} is yours now.", heading=cards.heading(record))
    if isinstance(record, Contact):
        card = cards.contact(ask, record, text)
        return Reply(card.text, (cards.undo_button(), *card.buttons), card.shows, card.versions)
    return Reply(text, (cards.undo_button(),), (_ref(record),))


@command(
    "release",
    needs=Right.CONTACTS_EDIT,
    examples=("release C-1", "释放 C-1"),
)
def release(ask: Ask, record: ARecord) -> Reply:
    """Put a contact or company of yours into the pool."""
    if record.owner_id is None:
        return Reply(fmt("{heading} is in the pool already.", heading=cards.heading(record)))
    ownership.release(ask.session, record)
    text = lines(
        fmt(
            "{heading} is in the pool now: any colleague can claim it.",
            heading=cards.heading(record),
        )
    )
    return Reply(text, (cards.undo_button(),), (_ref(record),))
