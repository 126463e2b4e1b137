"""Presences: how somebody who speaks on the terminal stands with the company just now."""

from bot.terminals import PLATFORM, Speaker
from handlers.asks import Ask, voice_of
from store.conversations import Taken
from store.sessions import Actor, Session
from store.tables import Identity


def ask_of(session: Session, speaker: Speaker) -> Ask:
    """An ask without a message: who it is, what they may do and how they are spoken to.

    Args:
        session: reads only; it acts for the speaker from here on.
        speaker: of this terminal; whom the account is linked to is read anew.
    """
    identity = session.get(Identity, speaker.identity_id)
    staff_id = identity.staff_id if identity else None
    person = session.directory.people.get(staff_id or 0)
    if person:
        session.act_as(person)
    else:
        session.actor = Actor(None, {}, frozenset())
    taken = Taken(
        id=0,
        place=speaker.conversation,
        platform=PLATFORM,
        payload={},
        state={},
        identity_id=speaker.identity_id,
        staff_id=staff_id,
        account_name=speaker.name,
        locale=identity.locale if identity else None,
        timezone=identity.timezone if identity else None,
        received_at=session.now,
        done=True,
    )
    own = {"locale": taken.locale, "timezone": taken.timezone}
    return Ask(session, taken, voice_of(session.directory, person, own))
