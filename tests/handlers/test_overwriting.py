"""Two people who change one field never do so without knowing of each other."""

import pytest


@pytest.fixture
def both(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper grace@navy.example title:Captain company:Navy address:Earth")
    maria.says("C-1")
    return ada, maria


@pytest.mark.parametrize(
    ("first", "second", "field", "now"),
    [
        ("title:Admiral", "title:Boss", "Title", "Admiral"),
        ("tier:A", "tier:B", "Tier", "A"),
        ("company:Univac", "company:IBM", "Company", "Univac"),
        ("address:Moon", "address:Mars", "Address", "Moon"),
        ("email:hopper@navy.example", "email:g@navy.example", "E-mail", "hopper@navy.example"),
        ("phone:+1 202 555 0143", "phone:+1 202 555 0199", "Phone", "(202) 555-0143"),
        ("birthday:1906-12-09", "birthday:1906-12-10", "Birthday", "Sun 9 Dec 1906"),
    ],
)
def test_whoever_comes_second_is_asked(both, first, second, field, now):
    ada, maria = both
    ada.says(f"contact edit C-1 {first}")
    question = maria.says(f"contact edit C-1 {second}")
    assert question == (
        f"Ada has changed {field} since you last saw Grace Hopper C-1. "
        f"It now says “{now}”. Overwrite it?"
    )
    assert maria.says("no") == "Cancelled. Nothing was changed."
    assert now in ada.says("C-1")
    maria.says(f"contact edit C-1 {second}")
    assert maria.presses("Yes").startswith("Saved: Grace Hopper C-1")


def test_different_fields_are_no_conflict(both):
    ada, maria = both
    ada.says("contact edit C-1 title:Admiral")
    assert maria.says("contact edit C-1 tier:A").startswith("Saved")
    card = ada.says("C-1")
    assert "Admiral" in card
    assert "Tier A" in card


def test_ones_own_change_is_no_conflict(both):
    ada, _ = both
    ada.says("contact edit C-1 title:Admiral")
    assert ada.says("contact edit C-1 title:Boss").startswith("Saved")


def test_whoever_has_seen_the_change_is_not_asked(both):
    ada, maria = both
    ada.says("contact edit C-1 title:Admiral email:hopper@navy.example")
    maria.says("C-1")
    assert maria.says("contact edit C-1 title:Boss email:x@navy.example").startswith("Saved")


def test_several_changes_are_told_together(both):
    ada, maria = both
    ada.says("contact edit C-1 title:Admiral")
    ada.says("contact edit C-1 tier:A")
    assert "Ada has changed Tier, Title since" in maria.says("contact edit C-1 title:x tier:B")


def test_the_question_is_kept_over_a_restart(any_chat):
    maria = any_chat.manager("Maria")
    ada = any_chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper title:Captain")
    maria.says("C-1")
    ada.says("contact edit C-1 title:Admiral")
    maria.says("contact edit C-1 title:Boss")
    any_chat.restarts()
    assert "Title: Admiral → Boss" in maria.says("yes")


@pytest.mark.parametrize(
    ("first", "second", "field", "now"),
    [
        ("industry:Defence", "industry:Space", "Industry", "Defence"),
        ("revenue:5m", "revenue:6m", "Revenue", "$5,000,000.00"),
        ("phone:+1 202 555 0143", "phone:+1 202 555 0199", "Phone", "+12025550143"),
    ],
)
def test_companies_too(chat, first, second, field, now):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("company add Navy")
    maria.says("O-1")
    ada.says(f"company edit O-1 {first}")
    question = maria.says(f"company edit O-1 {second}")
    assert f"Ada has changed {field} since you last saw Navy O-1. It now says “{now}”." in question
    assert maria.presses("Yes").startswith("Saved: Navy O-1")
