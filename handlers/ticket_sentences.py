"""The sentences for refusals about tickets, hours and service levels."""

from collections.abc import Callable
from typing import Any

from handlers import cards
from handlers.readers.kinds import ref_of
from handlers.replies import Button, Invocation
from handlers.texts import Text, fmt, plural, word
from handlers.ticket_words import STATUSES
from store import (
    business_hours,
    calendars,
    categories,
    changes,
    customer_links,
    exchanges,
    ticket_deliveries,
    ticket_merges,
    ticket_states,
    ticket_threads,
)
from store.errors import CrmError
from store.refs import Ref
from store.sessions import Session


def _ended(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "{heading} is {status}. `ticket reopen {ref}` takes it up again.",
        heading=cards.heading(error.ticket),
        status=word(STATUSES[error.ticket.status]),
        ref=ref_of(error.ticket),
    )


def _in_use(error: Any) -> Text:  # noqa: ANN401
    return plural(
        "“{name}” stays: {count} ticket is or was in it.",
        "“{name}” stays: {count} tickets are or were in it.",
        error.tickets,
        name=error.name,
    )


def _own_code(_error: Any) -> Text:  # noqa: ANN401
    return fmt("That code is this account's own. Type it on your other account.")


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    exchanges.Closed: _ended,
    customer_links.OwnCode: _own_code,
    ticket_states.NotWaiting: lambda error: fmt("{heading} does not wait for anybody.", heading=cards.heading(error.ticket)),
    ticket_states.NotEnded: lambda error: fmt("{heading} is open.", heading=cards.heading(error.ticket)),
    ticket_merges.DifferentCustomers: lambda _: fmt("Those two are of different customers: what one wrote must not reach the other."),
    ticket_deliveries.LeftTheHouse: lambda error: fmt("Your answer on {ref} has gone to the customer: it cannot be taken back. You can write once more.", ref=Ref("ticket", error.ticket_id)),
    ticket_deliveries.SentAlready: lambda error: fmt("That was sent already, on {ref}.", ref=Ref("ticket", error.ticket_id)),
    ticket_threads.NoDesk: lambda _: fmt("Tickets are not worked on here. `desk here` changes that."),
    ticket_merges.OnlyMessage: lambda _: fmt("That is all the customer has written there: there is nothing to split."),
    categories.CategoryExists: lambda error: fmt("There is a category “{name}” already.", name=error.name),
    categories.CategoryInUse: _in_use,
    categories.CategoryNeeded: lambda _: fmt("One category has to stay, for what no keyword fits."),
    calendars.CalendarExists: lambda error: fmt("There are hours “{name}” already.", name=error.name),
    calendars.CalendarInUse: lambda error: fmt("“{name}” stays: something follows these hours. `hours {name}` shows what.", name=error.name),
    calendars.NoHours: lambda _: fmt("Some hours have to stay: otherwise nothing would ever be due."),
    business_hours.NeverOpen: lambda _: fmt("That is too little time: some answers would not be due for decades."),
}  # fmt: skip


def ways_on(session: Session, error: CrmError) -> list[Button]:
    """What can be done instead: write once more, and take back what was done before."""
    if not isinstance(error, ticket_deliveries.LeftTheHouse):
        return []
    again = Button(word("Reply"), Invocation("reply", {"ticket": f"T-{error.ticket_id}"}))
    try:
        earlier = changes.latest(session, before=error.change_id)
    except changes.NothingToUndo:
        return [again]
    undo = Invocation("undo", {"change": str(earlier.id)})
    return [again, Button(word("Undo what was before"), undo)]
