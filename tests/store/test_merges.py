"""Merging: nothing of either record is lost."""

from datetime import date

import pytest

from store import access, contacts, merges, points, surroundings, tags
from store.contacts import Draft
from store.merges import SameRecord
from store.points import Point
from store.sessions import PARLEY


@pytest.fixture
def run(any_chat):
    def as_parley(unit):
        def acting(session):
            session.actor = PARLEY
            return unit(session)

        return any_chat.database.write(acting, any_chat.clock.now())

    return as_parley


def pair(session, one, other):
    rows = [contacts.add(session, draft, owner_id=None) for draft in (one, other)]
    session.flush()
    return rows


def held(session):
    return contacts.get(session, 1), contacts.get(session, 2)


def test_the_kept_one_wins_and_takes_what_it_lacks(run):
    email, phone = Point("email", "g@x.example"), Point("phone", "+12025550143")
    one = Draft("Grace", (email,), title="Captain", birthday=date(1906, 12, 9))
    other = Draft("Grace", (Point("email", "G@X.example"), phone), title="Admiral", tier="A",
                  birthday=date(1906, 12, 10), address="Moon")  # fmt: skip
    run(lambda session: pair(session, one, other))

    def unit(session):
        kept, given = held(session)
        differing = merges.merge(session, kept, given)
        session.flush()
        personal = contacts.personal(session, kept)
        return differing, kept.title, kept.tier, personal

    differing, title, tier, personal = run(unit)
    assert sorted(differing) == ["birthday", "title"]
    assert (title, tier, personal.address, personal.birthday) == (
        "Captain",
        "A",
        "Moon",
        date(1906, 12, 9),
    )
    assert [one.value for one in personal.points] == ["g@x.example", "+12025550143"]


def test_tags_that_both_have_are_there_once(run):
    def unit(session):
        kept, given = pair(session, Draft("Grace"), Draft("Grace"))
        for row, name in ((kept, "vip"), (given, "vip"), (given, "gold")):
            tags.put(session, row, name)
            session.flush()
        merges.merge(session, kept, given)
        session.flush()
        return surroundings.of(session, kept).tags

    assert run(unit) == ["gold", "vip"]


def test_the_old_number_leads_to_the_kept_one_through_any_chain(run):
    def unit(session):
        first, second = pair(session, Draft("A"), Draft("B"))
        third = contacts.add(session, Draft("C"), owner_id=None)
        session.flush()
        merges.merge(session, second, third)
        session.flush()
        merges.merge(session, first, second)
        session.flush()
        return contacts.get(session, third.id).id, first.id

    found, first = run(unit)
    assert found == first


def test_a_merged_record_is_not_restored(run):
    def unit(session):
        kept, given = pair(session, Draft("A"), Draft("B"))
        merges.merge(session, kept, given)
        session.flush()
        contacts.deleted(session, given.id)

    with pytest.raises(access.NotFound):
        run(unit)


def test_one_record_is_not_merged_with_itself(run):
    def unit(session):
        row = contacts.add(session, Draft("A"), owner_id=None)
        merges.merge(session, row, row)

    with pytest.raises(SameRecord):
        run(unit)


def test_points_of_the_given_one_come_behind_those_of_the_kept_one(run):
    first, *others = (Point("email", f"{letter}@x.example") for letter in "abc")
    run(lambda session: pair(session, Draft("A", (first,)), Draft("B", tuple(others))))

    def unit(session):
        kept, given = held(session)
        merges.merge(session, kept, given)
        session.flush()
        return [one.value for one in points.readable(session, kept)]

    assert run(unit) == ["a@x.example", "b@x.example", "c@x.example"]
