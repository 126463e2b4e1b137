"""The demo company's desks: requests at every point of their course, and leads, entered in order."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from bot import demo_service
from bot.demo_plans import Known
from bot.demo_service import Hope, Request
from store import contacts, exchanges, leads, staff, ticket_states, tickets
from store.directories import Person
from store.engines import Database
from store.sessions import Session
from store.tables import Ticket

HOUR = timedelta(hours=1)


Step = Callable[[Database, Mapping[str, int]], object]
"""Something that is entered, given the ids of the contacts by name."""


def steps(now: datetime, known: list[Known]) -> list[tuple[datetime, Step]]:
    """What customers have asked for and what sales people have in view, and when it is entered.

    Args:
        now: aware moment to which all leads up.
        known: everybody whom the company knows.
    """
    numbers: dict[str, int] = {}
    found = [step for one in demo_service.requests(now, known) for step in _course(one, numbers)]
    found += [
        _step(one.owner, "lead add", partial(_hope, hope=one), now - one.ago)
        for one in demo_service.HOPES
    ]
    return sorted(found, key=lambda one: one[0])


def _step(
    who: str, command: str, do: Callable[[Session, Mapping[str, int]], object], at: datetime
) -> tuple[datetime, Step]:
    """What somebody does by a command."""

    def step(database: Database, ids: Mapping[str, int]) -> None:
        def unit(session: Session) -> None:
            session.act_as(staff.find(session, who))
            session.origin.command = command
            do(session, ids)

        database.write(unit, at)

    return at, step


def _course(one: Request, numbers: dict[str, int]) -> Iterator[tuple[datetime, Step]]:
    """Open a request, and let it go the way that it went."""

    def opened(session: Session, ids: Mapping[str, int]) -> None:
        contact = contacts.get(session, ids[one.contact])
        draft = tickets.Draft(one.asked.text, contact, source="staff", locale=one.language)
        numbers[one.asked.text] = tickets.add(session, draft).id

    def worked(
        command: str, after: timedelta, do: Callable[[Session, Ticket], object]
    ) -> tuple[datetime, Step]:
        def doing(session: Session, _ids: Mapping[str, int]) -> None:
            do(session, tickets.get(session, numbers[one.asked.text]))

        return _step(one.agent, command, doing, one.at + after)

    yield _step(one.agent, "ticket add", opened, one.at)
    if one.asked.reply:
        yield worked("ticket take", HOUR / 2, _take)
        yield worked("reply", HOUR, partial(_reply, text=one.asked.reply))
    if one.asked.end == "waiting":
        yield worked("wait", HOUR * 2, partial(ticket_states.wait, awaited="customer"))
    if one.asked.end == "resolved":
        yield worked("resolve", HOUR * 5, ticket_states.resolve)


def _take(session: Session, ticket: Ticket) -> None:
    tickets.assign(session, ticket, _me(session))


def _reply(session: Session, ticket: Ticket, *, text: str) -> None:
    exchanges.reply(session, ticket, text)


def _me(session: Session) -> Person:
    assert session.actor  # noqa: S101 (an act has one)
    assert session.actor.person  # noqa: S101
    return session.actor.person


def _hope(session: Session, _ids: Mapping[str, int], *, hope: Hope) -> None:
    source = {"en": "website", "zh": "官网"}[hope.language]
    draft = leads.Draft(
        hope.name,
        {"company_name": hope.company, "source": source, "language": hope.language},
        None,
        None,
        None,
    )
    leads.add(session, draft, owner_id=_me(session).id)
