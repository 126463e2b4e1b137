"""The demo company's desks: requests at every point of their course, and leads, entered in order."""

from collections.abc import Callable
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


def fill(database: Database, now: datetime, known: list[Known], ids: dict[str, int]) -> None:
    """Enter what customers have asked for and what sales people have in view.

    Args:
        database: of the demo company, with its contacts.
        now: aware moment to which all leads up.
        known: everybody whom the company knows.
        ids: of the contacts, by name.
    """
    asked = sorted(demo_service.requests(now, known), key=lambda one: one.at)
    for one in asked:
        _enter(database, one, ids[one.contact], now)
    for hope in sorted(demo_service.HOPES, key=lambda one: -one.ago):
        _act(database, now - hope.ago, hope.owner, "lead add", partial(_hope, hope=hope))


def _act(
    database: Database, at: datetime, who: str, command: str, do: Callable[[Session], int]
) -> int:
    def unit(session: Session) -> int:
        session.act_as(staff.find(session, who))
        session.origin.command = command
        return do(session)

    return database.write(unit, at)


def _enter(database: Database, one: Request, contact_id: int, now: datetime) -> None:
    """Open a request, and let it go the way that it went."""

    def opened(session: Session) -> int:
        draft = tickets.Draft(
            one.asked.text, contacts.get(session, contact_id), source="staff", locale=one.language
        )
        return tickets.add(session, draft).id

    number = _act(database, one.at, one.agent, "ticket add", opened)

    def worked(command: str, at: datetime, do: Callable[[Session, Ticket], object]) -> None:
        def unit(session: Session) -> int:
            ticket = tickets.get(session, number)
            do(session, ticket)
            return ticket.id

        _act(database, min(at, now), one.agent, command, unit)

    if one.asked.reply:
        worked(
            "ticket take",
            one.at + HOUR / 2,
            lambda session, row: tickets.assign(session, row, _me(session)),
        )
        worked(
            "reply",
            one.at + HOUR,
            lambda session, row: exchanges.reply(session, row, one.asked.reply),
        )
    if one.asked.end == "waiting":
        worked(
            "wait", one.at + HOUR, lambda session, row: ticket_states.wait(session, row, "customer")
        )
    if one.asked.end == "resolved":
        worked("resolve", one.at + 5 * HOUR, ticket_states.resolve)


def _me(session: Session) -> Person:
    assert session.actor  # noqa: S101 (an act has one)
    assert session.actor.person  # noqa: S101
    return session.actor.person


def _hope(session: Session, *, hope: Hope) -> int:
    source = {"en": "website", "zh": "官网"}[hope.language]
    draft = leads.Draft(
        hope.name,
        {"company_name": hope.company, "source": source, "language": hope.language},
        None,
        None,
        None,
    )
    return leads.add(session, draft, owner_id=_me(session).id).id
