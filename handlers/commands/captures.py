"""Capture: what one sentence said about somebody, shown first and saved with one button."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from handlers import cards, deal_cards, entering
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.doubles import Anyway
from handlers.readers.entries import Cash, Company, Emails, Name, Phones, When
from handlers.readers.records import RecordReader
from handlers.readers.selling import DealTitle
from handlers.readers.words import Body
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, shown, word
from store import activities, contacts, deals, plans
from store.access import Denied
from store.contacts import Draft
from store.moneys import Money
from store.points import Point
from store.refs import Ref
from store.rights import Right
from store.tables import Contact, Deal


class Known(RecordReader):
    """The contact that was met again; a button gives it."""

    aside = True


Again = Annotated[Contact, Known("contact")]


@command(
    "capture",
    needs=Right.CONTACTS_ADD,
    examples=(
        "met Grace Hopper of Navy Systems, grace@navy.example, wants 20 compilers for about 50k, follow up next Tuesday 10am",
        "见了华星科技的王小明，13800138000，想要20台编译器，大约5万，下周二上午10点跟进",
    ),
)
def capture(
    ask: Ask,
    name: Name,
    phone: Phones = (),
    email: Emails = (),
    *,
    company: Company | None = None,
    deal: DealTitle | None = None,
    amount: Cash | None = None,
    next: When | None = None,
    note: Body | None = None,
    anyway: Anyway = "no",
    known: Again | None = None,
) -> Reply:
    """Save somebody you met from one sentence: contact, company, deal, next step and note."""
    if deal and ask.actor.scope(Right.DEALS_EDIT) is None:
        raise Denied(Right.DEALS_EDIT)
    points = (*phone, *email)
    next_at = next.due(ask.voice.timezone) if next else None
    understood = (
        fmt("Contact: **{name}**", name=name),
        fmt("Company: {company}", company=company) if company else None,
        _reach(points),
        fmt("Deal: {deal}", deal=_worth(deal, amount)) if deal else None,
        fmt("Next step: {at}", at=next_at) if next_at else None,
        fmt("Note: {note}", note=note) if note else None,
    )
    ask.confirm(lines(fmt("I understood:"), *understood, fmt("Save it?")))
    place = entering.company(ask, company)
    draft = Draft(name, points, place.id)
    row = _again(ask, known, draft) if known else _new(ask, draft, anyway)
    if note:
        activities.log(ask.session, row, "note", note)
    sold = _sell(ask, row, deal, amount, next_at) if deal else None
    if next and not sold:
        plans.put(ask.session, row, next_at, exact=next.has_time)
    ask.session.flush()
    card = cards.contact(ask, row, lines(fmt("Saved."), place.remark, _sold(ask, sold)))
    shows = (*card.shows, *((Ref("deal", sold.id),) if sold else ()))
    return Reply(card.text, (cards.undo_button(), *card.buttons), shows, card.versions)


def _reach(points: Sequence[Point]) -> Text | None:
    if not points:
        return None
    return fmt("Reach: {points}", points=listed(cards.point(one) for one in points))


def _worth(deal: str, amount: Money | None) -> Text:
    """What is wanted and for how much, in one line."""
    parts = [fmt("**{title}**", title=deal), plain(shown(amount)) if amount else Text()]
    return joined(word(", "), [one for one in parts if one])


def _new(ask: Ask, draft: Draft, anyway: str) -> Contact:
    if anyway == "no":
        entering.refuse_duplicate(ask, draft, saving="capture")
    row = contacts.add(ask.session, draft, owner_id=entering.owner_id(ask))
    ask.session.flush()
    return row


def _again(ask: Ask, row: Contact, draft: Draft) -> Contact:
    """What is new of somebody who is known already joins what is there."""
    if draft.company_id and row.company_id is None:
        contacts.edit(ask.session, row, {"company_id": draft.company_id})
    for point in draft.points:
        contacts.edit(ask.session, row, {"also": point})
        ask.session.flush()
    return row


def _sell(
    ask: Ask, row: Contact, title: str, amount: Money | None, next_at: datetime | None
) -> Deal:
    draft = deals.Draft(title, amount, row.company_id, row.id, next_at=next_at)
    return deals.add(ask.session, draft, owner_id=ask.actor.id)


def _sold(ask: Ask, deal: Deal | None) -> Text | None:
    if deal is None:
        return None
    worth = deal_cards.amount(ask, deal)
    heading = cards.heading(deal)
    if worth is None:
        return fmt("New deal: {heading}", heading=heading)
    return fmt("New deal: {heading}, {amount}", heading=heading, amount=worth)
