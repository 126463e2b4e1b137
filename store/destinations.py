"""Destinations: the chats that something is due for, answers before notices."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from store.columns import table_of
from store.sessions import Session
from store.tables import Chat, Outbox
from store.tables.conversations import ANSWERS_OUT, WAITING_OUT

_chats, _outbox = (table_of(table) for table in (Chat, Outbox))
MOST = 64
"""Chats that are served at a time before those with notices wait: more than any platform takes
in a second, and few enough that whoever asks something now does not wait for a thousand others."""
PAGE = 500
_DUE = (
    select(_chats.c.id, _chats.c.platform, _chats.c.account, _chats.c.shared)
    # So that SQLite begins with the letters that are due, not with every chat there is.
    .join(_outbox, _chats.c.id == _outbox.c.chat_id + 0)
    .order_by(_outbox.c.due_at)
)
_ANSWERS = _DUE.where(ANSWERS_OUT)
_NOTICES = _DUE.where(WAITING_OUT, func.coalesce(_outbox.c.staff_id, 0) != 0)


@dataclass(frozen=True, slots=True)
class Target:
    """A chat that something is due for."""

    chat_id: int
    platform: str
    account: str
    shared: bool


def due(
    session: Session, platforms: Sequence[str], sender: str, busy: Collection[int] = ()
) -> list[Target]:
    """Chats with something to send that is due, and that neither wait nor are another's.

    Those come first in which somebody waits for an answer. Of those that only have notices, as
    many follow as there is room for: the longest due first, as far as one look reaches.

    Args:
        session: of any actor.
        platforms: that the process serves.
        sender: names the process.
        busy: chats that it is serving already.
    """
    found = _found(session, _ANSWERS, platforms, sender, busy)
    room = MOST - len(busy) - len(found)
    if room > 0:
        taken = {*busy, *(one.chat_id for one in found)}
        found += _found(session, _NOTICES, platforms, sender, taken)[:room]
    return found


def _found(
    session: Session,
    query: Select[tuple[int, str, str, bool]],
    platforms: Sequence[str],
    sender: str,
    taken: Collection[int],
) -> list[Target]:
    asked = query.where(
        _outbox.c.due_at <= session.now,
        _outbox.c.chat_id.not_in(taken),
        _chats.c.platform.in_(platforms),
        or_(_chats.c.waits_until.is_(None), _chats.c.waits_until <= session.now),
        or_(
            _chats.c.sender.is_(None),
            _chats.c.sender == sender,
            _chats.c.sender_until <= session.now,
        ),
    )
    rows = session.connection().execute(asked.limit(PAGE))
    return list(
        dict.fromkeys(Target(row.id, row.platform, row.account, row.shared) for row in rows)
    )
