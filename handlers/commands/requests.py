"""Requests of customers: write, new request, my requests, status, close, human."""

from collections.abc import Sequence
from typing import Annotated

from handlers import cards, request_cards, request_flows, request_notices
from handlers.asks import Ask
from handlers.contract import command
from handlers.customers_only import for_customers
from handlers.languages import mark
from handlers.readers.words import FreeText
from handlers.replies import Button, Invocation, Reply
from handlers.request_cards import NEW
from handlers.texts import fmt, word
from store import customer_accounts, requests
from store.access import NotFound
from store.refs import read_ref
from store.requests import Standing
from store.rights import Right
from store.tables import CustomerAccount, Ticket

LONGEST = 1_000_000
"""Characters; what a platform lets through is kept, however long."""


class AsideText(FreeText):
    """What a button or the words around it bring; nobody is asked for it."""

    aside = True


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
    account = _account(ask)
    rows, total = requests.every(ask.session, account, offset=ask.invocation.offset)
    if not total:
        return Reply(fmt("You have no requests yet. Write what you need, and it becomes one."))
    text, paging = cards.listing(
        fmt("Your requests"), [request_cards.row(one) for one in rows], total, ask.invocation
    )
    return Reply(text, (*_each(rows, "status"), *paging))


def _account(ask: Ask) -> CustomerAccount | None:
    return customer_accounts.known(ask.session, ask.taken.identity_id)


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
    account = _account(ask)
    if request:
        return request_cards.card(ask, _own(ask, account, request))
    standing = requests.standing(ask.session, account)
    return _one_of(standing, "status") or request_cards.card(ask, standing.open[0])


def _own(ask: Ask, account: CustomerAccount | None, text: str) -> Ticket:
    ref = read_ref(text)
    if ref is None or ref.kind != "ticket":
        raise NotFound("request", text)
    return requests.own(ask.session, account, ref.id)


def _one_of(standing: Standing, name: str) -> Reply | None:
    """What is said where not exactly one request is open."""
    if not standing.open:
        button = Button(word("My requests"), Invocation("my requests"))
        return Reply(fmt("You have no open request."), (button,) if standing.ended else ())
    return _asked(standing, name) if len(standing.open) > 1 else None


def _asked(standing: Standing, name: str) -> Reply:
    buttons = _each(standing.open[: request_cards.MOST_BUTTONS], name)
    return Reply(fmt("Which request?"), buttons)


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
    account = _account(ask)
    if request:
        row = _own(ask, account, request)
    else:
        standing = requests.standing(ask.session, account)
        other = _one_of(standing, "close")
        if other:
            return other
        row = standing.open[0]
    if row.ended_at is not None:
        return request_cards.card(ask, row, fmt("That request has ended already."))
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
    account = _account(ask)
    if request:
        row = _own(ask, account, request)
    else:
        standing = requests.standing(ask.session, account)
        if not standing.open:
            return request_flows.receive(ask, word("I would like to talk to a person."))
        if len(standing.open) > 1:
            return _asked(standing, "human")
        row = standing.open[0]
    if row.ended_at is not None:
        return request_cards.card(ask, row, fmt("That request has ended already."))
    requests.ask_for_human(ask.session, row)
    request_notices.wants_human(ask, row)
    return request_cards.shown(
        row,
        fmt(
            "I have told our colleagues about {named}: a person answers you here.",
            named=request_cards.named(row),
        ),
    )
