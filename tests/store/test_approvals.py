"""Approvals: asked once, decided once, by those who were asked or who may decide everything."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from store import approvals
from store.access import Denied, NotFound
from store.approvals import AlreadyDecided, NotAsked, OwnRequest
from store.rights import Right, Scope
from store.sessions import PARLEY
from store.tables import Approval, ApprovalSeat


@pytest.fixture
def world(any_chat):
    top = any_chat.manager("Olga Top")
    maria, mike = any_chat.manager("Maria", top), any_chat.manager("Mike", top)
    any_chat.rep("Ada", maria)
    any_chat.rep("Ben", mike)
    any_chat.admin()
    return any_chat


def as_(world, name, unit):
    """Do something as somebody."""

    def acting(session):
        people = session.directory.people.values()
        session.act_as(next(one for one in people if one.name == name))
        return unit(session)

    return world.database.write(acting, world.clock.now())


def number(world, name):
    people = world.database.read(lambda session: session.directory, world.clock.now()).people
    return next(one.id for one in people.values() if one.name == name)


def asks(world, kind="discount", record_id=1, name="Ada", deciders=("Maria",), words="please"):
    def unit(session):
        return approvals.request(
            session,
            kind,
            record_id,
            asked_by=session.actor.id,
            approver_ids=[number(world, one) for one in deciders],
            reason_words=words,
        ).id

    return as_(world, name, unit)


def decides(world, name, approval_id, *, approved=True, reason=""):
    def unit(session):
        found = approvals.get(session, approval_id)
        return approvals.decide(session, found, approved=approved, reason=reason).status

    return as_(world, name, unit)


def held(world):
    def unit(session):
        session.actor = PARLEY
        return list(session.scalars(select(Approval))), list(session.scalars(select(ApprovalSeat)))

    return world.database.read(unit, world.clock.now())


def test_the_same_is_asked_once_and_anew_after_the_decision(world):
    first = asks(world)
    assert asks(world, words="again") == first
    assert asks(world, record_id=2) != first
    assert asks(world, kind="campaign") != first
    decides(world, "Maria", first, approved=False, reason="too much")
    again = asks(world)
    assert again != first
    rows, _ = held(world)
    assert sorted((one.kind, one.record_id, one.status) for one in rows) == [
        ("campaign", 1, "waiting"),
        ("discount", 1, "rejected"),
        ("discount", 1, "waiting"),
        ("discount", 2, "waiting"),
    ]
    newest = as_(world, "Ada", lambda session: approvals.newest(session, ["discount"], 1))
    assert newest.id == again


def test_the_nearest_above_who_may_decides_else_the_admins(world):
    def of(name):
        return approvals.approvers(
            world.database.read(lambda session: session.directory, world.clock.now()),
            number(world, name),
        )

    assert of("Ada") == [number(world, "Maria")]
    assert of("Maria") == [number(world, "Olga Top")]
    assert of("Olga Top") == [number(world, "Root Admin")]
    assert of("Root Admin") == []
    world.admin().says("suspend @maria")
    world.admin().says("yes")
    assert of("Ada") == [number(world, "Olga Top")]


def test_words_and_reasons_are_read_back_and_never_stored_in_clear(world):
    approval_id = asks(world, words="they sign for 3 years")
    assert b"3 years" not in bytes(held(world)[0][0].words_sealed)

    def read(session):
        found = approvals.get(session, approval_id)
        return approvals.words_of(session, found), approvals.reason_of(session, found)

    assert as_(world, "Maria", read) == ("they sign for 3 years", None)
    decides(world, "Maria", approval_id, reason="for once")
    assert as_(world, "Ada", read) == ("they sign for 3 years", "for once")
    silent = asks(world, record_id=9, words="")
    assert as_(world, "Ada", lambda s: approvals.words_of(s, approvals.get(s, silent))) is None


def test_only_those_who_were_asked_or_have_the_right_over_all_decide(world):
    approval_id = asks(world)
    with pytest.raises(NotAsked) as refused:
        decides(world, "Olga Top", approval_id)
    assert refused.value.scope is Scope.TEAM
    assert [one.name for one in refused.value.people] == ["Maria"]
    for name in ("Ben", "Mike"):  # whoever may not see it hears nothing of it
        with pytest.raises(NotFound):
            decides(world, name, approval_id)
    with pytest.raises(OwnRequest):
        decides(world, "Ada", approval_id)
    assert decides(world, "Root Admin", approval_id) == "approved"


def test_nobody_decides_their_own_request_not_even_an_admin(world):
    approval_id = asks(world, name="Root Admin", deciders=("Root Admin", "Maria"))
    with pytest.raises(OwnRequest):
        decides(world, "Root Admin", approval_id)
    assert number(world, "Root Admin") not in {one.staff_id for one in held(world)[1]}
    assert decides(world, "Maria", approval_id, approved=False) == "rejected"


def test_parley_itself_decides_nothing(world):
    approval_id = asks(world)

    def unit(session):
        session.actor = PARLEY
        approvals.decide(session, approvals.get(session, approval_id), approved=True)

    with pytest.raises(Denied) as refused:
        world.database.write(unit, world.clock.now())
    assert refused.value.right is Right.APPROVE


def test_whoever_lost_the_right_and_was_not_asked_is_refused(world):
    approval_id = asks(world, name="Maria", deciders=("Olga Top",))

    def unit(session):
        person = session.directory.people[number(world, "Ada")]
        session.act_as(person)
        with session.unscoped():
            found = approvals.get(session, approval_id)
        approvals.decide(session, found, approved=True)

    with pytest.raises(Denied) as refused:
        world.database.write(unit, world.clock.now())
    assert not isinstance(refused.value, NotAsked)


def test_what_was_decided_or_withdrawn_is_decided_no_more(world):
    approval_id = asks(world, deciders=("Maria", "Mike"))
    decides(world, "Maria", approval_id)
    with pytest.raises(AlreadyDecided) as refused:
        decides(world, "Mike", approval_id, approved=False)
    assert refused.value.who
    assert (refused.value.who.name, refused.value.status) == ("Maria", "approved")
    assert refused.value.when == world.clock.now()
    assert as_(world, "Ada", lambda session: approvals.withdraw(session, "discount", 1)) is None
    asks(world, record_id=2)
    withdrawn = as_(world, "Ada", lambda session: approvals.withdraw(session, "discount", 2))
    with pytest.raises(AlreadyDecided, match="withdrawn"):
        decides(world, "Maria", withdrawn.id)
    assert decides_nothing(world, "Maria")


def decides_nothing(world, name):
    return as_(world, name, approvals.waiting) == []


def test_each_sees_what_waits_for_them_and_what_they_asked_for(world):
    mine = asks(world)
    other = asks(world, record_id=2, name="Ben", deciders=("Mike",))
    own = asks(world, record_id=3, name="Maria", deciders=("Olga Top",))

    def ids(name, verb):
        return [one.id for one in as_(world, name, verb)]

    assert ids("Maria", approvals.waiting) == [mine]
    assert ids("Mike", approvals.waiting) == [other]
    assert ids("Olga Top", approvals.waiting) == [own]
    assert ids("Root Admin", approvals.waiting) == [mine, other, own]
    assert ids("Ada", approvals.waiting) == []
    assert ids("Ada", approvals.asked) == [mine]
    assert ids("Maria", approvals.asked) == [own]

    def nobody(session):
        return approvals.waiting(session), list(session.scalars(select(Approval)))

    assert world.database.read(nobody, world.clock.now()) == ([], [])


def test_whoever_registered_hears_of_decisions_of_their_kind(world, monkeypatch):
    heard = []
    monkeypatch.setattr(approvals, "_callbacks", {})
    approvals.on_decision("discount", lambda _session, one: heard.append((one.id, one.status)))
    first, second = asks(world), asks(world, kind="campaign")
    decides(world, "Maria", first)
    decides(world, "Maria", second)
    assert heard == [(first, "approved")]


def test_of_two_who_ask_at_once_one_request_stays(world):
    start = Barrier(2)

    def ask(words):
        start.wait()
        return asks(world, words=words)

    with ThreadPoolExecutor(2) as pool:
        ids = set(pool.map(ask, ("one", "two")))
    rows, seats = held(world)
    assert len(ids) == len(rows) == len(seats) == 1


def test_of_two_who_decide_at_once_one_does(world):
    start = Barrier(2)

    def decide(work):
        name, approval_id, approved = work
        start.wait()
        try:
            return decides(world, name, approval_id, approved=approved)
        except AlreadyDecided as late:
            return late.status, late.who and late.who.name

    for record_id in range(1, 6):
        approval_id = asks(world, record_id=record_id, deciders=("Maria", "Mike"))
        work = [("Maria", approval_id, True), ("Mike", approval_id, False)]
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(decide, work))
        first = next(one for one in outcomes if isinstance(one, str))
        late = next(one for one in outcomes if isinstance(one, tuple))
        winner = {"approved": "Maria", "rejected": "Mike"}[first]
        assert late == (first, winner)
        row = next(one for one in held(world)[0] if one.id == approval_id)
        assert (row.status, row.decided_by) == (first, number(world, winner))
