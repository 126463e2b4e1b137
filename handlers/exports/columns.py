"""Columns of an export: what of each record is written, as far as the asker may read it.

The heads are those that an import knows, so that an exported file can be imported again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers import customs, dealings
from handlers.exports.sheets import Head
from handlers.grids import Cell
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
ON_PAPER = ("Mobile phone", "Email")


@dataclass(slots=True)
class Batch:
    """Some records with what belongs to them, read in a fixed number of statements.

    Attributes:
        companies, contacts: names by number, of those that the asker may see.
        points, tags, customs: of contacts, by their number.
        known: what else belongs to them, such as the deals of quotes, by what it is called here.
    """

    session: Session
    rows: Sequence[Any]
    companies: Mapping[int, str] = field(default_factory=dict)
    contacts: Mapping[int, str] = field(default_factory=dict)
    points: Mapping[int, Sequence[Point]] = field(default_factory=dict)
    tags: Mapping[int, Sequence[str]] = field(default_factory=dict)
    customs: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    known: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and what stands in it.

    Attributes:
        width: in characters.
        brief: it is one of the few that fit on paper.
    """

    head: str
    cell: Callable[[Batch, Any], Cell]
    width: int = 14
    brief: bool = False

    def named(self) -> Head:
        """The head in the language spoken now."""
        return Head(word(self.head), self.width)


def of_contacts(session: Session) -> Sequence[Column]:
    """The columns of contacts depend on the custom fields there are."""
    return (*CONTACTS, *(_custom(one) for one in fields.every(session)))


def stored(name: str) -> Callable[[Batch, Any], Cell]:
    """A column of the table as it is."""
    return lambda _batch, row: getattr(row, name)


def ref(_batch: Batch, row: Record) -> Cell:
    """A record's ref."""
    return str(ref_of(row))


def owner(batch: Batch, row: Record) -> Cell:
    """Whose record it is."""
    held = batch.session.directory.people.get(row.owner_id or 0)
    return held.name if held else None


def company(batch: Batch, row: Contact | Deal) -> Cell:
    """The name of its company."""
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
    Column(mark("Ref"), ref, 8, brief=True),
    Column(mark("Full name"), stored("name"), 24, brief=True),
    *(
        Column(head, _points(kind, labels), 20, brief=head in ON_PAPER)
        for head, kind, labels in PHONES
    ),
    Column(mark("Company"), company, 28, brief=True),
    Column(mark("Job title"), stored("title"), 20),
    Column(mark("Tier"), stored("tier"), 6, brief=True),
    Column(mark("Tags"), _tags, 20),
    Column(mark("Source"), stored("source")),
    Column(mark("Birthday"), _sealed("birthday"), 12),
    Column(mark("Address"), _sealed("address"), 40),
    Column(mark("Owner"), owner, 18, brief=True),
    Column(mark("Added"), stored("created_at"), 17),
)
COMPANIES = (
    Column(mark("Ref"), ref, 8, brief=True),
    Column(mark("Company name"), stored("name"), 32, brief=True),
    Column(mark("Industry"), stored("industry"), 20, brief=True),
    Column(mark("Country"), stored("country")),
    Column(mark("Website"), stored("website"), 28),
    Column(mark("Phone"), _sealed("phone"), 20),
    Column(mark("Address"), _sealed("address"), 40),
    Column(mark("Employees"), stored("employees"), 10),
    Column(mark("Founded"), stored("founded"), 9),
    Column(mark("Revenue"), _revenue, 18),
    Column(mark("Revenue currency"), stored("revenue_currency"), 8),
    Column(mark("Tier"), stored("tier"), 6, brief=True),
    Column(mark("Source"), stored("source")),
    Column(mark("Owner"), owner, 18, brief=True),
    Column(mark("Added"), stored("created_at"), 17),
)
DEALS = (
    Column(mark("Ref"), ref, 8, brief=True),
    Column(mark("What about"), stored("title"), 32, brief=True),
    Column(mark("Company"), company, 28, brief=True),
    Column(mark("Contact"), _contact, 22),
    Column(mark("Stage"), _stage, brief=True),
    Column(mark("Pipeline"), _pipeline),
    Column(mark("Percent"), stored("probability"), 8),
    Column(mark("Amount"), _amount, 16, brief=True),
    Column(mark("Currency"), _currency, 8),
    Column(mark("In the company's currency"), _base, 16),
    Column(mark("Closes"), stored("close_on"), 12, brief=True),
    Column(mark("Ended"), stored("closed_at"), 17),
    Column(mark("Reason"), _reason),
    Column(mark("Competitor"), stored("competitor"), 18),
    Column(mark("Source"), stored("source")),
    Column(mark("Next step"), stored("next_step"), 24),
    Column(mark("When"), stored("next_at"), 17),
    Column(mark("Owner"), owner, 18, brief=True),
    Column(mark("Added"), stored("created_at"), 17),
)
