"""Links of customers: a second account of the same person, and a lead of a request."""

from handlers import cards, lead_notices, ticket_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.customers_only import for_customers
from handlers.inquiries import draft_of
from handlers.readers.records import ATicket
from handlers.replies import Reply
from handlers.speakers import by_parley
from handlers.texts import fmt
from store import customer_accounts, customer_links, leads, requests, ticket_messages, tickets
from store.refs import Ref
from store.rights import Right


@command(
    "link me",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("link me", "关联我的账号"),
    undoable=False,
)
@for_customers
def link_me(ask: Ask) -> Reply:
    """For customers: get a code that joins another account of yours."""
    account = customer_accounts.of(ask.session, ask.taken.identity_id or 0)
    code = customer_links.invite(ask.session, account)
    return Reply(
        fmt(
            "Type this from your other account within an hour: `link {code}`\n"
            "Then both show the same requests. Give it to nobody else.",
            code=code,
        )
    )


@command(
    "ticket lead",
    needs=Right.TICKETS_WORK,
    examples=("ticket lead T-1", "工单转线索 T-1"),
    undoable=False,
)
def make_lead(ask: Ask, ticket: ATicket) -> Reply:
    """Make a lead of a request that is about buying; sales are told."""
    tickets.demand(ask.session, ticket)
    held = ticket_messages.noted(ask.session, ticket, "lead")
    if held:
        return ticket_cards.card(ask, ticket, fmt("It became {ref} already.", ref=held))
    who = ticket_cards.customer(ask, ticket)
    ask.confirm(
        fmt("Make a lead of {heading} and give it to sales?", heading=cards.heading(ticket))
    )
    words = requests.words(ask.session, ticket)
    with by_parley(ask):
        lead = leads.add(ask.session, draft_of(ask, ticket, who, words))
        ask.session.flush()
        lead_notices.give_out(ask, lead)
    ref = Ref("lead", lead.id)
    ticket_messages.note_event(ask.session, ticket, "lead", str(ref))
    return ticket_cards.after(ask, ticket, fmt("It is {ref} now; sales know of it.", ref=ref))
