"""Reminders by chat: set, listed, finished, put off, repeated, given away; in both languages."""

import pytest


@pytest.fixture
def ada(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("deal add Pumps 5k C-1")
    ada.says("log call C-1 wants an offer")
    return ada


def test_a_reminder_is_echoed_with_weekday_zone_and_context(ada):
    assert ada.says("remind me tomorrow 9am to call Grace about:C-1").splitlines() == [
        "I will remind you.",
        "R-1 call Grace · Grace Hopper C-1",
        "Tue 24 Nov 2026, 09:00 (UTC)",
        "Last: Call, Mon 23 Nov 2026, 09:00: wants an offer",
        "Open deal: Pumps D-1",
    ]
    assert ada.buttons == (
        "Undo",
        "Done",
        "+1h",
        "Tomorrow",
        "Next Monday",
        "Reassign",
        "Log outcome",
        "Calendar file",
    )
    assert "Next step: Tue 24 Nov 2026, 09:00" in ada.says("C-1")
    assert ada.presses("Undo").startswith("Undone")
    assert "Next step" not in ada.says("C-1")
    assert "Nothing to do" in ada.says("tasks")


@pytest.mark.parametrize(
    ("said", "what", "when", "how"),
    [
        ("remind me in 2 hours send it", "send it", "Mon 23 Nov 2026, 11:00", None),
        ("remind me every weekday 9am stand-up", "stand-up", "Tue 24 Nov 2026, 09:00", "every working day"),
        ("remind me every 2nd tuesday at 10 meet", "meet", "Tue 8 Dec 2026, 10:00", "every second Tuesday of the month"),
        ("remind me last day of every month 5pm report", "report", "Mon 30 Nov 2026, 17:00", "on the last day of every month"),
        ("remind me 31 jan 10am pay every:3 months", "pay", "Sun 31 Jan 2027, 10:00", "every 3 months on day 31"),
        ("remind me gifts christmas every:year", "gifts", "Fri 25 Dec 2026, 09:00", "every year"),
        ("remind me friday 3pm swim every:2 weeks", "swim", "Fri 27 Nov 2026, 15:00", "every 2 weeks"),
        ("提醒我明天下午3点给王总打电话", "给王总打电话", "Tue 24 Nov 2026, 15:00", None),
        ("提醒我每周一上午9点看商机", "看商机", "Mon 30 Nov 2026, 09:00", "every Monday"),
        ("提醒我每月最后一天写报告", "写报告", "Mon 30 Nov 2026, 09:00", "on the last day of every month"),
        ("提醒我每个工作日下午5点写日报", "写日报", "Mon 23 Nov 2026, 17:00", "every working day"),
        ("明天上午9点提醒我给王总打电话", "给王总打电话", "Tue 24 Nov 2026, 09:00", None),
        ("remind me today hello", "hello", "Mon 23 Nov 2026, 10:00", None),
    ],
)  # fmt: skip
def test_what_is_said_is_understood(ada, said, what, when, how):
    answer = ada.says(said)
    assert f"R-1 {what}\n{when} (UTC)" in answer
    assert (f"Repeats {how}" in answer) if how else "Repeats" not in answer


def test_what_is_missing_is_asked_for(ada):
    assert "When?" in ada.says("remind me to call Ben")
    assert "Leave it out" not in ada.buttons
    assert "R-1 call Ben\nTue 24 Nov 2026, 15:00" in ada.says("tomorrow 3pm")
    assert "What shall I remind you of?" in ada.says("remind me tomorrow")
    assert "R-2 buy 🎁" in ada.says("buy 🎁")
    assert "is past" in ada.says("remind me yesterday hello")
    ada.says("cancel")
    assert "can be read in two ways" in ada.says("remind me hello when:03/04")
    ada.says("cancel")
    assert "I can't read “blue” as a repeat" in ada.says("remind me tomorrow hi every:blue")
    ada.says("cancel")
    assert "too long" in ada.says(f"remind me tomorrow {'x' * 10_001}")
    ada.says("cancel")
    assert "No task fits" in ada.says("done R-99")


def test_lists_and_the_agenda(ada):
    ada.says("remind me in 2 hours send the offer about:D-1")
    ada.says("remind me friday 3pm swim")
    ada.says("remind me in 2 weeks dance")
    assert ada.says("tasks").splitlines() == [
        "Tasks · 3 in all",
        "11:00 · R-1 send the offer · Pumps D-1",
        "Fri 27 Nov 2026, 15:00 · R-2 swim",
        "Mon 7 Dec 2026, 09:00 · R-3 dance",
    ]
    assert "1 in all" in ada.says("tasks today")
    assert "2 in all" in ada.says("tasks week")
    assert ada.says("tasks overdue") == "Nothing is overdue."
    assert "11:00 · R-1 send the offer · Pumps D-1" in ada.says("agenda")
    ada.chat.passes(hours=3)
    assert "Tasks: overdue · 1 in all" in ada.says("overdue tasks")
    assert "Overdue here: 1" in ada.says("tasks")
    ada.says("language zh")
    assert "R-2 swim" in ada.says("我的任务")


def test_done_asks_what_came_of_it_and_what_is_next(ada):
    ada.says("remind me tomorrow 9am to call Grace about:C-1")
    said = ada.says("done R-1")
    assert said.splitlines() == [
        "Done: call Grace · Grace Hopper C-1 R-1",
        "What came of it?",
        "And when is the next step?",
    ]
    # In three days it is Thanksgiving, and no day of work is offered that is none.
    assert ada.buttons[1:] == ("Log outcome", "Tomorrow", "Next Monday", "In 2 weeks")
    assert ada.presses("Log outcome") == "What came of it?"
    assert "Outcome: she wants it blue" in ada.says("she wants it blue")
    assert "call Grace: she wants it blue" in ada.says("timeline C-1")
    ada.says("R-1")
    assert "R-1 was done on Mon 23 Nov 2026, 09:00" in ada.says("done R-1")
    said = ada.says("task next R-1 next monday 9am")
    assert "Next step set." in said
    assert "Mon 30 Nov 2026, 09:00" in said
    assert "Next step: Mon 30 Nov 2026, 09:00" in ada.says("C-1")
    assert "Open again." in ada.says("task reopen R-1")
    assert "is not done yet" in ada.says("task reopen R-1")
    assert "Outcome: order on Monday" in ada.says("完成 R-1 order on Monday")
    ada.says("remind me tomorrow swim")
    assert "Shall I remind you again?" in ada.says("done R-3")
    assert "I will remind you.\nR-4 swim\nTue 24 Nov 2026, 09:00" in ada.presses("Tomorrow")
    ada.says("remind me every day 9am stand-up")
    assert "again?" not in ada.says("done R-5"), "it comes round by itself"


def test_done_twice_leaves_one_successor_and_undo_takes_it_back(ada):
    ada.says("remind me every weekday 9am stand-up")
    assert "Comes round again Wed 25 Nov 2026, 09:00: R-2" in ada.says("done R-1")
    assert "was done" in ada.says("done R-1")
    assert "1 in all" in ada.says("tasks")
    ada.says("undo")
    assert "09:00 · R-1 stand-up" in ada.says("tasks")
    assert "1 in all" in ada.says("tasks")


def test_put_off_changed_given_away_and_deleted(ada):
    maria = ada.chat.manager("Maria")
    ada.says("remind me tomorrow 9am to call Grace")
    assert "I remind you again Fri 27 Nov 2026, 15:00 (UTC)." in ada.says("snooze R-1 friday 3pm")
    assert "When?" in ada.says("snooze grace")
    assert "I remind you again Mon 23 Nov 2026, 10:00" in ada.says("in 1 hour")
    assert "R-1 write to Grace" in ada.says("task edit R-1 text:write to Grace when:monday 3pm")
    assert "Repeats every week" in ada.says("task edit R-1 every:week")
    assert "Repeats" not in ada.says("task edit R-1 every:none")
    assert "What should change?" in ada.says("task edit R-1")
    assert "covers your own records only" in ada.says("task assign R-1 @ben")
    assert "Ben has it now." in maria.says("task assign R-1 @ben")
    assert "Ben has it already." in maria.says("task assign R-1 @ben")
    assert ada.inbox[-1] == "Maria gave the task R-1 to Ben."
    assert "No task fits" in ada.says("R-1")
    ben = ada.chat.rep("Ben")
    assert "Deleted R-1" in ben.says("task delete R-1")
    assert "No task fits" in ben.says("R-1")
    ben.presses("Undo")
    assert "write to Grace" in ben.says("R-1")


def test_buttons_of_a_card_that_is_out_of_date(ada):
    """Reassign without the right leaves the card; what is done already says so, and leads on."""
    ada.says("remind me in 1 hour to swim")
    ada.chat.passes(hours=1)
    said = ada.presses("Reassign")
    assert "covers your own records only" in said
    assert "R-1 swim" in said
    assert {"Done", "Tomorrow", "Request access"} <= set(ada.buttons)
    ada.says("done R-1")
    for said in ("snooze R-1 tomorrow", "done R-1", "task edit R-1 text:dance"):
        assert "R-1 was done on Mon 23 Nov 2026, 10:00" in ada.says(said)
        assert ada.buttons == ("Take up again",)
    assert "Open again." in ada.presses("Take up again")
    maria = ada.chat.manager("Maria")
    assert "Which colleague?" in maria.says("task assign R-1")
    assert "Ben has it now." in maria.says("@ben")


def test_for_a_colleague_within_rights(ada):
    maria, gus = ada.chat.manager("Maria"), ada.chat.agent("Gus")
    assert "covers your own records only" in ada.says("remind @ben tomorrow 9am hello")
    said = maria.says("remind @ada tomorrow 9am send the offer about:D-1")
    assert "I will remind Ada." in said
    assert ada.inbox[-1].splitlines() == [
        "Maria set you a reminder for Tue 24 Nov 2026, 09:00 (UTC): R-1",
        "send the offer · Pumps D-1",
    ]
    assert "Ben may not see D-1" in maria.says("remind @ben tomorrow 9am hello about:D-1")
    assert "covers your team only" in maria.says("remind @gus tomorrow 9am hello")
    assert "Nothing to do" in gus.says("tasks")
    assert "nothing to do there that you may see" in gus.says("tasks @ada")
    assert "R-1" in maria.says("tasks @ada")
    assert "R-1" in maria.says("team tasks")


def test_a_colleague_far_away_is_rung_at_the_time_that_was_said_and_that_is_told(ada):
    maria = ada.chat.manager("Maria")
    maria.says("timezone America/New_York")
    ada.says("timezone Asia/Shanghai")
    said = maria.says("remind @ada tomorrow 3pm send the offer")
    assert said.splitlines()[:2] == [
        "I will remind Ada.",
        "There that is Wed 25 Nov 2026, 04:00 (Asia/Shanghai).",
    ]
    assert "Tue 24 Nov 2026, 15:00" in said
    assert "Wed 25 Nov 2026, 04:00 (Asia/Shanghai)" in ada.inbox[-1]
    maria.says("语言 zh")
    assert "对方当地时间是2026年11月25日周三 04:00" in maria.says("提醒 @ada 明天下午3点 发报价")
    ada.says("timezone America/Toronto")
    assert "当地" not in maria.says("提醒 @ada 明天下午3点 发报价")


def test_next_steps_are_tasks_and_there_is_one_of_each_record(ada):
    ada.says("log call C-1 hello next:friday 3pm")
    assert "Fri 27 Nov 2026, 15:00 · R-1 Grace Hopper C-1" in ada.says("tasks")
    ada.says("log call C-1 again next:monday")
    assert ada.says("tasks").splitlines()[1:] == ["Mon 30 Nov 2026, 09:00 · R-1 Grace Hopper C-1"]
    ada.says("undo")
    assert "Fri 27 Nov 2026, 15:00" in ada.says("tasks")
    assert "Next step: Fri 27 Nov 2026, 15:00" in ada.says("C-1")
    ada.says("contact add Grace Hoper")
    ada.says("log note C-2 hi next:tomorrow")
    ada.says("contact merge C-1 C-2")
    ada.says("yes")
    assert "Next step: Tue 24 Nov 2026, 09:00" in ada.says("C-1")
    assert "Grace Hopper C-1" in ada.says("R-2")


def test_whoever_lost_the_record_is_not_told_of_it(ada):
    maria = ada.chat.manager("Maria")
    ada.says("remind me in 2 hours ask about the secret about:C-1")
    maria.says("contact assign C-1 @ben")
    for said in ("tasks", "R-1", "agenda", "done R-1", "task reopen R-1"):
        answer = ada.says(said)
        assert "secret" not in answer
        assert "Grace" not in answer
    heard = len(ada.inbox)
    ada.chat.passes(hours=3)
    assert not any("secret" in one or "Grace" in one for one in ada.inbox[heard:])
    assert any("Ada had a reminder R-1 for Mon 23 Nov 2026, 11:00" in one for one in maria.inbox)
    assert "secret" not in maria.inbox[-1]
    assert "Which colleague?" in maria.presses("Reassign")
    assert "Ben has it now." in maria.says("@ben")
    assert "ask about the secret" in ada.chat.rep("Ben").says("R-1")


def test_a_handover_takes_tasks_along(ada):
    maria, ben = ada.chat.manager("Maria"), ada.chat.rep("Ben")
    ada.says("remind me friday 3pm swim")
    assert "1 task" in maria.says("handover @ada @ben")
    maria.says("yes")
    assert "R-1 swim" in ben.says("tasks")
    assert "Nothing to do" in ada.says("tasks")
