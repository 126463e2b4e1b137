"""Shares: showing a contact, a company or a deal to a colleague, to read or to edit."""

from functools import partial
from typing import Annotated

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.kinds import ref_of
from handlers.readers.records import AColleague, ACompany, AContact, ADeal
from handlers.readers.words import Choice
from handlers.replies import Reply
from handlers.texts import fmt
from store import ownership
from store.directories import Person
from store.rights import Right
from store.shares import Shared

Level = Annotated[
    str,
    Choice(
        "To read, or to edit too?",
        {"read": ("view", "查看", "只读"), "edit": ("write", "编辑", "修改")},
    ),
]


@command(
    "contact share",
    needs=Right.CONTACTS_EDIT,
    examples=("contact share C-1 @ben", "共享联系人 C-1 @ben 编辑"),
    phrases=("share {contact} with {person}", "把{contact}共享给{person}"),
)
def share_contact(ask: Ask, contact: AContact, person: AColleague, level: Level = "read") -> Reply:
    """Show a contact of yours to a colleague, to read or to edit."""
    return _share(ask, contact, person, level)


@command(
    "company share",
    needs=Right.CONTACTS_EDIT,
    examples=("company share O-1 @ben", "共享公司 O-1 @ben 编辑"),
    phrases=("share the company {company} with {person}", "把公司{company}共享给{person}"),
)
def share_company(ask: Ask, company: ACompany, person: AColleague, level: Level = "read") -> Reply:
    """Show a company of yours to a colleague, to read or to edit."""
    return _share(ask, company, person, level)


@command(
    "deal share",
    needs=Right.DEALS_EDIT,
    examples=("deal share D-1 @ben", "共享商机 D-1 @ben 编辑"),
    phrases=("share the deal {deal} with {person}", "把商机{deal}共享给{person}"),
)
def share_deal(ask: Ask, deal: ADeal, person: AColleague, level: Level = "read") -> Reply:
    """Show a deal of yours with its amount to a colleague, to read or to edit."""
    return _share(ask, deal, person, level)


def _share(ask: Ask, row: Shared, person: Person, level: str) -> Reply:
    heading = cards.heading(row)
    if not ownership.share(ask.session, row, person, "edit" if level == "edit" else "read"):
        return Reply(fmt("{person} sees {heading} already.", person=person, heading=heading))
    ask.tell(person.id, partial(_shared, ask, row))
    text = fmt("{person} can see {heading} now.", person=person, heading=heading)
    if level == "edit":
        text = fmt("{person} can see and edit {heading} now.", person=person, heading=heading)
    return Reply(text, (cards.undo_button(),), (ref_of(row),))


def _shared(ask: Ask, row: Shared) -> Reply:
    text = fmt("{who} shares {heading} with you.", who=ask.person, heading=cards.heading(row))
    return Reply(text, shows=(ref_of(row),))


@command(
    "contact unshare",
    needs=Right.CONTACTS_EDIT,
    examples=("contact unshare C-1 @ben", "取消共享联系人 C-1 @ben"),
)
def unshare_contact(ask: Ask, contact: AContact, person: AColleague) -> Reply:
    """Show a contact of yours to a colleague no longer."""
    return _unshare(ask, contact, person)


@command(
    "company unshare",
    needs=Right.CONTACTS_EDIT,
    examples=("company unshare O-1 @ben", "取消共享公司 O-1 @ben"),
)
def unshare_company(ask: Ask, company: ACompany, person: AColleague) -> Reply:
    """Show a company of yours to a colleague no longer."""
    return _unshare(ask, company, person)


@command(
    "deal unshare",
    needs=Right.DEALS_EDIT,
    examples=("deal unshare D-1 @ben", "取消共享商机 D-1 @ben"),
)
def unshare_deal(ask: Ask, deal: ADeal, person: AColleague) -> Reply:
    """Show a deal of yours to a colleague no longer."""
    return _unshare(ask, deal, person)


def _unshare(ask: Ask, row: Shared, person: Person) -> Reply:
    heading = cards.heading(row)
    if not ownership.unshare(ask.session, row, person):
        return Reply(fmt("{heading} is not shared with {person}.", heading=heading, person=person))
    ask.tell(person.id, partial(_unshared, ask, row))
    text = fmt("{heading} is shared with {person} no longer.", heading=heading, person=person)
    return Reply(text, (cards.undo_button(),), (ref_of(row),))


def _unshared(ask: Ask, row: Shared) -> Reply:
    return Reply(
        fmt(
            "{who} shares {heading} with you no longer.", who=ask.person, heading=cards.heading(row)
        )
    )
