"""Deals (opportunities): what is being sold, to whom, for how much, and how far it has come."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import col

from store import access, contacts, deal_lines, pipelines, plans, rates, subjects, transitions
from store.access import NotFound
from store.columns import columns_of
from store.moneys import Money
from store.pipelines import Step
from store.rights import Right
from store.sessions import Session
from store.tables import Company, Contact, Deal, SubjectKey

PLAIN = ("title", "close_on", "company_id", "contact_id", "source", "competitor", "next_step",
         "next_at")  # fmt: skip

_companies = columns_of(Company)
_BUYER = select(_companies.name).where(_companies.id == col(Deal.company_id))
_NAMED = select(Deal, _BUYER.scalar_subquery().label("buyer"))
_KEY = select(col(SubjectKey.wrapped)).where(col(SubjectKey.id) == col(Contact.subject_id))
_GET = (
    _NAMED.add_columns(Contact, _KEY.scalar_subquery().label("wrapped"))
    .outerjoin(Contact, col(Deal.contact_id) == col(Contact.id))
    .where(col(Deal.id) == bindparam("deal_id"))
)
_SOME = col(Deal.id).in_(bindparam("deal_ids", expanding=True))
_GET_MANY = _NAMED.where(_SOME)
_CONTACT = select(col(Contact.name)).where(col(Contact.id) == col(Deal.contact_id))
_WITH_CONTACTS = _NAMED.add_columns(_CONTACT.scalar_subquery().label("person")).where(_SOME)


@dataclass(frozen=True, slots=True)
class Draft:
    """A deal before it is stored.

    Attributes:
        amount: with its currency; None: not known yet.
        stage_id: None for the entry of the pipeline.
        pipeline_id: None for that of the stage, or for the first pipeline.
    """

    title: str
    amount: Money | None = None
    company_id: int | None = None
    contact_id: int | None = None
    stage_id: int | None = None
    pipeline_id: int | None = None
    close_on: date | None = None
    source: str | None = None
    next_at: datetime | None = None


def fold(title: str) -> str:
    """The form by which titles are compared."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def add(session: Session, draft: Draft, *, owner_id: int | None) -> Deal:
    """Add a deal; it enters its stage by the same rules as any move.

    Args:
        session: of an actor with the right to change deals.
        draft: checked values.
        owner_id: whose it will be.

    Raises:
        Unready, NotMover, OtherPipeline: the stage cannot be entered so.
        RateMissing: the amount's currency has no rate.
    """
    step = _first(session, draft)
    deal = _made(session, draft, step, owner_id)
    if draft.amount:
        _put_amount(session, deal, draft.amount)
    transitions.demand_ready(session, deal, step, None)
    session.add(deal)
    transitions.enter(session, deal, step, before=None)
    if draft.next_at:  # it counts as set from the beginning, as the stage may ask for it
        plans.put(session, deal, draft.next_at, contact_id=draft.contact_id)
    return deal


def _first(session: Session, draft: Draft) -> Step:
    """The stage that a new deal enters."""
    if draft.stage_id is None:
        return pipelines.entry(session, draft.pipeline_id or pipelines.first_pipeline(session))
    step = pipelines.step(session, draft.stage_id)
    if draft.pipeline_id not in (None, step.pipeline_id):
        raise transitions.OtherPipeline(step)
    return step


def _made(session: Session, draft: Draft, step: Step, owner_id: int | None) -> Deal:
    return Deal(
        id=session.take_number("deal"),
        title=draft.title,
        folded=fold(draft.title),
        pipeline_id=step.pipeline_id,
        stage_id=step.id,
        probability=step.probability,
        currency=session.directory.setting("currency", "USD"),
        company_id=draft.company_id,
        contact_id=draft.contact_id,
        close_on=draft.close_on or (transitions.today(session) if step.kind == "won" else None),
        source=draft.source,
        next_at=draft.next_at,
        owner_id=owner_id,
        subject_id=subjects.create(session),
        stage_since=session.now,
        created_by=session.actor.id if session.actor else None,
        created_at=session.now,
        updated_at=session.now,
        version=1,
    )


def _put_amount(session: Session, deal: Deal, amount: Money | None) -> Money | None:
    old = amount_of(deal)
    if amount is None:
        deal.amount_minor = deal.base_minor = None
        return old
    deal_lines.demand_currency(session, deal, amount.currency)
    deal.amount_minor, deal.currency = amount.minor, amount.currency
    deal.base_minor = rates.convert(session, amount).minor
    return old


def amount_of(deal: Deal) -> Money | None:
    """What a deal is worth, if that is known; ask `access.amounts` before it is shown."""
    return None if deal.amount_minor is None else Money(deal.amount_minor, deal.currency)


def get(session: Session, deal_id: int) -> Deal:
    """The deal of a number.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    row = session.execute(_GET, {"deal_id": deal_id}).one_or_none()
    if row is None:
        raise NotFound("deal", f"D-{deal_id}")
    person: Contact | None = row[2]
    session.held["contact of deal", deal_id] = person
    if person is not None:
        subjects.know(session, person.subject_id, row.wrapped)
    session.at_hand.append(row[0])
    return _known(session, row)


def contact_of(session: Session, deal: Deal) -> Contact | None:
    """The contact of a deal, if there is one that the actor may see."""
    held: Contact | None = session.held.get(("contact of deal", deal.id))
    if deal.contact_id is None or (held is not None and held.id == deal.contact_id):
        return held if deal.contact_id else None
    return next(iter(contacts.get_many(session, [deal.contact_id])), None)


def get_many(session: Session, ids: Sequence[int]) -> list[Deal]:
    """The deals of these numbers that the actor may see, in the given order."""
    if not ids:
        return []
    rows = [_known(session, row) for row in session.execute(_GET_MANY, {"deal_ids": ids})]
    access.know_amounts(session, rows)
    found = {row.id: row for row in rows}
    return [found[one] for one in ids if one in found]


def with_contacts(session: Session, ids: Sequence[int]) -> tuple[list[Deal], dict[int, str]]:
    """Like `get_many`, and the names of the contacts that the actor may see, by number."""
    rows = session.execute(_WITH_CONTACTS, {"deal_ids": ids}).all()
    found = {row[0].id: _known(session, row) for row in rows}
    access.know_amounts(session, found.values())
    people = {row[0].contact_id: row.person for row in rows if row.person is not None}
    return [found[one] for one in ids if one in found], people


def _known(session: Session, row: Row[Any]) -> Deal:
    """The deal of a row; the session keeps what its company is called."""
    found: Deal = row[0]
    if found.company_id is not None:
        session.company_names.setdefault(found.company_id, row.buyer)
    return found


def edit(session: Session, deal: Deal, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change fields of a deal, and give old and new value of what really changed.

    Args:
        session: of the actor.
        deal: which one.
        changes: fields in PLAIN, or "amount" as Money; None empties one.

    Raises:
        Denied: the right does not reach this deal.
        Unready: a field was emptied that its stage asks for.
        RateMissing: the amount's currency has no rate.
        PricedOtherwise: its products are priced in another currency.
    """
    access.demand(session, Right.DEALS_EDIT, deal)
    done = {}
    before = transitions.missing(session, deal)
    for name, value in changes.items():
        old = _put(session, deal, name, value)
        if old != value:
            done[name] = (old, value)
    transitions.demand_kept(session, deal, before)
    if done:
        deal.updated_at = session.now
    return done


def _put(session: Session, deal: Deal, name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "amount":
        return _put_amount(session, deal, value)
    if name == "title":
        deal.folded = fold(value)
    old = getattr(deal, name)
    if name == "next_at":
        plans.put(session, deal, value)
    else:
        setattr(deal, name, value)
    return old


def delete(session: Session, deal: Deal) -> None:
    """Delete a deal; it keeps its number and history and can be restored.

    Raises:
        Denied: not one's own to delete.
    """
    access.demand(session, Right.BULK, deal)
    deal.deleted_at = session.now


def deleted(session: Session, deal_id: int) -> Deal:
    """A deal that may be deleted.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    with session.with_deleted():
        return get(session, deal_id)


def restore(session: Session, deal: Deal) -> None:
    """Bring a deleted deal back, in the stage that it was in.

    Raises:
        Denied: not one's own to restore.
        Unready: its stage has asked for something since that an undo took from it.
    """
    access.demand(session, Right.BULK, deal)
    deal.deleted_at = None
    transitions.settle(session, deal)


def names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Titles of these deals, of those that the actor may see."""
    if not ids:
        return {}
    query = select(col(Deal.id), col(Deal.title)).where(col(Deal.id).in_(ids))
    return {row.id: row.title for row in session.execute(query)}
