"""Intake: a payload is stored before it is acknowledged, whatever it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.platforms import Arrival
from bot.storables import storable
from handlers import incidents
from store import chats, conversations, identities, ticket_threads
from store.conversations import Place
from store.engines import Database
from store.failures import StoreFailure
from store.ids import new_id
from store.sessions import PARLEY, Session

log = structlog.get_logger()
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Stored:
    """A message that waits to be handled, with what the worker must know of it."""

    inbox_id: int
    conversation_id: int
    platform: str
    album: str = ""
    files: bool = False


@dataclass(slots=True)
class Intake:
    """Stores what platforms deliver and hands it to the workers.

    Attributes:
        database: of the company.
        now: what counts as the present.
        hand: takes a stored message; called after the commit.
    """

    database: Database
    now: Callable[[], datetime]
    hand: Callable[[Stored], None]

    def take(self, arrivals: Sequence[Arrival]) -> None:
        """Store deliveries in their order, all or none; what came before is not stored again.

        Raises:
            StoreFailure: nothing was stored, so nothing may be acknowledged.
        """
        if not arrivals:
            return
        found = [storable(arrival) for arrival in arrivals]
        try:
            stored = self._write(found)
        except StoreFailure:
            raise
        except Exception:  # noqa: BLE001 (one of them must not hold up the others)
            stored = [one for arrival in found for one in self._take_alone(arrival)]
        for one in stored:
            self.hand(one)

    def _write(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        def store(session: Session) -> list[Stored]:
            stored = [_store(session, arrival) for arrival in arrivals]
            return [one for one in stored if one]

        return self.database.write(store, self.now())

    def _take_alone(self, arrival: Arrival) -> list[Stored]:
        """Store a delivery, or at least that it came."""
        try:
            return self._write([arrival])
        except StoreFailure:
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, it may not come again for ever)
            log.error("not stored", key=arrival.key, places=incidents.places(error))  # noqa: TRY400 (no traceback in logs)
            return self._write([Arrival(arrival.platform, arrival.key, {})])


def _store(session: Session, arrival: Arrival) -> Stored | None:
    session.actor = PARLEY
    session.origin.command = arrival.platform
    if arrival.thread and not _in_ticket(session, arrival):
        return None
    place = _place(session, arrival)
    inbox_id = conversations.receive(session, place, arrival.key, arrival.raw)
    if inbox_id is None:
        return None
    if not arrival.place:
        # Nobody can be answered; what it was stays in the inbox, for whoever looks into it.
        conversations.set_aside(session, inbox_id, UNREADABLE)
        log.warning("unreadable delivery", platform=arrival.platform, key=arrival.key)
        return None
    return Stored(inbox_id, place.id, arrival.platform, arrival.album, arrival.files)


def _in_ticket(session: Session, arrival: Arrival) -> bool:
    """Whether people talk in the thread of a ticket; what else they say is not ours to keep."""
    return ticket_threads.ticket_of(session, arrival.platform, arrival.thread) is not None


def _place(session: Session, arrival: Arrival) -> Place:
    """The conversation, with its chat and identity, made at the first message."""
    if not arrival.place:
        return conversations.open_place(session, arrival.platform, UNREADABLE, None)
    found = conversations.find_place(session, arrival.platform, arrival.place)
    if found:
        if found.closed and found.chat_id:
            chats.reopen(session, found.chat_id)
        return found
    chat_id = chats.of_account(session, arrival.platform, arrival.chat, shared=arrival.shared)
    identity_id = None
    if arrival.account:
        identity = identities.of_account(
            session, arrival.platform, arrival.account, arrival.name, locale=arrival.locale
        )
        identity_id = identity.id
    _open_private(session, arrival, identity_id)
    return conversations.open_place(session, arrival.platform, arrival.place, identity_id, chat_id)


def _open_private(session: Session, arrival: Arrival, identity_id: int | None) -> None:
    """Whoever speaks in a channel first can be written to from then on, where that is allowed."""
    place, chat = arrival.private
    if place and conversations.find_place(session, arrival.platform, place) is None:
        chat_id = chats.of_account(session, arrival.platform, chat, shared=False)
        conversations.open_place(session, arrival.platform, place, identity_id, chat_id)


def unnamed(platform: str) -> str:
    """A key for a delivery that carries none; it is new each time."""
    return f"{platform}:?{new_id()}"
