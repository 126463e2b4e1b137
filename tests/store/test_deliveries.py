"""Letters to staff: routed, given up where nobody can be reached, and taken up again."""

from datetime import timedelta
from functools import partial

import pytest

from handlers import letters
from handlers.replies import Reply
from handlers.texts import plain
from store import chats, conversations, deliveries, identities, outboxes
from store.sessions import PARLEY

PLATFORMS = ("telegram",)


@pytest.fixture
def ada(any_chat):
    return any_chat.rep("Ada").speaker.staff_id


def post(session, staff_id):
    session.actor = PARLEY
    person = session.directory.people[staff_id]
    outboxes.post(session, [letters.notice(session, person, Reply(plain("hello")))], None)


def open_chat(session, staff_id):
    """Somebody writes from a messenger for the first time."""
    session.actor = PARLEY
    identity = identities.of_account(session, "telegram", "7", "Ada")
    identity.staff_id, identity.linked_at = staff_id, session.now
    session.flush()
    chat_id = chats.of_account(session, "telegram", "7", shared=False)
    conversations.open_place(session, "telegram", "7", identity.id, chat_id)
    return chat_id


def test_every_reminder_is_delivered_or_on_the_list_with_its_reason(any_chat, ada):
    database, clock = any_chat.database, any_chat.clock
    route = partial(deliveries.route, platforms=PLATFORMS)
    unrouted = partial(deliveries.unrouted, platforms=PLATFORMS)
    database.write(partial(post, staff_id=ada), clock.now())
    assert database.write(route, clock.now()) == 0
    assert database.read(deliveries.dead, clock.now())[1] == 0
    clock.move(timedelta(days=1, minutes=1))
    assert database.write(route, clock.now()) == 0
    dead, total = database.read(deliveries.dead, clock.now())
    assert (total, dead[0].reason) == (1, deliveries.NO_CHAT)
    assert not database.read(unrouted, clock.now())
    chat_id = database.write(partial(open_chat, staff_id=ada), clock.now())
    assert database.read(unrouted, clock.now())
    assert database.write(route, clock.now()) == 1
    assert database.read(deliveries.dead, clock.now())[1] == 0
    assert len(database.read(partial(deliveries.of_chat, chat_id=chat_id), clock.now())) == 1
    # Now they block the bot: what comes afterwards waits, is listed, and comes when they are back.
    blocked = partial(
        deliveries.close_chat, chat_id=chat_id, reason="Forbidden: blocked", platforms=PLATFORMS
    )
    database.write(blocked, clock.now())
    dead, total = database.read(deliveries.dead, clock.now())
    assert (total, dead[0].reason) == (1, "Forbidden: blocked")
    database.write(partial(post, staff_id=ada), clock.now())
    clock.move(timedelta(days=1, minutes=1))
    database.write(route, clock.now())
    assert database.read(deliveries.dead, clock.now())[1] == 2
