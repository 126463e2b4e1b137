"""Tickets: add, show, list, take, assign, priority, category, link."""

from functools import partial
from typing import Annotated

from handlers import cards, entering, lists, ticket_cards, ticket_notices
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.readers.entries import Company
from handlers.readers.filters import Anywhere
from handlers.readers.records import AColleague, AContact, ATicket, RecordReader
from handlers.readers.tickets import ACategory, APriority, AStatus
from handlers.readers.words import FreeText
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, listed, word
from handlers.ticket_words import called
from handlers.ticket_words import priority as priority_name
from store import categories, customer_links, customers, slas, ticket_queues, tickets
from store.directories import Person
from store.refs import Ref
from store.rights import Right
from store.tables import Company as CompanyRow
from store.tables import Contact, Deal, Ticket
from store.ticket_queues import Filters
from store.tickets import Draft

Which = Annotated[
    str,
    Anywhere(
        "Whose tickets?",
        {
            "mine": ("my", "我的"),
            "unassigned": ("open to take", "未分配", "待领取"),
            "overdue": ("late", "breached", "逾期", "超时"),
            "all": ("everybody", "全部", "所有"),
        },
    ),
]
Request = Annotated[str, FreeText(mark("What does the customer ask for?"))]
Linked = Annotated[Contact | CompanyRow | Deal, RecordReader("contact", "company", "deal")]


@command(
    "ticket add",
    needs=Right.TICKETS_WORK,
    examples=("ticket add C-1 The export has been down since noon", "新增工单 C-1 系统打不开"),
    phrases=("open a ticket for {contact}: {text}", "给{contact}开工单：{text}"),
)
def add_ticket(
    ask: Ask,
    contact: AContact,
    text: Request,
    *,
    category: ACategory | None = None,
    priority: APriority | None = None,
) -> Reply:
    """Open a ticket for a customer; category and priority follow from the words."""
    draft = Draft(
        text,
        contact,
        kind=category,
        priority=categories.priority(priority) if priority else None,
        source="staff",
    )
    row = tickets.add(ask.session, draft)
    if row.assignee_id is not None:
        ask.tell(row.assignee_id, partial(ticket_notices.routed, ask.session, row))
    lead = lines(fmt("Opened."), _why(ask, row))
    return ticket_cards.after(ask, row, lead, with_messages=False)


def _why(ask: Ask, row: Ticket) -> Text | None:
    """For which words a category was chosen, so that it can be set right."""
    kind = categories.find(ask.session, row.category_id)
    if kind is None or not row.because:
        return None
    return fmt(
        "Category {category} because of {words}. Not right? `ticket category {ref} general`",
        category=called(kind),
        words=listed(f"“{one}”" for one in row.because.split(",")[:3]),
        ref=Ref("ticket", row.id),
    )


@command(
    "ticket show",
    needs=Right.TICKETS_SEE,
    examples=("ticket show T-1", "查看工单 T-1"),
    phrases=("how is ticket {ticket}", "工单{ticket}怎么样了"),
)
def show_ticket(ask: Ask, ticket: ATicket) -> Reply:
    """Show a ticket's card: its state, its clocks, and what was written last."""
    return ticket_cards.whole(ask, ticket)


@command(
    "tickets",
    needs=Right.TICKETS_SEE,
    examples=("tickets", "tickets mine", "tickets priority:urgent", "工单列表 超时"),
    phrases=("tickets of {contact}", "{contact}的工单"),
)
def list_tickets(
    ask: Ask,
    which: Which = "all",
    owner: AColleague | None = None,
    *,
    status: AStatus | None = None,
    category: ACategory | None = None,
    priority: APriority | None = None,
    contact: AContact | None = None,
    company: Company | None = None,
) -> Reply:
    """List the tickets that you may see; what is due first is at the top."""
    given = {
        "which": which, "owner": owner, "status": status, "category": category,
        "priority": priority, "contact": contact, "company": company,
    }  # fmt: skip
    page = ticket_queues.page(ask.session, _filters(ask, given), offset=ask.invocation.offset)
    if not page.total:
        return lists.empty(ask, fmt("No tickets there."))
    customers.load(ask.session, page.rows)
    customers.load_accounts(ask.session, page.rows)
    glances = slas.glances(ask.session, page.rows)
    rows = [ticket_cards.row(ask, one, glances.get(one.id)) for one in page.rows]
    text, buttons = cards.listing(fmt("Tickets"), rows, page.total, ask.invocation, more=page.more)
    shows = tuple(Ref("ticket", one.id) for one in page.rows)
    whole = lists.whole_of(ask.invocation)
    return Reply(text, (*buttons, *lists.export(ask)), shows, lists=whole)


def _filters(ask: Ask, given: Given) -> Filters:
    which, owner, status = given.get("which", "all"), given.get("owner"), given.get("status")
    category, contact, company = (given.get(one) for one in ("category", "contact", "company"))
    return Filters(
        statuses=frozenset({status}) if status else None,
        assignee_id=ask.actor.id if which == "mine" else (owner.id if owner else None),
        unassigned=which == "unassigned",
        overdue=which == "overdue",
        category_id=category.id if category else None,
        priority=given.get("priority"),
        contact_id=contact.id if contact else None,
        company_ids=entering.places(ask, company) if company else None,
    )


lists.declare(
    Listed(
        "tickets", "ticket", _filters, ticket_queues.owners, lists.headed(mark("Tickets")),
        Right.TICKETS_SEE,
    )
)  # fmt: skip


@command(
    "ticket take",
    needs=Right.TICKETS_WORK,
    examples=("ticket take T-1", "接手工单 T-1"),
    phrases=("I take {ticket}", "I'll take {ticket}", "我来处理{ticket}"),
)
def take_ticket(ask: Ask, ticket: ATicket) -> Reply:
    """Take a ticket: you work on it from now on."""
    holder = ask.directory.people.get(ticket.assignee_id or 0)
    if holder is not None and holder.id == ask.actor.id:
        return ticket_cards.card(ask, ticket, fmt("It is yours already."))
    if holder is not None:
        heading = cards.heading(ticket)
        ask.confirm(
            fmt("{person} works on {heading}. Take it over?", person=holder, heading=heading)
        )
    return _given(ask, ticket, ask.person)


@command(
    "ticket assign",
    needs=Right.TICKETS_WORK,
    examples=("ticket assign T-1 @gus", "分配工单 T-1 @gus"),
    phrases=("give the ticket {ticket} to {person}", "把工单{ticket}转给{person}"),
)
def assign_ticket(ask: Ask, ticket: ATicket, person: AColleague) -> Reply:
    """Give a ticket to a colleague who works on tickets."""
    if ticket.assignee_id == person.id:
        return ticket_cards.card(ask, ticket, fmt("{person} works on it already.", person=person))
    return _given(ask, ticket, person)


def _given(ask: Ask, ticket: Ticket, person: Person) -> Reply:
    before = tickets.assign(ask.session, ticket, person)
    ask.tell(person.id, partial(_got, ask, ticket))
    if before is not None:
        ask.tell(before, partial(_lost, ask, ticket, person))
    if person.id == ask.actor.id:
        return ticket_cards.after(ask, ticket, fmt("It is yours now."))
    return ticket_cards.after(ask, ticket, fmt("{person} works on it now.", person=person))


def _got(ask: Ask, ticket: Ticket) -> Reply:
    text = fmt("{who} gave you {heading}.", who=ask.person, heading=cards.heading(ticket))
    return Reply(text, shows=(Ref("ticket", ticket.id),))


def _lost(ask: Ask, ticket: Ticket, person: Person) -> Reply:
    heading = cards.heading(ticket)
    if person.id == ask.actor.id:
        return Reply(fmt("{who} has taken over {heading}.", who=ask.person, heading=heading))
    return Reply(
        fmt("{who} gave {heading} to {person}.", who=ask.person, heading=heading, person=person)
    )


@command(
    "ticket priority",
    needs=Right.TICKETS_WORK,
    examples=("ticket priority T-1 urgent", "工单优先级 T-1 紧急"),
)
def set_priority(ask: Ask, ticket: ATicket, priority: APriority) -> Reply:
    """Make a ticket more or less urgent; what is due when follows."""
    wanted = categories.priority(priority)
    before = tickets.set_priority(ask.session, ticket, wanted)
    if before == wanted:
        return ticket_cards.card(ask, ticket, fmt("That is its priority already."))
    lead = fmt(
        "Priority: {before} → **{after}**",
        before=priority_name(before),
        after=priority_name(wanted),
    )
    return ticket_cards.after(ask, ticket, lead)


@command(
    "ticket category",
    needs=Right.TICKETS_WORK,
    examples=("ticket category T-1 data fault", "工单分类 T-1 数据故障"),
)
def set_category(ask: Ask, ticket: ATicket, category: ACategory) -> Reply:
    """Put a ticket into another category; its priority stays."""
    held = categories.find(ask.session, tickets.set_category(ask.session, ticket, category))
    if held == category:
        return ticket_cards.card(ask, ticket, fmt("That is its category already."))
    lead = fmt(
        "Category: {before} → **{after}**",
        before=called(held) if held else word("none"),
        after=called(category),
    )
    return ticket_cards.after(ask, ticket, lead)


@command(
    "ticket link",
    needs=Right.TICKETS_WORK,
    examples=("ticket link T-1 D-1", "关联工单 T-1 O-1"),
)
def link_ticket(ask: Ask, ticket: ATicket, record: Linked) -> Reply:
    """Join a ticket to a company or a deal, or say whose it is: a contact's."""
    heading = cards.heading(record)
    if isinstance(record, Contact):
        return _linked_to(ask, ticket, record)
    if not tickets.link(ask.session, ticket, record):
        return ticket_cards.card(ask, ticket, fmt("It is linked to {heading}.", heading=heading))
    return ticket_cards.after(ask, ticket, fmt("Linked to {heading}.", heading=heading))


def _linked_to(ask: Ask, ticket: Ticket, contact: Contact) -> Reply:
    """Whose ticket it is; an account that asked is theirs from then on, which is confirmed first."""
    heading = cards.heading(contact)
    name = customers.account_name(ask.session, ticket)
    if name and ticket.contact_id != contact.id and not ticket.single:
        ask.confirm(
            fmt(
                "The account “{name}” asked. Is it {heading}'s? "
                "Then what it asks later is {heading}'s too.",
                name=name,
                heading=heading,
            )
        )
    if not customer_links.link(ask.session, ticket, contact):
        return ticket_cards.card(ask, ticket, fmt("It is linked to {heading}.", heading=heading))
    return ticket_cards.after(ask, ticket, fmt("Linked to {heading}.", heading=heading))
