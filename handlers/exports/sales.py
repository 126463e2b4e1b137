"""Columns of leads, quotes, orders and products, and how their records are read for an export."""

from collections.abc import Sequence
from typing import Any

from handlers import dealings, lead_cards, quote_cards
from handlers.asks import Ask
from handlers.exports.columns import Batch, Column, company, owner, stored
from handlers.grids import Cell
from handlers.languages import mark
from handlers.readers.ordering import status_name
from handlers.texts import word
from store import access, companies, leads, order_lists, products, quote_lists, quotes, subjects
from store.moneys import Money
from store.refs import Ref
from store.rights import Right
from store.tables import Deal, Lead, Order, Product, Quote


def ref_to(kind: str) -> Any:  # noqa: ANN401 (a cell of any row)
    """The ref of a record of a kind."""
    return lambda _batch, row: str(Ref(kind, row.id))


def read_leads(ask: Ask, ids: Sequence[int]) -> Batch:
    """Leads with their phones and e-mails, masked where the asker may not read them."""
    rows = leads.get_many(ask.session, ids)
    access.know_shares(ask.session, rows, Right.PERSONAL_SEE)
    subjects.load(ask.session, (row.subject_id for row in rows))
    known = {row.id: leads.readable(ask.session, row) for row in rows}
    return Batch(ask.session, rows, points=known)


def _point(kind: str) -> Any:  # noqa: ANN401
    def cell(batch: Batch, row: Lead) -> Cell:
        return next((one.value for one in batch.points[row.id] if one.kind == kind), None)

    return cell


def _lead_status(_batch: Batch, row: Lead) -> Cell:
    return word(lead_cards.STATUS[row.status])


def read_quotes(ask: Ask, ids: Sequence[int]) -> Batch:
    """Quotes with their deals."""
    found = quote_lists.get_many(ask.session, ids)
    sold = {quote.id: deal for quote, deal in found}
    access.know_amounts(ask.session, sold.values())
    firms = companies.names(
        ask.session, [one.company_id for one in sold.values() if one.company_id]
    )
    return Batch(ask.session, [one for one, _ in found], firms, known={"deals": sold})


def read_orders(ask: Ask, ids: Sequence[int]) -> Batch:
    """Orders with their deals."""
    rows, sold = order_lists.get_many(ask.session, ids)
    access.know_amounts(ask.session, sold.values())
    firms = companies.names(ask.session, [one.company_id for one in rows if one.company_id])
    known = {row.id: sold[row.deal_id] for row in rows if row.deal_id in sold}
    return Batch(ask.session, rows, firms, known={"deals": known})


def read_products(ask: Ask, ids: Sequence[int]) -> Batch:
    """What the company sells."""
    return Batch(ask.session, products.get_many(ask.session, ids))


def _deal(batch: Batch, row: Quote | Order) -> Deal | None:
    found: Deal | None = batch.known["deals"].get(row.id)
    return found


def _title(batch: Batch, row: Quote | Order) -> Cell:
    deal = _deal(batch, row)
    return deal.title if deal else None


def _deal_ref(_batch: Batch, row: Quote | Order) -> Cell:
    return str(Ref("deal", row.deal_id))


def _company(batch: Batch, row: Quote) -> Cell:
    deal = _deal(batch, row)
    return batch.companies.get(deal.company_id or 0) if deal else None


def _seller(batch: Batch, row: Quote | Order) -> Cell:
    deal = _deal(batch, row)
    held = batch.session.directory.people.get(deal.owner_id or 0) if deal else None
    return held.name if held else None


def _money(name: str) -> Any:  # noqa: ANN401
    """An amount of a quote or an order, masked with the amounts of its deal."""

    def cell(batch: Batch, row: Quote | Order) -> Cell:
        deal = _deal(batch, row)
        if deal is None or not access.amounts(batch.session, deal):
            return dealings.MASKED
        return Money(getattr(row, name), row.currency)

    return cell


def _open(batch: Batch, row: Order) -> Cell:
    total = _money("total_minor")(batch, row)
    if not isinstance(total, Money) or row.status == "cancelled":
        return None if isinstance(total, Money) else dealings.MASKED
    return Money(row.total_minor - row.paid_minor, row.currency)


def _quote_state(batch: Batch, row: Quote) -> Cell:
    return word(quote_cards.STATES[quotes.state_of(batch.session, row)])


def _order_status(_batch: Batch, row: Order) -> Cell:
    return status_name(row.status)


def _price(_batch: Batch, row: Product) -> Cell:
    return products.price_of(row)


LEADS = (
    Column(mark("Ref"), ref_to("lead"), 8, brief=True),
    Column(mark("Full name"), stored("name"), 24, brief=True),
    Column(mark("Phone"), _point("phone"), 20),
    Column(mark("Email"), _point("email"), 24),
    Column(mark("Company"), stored("company_name"), 28, brief=True),
    Column(mark("Job title"), stored("title"), 20),
    Column(mark("Source"), stored("source"), brief=True),
    Column(mark("Industry"), stored("industry"), 20),
    Column(mark("Territory"), stored("territory")),
    Column(mark("Status"), _lead_status, brief=True),
    Column(mark("Score"), stored("score"), 8),
    Column(mark("Owner"), owner, 18, brief=True),
    Column(mark("Touched"), stored("touched_at"), 17),
    Column(mark("Added"), stored("created_at"), 17),
)
QUOTES = (
    Column(mark("Ref"), ref_to("quote"), 8, brief=True),
    Column(mark("Version"), stored("issue"), 8),
    Column(mark("Deal"), _deal_ref, 8),
    Column(mark("What about"), _title, 32, brief=True),
    Column(mark("Company"), _company, 28, brief=True),
    Column(mark("Status"), _quote_state, brief=True),
    Column(mark("Total"), _money("total_minor"), 16, brief=True),
    Column(mark("Currency"), stored("currency"), 8),
    Column(mark("Valid until"), stored("valid_until"), 12),
    Column(mark("Owner"), _seller, 18, brief=True),
    Column(mark("Added"), stored("created_at"), 17),
)
ORDERS = (
    Column(mark("Ref"), ref_to("order"), 8, brief=True),
    Column(mark("Deal"), _deal_ref, 8),
    Column(mark("What about"), _title, 32, brief=True),
    Column(mark("Company"), company, 28, brief=True),
    Column(mark("Status"), _order_status, brief=True),
    Column(mark("Total"), _money("total_minor"), 16, brief=True),
    Column(mark("Paid"), _money("paid_minor"), 16),
    Column(mark("Still open"), _open, 16, brief=True),
    Column(mark("Currency"), stored("currency"), 8),
    Column(mark("Expected"), stored("expected_on"), 12),
    Column(mark("Owner"), _seller, 18),
    Column(mark("Status since"), stored("status_at"), 17),
    Column(mark("Ended"), stored("ended_at"), 17),
    Column(mark("Added"), stored("created_at"), 17),
)
PRODUCTS = (
    Column(mark("Ref"), ref_to("product"), 8, brief=True),
    Column(mark("Name"), stored("name"), 32, brief=True),
    Column(mark("Code"), stored("code"), brief=True),
    Column(mark("Series"), stored("series"), 20, brief=True),
    Column(mark("Price"), _price, 16, brief=True),
    Column(mark("Currency"), stored("currency"), 8),
    Column(mark("Added"), stored("created_at"), 17),
)
