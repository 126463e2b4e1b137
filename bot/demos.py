"""The demo company: made by the store's own verbs, as the people who would have done it."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

from bot import demo_deals, demo_desks, demo_people, demo_plans
from bot.demo_companies import Customer
from bot.demo_deals import Moved, Sale
from bot.demo_people import STAFF
from bot.demo_plans import Known, Met
from reminders import classifications
from store import (
    activities,
    companies,
    contacts,
    deals,
    fields,
    ownership,
    phones,
    pipelines,
    products,
    rates,
    staff,
    tags,
    teams,
    tiers,
    transitions,
)
from store.engines import Database
from store.moneys import Money
from store.points import Point
from store.sessions import Session
from store.tables import Contact

FOUNDED = timedelta(days=demo_plans.DAYS + 10)
"""How long before the present the demo company begins."""
MARKETER = "Nina Park"
SHARED, SHARED_BY, SHARED_WITH = "何雨桐", "王小雨", "Ben Carter"
FRAME = {"Maria Lopez": "Silverquay Logistics Inc", "陈静怡": "锦鲤桥物流有限公司"}
FRAME_NOTES = {
    "Maria Lopez": "Frame agreement: service within eight hours at all their depots.",
    "陈静怡": "框架协议：所有仓库八小时内上门维修。",
}

Deed = Callable[[Session, "Books"], None]
COMMANDS = ("contact add", "log", "contact share", "deal add", "deal move", "deal win", "deal lose")
"""What people do, in the order in which they write it up when a week ends."""


@dataclass(slots=True)
class Books:
    """What was made so far: ids of companies and contacts by name, and the rows at hand.

    Attributes:
        companies: ids by name.
        contacts: ids by name.
        deals: ids by the name of the contact that they are made with.
        open: contacts that the present unit of work has read, by id.
    """

    companies: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    deals: dict[str, int] = field(default_factory=dict)
    open: dict[int, Contact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did at a time, by a command, about a contact that exists."""

    at: datetime
    who: str
    command: str
    do: Deed
    about: str = ""


def make(database: Database, now: datetime) -> None:
    """Fill a company that has its first admin and nothing else.

    Args:
        database: founded FOUNDED ago, with demo_people.ADMIN as its admin.
        now: aware moment to which the past leads up; the same moment gives the same company.
    """
    books = Books()
    begun = now - FOUNDED
    opening = [
        Act(begun, demo_people.ADMIN, command, deed)
        for command, deed in (
            ("invite", _hire),
            ("field add", _add_field),
            ("rates", _add_rate),
            ("product add", _add_products),
            ("tier rule add", _add_tier_rules),
        )
    ]
    for act in opening:
        _commit(database, books, act.at, [act])
    known = demo_plans.contacts(now)
    sold = _sales(demo_deals.sales(now, known))
    waiting = deque(demo_desks.steps(now, known))
    for at, week in _weeks([*_acts(known), *_late_acts(now), *sold]):
        while waiting and waiting[0][0] < at:
            waiting.popleft()[1](database, books.contacts)
        _commit(database, books, at, week)
    for _, step in waiting:
        step(database, books.contacts)
    classifications.run_due(database, now - demo_plans.FRESH)


def _commit(database: Database, books: Books, at: datetime, acts: Sequence[Act]) -> None:
    """Commit what one person did by one command, as one change."""

    def unit(session: Session) -> None:
        session.act_as(staff.find(session, acts[0].who))
        session.origin.command = acts[0].command
        ids = sorted({books.contacts[act.about] for act in acts if act.about})
        books.open = {row.id: row for row in contacts.get_many(session, ids)}
        for act in acts:
            act.do(session, books)

    database.write(unit, at)


def _hire(session: Session, _books: Books) -> None:
    """Everybody, managers first, as the others report to them."""
    people = {demo_people.ADMIN: staff.find(session, demo_people.ADMIN).id}
    groups = {name: teams.add(session, name).id for name in (demo_people.HARBOUR, demo_people.BAY)}
    for one in STAFF:
        row = staff.add(
            session,
            one.name,
            one.role,
            manager_id=people[one.manager or demo_people.ADMIN],
            team_id=groups[one.team] if one.team else None,
            locale=one.locale,
            timezone=one.zone,
        )
        people[one.name] = row.id


def _add_field(session: Session, _books: Books) -> None:
    fields.add(session, demo_people.FIELD, "choice", demo_people.ROASTS)


def _add_rate(session: Session, _books: Books) -> None:
    rates.put(session, "CNY", Decimal(demo_deals.YUAN))


def _add_products(session: Session, _books: Books) -> None:
    for name, series, price, tax_bp in demo_deals.PRODUCTS:
        draft = products.Draft(name, Money(price, "USD"), series=series, tax_bp=tax_bp)
        products.add(session, draft)


def _add_tier_rules(session: Session, _books: Books) -> None:
    for rule in demo_deals.TIER_RULES:
        tiers.add(session, *rule)


def _acts(known: Iterable[Known]) -> list[Act]:
    """Entering every contact, and logging what happened with it."""
    found = []
    for one in known:
        who = one.owner or MARKETER
        found.append(Act(one.at, who, "contact add", _entering(one)))
        found += [Act(met.at, who, "log", _logging(one, met), one.name) for met in one.past]
    return found


def _late_acts(now: datetime) -> list[Act]:
    """What does not belong to one contact's story."""
    found = [
        Act(now - timedelta(days=9), who, "log", _framing(FRAME[who], note))
        for who, note in FRAME_NOTES.items()
    ]
    sharing = Act(now - timedelta(days=2), SHARED_BY, "contact share", _share, SHARED)
    return [*found, sharing]


def _weeks(acts: Iterable[Act]) -> list[tuple[datetime, list[Act]]]:
    """Acts by person, week and command: people write up their week when it ends.

    A commit for each act would take three times as long.
    """

    def week(act: Act) -> tuple[int, int, str]:
        return *act.at.isocalendar()[:2], act.who

    found = []
    for _key, group in groupby(sorted(acts, key=lambda act: (week(act), act.at)), week):
        done = list(group)
        for command in COMMANDS:
            same = [act for act in done if act.command == command]
            if same:
                found.append((done[-1].at, same))
    return sorted(found, key=lambda unit: unit[0])


def _entering(one: Known) -> Deed:
    def deed(session: Session, books: Books) -> None:
        owner_id = session.actor.id if session.actor and one.owner else None
        company_id = _company(session, books, one.customer, owner_id)
        contact = contacts.add(session, _draft(one, company_id), owner_id=owner_id)
        books.contacts[one.name] = contact.id
        if one.tag and owner_id:
            tags.put(session, contact, one.tag)
        if one.roast and owner_id:
            roast = fields.find(session, demo_people.FIELD)
            fields.put(session, contact, roast, one.roast)

    return deed


def _draft(one: Known, company_id: int) -> contacts.Draft:
    plausible = phones.read_phone(one.phone, region="US").plausible
    return contacts.Draft(
        name=one.name,
        points=(Point("phone", one.phone, "mobile", plausible), Point("email", one.email, "work")),
        company_id=company_id,
        title=one.title,
        tier=one.tier,
        source=one.source,
        birthday=one.birthday,
        address=one.address,
    )


def _company(session: Session, books: Books, customer: Customer, owner_id: int | None) -> int:
    """The company's id; it is entered with the first of its people."""
    if customer.name not in books.companies:
        values = {
            "industry": customer.industry,
            "employees": customer.employees,
            "founded": customer.founded,
            "country": "中国" if customer.language == "zh" else "US",
            "website": f"https://{customer.domain}",
            "phone": demo_plans.company_phone(customer),
            "address": customer.address,
        }
        row = companies.add(session, companies.Draft(customer.name, values), owner_id=owner_id)
        books.companies[customer.name] = row.id
    return books.companies[customer.name]


def _logging(one: Known, met: Met) -> Deed:
    def deed(session: Session, books: Books) -> None:
        contact = books.open[books.contacts[one.name]]
        activities.log(
            session, contact, met.step.kind, met.step.text, next_at=met.next_at, at=met.at
        )

    return deed


def _framing(company: str, note: str) -> Deed:
    def deed(session: Session, books: Books) -> None:
        row = companies.get(session, books.companies[company])
        activities.log(session, row, "note", note)

    return deed


def _sales(sold: Iterable[Sale]) -> list[Act]:
    """Entering every deal, and each of its moves."""
    found = []
    for one in sold:
        found.append(Act(one.at, one.owner, "deal add", _selling(one)))
        for moved in one.moves:
            ends = {"won": "deal win", "lost": "deal lose"}
            command = ends.get(moved.stage, "deal move")
            found.append(Act(moved.at, one.owner, command, _moving(one, moved)))
    return found


def _selling(one: Sale) -> Deed:
    def deed(session: Session, books: Books) -> None:
        draft = deals.Draft(
            title=one.title,
            amount=Money.of(Decimal(one.units), one.currency),
            company_id=books.companies[one.company],
            contact_id=books.contacts[one.contact],
            close_on=one.close_on,
        )
        row = deals.add(session, draft, owner_id=session.actor.id if session.actor else None)
        books.deals[one.contact] = row.id

    return deed


def _moving(one: Sale, moved: Moved) -> Deed:
    def deed(session: Session, books: Books) -> None:
        deal = deals.get(session, books.deals[one.contact])
        (step,) = pipelines.named(session, moved.stage)
        transitions.move(session, deal, step, moved.outcome)

    return deed


def _share(session: Session, books: Books) -> None:
    contact = books.open[books.contacts[SHARED]]
    ownership.share(session, contact, staff.find(session, SHARED_WITH), "edit")
