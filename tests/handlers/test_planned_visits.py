"""Visits, meetings and calls to come: planned, as a file for the calendar, and done."""

from pathlib import Path

import pytest
from icalendar import Calendar


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada", chat.manager("Maria"))
    ada.says('contact add Grace Hopper company:Navy address:"1 Main St, Arlington"')
    return ada


@pytest.mark.parametrize(
    ("said", "what", "at"),
    [
        ("log visit C-1 tomorrow 3pm at their yard", "Visit: at their yard", "Tue 24 Nov 2026, 15:00"),
        ("log visit C-1 on:friday 3pm at their yard", "Visit: at their yard", "Fri 27 Nov 2026, 15:00"),
        ("log meeting C-1 next tuesday, the new price list", "Meeting: the new price list", "Tue 1 Dec 2026, 09:00"),
        ("log call C-1 on:friday 10am", "Call", "Fri 27 Nov 2026, 10:00"),
        ("plan a visit to C-1 on friday 3pm", "Visit", "Fri 27 Nov 2026, 15:00"),
        ("schedule a meeting with Grace Hopper for friday 3pm", "Meeting", "Fri 27 Nov 2026, 15:00"),
        ("记录 拜访 C-1 明天下午3点 看场地", "Visit: 看场地", "Tue 24 Nov 2026, 15:00"),
    ],
)  # fmt: skip
def test_what_is_to_come_is_planned(ada, said, what, at):
    answer = ada.says(said)
    assert answer.startswith("Planned: I remind you then, and ask what came of it.")
    assert f"R-1 {what} · Grace Hopper C-1\n{at} (UTC)" in answer
    assert "Nothing logged" in ada.says("timeline C-1")
    assert f"Next step: {at}" in ada.says("C-1")
    assert ada.says("undo").startswith("Undone")
    assert "Nothing to do" in ada.says("tasks")


def test_a_planned_visit_comes_as_a_file(ada):
    ada.says("log visit C-1 tomorrow 3pm at their yard")
    assert "For your calendar." in ada.presses("Calendar file")
    (event,) = Calendar.from_ical(Path(ada.last.files[0]).read_bytes()).walk("VEVENT")
    assert str(event["summary"]) == "Visit: at their yard · Grace Hopper C-1"
    assert str(event["location"]) == "1 Main St, Arlington"
    assert f"{event.decoded('dtstart'):%Y-%m-%d %H:%M}" == "2026-11-24 15:00"


def test_a_planned_visit_that_was_made_counts_as_a_visit(ada):
    ada.says("log visit C-1 tomorrow 3pm at their yard")
    ada.chat.passes(hours=31)
    ada.presses("Done")
    ada.says("they take two")
    assert "Visit · Ada\nat their yard: they take two" in ada.says("timeline C-1")


def test_what_was_planned_is_told_in_its_readers_language_and_no_words_make_a_visit(ada):
    ada.says("语言 zh")
    assert "拜访：看场地" in ada.says("记录 拜访 C-1 明天下午3点 看场地")
    ada.says("language en")
    assert "R-1 Visit: 看场地" in ada.says("R-1")
    ada.says("done R-1 they take two")
    assert "Visit · Ada\n看场地: they take two" in ada.says("timeline C-1")
    ada.says("remind me tomorrow 9am Call: the price list about:C-1")
    ada.says("done R-2 sent")
    assert "Note · Ada\nCall: the price list: sent" in ada.says("timeline C-1")


def test_another_next_step_leaves_what_was_agreed_upon_where_it_is(ada):
    ada.says("log visit C-1 on:friday 3pm at their yard")
    ada.says("log call C-1 they want a paper first next:tomorrow 9am")
    assert "Fri 27 Nov 2026, 15:00 · R-1 Visit: at their yard" in ada.says("tasks")
    assert "Next step: Tue 24 Nov 2026, 09:00" in ada.says("C-1")


def test_what_has_been_is_logged_for_its_day(ada):
    assert "Visit logged" in ada.says("log visit C-1 on:2026-11-20 14:00 saw the yard")
    assert "Fri 20 Nov 2026, 14:00 · Visit · Ada\nsaw the yard" in ada.says("timeline C-1")
    assert "Call logged" in ada.says("log call C-1 on:yesterday he was out")
    assert "Sun 22 Nov 2026, 09:00 · Call · Ada\nhe was out" in ada.says("timeline C-1")
    assert "What happened?" in ada.says("log call C-1 on:yesterday")
    assert "Call logged" in ada.says("he was in")


@pytest.mark.parametrize(
    "said",
    [
        "log visit C-1 10:30 at the yard",
        "log call C-1 tomorrow he is away",
        "log note C-1 tomorrow 3pm they close",
        "log call C-1 they want it next tuesday",
    ],
)
def test_a_date_in_what_happened_plans_nothing(ada, said):
    assert " logged for Grace Hopper" in ada.says(said)
    assert "Nothing to do" in ada.says("tasks")


def test_a_date_after_its_key_ends_where_it_ends(ada):
    said = ada.says("log visit C-1 next:friday 3pm showed the machine")
    assert "Next step: Fri 27 Nov 2026, 15:00" in said
    assert "showed the machine" in ada.says("timeline C-1")
    ada.says("log call C-1 hi next:03/04 9am")
    assert ada.buttons[0] == "Thu 4 Mar 2027, 09:00"
    ada.says("cancel")
    assert "I can't read “soon maybe” as a date" in ada.says("log call C-1 hi next:soon maybe")


def test_the_next_step_after_a_visit_to_come_is_said_later(ada):
    said = ada.says("log visit C-1 on:friday 10am at the yard next:in 3 weeks")
    assert said == "Say the next step once it has been: I ask you then."
    assert "Nothing to do" in ada.says("tasks")


def test_nobody_plans_with_whom_they_may_not_change(ada):
    ben = ada.chat.rep("Ben")
    assert "No contact fits" in ben.says("log visit C-1 tomorrow 3pm at their yard")
    gus = ada.chat.agent("Gus")
    assert "You need the right" in gus.says("log visit C-1 tomorrow 3pm at their yard")
