"""Rounds of classification: every night, once whoever is at work, some companies at a time."""

from datetime import timedelta

import pytest

from reminders import classifications as rounds
from store import classification_rounds, classifications, companies, deals
from store.failures import StoreFailure
from store.moneys import Money
from store.sessions import PARLEY
from store.tables import Round


@pytest.fixture
def world(any_chat):
    """Five companies, of which one has bought something; nobody has looked at them yet."""
    ada = any_chat.rep("Ada")
    for name in ("Navy", "Army", "Harbour", "Post", "Rail"):
        ada.says(f"company add {name}")

    def sell(session):
        session.actor = PARLEY
        draft = deals.Draft("Ships", Money(100, "USD"), company_id=4, stage_id=5)
        deals.add(session, draft, owner_id=None)

    any_chat.database.write(sell, any_chat.clock.now())
    any_chat.database.shared.touched.get_nowait()
    return any_chat


def stages(world):
    def unit(session):
        session.actor = PARLEY
        return {
            row.name: row.lifecycle for row in companies.page(session, companies.Filters()).rows
        }

    return world.database.read(unit, world.clock.now())


def place(world):
    return world.database.read(
        lambda session: session.get(Round, classification_rounds.NAME), world.clock.now()
    )


def test_a_round_goes_by_batches_and_is_taken_up_where_it_was_left(world, monkeypatch):
    monkeypatch.setattr(classifications, "BATCH", 2)
    now = world.clock.now()
    world.database.write(classifications.go_round, now)
    assert place(world).after_id == 2
    assert stages(world)["Post"] == "lead"
    rounds.run_due(world.database, now)
    assert stages(world)["Post"] == "customer"
    assert place(world).after_id is None
    assert place(world).due_at > now


def test_a_second_process_does_not_do_it_again(world, monkeypatch):
    now = world.clock.now()
    rounds.run_due(world.database, now)
    looked = []
    monkeypatch.setattr(classifications, "refresh", lambda _session, ids: looked.extend(ids))
    rounds.run_due(world.database, now + timedelta(hours=10))
    world.database.write(classifications.go_round, now)
    assert looked == []
    rounds.run_due(world.database, now + timedelta(hours=18))
    assert looked == [1, 2, 3, 4, 5]


def test_nights_are_those_of_the_company(world):
    world.admin().says("settings timezone Asia/Shanghai")
    rounds.run_due(world.database, world.clock.now())
    assert place(world).due_at.isoformat() == "2026-11-23T18:00:00+00:00"


def test_a_rule_that_changes_meanwhile_begins_the_round_again(world, monkeypatch):
    monkeypatch.setattr(classifications, "BATCH", 2)
    now = world.clock.now()
    world.database.write(classifications.go_round, now)
    assert place(world).after_id == 2

    def again(session):
        session.actor = PARLEY
        classification_rounds.begin_again(session)

    world.database.write(again, now)
    rounds.catch_up(world.database, now)
    assert place(world).after_id is None
    assert place(world).due_at > now
    assert stages(world)["Post"] == "customer"


def test_what_was_touched_is_kept_when_the_database_fails(world, monkeypatch):
    now = world.clock.now()
    world.database.shared.touched.put(4)

    def broken(_unit, _now):
        raise StoreFailure("unreachable", "x")

    with monkeypatch.context() as patch:
        patch.setattr(world.database, "write", broken)
        with pytest.raises(StoreFailure):
            rounds.catch_up(world.database, now)
    rounds.catch_up(world.database, now)
    assert stages(world)["Post"] == "customer"


def test_time_alone_moves_a_customer_and_nobody_did_it(world):
    rounds.run_due(world.database, world.clock.now())
    world.passes(days=91)
    assert stages(world)["Post"] == "at risk"
    assert "by rules · changed company O-4" in world.admin().says("audit O-4")
    assert "There is nothing to undo" in world.rep("Ada").says("undo")
