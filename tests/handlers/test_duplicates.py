"""Duplicates: at entry, in the list, and merged."""

GRACE = "contact add Grace Hopper grace@navy.example"


def test_ones_own_is_offered_for_an_update(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(GRACE)
    question = ada.says("contact add Admiral Hopper GRACE@navy.example title:Admiral tier:A")
    assert question == "You have Grace Hopper C-1, updated Mon 23 Nov 2026, 09:00. Update it?"
    assert ada.buttons == ("Update", "Add anyway", "Cancel")
    answer = ada.presses("Update")
    assert "Title: Admiral" in answer
    assert "Tier: A" in answer
    assert "Contacts · 1 in all" in ada.says("contacts")


def test_yes_means_what_was_asked_and_never_a_second_record(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("contact add Grace Hopper title:Admiral")
    assert "Saved: Grace Hopper C-1\nTitle: Admiral" in ada.says("yes")
    ada.says("contact add Grace Hopper title:Boss")
    assert ada.says("no") == "Cancelled. Nothing was changed."
    assert "Contacts · 1 in all" in ada.says("contacts")


def test_anything_else_that_is_said_is_no_answer(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("contact add Grace Hopper")
    assert ada.says("C-1").startswith("Grace Hopper C-1")
    assert ada.presses("Add anyway").startswith("Saved.\nGrace Hopper C-2")


def test_one_of_the_pool_is_offered_for_claiming(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says(GRACE)
    ada.says("release C-1")
    assert ben.says(GRACE) == "Grace Hopper C-1 is in the pool already. Claim it?"
    assert "Grace Hopper C-1 is yours now." in ben.presses("Claim")


def test_a_colleagues_is_not_shown_but_both_are_told(any_chat):
    ada, ben = any_chat.rep("Ada"), any_chat.rep("Ben")
    ada.says(GRACE + " title:Admiral")
    answer = ben.says("contact add G. Hopper grace@navy.example")
    assert answer == "Ada has that contact already. Please ask Ada; I have told them."
    assert ben.buttons == ()
    assert (
        ada.inbox[-1] == "Ben wanted to add Grace Hopper C-1, who is yours. You may want to talk."
    )
    assert ben.says("contacts") == "No contacts here yet. contact add adds one."


def test_guessing_names_tells_nothing_of_a_colleagues_contacts(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says(GRACE)
    assert "Saved." in ben.says("contact add Grace Hopper")
    assert len(ada.inbox) == 1


def test_name_and_company_together_are_enough(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper company:Navy Systems Ltd")
    assert ben.says("contact add grace hopper company:Navy Systems").startswith(
        "Ada has that contact"
    )
    assert "Saved." in ben.says("contact add Grace Hopper company:Univac")


def test_a_manager_sees_whose_it_is(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says(GRACE)
    assert maria.says(GRACE) == "Ada has Grace Hopper C-1 already."
    assert maria.buttons == ("Update", "Add anyway", "Cancel")


def test_a_deleted_one_is_offered_for_restoring(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("contact delete C-1")
    ada.says("yes")
    assert ada.says(GRACE) == "Grace Hopper C-1 was deleted. Restore it?"
    assert ada.presses("Restore").startswith("Restored.\nGrace Hopper C-1")


def test_a_colleagues_deleted_one_is_a_matter_for_the_manager(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says(GRACE)
    ada.says("contact delete C-1")
    ada.says("yes")
    assert ben.says(GRACE) == (
        "That contact is in the company's books already. Please ask your manager."
    )


def test_a_captured_sentence_is_checked_too(chat):
    ada = chat.rep("Ada")
    ada.says(GRACE)
    ada.says("met Grace Hopper of Navy, grace@navy.example, wants compilers")
    assert "You have Grace Hopper C-1" in ada.presses("Yes")


def test_probable_duplicates_are_listed_and_merged(any_chat):
    ada = any_chat.rep("Ada")
    assert ada.says("duplicates").startswith("No probable duplicates")
    ada.says(GRACE + " title:Captain tag:navy note:first")
    ada.says("contact add Grace Hopper title:Admiral tier:A +1 202 555 0143 tag:vip anyway:yes")
    ada.says("log call C-2 second")
    listed = ada.says("查重")
    assert listed.startswith("Probable duplicates · 1 in all\nC-1 Grace Hopper · Captain")
    question = ada.presses("Merge C-1 and C-2")
    assert question.startswith("Merge Grace Hopper C-2 into Grace Hopper C-1?")
    card = ada.presses("Yes")
    assert "Left behind, as it differs: Title." in card
    assert "grace@navy.example\n(202) 555-0143" in card
    assert "Captain" in card
    assert "Tier A" in card
    assert "Tags: navy, vip" in card
    assert "2 in all" in ada.says("timeline C-2")
    assert ada.says("C-2").startswith("Grace Hopper C-1")
    ada.says("undo")
    assert "Admiral" in ada.says("C-2")


def test_merging_wants_two_records_of_ones_own(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says(GRACE)
    ben.says("contact add Alan Turing")
    assert ada.says("contact merge C-1 C-1") == "Those two are one and the same record."
    assert "No contact fits “C-2”." in ada.says("contact merge C-1 C-2")
    ben.says("contact share C-2 @ada edit")
    assert "covers your own records only" in ada.says("/contact merge C-1 C-2")
    assert "covers your own records only" in ada.says("merge C-2 into C-1")
