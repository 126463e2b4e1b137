"""People of deals: who decides, who uses, who pays."""

from typing import Annotated

from handlers import deal_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.dealings import ROLES
from handlers.languages import mark
from handlers.readers.records import AContact, ADeal
from handlers.readers.roles import RoleChoice
from handlers.replies import Reply
from handlers.texts import fmt
from store import deal_contacts
from store.rights import Right

DealRole = Annotated[str, RoleChoice(mark("What is their part in it?"), ROLES)]


@command(
    "deal contact add",
    needs=Right.DEALS_EDIT,
    examples=("deal contact add D-1 C-2 decision maker", "新增商机联系人 D-1 C-2 决策人"),
    phrases=(
        "{contact} is the {role} of {deal}",
        "{contact} is a {role} of {deal}",
        "{contact} is the {role} for {deal}",
        "{contact} is a {role} for {deal}",
        "add {contact} to {deal} as {role}",
        "add contact {contact} to deal {deal}",
        "把{contact}加到{deal}作{role}",
        "把{contact:C-?[0-9]+}加到{deal}",
        "{contact}是{deal}的{role}",
    ),
)
def add_contact(ask: Ask, deal: ADeal, contact: AContact, role: DealRole | None = None) -> Reply:
    """Give a contact a part in a deal: decision maker, champion, user, buyer, technical, finance."""
    if not deal_contacts.add(ask.session, deal, contact, role):
        return deal_cards.card(ask, deal, fmt("That is how it is already."))
    ask.session.flush()
    return deal_cards.after(ask, deal, fmt("Saved."))


@command(
    "deal contact remove",
    needs=Right.DEALS_EDIT,
    examples=("deal contact remove D-1 C-2", "移除商机联系人 D-1 C-2"),
    phrases=("take {contact} off {deal}", "把{contact}从{deal}移除", "把{contact}从{deal}去掉"),
)
def remove_contact(ask: Ask, deal: ADeal, contact: AContact) -> Reply:
    """Take a contact off a deal."""
    deal_contacts.remove(ask.session, deal, contact)
    ask.session.flush()
    return deal_cards.after(ask, deal, fmt("Saved."))
