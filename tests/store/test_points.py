"""Phones and e-mails: sealed, masked, found through their blind indexes."""

import pytest
from sqlalchemy import text

from store import contacts, points
from store.contacts import Draft
from store.points import Point
from store.sessions import PARLEY

PHONE = Point("phone", "+12025550143", "mobile")
EMAIL = Point("email", "Grace@Navy.example")


@pytest.fixture
def run(any_chat):
    def as_parley(unit):
        def acting(session):
            session.actor = PARLEY
            return unit(session)

        return any_chat.database.write(acting, any_chat.clock.now())

    as_parley(lambda session: contacts.add(session, Draft("Grace", (PHONE, EMAIL)), owner_id=None))
    return as_parley


def test_they_come_back_in_their_order(run):
    assert run(lambda session: points.readable(session, contacts.get(session, 1))) == [PHONE, EMAIL]


def test_they_are_found_in_any_spelling(run):
    found = run(lambda session: points.owners_of(session, [Point("email", "GRACE@navy.EXAMPLE")]))
    assert found == [1]
    assert run(lambda session: points.owners_of(session, [PHONE, EMAIL])) == [1]
    assert run(lambda session: points.owners_of(session, [Point("phone", "+12025550199")])) == []
    assert run(lambda session: points.owners_of(session, [])) == []


def test_an_e_mail_is_not_found_as_a_phone(run):
    assert run(lambda session: points.owners_of(session, [Point("phone", EMAIL.normal)])) == []


def test_nothing_of_them_lies_in_clear(run, any_chat):
    with any_chat.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT value_sealed, look_up FROM contact_points")).all()
    assert len(rows) == 2
    for sealed, look_up in rows:
        assert b"2025550143" not in bytes(sealed) + bytes(look_up)
        assert b"navy" not in bytes(sealed).lower()


def test_they_are_masked_for_whoever_may_not_read_them(run, any_chat):
    def unit(session):
        session.act_as(next(one for one in session.directory.people.values() if one.name == "Gus"))
        return [one.value for one in points.readable(session, contacts.get(session, 1))]

    any_chat.agent("Gus")
    phone, email = run(unit)
    assert phone.endswith("0143")
    assert "555" not in phone
    assert "race" not in email
    assert "avy" not in email


def test_edits_replace_add_and_remove(run):
    def edit(**changes):
        def unit(session):
            row = contacts.get(session, 1)
            done = contacts.edit(session, row, changes)
            session.flush()
            return done, [one.value for one in points.readable(session, row)]

        return run(unit)

    other = Point("phone", "+12025550199")
    done, values = edit(phone=other)
    assert values == ["+12025550199", "Grace@Navy.example"]
    assert done["phone"][0] == PHONE
    assert edit(phone=other) == ({}, values)
    assert edit(also=other) == ({}, values)
    assert edit(also=PHONE)[1] == ["+12025550199", "Grace@Navy.example", "+12025550143"]
    assert edit(without=EMAIL)[1] == ["+12025550199", "+12025550143"]
    assert edit(without=EMAIL)[0] == {}
    assert edit(email=EMAIL)[1] == ["+12025550199", "+12025550143", "Grace@Navy.example"]


def test_a_phone_that_cannot_exist_is_kept_as_typed_and_flagged(run, any_chat):
    odd = Point("phone", "12-34", plausible=False)
    run(lambda session: contacts.add(session, Draft("Odd", (odd,)), owner_id=None))
    assert run(lambda session: points.readable(session, contacts.get(session, 2))) == [odd]
    assert "12-34 (check this number)" in any_chat.admin().says("C-2")
