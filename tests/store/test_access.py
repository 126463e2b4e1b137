"""The second wall: without an actor nothing is seen, and there is no way round it."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlmodel import col

from store import access, contact_lists, contacts, subjects
from store.access import Denied, NotFound
from store.columns import table_of
from store.contact_lists import Filters
from store.metadata import metadata
from store.rights import Right, Role, Scope
from store.row_rules import ROW_RULES, UNAUDITED
from store.sessions import PARLEY, Actor, NoActor
from store.tables import Company, Contact, ContactPoint, Setting, Share


@pytest.fixture
def world(any_chat):
    maria = any_chat.manager("Maria")
    ada, ben = any_chat.rep("Ada", maria), any_chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper grace@navy.example company:Navy tag:vip note:hello")
    ben.says("contact add Alan Turing")
    ben.says("contact add Pool Person")
    ben.says("release C-3")
    return any_chat


def seen_by(world, name, table=Contact):
    def unit(session):
        if name:
            session.act_as(
                next(one for one in session.directory.people.values() if one.name == name)
            )
        return sorted(session.scalars(select(table.id)))

    return world.database.read(unit, world.clock.now())


def test_nobody_sees_nothing(world):
    for table in ROW_RULES:
        assert seen_by(world, None, table) == [], table


def test_everybody_sees_what_their_scope_covers(world):
    assert seen_by(world, "Ada") == [1, 3]
    assert seen_by(world, "Ben") == [2, 3]
    assert seen_by(world, "Maria") == [1, 2, 3]
    assert seen_by(world, "Root Admin") == [1, 2, 3]
    assert seen_by(world, "Ada", Company) == [1]
    assert seen_by(world, "Ben", Company) == []
    assert len(seen_by(world, "Ada", ContactPoint)) == 1
    assert seen_by(world, "Ben", ContactPoint) == []


def test_counts_and_joins_are_narrowed_too(world):
    def unit(session):
        session.act_as(next(one for one in session.directory.people.values() if one.name == "Ben"))
        counted = session.execute(select(func.count()).select_from(Contact)).scalar_one()
        joined = session.execute(
            select(col(Contact.name)).join(
                ContactPoint, col(ContactPoint.contact_id) == col(Contact.id)
            )
        ).all()
        return counted, joined

    assert world.database.read(unit, world.clock.now()) == (2, [])


@pytest.mark.parametrize(
    "statement",
    [
        select(table_of(Contact)),
        select(table_of(Contact).c.name),
        select(table_of(Share)),
        update(Contact).values(title="x"),
        delete(Contact),
        insert(Contact).values(id=9, name="x"),
    ],
    ids=str,
)
def test_ways_round_the_wall_are_closed(world, statement):
    def unit(session):
        session.actor = PARLEY
        session.execute(statement)

    with pytest.raises(NoActor):
        world.database.write(unit, world.clock.now())
    assert seen_by(world, "Root Admin") == [1, 2, 3]


def test_nothing_is_written_on_behalf_of_nobody(world):
    def unit(session):
        session.add(Setting(name="x", value="1"))
        session.flush()

    with pytest.raises(NoActor):
        world.database.write(unit, world.clock.now())


def test_a_hidden_and_a_missing_record_are_refused_alike(world):
    def refusal(number):
        def unit(session):
            session.act_as(
                next(one for one in session.directory.people.values() if one.name == "Ben")
            )
            contacts.get(session, number)

        with pytest.raises(NotFound) as refused:
            world.database.read(unit, world.clock.now())
        return type(refused.value), refused.value.kind

    assert refusal(1) == refusal(999)


def test_every_table_that_speaks_of_contacts_is_scoped():
    scoped = {table.__tablename__ for table in ROW_RULES}
    about = {
        table.name
        for table in metadata.tables.values()
        if {"contact_id", "company_id"} & set(table.columns.keys())
    }
    machinery = {table.__tablename__ for table in UNAUDITED}
    assert about - machinery <= scoped


def test_nobody_has_no_right_at_all(world):
    def unit(session):
        session.actor = PARLEY
        row = contacts.get(session, 1)
        session.actor = None
        assert not access.covers(session, Right.CONTACTS_EDIT, row)
        assert not access.reveals(session, row)
        with pytest.raises(Denied):
            access.demand(session, Right.CONTACTS_EDIT, row)

    world.database.read(unit, world.clock.now())


def test_a_scope_without_a_person_covers_nobody():
    stranger = Actor(None, {Right.CONTACTS_SEE: Scope.OWN}, frozenset())
    assert access.owners(stranger, Right.CONTACTS_SEE) == frozenset()
    assert access.owners(stranger, Right.BULK) == frozenset()


def test_deleted_rows_are_seen_only_when_asked_for(world):
    ada = world.rep("Ada")
    ada.says("contact delete C-1")
    ada.says("yes")
    assert seen_by(world, "Ada") == [3]

    def unit(session):
        session.actor = PARLEY
        with session.with_deleted():
            return contact_lists.page(session, Filters()).total

    assert world.database.read(unit, world.clock.now()) == 3


def test_an_erased_subject_cannot_be_read_again(world):
    def erase(session):
        session.actor = PARLEY
        subjects.destroy(session, contacts.get(session, 1).subject_id)

    world.database.write(erase, world.clock.now())
    assert "erased for privacy" in world.rep("Ada").says("C-1")
    assert world.database.read(
        lambda session: session.directory.grants(Role.REP), world.clock.now()
    )


def test_two_people_together_reach_what_both_reach(world):
    def unit(session):
        right = Right.DEALS_SEE
        ada, ben = sorted(session.directory.people.values(), key=lambda each: each.name)[:2]
        for one, other in product((None, *Scope), repeat=2):
            first, second = (
                Actor(person, {right: scope} if scope else {}, frozenset({person.id, 7}))
                for person, scope in ((ada, one), (ben, other))
            )
            both = replace(first, within=second)
            reached = [access.owners(actor, right) for actor in (first, second)]
            known = [staff for staff in reached if staff is not None]
            assert access.owners(both, right) == (frozenset.intersection(*known) if known else None)
            assert both.scope(right) == (min(one, other) if one and other else None)
            assert both.shared_with is None

    world.database.read(unit, world.clock.now())
