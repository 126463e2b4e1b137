"""Complaints that staff enter for a customer: with an owner and a due date, told only explicitly."""

import pytest

from tests.handlers import service_desks
from tests.handlers.service_desks import DOWN, agreed


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


def test_a_complaint_is_entered_followed_up_and_told_by_an_explicit_send(chat, maria, gus):
    grace = service_desks.a_customer(chat)
    before = len(grace.inbox)
    assert gus.says("complaint add T-1 She phoned: nobody called back due:friday") == (
        "Noted on The export has been down since noon T-1: Maria finds out what went wrong, "
        "by Fri 27 Nov 2026, 09:00. The customer hears of it by feedback done T-1 … only."
    )
    assert "She phoned: nobody called back" in maria.inbox[-1]
    assert "Find out what went wrong" in maria.says("tasks")
    said = gus.says("complaint add T-1 And again owner:@gus due:2026-12-01")
    assert "Gus finds out what went wrong, by Tue 1 Dec 2026, 09:00" in said
    assert "Find out what went wrong" in gus.says("tasks")
    assert "Find out" not in maria.says("tasks")
    listed = gus.says("feedback")
    assert "complaint · Gus · due Tue 1 Dec 2026" in listed
    assert "She phoned: nobody called back\nAnd again" in listed
    chat.passes(days=1)
    assert len(grace.inbox) == before
    assert "knows what came of it" in agreed(gus, "feedback done T-1 We call back from now on")
    assert grace.inbox[-1].endswith("We call back from now on")
    assert gus.says("feedback") == "No complaint waits for an answer."


def test_a_complaint_of_a_contact_is_a_ticket_of_its_own(chat, maria, gus):
    gus.says("语言 中文")
    said = gus.says("新增投诉 C-1 送货晚了一周 期限:周五 负责人:@maria")
    assert "Maria无权查看 T-2" in said
    said = gus.says("新增投诉 C-1 送货晚了一周 期限:周五 负责人:@gus")
    assert "已记在 送货晚了一周 T-" in said
    assert "由 Gus 查明原因" in said
    assert "送货晚了一周" in gus.says("反馈")


def test_who_may_not_work_on_it_neither_enters_nor_follows_up(chat, maria, gus):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    assert "right to work on tickets" in ada.says("complaint add T-1 It is bad")
    assert "cannot own" in gus.says("complaint add T-1 It is bad owner:@ben")
    assert gus.says("feedback") == "No complaint waits for an answer."
    assert "What went wrong?" in gus.says("complaint add T-1")
    gus.says("cancel")
    assert ben.says("complaint add T-1 x") == ada.says("complaint add T-1 x")
    assert "No" in gus.says("complaint add T-99 It is bad")
    assert gus.says("complaint add T-1 😡").startswith("Noted on")
    assert maria.inbox[-1].count("😡") == 1
