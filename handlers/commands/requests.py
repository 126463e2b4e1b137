"""Requests of customers: write, new request, my requests, status, close, human."""

from collections.abc import Callable, Sequence
from typing import Annotated

from handlers import cards, request_cards, request_flows, request_notices
from handlers.asks import Ask
from handlers.contract import command
from handlers.customers_only import for_customers
from handlers.languages import mark
from handlers.readers.asides import AsideText
from handlers.readers.words import FreeText
from handlers.replies import Button, Invocation, Reply
from handlers.request_cards import NEW
from handlers.speakers import account_of
from handlers.texts import fmt, word
from store import requests
from store.access import NotFound
from store.refs import read_ref
from store.requests import Standing
from store.rights import Right
from store.tables import Ticket

LONGEST = 1_000_000
"""Characters; what a platform lets through is kept, however long."""


Words = Annotated[str, FreeText(mark("What is it about?"), LONGEST)]
Brought = Annotated[str, AsideText(mark("What is it about?"), LONGEST)]
Which = Annotated[str, AsideText(mark("Which request? For example: T-1"), 100)]


@command(
    "write",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("write The export is down", "留言 导出功能打不开"),
    undoable=False,
)
@for_customers
def write(ask: Ask, text: Brought = "", *, request: Which = "") -> Reply:
    """For customers: whatever you write opens a request or continues one."""
    if request and not text:
        return request_flows.chosen(ask, request, read_ref(request))
    return request_flows.receive(ask, text, fresh=request == NEW)


@command(
    "new request",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("new request The invoice is wrong", "新请求 发票金额不对"),
    undoable=False,
)
@for_customers
def new_request(ask: Ask, text: Words) -> Reply:
    """For customers: open another request, whatever else is open."""
    return request_flows.receive(ask, text, fresh=True)


@command(
    "my requests",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("my requests", "我的请求"),
    undoable=False,
)
@for_customers
def my_requests(ask: Ask) -> Reply:
    """For customers: list what you have asked for, and how it stands."""
    account = account_of(ask)
    rows, total = requests.every(ask.session, account, offset=ask.invocation.offset)
    if not total:
        return Reply(fmt("You have no requests yet. Write what you need, and it becomes one."))
    text, paging = cards.listing(
        fmt("Your requests"), [request_cards.row(one) for one in rows], total, ask.invocation
    )
    return Reply(text, (*_each(rows, "status"), *paging))


def _each(rows: Sequence[Ticket], name: str) -> tuple[Button, ...]:
    return tuple(
        Button(request_cards.label(one), Invocation(name, {"request": f"T-{one.id}"}))
        for one in rows
    )


@command(
    "status",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("status T-1", "进度 T-1"),
    undoable=False,
)
@for_customers
def show_status(ask: Ask, request: Which = "") -> Reply:
    """For customers: how a request of yours stands."""
    row = _meant(ask, request, "status", _none_open)
    return row if isinstance(row, Reply) else request_cards.card(ask, row)


def _meant(
    ask: Ask, request: str, name: str, nothing: Callable[[Standing], Reply]
) -> Ticket | Reply:
    """The request that is named, or the only open one; else what is said instead.

    Args:
        ask: of a customer.
        request: as it was written; "" for none.
        name: of the command, for buttons that ask which one.
        nothing: what is said where none is open.
    """
    if request:
        ref = read_ref(request)
        if ref is None or ref.kind != "ticket":
            raise NotFound("request", request)
        return requests.own(ask.session, account_of(ask), ref.id)
    standing = requests.standing(ask.session, account_of(ask))
    if len(standing.open) > 1:
        buttons = _each(standing.open[: request_cards.MOST_BUTTONS], name)
        return Reply(fmt("Which request?"), buttons)
    return standing.open[0] if standing.open else nothing(standing)


def _ongoing(
    ask: Ask, request: str, name: str, nothing: Callable[[Standing], Reply]
) -> Ticket | Reply:
    """The same, while there is work to do on it."""
    row = _meant(ask, request, name, nothing)
    if isinstance(row, Ticket) and row.ended_at is not None:
        return request_cards.card(ask, row, fmt("That request has ended already."))
    return row


def _none_open(standing: Standing) -> Reply:
    button = Button(word("My requests"), Invocation("my requests"))
    return Reply(fmt("You have no open request."), (button,) if standing.ended else ())


@command(
    "close",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("close", "close T-1", "关闭 T-1"),
    undoable=False,
)
@for_customers
def close(ask: Ask, request: Which = "") -> Reply:
    """For customers: close a request that needs nothing more."""
    row = _ongoing(ask, request, "close", _none_open)
    if isinstance(row, Reply):
        return row
    requests.close(ask.session, row)
    request_notices.closed(ask, row)
    text = fmt(
        "{named} is closed. Reply to this within {days} days and it goes on.",
        named=request_cards.named(row),
        days=requests.REOPEN_WITHIN.days,
    )
    return request_cards.shown(row, text)


@command(
    "human",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("human", "human T-1", "转人工"),
    undoable=False,
)
@for_customers
def human(ask: Ask, request: Which = "") -> Reply:
    """For customers: talk to a human."""
    row = _ongoing(ask, request, "human", lambda _none: _person_wanted(ask))
    if isinstance(row, Reply):
        return row
    requests.ask_for_human(ask.session, row)
    request_notices.wants_human(ask, row)
    return request_cards.shown(
        row,
        fmt(
            "I have told our colleagues about {named}: a person answers you here.",
            named=request_cards.named(row),
        ),
    )


def _person_wanted(ask: Ask) -> Reply:
    return request_flows.receive(ask, word("I would like to talk to a person."))
