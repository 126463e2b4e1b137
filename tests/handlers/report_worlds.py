"""A company of fourteen months for tests of reports, and its figures worked out in plain Python."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert

from store import pipelines, subjects
from store.envelopes import seal
from store.ids import new_id
from store.sessions import PARLEY
from store.tables import (
    Activity,
    Company,
    Contact,
    ContactPoint,
    Deal,
    Lead,
    Order,
    StageMove,
    Task,
    Ticket,
)
from tests.conversations import MONDAY, Chat, Somebody

TEXT, VALUE = "activities.text_sealed", "contact_points.value_sealed"
FIRST = 1_001
"""Number of the first record of each kind, beyond what conversations add."""
SOURCES = ("web", "fair", None)
Row = SimpleNamespace


@dataclass
class ReportWorld:
    """People, and the rows of everything that happened."""

    chat: Chat
    people: dict[str, Somebody]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    expected_days: dict[int, int] = field(default_factory=dict)

    def id_of(self, name: str) -> int:
        """Somebody's staff id."""
        found = self.people[name].speaker.staff_id
        assert found is not None
        return found


def found_world(chat: Chat, deals: int = 90) -> ReportWorld:
    """Two teams, an agent, a marketer, an admin, and their work until MONDAY."""
    root, maria, olaf = chat.admin(), chat.manager("Maria Top"), chat.manager("Olaf Other")
    world = ReportWorld(chat, {
        "root": root, "maria": maria, "olaf": olaf, "ada": chat.rep("Ada King", maria),
        "ben": chat.rep("Ben Cole", maria), "zoe": chat.rep("Zoe Else", olaf),
        "gus": chat.agent("Gus"), "mark": chat.marketer("Mark"),
    })  # fmt: skip
    chat.database.write(lambda session: _fill(session, world, deals), chat.clock.now())
    return world


def _fill(session: Any, world: ReportWorld, deals: int) -> None:
    session.actor = PARLEY
    chance, subject = random.Random(7), subjects.create(session)
    session.flush()
    key = subjects.key_of(session, subject)

    def sealed(field: str, row_id: int) -> bytes:
        return seal(key, subject, b"+12025550199", f"{field}.{row_id}")

    steps = pipelines.steps(session)
    world.kinds = {one.id: one.kind for one in steps}
    world.expected_days = {one.id: one.expected_days for one in steps if one.expected_days}
    sellers = [world.id_of(one) for one in ("ada", "ben", "zoe")]
    make = _Maker(chance, subject, sealed, steps, [*sellers, None], sellers)
    tables: dict[Any, list[dict[str, Any]]] = {
        Company: make.companies(12),
        Contact: make.contacts(40),
        Lead: make.leads(30),
        Ticket: make.tickets(40, world.id_of("gus")),
    }
    tables[ContactPoint] = make.points(tables[Contact])
    tables[Deal], tables[StageMove] = make.deals(deals)
    tables[Order] = make.orders([one for one in tables[Deal] if one["closed_at"]][:15])
    tables[Activity] = make.activities(tables[Contact], 120)
    tables[Task] = make.tasks(tables[Contact])
    for table, rows in tables.items():
        session.connection().execute(insert(table), rows)
        world.rows[table.__tablename__] = [Row(**one) for one in rows]


@dataclass
class _Maker:
    chance: random.Random
    subject: int
    sealed: Callable[[str, int], bytes]
    steps: Sequence[Any]
    owners: Sequence[int | None]
    sellers: Sequence[int]

    def moment(self, days: int = 430, until: datetime = MONDAY) -> datetime:
        return until - timedelta(minutes=self.chance.randrange(1, days * 1440))

    def _row(self, number: int, name: str, **values: Any) -> dict[str, Any]:
        base = {"id": FIRST + number, "subject_id": self.subject, "updated_at": MONDAY,
                "version": 1, "deleted_at": None}  # fmt: skip
        return base | ({"name": name, "folded": name.casefold()} if name else {}) | values

    def companies(self, count: int) -> list[dict[str, Any]]:
        return [
            self._row(
                number, f"Works {number}", created_at=self.moment(), lifecycle="lead",
                tier_by_hand=True, owner_id=self.chance.choice(self.owners),
                industry=self.chance.choice(("Steel", "Paper", None)),
                country=self.chance.choice(("DE", "CN", None)), source=None,
                tier=(*"ABCD", None)[number % 5],
            )
            for number in range(count)
        ]  # fmt: skip

    def contacts(self, count: int) -> list[dict[str, Any]]:
        return [
            self._row(
                number, f"Person {number}", created_at=self.moment(),
                owner_id=self.chance.choice(self.owners),
                company_id=self.chance.choice((FIRST + number % 12, None)),
                title=self.chance.choice(("Buyer", None)), tier=None,
                source=self.chance.choice(SOURCES),
                next_at=self.chance.choice((None, self.moment(9), MONDAY + timedelta(days=3))),
                touched_at=self.chance.choice((None, self.moment())),
            )
            for number in range(count)
        ]  # fmt: skip

    def tasks(self, contacts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        held = [one for one in contacts if one["owner_id"]]
        return [
            self._row(
                number, "", owner_id=one["owner_id"], contact_id=one["id"], exact=True,
                due_at=self.chance.choice((self.moment(9), MONDAY + timedelta(days=3))),
                done_at=self.chance.choice((None, None, self.moment(60))), origin="remind",
                created_at=self.moment(),
            )
            for number, one in enumerate(held)
        ]  # fmt: skip

    def points(self, contacts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"id": number, "contact_id": one["id"], "subject_id": self.subject, "kind": "phone",
             "label": "work", "position": 1, "value_sealed": self.sealed(VALUE, number),
             "plausible": self.chance.random() < 0.7}
            for number, one in enumerate(contacts[:30], FIRST)
        ]  # fmt: skip

    def leads(self, count: int) -> list[dict[str, Any]]:
        found = []
        for number in range(count):
            created, gone = self.moment(), self.chance.random() < 0.4
            found.append(self._row(
                number, f"Lead {number}", created_at=created, status="new", score=0, passed="",
                owner_id=self.chance.choice(self.sellers), source=self.chance.choice(SOURCES),
                converted_at=self._after(created) if gone else None,
            ))  # fmt: skip
        return found

    def _after(self, first: datetime) -> datetime:
        return min(first + timedelta(minutes=self.chance.randrange(1, 90_000)), MONDAY)

    def tickets(self, count: int, agent_id: int) -> list[dict[str, Any]]:
        found = []
        for number in range(count):
            opened, solved = self.moment(), self.chance.random() < 0.7
            answered = opened + timedelta(minutes=self.chance.randrange(5, 90))
            ended = self._after(opened) if solved else None
            found.append(self._row(
                number, "", title=f"Request {number}", pauses="[]", reopened=0,
                status="resolved" if solved else "merged" if number % 20 == 0 else "open",
                priority=self.chance.choice(("low", "high")), source="web",
                contact_id=self.chance.choice((FIRST + number % 40, None)), assignee_id=agent_id,
                opened_at=opened, first_response_at=answered if number % 4 else None,
                first_due=opened + timedelta(minutes=45) if number % 5 else None,
                resolve_due=opened + timedelta(days=20), resolved_at=ended, ended_at=ended,
                due_at=None if solved else self.chance.choice((MONDAY, self.moment(3))),
            ))  # fmt: skip
        return found

    def deals(self, count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        found, moves = [], []
        for number in range(count):
            step, created = self.chance.choice(self.steps), self.moment()
            moments = [created, *sorted(self._after(created) for _ in range(2))]
            minor = self.chance.choice((None, self.chance.randrange(100, 90_000) * 100))
            minor = minor if number % 4 else self.chance.randrange(100, 90_000) * 100
            found.append(self._row(
                number, "", title=f"Deal {number}", folded=f"deal {number}",
                pipeline_id=step.pipeline_id, stage_id=step.id, probability=step.probability,
                amount_minor=minor, base_minor=minor, currency="USD", created_at=created,
                close_on=self.chance.choice((None, self._day())), stage_since=moments[-1],
                closed_at=None if step.kind == "open" else moments[-1], imported=False,
                lost_reason="price" if step.kind == "lost" else None,
                competitor=self.chance.choice(("Initech", None)),
                source=self.chance.choice(SOURCES), owner_id=self.chance.choice(self.owners),
                company_id=self.chance.choice((FIRST + number % 12, None)),
                contact_id=self.chance.choice((FIRST + number % 40, None)),
                next_at=self.chance.choice((None, MONDAY)),
            ))  # fmt: skip
            moves += self._moves(found[-1], step, moments)
        return found, moves

    def _day(self) -> date:
        return (MONDAY + timedelta(days=self.chance.randrange(-60, 60))).date()

    def _moves(
        self, deal: dict[str, Any], last: Any, moments: Sequence[datetime]
    ) -> list[dict[str, Any]]:
        opened = [one for one in self.steps if one.pipeline_id == last.pipeline_id][:2]
        path, before, found = [*(one.id for one in opened), last.id], None, []
        for at, (stage_id, moment) in enumerate(zip(path, moments, strict=True)):
            stayed = (moment - moments[at - 1]).total_seconds() if at else 0
            found.append({"id": new_id(), "deal_id": deal["id"], "from_stage_id": before,
                          "to_stage_id": stage_id, "at": moment, "seconds": int(stayed)})  # fmt: skip
            before = stage_id
        return found

    def orders(self, deals: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for number, one in enumerate(deals):
            minor = self.chance.randrange(10, 900) * 100
            found.append(self._row(
                number, "", deal_id=one["id"], total_minor=minor, base_minor=minor,
                currency="USD", paid_minor=0, status="confirmed", created_at=one["closed_at"],
                status_at=one["closed_at"], company_id=one["company_id"],
            ))  # fmt: skip
        return found

    def activities(self, contacts: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
        held = [one for one in contacts if one["owner_id"]]
        found = []
        for _ in range(count):
            one, at = self.chance.choice(held), self.moment(60)
            number = new_id()
            found.append({"id": number, "kind": self.chance.choice(("call", "visit", "email")),
                          "contact_id": one["id"], "staff_id": one["owner_id"], "at": at,
                          "company_id": one["company_id"],
                          "subject_id": self.subject, "text_sealed": self.sealed(TEXT, number),
                          "logged_at": at + timedelta(hours=2)})  # fmt: skip
        return found


Owners = frozenset[int] | None
Value = Callable[[Row], float]


@dataclass(frozen=True)
class Plain:
    """A figure worked out in plain Python: ids of its records, and the value of each row."""

    ids: list[int]
    values: list[float]

    @property
    def count(self) -> int:
        return len(self.values)

    @property
    def total(self) -> int:
        return whole(sum(map(Decimal, map(str, self.values)), Decimal(0)))

    def mean(self, factor: int = 1) -> int | None:
        exact = sum(map(Decimal, map(str, self.values)), Decimal(0)) * factor
        return whole(exact / self.count) if self.values else None


def whole(value: Decimal | int) -> int:
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_EVEN))


def plain(
    world: ReportWorld, name: str, start: datetime, end: datetime, owners: Owners, now: datetime
) -> Plain:
    """A measure's rows by its definition in words, none of the code that is tested used."""
    rows, when, meets, value = _DEFINED[name]
    held: list[Row] = [
        one
        for one in world.rows[rows]
        if _owned(world, rows, one, owners)
        and meets(world, one, now)
        and (when is None or (_at(one, when) is not None and start <= _at(one, when) < end))
    ]
    record = {"stage_moves": "deal_id"}.get(rows, "id")
    return Plain([getattr(one, record) for one in held], [value(world, one, now) for one in held])


def _at(row: Row, name: str) -> Any:
    return getattr(row, name)


def _owned(world: ReportWorld, rows: str, row: Row, owners: Owners) -> bool:
    if owners is None:
        return True
    if rows == "tickets":
        contact = _by_id(world, "contacts", row.contact_id)
        return row.assignee_id in owners or (contact is not None and contact.owner_id in owners)
    if rows in ("stage_moves", "orders"):
        deal = _by_id(world, "deals", row.deal_id)
        return deal is not None and deal.owner_id in owners
    return (row.staff_id if rows == "activities" else row.owner_id) in owners


def _by_id(world: ReportWorld, rows: str, number: int | None) -> Row | None:
    return next((one for one in world.rows[rows] if one.id == number), None)


def _points(world: ReportWorld, row: Row) -> Iterable[Row]:
    return (one for one in world.rows["contact_points"] if one.contact_id == row.id)


def _seconds(first: datetime, last: datetime) -> float:
    return (last - first).total_seconds()


def _every(_w: ReportWorld, _r: Row, _n: datetime) -> bool:
    return True


def _one(_w: ReportWorld, _r: Row, _n: datetime) -> float:
    return 1


def _worth(_w: ReportWorld, row: Row, _n: datetime) -> float:
    return row.base_minor or 0


def _ended(kind: str) -> Any:
    return lambda w, r, _n: w.kinds[r.stage_id] == kind


def _open(_w: ReportWorld, row: Row, _n: datetime) -> bool:
    return row.closed_at is None


def _lacks(name: str) -> Any:
    return lambda _w, r, _n: getattr(r, name) is None


def _open_lacks(name: str) -> Any:
    return lambda _w, r, _n: r.closed_at is None and getattr(r, name) is None


def _rotten(w: ReportWorld, r: Row, n: datetime) -> bool:
    days = w.expected_days.get(r.stage_id)
    return (
        r.closed_at is None and days is not None and n - r.stage_since > timedelta(days=days * 1.5)
    )


def _kept_alive(_w: ReportWorld, r: Row, _n: datetime) -> bool:
    return bool(r.status != "merged")


def _touched(world: ReportWorld, row: Row) -> datetime:
    held = [one.at for one in world.rows["activities"] if one.company_id == row.id]
    last: datetime = max(held, default=row.created_at)
    return last


def _silent(world: ReportWorld, row: Row, now: datetime, days: int) -> bool:
    return _touched(world, row) < now - timedelta(days=days)


def _of_somebody(_w: ReportWorld, row: Row, _n: datetime) -> bool:
    return row.tier == "A" and row.owner_id is not None


_DEFINED: dict[str, tuple[str, str | None, Any, Any]] = {
    "new leads": ("leads", "created_at", _every, _one),
    "converted leads": ("leads", "converted_at", _every, _one),
    "new contacts": ("contacts", "created_at", _every, _one),
    "activities": ("activities", "at", _every, _one),
    "deals opened": ("deals", "created_at", _every, _one),
    "amount opened": ("deals", "created_at", _every, _worth),
    "deals moved": ("stage_moves", "at", lambda w, r, _n: r.from_stage_id is not None
                    and w.kinds[r.to_stage_id] == "open", _one),
    "deals won": ("deals", "closed_at", _ended("won"), _one),
    "amount won": ("deals", "closed_at", _ended("won"), _worth),
    "deals lost": ("deals", "closed_at", _ended("lost"), _one),
    "amount lost": ("deals", "closed_at", _ended("lost"), _worth),
    "win rate": ("deals", "closed_at", _every, lambda w, r, _n: int(w.kinds[r.stage_id] == "won")),
    "average won": ("deals", "closed_at", _ended("won"), _worth),
    "cycle": ("deals", "closed_at", _ended("won"), lambda _w, r, _n: _seconds(r.created_at, r.closed_at)),
    "open deals": ("deals", None, _open, _one),
    "pipeline": ("deals", None, _open, _worth),
    "weighted pipeline": ("deals", None, _open,
                          lambda _w, r, _n: (r.base_minor or 0) * r.probability / 100),
    "age": ("deals", None, _open, lambda _w, r, n: _seconds(r.created_at, n)),
    "open by age": ("deals", "created_at", _open, _worth),
    "rotten deals": ("deals", None, _rotten, _one),
    "deals past their close date": ("deals", None, lambda _w, r, n: r.closed_at is None
                                    and r.close_on is not None and r.close_on < n.date(), _one),
    "deals without a next step": ("deals", None, _open_lacks("next_at"), _one),
    "overdue follow-ups": ("tasks", None,
                           lambda _w, r, n: r.done_at is None and r.due_at < n, _one),
    "tasks done": ("tasks", "done_at", _every, _one),
    "backlog by age": ("tickets", "opened_at", lambda _w, r, _n: r.ended_at is None, _one),
    "orders": ("orders", "created_at", _every, _one),
    "amount ordered": ("orders", "created_at", _every, _worth),
    "tickets opened": ("tickets", "opened_at", _kept_alive, _one),
    "tickets solved": ("tickets", "resolved_at", _kept_alive, _one),
    "open tickets": ("tickets", None, lambda _w, r, _n: r.ended_at is None, _one),
    "overdue tickets": ("tickets", None, lambda _w, r, n: r.ended_at is None
                        and r.due_at is not None and r.due_at < n, _one),
    "first response": ("tickets", "first_response_at", _kept_alive,
                       lambda _w, r, _n: _seconds(r.opened_at, r.first_response_at)),
    "resolution": ("tickets", "resolved_at", _kept_alive,
                   lambda _w, r, _n: _seconds(r.opened_at, r.resolved_at)),
    "first response kept": ("tickets", "first_response_at",
                            lambda _w, r, _n: r.status != "merged" and r.first_due is not None,
                            lambda _w, r, _n: int(r.first_response_at <= r.first_due)),
    "resolution kept": ("tickets", "resolved_at", _kept_alive,
                        lambda _w, r, _n: int(r.resolved_at <= r.resolve_due)),
    "contacts": ("contacts", None, _every, _one),
    "contacts without phone or e-mail": ("contacts", None,
                                         lambda w, r, _n: not list(_points(w, r)), _one),
    "contacts without company": ("contacts", None, _lacks("company_id"), _one),
    "contacts without title": ("contacts", None, _lacks("title"), _one),
    "contacts without source": ("contacts", None, _lacks("source"), _one),
    "contacts with a doubtful phone": ("contacts", None, lambda w, r, _n: any(
        not one.plausible for one in _points(w, r)), _one),
    "contacts not touched for long": ("contacts", None, lambda _w, r, n: (
        r.touched_at or r.created_at) < n - timedelta(days=180), _one),
    "companies": ("companies", None, _every, _one),
    "companies without industry": ("companies", None, _lacks("industry"), _one),
    "companies without country": ("companies", None, _lacks("country"), _one),
    "companies with a tier": ("companies", None, lambda _w, r, _n: r.tier is not None, _one),
    "companies out of touch": ("companies", None, lambda w, r, n: r.tier is not None
                               and _silent(w, r, n, 90), _one),
    "companies without an owner": ("companies", None, lambda _w, r, _n: r.tier is not None
                                   and r.owner_id is None, _one),
    "a companies in touch": ("companies", None, _of_somebody,
                             lambda w, r, n: int(not _silent(w, r, n, 30))),
    "a companies out of touch": ("companies", None, lambda w, r, n: _of_somebody(w, r, n)
                                 and _silent(w, r, n, 30), _one),
    "open deals without amount": ("deals", None, _open_lacks("amount_minor"), _one),
    "open deals without close date": ("deals", None, _open_lacks("close_on"), _one),
    "open deals without contact": ("deals", None, _open_lacks("contact_id"), _one),
}  # fmt: skip
AVERAGES = ("win rate", "average won", "cycle", "age", "first response", "resolution",
            "first response kept", "resolution kept", "a companies in touch")  # fmt: skip


def at(year: int, month: int, day: int) -> datetime:
    """Midnight in UTC."""
    return datetime(year, month, day, tzinfo=UTC)


def piece(pattern: str | re.Pattern[str], text: str) -> re.Match[str]:
    """What fits a pattern in a text; it has to be there."""
    found = (
        re.search(pattern, text, re.MULTILINE) if isinstance(pattern, str) else pattern.search(text)
    )
    assert found, (pattern, text)
    return found
