"""Undo by chat: within 10 minutes, the last change first, all of it or nothing."""

import pytest

GRACE = "contact add Grace Hopper grace@navy.example company:Navy title:Captain"


@pytest.mark.parametrize(
    ("said", "undone"),
    [
        ("contact edit C-1 title:Admiral phone:+1 202 555 0143 tier:A", "contact edit"),
        (
            "contact edit C-1 email:hopper@navy.example address:Moon birthday:1906-12-09",
            "contact edit",
        ),
        ("contact edit C-1 without:grace@navy.example", "contact edit"),
        ("tag C-1 vip", "tag"),
        ("log call C-1 hello next:tuesday", "log"),
        ("release C-1", "release"),
        ("company edit O-1 industry:Defence revenue:5m", "company edit"),
    ],
)
def test_every_edit_is_taken_back(chat, said, undone):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    before = [ada.says(look) for look in ("C-1", "O-1", "timeline C-1", "contacts")]
    ada.says(said)
    assert ada.presses("Undo").startswith(f"Undone: {undone}.")
    assert [ada.says(look) for look in ("C-1", "O-1", "timeline C-1", "contacts")] == before


def test_adding_is_taken_back_with_the_company_it_made(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(GRACE)
    assert ada.says("撤销").startswith("Undone: contact add.")
    assert ada.says("contacts") == "No contacts here yet. contact add adds one."
    assert ada.says("companies") == "No companies here yet. company add adds one."
    assert "C-2" in ada.says(GRACE)


def test_changes_are_taken_back_one_after_another(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(GRACE)
    ada.says("contact edit C-1 title:Commodore")
    ada.says("contact edit C-1 title:Admiral")
    ada.says("undo")
    assert "Commodore" in ada.says("C-1")
    ada.says("undo")
    assert "Captain" in ada.says("C-1")
    ada.says("undo")
    assert ada.says("undo").startswith("There is nothing to undo")


def test_after_ten_minutes_it_is_too_late(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    chat.passes(minutes=9, seconds=59)
    ada.says("contact edit C-1 title:Admiral")
    assert ada.says("undo").startswith("Undone: contact edit.")
    chat.passes(minutes=2)
    assert ada.says("undo").startswith("There is nothing to undo")
    assert "Captain" in ada.says("C-1")


def test_a_button_pressed_twice_undoes_once(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("contact edit C-1 title:Admiral")
    assert ada.presses("Undo").startswith("Undone: contact edit.")
    assert "Captain" in ada.says("C-1")


def test_what_somebody_changed_since_is_left_alone(any_chat):
    maria = any_chat.manager("Maria")
    ada = any_chat.rep("Ada", maria)
    ada.says(GRACE)
    ada.says("contact edit C-1 title:Commodore tier:A")
    maria.says("contact edit C-1 title:Admiral")
    assert ada.says("undo").startswith("It was changed again since")
    assert "Admiral" in ada.says("C-1")
    assert "Tier A" in ada.says("C-1")


def test_a_contact_with_which_others_have_worked_since_stays(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper company:Navy")
    maria.says("log call C-1 hello")
    assert ada.says("undo").startswith("It was changed again since")
    assert "Grace Hopper" in ada.says("C-1")


def test_a_company_in_which_others_have_contacts_by_now_stays(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("company add Navy")
    ben.says("contact add Grace Hopper company:Navy")
    assert ada.says("undo").startswith("It was changed again since")
    assert "Navy" in ada.says("companies")


def test_everybody_undoes_their_own(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says(GRACE)
    assert maria.says("undo").startswith("There is nothing to undo")
    maria.says("contact edit C-1 tier:A")
    assert ada.says("undo").startswith("It was changed again since")
    assert maria.says("undo").startswith("Undone: contact edit.")


def test_deleting_and_merging_are_undone_whole(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(GRACE)
    ada.says("contact add Grace Hopper tag:vip note:hello anyway:yes +1 202 555 0143")
    before = ada.says("C-1"), ada.says("C-2"), ada.says("timeline C-2")
    ada.says("contact merge C-1 C-2")
    ada.says("yes")
    assert ada.says("undo").startswith("Undone: contact merge.")
    assert (ada.says("C-1"), ada.says("C-2"), ada.says("timeline C-2")) == before
    ada.says("contact delete C-2")
    ada.says("yes")
    ada.says("undo")
    assert "Grace Hopper C-2" in ada.says("find vip")


@pytest.mark.parametrize(
    "said", ["invite rep Li Lei", "grant rep assign own", "team add North", "settings region CN"]
)
def test_some_things_are_not_undone(chat, said):
    root = chat.admin()
    root.says(said)
    root.says("yes")
    assert root.says("undo") == "That cannot be undone."


def test_undo_needs_the_right_that_the_change_needed(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    ada.says(GRACE)
    ada.says("contact edit C-1 title:Admiral")
    root.says("revoke rep contacts.edit")
    root.says("yes")
    assert "You need the right to change contacts" in ada.presses("Undo")
    assert "Admiral" in ada.says("C-1")


def test_roles_and_preferences_are_undone(chat):
    root, ada = chat.admin(), chat.rep("Ada")
    root.says("role @ada manager")
    root.says("yes")
    assert root.says("undo").startswith("Undone: role.")
    assert "Sales rep" in ada.says("whoami")
    ada.says("timezone Asia/Shanghai")
    ada.says("undo")
    assert "time zone: UTC" in ada.says("whoami")


def test_the_button_of_an_older_card_takes_back_what_that_card_reports(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    older = ada.last
    ada.says("contact add Max Planck")
    press = {"outbox_id": older.outbox_id, "index": older.buttons.index("Undo")}
    assert "Grace Hopper" in ada._told({"press": press})
    assert "Planck" in ada.says("find planck")
    assert "Nothing found" in ada.says("find hopper")
    assert "nothing to undo" in ada._told({"press": press})
