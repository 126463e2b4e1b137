"""Words for measures and dimensions, and how a figure is written."""

from datetime import timedelta
from decimal import Decimal

from babel.dates import format_timedelta
from babel.numbers import format_compact_currency

from handlers.languages import mark, voice
from handlers.texts import Text, fmt, plain, shown, word
from store.figures import Figure
from store.measurements import Measure
from store.moneys import Money

FAR = 10_000
"""Babel would round 25 days to a month; days are told as days."""

NAMES = {
    "new leads": mark("New leads"), "converted leads": mark("Leads converted"),
    "new contacts": mark("New contacts"), "activities": mark("Activities"),
    "deals opened": mark("Deals opened"), "amount opened": mark("Amount opened"),
    "deals moved": mark("Deals moved on"), "deals won": mark("Deals won"),
    "amount won": mark("Amount won"), "deals lost": mark("Deals lost"),
    "amount lost": mark("Amount lost"), "win rate": mark("Win rate"),
    "average won": mark("Average deal won"), "cycle": mark("Average cycle"),
    "open deals": mark("Open deals"), "pipeline": mark("Pipeline value"),
    "weighted pipeline": mark("Weighted pipeline"), "age": mark("Average age"),
    "open by age": mark("Open deals by age"),
    "rotten deals": mark("Stuck deals"),
    "deals past their close date": mark("Past their close date"),
    "deals without a next step": mark("Deals without a next step"),
    "tasks done": mark("Tasks done"), "backlog by age": mark("Open requests by age"),
    "overdue follow-ups": mark("Overdue follow-ups"), "orders": mark("Orders"),
    "amount ordered": mark("Amount ordered"), "tickets opened": mark("Requests opened"),
    "tickets solved": mark("Requests solved"), "open tickets": mark("Open requests"),
    "overdue tickets": mark("Overdue requests"), "first response": mark("Average first response"),
    "resolution": mark("Average time to solve"),
    "first response kept": mark("Answered in time"),
    "resolution kept": mark("Solved in time"),
    "contacts": mark("Contacts"),
    "contacts without phone or e-mail": mark("Contacts without phone or e-mail"),
    "contacts without company": mark("Contacts without company"),
    "contacts without title": mark("Contacts without job title"),
    "contacts without source": mark("Contacts without source"),
    "contacts with a doubtful phone": mark("Contacts with a doubtful phone"),
    "contacts not touched for long": mark("Contacts untouched for 180 days"),
    "companies": mark("Companies"),
    "companies without industry": mark("Companies without industry"),
    "companies without country": mark("Companies without country"),
    "open deals without amount": mark("Open deals without amount"),
    "open deals without close date": mark("Open deals without close date"),
    "open deals without contact": mark("Open deals without contact"),
    "companies with a tier": mark("Companies with a tier"),
    "companies out of touch": mark("Companies out of touch"),
    "companies without an owner": mark("Companies without an owner"),
    "a companies in touch": mark("A companies contacted in time"),
    "a companies out of touch": mark("A companies not contacted in time"),
}  # fmt: skip
"""What every measure is called; a test says so when one is missing."""

DIMENSIONS = {
    "owner": mark("person"), "stage": mark("stage"), "pipeline": mark("pipeline"),
    "source": mark("source"), "competitor": mark("competitor"), "reason": mark("reason"),
    "company": mark("company"), "industry": mark("industry"), "country": mark("country"),
    "tier": mark("tier"), "product": mark("product"), "kind": mark("kind"),
    "category": mark("category"), "priority": mark("priority"), "status": mark("status"),
}  # fmt: skip


def name_of(measure: Measure) -> str:
    """What a measure is called."""
    return word(NAMES[measure.name])


def brief(measure: Measure, figure: Figure) -> Text:
    """The same in few characters, for a line of several: `$5K`."""
    if measure.unit != "money" or (measure.average and figure.mean is None):
        return value(measure, figure)
    return plain(short((figure.mean or 0) if measure.average else figure.total))


def value(measure: Measure, figure: Figure) -> Text:
    """A figure in the unit of its measure: `$5,000.00`, `12`, `3 days`, `93 %`."""
    number = figure.mean if measure.average else figure.total
    if measure.unit == "count":
        return plain(shown(figure.count))
    if number is None:
        return plain("–")
    if measure.unit == "money":
        return plain(shown(Money(number, voice().currency)))
    if measure.unit == "seconds":
        return plain(length(number))
    return fmt("{percent} %", percent=number)


def length(seconds: int) -> str:
    """A stretch of time in its largest fitting unit: 5 minutes, 3 hours, 12 days."""
    span, locale = timedelta(seconds=seconds), voice().locale
    if span < timedelta(minutes=59, seconds=30):
        return format_timedelta(span, granularity="minute", threshold=FAR, locale=locale)
    if span < timedelta(days=2):
        return format_timedelta(span, granularity="hour", threshold=FAR, locale=locale)
    return format_timedelta(span, granularity="day", threshold=FAR, locale=locale)


def short(minor: int) -> str:
    """An amount of the company's currency in a few characters: $1.2M, ¥5万."""
    amount = Money(minor, voice().currency)
    places = 1 if abs(amount.decimal) >= Decimal(1000) else 0
    return str(
        format_compact_currency(
            amount.decimal, amount.currency, locale=voice().locale, fraction_digits=places
        )
    )


def number_of(measure: Measure, figure: Figure) -> int | None:
    """The plain number that is compared and drawn: None where there is none."""
    if measure.unit == "count":
        return figure.count
    return figure.mean if measure.average else figure.total
