"""Questions: asked one by one, cancelled, kept over a restart, forgotten after half an hour."""

import pytest


def test_what_is_missing_is_asked_one_by_one(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert ada.says("tag").startswith("Whom do you mean?")
    any_chat.restarts()
    assert ada.says("hopper") == "Which tag?"
    any_chat.restarts()
    assert ada.says("vip") == "Tagged Grace Hopper C-1 with “vip”."
    assert ada.says("vip").startswith("I don't understand “vip”.")


@pytest.mark.parametrize(
    "word", ["cancel", "取消", "stop", "never mind", "算了", "/cancel", "no", "不"]
)
def test_cancelling(chat, word):
    ada = chat.rep("Ada")
    ada.says("contact add")
    assert ada.says(word) == "Cancelled. Nothing was changed."
    assert ada.says("cancel") == "There is nothing to cancel."


def test_a_button_cancels_too(chat):
    ada = chat.rep("Ada")
    ada.says("contact add")
    assert ada.presses("Cancel") == "Cancelled. Nothing was changed."


def test_a_question_is_forgotten_after_half_an_hour(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add")
    any_chat.passes(minutes=30)
    assert "Saved." in ada.says("Grace Hopper")
    ada.says("contact add")
    any_chat.passes(minutes=31)
    assert ada.says("Alan Turing").startswith("I don't understand")
    assert ada.fills(name="Alan Turing").startswith("That is no longer open.")
    assert "Contacts · 1 in all" in ada.says("contacts")


def test_a_yes_is_too_late_after_half_an_hour(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("contact delete C-1")
    chat.passes(minutes=31)
    assert ada.says("yes").startswith("I don't understand")
    assert "Grace Hopper" in ada.says("C-1")


def test_looking_at_something_leaves_the_question_open(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("contact add")
    assert "Contacts · 1 in all" in ada.says("contacts")
    assert "Alan Turing C-2" in ada.says("Alan Turing")


def test_changing_something_closes_it(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("contact delete C-1")
    ada.says("contact add Alan Turing")
    assert ada.says("yes").startswith("I don't understand")
    assert "Contacts · 2 in all" in ada.says("contacts")


def test_a_captured_sentence_is_not_an_answer(chat):
    ada = chat.rep("Ada")
    ada.says("contact add")
    assert ada.says("met Grace Hopper of Navy, grace@navy.example").startswith("I understood:")


def test_free_text_is_taken_as_it_is_unless_it_has_a_slash(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("log call C-1")
    assert "Contacts · 1 in all" in ada.says("/contacts")
    assert "Call logged" in ada.says("contacts were discussed")
    assert "contacts were discussed" in ada.says("timeline C-1")


def test_a_form_takes_all_at_once(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add")
    assert ada.last.form == ("name", "phone", "email", "company", "title", "tier", "tag", "source",
                             "birthday", "address", "note")  # fmt: skip
    card = ada.fills(name="Grace Hopper", email="grace@navy.example", tier="A", nonsense="x")
    assert "Grace Hopper C-1\ngrace@navy.example\nTier A" in card
    assert ada.fills(name="Again").startswith("That is no longer open.")


def test_a_form_with_a_wrong_value_asks_for_that_one(chat):
    ada = chat.rep("Ada")
    ada.says("contact add")
    assert "“Z” is not one of these: A, B, C, D." in ada.fills(name="Grace", tier="Z")
    assert ada.buttons == ("A", "B", "C", "D", "Leave it out", "Cancel")
    assert "Tier B" in ada.presses("B")


def test_a_form_that_is_not_filled_asks_again(chat):
    ada = chat.rep("Ada")
    ada.says("contact add")
    assert "What is the name?" in ada.fills(name="  ")


def test_two_people_are_asked_side_by_side(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add")
    assert ben.says("Grace Hopper").startswith("I don't understand")
    ben.says("contact add")
    assert "Grace Hopper C-1" in ada.says("Grace Hopper")
    assert "Alan Turing C-2" in ben.says("Alan Turing")


def test_a_record_that_is_not_there_is_asked_for_again_only_if_words_would_be_lost(chat):
    ada = chat.rep("Ada")
    assert ada.says("/contact show Grace") == "No contact fits “Grace”."
    assert ada.last.form == ()
    assert ada.says("log call C-9 a long story").startswith(
        "No contact fits “C-9”.\nWhom do you mean?"
    )
    ada.says("cancel")


def test_a_right_that_went_while_a_question_was_open(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    ada.says("contact add")
    root.says("revoke rep contacts.add")
    root.says("yes")
    assert "You need the right to add contacts" in ada.says("Grace Hopper")


@pytest.mark.parametrize("answer", ["yes", "Yes!", "好的", "确认", "y", "可以。"])
def test_ways_to_agree(chat, answer):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("contact delete C-1")
    assert ada.says(answer) == "Deleted Grace Hopper C-1."


def test_an_answer_to_nothing(chat):
    ada = chat.rep("Ada")
    assert ada.says("yes").startswith("I don't understand")
    assert ada.fills(name="x").startswith("That is no longer open.")
