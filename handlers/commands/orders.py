"""Orders: add, show, list, say how far one is, note payments."""

from typing import Annotated

from handlers import lists, order_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.readers.filters import Anywhere
from handlers.readers.ordering import (
    AnOrder,
    AStatus,
    ExpectedWhen,
    NewStatus,
    OrderWorth,
    PaidOn,
    in_currency,
    status_name,
)
from handlers.readers.owners import owners
from handlers.readers.records import ADeal
from handlers.readers.words import FreeText, Label
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, word
from store import access, companies, order_lists, orders, payments, pipelines
from store.moneys import Money
from store.order_lists import Filters
from store.orders import Draft
from store.payments import Receipt
from store.refs import Ref
from store.rights import Right
from store.tables import Deal, Order
from store.transitions import Closed


class Seen(Label):
    """The status in which the asker last saw an order; a button gives it."""

    aside = True


Earlier = Annotated[str, Seen("Which status was it?")]
Words = Annotated[str, FreeText("Anything to note about it?", 1000)]
Whose = Annotated[
    str,
    Anywhere(
        "Whose orders?",
        {
            "mine": ("my", "我的"),
            "team": ("团队", "我的团队"),
            "all": ("everybody", "everyone", "全部", "所有"),
        },
    ),
]
Unpaid = Annotated[
    str,
    Anywhere(
        "Only those with something open?",
        {"unpaid": ("open", "owed", "未付", "未付清", "未收款", "欠款")},
    ),
]
Stale = Annotated[
    str,
    Anywhere(
        "Only those whose status is old?",
        {"stale": ("old", "outdated", "过期", "未更新", "待更新")},
    ),
]


@command(
    "order add",
    needs=Right.ORDERS_EDIT,
    examples=("order add D-1 50k expected:30 june", "新增订单 D-1 5万 预计:月底"),
)
def add_order(
    ask: Ask, deal: ADeal, amount: OrderWorth, *, expected: ExpectedWhen | None = None
) -> Reply:
    """Enter an order of a deal for which there is no quote."""
    _refuse_lost(ask, deal)
    total = in_currency(ask, amount, deal.currency)
    row = orders.add(ask.session, deal, Draft(total, None, expected.day if expected else None))
    ask.session.flush()
    win = Invocation("deal win", {"deal": f"D-{deal.id}"})
    still_open = deal.closed_at is None and access.covers(ask.session, Right.DEALS_EDIT, deal)
    more = (Button(word("Won"), win),) if still_open else ()
    return order_cards.after(ask, row, fmt("Saved."), *more)


def _refuse_lost(ask: Ask, deal: Deal) -> None:
    """A deal that was lost is reopened before anything is ordered."""
    step = pipelines.step(ask.session, deal.stage_id)
    if step.kind == "lost":
        raise Closed(deal, step)


@command(
    "order show",
    needs=Right.ORDERS_SEE,
    examples=("order show S-1", "查看订单 S-1"),
    phrases=("where is the order {order}", "how is order {order}", "{order}订单到哪了"),
)
def show_order(ask: Ask, order: AnOrder) -> Reply:
    """Show an order: what is open, how far it is, its payments and history."""
    return order_cards.card(ask, order)


@command(
    "order status",
    needs=Right.ORDERS_EDIT,
    examples=(
        "order status S-1 shipped with DHL, expected:friday",
        "order status S-1 in production",
        "订单状态 S-1 已发货 预计:周五",
    ),
)
def tell_status(
    ask: Ask,
    order: AnOrder,
    status: NewStatus,
    expected: ExpectedWhen | None = None,
    note: Words = "",
    *,
    seen: Earlier = "",
) -> Reply:
    """Say how far an order is, and when the next step is expected; the same again confirms it."""
    if seen and seen != order.status:
        return _moved_meanwhile(ask, order)
    if status == "completed" and status in orders.FOLLOWING[order.status]:
        _agree_open(ask, order)
    day = expected.day if expected else None
    before = orders.advance(ask.session, order, status, note, day)
    ask.session.flush()
    return order_cards.after(ask, order, _said(before, status))


def _moved_meanwhile(ask: Ask, order: Order) -> Reply:
    lead = fmt(
        "It has moved on since that card was shown: it is **{status}** now. Nothing was changed.",
        status=status_name(order.status),
    )
    return order_cards.card(ask, order, lead)


def _agree_open(ask: Ask, order: Order) -> None:
    """An order is rarely complete while money is owed."""
    left = orders.open_of(order)
    if left.minor:
        deal = orders.deal_of(ask.session, order)
        access.demand(ask.session, Right.ORDERS_EDIT, deal)
        ask.confirm(
            fmt(
                "{open} of {heading} is not paid yet. Complete it all the same?",
                open=order_cards.money(ask, deal, left),
                heading=order_cards.heading(ask, order, deal),
            )
        )


def _said(before: str, status: str) -> Text:
    if before == status:
        return fmt("Noted: still **{status}**.", status=status_name(status))
    return fmt("{before} → **{after}**", before=status_name(before), after=status_name(status))


@command(
    "order pay",
    needs=Right.ORDERS_EDIT,
    examples=("order pay S-1 5k on:monday note:bank transfer", "订单收款 S-1 5000 日期:昨天"),
    phrases=(
        "{amount} received for {order}",
        "received {amount} for {order}",
        "got {amount} for {order}",
        "{order}收到{amount}",
        "{order}到账{amount}",
    ),
)
def pay_order(
    ask: Ask, order: AnOrder, amount: OrderWorth, *, on: PaidOn | None = None, note: Words = ""
) -> Reply:
    """Note money that came in for an order, in whole or in part."""
    receipt = Receipt(in_currency(ask, amount, order.currency), on, note)
    payments.check(ask.session, order, receipt)
    beyond = payments.beyond_open(order, receipt.amount)
    if beyond:
        _agree_beyond(ask, order, receipt.amount)
    payments.add(ask.session, order, receipt, beyond=beyond)
    ask.session.flush()
    deal = orders.deal_of(ask.session, order)
    paid = order_cards.money(ask, deal, receipt.amount)
    return order_cards.after(ask, order, fmt("{amount} noted as paid.", amount=paid))


def _agree_beyond(ask: Ask, order: Order, amount: Money) -> None:
    deal, left = orders.deal_of(ask.session, order), orders.open_of(order)
    sentence = mark("Only {open} of {heading} is open. Note {amount} all the same?")
    if not left.minor:
        sentence = mark("{heading} is paid in full already. Note {amount} all the same?")
    ask.confirm(
        fmt(
            sentence,
            open=order_cards.money(ask, deal, left),
            heading=order_cards.heading(ask, order, deal),
            amount=order_cards.money(ask, deal, amount),
        )
    )


@command(
    "order edit",
    needs=Right.ORDERS_EDIT,
    examples=("order edit S-1 expected:30 june", "修改订单 S-1 预计:周五"),
)
def edit_order(ask: Ask, order: AnOrder, expected: ExpectedWhen) -> Reply:
    """Set the day on which the next step of an order is expected."""
    before = orders.expect(ask.session, order, expected.day)
    if before == expected.day:
        return order_cards.card(ask, order, fmt("Nothing to change: that is how it is already."))
    ask.session.flush()
    return order_cards.after(ask, order, fmt("Saved."))


@command(
    "orders",
    needs=Right.ORDERS_SEE,
    examples=("orders", "orders unpaid", "orders shipped mine", "订单列表 未付"),
    phrases=("orders that are {status}", "{status}的订单"),
)
def list_orders(
    ask: Ask,
    whose: Whose = "all",
    unpaid: Unpaid = "",
    stale: Stale = "",
    status: AStatus | None = None,
) -> Reply:
    """List the orders that you may see, running ones unless you name a status."""
    given = {"whose": whose, "unpaid": unpaid, "stale": stale, "status": status}
    page = order_lists.page(ask.session, _filters(ask, given), offset=ask.invocation.offset)
    if not page.total:
        return lists.empty(
            ask, fmt("No orders there. An accepted quote makes one, and so does `order add`.")
        )
    names = companies.names(ask.session, [one.company_id for one in page.rows if one.company_id])
    rows = [order_cards.row(ask, one, page.deals, names) for one in page.rows]
    title = fmt("Orders whose status is old") if stale else fmt("Orders")
    shows = [Ref("order", one.id) for one in page.rows]
    return lists.reply(ask, title, rows, page.total, shows, _together(ask, page))


def _filters(ask: Ask, given: Given) -> Filters:
    unpaid, stale = bool(given.get("unpaid")), bool(given.get("stale"))
    theirs = owners(ask, given.get("whose", "all"), None)
    return Filters(theirs, given.get("status"), unpaid=unpaid, stale=stale)


lists.declare(
    Listed(
        "orders", "order", _filters, order_lists.owners, lists.headed(mark("Orders")),
        Right.ORDERS_SEE,
    )
)  # fmt: skip


def _together(ask: Ask, page: order_lists.Page) -> Text | None:
    if page.sum_minor is None:
        return None
    return fmt("Together: {amount}", amount=Money(page.sum_minor, ask.voice.currency))
