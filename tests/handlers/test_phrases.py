"""Sentences held against the phrases of all commands: quickly, whatever anybody writes."""

import pytest

from handlers import phrases
from handlers.replies import Invocation


@pytest.mark.timeout(20)  # each of these took half a minute or, with blanks, did not end
@pytest.mark.parametrize(
    "text",
    [
        "x" * 70_000,
        "a" + " " * 5_000 + "z",
        "a" + " " * 5_000 + "怎么样z",
        "客" * 5_000 + "怎么样z",
    ],
    ids=["letters", "blanks", "blanks and a phrase", "Chinese and a phrase"],
)
def test_nobody_keeps_the_bot_busy_with_a_long_message(text: str):
    assert phrases.match(text) is None


def test_a_note_may_be_long_and_stays_as_it_was_typed():
    note = "Wants  Blue\n" * 900
    for said, command in (
        (f"Add a note for C-1: {note}", "log"),
        (f"set a reminder tomorrow to {note}", "remind"),
    ):
        found = phrases.match(said)
        assert found
        assert found.command.startswith(command)
        assert found.values["text"] == note.strip()


@pytest.mark.parametrize("text", ["WHAT DO WE SELL  ", "What  do\nwe SELL?", "what do we sell"])
def test_case_blanks_and_marks_make_no_difference(text: str):
    assert phrases.match(text) == Invocation("products", {})


def test_words_that_lack_or_stand_elsewhere_make_another_sentence():
    for text in ("what we sell", "do what we sell", "what do we sell now"):
        assert phrases.match(text) is None
