"""Direct messages in Slack: words as people type them, new versions, repeats, long answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.slack_offices import SlackOffice, asks, slack_office
from tests.standins.slacks import Person

Office = SlackOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


def answers(person: Person) -> list[str]:
    """What Parley has said to somebody in their direct messages."""
    return [one.text for one in person.sees if one.by_bot]


def test_a_contact_is_added_and_found(ada: Person):
    ada.says("contact add Grace Hopper grace@navy.example +1 202 555 0143")
    card = ada.waits("Grace Hopper")
    assert "grace@navy.example" in card.text
    assert "Undo" in card.buttons
    ada.says("find hopper")
    assert ada.waits("C-", after=card.ts).says("Grace Hopper")


def test_an_account_nobody_knows_sees_nothing(office: Office, ada: Person):
    ada.says("contact add Hedy Lamarr hedy@radio.example")
    ada.waits("Hedy Lamarr")
    eve = office.newcomer("Eve")
    eve.says("find hedy")
    assert eve.waits("I don't know you yet")
    assert not any("hedy@radio" in one.lower() or "Lamarr" in one for one in answers(eve))


def test_linking_by_a_code(office: Office):
    ben = office.newcomer("Ben")
    ben.says(f"link {office.hire('Ben Link')}")
    ben.waits("Welcome, Ben Link")
    assert asks(ben, "whoami", "Ben Link").says("Sales rep")


def test_a_code_works_once(office: Office):
    code = office.hire("Cleo Once")
    office.newcomer("Cleo").says(f"link {code}")
    dan = office.newcomer("Dan")
    dan.says("link nonsense-nonsense-nonsense")
    dan.waits("That code does not work")
    office.slack.settle()
    dan.says(f"link {code}")
    office.slack.wait(lambda: len(answers(dan)) == 2)
    assert not any("Welcome" in one for one in answers(dan))


@pytest.mark.parametrize(
    "typed",
    [
        "contact add Tom & Jerry <3 tom@one.example",
        'contact add "Tom & Jerry <3" email:tom@two.example',
        "新增联系人 Tom & Jerry <3 tom@three.example",
    ],
)
def test_what_slack_marks_up_is_read_back(ada: Person, typed: str):
    ada.says(typed)
    card = ada.waits("Tom & Jerry <3")
    assert card.says(".example")
    assert "mailto" not in card.text


def test_links_and_entities_stay_as_they_were_typed(ada: Person):
    ada.says("contact add Ann Example")
    ada.waits("Ann Example")
    asks(ada, "log note it see https://x.example/a?b=1&c=2 &copy; &amp;", "logged")
    said = asks(ada, "timeline it", "https://x.example/a?b=1&c=2")
    assert said.says("&copy; &amp;")


def test_chinese_and_full_width_text(office: Office, ada: Person):
    ada.says("language zh")
    ada.waits("中文")
    ada.says("新增联系人 王小明 公司：华星科技 电话：１３８００１３８０００")
    card = ada.waits("王小明")
    assert card.says("华星科技")
    assert "撤销" in card.buttons
    ada.says("查找 小明")
    assert ada.waits("王小明", after=card.ts)


def test_emoji(ada: Person):
    ada.says("contact add Zoë 👩‍🚀 Müller 🚀")
    ada.waits("Zoë 👩‍🚀 Müller 🚀")
    ada.says("👍")
    assert ada.waits("I don't understand “👍”")


def test_ten_thousand_characters(ada: Person):
    ada.says("contact add Long Letter")
    ada.waits("Long Letter")
    asks(ada, "log note it " + "word " * 1990 + "end", "Note logged")
    assert asks(ada, "log note it " + "x" * 10_001, "at most").says("10,001")


STORY = "".join(f"line {number} of a long story\n" for number in range(300))


def test_a_long_answer_comes_in_pieces(ada: Person):
    asks(ada, "contact add Much Noted", "Saved")
    logged = asks(ada, f"log note it {STORY}", "Note logged")
    ada.says("timeline it")
    ada.waits("line 299 of", after=logged.ts)
    pieces = [one for one in ada.sees if one.by_bot and one.ts > logged.ts]
    assert len(pieces) > 1
    assert all(len(one.text) <= 3000 for one in pieces)
    assert "".join(one.spans for one in pieces).count("of a long story") == 300


def test_markup_in_names_is_text(ada: Person):
    ada.says('contact add "*Bold* _It_ ~no~ `code`"')
    card = ada.waits("*Bold* _It_ ~no~ `code`")
    runs = card.blocks[0]["elements"][0]["elements"]
    assert any("*Bold*" in run["text"] for run in runs)


def test_a_new_version_of_what_had_no_effect_counts(ada: Person):
    said = ada.says("contct add Grace Typo")
    ada.waits("I don't understand")
    ada.edits(said, "contact add Grace Typo")
    assert "Undo" in ada.waits("Saved").buttons


def test_a_new_version_of_what_had_its_effect_is_refused(office: Office, ada: Person):
    said = ada.says("contact add Grace First")
    ada.waits("Grace First")
    ada.edits(said, "contact add Grace Second")
    ada.waits("I acted on your first version already")
    ada.says("find second")
    assert ada.waits("Nothing found")


def test_a_second_new_version_is_refused_too(ada: Person):
    said = ada.says("contct add Twice")
    ada.waits("I don't understand")
    ada.edits(said, "contact add Once Only")
    ada.waits("Once Only")
    ada.edits(said, "contact add Once More")
    assert ada.waits("I acted on your first version already")


def test_the_preview_of_a_link_is_no_new_version(ada: Person):
    said = ada.says("find https://x.example")
    ada.waits("https://x.example")
    ada.edits(said, "find https://x.example")  # so Slack reports that it shows a preview
    asks(ada, "whoami", "Your rights")
    assert len(answers(ada)) == 3


def test_a_deleted_message_changes_nothing_and_is_not_kept(office: Office, ada: Person):
    said = ada.says("contact add Deleted Later")
    ada.waits("Deleted Later")
    office.slack.settle()
    before, told = office.stored(), len(answers(ada))
    ada.deletes(said)
    office.slack.settle()
    assert office.stored() == before
    assert len(answers(ada)) == told


def test_its_own_messages_are_not_stored(office: Office, ada: Person):
    office.slack.settle()
    before = office.stored()
    ada.says("help")
    ada.waits("contact add")
    office.slack.settle()
    assert office.stored() == before + 1


def test_messages_of_other_bots_are_ignored(office: Office, ada: Person):
    before = office.stored()
    event = {"type": "message", "channel": ada.dm.id, "channel_type": "im", "ts": "1.2"}
    event |= {"bot_id": "BOTHER", "user": "UOTHER", "text": "contact add Robot"}
    [sent] = office.slack.deliver(_event_of(event))
    assert sent.wait().acknowledged
    assert office.stored() == before


def _event_of(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": f"Ev{event['ts']}",
        "event": event,
    }


def test_every_delivery_counts_once(office: Office, ada: Person):
    office.slack.repeat_deliveries(2)
    try:
        ada.says("contact add Only Once")
        ada.waits("Only Once")
        office.slack.settle()
    finally:
        office.slack.repeat_deliveries(0)
    ada.says("find only once")
    office.slack.wait(lambda: len(answers(ada)) == 3)
    assert answers(ada)[-1].startswith("Only Once")


def test_reply_in_the_thread_of_a_card_means_its_record(ada: Person):
    ada.says("contact add First Person")
    first = ada.waits("First Person")
    ada.says("contact add Second Person")
    ada.waits("Second Person")
    ada.says("log call it spoke about prices", thread=first.ts)
    answer = ada.waits("First Person", after=first.ts)
    assert answer.thread_ts == first.ts
    assert not answer.says("Second Person")


def test_an_answer_comes_where_the_question_was_asked(ada: Person):
    root = ada.says("hello")
    ada.waits()
    ada.says("contact add Thread Person", thread=root)
    assert ada.waits("Thread Person").thread_ts == root


def test_a_question_is_asked_and_answered(ada: Person):
    ada.says("contact add")
    ada.waits("name")
    ada.says("Ingrid Bergman")
    assert ada.waits("Ingrid Bergman").buttons


def test_odd_events_are_acknowledged(office: Office, ada: Person):
    odd: list[dict[str, Any]] = [
        {"type": "event_callback", "event": {"type": "team_join", "user": {"id": "U1"}}},
        {"type": "event_callback", "event": {"type": "message", "channel": ada.dm.id}},
        {"type": "event_callback", "event_id": "EvX", "event": {"type": "app_mention"}},
        {"nothing": "known"},
    ]
    for payload in odd:
        [sent] = office.slack.deliver(payload)
        assert sent.wait().acknowledged
    ada.says("whoami")
    assert ada.waits("Your rights")
