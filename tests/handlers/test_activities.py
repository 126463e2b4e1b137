"""Activities by chat: log and look back."""

import pytest

GRACE = "contact add Grace Hopper grace@navy.example"


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ("log call C-1 wants 20 compilers", "Call", "wants 20 compilers"),
        ("log meeting Grace Hopper over lunch: went well", "Meeting", "over lunch: went well"),
        ("log visit it 10:30 at the yard", "Visit", "10:30 at the yard"),
        ("log email grace@navy.example sent the price list", "E-mail", "sent the price list"),
        ("log note hopper likes tea", "Note", "likes tea"),
        ("log C-1 note likes tea", "Note", "likes tea"),
        ("note on Grace Hopper: likes tea", "Note", "likes tea"),
        ("add a note to it: likes tea", "Note", "likes tea"),
        ("call with hopper: likes tea", "Call", "likes tea"),
        ("记录 电话 C-1 想要报价", "Call", "想要报价"),
        ("给Grace备注喜欢喝茶", "Note", "喜欢喝茶"),
    ],
)
def test_what_happened_is_logged(chat, said, kind, text):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    assert ada.says(said).startswith(f"{kind} logged for Grace Hopper C-1.")
    assert f"Mon 23 Nov 2026, 09:00 · {kind} · Ada\n{text}" in ada.says("timeline C-1")


@pytest.mark.parametrize(
    ("wish", "echo"),
    [
        ("next:tuesday 10am", "Tue 24 Nov 2026, 10:00"),
        ("next:2026-12-24", "Thu 24 Dec 2026, 09:00"),
        ("下次:后天上午十点", "Wed 25 Nov 2026, 10:00"),
        ("next:in 2 weeks", "Mon 7 Dec 2026, 09:00"),
    ],
)
def test_the_next_step_is_echoed_absolute_and_shown_on_the_card(chat, wish, echo):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    assert f"Next step: {echo}" in ada.says(f"log call C-1 wants a quote {wish}")
    assert f"Next step: {echo}" in ada.says("C-1")
    assert f"next {echo}" in ada.says("timeline C-1")


def test_a_date_that_reads_two_ways_is_asked_about(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    assert "“03/04” can be read in two ways. Which day?" in ada.says("log call C-1 hi next:03/04")
    assert len(ada.buttons) == 3
    assert "Next step: Sat 3 Apr 2027" in ada.presses("Sat 3 Apr 2027")


def test_missing_words_are_asked_one_by_one(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    assert "What was it" in ada.says("log")
    assert ada.buttons == ("call", "meeting", "visit", "email", "note", "Cancel")
    assert "Whom do you mean?" in ada.presses("call")
    assert ada.buttons == ("C-1", "Cancel")
    assert ada.says("hopper") == "What happened?"
    chat.restarts()
    assert "Call logged for Grace Hopper" in ada.says("No answer, I will try again")
    assert "No answer, I will try again" in ada.says("timeline it")


def test_texts_may_be_long_but_not_endless(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(GRACE)
    assert "Note logged" in ada.says("log note C-1 " + "长" * 10_000)
    assert "That is too long: 10,001 characters" in ada.says("log note C-1 " + "x" * 10_001)
    assert ada.says("cancel") == "Cancelled. Nothing was changed."
    assert "1 in all" in ada.says("timeline C-1")


def test_line_breaks_and_emoji_are_kept(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("log note C-1 first line\n  second line 😀")
    assert "first line\n  second line 😀" in ada.says("timeline C-1")


def test_the_timeline_has_pages_and_is_read_by_whoever_sees_the_contact(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says(GRACE)
    for number in range(10):
        ada.says(f"log call C-1 call number {number}")
    assert "1–8 of 10" in maria.says("timeline C-1")
    assert "call number 0" in maria.presses("More ›")
    assert ben.says("timeline C-1") == "No contact fits “C-1”."


def test_reading_is_not_writing(chat):
    ada, ben, agent = chat.rep("Ada"), chat.rep("Ben"), chat.agent("Gus")
    ada.says(GRACE)
    assert "You need the right to change contacts" in agent.says("log call C-1 hello")
    ada.says("contact share C-1 @ben")
    assert "covers your own records only" in ben.says("log call C-1 hello")
    ada.says("contact share C-1 @ben edit")
    assert "Call logged" in ben.says("log call C-1 hello")
