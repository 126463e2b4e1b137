"""Identities and link codes."""

from datetime import timedelta

import pytest
from sqlmodel import col

from store import identities
from store.identities import BadCode, LinkedAlready, NotLinked, TooManyCodes
from store.sessions import PARLEY
from store.tables import Identity, LinkCode


@pytest.fixture
def world(any_chat):
    """A database, an invited colleague's code, and how to run a unit as Parley."""
    now = any_chat.clock.now()

    def run(unit, later=timedelta()):
        def as_parley(session):
            session.actor = PARLEY
            return unit(session)

        return any_chat.database.write(as_parley, now + later)

    return run


def account(session, name="tg:1"):
    return identities.of_account(session, "telegram", name, "Somebody")


def test_one_account_is_one_identity(world):
    first = world(lambda session: account(session).id)
    assert world(lambda session: account(session).id) == first
    assert world(lambda session: account(session, "tg:2").id) != first


def test_a_code_is_kept_as_its_blind_index_only(world):
    code = world(lambda session: identities.invite(session, 1))
    assert len(code) >= 16

    def held(session):
        return session.query(LinkCode).order_by(col(LinkCode.id).desc()).first()

    row = world(held)
    assert code.encode() not in row.code_index
    assert len(row.code_index) == 16


def test_linking_and_unlinking(world):
    code = world(lambda session: identities.invite(session, 1))
    assert world(lambda session: identities.link(session, account(session), f" {code} ")) == 1
    with pytest.raises(LinkedAlready):
        world(lambda session: identities.link(session, account(session), code))
    world(lambda session: identities.unlink(session, account(session)))
    with pytest.raises(NotLinked):
        world(lambda session: identities.unlink(session, account(session)))
    with pytest.raises(BadCode):
        world(lambda session: identities.link(session, account(session), code))


@pytest.mark.parametrize(("hours", "works"), [(23.99, True), (24, False)])
def test_a_code_lives_a_day(world, hours, works):
    code = world(lambda session: identities.invite(session, 1))
    later = timedelta(hours=hours)
    if works:
        assert world(lambda session: identities.link(session, account(session), code), later) == 1
    else:
        with pytest.raises(BadCode):
            world(lambda session: identities.link(session, account(session), code), later)


def test_wrong_codes_bar_one_account_for_a_while(world):
    code = world(lambda session: identities.invite(session, 1))

    def wrong(session):
        with pytest.raises(BadCode):
            identities.link(session, account(session), "wrong")
        identities.count_failure(session, account(session))

    for _ in range(5):
        world(wrong)
    with pytest.raises(TooManyCodes):
        world(
            lambda session: identities.link(session, account(session), code), timedelta(minutes=14)
        )
    assert world(lambda session: identities.link(session, account(session, "tg:2"), code)) == 1
    again = world(lambda session: identities.invite(session, 1))
    linked = world(
        lambda session: identities.link(session, account(session), again), timedelta(minutes=15)
    )
    assert linked == 1
    row = world(lambda session: session.get(Identity, account(session).id))
    assert (row.failed_links, row.barred_until) == (0, None)


def test_a_right_code_forgives_the_wrong_ones_before(world):
    code = world(lambda session: identities.invite(session, 1))
    for _ in range(4):
        world(lambda session: identities.count_failure(session, account(session)))
    world(lambda session: identities.link(session, account(session), code))
    assert world(lambda session: account(session).failed_links) == 0
