"""Ids: short numbers without gaps, long ones in the order of time."""

from concurrent.futures import ThreadPoolExecutor

from store import contacts, ids, installations
from store.contacts import Draft
from store.errors import CrmError
from store.ids import Blocks, new_id
from store.sessions import PARLEY


def add(session):
    session.actor = PARLEY
    return contacts.add(session, Draft("Grace"), owner_id=None).id


def test_short_numbers_follow_each_other_over_restarts(any_chat):
    made = []
    for _ in range(4):
        made += [any_chat.database.write(add, any_chat.clock.now()) for _ in range(9)]
        any_chat.restarts()
    assert made == list(range(1, 37))


def test_a_refused_unit_wastes_numbers_of_nobody_else(chat):
    def refuse(session):
        add(session)
        raise CrmError

    made = []
    for _ in range(5):
        made.append(chat.database.write(add, chat.clock.now()))
        try:
            chat.database.write(refuse, chat.clock.now())
        except CrmError:
            continue
    assert sorted(set(made)) == made
    assert made[-1] <= 10


def test_two_processes_never_give_one_number_twice(any_chat):
    other = installations.open_installation(any_chat.url, any_chat.key_file)
    now = any_chat.clock.now()
    try:
        with ThreadPoolExecutor(8) as pool:
            futures = [
                pool.submit(database.write, add, now)
                for _ in range(30)
                for database in (any_chat.database, other)
            ]
            made = [future.result() for future in futures]
    finally:
        other.close()
    assert len(set(made)) == 60


def test_numbers_are_given_back_only_if_nobody_reserved_later_ones(any_chat):
    other = installations.open_installation(any_chat.url, any_chat.key_file)
    now = any_chat.clock.now()
    assert any_chat.database.write(add, now) == 1
    assert other.write(add, now) == ids.BLOCK + 1
    any_chat.restarts()
    other.close()
    assert any_chat.database.write(add, now) == ids.BLOCK + 2


def test_long_ids_grow_and_fit_into_63_bits():
    made = [new_id() for _ in range(1000)]
    assert made == sorted(set(made))
    assert made[-1] < 2**63


def test_long_ids_of_many_threads_differ():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(4000)))
    assert len(set(made)) == 4000


def test_blocks_are_used_up_kept_and_forgotten():
    blocks = Blocks()
    assert blocks.pop("contact") is None
    blocks.keep("contact", range(3, 5))
    blocks.keep("contact", range(9, 10))
    assert [blocks.pop("contact") for _ in range(3)] == [3, 4, None]
    blocks.keep("contact", range(3, 3))
    assert blocks.pop("contact") is None
    blocks.keep("contact", range(5, 9))
    blocks.forget()
    assert blocks.pop("contact") is None
