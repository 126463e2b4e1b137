"""Context: "it", replies to cards, and names that fit several."""

import pytest


@pytest.mark.parametrize(
    "word", ["it", "him", "HER", "them", "this contact", "他", "她", "这个客户", "该客户", "ta"]
)
def test_it_is_the_record_shown_last(chat, word):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("contact add Alan Turing")
    ada.says("C-1")
    assert ada.says(f"tag {word} vip") == "Tagged Grace Hopper C-1 with “vip”."


@pytest.mark.parametrize("said", ["it", "contact show it", "show him", "看看他", "edit it title:x"])
def test_it_alone_and_with_a_bare_verb(chat, said):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    assert "Grace Hopper C-1" in ada.says(said)


def test_each_conversation_has_its_own_it_that_survives_a_restart(any_chat):
    maria = any_chat.manager("Maria")
    ada = any_chat.rep("Ada", maria)
    ada.says("contact add Grace Hopper")
    assert maria.says("contact show it").startswith("No contact fits “it”.")
    any_chat.restarts()
    assert ada.says("show it").startswith("Grace Hopper C-1")


def test_it_means_what_the_command_can_take(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("company show navy")
    assert "Industry: Defence" in ada.says("company edit it industry:Defence")
    assert ada.says("contact show him").startswith("Grace Hopper C-1")
    assert "No contact fits" in chat.rep("Ben").says("tag it vip")


def test_a_reply_to_a_card_means_that_record(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    card = ada.last
    ada.says("contact add Alan Turing")
    assert ada.replies_to(card, "tag it vip") == "Tagged Grace Hopper C-1 with “vip”."
    assert "Call logged for Grace Hopper C-1." in ada.replies_to(card, "log call it hello")


def test_a_reply_to_somebody_elses_card_shows_nothing(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper")
    assert ben.replies_to(ada.last, "contact show it").startswith("No contact fits “C-1”.")


def test_a_notice_can_be_replied_to(chat):
    ada, ben = chat.rep("Ada"), chat.rep("Ben")
    ada.says("contact add Grace Hopper")
    ada.says("contact share C-1 @ben")
    assert ben.replies_to(ben.last, "show it").startswith("Grace Hopper C-1")


@pytest.fixture
def graces(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy title:Admiral")
    ada.says("contact add Grace Kelly company:Monaco")
    ada.says("contact add Grace Jones anyway:yes")
    return ada


def test_a_name_that_fits_several_is_asked_about(graces):
    assert graces.says("contact show grace") == "Which “grace”?"
    assert set(graces.buttons) == {
        "Grace Hopper · Navy · Ada · C-1",
        "Grace Kelly · Monaco · Ada · C-2",
        "Grace Jones · Ada · C-3",
        "Cancel",
    }
    assert graces.presses("Grace Kelly · Monaco · Ada · C-2").startswith("Grace Kelly C-2")


def test_a_writing_command_goes_on_with_the_choice(graces):
    graces.says("log call grace wants compilers")
    assert graces.says("hopper") == "Call logged for Grace Hopper C-1."
    assert "wants compilers" in graces.says("timeline C-1")


def test_at_most_five_are_offered(chat):
    ada = chat.rep("Ada")
    for number in range(7):
        ada.says(f"contact add Person{number} Smith")
    ada.says("contact show smith")
    assert len(ada.buttons) == 6


def test_namesakes_are_told_apart(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("contact add Grace Hopper company:Univac")
    assert ada.says("contact show Grace Hopper") == "Which “Grace Hopper”?"
    assert set(ada.buttons) == {
        "Grace Hopper · Navy · Ada · C-1", "Grace Hopper · Univac · Ada · C-2", "Cancel",
    }  # fmt: skip


def test_the_whole_name_beats_a_part_of_another(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("contact add Grace Hopperson")
    assert ada.says("contact show grace hopper").startswith("Grace Hopper C-1")


def test_a_guess_is_never_written_to(graces):
    assert graces.says("tag hoper vip") == "Do you mean this one?"
    assert (
        graces.presses("Grace Hopper · Navy · Ada · C-1") == "Tagged Grace Hopper C-1 with “vip”."
    )


def test_names_of_others_are_not_offered(graces, chat):
    ben = chat.rep("Ben")
    ben.says("contact add Grace Slick")
    assert ben.says("contact show grace").startswith("Grace Slick C-4")
