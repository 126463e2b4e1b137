"""The chat in a terminal for people, as they see it."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from bot import interactive_chats
from bot.screens import PlainScreen
from bot.terminals import Terminal
from store.access import NotFound
from store.failures import StoreFailure
from store.staff import Several

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def state(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield tmp_path / "state"
    structlog.reset_defaults()


@pytest.fixture
def types(chat):
    """Type lines as somebody; gives all that the screen has shown."""

    def run(who, *lines):
        out = io.StringIO()
        terminal = Terminal(chat.database, chat.clock)
        screen = PlainScreen(io.StringIO("".join(f"{line}\n" for line in lines)), out)
        interactive_chats.run(terminal, who, screen)
        return out.getvalue()

    return run


def test_it_greets_with_who_one_is_and_three_things_to_try(chat, types):
    chat.rep("Ada Quinn")
    seen = types("ada")
    assert "You are Ada Quinn (Sales rep) at Acme." in seen
    assert seen.splitlines()[1].startswith("Try: ")
    assert seen.splitlines()[1].count(" · ") == 2
    assert "/quit" in seen


def test_an_agent_is_not_told_to_try_what_they_may_not(chat, types):
    chat.agent("Sam")
    assert "met Iris" not in types("Sam")


def test_who_is_nobody_does_not_begin(types):
    with pytest.raises(NotFound):
        types("nobody")


def test_answers_come_with_numbered_buttons(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "contact add Grace Hopper")
    assert "Grace Hopper C-1" in seen
    assert "[1] Undo  [2] Log a note  [3] Timeline" in seen


@pytest.mark.parametrize("press", ["1", "[1]", "１", "Undo", "undo"])
def test_a_button_is_pressed_by_its_number_or_label(chat, types, press):
    chat.rep("Ada")
    seen = types("Ada", "contact add Grace Hopper", press, "find hopper")
    assert "Undone" in seen
    assert "Nothing found" in seen


def test_a_number_without_a_button_is_something_said(chat, types):
    chat.rep("Ada")
    assert "I don't understand “7”" in types("Ada", "contact add Grace", "7")


def test_numbers_press_what_was_told_last_and_nothing_older(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "contact add Grace", "whoami", "1", "contacts")
    assert "I don't understand “1”" in seen
    assert "1 in all" in seen


def test_a_quoted_number_is_said_and_presses_nothing(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "company add Navy employees:many", '"2"', "company show navy")
    assert "Employees: 2" in seen
    assert "Cancelled" not in seen


def test_what_is_missing_is_asked_question_by_question(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "contact add Grace", "log", "call", "Grace", "wants prices", "timeline it")
    assert seen.index("What was it") < seen.index("Whom do you mean") < seen.index("What happened")
    assert "wants prices" in seen.rsplit("Timeline", 1)[1]


def test_control_characters_are_seen_and_not_obeyed(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "contact add Grace", "log note it \x1b]0;owned\x07 ok", "timeline it")
    assert "␛]0;owned␇ ok" in seen
    assert "\x1b" not in seen


def test_broken_characters_are_no_reason_to_end(chat, types):
    chat.rep("Ada")
    assert "You are Ada" in types("Ada", "find \udcff", "whoami")


def test_becoming_somebody_else(chat, types):
    maria = chat.manager("Maria Lopez")
    chat.rep("Ada", maria)
    seen = types("Ada", "contact add Grace Hopper", "/as maria", "find hopper")
    assert "You are Maria Lopez (Manager) at Acme." in seen
    assert seen.count("Grace Hopper C-1") == 2


def test_becoming_a_customer_who_is_unknown_to_the_company(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "/as customer 王小明", "contacts")
    assert "You are 王小明, a customer of Acme." in seen
    assert "I don't know you yet" in seen


def test_becoming_nobody_in_particular_changes_nothing(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "/as", "/as nobody", "whoami")
    assert "/as Maria" in seen
    assert "No colleague fits “nobody”" in seen
    assert "Ada U-2" in seen


def test_a_name_of_several_tells_whom_it_fits(chat, types):
    chat.rep("Ada Quinn"), chat.rep("Ada Lovett")
    with pytest.raises(Several):
        types("a")
    seen = types("Ada Quinn", "/as a")
    assert "Ada Quinn, Ada Lovett" in seen


def test_what_reaches_others_of_this_run_says_to_whom(chat, types):
    chat.admin(), chat.rep("Ada")
    seen = types("Root Admin", "/as Ada", "audit", "1")
    assert "→ Root Admin:\n" in seen
    assert "[Grant" in seen.split("→ Root Admin:")[1]


def test_buttons_that_came_while_somebody_else_spoke_wait_for_their_owner(chat, types):
    chat.admin(), chat.rep("Ada")
    seen = types("Root Admin", "/as Ada", "audit", "1", "/as Root Admin", "1")
    after = seen.rsplit("You are Root Admin", 1)[1]
    assert "[1] " in after
    assert "I don't understand" not in after


def test_what_was_answered_already_is_not_shown_again(chat, types):
    chat.admin(), chat.rep("Ada")
    seen = types("Root Admin", "contact add Grace", "/as Ada", "/as Root Admin")
    assert seen.count("Grace C-1") == 1


def test_later_moves_the_clock(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "/later 3h", "/later 2 days", "/later PT30M")
    assert "It is Mon 23 Nov 2026, 12:00 now." in seen
    assert "It is Wed 25 Nov 2026, 12:30 now." in seen


def test_a_question_expires_when_time_passes(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "contact add", "/later 1h", "Grace Hopper", "contacts")
    assert "C-1" not in seen


@pytest.mark.parametrize("line", ["/later", "/later soon", "/later -3h"])
def test_a_skip_that_makes_no_sense_says_what_would(chat, types, line):
    chat.rep("Ada")
    assert "How far? For example: /later 3h" in types("Ada", line)


def test_quit_leaves_and_slash_help_is_parleys_own(chat, types):
    chat.rep("Ada")
    seen = types("Ada", "/help", "", "/quit", "contact add Grace")
    assert "This is what I can do for you." in seen
    assert "Grace" not in seen


def test_the_language_follows_the_speaker(chat, types, monkeypatch):
    chat.rep("Ada")
    voices = []
    talk = interactive_chats.Chat.talk

    def listened(self):
        talk(self)
        voices.append(self.voice.language)

    monkeypatch.setattr(interactive_chats.Chat, "talk", listened)
    types("Ada", "language zh")
    assert voices == ["zh"]


def test_an_unusable_database_is_told_in_a_sentence(chat, types, monkeypatch):
    chat.rep("Ada")

    def full(*_):
        raise StoreFailure("full", "its place")

    monkeypatch.setattr(Terminal, "say", full)
    assert "The disk is full" in types("Ada", "contacts")


def test_a_bug_is_told_with_its_incident_and_goes_to_the_log(chat, types, monkeypatch, state):
    chat.rep("Ada")
    monkeypatch.setattr(Terminal, "say", lambda *_: 1 / 0)
    seen = types("Ada", "contacts", "/later 1h")
    assert "Traceback" not in seen
    incident = seen.split("incident ")[1][:8]
    assert incident in (state / "parley" / "incidents.log").read_text()
    assert "It is Mon" in seen


def test_a_reader_who_has_left_ends_the_chat(chat, monkeypatch):
    chat.rep("Ada")

    class Gone(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    screen = PlainScreen(io.StringIO("contacts\n"), Gone())
    with pytest.raises(BrokenPipeError):
        interactive_chats.run(Terminal(chat.database, chat.clock), "Ada", screen)


def test_through_a_pipe(chat, tmp_path):
    """The real program, with broken bytes, and no escape code in what it writes."""
    chat.rep("Ada")
    environment = os.environ | {
        "PARLEY_DATABASE_URL": chat.url,
        "PARLEY_KEY_FILE": str(chat.key_file),
        "XDG_STATE_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(  # noqa: PLW1510 (the exit code is what is tested)
        [sys.executable, "-m", "bot", "chat", "--as", "Ada"],
        input="contact add 王小明\n1\nfind \n".encode() + b"find \xff\n/quit\n",
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        timeout=60,
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert "王小明 C-1" in done.stdout.decode()
    assert "Undone" in done.stdout.decode()
    assert b"\x1b" not in done.stdout
