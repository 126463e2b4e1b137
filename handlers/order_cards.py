"""Cards and rows of orders: how far each is, what is open, and what is expected next."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import dealings
from handlers.asks import Ask
from handlers.cards import undo_button
from handlers.readers.ordering import status_name
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, plural, word
from store import access, companies, contacts, orders, payments, transitions
from store.moneys import Money
from store.refs import Ref
from store.rights import Right
from store.tables import Deal, Order, OrderStep, Payment

LATEST = 5
HOUR = timedelta(hours=1)


def heading(ask: Ask, order: Order, deal: Deal) -> Text:
    """What an order is about, and its ref."""
    ref = Ref("order", order.id)
    if not access.covers(ask.session, Right.DEALS_SEE, deal):
        return fmt("**Order** `{ref}`", ref=ref)
    return fmt("**{name}** `{ref}`", name=deal.title, ref=ref)


def card(ask: Ask, order: Order, lead: Text | None = None, *, whole: bool = True) -> Reply:
    """An order's card.

    Args:
        ask: decides what may be read, and which buttons there are.
        order: which one.
        lead: said above the card.
        whole: with whom it is, the latest payments and the history of its status.
    """
    deal = orders.deal_of(ask.session, order)
    place, person = _customer(ask, order, whole=whole)
    body = lines(
        lead,
        heading(ask, order, deal),
        plain(" · ".join((*place.values(), *person.values()))),
        _sums(ask, order, deal),
        fmt(
            "Status: **{status}** since {at}", status=status_name(order.status), at=order.status_at
        ),
        _stale(ask, order),
        _expected(ask, order),
        _belongs(ask, order, deal),
        *(_latest(ask, order, deal) if whole else ()),
    )
    shows = [Ref("order", order.id), Ref("deal", order.deal_id)]
    shows += [Ref("quote", order.quote_id)] if order.quote_id else []
    shows += [Ref("contact", one) for one in person] + [Ref("company", one) for one in place]
    versions = {f"S-{order.id}": order.version}
    return Reply(body, _buttons(ask, order, deal), tuple(shows), versions)


def _customer(
    ask: Ask, order: Order, *, whole: bool
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """The company by name, and on the whole card the contact, if the asker may see them."""
    place = companies.names(ask.session, [order.company_id] if order.company_id else [])
    person = contacts.names(ask.session, [order.contact_id] if order.contact_id and whole else [])
    return place, person


def money(ask: Ask, deal: Deal, value: Money) -> Any:  # noqa: ANN401 (money, or what stands for it)
    """An amount of an order, as far as the asker may know it."""
    return value if access.amounts(ask.session, deal) else dealings.MASKED


def _sums(ask: Ask, order: Order, deal: Deal) -> Text:
    total = money(ask, deal, orders.total_of(order))
    paid = money(ask, deal, Money(order.paid_minor, order.currency))
    left = orders.open_of(order)
    if order.paid_minor > order.total_minor:
        over = Money(order.paid_minor - order.total_minor, order.currency)
        return fmt(
            "Total: {total} · paid: {paid} · **{over} too much**",
            total=total, paid=paid, over=money(ask, deal, over),
        )  # fmt: skip
    if not left.minor and order.status != "cancelled":
        return fmt("Total: {total} · **paid in full**", total=total)
    return fmt(
        "Total: {total} · paid: {paid} · open: **{open}**",
        total=total, paid=paid, open=money(ask, deal, left),
    )  # fmt: skip


def _stale(ask: Ask, order: Order) -> Text | None:
    """That the status should have been brought up to date."""
    age = orders.stale_for(ask.session, order)
    if age is None:
        return None
    return plural(
        "**The status is {count} hour old.** How far is it now?",
        "**The status is {count} hours old.** How far is it now?",
        age // HOUR,
    )


def _expected(ask: Ask, order: Order) -> Text | None:
    if order.expected_on is None:
        return None
    days = (transitions.today(ask.session) - order.expected_on).days
    if days <= 0:
        return fmt("Next expected: {day}", day=order.expected_on)
    return plural(
        "Next expected: {day}, {count} day late",
        "Next expected: {day}, {count} days late",
        days,
        day=order.expected_on,
    )


def _belongs(ask: Ask, order: Order, deal: Deal) -> Text:
    owner = ask.directory.people.get(deal.owner_id or 0)
    parts = [fmt("Deal `{ref}`", ref=Ref("deal", order.deal_id))]
    parts += [fmt("Quote `{ref}`", ref=Ref("quote", order.quote_id))] if order.quote_id else []
    parts += [fmt("Owner: {owner}", owner=owner)] if owner else []
    return joined(" · ", parts)


def _latest(ask: Ask, order: Order, deal: Deal) -> list[Text]:
    """The latest payments and what was said of the status."""
    paid = payments.of_order(ask.session, order)
    said = orders.history(ask.session, order)
    return [
        *([fmt("**Payments**")] if paid else []),
        *(_payment(ask, order, deal, one) for one in paid[:LATEST]),
        fmt("**History**"),
        *(_step(ask, order, one) for one in said[:LATEST]),
    ]


def _payment(ask: Ask, order: Order, deal: Deal, one: Payment) -> Text:
    amount = money(ask, deal, payments.amount_of(one))
    note = orders.note_of(ask.session, order, one)
    if note:
        return fmt("{day} · {amount} · {note}", day=one.paid_on, amount=amount, note=note)
    return fmt("{day} · {amount}", day=one.paid_on, amount=amount)


def _step(ask: Ask, order: Order, one: OrderStep) -> Text:
    who = ask.directory.people.get(one.staff_id or 0) or word("Parley")
    note = orders.note_of(ask.session, order, one)
    told = fmt("{at} · {who} · {status}", at=one.at, who=who, status=status_name(one.status))
    return told + fmt(": {note}", note=note) if note else told


def _buttons(ask: Ask, order: Order, deal: Deal) -> tuple[Button, ...]:
    ref = {"order": f"S-{order.id}"}
    if not access.covers(ask.session, Right.ORDERS_EDIT, deal):
        return ()
    found = [_onward(order, status) for status in _likely(order)]
    if orders.stale_for(ask.session, order):
        still = word("Still {status}").format(status=status_name(order.status))
        found.append(Button(still, _says(order, order.status)))
    if orders.open_of(order).minor:
        found.append(Button(word("Payment came in"), Invocation("order pay", ref)))
    return tuple(found)


def _likely(order: Order) -> list[str]:
    """What usually follows; cancelling is said in words."""
    return [one for one in orders.FOLLOWING[order.status] if one != "cancelled"][:2]


def _onward(order: Order, status: str) -> Button:
    return Button(f"→ {status_name(status)}", _says(order, status))


def _says(order: Order, status: str) -> Invocation:
    """The status is said of the order as it was shown."""
    values = {"order": f"S-{order.id}", "status": status, "seen": order.status}
    return Invocation("order status", values)


def after(ask: Ask, order: Order, lead: Text, *more: Button) -> Reply:
    """The card of an order that was just changed, with Undo before its other buttons."""
    shown = card(ask, order, lead, whole=False)
    return Reply(shown.text, (undo_button(), *more, *shown.buttons), shown.shows, shown.versions)


def row(
    ask: Ask, order: Order, deals: Mapping[int, Deal], company_names: Mapping[int, str]
) -> Text:
    """An order in a list: what tells it apart, and what has to be done about it."""
    deal = deals.get(order.deal_id)
    age = orders.stale_for(ask.session, order)
    parts = [
        deal.title if deal else None,
        company_names.get(order.company_id or 0),
        fmt("**{status}**", status=status_name(order.status)),
        money(ask, deal, orders.total_of(order)) if deal else dealings.MASKED,
        _left(ask, order, deal) if deal else None,
        fmt("expected {day}", day=order.expected_on) if order.expected_on else None,
        _owner(ask, deal) if deal else None,
        plural("status {count} h old", "status {count} h old", age // HOUR) if age else None,
    ]
    rest = joined(" · ", [fmt("{part}", part=one) for one in parts if one is not None])
    return fmt("`{ref}` {rest}", ref=Ref("order", order.id), rest=rest)


def _left(ask: Ask, order: Order, deal: Deal) -> Text | None:
    left = orders.open_of(order)
    return fmt("{amount} open", amount=money(ask, deal, left)) if left.minor else None


def _owner(ask: Ask, deal: Deal) -> str | None:
    owner = ask.directory.people.get(deal.owner_id or 0)
    return owner.name if owner and deal.owner_id != ask.actor.id else None
