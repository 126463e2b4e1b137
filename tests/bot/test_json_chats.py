"""The JSON chat protocol of COMMANDS, to the letter, through the command line and now and then a real process."""

from pathlib import Path
from typing import Any

import pytest

from tests.bot.processes import Company, found_company

Printed = list[dict[str, Any]]
KEYS = {"message", "to", "text", "buttons", "files", "edits", "form"}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return found_company(tmp_path)


def messages(printed: Printed) -> Printed:
    return [one for one in printed if "message" in one]


def texts(printed: Printed) -> list[str]:
    return [one["text"] for one in messages(printed)]


def test_every_line_is_done_after_its_messages_which_are_numbered_from_one(company: Company):
    printed = company.chat({"say": "whoami"}, "whoami", "", {"say": "help"})
    assert [one.get("done") for one in printed] == [None, 1, None, 2, 3, None, 4]
    assert [one["message"] for one in messages(printed)] == [1, 2, 3]
    assert all(one["to"] == "Ada Byron" for one in messages(printed))


def test_a_process_of_its_own_prints_the_same(company: Company, tmp_path: Path):
    orders = (
        {"say": "contact add 王小明 📞"},
        {"press": "Undo"},
        b"\xff\xfe",
        {"as": "Ben Carter"},
    )
    (tmp_path / "other").mkdir()
    other = found_company(tmp_path / "other")
    assert company.chat(*orders, alone=True) == other.chat(*orders)


def test_keys_are_absent_where_they_would_be_empty(company: Company):
    printed = company.chat({"say": "whoami"}, {"say": "contact add Grace Hopper"}, "contact add")
    plain, card, question = messages(printed)
    assert set(plain) == {"message", "to", "text"}
    assert set(card) == {"message", "to", "text", "buttons"}
    assert set(question) == {"message", "to", "text", "buttons", "form"}
    assert all(one.keys() <= KEYS and all(one.values()) for one in messages(printed))
    assert question["form"][0] == "name"


def test_a_button_is_pressed_by_its_label_and_the_answer_edits_its_message(company: Company):
    printed = company.chat(
        {"say": "contact add Grace Hopper"},
        {"press": "Undo"},
        {"say": "contacts"},
        {"press": "No such button"},
    )
    added, undone, listed, missing = messages(printed)
    assert "Undo" in added["buttons"]
    assert undone["edits"] == added["message"]
    assert "Undone" in undone["text"]
    assert "Grace" not in listed["text"]
    assert "no longer open" in missing["text"]


def test_the_newest_button_of_a_label_is_meant(company: Company):
    printed = company.chat(
        {"say": "contact add Grace Hopper"},
        {"say": "contact add Alan Turing"},
        {"press": "Timeline"},
    )
    assert "Alan Turing" in texts(printed)[-1]
    assert messages(printed)[-1]["edits"] == 2


def test_a_form_is_filled(company: Company):
    printed = company.chat(
        {"say": "contact add"},
        {"fill": {"name": "Grace Hopper", "email": "grace@navy.example", "unknown": "x"}},
        {"fill": {"name": "Nobody Asked"}},
    )
    asked, saved, closed = messages(printed)
    assert {"name", "phone", "email"} <= set(asked["form"])
    assert "grace@navy.example" in saved["text"]
    assert "no longer open" in closed["text"]


def test_a_reply_means_the_record_of_its_message(company: Company):
    printed = company.chat(
        {"say": "contact add Grace Hopper"},
        {"say": "contact add Alan Turing"},
        {"reply_to": 1, "say": "contact show it"},
        {"reply_to": 99, "say": "contact show it"},
    )
    assert "Grace Hopper" in texts(printed)[2]
    assert "Grace Hopper" in texts(printed)[3]


def test_a_file_is_answered(company: Company, tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("name\nGrace Hopper\n")
    (answer,) = messages(company.chat({"upload": str(file), "say": "a caption"}))
    assert answer["text"]
    assert "incident" not in answer["text"]


def test_others_speak_in_the_same_run_and_are_told_apart(company: Company):
    printed = company.chat(
        {"say": "contact add Grace Hopper"},
        {"as": "Ben Carter"},
        {"say": "find hopper"},
        {"as": "U-2", "say": "find hopper"},
        {"as": "customer 王小明"},
        {"say": "find hopper"},
    )
    told = [(one["to"], "Grace" in one["text"]) for one in messages(printed)]
    assert told == [
        ("Ada Byron", True),
        ("Ben Carter", False),
        ("Ada Byron", True),
        ("王小明", False),
    ]
    assert "I don't know you yet" in texts(printed)[-1]
    assert [one["done"] for one in printed if "done" in one] == [1, 2, 3, 4, 5, 6]


def test_after_a_wrong_name_nobody_speaks(company: Company):
    printed = company.chat(
        {"say": "contact add Grace Hopper"},
        {"as": "Nobody Here"},
        {"say": "find hopper"},
        {"as": "Ada Byron", "say": "find hopper"},
    )
    _, unknown, silent, again = texts(printed)
    assert "Nobody Here" in unknown
    assert "Grace" not in silent
    assert "Grace" in again


def test_notices_to_others_are_printed(company: Company):
    printed = company.chat({"say": "contact add Grace Hopper"}, {"say": "contact share C-1 @ben"})
    told = {one["to"]: one["text"] for one in messages(printed)[1:]}
    assert set(told) == {"Ada Byron", "Ben Carter"}
    assert "shares" in told["Ben Carter"]
    assert [one.get("done") for one in printed][-1] == 2


def test_the_clock_moves_by_later_only_and_only_in_this_run(company: Company):
    orders = ({"say": "timezone UTC"}, {"later": "P1DT3H"}, {"say": "timezone UTC"})
    for _ in range(2):
        before, after = texts(company.chat(*orders))
        assert "Mon 23 Nov 2026, 09:00" in before
        assert "Tue 24 Nov 2026, 12:00" in after


def test_what_is_no_length_of_time_is_said_to_be_none(company: Company):
    wrong: tuple[Any, ...] = ("soon", "", "-PT1H", "P100Y", "3h later", None)
    orders = ({"later": length} for length in wrong)
    *said, still = texts(company.chat(*orders, {"say": "timezone UTC"}))
    assert len(said) == len(wrong)
    assert all("no length of time" in one for one in said)
    assert "09:00" in still


def test_broken_lines_are_taken_as_text_and_the_chat_goes_on(company: Company):
    broken = [b'{"say": "x"', b"[1, 2]", b"\xff\xfe\x00", b"42", b"null", b"{}", b'{"say": 5}',
              b'{"say": null}', b'{"press": null}', b'{"fill": "x"}',
              b'{"reply_to": "1", "say": "whoami"}', b'{"as": 7}',
              b'{"as": "Ada Byron", "say": "whoami"}']  # fmt: skip
    printed = company.chat(*broken)
    assert [one["done"] for one in printed if "done" in one] == list(range(1, len(broken) + 1))
    assert all("incident" not in text for text in texts(printed))
    assert "U-2" in texts(printed)[-1]


def test_whoever_does_not_exist_cannot_begin(company: Company):
    done = company.run("chat", "--as", "Nobody Here", "--json")
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"Nobody Here" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_an_incident_spoils_no_line_and_tells_the_log_no_data(company: Company):
    breaking = (
        "import dataclasses, sys; from bot import __main__; from handlers import commands\n"
        "from handlers.contract import registry\n"
        "def broken(ask, **values): raise ValueError('Grace Hopper +12025550143')\n"
        "known = dataclasses.replace(registry['find'], handler=broken)\n"
        "registry.commands['find'] = known; __main__.main()"
    )
    program = [*company.command("chat", "--as", "Ada Byron", "--json")]
    program[1:3] = ["-c", breaking]
    done = company.start(program, told=b'{"say": "find Grace Hopper"}\n')
    assert b'{"done":1}' in done.stdout.splitlines()[-1]
    assert b"incident" in done.stdout
    assert b"incident" in done.stderr
    for secret in (b"Grace", b"Hopper", b"2025550143"):
        assert secret not in done.stdout + done.stderr
