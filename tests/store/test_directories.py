"""The directory: a snapshot that every process reads anew when it was changed."""

import pytest
from sqlalchemy import BigInteger, Integer
from sqlmodel.sql.sqltypes import AutoString

from store import directories, directory_rows, installations, settings, staff
from store.columns import UtcTime
from store.directories import Directory, Person
from store.errors import CrmError
from store.rights import DEFAULTS, Right, Role, Scope
from store.sessions import PARLEY, actor_of


def person(number, manager_id=None, *, role=Role.REP, suspended=False):
    return Person(number, f"P{number}", f"p{number}", f"p{number}", role, manager_id, None, number,
                  None, None, None, suspended)  # fmt: skip


def directory(*people, rights=None):
    return Directory(
        version="1",
        people={one.id: one for one in people},
        teams={},
        changed_rights=rights or {},
        settings={"name": "Acme"},
        fields=(),
    )


def test_everybody_below_a_manager():
    tree = directory(person(1), person(2, 1), person(3, 2), person(4, 2), person(5))
    assert tree.subtree(1) == {1, 2, 3, 4}
    assert tree.subtree(3) == {3}
    assert tree.subtree(99) == {99}


def test_a_loop_of_managers_ends():
    tree = directory(person(1, 3), person(2, 1), person(3, 2))
    assert tree.subtree(1) == {1, 2, 3}


def test_an_admins_changes_win_over_the_defaults():
    changed = directory(rights={("rep", "assign"): 2, ("rep", "bulk"): 0})
    grants = changed.grants(Role.REP)
    assert grants[Right.ASSIGN] is Scope.TEAM
    assert Right.BULK not in grants
    assert changed.grants(Role.AGENT) == DEFAULTS[Role.AGENT]


def test_admins_who_can_act():
    held = directory(
        person(1, role=Role.ADMIN), person(2, role=Role.ADMIN, suspended=True), person(3)
    )
    assert [one.id for one in held.admins()] == [1]


def test_settings_have_defaults():
    assert directory().setting("name") == "Acme"
    assert directory().setting("none", 7) == 7


def test_the_suspended_have_no_right_at_all():
    held = directory(person(1, suspended=True))
    actor = actor_of(held, held.people[1])
    assert actor.scope(Right.CONTACTS_SEE) is None
    assert actor.team == frozenset()
    assert PARLEY.scope(Right.STAFF) is Scope.ALL


def test_another_process_learns_of_a_change_at_once(any_chat):
    other = installations.open_installation(any_chat.url, any_chat.key_file)
    now = any_chat.clock.now()

    def names(session):
        return [one.name for one in session.directory.people.values()]

    def invite(session):
        session.actor = PARLEY
        staff.add(session, "Ada", Role.REP)
        return names(session)

    try:
        assert other.read(names, now) == ["Root Admin"]
        assert any_chat.database.write(invite, now) == ["Root Admin", "Ada"]
        assert other.read(names, now) == ["Root Admin", "Ada"]
        assert any_chat.database.read(names, now) == ["Root Admin", "Ada"]
    finally:
        other.close()


def test_a_change_that_is_rolled_back_is_not_remembered(any_chat):
    now = any_chat.clock.now()

    def refuse(session):
        session.actor = PARLEY
        settings.put(session, "name", "Other")
        assert session.directory.setting("name") == "Other"
        raise CrmError("on purpose")

    with pytest.raises(CrmError):
        any_chat.database.write(refuse, now)
    assert any_chat.database.read(lambda session: session.directory.setting("name"), now) == "Acme"


def test_the_snapshot_is_shared_as_long_as_nothing_changes(chat):
    now = chat.clock.now()
    first = chat.database.read(lambda session: session.directory, now)
    assert chat.database.read(lambda session: session.directory, now) is first
    chat.rep("Ada")
    assert chat.database.read(lambda session: session.directory, now) is not first


def test_reading_by_hand(chat):
    chat.rep("Ada", chat.manager("Maria"))
    with chat.database.engine.connect() as connection:
        held = directories.read(connection, "7")
    assert held.version == "7"
    assert held.reports == {2: [3]}


def test_what_is_sealed_with_a_person_is_no_part_of_the_snapshot(any_chat):
    """Sealed bytes are no text: read as such, a single e-mail address would lock everybody out."""

    def invite(session):
        session.actor = PARLEY
        for number in range(8):
            staff.add(session, f"Ada {number}", Role.REP, email=f"ada{number}@example.com")

    now = any_chat.clock.now()
    any_chat.database.write(invite, now)
    people = any_chat.database.read(lambda session: session.directory.people, now)
    assert "Ada 3" in {one.name for one in people.values()}


def test_only_what_travels_as_text_is_in_the_snapshot():
    types = {type(one.type) for held in directory_rows._HELD.values() for one in held}
    assert types <= {AutoString, Integer, BigInteger, UtcTime}
