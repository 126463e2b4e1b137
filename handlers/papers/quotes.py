"""Quotes on paper: a PDF that goes to a customer."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from babel.dates import format_date

from handlers.languages import LANGUAGES, SOURCE, Voice, speaking, voice
from handlers.papers import sheets
from handlers.papers.fonts import clean, money
from handlers.papers.sheets import Column, Sheet
from handlers.texts import fmt, word
from store.moneys import Money


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a quote on paper.

    Attributes:
        quantity: as it is written, such as "20" or "1.5".
        price: of one.
        discount: as it is written, such as "5 %"; empty for none.
        total: of the line, before tax.
    """

    name: str
    quantity: str
    price: Money
    discount: str
    total: Money


@dataclass(frozen=True, slots=True)
class QuotePaper:
    """A quote as plain values, in the order in which a reader meets them.

    Attributes:
        seller: the company's own name.
        address: lines below it, if any.
        ref: such as "Q-12".
        version: which issue of the quote this is, counted from 1.
        date: of the quote.
        valid_until: the last day on which it can be accepted; None: not limited.
        company, contact: to whom; either may be empty.
        lines: what is offered.
        subtotal: the lines together.
        discount: off the whole, as a positive amount; None for none.
        discount_text: as it is written, such as "10 %".
        net: subtotal less discount.
        taxes: each rate as it is written, such as "19 %", with its amount; empty for none.
        total: net and taxes.
        locale: the customer's language, "en" or "zh".
        region: of the seller; in the US paper has Letter size, elsewhere A4.
        note: words below the sums.
        prepared_by: who wrote the quote.
        made_at: aware moment that the file says it was made at; the same values make the same bytes.
    """

    seller: str
    address: tuple[str, ...]
    ref: str
    version: int
    date: dt.date
    valid_until: dt.date | None
    company: str
    contact: str
    lines: tuple[Line, ...]
    subtotal: Money
    discount: Money | None
    discount_text: str
    net: Money
    taxes: tuple[tuple[str, Money], ...]
    total: Money
    locale: str
    region: str
    note: str
    prepared_by: str
    made_at: dt.datetime


def pdf(paper: QuotePaper) -> bytes:
    """Write a quote as a PDF, in the customer's language; the same values make the same bytes."""
    language = paper.locale if paper.locale in LANGUAGES else SOURCE
    with speaking(Voice(language, currency=paper.total.currency, region=paper.region)):
        return sheets.pdf(_sheet(paper))


def _sheet(paper: QuotePaper) -> Sheet:
    seller = clean(paper.seller) or "–"
    return Sheet(
        title=word("Quote"),
        seller=(seller, *filter(None, map(clean, paper.address))),
        customer=_customer(paper),
        facts=tuple((label, clean(value)) for label, value in _facts(paper) if value),
        columns=_columns(paper.lines),
        sums=_sums(paper),
        closing=tuple(filter(None, (_validity(paper), clean(paper.note)))),
        foot=f"{seller} · {paper.ref}",
        page=word("Page {page} of {pages}"),
        language=str(voice().locale.language),
        letter=paper.region in ("US", "CA", "MX"),
        made_at=paper.made_at,
    )


def _customer(paper: QuotePaper) -> tuple[str, ...]:
    named = [one for one in map(clean, (paper.company, paper.contact)) if one]
    return (word("For"), *named) if named else ("",)


def _facts(paper: QuotePaper) -> list[tuple[str, str]]:
    return [
        (word("Number"), paper.ref),
        (word("Version"), str(paper.version)),
        (word("Date"), _day(paper.date)),
        (word("Valid until"), _day(paper.valid_until) if paper.valid_until else ""),
        (word("Prepared by"), paper.prepared_by),
    ]


def _day(day: dt.date) -> str:
    return str(format_date(day, "long", locale=voice().locale))


def _columns(lines: Sequence[Line]) -> tuple[Column, ...]:
    """The columns of the table; discounts have one only where there are some."""

    def column(label: str, cell: Callable[[Line], str], *, figures: bool = True) -> Column:
        return Column(label, tuple(clean(cell(line)) for line in lines), figures)

    found = [
        column(word("Item"), lambda line: line.name, figures=False),
        column(word("Quantity"), lambda line: line.quantity),
        column(word("Unit price"), lambda line: money(line.price)),
        column(word("Discount"), lambda line: line.discount),
        column(word("Amount"), lambda line: money(line.total)),
    ]
    if not any(line.discount for line in lines):
        del found[3]
    return tuple(found)


def _sums(paper: QuotePaper) -> tuple[tuple[str, str], ...]:
    """From the lines to what is to be paid, without steps that change nothing."""
    found = []
    if paper.discount is not None:
        off = Money(-paper.discount.minor, paper.discount.currency)
        found.append((word("Subtotal"), money(paper.subtotal)))
        found.append((_labelled(word("Discount"), paper.discount_text), money(off)))
    if paper.taxes:
        found.append((word("Net"), money(paper.net)))
    found += [(_labelled(word("Tax"), rate), money(tax)) for rate, tax in paper.taxes]
    return (*found, (word("Total"), money(paper.total)))


def _labelled(label: str, rate: str) -> str:
    return clean(f"{label} {rate}".strip())


def _validity(paper: QuotePaper) -> str:
    if paper.valid_until is None:
        return ""
    return clean(str(fmt("This quote is valid until {day}.", day=_day(paper.valid_until))))
