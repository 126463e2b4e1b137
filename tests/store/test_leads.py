"""Leads in the store: rights that no command bends, days off, turns, points."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import activities, availabilities, conversions, inquiries, lead_scores, leads, rosters
from store.access import Denied
from store.availabilities import DaysOff, read_days_off
from store.lead_scores import Rule
from store.leads import Draft
from store.sessions import PARLEY

days = st.dates(date(2026, 1, 1), date(2030, 1, 1))
spans = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


@given(st.frozensets(st.integers(0, 6)), st.lists(spans, max_size=4), days)
def test_days_off_are_kept_and_read_again(weekdays, away, day):
    kept = DaysOff(weekdays, tuple(away))
    assert read_days_off(kept.written()) == kept
    off = day.weekday() in weekdays or any(first <= day <= last for first, last in away)
    assert (day in kept) == off


def test_nothing_kept_is_no_day_off():
    assert read_days_off(None) == read_days_off("") == DaysOff()


@pytest.mark.parametrize(
    ("rule", "known", "fits"),
    [
        (Rule(1, "source", "Web", 1), {"source": "ｗｅｂ"}, True),
        (Rule(1, "source", "web", 1), {"source": "website"}, False),
        (Rule(1, "title", "VICE president", 1), {"title": "Senior Vice  President"}, True),
        (Rule(1, "company", "navy", 1), {"company": None}, False),
        (Rule(1, "phone", None, 1), {"phone": True}, True),
        (Rule(1, "phone", None, 1), {"phone": False}, False),
        (Rule(1, "territory", None, 1), {"territory": ""}, False),
        (Rule(1, "territory", None, 1), {}, False),
    ],
)
def test_a_rule_counts_where_it_fits(rule, known, fits):
    assert bool(lead_scores._counted([rule], known)) == fits


@pytest.fixture
def world(any_chat):
    """Ada and Ben; Ada has a lead."""
    any_chat.rep("Ada").says("lead add Grace Hopper grace@navy.example")
    any_chat.rep("Ben")
    return any_chat


def run(world, name, unit):
    def act(session):
        person = next(one for one in session.directory.people.values() if one.name == name)
        session.actor = PARLEY
        row = leads.get(session, 1)
        session.act_as(person)
        return unit(session, row)

    return world.database.write(act, world.clock.now())


@pytest.mark.parametrize(
    "verb",
    [
        lambda session, row: leads.edit(session, row, {"title": "x"}),
        lambda session, row: leads.drop(session, row, "spam"),
        leads.reopen,
        leads.delete,
        leads.restore,
        lambda session, row: activities.log(session, row, "note", "x"),
        lambda session, row: conversions.convert(session, row, conversions.Plan("x")),
        rosters.assign,
    ],
)
def test_a_verb_asks_for_its_right_itself(world, verb):
    with pytest.raises(Denied):
        run(world, "Ben", verb)


def test_turns_follow_each_other_within_one_batch(world):
    def unit(session, _row):
        session.actor = PARLEY
        roster = rosters.open_roster(session)
        given = []
        for number in range(5):
            lead = leads.add(session, Draft(f"Name {number}", {}))
            person = roster.pick(lead).person
            assert person
            roster.give(lead, person)
            given.append(person.name)
        return given

    assert run(world, "Ada", unit) == ["Ben", "Ada", "Ben", "Ada", "Ben"]


def test_a_suspended_person_is_never_free(world):
    root = world.admin()
    root.says("suspend @ben")
    root.says("yes")

    def unit(session):
        people = session.directory.people.values()
        now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        return {one.name: availabilities.is_free(session.directory, one, now) for one in people}

    free = world.database.read(unit, world.clock.now())
    assert free["Ada"]
    assert not free["Ben"]


def test_a_deleted_lead_is_counted_in_nobodys_load(world):
    ada = world.rep("Ada")
    ada.says("lead delete L-1")
    ada.says("yes")

    def unit(session):
        session.actor = PARLEY
        return rosters.open_roster(session).held

    assert set(world.database.read(unit, world.clock.now()).values()) == {0}


def test_an_account_that_is_none_has_no_inquiry(world):
    assert world.database.read(lambda s: inquiries.last_of(s, None), world.clock.now()) is None


def test_scores_of_all_open_leads_follow_the_rules_on_every_database(world):
    root, ada = world.admin(), world.rep("Ada")
    root.says("lead rule add email 7")
    assert "Score: 17 points" in ada.says("L-1")
    root.says("undo")
    assert "Score: 10 points" in ada.says("L-1")
