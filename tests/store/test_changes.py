"""Change sets: undoing the last one gives back exactly what was there before."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from store import access, activities, changes, contacts, merges, ownership, reversals, tags
from store.changes import CannotUndo, ChangedSince, NothingToUndo
from store.contacts import Draft
from store.metadata import metadata
from store.points import Point
from store.rights import Right
from store.sessions import PARLEY
from tests.conversations import Chat, open_chat

PERSONAL = (
    "contacts",
    "contact_points",
    "taggings",
    "activities",
    "field_values",
    "shares",
)
BOOKKEEPING = {"version", "updated_at"}

STEP = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["Grace Hopper", "王小明"]), st.booleans()),
    st.tuples(st.just("edit"), st.integers(0, 9), st.sampled_from(["title", "tier", "address", "name"]), st.text("ab", min_size=1, max_size=3)),
    st.tuples(st.just("point"), st.integers(0, 9), st.sampled_from(["phone", "email", "also", "without"]), st.integers(0, 3)),
    st.tuples(st.just("tag"), st.integers(0, 9), st.sampled_from(["vip", "gold"])),
    st.tuples(st.just("untag"), st.integers(0, 9), st.sampled_from(["vip", "gold"])),
    st.tuples(st.just("log"), st.integers(0, 9), st.booleans()),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("release"), st.integers(0, 9)),
    st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9)),
)  # fmt: skip


@pytest.fixture(scope="module")
def company() -> Iterator[Chat]:
    """One company for all examples; each works on contacts of its own."""
    with TemporaryDirectory() as folder:
        yield from open_chat("sqlite", Path(folder))


def state(session, mine):
    """Every row that speaks of the example's contacts, without what counts changes."""
    found = {}
    for name in PERSONAL:
        table = metadata.tables[name]
        column = table.c.id if name == "contacts" else table.c.contact_id
        rows = session.connection().execute(select(table).where(column.in_(mine))).mappings()
        found[name] = {
            row["id"]: {key: value for key, value in row.items() if key not in BOOKKEEPING}
            for row in rows
        }
    return found


WHOLE: dict[str, Callable[..., None]] = {"delete": contacts.delete, "release": ownership.release}


def add(session, mine, name, has_email):
    points = (Point("email", f"{len(mine)}@x.example"),) if has_email else ()
    mine.append(contacts.add(session, Draft(name, points), owner_id=session.actor.id).id)


def point(session, row, field, digit):
    if field == "phone":
        contacts.edit(session, row, {field: Point("phone", f"+1202555014{digit}")})
    else:
        contacts.edit(session, row, {field: Point("email", f"{digit}@x.example")})


def log(session, row, has_next):
    next_at = session.now + timedelta(days=1) if has_next else None
    activities.log(session, row, "note", "hello", next_at=next_at)


VERBS: dict[str, Callable[..., Any]] = {
    "edit": lambda session, row, field, value: contacts.edit(session, row, {field: value}),
    "point": point,
    "tag": tags.put,
    "untag": tags.remove,
    "log": log,
    "delete": contacts.delete,
    "release": ownership.release,
}


def perform(session, step, mine):
    """Do a step; what cannot be done is left out."""
    verb, *rest = step
    if verb == "add":
        add(session, mine, *rest)
        return
    rows = contacts.get_many(session, mine)
    if not rows:
        return
    row = rows[rest[0] % len(rows)]
    if verb in VERBS:
        VERBS[verb](session, row, *rest[1:])
    elif rows[rest[1] % len(rows)] is not row:
        merges.merge(session, row, rows[rest[1] % len(rows)])


@pytest.mark.no_cover  # hundreds of examples: what they reach, the tests beside them reach too
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, min_size=1, max_size=8))
def test_undoing_the_last_of_any_changes_gives_the_state_before(company, steps):
    mine: list[int] = []
    company.clock.move(timedelta(hours=1))
    for step in [("add", "Alan Turing", True), *steps]:
        company.clock.move(timedelta(seconds=1))
        before = company.database.read(
            lambda session: state(session, list(mine)), company.clock.now()
        )
        known = list(mine)
        done = company.database.write(partial(_step, step, mine), company.clock.now())
    if done:
        company.database.write(_undo, company.clock.now())
    after = company.database.read(lambda session: state(session, known), company.clock.now())
    assert after == before


def _step(step, mine, session):
    root = next(iter(session.directory.people.values()))
    session.act_as(root)
    session.origin.command = "step"
    try:
        perform(session, step, mine)
    except (access.NotFound, access.Denied):
        session.expunge_all()
        return False
    session.flush()
    return bool(session.changes)


def _undo(session):
    session.act_as(next(iter(session.directory.people.values())))
    reversals.undo(session, changes.latest(session), Right.CONTACTS_EDIT)


def test_undo_is_found_by_its_maker_within_ten_minutes_and_once(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    staff_id = ada.speaker.staff_id

    def latest(session):
        session.act_as(session.directory.people[staff_id])
        return changes.latest(session).id

    change_id = any_chat.database.read(latest, any_chat.clock.now())

    def get(session):
        session.act_as(session.directory.people[staff_id])
        return changes.get(session, change_id).command

    def get_of_another(session):
        session.actor = PARLEY
        changes.get(session, change_id)

    assert any_chat.database.read(get, any_chat.clock.now()) == "contact add"
    for unit, later in ((get_of_another, 0), (get, 11)):
        with pytest.raises(NothingToUndo):
            any_chat.database.read(unit, any_chat.clock.now() + timedelta(minutes=later))
    ada.says("undo")
    with pytest.raises(NothingToUndo):
        any_chat.database.read(get, any_chat.clock.now())


def test_what_was_removed_meanwhile_cannot_be_put_back(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper")
    ada.says("tag C-1 vip")
    maria.says("untag C-1 vip")
    assert ada.says("undo").startswith("It was changed again since")


def test_erased_details_cannot_be_undone(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    entries = metadata.tables["audit_entries"]
    with chat.database.engine.begin() as connection:
        connection.execute(entries.update().values(details=None))
    assert ada.says("undo") == "That cannot be undone."


def test_refusals_carry_data():
    assert ChangedSince("contacts", "1", "title").field == "title"
    assert CannotUndo("invite").command == "invite"


def test_what_others_changed_since_a_version(any_chat):
    maria = any_chat.manager("Maria")
    ada = any_chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper grace@navy.example")

    def since(version):
        def unit(session):
            session.act_as(session.directory.people[ada.speaker.staff_id])
            return changes.since(session, contacts.get(session, 1), version)

        return any_chat.database.read(unit, any_chat.clock.now())

    assert since(1) == {}
    maria.says("contact edit C-1 title:Admiral")
    ada.says("contact edit C-1 tier:A")
    maria.says("contact edit C-1 email:hopper@navy.example address:Moon")
    maria_id = maria.speaker.staff_id
    assert since(1) == dict.fromkeys(["title", "email", "address"], maria_id)
    assert since(2) == dict.fromkeys(["email", "address"], maria_id)
    assert since(3) == dict.fromkeys(["email", "address"], maria_id)
    assert since(4) == {}
