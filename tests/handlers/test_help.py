"""Help, tutorial and greeting by chat."""

import pytest

from handlers import commands
from handlers.contract import registry
from tests.conversations import open_chat

assert commands


def test_help_lists_what_one_may_do_and_nothing_else(chat):
    ada, root, guest = chat.rep("Ada"), chat.admin(), chat.customer("Guest")
    assert "contact add" in ada.says("help")
    assert "invite" not in ada.says("help")
    assert "invite" in root.says("?")
    assert "contact show" not in guest.says("help")
    assert "link" in guest.says("帮助")
    assert guest.buttons == ()


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    """One who reads English, and one who reads Chinese; what they are told changes nothing."""
    for chat in open_chat("sqlite", tmp_path_factory.mktemp("help")):
        root, chinese = chat.admin(), chat.admin("Li Lei")
        chinese.says("language zh")
        yield root, chinese


@pytest.mark.parametrize("known", list(registry), ids=lambda known: known.name)
def test_every_command_is_explained_in_both_languages(readers, known):
    root, chinese = readers
    explained = root.says(f"help {known.name}")
    assert known.examples[0] in explained
    assert "anyway" not in explained
    assert "{" not in explained.partition("Or say")[0]
    explained = chinese.says(f"帮助 {known.name}")
    assert any(example in explained for example in known.examples[1:])


def test_help_on_a_noun_lists_its_commands(chat):
    ada = chat.rep("Ada")
    listed = ada.says("help merge")
    assert "contact merge: " in listed
    assert ada.says("help 添加联系人").startswith("contact add: ")
    assert ada.says("help xyzzy").startswith("There is no command “xyzzy”.")
    ada.says("help contakt ad")
    assert "contact add" in ada.buttons[0]
    assert ada.presses(ada.buttons[0]).startswith("contact add: ")


def test_help_on_what_one_may_not_do(chat):
    assert chat.rep("Ada").says("help invite").startswith("There is no command “invite”.")


def test_the_tutorial_goes_step_by_step(chat):
    ada = chat.rep("Ada")
    ada.says("hello")
    assert ada.inbox[-1].startswith("Hello Ada!")
    assert ada.presses("Tutorial").startswith("1 of 4")
    assert ada.presses("Next").startswith("2 of 4")
    assert ada.presses("Next").startswith("3 of 4")
    assert ada.presses("Next").startswith("4 of 4")
    assert ada.buttons == ()
    assert ada.says("教程").startswith("1 of 4")


def test_everything_the_tutorial_says_works(chat):
    ada = chat.rep("Ada")
    chat.rep("Ben")
    ada.says("contact add Grace Hopper grace@navy.example company:Navy")
    assert "Grace Hopper" in ada.says("find hopper")
    assert "logged" in ada.says("log call it wants 20 compilers")
    assert "Undone" in ada.says("undo")
    assert "Ben can see" in ada.says("contact share C-1 @ben")
    assert "in the pool" in ada.says("release C-1")


def test_who_am_i(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada Lovelace", maria)
    assert ada.says("whoami").splitlines() == [
        "Ada Lovelace U-3 · @ada · Sales rep",
        "Manager: Maria",
        "Language: English · time zone: UTC",
        "Your rights: rights",
    ]
    assert chat.customer("Guest").says("who am i") == (
        "You are Guest, and not linked to anybody here."
    )
