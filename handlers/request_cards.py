"""What customers are told of their requests: number, state in their words, and when we answer."""

from datetime import timedelta

from handlers.asks import Ask
from handlers.languages import mark
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, moment, plain, word
from handlers.ticket_words import called
from store import business_hours, categories, requests, slas, ticket_messages
from store.refs import Ref
from store.requests import Standing
from store.tables import Ticket

STATES = {
    "received": mark("received"), "in work": mark("in work"),
    "waiting for you": mark("waiting for you"), "solved": mark("solved"),
    "closed": mark("closed"),
}  # fmt: skip
SECOND = timedelta(seconds=1)
LONGEST_LABEL = 40
LONGEST_SHOWN = 600
NEW = "new"


def state(ticket: Ticket) -> str:
    """How a request stands, in the customer's words."""
    if ticket.ended_at is not None:
        return word(STATES["solved" if ticket.status == "resolved" else "closed"])
    if ticket.waiting_for == "customer":
        return word(STATES["waiting for you"])
    begun = ticket.assignee_id is not None or ticket.first_response_at is not None
    return word(STATES["in work" if begun else "received"])


def named(ticket: Ticket) -> Text:
    """A request by number and title."""
    return fmt("**{title}** `{ref}`", title=ticket.title, ref=Ref("ticket", ticket.id))


def expected(ask: Ask, ticket: Ticket) -> Text | None:
    """When an answer can be expected; honest while nobody works."""
    due = ticket.first_due if ticket.first_response_at is None else ticket.next_due
    owed = ticket.first_response_at is None or (
        ticket.next_since is not None and slas.answered(ticket) is None
    )
    if due is None or not owed or ticket.ended_at is not None:
        return None
    if due <= ask.now:
        return fmt("We wanted to answer by {at} and are late. We are sorry.", at=due)
    calendar = slas.calendar_of(ask.session, ticket)
    by = fmt("We answer by {at}.", at=due)
    if business_hours.is_open(calendar, ask.now):
        return by
    opens = business_hours.after(calendar, ask.now, SECOND) - SECOND
    return fmt("We are closed now and open {opens}. {by}", opens=moment(opens), by=by)


def opened(ask: Ask, ticket: Ticket, lead: Text | None = None) -> Reply:
    """A new request: its number, its category and when we answer."""
    kind = categories.find(ask.session, ticket.category_id)
    received = fmt(
        "Thank you, we have received it: `{ref}`, category {category}.",
        ref=Ref("ticket", ticket.id),
        category=called(kind) if kind else "–",
    )
    return shown(ticket, lines(lead, received, expected(ask, ticket)))


def shown(ticket: Ticket, text: Text, *buttons: Button) -> Reply:
    """An answer about a request; replies to it belong to that request."""
    return Reply(text, buttons, (Ref("ticket", ticket.id),))


def card(ask: Ask, ticket: Ticket, lead: Text | None = None) -> Reply:
    """How a request stands, and what was written last to and fro."""
    head = fmt("{named} · **{state}**", named=named(ticket), state=state(ticket))
    since = fmt("Since {at}", at=ticket.opened_at)
    rows = requests.written(ask.session, ticket)
    texts = ticket_messages.texts(ask.session, rows)
    said = [_said(one.kind, one.at, texts[one.id]) for one in rows]
    buttons = (_close(ticket),) if ticket.ended_at is None else ()
    return shown(ticket, lines(lead, head, since, expected(ask, ticket), *said), *buttons)


def _said(kind: str, at: object, text: str) -> Text:
    short = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    if kind == "customer":
        return fmt("{at} · **you**: {text}", at=at, text=plain(short or NOTHING))
    return fmt("{at} · **we**: {text}", at=at, text=plain(short or NOTHING))


NOTHING = "–"


def _close(ticket: Ticket) -> Button:
    return Button(word("Close it"), Invocation("close", {"request": f"T-{ticket.id}"}))


def row(ticket: Ticket) -> Text:
    """A request in the customer's list."""
    return fmt(
        "`{ref}` {title} · {state}",
        ref=Ref("ticket", ticket.id),
        title=ticket.title,
        state=state(ticket),
    )


def label(ticket: Ticket) -> str:
    """A request on a button."""
    text = f"{ticket.title} (T-{ticket.id})"
    if len(text) <= LONGEST_LABEL:
        return text
    end = f"… (T-{ticket.id})"
    return ticket.title[: LONGEST_LABEL - len(end)].rstrip() + end


MOST_BUTTONS = 5


def choice(standing: Standing) -> Reply:
    """Ask which request a message belongs to; it waits until then."""
    offered = standing.open or standing.ended
    first = next(iter(offered))
    if standing.open:
        text = fmt("Which request is this about? Your message waits here.")
    else:
        text = fmt(
            "Is this about {named}, which is {state}? Your message waits here.",
            named=named(first),
            state=state(first),
        )
    buttons = [Button(label(one), _to(f"T-{one.id}")) for one in offered[:MOST_BUTTONS]]
    return Reply(text, (*buttons, Button(word("New request"), _to(NEW))))


def _to(request: str) -> Invocation:
    return Invocation("write", {"request": request})
