"""What waits in the outbox is asked of again before it goes out: it tells nothing that was lost."""

from datetime import timedelta

import pytest

from reminders import digests, reminders
from store import deliveries, tasks
from store.rights import Role
from store.sessions import PARLEY
from store.tables import Contact, Deal, Staff

DEALS = {1: "Pumps", 2: "Valves", 3: "Pipes", 4: "Taps"}


def do(chat, unit):
    def act(session):
        session.actor = PARLEY
        return unit(session)

    return chat.database.write(act, chat.clock.now())


def give(chat, table, number, person):
    """A record changes hands while letters about it wait."""

    def change(session):
        session.get_one(table, number).owner_id = person.speaker.staff_id

    do(chat, change)


def ring(chat):
    """Reminders go into the outbox, and no further."""
    reminders.run_due(chat.database, chat.clock.now())


def arrives(chat):
    """What reaches anybody now."""
    messages = chat.terminal.deliver()
    chat.terminal.confirm(messages)
    return [(one.to, str(one.text)) for one in messages]


def reasons(chat):
    dead, _ = do(chat, deliveries.dead)
    return [one.reason for one in dead]


@pytest.fixture
def people(any_chat):
    maria = any_chat.manager("Maria")
    return maria, any_chat.rep("Ada", maria), any_chat.rep("Ben")


def test_a_reminder_of_a_record_that_was_taken_away_goes_to_the_manager(any_chat, people):
    maria, ada, ben = people
    ada.says("contact add Grace Hopper")
    ada.says("remind me in 2 hours to call Grace about:C-1")
    ada.says("remind me in 2 hours to water the plants")
    any_chat.clock.move(timedelta(hours=2))
    ring(any_chat)
    give(any_chat, Contact, 1, ben)
    said = arrives(any_chat)
    assert said == [(ada.speaker.name, "⏰ water the plants R-2")]
    assert reasons(any_chat) == [deliveries.RECALLED]
    ring(any_chat)
    ((to, text),) = arrives(any_chat)
    assert to == maria.speaker.name
    assert "Ada had a reminder R-1" in text
    assert "Grace" not in text
    ring(any_chat)
    assert arrives(any_chat) == []


def test_of_many_missed_ones_those_come_that_may_still_be_told(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben")
    ada.says("contact add Grace Hopper")
    ada.says("remind me in 1 hour to call Grace about:C-1")
    for hour in range(2, 7):
        ada.says(f"remind me in {hour} hours thing {hour}")
    chat.clock.move(timedelta(days=3))
    ring(chat)
    give(chat, Contact, 1, ben)
    assert arrives(chat) == []
    ring(chat)
    said = dict(arrives(chat))
    assert said[ada.speaker.name].startswith("While I was away, 5 reminders came due:")
    assert "R-1" in said[maria.speaker.name]
    assert not any("Grace" in one for one in said.values())


def test_a_deal_that_stands_beside_a_reminder_counts_as_well(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper")
    ada.says("deal add Pumps 5k C-1")
    ada.says("remind me in 2 hours to call Grace about:C-1")
    chat.clock.move(timedelta(hours=2))
    ring(chat)
    give(chat, Deal, 1, ben)
    assert arrives(chat) == []
    ring(chat)
    ((_, text),) = arrives(chat)
    assert "call Grace" in text
    assert "Pumps" not in text


def test_whoever_lost_the_right_to_tasks_is_told_of_none(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("remind me in 2 hours to water the plants")
    chat.clock.move(timedelta(hours=2))
    ring(chat)

    def change(session):
        session.get_one(Staff, ada.speaker.staff_id).suspended_at = session.now
        session.forget_directory()

    do(chat, change)
    assert arrives(chat) == []
    ring(chat)
    assert [to for to, _ in arrives(chat)] == [maria.speaker.name]


def test_a_task_done_or_deleted_meanwhile_does_not_ring_again(chat):
    ada = chat.rep("Ada")
    ada.says("remind me in 2 hours to water the plants")
    chat.clock.move(timedelta(hours=2))
    ring(chat)
    do(chat, lambda session: _delete_task(session, 1))
    assert arrives(chat) == []
    ring(chat)
    assert arrives(chat) == []


def _delete_task(session, number):
    tasks.delete(session, tasks.get(session, number))


@pytest.mark.parametrize("lost", DEALS)
def test_a_digest_tells_nothing_that_was_lost_while_it_waited(chat, lost):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    for number, title in DEALS.items():
        ada.says(f"deal add {title} 5k")
        ada.says(f"remind me tomorrow at {number + 10}:00 to write about:D-{number}")
    chat.clock.move(timedelta(hours=24))
    digests.run_due(chat.database, chat.clock.now())
    chat.clock.move(timedelta(hours=1))
    give(chat, Deal, lost, ben)
    said = [text for to, text in arrives(chat) if "Good morning" in text]
    assert not any(DEALS[lost] in text for text in said)


def test_a_managers_figures_do_not_reach_who_is_no_manager_any_more(chat):
    maria, late = chat.manager("Maria"), chat.manager("Lena")
    ada, eve = chat.rep("Ada", maria), chat.rep("Eve", late)
    for one in (ada, eve):
        one.says("deal add Pumps 5k")
    chat.clock.move(timedelta(days=7))
    digests.run_due(chat.database, chat.clock.now())
    chat.clock.move(timedelta(hours=1))

    def demote(session):
        session.get_one(Staff, maria.speaker.staff_id).role = Role.REP
        session.forget_directory()

    do(chat, demote)
    weekly = [to for to, text in arrives(chat) if "Your team last week" in text]
    assert weekly == [late.speaker.name]
