"""Approvals in the chat: who is asked, who decides, and what everybody hears of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.terminals import Terminal


@pytest.fixture
def people(chat):
    return staff_of(chat)


def staff_of(chat):
    """A rep below a manager, another team, and an admin; a product to be offered."""
    maria, root = chat.manager("Maria"), chat.admin()
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", chat.manager("Olaf"))
    root.says("product add Compiler 2,500")
    ada.says("deal add 20 compilers 50k company:Navy")
    return ada, ben, maria, root


def asks(ada, number=1, words="they sign for 3 years"):
    """Ada asks for a discount beyond the limit."""
    ada.says("quote add D-1 Compiler x20 discount:15")
    return ada.says(f"quote send Q-{number} {words}")


def test_the_manager_is_asked_once_and_decides_by_a_button(people):
    ada, _, maria, root = people
    assert "Maria" in asks(ada)
    card = str(maria.last.text)
    for word in ("Ada", "Q-1", "20 compilers", "15", "$42,500.00", "they sign for 3 years"):
        assert word in card
    assert maria.buttons == ("Approve", "Reject")
    asks_again = ada.says("quote send Q-1")
    assert "waits" in asks_again
    assert len(maria.inbox) == 1
    assert not [one for one in root.inbox if "approval" in one]
    assert "Approved. I have told Ada." in maria.presses("Approve")
    assert "Maria has approved this" in str(ada.last.text)
    assert "Q-1" in str(ada.last.text)
    assert "Send" in ada.buttons
    assert "approved" in ada.says("Q-1")


def test_a_rejection_asks_for_a_reason_that_the_asker_reads(people):
    ada, _, maria, _ = people
    asks(ada)
    assert "Why not?" in maria.presses("Reject")
    assert "Rejected. I have told Ada." in maria.says("too much, at most 12 %")
    assert "Maria has rejected this" in str(ada.last.text)
    assert "too much, at most 12 %" in str(ada.last.text)
    listed = ada.says("approvals")
    assert "rejected by Maria" in listed
    assert "too much, at most 12 %" in listed


def test_a_rejection_by_words_needs_no_question(people):
    ada, _, maria, _ = people
    asks(ada)
    assert "Rejected" in maria.says("reject Q-1 too much")
    assert "too much" in str(ada.last.text)
    ada.says("quote edit Q-1 discount:14")
    ada.says("quote send Q-1")
    assert "Approved" in maria.says("approve q1 for once, well done")
    assert "for once, well done" in str(ada.last.text)


def test_the_second_to_decide_is_told_who_was_first(people):
    ada, _, maria, root = people
    asks(ada)
    assert root.says("approvals").startswith("Waiting for you · 1 in all")
    assert "Approved" in maria.presses("Approve")
    told = "Maria approved that already, Mon 23 Nov 2026, 09:00."
    assert root.presses("Approve") == told
    assert root.presses("Reject") == told  # without being asked for a reason first
    assert root.says("reject Q-1 no") == told
    assert root.says("quote approve Q-1") == told
    assert maria.says("approve Q-1") == told
    assert not root.buttons


def test_a_card_of_an_earlier_request_decides_no_later_one(people):
    ada, _, maria, _ = people
    asks(ada)
    old = maria.last
    ada.says("quote edit Q-1 discount:40")
    ada.says("quote send Q-1")
    assert "40" in str(maria.last.text)
    press = {"press": {"outbox_id": old.outbox_id, "index": old.buttons.index("Approve")}}
    assert "withdrawn" in maria._told(press)
    assert "waiting for approval" in ada.says("Q-1")
    assert "Approved" in maria.says("approve Q-1")


def test_nobody_decides_what_they_asked_for_themselves(people):
    ada, _, maria, root = people
    asks(ada)
    root.says("role @ada manager")
    root.says("yes")
    told = "You asked for that yourself, so somebody else has to decide it."
    assert ada.says("approve Q-1") == told
    assert ada.says("quote approve Q-1") == told
    assert "Nothing waits for your approval." in ada.says("approvals")
    assert "Approved" in maria.says("approve Q-1")


def test_those_who_may_not_decide_hear_nothing_or_whom_to_ask(people, chat):
    ada, ben, maria, _ = people
    asks(ada)
    assert "decide approvals" in ada.says("approve Q-1")
    assert "Request access" in ada.buttons
    for stranger in (ben, chat.agent("Gus"), chat.marketer("Mia")):
        assert "decide approvals" in stranger.says("reject Q-1 no")
        assert "Q-1" not in stranger.says("approvals")
    olaf = chat.manager("Olaf")
    assert olaf.says("approve Q-1") == olaf.says("approve Q-77").replace("Q-77", "Q-1")
    assert "don't know you" in chat.customer("王小明").says("approvals")
    assert "waiting for approval" in maria.says("Q-1")


def test_another_manager_above_learns_whose_decision_it_is(chat):
    olga = chat.manager("Olga")
    maria = chat.manager("Maria", olga)
    ada = chat.rep("Ada", maria)
    chat.admin().says("product add Compiler 2,500")
    ada.says("deal add 20 compilers 50k")
    asks(ada)
    assert olga.says("approve Q-1") == "That is for Maria to decide."


def test_several_that_wait_are_told_apart_on_the_buttons(people):
    ada, _, maria, _ = people
    asks(ada)
    asks(ada, 2, "another one")
    listed = maria.says("approvals")
    assert "2 in all" in listed
    assert maria.buttons == ("Approve Q-1", "Reject Q-1", "Approve Q-2", "Reject Q-2")
    assert "Q-2" in maria.presses("Approve Q-2")
    assert "1 in all" in maria.says("approvals")
    assert "Which one?" in maria.says("approve")
    assert "Q-1" in maria.buttons
    assert "Approved" in maria.presses("Q-1")
    assert "Nothing waits for your approval" in maria.says("approvals")


def test_a_decision_is_taken_back_and_the_asker_hears_of_it(people):
    ada, _, maria, _ = people
    asks(ada)
    maria.says("approve Q-1")
    assert "Undone" in maria.presses("Undo")
    assert "taken the decision back" in str(ada.last.text)
    assert "waiting for approval" in ada.says("Q-1")
    assert "Rejected" in maria.says("reject Q-1 on second thoughts")


def test_a_decision_that_was_acted_upon_stands(people):
    ada, _, maria, _ = people
    asks(ada)
    maria.says("approve Q-1")
    ada.says("quote send Q-1")
    ada.says("yes")
    assert "changed again since" in maria.says("undo")


def test_a_request_that_is_undone_is_withdrawn_and_its_card_says_so(people):
    ada, _, maria, _ = people
    asks(ada)
    assert "Undone" in ada.says("undo")
    assert "withdrawn" in maria.presses("Approve")
    assert "Nothing waits" in maria.says("approvals")
    assert "withdrawn" in ada.says("approvals")
    assert "Maria" in ada.says("quote send Q-1 once more")
    assert "Approved" in maria.presses("Approve")


def test_an_edit_that_is_undone_brings_the_request_back_unless_a_newer_one_waits(people):
    ada, _, maria, _ = people
    asks(ada)
    ada.says("quote edit Q-1 note:soon")
    edit = ada.last
    press = {"press": {"outbox_id": edit.outbox_id, "index": edit.buttons.index("Undo")}}
    ada.says("quote send Q-1 again")
    assert "changed again since" in ada._told(press)
    ada.says("undo")
    assert "Undone" in ada._told(press)
    assert "Approved" in maria.says("approve Q-1")


def test_approvals_in_chinese(chat):
    maria, root = chat.manager("Maria"), chat.admin()
    lei = chat.rep("李雷", maria)
    lei.says("language zh")
    maria.says("language zh")
    root.says("product add 编译器 2500")
    lei.says("新增商机 编译器项目 5万 公司:华星")
    lei.says("新增报价 D-1 编译器 x20 折扣:15")
    lei.says("发送报价 Q-1 老客户")
    assert "李雷 请你审批" in str(maria.last.text)
    assert maria.buttons == ("批准", "驳回")
    assert "等你审批" in maria.says("审批")
    assert "为什么不批" in maria.says("驳回 Q-1")
    assert "已驳回，并已告知 李雷" in maria.says("折扣太大 😤")
    assert "折扣太大 😤" in str(lei.last.text)
    assert "已驳回，Maria" in lei.says("待审批")
    assert "Maria 已于" in root.says("language zh") + root.says("批准 Q-1")


def test_odd_words_lead_nowhere_and_change_nothing(people):
    ada, _, maria, _ = people
    asks(ada)
    for odd in ("approve Q-99", "approve D-1", "approve 😀", "approve " + "x" * 10_000,
                "approve Q-1#1", "reject Q-1#99999999999999999999 no"):  # fmt: skip
        answer = maria.says(odd)
        assert "incident" not in answer
        assert "Approved" not in answer
        maria.says("cancel")
    assert "too long" in maria.says("reject Q-1 " + "x" * 1_001)
    maria.says("cancel")
    assert "waiting for approval" in ada.says("Q-1")
    assert "Approved" in maria.says("APPROVE Ｑ－１ ok")


def test_two_managers_who_press_at_the_same_moment_decide_once(any_chat):
    ada, _, maria, root = staff_of(any_chat)
    asks(ada)
    root.says("approvals")
    start = Barrier(2)

    def press(who):
        terminal = Terminal(any_chat.database, any_chat.clock)
        speaker = terminal.become(who.speaker.name)
        payload = {"press": {"outbox_id": who.last.outbox_id, "index": 0}}
        start.wait()
        return [str(one.text) for one in terminal.say(speaker, payload)]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, (maria, root)))
    told = sorted(line for answer in answers for line in answer)
    assert sum("Approved. I have told Ada." in one for one in told) == 1
    assert sum("approved that already" in one for one in told) == 1
    ada.says("approvals")
    heard = [one for one in ada.inbox if "has approved this" in one]
    assert len(heard) == 1
    assert "approved by" in ada.says("approvals")
