"""Talk about tasks as people talk: loose words, answers to what was asked, ends of repeats."""

import pytest


@pytest.fixture
def ada(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("deal add Pumps 5k C-1")
    return ada


def test_a_part_of_a_word_means_no_task(ada):
    ada.says("remind me friday 3pm to call the mint")
    for said in ("done all", "snooze all tomorrow", "done mi"):
        assert "No task fits" in ada.says(said) or "Do you mean this one?" in str(ada.last.text)
        ada.says("cancel")
    assert "Fri 27 Nov 2026, 15:00 · R-1 call the mint" in ada.says("tasks")
    assert "Do you mean this one?" in ada.says("done min")
    assert ada.buttons == ("R-1 call the mint", "Cancel")
    ada.says("cancel")
    assert "Done: call the mint" in ada.says("done the mint")
    ada.says("提醒我明天下午3点给王总打电话")
    assert "Done: 给王总打电话" in ada.says("done 王总")


def test_tasks_without_words_are_offered_by_what_they_are_about(ada):
    ada.says("log call C-1 hello next:friday")
    ada.says("remind me tomorrow to call Grace")
    ada.says("done Grace")
    assert ada.buttons == ("R-2 call Grace", "R-1 Grace Hopper C-1", "Cancel")


def test_words_after_done_are_its_outcome(ada):
    ada.says("remind me tomorrow 9am to call Grace about:C-1")
    assert "What came of it?" in ada.says("done R-1")
    said = ada.says("they were happy, and want two")
    assert "Outcome: they were happy, and want two" in said
    assert "call Grace: they were happy, and want two" in ada.says("timeline C-1")
    assert "I don't understand" in ada.says("they were happy")


def test_a_time_after_done_is_the_next_step(ada):
    ada.says("remind me tomorrow 9am to call Grace about:C-1")
    ada.says("done R-1 she likes it")
    assert "Next step: Tue 1 Dec 2026, 10:00" in ada.says("next tuesday 10am") + ada.says("C-1")
    ada.says("remind me friday 3pm to swim")
    ada.says("done swim")
    assert "R-4 swim\nMon 23 Nov 2026, 11:00" in ada.says("in 2 hours")
    ada.says("done R-4")
    assert ada.says("no") == "All right."
    assert "I don't understand" in ada.says("it went well")


def test_what_was_asked_after_done_is_forgotten_by_the_next_command(ada):
    ada.says("remind me tomorrow 9am to swim")
    ada.says("done R-1")
    assert "Pumps" in ada.says("deals")
    assert "I don't understand" in ada.says("it went well")
    ada.says("task reopen R-1")
    ada.says("done R-1")
    ada.chat.passes(minutes=40)
    assert "I don't understand" in ada.says("it went well")


def test_a_whole_command_is_no_answer(ada):
    assert "What shall I remind you of?" in ada.says("remind me tomorrow")
    assert "R-1 buy milk\nMon 23 Nov 2026, 15:00" in ada.says("remind me at 3pm to buy milk")
    ada.says("remind me friday")
    assert "Done: buy milk" in ada.says("done R-1 it was sour")
    ada.says("remind me friday")
    assert "R-2 move the desk" in ada.says("move the desk")


def test_a_date_that_reads_two_ways_is_asked_with_its_time(ada):
    assert "“03/04 9am” can be read in two ways" in ada.says("remind me 03/04 9am to pay the rent")
    assert ada.buttons == ("Thu 4 Mar 2027, 09:00", "Sat 3 Apr 2027, 09:00", "Cancel")
    assert "R-1 pay the rent\nSat 3 Apr 2027, 09:00" in ada.presses("Sat 3 Apr 2027, 09:00")


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("remind me every day 8am stretch until friday", "R-1 stretch\nTue 24 Nov 2026, 08:00 (UTC)\nRepeats every day, until Fri 27 Nov 2026"),
        ("remind me every day until friday 8am stretch", "R-1 stretch\nTue 24 Nov 2026, 08:00 (UTC)\nRepeats every day, until Fri 27 Nov 2026"),
        ("remind me every monday 9am plan the week for 4 times", "R-1 plan the week\nMon 30 Nov 2026, 09:00 (UTC)\nRepeats every Monday, until Mon 21 Dec 2026"),
        ("remind me every monday 9am plan 3 times", "R-1 plan\nMon 30 Nov 2026, 09:00 (UTC)\nRepeats every Monday, until Mon 14 Dec 2026"),
        ("remind me daily 9am to take the pill for 2 weeks", "R-1 take the pill\nTue 24 Nov 2026, 09:00 (UTC)\nRepeats every day, until Mon 7 Dec 2026"),
        ("remind me tomorrow 9am plan every:weekday until 31 dec", "R-1 plan\nTue 24 Nov 2026, 09:00 (UTC)\nRepeats every working day, until Thu 31 Dec 2026"),
        ("提醒我每天上午8点吃药，直到周五", "R-1 吃药\nTue 24 Nov 2026, 08:00 (UTC)\nRepeats every day, until Fri 27 Nov 2026"),
        ("提醒我每周一上午9点看商机，共4次", "R-1 看商机\nMon 30 Nov 2026, 09:00 (UTC)\nRepeats every Monday, until Mon 21 Dec 2026"),
        ("remind me friday 3pm to wait until monday", "R-1 wait until monday\nFri 27 Nov 2026, 15:00 (UTC)\n"),
        ("remind me every friday 3pm to knock three times at the door", "R-1 knock three times at the door\nFri 27 Nov 2026, 15:00 (UTC)\nRepeats every Friday\n"),
    ],
)  # fmt: skip
def test_repeats_end_where_it_is_said(ada, said, card):
    assert card in ada.says(said) + "\n"


def test_a_repeat_that_ended_comes_no_more(ada):
    ada.says("remind me every day 8am stretch 2 times")
    ada.chat.passes(days=1)
    assert "Comes round again Wed 25 Nov 2026, 08:00: R-2" in ada.presses("Done")
    ada.chat.passes(days=1)
    assert "That was the last time." in ada.presses("Done")
    assert "Nothing to do" in ada.says("tasks")
    assert "ends before it begins" in ada.says("remind me every day 8am stretch until today")
    ada.says("cancel")
    ada.says("remind me every day 8am stretch 5 times")
    assert "until" not in ada.says("task edit R-3 every:none")


def test_a_ref_ends_its_key_and_the_text_goes_on(ada):
    assert "R-1 call her · Grace Hopper C-1" in ada.says("remind me friday about:C-1 call her")
    assert "R-2 see the plan · Pumps D-1" in ada.says("remind me about:D-1 friday see the plan")


def test_a_record_named_in_the_words_is_what_it_is_about(ada):
    assert "R-1 check D-1 · Pumps D-1" in ada.says("remind me in 2 hours to check D-1")
    assert "R-2 Pumps D-1" in ada.says("remind me tomorrow morning about D-1")
    assert "R-3 send the offer · Pumps D-1" in ada.says(
        "remind me friday to send the offer for D-1"
    )
    assert "R-4 C-1 or D-1\n" in ada.says("remind me friday C-1 or D-1")
    ben = ada.chat.rep("Ben")
    assert "R-5 check D-1\n" in ben.says("remind me in 2 hours to check D-1")
    assert "R-6 check D-99\n" in ben.says("remind me in 2 hours to check D-99")


def test_a_polite_command_is_a_command(ada):
    assert "Which task?" in ada.says("done")
    assert "Grace Hopper" in ada.says("please show C-1")
    assert "Grace Hopper" in ada.says("can you show C-1?")
    assert "Which task?" in ada.says("done")
    assert "Grace Hopper" in ada.says("could you please show C-1")


def test_lists_of_days_to_come(ada):
    ada.says("remind me tomorrow 3pm swim")
    ada.says("remind me friday 3pm dance")
    ada.says("remind me next tuesday sing")
    assert "1 in all" in ada.says("tasks tomorrow")
    assert "R-1 swim" in str(ada.last.text)
    assert "R-2 dance" in ada.says("tasks friday")
    assert "R-1" not in str(ada.last.text)
    assert "R-3 sing" in ada.says("tasks next week")
    assert "R-1 swim" in ada.says("what's due tomorrow")
    assert "R-1 swim" in ada.says("tomorrow's tasks?")
    assert "R-1 swim" in ada.says("明天的任务")
    assert "R-1 swim" in ada.says("what do I have to do tomorrow?")
    assert "Nothing is overdue." in ada.says("show my overdue tasks")
    assert ada.says("tasks @maria") == "Maria has nothing to do there that you may see."


def test_everyday_ways_to_put_off_and_to_finish(ada):
    def due(said):
        ada.says(said)
        return ada.says("R-1")

    ada.says("remind me tomorrow 9am to swim")
    assert "Fri 27 Nov 2026, 15:00" in due("snooze R-1 until friday 3pm")
    assert "Fri 27 Nov 2026, 17:00" in due("snooze R-1 for 2 hours")
    assert "Fri 27 Nov 2026, 17:30" in due("snooze it 30 minutes")
    assert "Sun 29 Nov 2026, 17:30" in due("delay R-1 by 2 days")
    assert "Fri 27 Nov 2026, 14:00" in due("reschedule R-1 to friday 2pm")
    assert "Mon 30 Nov 2026, 09:00" in due("move R-1 to next monday")
    assert "Tue 1 Dec 2026, 09:00" in due("push R-1 to next tuesday")
    assert "Done: swim" in ada.says("mark R-1 as done")
    ada.says("task reopen R-1")
    assert "Done: swim" in ada.says("R-1 done")
    ada.says("task reopen R-1")
    assert "Done: swim" in ada.says("close R-1")
    ada.says("task reopen R-1")
    assert "Deleted R-1." in ada.says("cancel reminder R-1")
    ada.says("undo")
    assert "Deleted R-1." in ada.says("delete R-1")


@pytest.mark.parametrize(
    "said",
    [
        "in 3 hours remind me to call Kim",
        "reminder in 3 hours call Kim",
        "todo call Kim in 3 hours",
        "don't let me forget to call Kim in 3 hours",
        "can you remind me to call Kim in 3 hours?",
        "please remind me in 3 hours to call Kim",
        "3小时后提醒我 call Kim",
    ],
)
def test_everyday_ways_to_be_reminded(ada, said):
    assert "R-1 call Kim\nMon 23 Nov 2026, 12:00" in ada.says(said)


def test_follow_up_with_somebody(ada):
    said = ada.says("follow up with Grace Hopper in 2 weeks")
    assert "R-1 Grace Hopper C-1\nMon 7 Dec 2026, 09:00" in said
    assert "R-2 Grace Hopper C-1\nFri 27 Nov 2026, 10:00" in ada.says(
        "follow up with C-1 on friday 10am"
    )


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("remind me the first of every month to pay the rent", "pay the rent\nTue 1 Dec 2026, 09:00 (UTC)\nRepeats every month on day 1"),
        ("remind me on the 15th of each month 10am invoices", "invoices\nTue 15 Dec 2026, 10:00 (UTC)\nRepeats every month on day 15"),
        ("remind me biweekly friday report", "report\nFri 27 Nov 2026, 09:00 (UTC)\nRepeats every 2 weeks on Friday"),
        ("remind me every fortnight to swim", "swim\nMon 7 Dec 2026, 09:00 (UTC)\nRepeats every 2 weeks"),
        ("remind me every morning to stretch", "stretch\nTue 24 Nov 2026, 09:00 (UTC)\nRepeats every day"),
        ("remind me every evening to read", "read\nMon 23 Nov 2026, 19:00 (UTC)\nRepeats every day"),
        ("remind me every friday afternoon to tidy up", "tidy up\nFri 27 Nov 2026, 15:00 (UTC)\nRepeats every Friday"),
    ],
)  # fmt: skip
def test_everyday_ways_to_say_how_often(ada, said, card):
    assert f"R-1 {card}" in ada.says(said)


def test_more_often_than_every_day_is_refused_with_a_reason(ada):
    for said in (
        "remind me every 2 hours to drink",
        "remind me every hour to drink",
        "提醒我每小时喝水",
    ):
        assert ada.says(said).startswith("A reminder comes round once a day at most")


def test_done_alone_offers_what_was_shown_by_its_words(ada):
    ada.says("remind me in 5 minutes to stretch")
    ada.says("remind me in 6 minutes to drink")
    ada.says("remind me tomorrow to swim")
    ada.says("done swim")
    assert "Which task?" in ada.says("done")
    assert ada.buttons == ("R-2 drink", "R-1 stretch", "Cancel")
    assert "Done: drink" in ada.presses("R-2 drink")


def test_quotes_and_orders_can_be_what_it_is_about(ada):
    ada.says("quote add D-1 Pump x2 @100")
    assert "R-1 ask again · Q-1" in ada.says("remind me friday about:Q-1 ask again")
    assert "R-2 send Q-1 again · Q-1" in ada.says("remind me friday to send Q-1 again")
    ada.says("order add D-1 5k")
    assert "R-3 call the yard · S-1" in ada.says("remind me friday about:S-1 call the yard")
    ben = ada.chat.rep("Ben")
    assert "Q-1" not in ben.says("remind me friday about:Q-1 ask again").replace("“Q-1”", "")


def test_a_second_calendar_link_is_asked_about(ada):
    ada.chat.admin().says("settings public url https://crm.example.com")
    said = ada.says("calendar")
    assert ".ics" in said
    assert "earlier" not in said
    said = ada.says("calendar")
    assert "You have a link since Mon 23 Nov 2026, 09:00. I cannot show it again" in said
    assert ".ics" not in said
    assert ada.buttons == ("New link", "Stop it")
    assert "the earlier one has stopped working" in ada.presses("New link")
    ada.says("calendar off")
    assert "earlier" not in ada.says("calendar")


def test_digest_off_means_all_of_them(ada):
    ada.says("digest evening 18:00")
    assert "Digests: morning off · evening off" in ada.says("digest off")
    assert "Digests: morning 08:30 · evening off" in ada.says("digest on")
    ada.says("digest evening on")
    assert "Digests: morning off · evening 18:00" in ada.says("digest morning off")


def test_quiet_alone_says_how_it_is(ada):
    assert ada.says("quiet") == "Quiet hours: off. quiet 22:00-8:00 sets them."
    said = ada.says("quiet 22:00-8:00")
    assert said.startswith("Quiet 22:00–08:00: notices wait until 08:00.")
    assert ada.says("quiet") == "Quiet hours: 22:00–08:00. quiet off ends them."


def test_a_colleague_hears_what_it_is_about_and_the_setter_what_came_of_it(ada):
    maria, ben = ada.chat.manager("Maria"), ada.chat.rep("Ben")
    maria.says("remind @ada tomorrow 10am about:C-1 call her")
    assert ada.inbox[-1].splitlines()[1] == "call her · Grace Hopper C-1"
    assert "Grace Hopper" in ada.presses("Show")
    ada.says("done R-1 she wants two")
    assert (
        maria.inbox[-1] == "Ada has done R-1: call her · Grace Hopper C-1\nOutcome: she wants two"
    )
    maria.says("remind @ada friday to swim")
    maria.says("snooze R-2 next monday")
    assert ada.inbox[-1] == "Maria put R-2 off to Mon 30 Nov 2026, 09:00: swim"
    maria.says("done R-2")
    assert ada.inbox[-1] == "Maria has done R-2: swim"
    ada.chat.passes(hours=2)
    maria.says("remind @ada friday to dance")
    maria.says("task delete R-3")
    assert ada.inbox[-1] == "Maria deleted R-3: dance"
    heard = len(ben.inbox)
    ada.says("remind me friday to sing")
    ada.says("done R-4")
    assert len(ben.inbox) == heard
    assert "sing" not in maria.inbox[-1]


def test_the_agenda_counts_all_that_is_overdue(ada):
    for number in range(10):
        ada.says(f"remind me in {number + 1} minutes to count {number}")
    ada.chat.passes(hours=1)
    assert "10 of them are overdue." in ada.says("agenda")


def test_all_notices_off_can_be_undone(ada):
    ada.says("notifications all off")
    assert "Undo" in ada.buttons
    ada.presses("Undo")
    assert "Deals (deals): at once" in ada.says("notifications")


def test_everybody_reads_how_to_end_a_nudge(ada):
    assert "nudge why stale tells why, and ends it for you." in ada.says("nudges")
    assert "nudge why stale" in ada.says("nudges off")


def test_an_outcome_may_begin_like_the_name_of_a_record(ada):
    ada.says("remind me tomorrow 9am to call Grace")
    assert "What came of it?" in ada.says("done R-1")
    assert "Outcome: customer wants to think about it" in ada.says(
        "customer wants to think about it"
    )
    ada.says("remind me tomorrow 9am to call Grace again")
    ada.says("done R-2")
    assert ada.says("contact Grace Hopper").startswith("Grace Hopper C-1")
    assert "Outcome" not in ada.says("R-2")
    ada.says("语言 zh")
    ada.says("提醒我明天上午9点给客户打电话")
    ada.says("完成 R-3")
    assert "结果：客户要再考虑" in ada.says("客户要再考虑")


def test_typed_questions_and_plans_of_a_day(ada):
    for said in ("why did I get this?", "为什么收到这个？"):
        assert ada.says(said) == "No rule has found anything for you."
    ada.says("remind me tomorrow 9am to call Grace")
    for said in (
        "what's on tomorrow?",
        "what do I have tomorrow",
        "明天有什么安排",
        "明天有什么事",
    ):
        assert "R-1 call Grace" in ada.says(said), said
    assert "R-2 call" in ada.says("ｒｅｍｉｎｄ ｍｅ ｔｏｍｏｒｒｏｗ ９ａｍ ｔｏ call")
