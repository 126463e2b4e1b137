"""Threads of tickets, and the desks in which they stand: channels and groups where staff work."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from store import access, settings
from store.columns import table_of
from store.errors import CrmError
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.tables import Chat, Ticket, TicketThread

DESKS = "desks"
_chats, _threads, _tickets = (table_of(table) for table in (Chat, TicketThread, Ticket))
_GOES_ON = func.coalesce(_tickets.c.merged_into, _tickets.c.id)


class NoDesk(CrmError):
    """There is no desk here."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A channel or group in which each ticket gets a thread.

    Attributes:
        chat_id: of it.
        name: as its people know it.
        platform: such as "slack".
        locale: in which language is spoken there.
        team_id: whose tickets alone stand there; None for those of teams without a desk.
        topics: whether the group has topics.
    """

    chat_id: int
    name: str
    platform: str
    locale: str
    team_id: int | None = None
    topics: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A ticket's thread in a desk.

    Attributes:
        name: the platform's name of its first message; None until that has arrived.
    """

    id: int
    ticket_id: int
    desk: Desk
    name: str | None


def desks(session: Session) -> list[Desk]:
    """All desks, in the order in which they were opened; read with the directory."""
    return [Desk(**held) for held in session.directory.setting(DESKS, ())]


def open_desk(session: Session, desk: Desk) -> None:
    """Let tickets be worked on in a channel or group; what was said of it before is forgotten.

    Raises:
        Denied: only who may change settings opens desks.
    """
    _demand(session)
    others = [one for one in desks(session) if one.chat_id != desk.chat_id]
    _keep(session, [*others, desk])


def close_desk(session: Session, chat_id: int) -> Desk:
    """No more tickets in a channel or group; its threads stay as they are, and are quiet.

    Raises:
        Denied: only who may change settings closes desks.
        NoDesk: it is none.
    """
    _demand(session)
    held = desks(session)
    gone = next((one for one in held if one.chat_id == chat_id), None)
    if gone is None:
        raise NoDesk
    _keep(session, [one for one in held if one is not gone])
    return gone


def _demand(session: Session) -> None:
    if session.actor is None or session.actor.scope(Right.SETTINGS) is None:
        raise access.Denied(Right.SETTINGS)


def _keep(session: Session, held: Sequence[Desk]) -> None:
    settings.put(session, DESKS, [asdict(one) for one in held])


def desks_of(session: Session, ticket: Ticket) -> list[Desk]:
    """Where a ticket is to be worked on: at its team's desks, or at those of no team."""
    held = desks(session)
    own = [one for one in held if one.team_id is not None and one.team_id == ticket.team_id]
    return own or [one for one in held if one.team_id is None]


def of(session: Session, ticket: Ticket) -> list[Thread]:
    """The threads of a ticket in the desks that there are still."""
    held = {one.chat_id: one for one in desks(session)}
    if not held:
        return []
    query = select(_threads).where(_threads.c.ticket_id == ticket.id).order_by(_threads.c.id)
    rows = session.connection().execute(query)
    return [
        Thread(row.id, row.ticket_id, held[row.chat_id], row.name)
        for row in rows
        if row.chat_id in held
    ]


def begin(session: Session, ticket: Ticket, desk: Desk) -> Thread:
    """A new thread of a ticket; what its platform calls it is learned when its beginning arrives."""
    made: dict[str, Any] = {"id": new_id(), "ticket_id": ticket.id, "chat_id": desk.chat_id}
    session.connection().execute(insert(_threads), made | {"opened_at": session.now})
    return Thread(made["id"], ticket.id, desk, None)


def name_of(session: Session, thread_id: int) -> str | None:
    """What the platform calls a thread, once it has begun."""
    query = select(_threads.c.name).where(_threads.c.id == thread_id)
    found: str | None = session.connection().execute(query).scalar_one_or_none()
    return found


def learn(session: Session, thread_id: int, name: str) -> None:
    """Keep what the platform calls a thread; the first message names it."""
    change = update(_threads).where(_threads.c.id == thread_id, _threads.c.name.is_(None))
    session.connection().execute(change.values(name=name))


def ticket_of(session: Session, platform: str, name: str) -> int | None:
    """The number of the ticket that a thread is about; of a merged one, where it goes on.

    Whoever calls this has not been shown anything yet: whether they may see it is asked later.
    """
    query = (
        select(_GOES_ON)
        .select_from(_threads)
        .join(_chats, _chats.c.id == _threads.c.chat_id)
        .join(_tickets, _tickets.c.id == _threads.c.ticket_id)
        .where(_threads.c.name == name, _chats.c.platform == platform)
        .limit(1)
    )
    return _number(session, query)


def goes_on(session: Session, number: int) -> int | None:
    """Where the ticket of a number goes on; None where there is no such ticket."""
    return _number(session, select(_GOES_ON).where(_tickets.c.id == number))


def _number(session: Session, query: Select[Any]) -> int | None:
    """Read through Core: a number alone shows nothing of a ticket."""
    with session.unscoped():
        found: int | None = session.connection().execute(query).scalar_one_or_none()
    return found
