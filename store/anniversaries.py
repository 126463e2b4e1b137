"""Anniversaries: birthdays and renewals, found once a night among values that only keys open."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from store import classification_rounds, leases, nudge_rules, nudges, subjects
from store.columns import columns_of
from store.envelopes import EnvelopeBroken
from store.nudge_rules import RULES
from store.nudges import LEASE, LONG_AGO, Finding
from store.sessions import Session
from store.subjects import SubjectErased
from store.tables import Contact, FieldValue, Round
from store.transitions import today

BATCH = 500
FEBRUARY_29 = (2, 29)
RENEWALS = ("renew", "contract", "expir", "续约", "续费", "合同", "到期")
"""What the name of a custom date field says when it is one on which something is renewed."""


def next_birthday(born: date, day: date) -> date:
    """The next birthday from a day on, that day included; without 29 February it is the 28th."""
    for year in (day.year, day.year + 1):
        leap_day = (born.month, born.day) == FEBRUARY_29 and not _is_leap(year)
        found = date(year, 2, 28) if leap_day else born.replace(year=year)
        if found >= day:
            return found
    raise ValueError(born)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def renewal_fields(session: Session) -> list[int]:
    """The custom date fields on which something is renewed."""
    dated = (one for one in session.directory.fields if one.kind == "date")
    return [one.id for one in dated if any(part in one.folded for part in RENEWALS)]


def _births(_session: Session) -> Select[Any]:
    contacts = columns_of(Contact)
    return select(
        contacts.id, contacts.owner_id, contacts.subject_id, contacts.id.label("row_id"),
        contacts.birthday_sealed.label("sealed"),
    ).select_from(Contact).where(contacts.birthday_sealed.is_not(None), contacts.owner_id.is_not(None))  # fmt: skip


def _renewals(session: Session) -> Select[Any]:
    contacts, values = columns_of(Contact), columns_of(FieldValue)
    return select(
        contacts.id, contacts.owner_id, values.subject_id, values.id.label("row_id"),
        values.value_sealed.label("sealed"),
    ).select_from(Contact).join(FieldValue, values.contact_id == contacts.id).where(
        values.field_id.in_(renewal_fields(session)), contacts.owner_id.is_not(None)
    )  # fmt: skip


PLACES = {
    "birthday": ("contacts", "birthday_sealed", _births, next_birthday),
    "renewal": ("field_values", "value_sealed", _renewals, lambda at, _day: at),
}
"""By rule: table and column of the envelopes, where they are, and the day that one of them means."""


def is_due(session: Session) -> bool:
    """Whether tonight's look has not come to its end."""
    rows = {one.name: one for one in session.scalars(select(Round)).all()}
    held = [rows.get(_name(rule)) for rule in PLACES]
    return any(one is None or one.after_id is not None or one.due_at <= session.now for one in held)


def _name(rule: str) -> str:
    return f"nudge {rule}"


def go_round(session: Session) -> None:
    """Look at the next contacts, BATCH at most for each rule; nothing where nothing is due."""
    session.act_as(None)
    leases.take(session, LEASE, LEASE, LONG_AGO)
    for rule in PLACES:
        row = _round(session, _name(rule))
        if row.after_id is None and row.due_at <= session.now:
            row.after_id, row.due_at = 0, classification_rounds.next_night(session)
        if row.after_id is not None:
            row.after_id = _look(session, rule, row.after_id)


def _round(session: Session, name: str) -> Round:
    query = select(Round).where(col(Round.name) == name).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        row = Round(name=name, due_at=session.now)
        session.add(row)
        session.flush()
    return row


def _look(session: Session, name: str, after: int) -> int | None:
    rule = RULES[name]
    days = nudge_rules.days(session.directory, rule)
    if days is None:
        nudges.forget(session, rule)
        return None
    contacts = columns_of(Contact)
    query = PLACES[name][2](session).where(contacts.id > after).order_by(contacts.id)
    rows = session.execute(query.limit(BATCH)).mappings().all()
    last = int(rows[-1]["id"]) if len(rows) == BATCH else None
    subjects.load(session, {row["subject_id"] for row in rows})
    day = today(session)
    until = day + timedelta(days=days)
    found = [one for row in rows for one in _found(session, name, dict(row), (day, until))]
    once = {(one.record_id, one.staff_id): one for one in reversed(found)}
    nudges.settle(session, rule, list(once.values()), after, last)
    return last


def _found(
    session: Session, name: str, row: Mapping[str, Any], between: tuple[date, date]
) -> Iterator[Finding]:
    table, field, _, means = PLACES[name]
    meant: Callable[[date, date], date] = means
    with suppress(EnvelopeBroken, SubjectErased, ValueError):  # one that nobody can read any more
        text = subjects.open_envelope(
            session, row["sealed"], table, field, row["row_id"], row["subject_id"]
        )
        at = meant(date.fromisoformat(text), between[0])
        if between[0] <= at <= between[1]:
            yield Finding(row["id"], row["owner_id"], at.isoformat())
