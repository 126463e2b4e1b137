"""Complaints and causes: followed up with a task, told to the customer, counted."""

import pytest
from sqlalchemy import select

from handlers import feedback_letters
from store import tickets
from store.sessions import PARLEY
from store.tables import Task
from tests.handlers import service_desks
from tests.handlers.service_desks import DOWN, agreed
from tests.handlers.test_ratings import counted

DUE = "by Wed 25 Nov 2026, 09:10"


@pytest.fixture
def maria(chat):
    service_desks.a_rep(chat)
    return chat.manager("Maria")


@pytest.fixture
def gus(chat, maria):
    gus = chat.staff("Gus", "agent", maria)
    gus.says(f"ticket add C-1 {DOWN}")
    gus.says("take T-1")
    return gus


@pytest.fixture
def grace(chat, gus):
    return service_desks.a_customer(chat)


def tasks_of(chat):
    """All tasks, and the buttons that whoever has done one is shown."""

    def unit(session):
        session.actor = PARLEY
        rows = list(session.scalars(select(Task)))
        return [
            (
                one.owner_id,
                one.due_at,
                one.done_at,
                one.ticket_id,
                feedback_letters.what_next(session, one),
            )
            for one in rows
        ]

    return chat.database.read(unit, chat.clock.now())


def test_a_low_rating_becomes_a_task_of_the_manager_and_the_customer_hears_of_it(
    chat, maria, gus, grace
):
    gus.says("resolve T-1")
    chat.passes(minutes=10)
    assert grace.presses("2") == (
        "I am sorry that we did not serve you well. A colleague will look into it and tell you "
        "here what came of it, by Wed 25 Nov 2026, 09:10."
    )
    assert grace.buttons == ("Say why", "Talk to a manager")
    assert maria.inbox[-1].splitlines() == [
        "low rating: The export has been down since noon T-1",
        "Rated 2 of 5",
        f"Please find out what went wrong, and tell the customer what came of it {DUE}: feedback done T-1 …",
    ]
    ((owner, due_at, done_at, ticket_id, next_),) = tasks_of(chat)
    assert (owner, done_at, ticket_id) == (maria.speaker.staff_id, None, 1)
    assert f"{due_at:%d %H:%M}" == "25 09:10"
    assert [one.label for one in next_] == ["Tell the customer"]
    assert "Nobody called" not in "".join(gus.inbox)
    grace.presses("Talk to a manager")
    assert "Maria will look into The export" in grace.inbox[-1]
    assert maria.inbox[-1].startswith("complaint: The export")
    grace.says("complain Nobody called me")
    assert "Nobody called me" in maria.inbox[-1]
    assert len(tasks_of(chat)) == 1
    listed = maria.says("feedback")
    assert "T-1 The export has been down since noon · Grace Hopper · complaint · Maria" in listed
    assert "complaint, answer due Wed 25 Nov" in maria.says("T-1")
    before = len(grace.inbox)
    assert "This goes to Grace Hopper:\nWe have hired Ivy" in maria.says(
        "feedback done T-1 We have hired Ivy."
    )
    assert len(grace.inbox) == before
    assert "Grace Hopper knows what came of it" in maria.says("yes")
    assert grace.inbox[-1].endswith("with which you were not happy:\nWe have hired Ivy.")
    assert tasks_of(chat)[0][2] is not None
    assert tasks_of(chat)[0][4] == ()
    assert "No complaint waits" in maria.says("feedback")
    assert "Nothing is complained of" in maria.says("feedback done T-1 Again")
    assert "Maria → Grace Hopper\nWe have hired Ivy." in gus.says("timeline T-1")
    found = counted(chat)
    assert (found.complaints, found.settled) == (1, 1)


def test_an_outcome_that_does_not_arrive_comes_back(chat, maria, gus, grace):
    grace.says("complain bad")
    agreed(maria, "feedback done T-1 We have hired Ivy.")
    service_desks.never_arrives(chat, grace)
    assert "Your answer on T-1 did not reach Grace Hopper" in maria.inbox[-1]
    assert "We have hired Ivy." in maria.inbox[-1]


def test_complaints_by_words_in_both_languages_and_without_a_request(chat, maria, grace):
    sam = chat.customer("Sam")
    assert "it becomes a request" in sam.says("complain")
    assert "To add what went wrong" in grace.says("I want to complain")
    assert "too slow" not in maria.inbox[-1]
    grace.says("I want to complain about the slow answers")
    assert "the slow answers" in maria.inbox[-1]
    grace.says("语言 zh")
    assert "很抱歉" in grace.says("我要投诉你们太慢")
    maria.says("语言 zh")
    assert "太慢" in maria.says("反馈")
    assert "太慢" in maria.says("哪些客户不满意")
    assert "This is for customers" in chat.agent("Gus").says("complain about it")


def test_without_a_manager_above_an_admin_follows_up(chat):
    service_desks.a_rep(chat)
    admin = chat.admin()
    gus = chat.agent("Gus")
    gus.says(f"ticket add C-1 {DOWN}")
    service_desks.a_customer(chat).says("complain bad")
    assert admin.inbox[-1].startswith("complaint: ")
    assert "due" in gus.says("feedback")
    agreed(gus, "feedback done T-1 Sorry")
    assert "No complaint waits" in gus.says("feedback")


def test_who_has_no_chat_any_more_is_told_by_somebody(chat, gus, grace, maria):
    grace.says("complain bad")

    def parted(session):
        session.actor = PARLEY
        tickets.get(session, 1).identity_id = None

    chat.database.write(parted, chat.clock.now())
    assert "does not write to me" in maria.says("feedback done T-1 Sorry")
    assert "as told by you to Grace Hopper" in maria.says("yes")


def test_reps_see_what_their_customers_complain_of_and_others_nothing(chat, gus, grace):
    grace.says("complain bad words")
    assert "bad words" in chat.rep("Ada").says("feedback")
    assert "No complaint waits" in chat.rep("Ben").says("feedback")
    assert "right to work on tickets" in chat.rep("Ada").says("feedback done T-1 x")
    assert grace.says("feedback") == "Added to T-1."


def test_causes_are_asked_for_by_buttons_and_counted(chat, gus):
    assert gus.says("resolve T-1").endswith("What was the cause?")
    assert gus.presses("defect").endswith("T-1: Cause: defect")
    assert "Cause: defect → outage" in gus.says("ticket cause T-1 outage")
    assert "Cause: outage" in gus.says("ticket cause T-1 outage")
    gus.says("ticket reopen T-1")
    assert "What was the cause?" not in gus.says("resolve T-1")
    assert gus.says("undo").startswith("Undone: resolve.")
    assert "is no cause. There are: question of use, defect" in gus.says("ticket cause T-1 fate")
    gus.says("cancel")
    assert "Which cause?" in gus.says("ticket cause T-1")
    gus.says("语言 zh")
    assert "原因：中断 → 缺陷" in gus.says("工单原因 T-1 缺陷")
    assert "第三方" in gus.says("原因列表")
    assert list(counted(chat).by_cause.values()) == [1]
    assert sum(counted(chat).by_category.values()) == counted(chat).tickets == 1
    ada = chat.rep("Ada")
    assert "right to work on tickets" in ada.says("ticket cause T-1 defect")


def test_an_admin_keeps_the_list_of_causes(chat, gus):
    admin = chat.admin()
    assert "right to change settings" in gus.says("cause add training")
    assert admin.says("cause add training") == "Saved: training"
    assert "There is a cause “Training” already" in admin.says("cause add Training")
    assert "Saved: user training" in admin.says("cause edit training name:user training")
    assert "already" in admin.says("cause edit user training name:defect")
    gus.says("ticket cause T-1 user")
    asked = admin.says("cause delete user training")
    assert asked == "Take away the cause user training?"
    assert "stays: 1 ticket has it" in admin.says("yes")
    assert agreed(admin, "cause delete other") == "The cause other is gone."
    assert "other" not in admin.says("causes").splitlines()
