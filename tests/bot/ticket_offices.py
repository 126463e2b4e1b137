"""Offices in which staff work on tickets: a customer with a request, and who writes on."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from handlers import thread_events, ticket_letters
from store import exchanges, outboxes, ticket_files, tickets
from store import files as held_files
from store.files import File
from store.sessions import PARLEY, Actor, Session
from store.tables import Identity, Ticket
from store.tickets import Draft
from tests.bot.services import Office

NOBODY = Actor(None, {}, frozenset())


def asks(office: Office, account: str, text: str) -> int:
    """Somebody's request, as the customer's own side will open it; gives its number."""

    def unit(session: Session) -> int:
        session.actor = NOBODY
        mine = select(Identity).where(col(Identity.account) == account)
        identity = session.scalars(mine).one()
        row = tickets.open_(session, Draft(text, identity_id=identity.id, source="chat"))
        outboxes.post(session, thread_events.letters(session), None)
        return row.id

    return int(office.database.write(unit, office.clock.now()))


def writes(office: Office, number: int, text: str, *files: File) -> None:
    """The customer of a ticket writes on."""

    def unit(session: Session) -> None:
        session.actor = PARLEY
        with session.unscoped():
            row = session.get_one(Ticket, number)
        session.actor = NOBODY
        message = exchanges.receive(session, row, text)
        session.flush()
        kept = [held_files.put(session, row.subject_id, one) for one in files]
        ticket_files.keep(session, message, kept)
        ticket_letters.in_threads(session, row, message)

    office.database.write(unit, office.clock.now())


def kinds(office: Office, number: int) -> list[Any]:
    """What stands in a ticket, by kind, the oldest first."""
    query = "SELECT kind FROM ticket_messages WHERE ticket_id = ? ORDER BY id"
    with office.database.engine.connect() as connection:
        return list(connection.exec_driver_sql(query, (number,)).scalars())
