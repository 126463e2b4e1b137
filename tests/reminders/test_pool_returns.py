"""Returns to the pool: warned, kept by a note, returned, each once, whatever was missed meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlmodel import col

from reminders import pool_returns
from store import contacts
from store.contacts import Draft
from store.sessions import PARLEY
from store.tables import Contact, Outbox, PoolMove

WARNED = "so it returns to the pool on"


@pytest.fixture
def people(any_chat):
    admin = any_chat.admin()
    admin.says("settings pool idle 30")
    return admin, any_chat.rep("Ada"), any_chat.rep("Ben")


def test_an_owner_is_warned_twice_and_then_it_is_everybodys(any_chat, people):
    _, ada, ben = people
    ada.says("contact add Grace Hopper grace@navy.example")
    any_chat.passes(days=22)
    assert not [text for text in ada.inbox if "pool" in text]
    any_chat.passes(days=1)
    assert ada.inbox[-1] == (
        "Nothing has happened here for a long time, so it returns to the pool on Wed 23 Dec 2026. "
        "A note keeps it yours:\nGrace Hopper C-1"
    )
    assert ada.buttons == ("Keep", "Why did I get this?")
    heard = len(ada.inbox)
    any_chat.passes(days=5)
    assert len(ada.inbox) == heard
    any_chat.passes(days=1)
    assert f"{WARNED} Wed 23 Dec 2026" in ada.inbox[-1]
    any_chat.passes(hours=23)
    assert ben.says("pool") == "The pool is empty."
    any_chat.passes(hours=1)
    assert ada.inbox[-1] == (
        "Nothing has happened here for 30 days, so it is in the pool again:\nGrace Hopper C-1"
    )
    assert len(ada.inbox) == heard + 2
    assert "C-1 Grace Hopper" in ben.says("pool")
    told = ben.says("pool history C-1").splitlines()
    assert [line.split(" · ")[1] for line in told[1:]] == [
        "returned after it had rested; it was Ada's",
        "Ada was told that it would return",
        "Ada was told that it would return",
    ]
    any_chat.admin().says("settings pool cooldown 5")
    assert "You may claim it again on Mon 28 Dec 2026, 09:00." in ada.says("claim C-1")
    assert "is yours now" in ben.says("claim C-1")


def test_a_note_keeps_it_and_begins_anew(any_chat, people):
    _, ada, _ = people
    ada.says("contact add Grace Hopper")
    any_chat.passes(days=23)
    assert "What happened?" in ada.presses("Keep")
    assert "Note logged for Grace Hopper C-1." in ada.says("wants to talk in spring")
    heard = len(ada.inbox)
    any_chat.passes(days=22)
    assert len(ada.inbox) == heard
    any_chat.passes(days=1)
    assert WARNED in ada.inbox[-1]
    any_chat.passes(days=8)
    assert "is in the pool again" in ada.inbox[-1]


def test_a_jump_of_the_clock_takes_every_step_on_its_day(chat):
    chat.admin().says("settings pool idle 30")
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    chat.passes(days=60)
    told = [text.partition("\n")[0] for text in ada.inbox[-3:]]
    assert [("Wed 23 Dec" in text, "again" in text) for text in told] == [
        (True, False), (True, False), (False, True),
    ]  # fmt: skip


def test_what_happened_with_it_keeps_a_record(chat):
    chat.admin().says("settings pool idle 30")
    ada = chat.rep("Ada")
    for name in ("Grace Hopper", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov"):
        ada.says(f"contact add {name}")
    for name in ("Navy", "Army", "Works"):
        ada.says(f"company add {name}")
    ada.says("deal add Pump 5k C-1 O-1")
    chat.passes(days=20)
    ada.says("contact edit C-2 title:Boss")
    ada.says("log call O-2 soon")
    ada.says("deal add Valve 5k C-3")
    ada.says("deal lose D-2 price")
    chat.passes(days=10)
    chat.passes(days=1)
    told = [text for text in ada.inbox if "in the pool again" in text][-1]
    assert [line.split()[-1] for line in told.splitlines()[1:]] == ["C-4", "O-3"]
    ada.says("deal win D-1")
    chat.passes(days=70)
    assert "In the pool · 7 in all" in chat.rep("Ben").says("pool")


def test_turned_on_late_it_still_warns_for_as_long_as_it_promises(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper")
    chat.passes(days=400)
    assert not [text for text in ada.inbox if "pool" in text]
    chat.admin().says("settings pool idle 30")
    pool_returns.run_due(chat.database, chat.clock.now(), "one")
    chat.passes(days=6)
    assert ben.says("pool") == "The pool is empty."
    chat.passes(days=1)
    assert "In the pool · 1 in all" in ben.says("pool")


def test_many_are_told_in_one_message_in_the_owners_language(chat):
    chat.admin().says("settings pool idle 30")
    chat.admin().says("settings pool warning 3")
    ada = chat.rep("Ada")
    ada.says("language zh")
    add_many(chat, ada, 1203)
    heard = len(ada.inbox)
    chat.passes(days=27)
    assert len(ada.inbox) == heard + 1
    lines = ada.inbox[-1].splitlines()
    assert len(lines) == 10
    assert "1,203" in lines[0]
    assert "1,195" in lines[-1]
    assert len(ada.buttons) == 9
    assert ada.buttons[-1] == "为什么收到这个？"
    chat.passes(days=3)
    assert len(ada.inbox) == heard + 2
    assert owned(chat) == 0


def test_the_suspended_are_not_told_and_lose_it_all_the_same(chat):
    admin = chat.admin()
    admin.says("settings pool idle 30")
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    admin.says("suspend @ada")
    admin.says("yes")
    heard = len(ada.inbox)
    chat.passes(days=31)
    assert len(ada.inbox) == heard
    assert owned(chat) == 0


def test_two_processes_do_it_once(any_chat, people):
    _, ada, ben = people
    add_many(any_chat, ada, 40)
    add_many(any_chat, ben, 40)
    any_chat.clock.move(pool_returns.DAY * 23)
    now = any_chat.clock.now()
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(pool_returns.run_due, any_chat.database, now, f"process {one}")
            for one in range(4)
        ]
        for job in jobs:
            job.result()

    def unit(session):
        session.actor = PARLEY
        letters = session.execute(
            select(col(Outbox.staff_id)).where(col(Outbox.sent_at).is_(None))
        ).all()
        return len(session.scalars(select(PoolMove)).all()), sorted(row.staff_id for row in letters)

    steps, told = any_chat.database.read(unit, now)
    assert steps == 80
    assert told == sorted([ada.speaker.staff_id, ben.speaker.staff_id])


def test_without_warnings_in_reach_it_returns_at_once_and_off_is_off(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    admin.says("settings pool idle 1")
    chat.passes(days=1)
    assert "is in the pool again" in ada.inbox[-1]
    ada.says("claim C-1")
    admin.says("settings pool idle off")
    chat.passes(days=400)
    assert owned(chat) == 1


def add_many(chat, somebody, count):
    def unit(session):
        session.act_as(session.directory.people[somebody.speaker.staff_id])
        for number in range(count):
            name = f"Person {''.join(chr(97 + int(digit)) for digit in str(number))}"
            contacts.add(session, Draft(name), owner_id=somebody.speaker.staff_id)

    chat.database.write(unit, chat.clock.now())


def owned(chat):
    def unit(session):
        session.actor = PARLEY
        return len(session.scalars(select(Contact).where(col(Contact.owner_id).is_not(None))).all())

    return chat.database.read(unit, chat.clock.now())
