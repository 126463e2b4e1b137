"""Columns of an export: what of each record is written, as far as the asker may read it.

The heads are those that an import knows, so that an exported file can be imported again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers import customs, dealings
from handlers.exports.sheets import Cell, Head
from handlers.languages import mark, voice
from handlers.readers import stages
from handlers.readers.kinds import Record, ref_of
from handlers.readers.selling import reason_label
from handlers.texts import word
from store import access, companies, deals, fields, pipelines, subjects
from store.directories import CustomField
from store.moneys import Money
from store.points import Point
from store.sessions import Session
from store.tables import Company, Contact, Deal

BETWEEN = "; "
"""Between several values in one cell; an import parts them there."""
PHONES = (
    (mark("Mobile phone"), "phone", ("mobile",)), (mark("Work phone"), "phone", ("work",)),
    (mark("Home phone"), "phone", ("home",)), (mark("Fax"), "phone", ("fax",)),
    (mark("Phone"), "phone", ("other",)), (mark("Email"), "email", ("other", "mobile", "fax")),
    (mark("Work email"), "email", ("work",)), (mark("Home email"), "email", ("home",)),
)  # fmt: skip


@dataclass(slots=True)
class Batch:
    """Some records with what belongs to them, read in a fixed number of statements.

    Attributes:
        companies, contacts: names by number, of those that the asker may see.
        points, tags, customs: of contacts, by their number.
    """

    session: Session
    rows: Sequence[Any]
    companies: Mapping[int, str] = field(default_factory=dict)
    contacts: Mapping[int, str] = field(default_factory=dict)
    points: Mapping[int, Sequence[Point]] = field(default_factory=dict)
    tags: Mapping[int, Sequence[str]] = field(default_factory=dict)
    customs: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and what stands in it."""

    head: str
    cell: Callable[[Batch, Any], Cell]
    width: int = 14

    def named(self) -> Head:
        """The head in the language spoken now."""
        return Head(word(self.head), self.width)


def of_kind(session: Session, kind: str) -> Sequence[Column]:
    """The columns of a kind of record: those of contacts depend on the custom fields there are."""
    if kind == "contact":
        return (*CONTACTS, *(_custom(one) for one in fields.every(session)))
    return COMPANIES if kind == "company" else DEALS


def _plain(name: str) -> Callable[[Batch, Any], Cell]:
    return lambda _batch, row: getattr(row, name)


def _ref(_batch: Batch, row: Record) -> Cell:
    return str(ref_of(row))


def _owner(batch: Batch, row: Record) -> Cell:
    held = batch.session.directory.people.get(row.owner_id or 0)
    return held.name if held else None


def _company(batch: Batch, row: Contact | Deal) -> Cell:
    return batch.companies.get(row.company_id or 0)


def _contact(batch: Batch, row: Deal) -> Cell:
    return batch.contacts.get(row.contact_id or 0)


def _points(kind: str, labels: Sequence[str]) -> Callable[[Batch, Contact], Cell]:
    def cell(batch: Batch, row: Contact) -> Cell:
        held = batch.points.get(row.id, ())
        found = [one.value for one in held if one.kind == kind and one.label in labels]
        return BETWEEN.join(found) or None

    return cell


def _sealed(name: str) -> Callable[[Batch, Any], Cell]:
    def cell(batch: Batch, row: Contact | Company) -> Cell:
        clear = access.reveals(batch.session, row)
        return subjects.clear(batch.session, row, f"{name}_sealed") if clear else None

    return cell


def _custom(custom: CustomField) -> Column:
    def cell(batch: Batch, row: Contact) -> Cell:
        value = batch.customs.get(row.id, {}).get(custom.id)
        found: Cell = customs.readable(custom, value) if value else None
        return f"{found.decimal} {found.currency}" if isinstance(found, Money) else found

    return Column(custom.name, cell)


def _tags(batch: Batch, row: Contact) -> Cell:
    return BETWEEN.join(batch.tags.get(row.id, ())) or None


def _revenue(_batch: Batch, row: Company) -> Cell:
    return companies.revenue_of(row)


def _stage(batch: Batch, row: Deal) -> Cell:
    return stages.called(pipelines.step(batch.session, row.stage_id))


def _pipeline(batch: Batch, row: Deal) -> Cell:
    return pipelines.step(batch.session, row.stage_id).pipeline


def _amount(batch: Batch, row: Deal) -> Cell:
    worth = deals.amount_of(row)
    return worth if worth is None or access.amounts(batch.session, row) else dealings.MASKED


def _base(batch: Batch, row: Deal) -> Cell:
    if row.base_minor is None or not access.amounts(batch.session, row):
        return None
    return Money(row.base_minor, voice().currency)


def _currency(_batch: Batch, row: Deal) -> Cell:
    return None if row.amount_minor is None else row.currency


def _reason(_batch: Batch, row: Deal) -> Cell:
    return reason_label(row.lost_reason) if row.lost_reason else None


CONTACTS = (
    Column(mark("Ref"), _ref, 8),
    Column(mark("Full name"), _plain("name"), 24),
    *(Column(head, _points(kind, labels), 20) for head, kind, labels in PHONES),
    Column(mark("Company"), _company, 28),
    Column(mark("Job title"), _plain("title"), 20),
    Column(mark("Tier"), _plain("tier"), 6),
    Column(mark("Tags"), _tags, 20),
    Column(mark("Source"), _plain("source")),
    Column(mark("Birthday"), _sealed("birthday"), 12),
    Column(mark("Address"), _sealed("address"), 40),
    Column(mark("Owner"), _owner, 18),
    Column(mark("Added"), _plain("created_at"), 17),
)
COMPANIES = (
    Column(mark("Ref"), _ref, 8),
    Column(mark("Company name"), _plain("name"), 32),
    Column(mark("Industry"), _plain("industry"), 20),
    Column(mark("Country"), _plain("country")),
    Column(mark("Website"), _plain("website"), 28),
    Column(mark("Phone"), _sealed("phone"), 20),
    Column(mark("Address"), _sealed("address"), 40),
    Column(mark("Employees"), _plain("employees"), 10),
    Column(mark("Founded"), _plain("founded"), 9),
    Column(mark("Revenue"), _revenue, 18),
    Column(mark("Revenue currency"), _plain("revenue_currency"), 8),
    Column(mark("Tier"), _plain("tier"), 6),
    Column(mark("Source"), _plain("source")),
    Column(mark("Owner"), _owner, 18),
    Column(mark("Added"), _plain("created_at"), 17),
)
DEALS = (
    Column(mark("Ref"), _ref, 8),
    Column(mark("What about"), _plain("title"), 32),
    Column(mark("Company"), _company, 28),
    Column(mark("Contact"), _contact, 22),
    Column(mark("Stage"), _stage),
    Column(mark("Pipeline"), _pipeline),
    Column(mark("Percent"), _plain("probability"), 8),
    Column(mark("Amount"), _amount, 16),
    Column(mark("Currency"), _currency, 8),
    Column(mark("In the company's currency"), _base, 16),
    Column(mark("Closes"), _plain("close_on"), 12),
    Column(mark("Ended"), _plain("closed_at"), 17),
    Column(mark("Reason"), _reason),
    Column(mark("Competitor"), _plain("competitor"), 18),
    Column(mark("Source"), _plain("source")),
    Column(mark("Next step"), _plain("next_step"), 24),
    Column(mark("When"), _plain("next_at"), 17),
    Column(mark("Owner"), _owner, 18),
    Column(mark("Added"), _plain("created_at"), 17),
)
