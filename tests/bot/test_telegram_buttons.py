"""Telegram: buttons, pressed at once, twice, by somebody else, too late, or without the right."""

from collections.abc import Iterator

import pytest

from store.rights import Role
from tests.bot.services import Office, an_office
from tests.standins.telegram_people import Person

CLOSED = "That is no longer open. Say it again, and I will start afresh."
FOREIGN = "That button was meant for somebody else. Ask me yourself and you get your own."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as one:
        yield one


@pytest.fixture(scope="module")
def root(office: Office) -> Person:
    return office.on_telegram("Root Admin", Role.ADMIN)


@pytest.fixture
def ada(office: Office) -> Person:
    return office.recruit("Ada")


def adds(office: Office, person: Person) -> tuple[int, str]:
    """Add a contact; gives the message_id of the card, and the ref."""
    person.says(f"contact add {office.named('Grace')}")
    card = person.waits("Saved.")
    return card.message_id, card.text.splitlines()[1].split()[-1]


def confirms(person: Person, text: str) -> None:
    """Say something that is asked about, and say yes."""
    person.says(text)
    person.waits()
    person.presses("Yes")
    person.waits()


def test_undo_takes_the_place_of_the_card(office: Office, ada: Person):
    card, _ = adds(office, ada)
    press = ada.presses("Undo")
    undone = ada.waits("Undone: contact add.")
    assert (undone.message_id, undone.edited, undone.buttons) == (card, True, [])
    assert press.waits() == ("", False)


def test_pages_are_turned_in_place(office: Office, ada: Person):
    for _ in range(9):
        adds(office, ada)
    ada.says("/contacts")
    first = ada.waits("9 in all")
    ada.presses("More ›")
    second = ada.waits("9 in all")
    assert second.message_id == first.message_id
    assert len(first.text.splitlines()) > len(second.text.splitlines())
    ada.presses("‹ Back")
    assert ada.waits("9 in all").text == first.text


def test_a_choice_among_namesakes(office: Office, ada: Person):
    last = office.named("Max").split()[1]
    for name in (f"Max {last}", f"Moritz {last}"):
        ada.says(f"contact add {name}")
        ada.waits("Saved.")
    ada.says(f"contact show {last}")
    asked = ada.waits(f"Which “{last}”?")
    [wanted] = [label for label in asked.buttons if label.startswith("Moritz")]
    ada.presses(wanted)
    assert ada.waits(f"Moritz {last}").message_id == asked.message_id


def test_a_button_pressed_twice_acts_once(office: Office, ada: Person):
    card, ref = adds(office, ada)
    with office.telegram.holding():
        ada.presses("Undo")
        again = ada.presses("Undo", message_id=card)
    ada.waits("Undone")
    assert again.waits().alert
    assert "Undone: contact add." in ada.sees[-1].text
    ada.says(f"contact show {ref}")
    ada.waits("No contact fits")


def test_yes_pressed_twice_saves_once(office: Office, ada: Person):
    ada.sends_contact("+12025550111", office.named("Otto"))
    asked = ada.waits("I understood")
    with office.telegram.holding():
        ada.presses("Yes")
        ada.presses("Yes", message_id=asked.message_id)
    ada.waits("Saved.")
    ada.waits("You have")
    ada.says("/contacts")
    assert "1 in all" in ada.waits("Contacts").text


def test_somebody_elses_button_in_a_group(office: Office, ada: Person):
    ben = office.recruit("Ben")
    group = office.group(ada, ben)
    ada.says("/nonsens find", group)
    ada.says("/hel", group)
    shown = group.waits("“hel”")
    before = len(ben.sees)
    press = ben.presses(shown.buttons[0], group)
    assert press.waits() == (FOREIGN, True)
    ben.says("/whoami")
    ben.waits(ben.name)
    assert len(ben.sees) == before + 1
    assert [one.text for one in group.sees].count(FOREIGN) == 0


def test_a_card_that_changed_since(office: Office, ada: Person):
    card, ref = adds(office, ada)
    ada.says(f"contact edit {ref} title:Admiral")
    ada.waits("Admiral")
    press = ada.presses("Undo", message_id=card)
    assert "changed again since" in press.waits().text
    ada.presses("Undo")
    ada.waits("Undone: contact edit.")
    ada.presses("Undo", message_id=card)
    ada.waits("Undone: contact add.")


def test_a_button_whose_right_was_taken_away(office: Office, root: Person):
    lee = office.recruit("Lee", Role.MANAGER)
    _, ref = adds(office, lee)
    lee.says(f"contact delete {ref}")
    lee.waits("Delete")
    confirms(root, f'role "{lee.name}" agent')
    lee.presses("Yes")
    refused = lee.waits("You need the right to")
    assert refused.buttons == ["Request access"]
    root.says(f"contact show {ref}")
    root.waits("Grace")


def test_buttons_of_a_suspended_colleague_do_nothing(office: Office, ada: Person, root: Person):
    _, ref = adds(office, ada)
    confirms(root, f'suspend "{ada.name}"')
    press = ada.presses("Undo")
    assert press.waits() == ("Your access is suspended. Please ask your admin.", True)
    root.says(f"contact show {ref}")
    root.waits("Grace")


def test_buttons_from_before_unlinking_do_nothing(office: Office, ada: Person, root: Person):
    card, ref = adds(office, ada)
    confirms(ada, "/unlink")
    press = ada.presses("Timeline", message_id=card)
    answer = press.waits()
    assert answer.alert
    assert answer.text.startswith("I don't know you yet.")
    root.says(f"contact show {ref}")
    root.waits("Grace")


def test_buttons_of_another_who_has_the_account_now(office: Office, ada: Person):
    card, ref = adds(office, ada)
    confirms(ada, "/unlink")
    ada.starts(office.hire(office.named("Ben")))
    ada.waits("Welcome")
    press = ada.presses("Timeline", message_id=card)
    assert press.waits() == (f"No contact fits “{ref}”.", True)


def test_a_year_later(office: Office, ada: Person):
    card, ref = adds(office, ada)
    ada.says("contact add")
    question = ada.waits("What is the name?")
    office.passes(days=365)
    press = ada.presses("Undo", message_id=card)
    assert press.waits().text.startswith("There is nothing to undo")
    ada.presses("Timeline", message_id=card)
    ada.waits(ref)
    ada.presses("Cancel", message_id=question.message_id)
    ada.waits("There is nothing to cancel.")


def test_a_query_too_old_to_be_answered_gets_a_message(office: Office, ada: Person):
    card, _ = adds(office, ada)
    office.passes(minutes=11)
    office.telegram.query_life, kept = -1.0, office.telegram.query_life
    try:
        ada.presses("Undo", message_id=card)
        told = ada.waits("There is nothing to undo")
    finally:
        office.telegram.query_life = kept
    assert not told.edited
    assert ada.sees[-2].message_id == card


def test_a_button_of_a_message_that_is_gone(office: Office, ada: Person):
    card, ref = adds(office, ada)
    office.telegram.chats[ada.id].posts[card].deleted = True
    ada.presses("Timeline", message_id=card)
    told = ada.waits(ref)
    assert not told.edited
    assert told.message_id != card


@pytest.mark.parametrize("data", ["", "b:1:0", "b:99999999999999999999:0", "drop table", "b:-1:-1"])
def test_buttons_that_parley_never_made(office: Office, ada: Person, data: str):
    query = {
        "id": f"77{abs(hash(data))}",
        "from": ada.user,
        "chat_instance": "1",
        "message": {"message_id": 5, "date": 1, "chat": ada.chat.told},
        "data": data,
    }
    office.telegram.deliver({"callback_query": query})
    assert ada.waits().text == CLOSED
