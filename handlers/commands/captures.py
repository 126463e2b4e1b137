"""Capture: what one sentence said about somebody, shown first and saved with one button."""

from handlers import cards, entering
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.entries import Company, Emails, Name, Phones
from handlers.readers.words import Body
from handlers.replies import Reply
from handlers.texts import fmt, lines, listed
from store import activities, contacts
from store.contacts import Draft
from store.rights import Right


@command(
    "capture",
    needs=Right.CONTACTS_ADD,
    examples=(
        "met Grace Hopper of Navy Systems, grace@navy.example, +1 202 555 0143, wants 20 compilers",
        "见了华星科技的王小明，13800138000，想要报价",
    ),
)
def capture(
    ask: Ask,
    name: Name,
    phone: Phones = (),
    email: Emails = (),
    *,
    company: Company | None = None,
    note: Body | None = None,
) -> Reply:
    """Save somebody you met from one sentence: contact, company and note."""
    points = (*phone, *email)
    ask.confirm(
        lines(
            fmt("I understood:"),
            fmt("Contact: **{name}**", name=name),
            fmt("Company: {company}", company=company) if company else None,
            fmt("Reach: {points}", points=listed(cards.point(one) for one in points))
            if points
            else None,
            fmt("Note: {note}", note=note) if note else None,
            fmt("Save it?"),
        )
    )
    place = entering.company(ask, company)
    draft = Draft(name, points, place.id)
    entering.refuse_duplicate(ask, draft, saving="contact add")
    row = contacts.add(ask.session, draft, owner_id=entering.owner_id(ask))
    ask.session.flush()
    if note:
        activities.log(ask.session, row, "note", note)
        ask.session.flush()
    card = cards.contact(ask, row, lines(fmt("Saved."), place.remark))
    return Reply(card.text, (cards.undo_button(), *card.buttons), card.shows, card.versions)
