"""What becomes of leads: assign, convert, drop, reopen."""

from functools import partial

from handlers import cards, deal_cards, entering, lead_cards, lead_notices
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.doubles import Anyway
from handlers.readers.entries import Company
from handlers.readers.leading import DropWhy
from handlers.readers.records import AColleague, AContact, ALead
from handlers.readers.selling import DealTitle, Worth
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines
from store import conversions, leads, rosters
from store.conversions import Plan
from store.directories import Person
from store.refs import Ref
from store.rights import Right
from store.rosters import Pick
from store.tables import Contact, Lead


@command(
    "lead assign",
    needs=Right.ASSIGN,
    examples=("lead assign L-1", "lead assign L-1 @ben", "分配线索 L-1 @ben"),
    phrases=("give the lead {lead} to {person}", "把线索{lead}转给{person}"),
)
def assign_lead(ask: Ask, lead: ALead, person: AColleague | None = None) -> Reply:
    """Give a lead to a colleague; without a name to whose turn it is by the rules."""
    if lead.status not in leads.OPEN:
        raise leads.Ended(lead)
    before, pick = rosters.assign(ask.session, lead, person)
    heading = cards.heading(lead)
    if pick.person is None:
        return Reply(lead_notices.why(ask.directory, pick), (), (Ref("lead", lead.id),))
    if before == pick.person.id:
        return Reply(fmt("{heading} is {person}'s already.", heading=heading, person=pick.person))
    ask.session.flush()
    _tell(ask, lead, before, pick.person)
    text = lines(
        fmt("{heading} is {person}'s now.", heading=heading, person=pick.person),
        None if person else _why(ask, pick),
    )
    return Reply(text, (cards.undo_button(),), (Ref("lead", lead.id),))


def _why(ask: Ask, pick: Pick) -> Text:
    return lead_notices.why(ask.directory, pick)


def _tell(ask: Ask, lead: Lead, before: int | None, person: Person) -> None:
    ask.tell(person.id, partial(lead_notices.given, lead))
    if before is not None:
        ask.tell(before, partial(_taken, ask, lead, person))


def _taken(ask: Ask, lead: Lead, person: Person) -> Reply:
    heading = cards.heading(lead)
    return Reply(
        fmt("{who} gave {heading} to {person}.", who=ask.person, heading=heading, person=person)
    )


@command(
    "lead convert",
    needs=Right.LEADS_EDIT,
    examples=("lead convert L-1 20 compilers 50k", "转化线索 L-1 20台编译器 5万"),
    phrases=("make a deal of the lead {lead}", "把线索{lead}转为商机"),
)
def convert_lead(
    ask: Ask,
    lead: ALead,
    title: DealTitle | None = None,
    amount: Worth | None = None,
    *,
    company: Company | None = None,
    contact: AContact | None = None,
    anyway: Anyway = "no",
) -> Reply:
    """Make company, contact and deal of a lead at once."""
    leads.demand_open(ask.session, lead)
    name = company or lead.company_name
    owner_id = conversions.owner_of(ask.session, lead)
    place = entering.company(ask, name, whose=owner_id, industry=lead.industry)
    if contact is None and anyway == "no":
        draft = conversions.draft_of(ask.session, lead, place.id)
        entering.offer_known(ask, draft, "contact")
    plan = Plan(title or name or lead.name, amount, place.id, contact)
    person, deal = conversions.convert(ask.session, lead, plan)
    ask.session.flush()
    used = (
        None if place.remark or name is None else fmt("Company, known already: {name}", name=name)
    )
    lead_in = lines(
        fmt("{heading} is a deal now.", heading=cards.heading(lead)),
        place.remark or used,
        _of_contact(person, known=contact is not None),
    )
    return deal_cards.after(ask, deal, lead_in, contact=person)


def _of_contact(person: Contact, *, known: bool) -> Text:
    heading = cards.heading(person)
    if known:
        return fmt("Contact, known already: {heading}", heading=heading)
    return fmt("New contact: {heading}", heading=heading)


@command(
    "lead drop",
    needs=Right.LEADS_EDIT,
    examples=("lead drop L-1 no budget: next year", "放弃线索 L-1 没有预算：明年再说"),
    phrases=("forget about {lead}: {reason}", "{lead}没戏了：{reason}"),
)
def drop_lead(ask: Ask, lead: ALead, reason: DropWhy) -> Reply:
    """Drop a lead, with a reason and words about it."""
    leads.drop(ask.session, lead, reason.reason, reason.note)
    ask.session.flush()
    return lead_cards.after(ask, lead, fmt("Dropped."))


@command(
    "lead reopen",
    needs=Right.LEADS_EDIT,
    examples=("lead reopen L-1", "重新打开线索 L-1"),
)
def reopen_lead(ask: Ask, lead: ALead) -> Reply:
    """Take a dropped lead up again."""
    leads.reopen(ask.session, lead)
    ask.session.flush()
    return lead_cards.after(ask, lead, fmt("It is open again."))
