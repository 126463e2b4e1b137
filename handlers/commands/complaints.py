"""Complaints: made by customers, followed up by staff, answered in the customer's chat."""

from functools import partial
from typing import Annotated

from handlers import cards, feedback_letters, ticket_cards, ticket_letters
from handlers.asks import Ask
from handlers.contract import command
from handlers.customers_only import for_customers
from handlers.feedback_words import COMPLAINT_KINDS
from handlers.languages import mark
from handlers.readers.articles import TicketNumber
from handlers.readers.records import AColleague, ATicket, RecordReader
from handlers.readers.reminding import AWhen
from handlers.readers.words import FreeText
from handlers.replies import Reply
from handlers.speakers import account_of, by_parley
from handlers.texts import Text, fmt, lines, plain, word
from store import complaints, customers, requests, tasks, ticket_places, tickets
from store.complaints import NoComplaint
from store.refs import Ref
from store.rights import Right
from store.tables import Complaint, Contact, Ticket, TicketMessage
from store.tickets import Draft

SHOWN = 120
Grievance = Annotated[str, FreeText(mark("What went wrong?"), 4000)]
Complained = Annotated[Contact | Ticket, RecordReader("ticket", "contact")]
Outcome = Annotated[str, FreeText(mark("What shall the customer read about what came of it?"))]


@command(
    "complain",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("complain Nobody has called me back", "投诉 没有人给我回电话"),
    phrases=("I want to complain about {text}", "我要投诉{text}"),
    undoable=False,
)
@for_customers
def complain(ask: Ask, text: Grievance = "", *, ticket: TicketNumber | None = None) -> Reply:
    """For customers: complain; a manager looks into it and tells you what came of it."""
    account = account_of(ask)
    about = (
        requests.own(ask.session, account, ticket)
        if ticket
        else requests.newest(ask.session, account)
    )
    if about is None:
        return Reply(
            fmt("I am sorry to hear that. Write what it is about, and it becomes a request.")
        )
    complaint, is_new = complaints.raise_(ask.session, about, "complaint", text)
    feedback_letters.follow_up(ask, about, complaint)
    owner = ask.directory.people.get(complaint.staff_id or 0)
    told = fmt(
        "I am sorry. {who} will look into {heading} and tell you here what came of it, by {at}.",
        who=owner or word("A manager"),
        heading=cards.heading(about),
        at=complaint.due_at,
    )
    if not is_new and not text:
        return Reply(told)
    more = None if text else fmt("To add what went wrong: `complain …`")
    return Reply(lines(told, more))


@command(
    "complaint add",
    needs=Right.TICKETS_WORK,
    examples=(
        "complaint add T-1 Nobody has called back owner:@maria due:friday",
        "complaint add C-1 The delivery came a week late",
        "新增投诉 T-1 没有人回电话 负责人:@maria 期限:周五",
    ),
    undoable=False,
)
def add_complaint(
    ask: Ask,
    record: Complained,
    text: Grievance,
    *,
    owner: AColleague | None = None,
    due: AWhen | None = None,
) -> Reply:
    """Enter what a customer told you to be unhappy with; nothing goes to the customer by itself."""
    if isinstance(record, Ticket):
        tickets.demand(ask.session, record)
        ticket = record
    else:
        ticket = tickets.add(ask.session, Draft(text, record, source="staff"))
    complaint, _ = complaints.raise_(ask.session, ticket, "complaint", text)
    complaints.follow(ask.session, complaint, owner, due.due(ask.voice.timezone) if due else None)
    feedback_letters.follow_up(ask, ticket, complaint)
    said = fmt(
        "Noted on {heading}: {who} finds out what went wrong, by {at}. The customer hears of it "
        "by `feedback done {ref} …` only.",
        heading=cards.heading(ticket),
        who=ask.directory.people.get(complaint.staff_id or 0) or word("nobody"),
        at=complaint.due_at,
        ref=Ref("ticket", ticket.id),
    )
    return Reply(said, shows=(Ref("ticket", ticket.id),))


@command(
    "feedback",
    needs=Right.TICKETS_SEE,
    examples=("feedback", "反馈"),
    phrases=("which customers are unhappy", "哪些客户不满意"),
)
def list_feedback(ask: Ask) -> Reply:
    """List complaints and low ratings whose customers wait to hear what came of them."""
    page, total = complaints.waiting(ask.session, offset=ask.invocation.offset)
    if not total:
        return Reply(fmt("No complaint waits for an answer."))
    held = {one.id: one for one in tickets.get_many(ask.session, [one.ticket_id for one in page])}
    customers.load(ask.session, held.values())
    rows = [_row(ask, one, held[one.ticket_id]) for one in page]
    text, buttons = cards.listing(fmt("Feedback"), rows, total, ask.invocation)
    return Reply(text, buttons, tuple(Ref("ticket", one.ticket_id) for one in page))


def _row(ask: Ask, one: Complaint, ticket: Ticket) -> Text:
    owner = ask.directory.people.get(one.staff_id or 0)
    said = complaints.words(ask.session, one)
    row = fmt(
        "`{ref}` {title} · {who} · {kind} · {owner} · due {at}",
        ref=Ref("ticket", ticket.id),
        title=ticket.title,
        who=ticket_cards.customer(ask, ticket),
        kind=word(COMPLAINT_KINDS[one.kind]),
        owner=owner or word("nobody"),
        at=one.due_at,
    )
    return lines(row, plain(said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"))


@command(
    "feedback done",
    needs=Right.TICKETS_WORK,
    examples=(
        "feedback done T-1 We have changed the rota: somebody answers within the hour.",
        "反馈完成 T-1 我们调整了排班，一小时内有人回复。",
    ),
    undoable=False,
)
def feedback_done(ask: Ask, ticket: ATicket, text: Outcome) -> Reply:
    """Tell the customer what came of a complaint, which ends it."""
    tickets.demand(ask.session, ticket)
    if complaints.of(ask.session, ticket) is None:
        raise NoComplaint(ticket)
    who = ticket_cards.customer(ask, ticket)
    reached = ticket_places.of_customer(ask.session, ticket) is not None
    ask.confirm(_preview(who, text, reached=reached))
    message = _settle(ask, ticket, text)
    heading = cards.heading(ticket)
    if not reached:
        return Reply(
            fmt("Noted on {heading} as told by you to **{who}**.", heading=heading, who=who)
        )
    say = partial(_outcome, ticket, text)
    message.letter_id = ticket_letters.to_customer(ask.session, ticket, say)
    return Reply(fmt("{heading}: **{who}** knows what came of it.", heading=heading, who=who))


def _settle(ask: Ask, ticket: Ticket, text: str) -> TicketMessage:
    """The complaint ends, and with it the task about it, whosever it is."""
    complaint, message = complaints.settle(ask.session, ticket, text)
    task = complaints.task_of(ask.session, complaint)
    if task is not None:
        with by_parley(ask):
            tasks.complete(ask.session, task, text)
    return message


def _preview(who: str, text: str, *, reached: bool) -> Text:
    if reached:
        return lines(fmt("This goes to **{who}**:", who=who), plain(text), fmt("Send it?"))
    return fmt(
        "**{who}** does not write to me, so I cannot send this. "
        "Shall I note that you have told {who} yourself?",
        who=who,
    )


def _outcome(ticket: Ticket, text: str) -> Reply:
    head = fmt("About {heading}, with which you were not happy:", heading=cards.heading(ticket))
    return Reply(lines(head, plain(text)))
