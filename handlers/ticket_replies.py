"""Replies to customers: what is asked before they go out, how they go, and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from handlers import cards, thread_cards, ticket_cards, ticket_letters
from handlers.asks import Ask
from handlers.languages import mark
from handlers.readers.words import narrow
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, plural, word
from store import (
    exchanges,
    files,
    ticket_deliveries,
    ticket_files,
    ticket_messages,
    ticket_places,
    tickets,
)
from store.files import Held
from store.refs import Ref
from store.tables import Ticket, TicketMessage

SEND = mark("Send to customer")
LONGEST = 300
ABOUT = (
    "to", "is", "was", "were", "has", "had", "have", "will", "would", "should", "must", "can",
    "could", "may", "might", "by", "from", "sent", "pending", "asap", "needed", "needs", "later",
    "soon", "again", "missing", "required",
)  # fmt: skip
"""Words with which one goes on after "reply" when speaking of a reply, not writing one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to go to a customer.

    Attributes:
        text: to the letter.
        files: that go along.
        note: in which it was written as a draft; None where it was written as a reply.
    """

    text: str
    files: Sequence[Held] = ()
    note: TicketMessage | None = None


def answer(ask: Ask, ticket: Ticket, draft: Draft) -> Reply:
    """Send a reply to whoever asked, once nothing speaks against it.

    Raises:
        Denied: the right does not reach this ticket.
        Closed: it is closed.
        NeedsConfirmation: a colleague or the customer was faster, or nobody can be reached.
    """
    tickets.demand(ask.session, ticket)
    if ticket.status == "closed":
        raise exchanges.Closed(ticket)
    who = ticket_cards.customer(ask, ticket)
    reached = ticket_places.of_customer(ask.session, ticket)
    if not ask.invocation.confirmed:
        _warn(ask, ticket, draft, who if reached is None else None)
    message = exchanges.reply(ask.session, ticket, _kept(draft), [one.id for one in draft.files])
    message.note_id = draft.note.id if draft.note else None
    if reached is None:
        return _short(ask, ticket, fmt("Noted on {heading} as told by you to **{who}**.", heading=cards.heading(ticket), who=who), undo=True)  # fmt: skip
    carried = ticket_files.brought(ask.session, message)
    say = partial(_letter, ask.person.name, Ref("ticket", ticket.id), draft.text, carried)
    message.letter_id = ticket_letters.to_customer(ask.session, ticket, say)
    ask.files = []
    lead = fmt(
        "Sent to **{who}** on {platform}: {heading}",
        who=who,
        platform=thread_cards.platform(reached[1]["platform"]),
        heading=cards.heading(ticket),
    )
    return _short(ask, ticket, lead, undo=False)


def _letter(author: str, ref: Ref, text: str, carried: Sequence[int]) -> Reply:
    """What the customer reads; a reply to it finds its way back to the ticket."""
    said = lines(plain(text), fmt("— {author}, `{ref}`", author=author, ref=ref))
    return Reply(said, (), (ref,), files=tuple(carried))


def _kept(draft: Draft) -> str:
    return "\n".join([draft.text, *(f"📎 {one.name}" for one in draft.files)])


def _short(ask: Ask, ticket: Ticket, lead: Text, *, undo: bool) -> Reply:
    """An answer without the whole card; what left the house is not undone."""
    ask.session.flush()
    ref = Ref("ticket", ticket.id)
    return Reply(lead, (cards.undo_button(),) if undo else (), (ref,), {str(ref): ticket.version})


def _warn(ask: Ask, ticket: Ticket, draft: Draft, unreachable: str | None) -> None:
    """Ask before a reply goes out that might better not."""
    said = [*_faster(ask, ticket), *_odd(ask, ticket, draft)]
    if unreachable is not None:
        said.append(
            fmt(
                "**{who}** does not write to me, so I cannot send this. "
                "Shall I note that you have told {who} yourself?",
                who=unreachable,
            )
        )
    if said:
        if draft.files and draft.note is None:
            names = ",".join(str(one.id) for one in draft.files)
            values = {"ticket": f"T-{ticket.id}", "text": draft.text, "files": names}
            ask.invocation = Invocation("ticket send", values)
        label = "" if unreachable is not None else word("Send anyway")
        ask.confirm(lines(*said), label=label)


def _faster(ask: Ask, ticket: Ticket) -> list[Text]:
    """What a colleague has just answered, and what the customer wrote after the card was shown."""
    ref, found = Ref("ticket", ticket.id), []
    shown = ask.version_shown(ref)
    up_to_date = shown is not None and shown >= ticket.version and ask.thread is None
    other = None if up_to_date else ticket_deliveries.just_answered(ask.session, ticket)
    if other is not None:
        author = ask.directory.people.get(other.staff_id or 0)
        found.append(
            plural(
                "{who} answered {count} minute ago: “{text}”",
                "{who} answered {count} minutes ago: “{text}”",
                ticket_deliveries.age(ask.session, other),
                who=author.name if author else word("Parley"),
                text=_words(ask, other),
            )
        )
    if shown is None or up_to_date or ask.thread is not None or ref in ask.replied_to:
        return found
    newer = ticket_deliveries.written_since(ask.session, ticket, shown)
    if newer is not None:
        who = ticket_cards.customer(ask, ticket)
        found.append(fmt("{who} has written meanwhile: “{text}”", who=who, text=_words(ask, newer)))
    return found


def _words(ask: Ask, message: TicketMessage) -> str:
    text = ticket_messages.texts(ask.session, [message])[message.id]
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _odd(ask: Ask, ticket: Ticket, draft: Draft) -> list[Text]:
    """In a thread "reply to him by noon" may speak of a reply; it is not sent without a yes."""
    said = ask.taken.payload
    if ask.thread is None or draft.note or said.get("addressed") or "say" not in said:
        return []
    first = narrow(draft.text).split(maxsplit=1)[0]
    if first not in ABOUT or narrow(said["say"]).startswith(("/", "／")):
        return []
    who = ticket_cards.customer(ask, ticket)
    return [fmt("Is this for **{who}** to read? “{text}”", who=who, text=draft.text[:LONGEST])]


def offer(ask: Ask, ticket: Ticket, note: TicketMessage) -> Reply:
    """The button under what was written in a thread; nothing where nobody can be reached."""
    ask.session.flush()
    reached = ticket_places.of_customer(ask.session, ticket)
    if reached is None or ticket.status == "closed":
        return Reply(Text())
    values = {"ticket": f"T-{ticket.id}", "note": str(note.id)}
    text = fmt(
        "Internal. For **{who}** on {platform}?",
        who=ticket_cards.customer(ask, ticket),
        platform=thread_cards.platform(reached[1]["platform"]),
    )
    button = Button(word(SEND), Invocation("ticket send", values))
    return Reply(text, (button,), (Ref("ticket", ticket.id),), anybody=True)


def send_note(ask: Ask, ticket: Ticket, note: TicketMessage) -> Reply:
    """Send what was written in a thread as it reads now, with its files, once.

    Raises:
        SentAlready: it was sent before.
    """
    if ticket_deliveries.was_sent(ask.session, ticket, note):
        raise ticket_deliveries.SentAlready(ticket.id)
    text = ticket_messages.texts(ask.session, [note])[note.id]
    return answer(ask, ticket, Draft(text, ticket_files.of_message(ask.session, note), note))


def of_message(ask: Ask) -> list[Held]:
    """The files that came with this very message; what came earlier goes nowhere by itself."""
    if not ask.taken.payload.get("files"):
        return []
    return [one for one in files.of_message(ask.session, ask.taken.id) if not one.fault]
