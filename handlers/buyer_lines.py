"""Lines about customers as buyers: how many came, stay and go, and what one brings."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from handlers import grids, tables
from handlers.asks import Ask
from handlers.grids import Cell, Grid
from handlers.languages import mark
from handlers.measure_words import short
from handlers.readers.kinds import KINDS
from handlers.texts import Text, fmt, joined, plural, word
from store import buyers, figures
from store.buyers import Buyer, Buyers, Lifetime
from store.measures import MEASURES
from store.refs import Ref

MOST_ROWS = 5
BATCH = 500
"""Names that are read at once."""
GROUPS = {
    "best": mark("Customers"),
    "new": mark("New customers"),
    "at risk": mark("Customers at risk"),
    "lost": mark("Lost customers"),
}
"""What groups of customers are called."""


def amounts_told(ask: Ask) -> bool:
    """Whether the asker may be told what customers paid."""
    return figures.may_be_told(ask.session, MEASURES["amount won"])


def members(held: Buyers, group: str) -> list[Buyer]:
    """The customers of a group, who bought most first."""
    return [one for one in held.rows if buyers.GROUPS[group](held, one)]


def about(ask: Ask, held: Buyers) -> Iterator[Text | None]:
    """All that a report says of them."""
    yield _to_date(ask, held)
    yield fmt(
        "New **{new}** · at risk **{risk}** · lost **{lost}**",
        new=len(members(held, "new")),
        risk=len(members(held, "at risk")),
        lost=len(members(held, "lost")),
    )
    yield churn(held)
    if amounts_told(ask):
        yield lifetime(held.lifetime())
        yield _best(ask, held)
    if held.nameless:
        yield plural(
            "{count} won deal names no customer and is left out.",
            "{count} won deals name no customer and are left out.",
            held.nameless,
        )


def figures_of(ask: Ask, held: Buyers) -> Iterator[tuple[str, Cell]]:
    """The same as typed figures, each with its name."""
    for group, called in GROUPS.items():
        yield word(called), len(members(held, group))
    then = sum(map(held.was_customer, held.rows))
    yield word("Customers at the beginning"), then
    if amounts_told(ask):
        yield word("Won to date"), grids.amount(held.minor)
        told = held.lifetime()
        yield word("Lifetime value"), grids.amount(told.value) if told.known else None


def _to_date(ask: Ask, held: Buyers) -> Text:
    deals = sum(one.deals for one in held.rows)
    said = plural("{count} deal", "{count} deals", deals)
    if not amounts_told(ask):
        return plural(
            "**{count} customer** to date ({deals})",
            "**{count} customers** to date ({deals})",
            len(held.rows),
            deals=said,
        )
    return plural(
        "Won to date: **{amount}** from {count} customer ({deals})",
        "Won to date: **{amount}** from {count} customers ({deals})",
        len(held.rows),
        amount=short(held.minor),
        deals=said,
    )


def churn(held: Buyers) -> Text:
    """The share of customers that a period lost."""
    then = sum(map(held.was_customer, held.rows))
    if not then:
        return fmt("Churn: there were no customers yet when this began.")
    lost = len(members(held, "lost"))
    return plural(
        "Churn: **{percent} %** ({lost} of the {count} customer at the beginning)",
        "Churn: **{percent} %** ({lost} of the {count} customers at the beginning)",
        then,
        percent=f"{Decimal(lost * 100) / then:.1f}",
        lost=lost,
    )


def lifetime(told: Lifetime) -> Text:
    """What a customer brings in its lifetime, and how that is worked out."""
    if not told.known:
        return plural(
            "Lifetime value: too little yet ({count} customer a year ago, {least} are needed)",
            "Lifetime value: too little yet ({count} customers a year ago, {least} are needed)",
            told.customers,
            least=buyers.LEAST,
        )
    return fmt(
        "Lifetime value: **{value}** a customer = {average} a deal × {often} deals a year × {years} years",
        value=short(told.value),
        average=short(told.average),
        often=f"{told.often:.1f}",
        years=f"{told.years:.1f}",
    )


def method(held: Buyers, wanted: str = "") -> Text:
    """What is called lost, at risk or a lifetime here.

    Args:
        held: customers, with the company's limits.
        wanted: what was asked for, as in `answer`; "": all of it.
    """
    days = held.limits.lost_days
    said = [fmt("Lost: nothing bought for {days} days", days=days)]
    if wanted in ("", "at risk"):
        said.append(fmt("at risk: silent for twice as long as usual"))
    if wanted in ("", "lifetime value") and held.lifetime().known:
        said.append(
            fmt(
                "years: 1 / churn of a year, {longest} at most; sales, not profit",
                longest=buyers.LONGEST,
            )
        )
    return joined(" · ", said)


def _best(ask: Ask, held: Buyers) -> Text | None:
    """Who bought most, with what may still come."""
    top, told = members(held, "best")[:MOST_ROWS], held.lifetime()
    if not top:
        return None
    names = called(ask, top)
    head = [word("Customer"), word("Won")] + ([word("Expected")] if told.known else [])
    rows = [
        [
            tables.shortened(names[one.kind, one.id]),
            short(one.minor),
            *([short(told.expected(one.year_minor))] if told.known else []),
        ]
        for one in top
    ]
    return tables.table([head, *rows])


def grid(ask: Ask, rows: Sequence[Buyer], said: Text) -> Grid:
    """Customers as a table, each with what it bought.

    Args:
        ask: whose rights and zone count.
        rows: all of them; their names are read here.
        said: what stands above it on paper.
    """
    names, amounts = called(ask, rows), amounts_told(ask)
    won = [word("Won")] if amounts else []
    heads = (
        *(word("Customer"), word("Ref"), *won, word("Deals")),
        *(word("First bought"), word("Last bought")),
    )
    return grids.grid(
        heads,
        [
            (
                names[one.kind, one.id],
                str(Ref(one.kind, one.id)),
                *([grids.amount(one.minor)] if amounts else []),
                one.deals,
                *(at.astimezone(ask.voice.timezone).date() for at in (one.first, one.last)),
            )
            for one in rows
        ],
        said,
    )


def called(ask: Ask, rows: Sequence[Buyer]) -> dict[tuple[str, int], str]:
    """Names of customers; who may not be seen has none."""
    found = {(one.kind, one.id): "–" for one in rows}
    for kind in ("company", "contact"):
        ids = [one.id for one in rows if one.kind == kind]
        for first in range(0, len(ids), BATCH):
            names = KINDS[kind].names(ask.session, ids[first : first + BATCH])
            found |= {(kind, number): name for number, name in names.items()}
    return found


def answer(held: Buyers, wanted: str) -> Text:
    """One figure that was asked for.

    Args:
        held: customers of the period.
        wanted: "churn", "lifetime value", or a group of customers.
    """
    if wanted == "churn":
        return churn(held)
    if wanted == "lifetime value":
        return lifetime(held.lifetime())
    return plural("**{count} customer**", "**{count} customers**", len(members(held, wanted)))
