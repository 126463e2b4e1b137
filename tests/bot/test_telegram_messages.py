"""Telegram: what can be written in a private chat, and how answers look."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot import workers
from handlers import dispatch
from handlers.replies import Button, Invocation, Reply
from handlers.texts import fmt, lines, plain
from store import outboxes
from store.outboxes import Letter
from store.sessions import Session
from tests.bot.services import Office, an_office
from tests.standins.telegram_people import Person
from tests.standins.telegram_posts import Shown

LIMIT = 4096


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as one:
        yield one


@pytest.fixture
def ada(office: Office) -> Person:
    return office.recruit("Ada")


def adds(office: Office, person: Person, first: str = "Grace") -> tuple[Shown, str]:
    """Add a contact; gives its card and its ref."""
    person.says(f"contact add {office.named(first)}")
    card = person.waits("Saved.")
    return card, card.text.splitlines()[1].split()[-1]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_message_edited_before_it_had_an_effect_counts_anew(office: Office, ada: Person):
    grace = office.named("Grace")
    said = ada.says(f"contct add {grace}")
    ada.waits("I don't understand")
    ada.edits(said, f"contact add {grace}")
    ada.waits(f"Saved.\n{grace}")


def test_a_message_edited_after_its_effect_changes_nothing(office: Office, ada: Person):
    grace = office.named("Grace")
    said = ada.says(f"contact add {grace}")
    ada.waits("Saved.")
    ada.edits(said, f"contact add {grace} the Second")
    told = ada.waits("I acted on your first version already.")
    assert told.buttons == ["Undo"]
    ada.presses("Undo")
    ada.waits("Undone: contact add.")
    ada.edits(said, f"contact add {grace} the Third")
    ada.waits("I acted on your first version already.")


def test_an_edit_that_had_an_effect_is_not_acted_on_again(office: Office, ada: Person):
    said = ada.says("contct add nobody")
    ada.waits("I don't understand")
    ada.edits(said, f"contact add {office.named('Grace')}")
    ada.waits("Saved.")
    for _ in range(2):
        ada.edits(said, f"contact add {office.named('Otto')}")
        ada.waits("I acted on your first version already.")
    ada.says("/contacts")
    ada.waits("1 in all")


def test_an_edit_of_what_is_long_forgotten_changes_nothing(office: Office, ada: Person):
    said = ada.says("contct add nobody")
    ada.waits("I don't understand")
    for _ in range(20):
        ada.says("/cancel")
        ada.waits("nothing to cancel")
    ada.edits(said, f"contact add {office.named('Grace')}")
    ada.waits("I acted on your first version already.")


def test_a_reply_to_a_card_means_its_record(office: Office, ada: Person):
    card, ref = adds(office, ada)
    adds(office, ada, "Otto")
    ada.says("log call it wants twenty compilers", reply_to=card.message_id)
    assert ref in ada.waits("Call logged").text


def test_a_reply_to_a_card_that_was_edited_by_a_button(office: Office, ada: Person):
    ada.sends_contact("+12025550188", office.named("Grace"))
    asked = ada.waits("I understood")
    ada.presses("Yes")
    card = ada.waits("Saved.")
    ref = next(word for word in card.text.split() if word.startswith("C-"))
    adds(office, ada, "Otto")
    ada.says("timeline it", reply_to=asked.message_id)
    assert ref in ada.waits().text


def test_a_reply_to_somebody_elses_words_is_an_ordinary_message(office: Office, ada: Person):
    said = ada.says("/whoami")
    ada.waits(ada.name)
    ada.says("/whoami", reply_to=said)
    ada.waits(ada.name)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_parley_can_make_nothing_of_is_told_so(office: Office, language: str):
    ada = office.recruit("Ada", language=language)
    told = {"en": "I can't make anything of a", "zh": "我处理不了"}[language]
    ada.sends_sticker()
    ada.waits(told)
    ada.sends_location()
    ada.waits(told)
    ada._sends({"poll": POLL})
    ada.waits(told)
    ada._sends({"dice": {"emoji": "🎲", "value": 6}})
    ada.waits(told)


POLL: dict[str, Any] = {
    "id": "1",
    "question": "When?",
    "options": [{"text": "now", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}


@pytest.mark.parametrize(
    "happened",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"telepathy": {"thought": "hi"}},
    ],
)
def test_what_only_happened_is_not_answered(office: Office, ada: Person, happened: dict[str, Any]):
    before = len(ada.sees)
    ada._sends(happened)
    ada.says("/whoami")
    ada.waits(ada.name)
    assert len(ada.sees) == before + 1


def test_reactions_are_not_answered(office: Office, ada: Person):
    card, _ = adds(office, ada)
    before = len(ada.sees)
    ada.reacts(card.message_id, "👍")
    ada.says("/whoami")
    ada.waits(ada.name)
    assert len(ada.sees) == before + 1


def test_long_answers_come_in_parts_with_the_buttons_below_the_last(office: Office, ada: Person):
    before, said = len(ada.sees), long_reply()
    sends(office, ada, said)
    last = ada.waits("the end")
    parts = ada.sees[before:]
    assert len(parts) == 4
    assert all(units(part.text) <= LIMIT for part in parts)
    assert "\n".join(part.text for part in parts) == str(said.text)
    assert [part.buttons for part in parts] == [[], [], [], ["Undo"]]
    assert last.message_id == parts[-1].message_id


def test_a_long_answer_goes_on_where_it_was_interrupted(office: Office, ada: Person):
    before = len(ada.sees)
    office.telegram.slow("sendMessage", 0, times=2, chat=ada)
    office.telegram.fail("sendMessage", 429, retry_after=1, chat=ada)
    sends(office, ada, long_reply())
    ada.waits("the end")
    assert len(ada.sees) == before + 4


def test_tables_stand_in_columns(office: Office, ada: Person):
    table = "deal      amount\nAcme   50,000.00\nNavy    1,200.00"
    sends(office, ada, Reply(lines(fmt("**Pipeline**"), plain(table, "table"))))
    shown = ada.waits("Pipeline")
    assert shown.entities[1:] == [{"type": "pre", "offset": 9, "length": len(table)}]


def long_reply() -> Reply:
    """Four messages full of what counts as one, two or three characters elsewhere."""
    rows = [f"{number} {'🦊龙é' * 20}" for number in range(180)]
    return Reply(plain("\n".join([*rows, "the end"])), (Button("Undo", Invocation("undo")),))


def sends(office: Office, person: Person, reply: Reply) -> None:
    """Post a letter to a member of staff, as a notice is."""

    def post(session: Session) -> None:
        [who] = [one for one in session.directory.people.values() if one.name == person.name]
        letter = Letter(reply.dump(to=None), None, who.id, who.subject_id)
        outboxes.post(session, [letter], None)

    office.database.write(post, office.clock.now())


def test_formatting_is_entities_and_nothing_in_a_name_is_read_as_such(office: Office, ada: Person):
    name = f"<b>*{office.named('Grace')}*</b>_`x`"
    ada.says(f'contact add "{name}"')
    card = ada.waits("Saved.")
    assert name in card.text
    bold = [one for one in card.entities if one["type"] == "bold"]
    [where] = bold
    shown = card.text.encode("utf-16-le")[2 * where["offset"] :][: 2 * where["length"]]
    assert shown.decode("utf-16-le") == name


def test_links_in_what_people_wrote_get_no_preview(office: Office, ada: Person):
    _, ref = adds(office, ada)
    ada.says(f"log note {ref} see https://example.com")
    ada.waits("Note logged")
    sent = office.telegram.called("sendMessage")[-1]
    assert sent.params["link_preview_options"] == {"is_disabled": True}


def test_work_is_shown_when_it_takes_a_while(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
):
    def slowly(*args: Any) -> None:
        office.telegram.wait(lambda: office.telegram.called("sendChatAction"))
        handle(*args)

    handle = dispatch.handle
    monkeypatch.setattr(workers, "A_MOMENT", 0.05)
    monkeypatch.setattr(dispatch, "handle", slowly)
    ada.says("/whoami")
    ada.waits(ada.name)
    [shown] = office.telegram.called("sendChatAction")
    assert (shown.params["chat_id"], shown.params["action"]) == (ada.id, "typing")


def test_a_hundred_lines_are_one_message(office: Office, ada: Person):
    name = office.named("Grace")
    ada.says(f"contact add {name}\n\n")
    ada.waits("Saved.")
    ada.says("x" * 4096)
    ada.waits("I don't understand")
    ada.says("😀" * 2048)
    ada.waits("I don't understand")
