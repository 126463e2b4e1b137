"""Quotes on their way: sent, approved, accepted, rejected."""

from typing import Annotated

from handlers import approval_cards, cards, dealings, percents, quote_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.quote_cards import Shown
from handlers.quote_papers import with_paper
from handlers.readers.offers import AQuote
from handlers.readers.words import FreeText
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, listed, word
from store import access, approvals, companies, contacts, quote_decisions, quote_rows, quotes
from store.moneys import Money
from store.refs import Ref
from store.rights import Right
from store.tables import Approval, Deal, Order, Quote

Why = Annotated[str, FreeText("Why?", 1000)]


@command(
    "quote send",
    needs=Right.DEALS_EDIT,
    examples=("quote send Q-1", "quote send Q-1 they sign for 3 years", "发送报价 Q-1"),
)
def send_quote(ask: Ask, quote: AQuote, reason: Why = "") -> Reply:
    """Send a quote; a discount beyond the limit is decided by your manager first, so say why."""
    shown = quote_cards.of(ask, quote)
    quote_decisions.demand_sendable(ask.session, quote, shown.deal)
    if quote_decisions.needs_approval(ask.session, quote, shown.deal, shown.lines):
        return _waiting(ask, shown, reason)
    again = quote.status == "sent"
    if not again:
        ask.confirm(_preview(ask, shown))
    quote_decisions.send(ask.session, quote)
    ask.session.flush()
    lead = fmt("It was sent before; here is its paper again.") if again else _sent(ask, shown)
    return with_paper(ask, quote, quote_cards.card(ask, quote, lead, undo=not again))


def _preview(ask: Ask, shown: Shown) -> Text:
    """What would go out, and to whom."""
    total = shown.money(shown.sums.total) if shown.clear else dealings.MASKED
    return fmt(
        "Send quote {heading}, {total}, valid until {day}, to {whom}?",
        heading=quote_cards.named(shown.quote),
        total=total,
        day=shown.quote.valid_until,
        whom=_customer(ask, shown.deal),
    )


def _customer(ask: Ask, deal: Deal) -> Text:
    person = contacts.names(ask.session, [deal.contact_id] if deal.contact_id else [])
    place = companies.names(ask.session, [deal.company_id] if deal.company_id else [])
    named = [*person.values(), *place.values()]
    return listed(named) if named else fmt("the customer")


def _sent(ask: Ask, shown: Shown) -> Text:
    return fmt(
        "Marked as sent. I cannot write to customers yet: please pass this PDF on to {whom}.",
        whom=_customer(ask, shown.deal),
    )


def _waiting(ask: Ask, shown: Shown, words: str) -> Reply:
    """The discount is beyond the limit: whoever may approve it is asked."""
    off = quote_decisions.percent(quote_decisions.deepest(shown.quote, shown.lines)) * 100
    asked = quote_decisions.ask_approval(ask.session, shown.quote, words)
    ask.session.flush()
    approval_cards.tell_deciders(ask, asked)
    lead = fmt(
        "{percent} off the list price is more than {limit}, so I have asked {people}. "
        "You will hear from me.",
        percent=percents.shown(off),
        limit=percents.shown(quote_decisions.limit_bp(ask.session)),
        people=_deciders(ask, asked),
    )
    heading = quote_cards.heading(shown.quote)
    shows = (Ref("quote", shown.quote.id), Ref("deal", shown.deal.id))
    return Reply(lines(lead, heading), (cards.undo_button(),), shows)


def _deciders(ask: Ask, asked: Approval) -> Text:
    people = [ask.directory.people[one] for one in approvals.seats(ask.session, asked)]
    return listed(people) if people else fmt("your admin")


@command(
    "quote approve",
    needs=Right.APPROVE,
    examples=("quote approve Q-1", "批准报价 Q-1"),
)
def approve_quote(ask: Ask, quote: AQuote, reason: Why = "") -> Reply:
    """Approve the discount of a quote that waits for you."""
    return _decided(ask, quote, reason, approved=True)


def _decided(ask: Ask, quote: Quote, words: str, *, approved: bool) -> Reply:
    asked = approvals.newest(ask.session, [quote_rows.DISCOUNT], quote.id)
    if asked is None:
        return quote_cards.card(ask, quote, fmt("It needs no approval."))
    return approval_cards.decide(ask, asked, approved=approved, words=words)


@command(
    "quote accept",
    needs=Right.DEALS_EDIT,
    examples=("quote accept Q-1", "接受报价 Q-1"),
    phrases=(
        "{quote:Q-?[0-9]+} was accepted",
        "they accepted {quote:Q-?[0-9]+}",
        "the customer accepted {quote:Q-?[0-9]+}",
        "the customer has accepted {quote:Q-?[0-9]+}",
        "{quote:Q-?[0-9]+} is accepted",
        "对方接受了{quote:Q-?[0-9]+}",
        "客户接受了{quote:Q-?[0-9]+}",
        "客户同意了{quote:Q-?[0-9]+}",
        "{quote:Q-?[0-9]+}被接受了",
    ),
)
def accept_quote(ask: Ask, quote: AQuote) -> Reply:
    """The customer agrees: makes an order, and the deal is worth what the quote comes to."""
    order = quote_decisions.accept(ask.session, quote)
    ask.session.flush()
    deal = quotes.deal_of(ask.session, quote)
    return _accepted(ask, quote, deal, order)


def _accepted(ask: Ask, quote: Quote, deal: Deal, order: Order) -> Reply:
    clear = access.amounts(ask.session, deal)
    worth = Money(quote.net_minor, quote.currency) if clear else dealings.MASKED
    body = lines(
        fmt("**Accepted**: quote {heading}", heading=quote_cards.named(quote)),
        fmt("Order `{ref}` is made.", ref=Ref("order", order.id)),
        fmt("{deal} is worth {amount} now.", deal=cards.heading(deal), amount=worth),
    )
    open_deal = deal.closed_at is None
    win = Button(word("Won"), Invocation("deal win", {"deal": f"D-{deal.id}"}))
    shows = (Ref("quote", quote.id), Ref("deal", deal.id), Ref("order", order.id))
    buttons = (cards.undo_button(), win) if open_deal else (cards.undo_button(),)
    return Reply(body, buttons, shows, {f"Q-{quote.id}": quote.version})


@command(
    "quote reject",
    needs=Right.DEALS_EDIT,
    examples=("quote reject Q-1 too expensive", "拒绝报价 Q-1 太贵"),
    phrases=(
        "they rejected {quote:Q-?[0-9]+}",
        "the customer rejected {quote:Q-?[0-9]+}",
        "the customer has rejected {quote:Q-?[0-9]+}",
        "{quote:Q-?[0-9]+} was rejected",
        "对方拒绝了{quote:Q-?[0-9]+}",
        "客户拒绝了{quote:Q-?[0-9]+}",
        "{quote:Q-?[0-9]+}被拒绝了",
    ),
)
def reject_quote(ask: Ask, quote: AQuote, reason: Why = "") -> Reply:
    """Note that the customer rejected a quote; where it waits for your approval, refuse that."""
    if quote_cards.of(ask, quote).decides:
        return _decided(ask, quote, reason, approved=False)
    quote_decisions.decline(ask.session, quote, reason)
    ask.session.flush()
    lead = fmt("Noted: the customer has rejected it.")
    return quote_cards.card(ask, quote, lead, undo=True)
