"""Letters: where an answer goes. Among others, records are told to the asker alone."""

from dataclasses import replace
from typing import Any

from handlers.asks import Ask
from handlers.replies import Invocation, Reply
from handlers.texts import Text, fmt, word
from store import chats, conversations
from store.conversations import Place
from store.directories import Person
from store.notice_wishes import WORK
from store.outboxes import Letter
from store.sessions import Session

UNDO = Invocation("undo")
ABOUT = {"lead": "leads", "ticket": "tickets", "task": "tasks"}


def answering(ask: Ask, reply: Reply, *, openly: bool) -> tuple[list[Letter], Place]:
    """The letters that an answer makes, and the conversation that goes on with it.

    What others may read as well goes where it was asked. Everything else goes to the asker alone:
    into their private chat, or as a message that only they see, whichever the platform has.

    Args:
        ask: of whoever is answered.
        reply: what is said; nothing is sent where it says nothing.
        openly: it is about the ticket in whose thread it was asked.
    """
    payload = ask.taken.payload
    reply = _bound(ask, reply)
    edits = None if reply.alert or reply.files else payload.get("press", {}).get("outbox_id")
    document = reply.dump(to=ask.taken.identity_id, edits=edits)
    document |= {"at": payload["at"]} if payload.get("at") else {}
    if reply.wants_number:
        document["share"] = word("Share my number")
    home = ask.taken.place
    if not reply.text:
        return [], home
    if openly and isinstance(ask.spot, str) and ask.spot.startswith("#"):
        return [Letter(document | {"room": ask.spot}, subject_id=home.subject_id)], home
    if not payload.get("shared") or reply.public or openly:
        return [Letter(document | _openly(payload), home)], home
    if "private" not in payload:
        return [Letter(document, home)], home
    place = _private(ask.session, ask, payload["private"])
    letter = document | {"at": _alert(payload)}
    if not reply.alert:
        letter |= {"afterwards": _note(home, payload), "otherwise": _refused(home, payload)}
    return [Letter(letter, place)], place


def _bound(ask: Ask, reply: Reply) -> Reply:
    """The button Undo takes back what this answer reports, not whatever was done last."""
    session = ask.session
    if not (session.changes or session.new or session.dirty or session.deleted):
        return reply
    of_this = UNDO.with_values(change=str(session.origin.change_id))
    buttons = (replace(one, does=of_this) if one.does == UNDO else one for one in reply.buttons)
    return replace(reply, buttons=tuple(buttons))


def _openly(payload: dict[str, Any]) -> dict[str, Any]:
    """Others may read it, so it need not be for the asker's eyes only."""
    return {"open": True} if payload.get("shared") else {}


def _private(session: Session, ask: Ask, where: dict[str, str]) -> Place:
    taken = ask.taken
    found = conversations.find_place(session, taken.platform, where["place"])
    if found:
        return found
    chat_id = chats.of_account(session, taken.platform, where["account"], shared=False)
    return conversations.open_place(
        session, taken.platform, where["place"], taken.identity_id, chat_id
    )


def _alert(payload: dict[str, Any]) -> dict[str, Any]:
    """A press is answered where it happened, even if the message goes elsewhere."""
    at = payload.get("at", {})
    return {"callback": at["callback"]} if "callback" in at else {}


def _note(home: Place, payload: dict[str, Any]) -> dict[str, Any]:
    """What is said in the group once the private answer has arrived."""
    return _told(home, payload, fmt("I have answered you in private."))


def _refused(home: Place, payload: dict[str, Any]) -> dict[str, Any]:
    """What is said in the group when the private chat was never opened."""
    said = fmt("I may not write to you first. Open a private chat with me, then ask again.")
    return _told(home, payload, said)


def _told(home: Place, payload: dict[str, Any], said: Text) -> dict[str, Any]:
    told = {"spans": said.dump(), "at": _without_callback(payload), "open": True}
    return {"conversation_id": home.id, "payload": told}


def _without_callback(payload: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in payload.get("at", {}).items() if key != "callback"}


def notice(
    _session: Session,
    who: Person,
    reply: Reply,
    event: str = "",
    *,
    urgent: bool = False,
    pressing: bool = False,
) -> Letter:
    """A message to a colleague; when it comes depends on what they want and where they are.

    Args:
        _session: in which it will be posted, which decides when it comes.
        who: is told.
        reply: what is told, spoken as they are spoken to.
        event: what it is about, one of `notice_wishes.EVENTS`; usually seen from what it shows.
        urgent: it waits for no quiet hours, and counts against no limit.
        pressing: it counts against no limit.
    """
    about = event or reply.event or _about(reply)
    payload = reply.dump(to=None)
    return Letter(
        payload, None, who.id, who.subject_id, event=about, urgent=urgent, pressing=pressing
    )


def _about(reply: Reply) -> str:
    """Leads, tickets and tasks are events of their own; else it is what a colleague did."""
    return ABOUT.get(reply.shows[0].kind, WORK) if reply.shows else WORK
