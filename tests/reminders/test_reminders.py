"""Reminders are told on time, once, with the rights of that moment; nothing is lost or repeated."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import col

from reminders import reminders
from store import installations, tasks
from store.refs import Ref
from store.sessions import PARLEY
from store.tables import Outbox, Task
from store.tasks import Draft


def ring(chat, **length):
    """Time passes while Parley does not run; then it looks once."""
    chat.clock.move(timedelta(**length))
    reminders.run_due(chat.database, chat.clock.now())
    messages = chat.terminal.deliver()
    chat.terminal.confirm(messages)
    chat.arrived.extend(messages)
    return [str(one.text) for one in messages]


def test_on_time_with_buttons_that_finish_the_job(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("remind me in 2 hours to call Grace about:C-1")
    any_chat.passes(hours=1, minutes=59)
    assert not any("⏰" in one for one in ada.inbox)
    any_chat.passes(minutes=1)
    assert ada.inbox[-1] == "⏰ call Grace · Grace Hopper C-1 R-1"
    assert ada.buttons == ("Done", "+1h", "Tomorrow", "Next Monday", "Reassign", "Log outcome")
    any_chat.passes(minutes=5)
    assert "I remind you again" in ada.presses("+1h")
    any_chat.passes(hours=1)
    assert "call Grace" in ada.inbox[-1]
    assert "Done: call Grace" in ada.presses("Done")
    heard = len(ada.inbox)
    any_chat.passes(days=30)
    assert len(ada.inbox) == heard


def test_late_ones_say_how_late_and_many_come_together(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    for hour in range(1, 5):
        ada.says(f"remind me in {hour} hours thing {hour}")
    for hour in range(1, 4):
        ben.says(f"remind me in {hour} hours thing {hour}")
    ben.says("remind me every weekday 10am stand-up")
    said = ring(chat, days=3)
    assert len(said) == 2, "each in one message"
    mine = next(one for one in said if "thing 4" in one)
    assert mine.splitlines()[0] == "While I was away, 4 reminders came due:"
    assert mine.splitlines()[1] == "• R-1 thing 1 · Mon 23 Nov 2026, 10:00, 2 days late"
    assert ring(chat, minutes=1) == []
    assert len(ring(chat, days=1)) == 1, "the next stand-up, on Friday"
    assert "4 in all" in ada.says("tasks overdue")
    assert ada.presses("Overdue").startswith("Tasks")


def test_a_few_late_ones_come_singly(chat):
    ada = chat.rep("Ada")
    ada.says("remind me in 1 hour thing")
    assert ring(chat, hours=7) == ["⏰ thing R-1\nIt was due Mon 23 Nov 2026, 10:00: 6 hours late."]


def test_a_clock_that_is_put_back_tells_nothing_twice(chat):
    ada = chat.rep("Ada")
    ada.says("remind me in 1 hour thing")
    ada.says("remind me every day 10am vitamins")
    assert len(ring(chat, hours=1)) == 2
    assert ring(chat, hours=-2) == []
    assert ring(chat, hours=2, minutes=1) == []
    assert len(ring(chat, hours=24)) == 1


def test_the_clocks_change_and_nine_stays_nine(chat):
    ada = chat.rep("Ada")
    ada.says("timezone Europe/Berlin")
    ada.says("remind me every day 9am vitamins")
    chat.passes(days=150)  # past the last Sunday of March
    row = chat.database.read(_first_open, chat.clock.now())
    assert row.due_at.hour == 7


def _first_open(session):
    session.actor = PARLEY
    query = select(Task).where(col(Task.done_at).is_(None)).order_by(col(Task.id).desc())
    return session.scalars(query.limit(1)).one()


def test_quiet_hours_hold_what_was_not_asked_for_at_that_very_time(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("quiet 20:00-12:00")
    ada.says("remind me tomorrow 10am mine")
    maria.says("remind @ada tomorrow 10am hers")
    ada.says("remind me tomorrow the whole day")
    chat.passes(hours=25, minutes=1)
    rung = [one.splitlines()[0] for one in ada.inbox if "⏰" in one]
    assert rung == ["⏰ mine R-1"]
    chat.passes(hours=2)
    rung = [one.splitlines()[0] for one in ada.inbox if "⏰" in one]
    assert len(rung) == 3


def test_whoever_is_suspended_is_not_told_but_their_manager(chat):
    maria, root = chat.manager("Maria"), chat.admin()
    ada = chat.rep("Ada", maria)
    ada.says("remind me in 1 hour thing")
    root.says("suspend @ada")
    root.says("yes")
    heard = len(ada.inbox)
    chat.passes(hours=2)
    assert not any("R-1" in one for one in ada.inbox[heard:])
    assert any("Ada had a reminder R-1" in one for one in maria.inbox)
    root.says("suspend @maria")
    root.says("yes")
    maria_heard = len(maria.inbox)
    root.says("restore @ada")
    ada.says("remind me in 1 hour more")
    root.says("suspend @ada")
    root.says("yes")
    chat.passes(hours=2)
    assert not any("R-2" in one for one in maria.inbox[maria_heard:])
    assert any("Ada had a reminder R-2" in one for one in root.inbox)


def test_two_processes_tell_each_once(any_chat):
    ada = any_chat.rep("Ada")
    person = ada.speaker.staff_id

    def fill(session):
        session.actor = PARLEY
        for number in range(450):
            due = session.now + timedelta(seconds=number % 60)
            tasks.add(session, Draft(f"thing {number}", due, person))

    any_chat.database.write(fill, any_chat.clock.now())
    any_chat.clock.move(timedelta(minutes=2))
    now = any_chat.clock.now()
    other = installations.open_installation(any_chat.url, any_chat.key_file)
    try:
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(reminders.run_due, one, now) for one in (any_chat.database, other)]
        for one in both:
            one.result()
    finally:
        other.close()
    count = select(func.count()).select_from(Outbox).where(col(Outbox.staff_id) == person)
    told = any_chat.database.read(lambda session: session.execute(count).scalar_one(), now)
    assert told == 450
    any_chat.terminal.deliver()


def test_a_rule_asks_for_a_task_about_a_record(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")

    def add(session):
        session.actor = PARLEY
        about = Ref("contact", 1)
        tasks.add(session, Draft("look", session.now, ada.speaker.staff_id, about, "rule"))

    chat.database.write(add, chat.clock.now())
    chat.passes(minutes=1)
    assert any("⏰ look · Grace Hopper C-1 R-1" in one for one in ada.inbox)
