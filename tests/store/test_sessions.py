"""Sessions: actor, moment, numbers, and what they forget."""

import pytest

from store import contacts
from store.contacts import Draft
from store.rights import Right, Scope
from store.sessions import PARLEY, Actor


def test_a_session_has_no_actor_until_it_gets_one(any_chat):
    any_chat.rep("Ada")

    def unit(session):
        before = session.actor
        session.act_as(next(iter(session.directory.people.values())))
        assert (before, session.actor.id) == (None, 1)
        session.act_as(None)
        return session.actor

    assert any_chat.database.read(unit, any_chat.clock.now()) is PARLEY


def test_now_is_what_was_passed_in(any_chat):
    now = any_chat.clock.now()
    assert any_chat.database.read(lambda session: session.now, now) == now


def test_everybody_may_do_what_everyone_may():
    assert Actor(None, {}, frozenset()).scope(Right.EVERYONE) is Scope.ALL
    assert Actor(None, {}, frozenset()).scope(Right.STAFF) is None


def test_numbers_within_one_unit_follow_each_other(any_chat):
    def unit(session):
        session.actor = PARLEY
        return [
            contacts.add(session, Draft(f"P{number}"), owner_id=None).id for number in range(40)
        ]

    assert any_chat.database.write(unit, any_chat.clock.now()) == list(range(1, 41))


@pytest.mark.parametrize("manager", ["unscoped", "with_deleted"])
def test_exceptions_to_the_walls_end_with_their_block(chat, manager):
    def unit(session):
        with pytest.raises(ValueError, match="x"), getattr(session, manager)():
            raise ValueError("x")
        return session.unscoped_depth, session.deleted_depth

    assert chat.database.read(unit, chat.clock.now()) == (0, 0)


def test_rows_stay_readable_after_the_unit(any_chat):
    def unit(session):
        session.actor = PARLEY
        return contacts.add(session, Draft("Grace Hopper"), owner_id=None)

    assert any_chat.database.write(unit, any_chat.clock.now()).name == "Grace Hopper"
