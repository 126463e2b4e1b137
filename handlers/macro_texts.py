"""Texts of macros: their variables in both languages, and how they are filled in for a ticket."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.asks import Ask, voice_of
from handlers.languages import mark, speaking, suited
from handlers.readers.words import narrow
from handlers.texts import moment, word
from handlers.ticket_words import called
from store import categories, customers, indexes, ticket_places
from store.errors import CrmError
from store.refs import Ref
from store.sessions import Session
from store.tables import Ticket

SLOT = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,40}?)\s*[}｝]")
VARIABLES: dict[str, tuple[str, ...]] = {
    "customer": ("customer", "name", "客户", "客户姓名"),
    "ticket": ("ticket", "number", "工单", "工单号"),
    "title": ("title", "subject", "标题", "主题"),
    "agent": ("agent", "客服", "我"),
    "company": ("company", "公司", "客户公司"),
    "us": ("us", "our company", "我方", "我们公司"),
    "due": ("due", "due time", "截止", "截止时间"),
    "category": ("category", "分类"),
}
MEANINGS = {
    "customer": mark("the customer's name"), "ticket": mark("the ticket's number"),
    "title": mark("the ticket's title"), "agent": mark("your name"),
    "company": mark("the customer's company"), "us": mark("our company's name"),
    "due": mark("when the next answer is due"), "category": mark("the ticket's category"),
}  # fmt: skip
_MEANT = {narrow(one): name for name, more in VARIABLES.items() for one in more}


class UnknownVariables(CrmError):
    """A text has variables that nobody knows."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Keep which ones."""
        super().__init__(*names)
        self.names = names


@dataclass(frozen=True, slots=True)
class Filled:
    """A macro's text for a ticket.

    Attributes:
        text: what the customer would read.
        missing: variables for which the ticket has nothing.
    """

    text: str
    missing: tuple[str, ...]


def check(text: str) -> str:
    """A text whose variables are all known.

    Raises:
        UnknownVariables: some are not.
    """
    found = dict.fromkeys(SLOT.findall(text))
    unknown = tuple(one for one in found if narrow(one) not in _MEANT)
    if unknown:
        raise UnknownVariables(unknown)
    return text


def spelled(name: str) -> str:
    """A variable as the listener writes it."""
    return "{" + suited(VARIABLES[name])[0] + "}"


def fill(ask: Ask, ticket: Ticket, text: str) -> Filled:
    """Fill a macro in for a ticket, in the customer's language and zone where they are known.

    Each variable is replaced once: what a customer is called is never read as a variable.
    """
    place = ticket_places.of_customer(ask.session, ticket)
    own = place[1] if place else {"locale": ticket.locale, "timezone": None}
    with speaking(voice_of(ask.directory, None, own)):
        values = {name: value(ask, ticket) or "" for name, value in _VALUES.items()}
    missing: dict[str, None] = {}

    def replaced(found: re.Match[str]) -> str:
        name = _MEANT[narrow(found[1])]
        if not values[name]:
            missing[found[0]] = None
        return values[name] or found[0]

    return Filled(SLOT.sub(replaced, text), tuple(missing))


def _customer(session: Session, ticket: Ticket) -> str:
    found = customers.of(session, ticket)
    return found.name if found else ""


def _company(session: Session, ticket: Ticket) -> str:
    ids = [ticket.company_id] if ticket.company_id else []
    return next(iter(indexes.company_names(session, ids).values()), "")


def _category(session: Session, ticket: Ticket) -> str:
    kind = categories.find(session, ticket.category_id)
    return called(kind) if kind else ""


_VALUES: dict[str, Callable[[Ask, Ticket], Any]] = {
    "customer": lambda ask, ticket: _customer(ask.session, ticket),
    "ticket": lambda _ask, ticket: str(Ref("ticket", ticket.id)),
    "title": lambda _ask, ticket: ticket.title,
    "agent": lambda ask, _ticket: ask.person.name,
    "company": lambda ask, ticket: _company(ask.session, ticket),
    "us": lambda ask, _ticket: ask.directory.setting("name", ""),
    "due": lambda _ask, ticket: moment(ticket.due_at) if ticket.due_at else "",
    "category": lambda ask, ticket: _category(ask.session, ticket),
}


def list_of_variables() -> str:
    """All variables, and what each stands for."""
    known = [f"{spelled(name)} ({word(meaning)})" for name, meaning in MEANINGS.items()]
    return word(", ").join(known)
