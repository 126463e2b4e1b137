"""Cards and rows of tickets: what was asked, who works on it, and how its clocks stand."""

from collections.abc import Sequence

from handlers import article_cards, cards, cause_lines, dealings, working_times
from handlers.asks import Ask
from handlers.languages import mark
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, plural, shown, word
from handlers.ticket_words import AWAITED, CLOCKS, STATES, STATUSES, called, priority
from store import access, categories, customers, indexes, slas, ticket_files, ticket_messages
from store.refs import Ref
from store.rights import Right
from store.sessions import Session
from store.sla_clocks import Clock
from store.slas import Glance
from store.tables import Ticket, TicketMessage

LONGEST_SHOWN = 300
LONGEST = 3000
ON_CARD = 3
MOST_WORDS = 3
EVENTS = {
    "priority": mark("Priority: {detail}"), "category": mark("Category: {detail}"),
    "assigned": mark("Assigned to {detail}"), "routed": mark("Given to {detail}, whose turn it was"), "linked": mark("Linked to {detail}"),
    "waits": mark("Waits for {detail}"), "resumed": mark("Goes on"),
    "customer wrote": mark("Goes on: the customer has written"), "resolved": mark("Resolved"),
    "closed": mark("Closed"), "reopened": mark("Reopened"),
    "merged": mark("{detail} was merged into it"), "merged into": mark("Merged into {detail}"),
    "human": mark("The customer wants to talk to a person"),
    "continues": mark("Goes on from {detail}"), "lead": mark("Became {detail}"),
    "split off": mark("A message became {detail}"), "split from": mark("Split off from {detail}"),
}  # fmt: skip
"""What is said of an event."""


def happened(session: Session, row: TicketMessage) -> Text:
    """What is said of an event."""
    return fmt(EVENTS[str(row.event)], detail=_detail(session, row))


def _detail(session: Session, row: TicketMessage) -> str:
    """To whom or into what: people and categories by name."""
    detail = row.detail or ""
    if row.event == "priority":
        return priority(detail)
    if row.event == "waits":
        return word(AWAITED[detail])
    if row.event == "category":
        kind = categories.find(session, int(detail))
        return called(kind) if kind else "–"
    if row.event in ("assigned", "routed"):
        person = session.directory.people.get(int(detail or 0))
        return person.name if person else word("nobody")
    return detail


def customer(ask: Ask, ticket: Ticket) -> str:
    """What the customer of a ticket is called."""
    return customers.name(ask.session, ticket) or word("the customer")


def card(
    ask: Ask,
    ticket: Ticket,
    lead: Text | None = None,
    *,
    with_messages: bool = True,
    beside: Text | None = None,
) -> Reply:
    """A ticket's card.

    Args:
        ask: decides which buttons there are.
        ticket: which one.
        lead: said above the card.
        with_messages: whether it ends with what was written last.
        beside: said below its clocks.
    """
    who = customer(ask, ticket)
    place = indexes.company_names(ask.session, [ticket.company_id] if ticket.company_id else [])
    body = lines(
        lead,
        cards.heading(ticket),
        plain(" · ".join((who, *place.values()))),
        _state_line(ask, ticket),
        _because(ask, ticket) if with_messages else None,
        *(_clock(one) for one in slas.clocks(ask.session, ticket)),
        fmt("Asked without consent: only for this question.") if ticket.single else None,
        fmt("Deal: `{ref}`", ref=Ref("deal", ticket.deal_id)) if ticket.deal_id else None,
        beside,
        None if lead else cause_lines.of(ask, ticket),
        _last_words(ask, ticket, who) if with_messages else None,
        None if lead else _files(ask, ticket),
        None if lead else article_cards.suggested(ask, ticket),
    )
    return Reply(body, _buttons(ask, ticket), _shows(ticket), {f"T-{ticket.id}": ticket.version})


def _last_words(ask: Ask, ticket: Ticket, who: str) -> Text:
    """What was written last, the newest at the end."""
    written, total = ticket_messages.of(ask.session, ticket, limit=ON_CARD, events=False)
    texts = ticket_messages.texts(ask.session, written)
    more = None
    if total > ON_CARD:
        ref = Ref("ticket", ticket.id)
        more = fmt("{count} more: `timeline {ref}`", count=total - ON_CARD, ref=ref)
    shown_ = (message(ask, one, texts[one.id], who) for one in reversed(written))
    return lines(*shown_, more)


def _files(ask: Ask, ticket: Ticket) -> Text | None:
    """What is kept with a ticket, the newest first."""
    names, total = ticket_files.on_card(ask.session, ticket)
    if not names:
        return None
    more = f" +{total - len(names)}" if total > len(names) else ""
    ref = Ref("ticket", ticket.id)
    return fmt(
        "Files: {names}{more} · `files {ref}`", names=listed(map(plain, names)), more=more, ref=ref
    )


def _shows(ticket: Ticket) -> tuple[Ref, ...]:
    kinds = {"contact": ticket.contact_id, "company": ticket.company_id, "deal": ticket.deal_id}
    others = [Ref(kind, number) for kind, number in kinds.items() if number]
    return (Ref("ticket", ticket.id), *others)


def _state_line(ask: Ask, ticket: Ticket) -> Text:
    kind = categories.find(ask.session, ticket.category_id)
    team = ask.directory.teams.get(ticket.team_id or 0)
    person = ask.directory.people.get(ticket.assignee_id or 0)
    parts = [
        _status(ticket),
        fmt("priority {priority}", priority=priority(ticket.priority)),
        plain(called(kind)) if kind else None,
        plain(team) if team else None,
        fmt("{person} works on it", person=person) if person else fmt("nobody has taken it yet"),
    ]
    return joined(" · ", [one for one in parts if one])


def whole(ask: Ask, ticket: Ticket) -> Reply:
    """A ticket's card with the open deals of its company, which are what the customer may mean."""
    sold = dealings.deals_of_company(ask, ticket.company_id) if ticket.company_id else None
    return card(ask, ticket, beside=sold)


def _because(ask: Ask, ticket: Ticket) -> Text | None:
    """By which words a ticket came into its category, so that it can be set right."""
    kind = categories.find(ask.session, ticket.category_id)
    if kind is None or not ticket.because:
        return None
    words = ticket.because.split(",")[:MOST_WORDS]
    return plural(
        "Category {category}: the word {words}",
        "Category {category}: the words {words}",
        len(words),
        category=called(kind),
        words=listed(f"“{one}”" for one in words),
    )


def _status(ticket: Ticket) -> Text:
    if ticket.waiting_for:
        return fmt("**waits for {whom}**", whom=word(AWAITED[ticket.waiting_for]))
    return fmt("**{status}**", status=word(STATUSES[ticket.status]))


def _clock(clock: Clock) -> Text:
    """A promise and how it stands, in words."""
    label, state = word(CLOCKS[clock.kind]), word(STATES[clock.state])
    left = working_times.length(clock.budget - clock.used)
    if clock.stopped_at is not None:
        return fmt("{label}: {state}, {at}", label=label, state=state, at=clock.stopped_at)
    if clock.state == "breached":
        return fmt(
            "{label}: **{state}**, was due {at} ({length} of working time over)",
            label=label,
            state=state,
            at=clock.due,
            length=left,
        )
    if clock.due is None:
        return fmt(
            "{label}: stands still with {length} left, {state}",
            label=label,
            length=left,
            state=state,
        )
    return fmt(
        "{label}: {state}, {length} left, due {at}",
        label=label,
        state=state,
        length=left,
        at=clock.due,
    )


def message(
    ask: Ask, row: TicketMessage, text: str, who: str, longest: int = LONGEST_SHOWN
) -> Text:
    """Something in a ticket: when, who, and what; what is internal says so."""
    author = ask.directory.people.get(row.staff_id or 0)
    if row.kind == "event":
        said = happened(ask.session, row)
        told = fmt("{at} · {author} · {event}", at=row.at, author=_name(author), event=said)
        return lines(told, plain(_cut(text, longest)))
    heads = {
        "customer": fmt("{at} · **{who}**", at=row.at, who=who),
        "reply": fmt("{at} · **{author} → {who}**", at=row.at, author=_name(author), who=who),
        "note": fmt("{at} · {author} · internal", at=row.at, author=_name(author)),
    }
    return lines(heads[row.kind], plain(_cut(text, longest) or word("(erased)")))


def _name(person: object) -> str:
    return shown(person) if person else word("Parley")


def _cut(text: str, longest: int) -> str:
    """A long text is shown from its beginning; the timeline has more of it."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _buttons(ask: Ask, ticket: Ticket) -> tuple[Button, ...]:
    ref = {"ticket": f"T-{ticket.id}"}
    history = Button(word("Timeline"), Invocation("timeline", {"record": ref["ticket"]}))
    if not access.covers(ask.session, Right.TICKETS_WORK, ticket):
        return (history,)
    if ticket.ended_at is not None:
        article = Button(
            word("Write an article"), Invocation("article add", {"from": ref["ticket"]})
        )
        return (Button(word("Reopen"), Invocation("ticket reopen", ref)), article, history)
    mine = ticket.assignee_id == ask.actor.id
    waits = ticket.status == "waiting"
    pause = Invocation("ticket resume" if waits else "wait", ref)
    return (
        *(() if mine else (Button(word("Take"), Invocation("ticket take", ref)),)),
        Button(word("Reply"), Invocation("reply", ref)),
        Button(word("Note"), Invocation("note", ref)),
        Button(word("Go on") if waits else word("Wait"), pause),
        Button(word("Resolve"), Invocation("resolve", ref)),
        *_of_customer(ticket),
        history,
    )


def _of_customer(ticket: Ticket) -> tuple[Button, ...]:
    """What can be made of somebody who writes and is not known yet."""
    if ticket.contact_id is not None or ticket.identity_id is None or ticket.single:
        return ()
    return (Button(word("Make a lead"), Invocation("ticket lead", {"ticket": f"T-{ticket.id}"})),)


def after(ask: Ask, ticket: Ticket, lead: Text, *, with_messages: bool = True) -> Reply:
    """The card of a ticket that was just changed, with Undo before its other buttons.

    In its thread the card stands at the top already: what was typed there is answered in a line.
    """
    ask.session.flush()
    ref = Ref("ticket", ticket.id)
    if ask.thread == ref and "press" not in ask.taken.payload:
        return Reply(lead, (cards.undo_button(),), _shows(ticket), {str(ref): ticket.version})
    found = card(ask, ticket, lead, with_messages=with_messages)
    return Reply(found.text, (cards.undo_button(), *found.buttons), found.shows, found.versions)


def row(ask: Ask, ticket: Ticket, glance: Glance | None) -> Text:
    """A ticket in a list: what tells it apart, and how urgent it is."""
    person = ask.directory.people.get(ticket.assignee_id or 0)
    parts: list[Text | str | None] = [
        customer(ask, ticket),
        priority(ticket.priority),
        _pressing(glance) if glance else _status(ticket),
        shown(person) if person else word("unassigned"),
    ]
    rest = joined(" · ", [fmt("{part}", part=one) for one in parts if one])
    ref = Ref("ticket", ticket.id)
    return fmt("`{ref}` {title} · {rest}", ref=ref, title=ticket.title, rest=rest)


def _pressing(glance: Glance) -> Text:
    """The clock that is due next, in words."""
    label = word(CLOCKS[glance.kind])
    if glance.state == "breached":
        return fmt("**{label} overdue since {at}**", label=label, at=glance.due)
    left = working_times.length(glance.left)
    if glance.state == "at risk":
        return fmt("**{label} at risk: {length} left**", label=label, length=left)
    return fmt("{label} due {at}", label=label, at=glance.due)


def found_row(ticket: Ticket) -> Text:
    """A ticket among other things that were found."""
    parts = [word(STATUSES[ticket.status]), priority(ticket.priority)]
    ref = Ref("ticket", ticket.id)
    return fmt("`{ref}` {title} · {rest}", ref=ref, title=ticket.title, rest=" · ".join(parts))


def timeline(ask: Ask, ticket: Ticket) -> Reply:
    """All that was written in a ticket and happened to it, newest first."""
    rows, total = ticket_messages.of(ask.session, ticket, offset=ask.invocation.offset)
    texts = ticket_messages.texts(ask.session, rows)
    who = customer(ask, ticket)
    entries: Sequence[Text] = [message(ask, one, texts[one.id], who, LONGEST) for one in rows]
    text, buttons = cards.listing(cards.heading(ticket), entries, total, ask.invocation)
    return Reply(text, buttons, (Ref("ticket", ticket.id),))
