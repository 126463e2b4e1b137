"""Lines of nudges: what a rule has found, as far as the one who reads it may know it now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import col

from handlers import approval_cards, cards
from handlers.languages import mark
from handlers.readers import stages
from handlers.replies import Button, Invocation
from handlers.texts import Text, fmt, joined, plural, word
from store import (
    access,
    companies,
    contacts,
    deals,
    nudge_rules,
    nudges,
    pipelines,
    task_subjects,
)
from store.columns import columns_of
from store.nudge_rules import RULES
from store.nudges import Found
from store.refs import Ref
from store.sessions import Session
from store.tables import Approval, Contact, Deal, Order, Quote

Paper = TypeVar("Paper", Quote, Order)
NAMES = {
    "stale": mark("Too long in a stage"), "overdue": mark("Past its closing day"),
    "aimless": mark("No next step"), "silence": mark("A companies without contact"),
    "contact": mark("A contacts without contact"), "birthday": mark("Birthdays"),
    "renewal": mark("Renewals"), "quote": mark("Quotes that expire"),
    "order": mark("Old status of an order"), "approval": mark("Approvals that wait"),
    "lead": mark("New leads that nobody touches"), "ticket": mark("Tickets at risk and overdue"),
    "pool": mark("Records at rest, back to the pool"),
}  # fmt: skip
REASONS = {
    "stale": mark("An open deal of yours stands in its stage for more than 1.5 times the days that are expected."),
    "overdue": mark("The day on which an open deal of yours should have closed is over."),
    "aimless": mark("An open deal of yours has no next step, and nothing was changed for {days} days."),
    "silence": mark("Nobody was in touch with a company of tier A that is yours for {days} days."),
    "contact": mark("Nobody was in touch with a contact of tier A that is yours for {days} days."),
    "birthday": mark("A contact of yours has a birthday within {days} days."),
    "renewal": mark("A date of a contact of yours, such as the end of a contract, comes within {days} days."),
    "quote": mark("A quote that was sent is valid for no more than {days} days."),
    "order": mark("Nobody has brought the status of an order up to date for {days} days."),
    "approval": mark("Somebody has waited for your decision for {days} days."),
    "lead": mark("Nobody got in touch with a new lead in time, so it goes to somebody else. Who had it, who gets it and, where nobody is left, their manager are told."),
    "ticket": mark("What a customer was promised is at risk or overdue, on a ticket of yours or one that nobody has. Each promise is told of once at risk and once overdue."),
    "pool": mark("Nothing has happened with a record of yours for a long time. After {days} days everybody may claim it; you are told before."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A nudge as it is told: the record that it is about, and what is with it."""

    rule: str
    head: Text
    said: Text
    ref: Ref


def why(rule: str) -> Button:
    """A way to learn why somebody was told, and how to end it."""
    return Button(
        word("Why did I get this?"), Invocation("nudge why", {"rule": rule} if rule else {})
    )


def compliance(session: Session, owner_ids: Sequence[int]) -> Text | None:
    """How many of the most important customers of some people were not forgotten."""
    kept = nudge_rules.compliance(session, owner_ids)
    return told_compliance(session, kept) if kept else None


def told_compliance(session: Session, kept: tuple[int, int]) -> Text:
    """The same, of figures that are known: how many were in touch in time, of how many."""
    days = nudge_rules.days(session.directory, RULES["silence"])
    return fmt(
        "A companies in touch within {days} days: {kept} of {total}",
        days=days,
        kept=kept[0],
        total=kept[1],
    )


def lines_of(session: Session, found: Sequence[Found]) -> list[Line]:
    """What is told of findings, in their order; what the actor may not see is left out.

    Args:
        session: of the one who reads it.
        found: what rules have found for them.
    """
    told: dict[int, Line] = {}
    for kind, tell in TELLERS.items():
        same = [one for one in found if one.rule in RULES and RULES[one.rule].kind == kind]
        if same:
            told |= tell(session, same)
    return [told[one.id] for one in found if one.id in told]


def _deals(session: Session, found: Sequence[Found]) -> dict[int, Line]:
    rows = {one.id: one for one in deals.get_many(session, [one.record_id for one in found])}
    return {
        one.id: Line(one.rule, cards.heading(row), _deal(session, one, row), Ref("deal", row.id))
        for one in found
        if (row := rows.get(one.record_id)) and _still(one, row)
    }


def _still(one: Found, row: Deal) -> bool:
    """Whether it is as it was found; the next look forgets what is not."""
    if row.closed_at is not None:
        return False
    if one.rule == "aimless":
        return row.next_step is None and row.next_at is None
    held = row.close_on if one.rule == "overdue" else row.stage_since
    return held is not None and nudges.said(held) == one.state


def _deal(session: Session, one: Found, row: Deal) -> Text:
    if one.rule == "overdue":
        return fmt("should have closed on {day}", day=row.close_on)
    if one.rule == "aimless":
        return fmt("no next step")
    step = pipelines.step(session, row.stage_id)
    return plural(
        "{count} day in {stage}, {expected} are expected",
        "{count} days in {stage}, {expected} are expected",
        (session.now - row.stage_since).days,
        stage=stages.called(step),
        expected=step.expected_days or 0,
    )


def joined_lines(told: Sequence[Line]) -> list[Text]:
    """What is told of each record, on one line."""
    by_ref: dict[Ref, list[Line]] = {}
    for one in told:
        by_ref.setdefault(one.ref, []).append(one)
    return [
        fmt(
            "{head}: {said}", head=same[0].head, said=joined(word("; "), [one.said for one in same])
        )
        for same in by_ref.values()
    ]


def _companies(session: Session, found: Sequence[Found]) -> dict[int, Line]:
    rows = {one.id: one for one in companies.get_many(session, [one.record_id for one in found])}
    return {
        one.id: Line(one.rule, cards.heading(row), _silent(one), Ref("company", row.id))
        for one in found
        if (row := rows.get(one.record_id))
    }


def _silent(one: Found) -> Text:
    since = datetime.fromisoformat(one.state).replace(tzinfo=UTC).date()
    return fmt("tier A, nobody was in touch since {day}", day=since)


def _contacts(session: Session, found: Sequence[Found]) -> dict[int, Line]:
    rows = {one.id: one for one in contacts.get_many(session, [one.record_id for one in found])}
    access.know_personal(session, list(rows.values()))
    return {
        one.id: Line(one.rule, cards.heading(row), text, Ref("contact", row.id))
        for one in found
        if (row := rows.get(one.record_id)) and (text := _contact(session, one, row))
    }


def _contact(session: Session, one: Found, row: Contact) -> Text | None:
    if one.rule == "contact":
        return _silent(one)
    if not access.reveals(session, row):
        return None
    day = date.fromisoformat(one.state[:10])
    if one.rule == "birthday":
        return fmt("birthday on {day}", day=day)
    return fmt("to be renewed by {day}", day=day)


def _quotes(session: Session, found: Sequence[Found]) -> dict[int, Line]:
    return _with_deals(
        session, found, Quote, lambda quote: fmt("valid until {day}", day=quote.valid_until)
    )


def _orders(session: Session, found: Sequence[Found]) -> dict[int, Line]:
    return _with_deals(
        session, found, Order, lambda order: fmt("its status is from {at}", at=order.status_at)
    )


def _with_deals(
    session: Session, found: Sequence[Found], table: type[Paper], why: Callable[[Paper], Text]
) -> dict[int, Line]:
    """Lines on what belongs to a deal, with that deal."""
    columns = columns_of(table)
    query = select(table, Deal).join(Deal, columns.deal_id == col(Deal.id))
    asked = query.where(columns.id.in_([one.record_id for one in found]))
    rows = {paper.id: (paper, deal) for paper, deal in session.execute(asked)}
    lines_of = {}
    for one in found:
        if one.record_id in rows:
            paper, deal = rows[one.record_id]
            ref = task_subjects.ref_of(paper)
            lines_of[one.id] = Line(one.rule, _of_deal(ref, deal), why(paper), ref)
    return lines_of


def _of_deal(ref: Ref, deal: Deal) -> Text:
    return fmt("`{ref}` for {heading}", ref=ref, heading=cards.heading(deal))


def _approvals(session: Session, found: Sequence[Found]) -> dict[int, Line]:
    ids = [one.record_id for one in found]
    rows = {
        one.id: one for one in session.scalars(select(Approval).where(col(Approval.id).in_(ids)))
    }
    return {
        one.id: Line(one.rule, fmt("`{ref}`", ref=ref), _approval(session, row), ref)
        for one in found
        if (row := rows.get(one.record_id)) and row.status == "waiting"
        for ref in [approval_cards.ref_of(row)]
    }


def _approval(session: Session, row: Approval) -> Text:
    return fmt(
        "{who} has waited for your decision since {at}",
        who=session.directory.people[row.asked_by],
        at=row.asked_at,
    )


TELLERS: Mapping[str, Callable[[Session, Sequence[Found]], dict[int, Line]]] = {
    "deal": _deals,
    "company": _companies,
    "contact": _contacts,
    "quote": _quotes,
    "order": _orders,
    "approval": _approvals,
}
