"""Telegram: who somebody is, and which commands their app offers."""

from collections.abc import Iterator

import pytest

from store.rights import Role
from tests.bot.services import Office, an_office
from tests.standins.telegram_people import Person


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as one:
        yield one


@pytest.fixture(scope="module")
def root(office: Office) -> Person:
    return office.on_telegram("Root Admin", Role.ADMIN)


def confirms(person: Person, text: str) -> str:
    """Say something that is asked about, and say yes."""
    person.says(text)
    person.waits()
    person.presses("Yes")
    return person.waits().text


def test_a_stranger_is_greeted_in_their_language(office: Office):
    guest, gast = office.stranger("Guest"), office.stranger("小王", language="zh-hans")
    guest.starts()
    assert guest.waits().text.startswith("Hello! I am Parley, the CRM of Acme.")
    gast.starts()
    assert "绑定" in gast.waits().text
    assert "contact_add" not in guest.menu
    assert "help" in gast.menu


def test_the_link_of_an_invitation_links_and_works_once(office: Office):
    name = office.named("Ada")
    ada, thief, code = office.stranger("ada"), office.stranger("thief"), office.hire(name)
    ada.starts(code)
    assert ada.waits().text.startswith(f"Welcome, {name}!")
    assert "contact_add" in ada.menu
    thief.starts(code)
    assert thief.waits().text.startswith("That code does not work.")
    thief.says("/contacts")
    assert thief.waits().text.startswith("I don't know you yet.")
    assert "contact_add" not in thief.menu


def test_guessing_codes_is_stopped(office: Office):
    thief, code = office.stranger("thief"), office.hire(office.named("Li"))
    for number in range(5):
        thief.starts(f"guess-number-0000{number}")
        thief.waits("does not work")
    thief.starts(code)
    assert thief.waits().text == "Too many wrong codes. Please wait 15 minutes, then try again."
    office.passes(minutes=16)
    thief.starts(code)
    thief.waits("Welcome")


@pytest.mark.parametrize(
    "said", ["/contact_add {}", "/contact_add@parley_bot {}", "contact add {}"]
)
def test_commands_work_from_the_menu_and_by_hand(office: Office, said: str):
    ada, grace = office.recruit("Ada"), office.named("Grace")
    ada.says(said.format(grace))
    assert ada.waits("Saved.").text.splitlines()[1].startswith(grace)


def test_a_command_of_the_menu_alone_asks_for_what_it_needs(office: Office):
    ada = office.recruit("Ada")
    ada.says("/contact_add")
    asked = ada.waits()
    assert asked.text == "What is the name? For example: Grace Hopper"
    assert asked.buttons == ["Cancel"]
    assert not asked.force_reply
    grace = office.named("Grace")
    ada.says(grace)
    ada.waits(f"Saved.\n{grace}")


def test_the_menu_is_that_of_the_role(office: Office, root: Person):
    ada = office.recruit("Ada")
    assert ada.menu[:3] == ["agenda", "find", "contact_add"]
    assert "audit" not in ada.menu
    assert "audit" in root.menu
    assert max(map(len, root.menu)) <= 32
    root.says(f'role "{ada.name}" admin')
    if "Yes" in root.waits().buttons:
        root.presses("Yes")
        root.waits()
    ada.says("/whoami")
    ada.waits("Admin")
    assert "audit" in ada.menu


def test_the_menu_speaks_the_language_that_somebody_chose(office: Office):
    ada = office.recruit("Ada")
    ada.says("language zh")
    ada.waits()
    ada.says("whoami")
    ada.waits("语言")
    shown = office.telegram.called("setMyCommands")[-1].params
    assert shown["scope"] == {"type": "chat", "chat_id": ada.id}
    described = {one["command"]: one["description"] for one in shown["commands"]}
    assert described["whoami"] == "查看你的身份和权限。"


def test_the_menu_is_not_set_again_for_each_message(office: Office):
    ada = office.recruit("Ada")
    before = len(office.telegram.called("setMyCommands"))
    for _ in range(3):
        ada.says("/whoami")
        ada.waits(ada.name)
    assert len(office.telegram.called("setMyCommands")) == before


def test_unlinking_ends_access_and_the_menu_at_once(office: Office):
    ada = office.recruit("Ada")
    assert confirms(ada, "/unlink") == "Unlinked. A new link code brings you back."
    assert "contact_add" not in ada.menu
    ada.says("/contacts")
    ada.waits("I don't know you yet.")


def test_a_suspended_colleague_is_told_and_offered_nothing(office: Office, root: Person):
    ada = office.recruit("Ada")
    confirms(root, f'suspend "{ada.name}"')
    ada.says("/contacts")
    assert ada.waits().text == "Your access is suspended. Please ask your admin."
    assert "contact_add" not in ada.menu
    root.presses("Restore")
    root.waits()
    ada.says("/contacts")
    ada.waits("No contacts here yet.")
    assert "contact_add" in ada.menu


def test_an_own_number_is_noted_and_another_one_becomes_a_contact(office: Office):
    ada, grace = office.recruit("Ada"), office.named("Grace")
    ada.sends_contact("12025550143", ada.name, ada.id)
    assert ada.waits().text == "Thank you. I noted your number: (202) 555-0143"
    ada.sends_contact("12025550188", grace)
    asked = ada.waits("I understood:")
    assert f"Contact: {grace}" in asked.text
    ada.presses("Yes")
    assert "(202) 555-0188" in ada.waits("Saved.").text


def test_a_stranger_shares_no_number_but_their_own(office: Office):
    guest = office.stranger("Guest")
    guest.sends_contact("12025550188", "Grace", user_id=5)
    assert guest.waits().text == "That is somebody else's number. Please share your own only."
    guest.taps("Share my number")
    guest.waits("Thank you. I noted your number:")
