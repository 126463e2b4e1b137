"""Which words are which argument."""

import pytest


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    return ada


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("Alan Turing company:Navy Systems title:Chief Engineer", ["Alan Turing", "Chief Engineer · Navy Systems"]),
        ("Alan Turing company:Navy Systems +1 202 555 0143", ["Alan Turing", "Navy Systems", "(202) 555-0143"]),
        ("company:Navy Alan Turing", ["Alan Turing", "Navy"]),
        ('company:"Navy Systems" Alan Turing', ["Alan Turing", "Navy Systems"]),
        ("company: Navy Systems name: Alan Turing", ["Alan Turing", "Navy Systems"]),
        ("alan@x.example Alan Turing phone:work +1 202 555 0143", ["Alan Turing", "(202) 555-0143 (work)", "alan@x.example"]),
        ("Alan Turing +1 202 555 0143 +1 202 555 0199", ["Alan Turing", "(202) 555-0143", "(202) 555-0199"]),
        ("Alan Turing a@x.example b@x.example", ["Alan Turing", "a@x.example", "b@x.example"]),
        ('"Alan Turing" a@x.example.', ["Alan Turing", "a@x.example"]),
        ("Alan Turing source:met at 10:30, see https://x.example tier:B", ["Alan Turing", "Tier B · Owner: Ada · Source: met at 10:30, see https://x.example"]),
        ("Alan 公司：华星 科技 职位：总监", ["Alan", "总监 · 华星 科技"]),
    ],
)  # fmt: skip
def test_words_go_where_they_belong(ada, typed, lines):
    card = [line.split(" C-2")[0] for line in ada.says(f"contact add {typed}").splitlines()]
    assert [line for line in card if line in lines] == lines


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("contact show Grace tytle:x", "I don't know “tytle:” here."),
        ("contact edit C-1 titel:x", "I don't know “titel:”. Did you mean “title:”?"),
        ("contact edit C-1 x:1", "I don't know “x:” here."),
        ("undo everything now", "I don't know what to do with “everything now”. For example: undo"),
        ("claim C-1 C-2", "No contact fits “C-1 C-2”."),
    ],
)
def test_words_that_belong_nowhere(ada, typed, complaint):
    assert complaint in ada.says(typed)


def test_colons_in_free_text_are_no_keys(ada):
    assert "logged" in ada.says("log note C-1 ratio:3 agenda: coffee")
    assert "ratio:3 agenda: coffee" in ada.says("timeline C-1")


def test_an_answer_may_bring_other_arguments_along(ada):
    ada.says("contact add")
    assert "Alan Turing C-2\nalan@x.example" in ada.says("Alan Turing alan@x.example")


def test_an_argument_that_was_given_is_not_given_again(ada):
    ada.says("contact add email:alan@x.example")
    assert "Alan Turing C-2\nalan@x.example" in ada.says("Alan Turing")


def test_only_a_whole_ref_is_one(ada):
    assert "No contact fits “C-99999999999999999999”." in ada.says(
        "/contact show C-99999999999999999999"
    )
    assert "No contact fits “O-1”." in ada.says("/contact show O-1")
    assert "No contact fits “D-1”." in ada.says("/contact show D-1")
    assert "No contact fits “C-0”." in ada.says("/contact show C-0")
