"""Screens: line editing and colours before a terminal, plain lines without one."""

import io
import re
import sys
from contextlib import contextmanager

import pytest
import structlog
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import DummyCompleter
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot import interactive_chats, screens
from bot.completions import Completions
from bot.screens import PlainScreen
from bot.styled_screens import StyledScreen
from bot.terminals import Terminal


@pytest.fixture(autouse=True)
def state(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield tmp_path / "state"
    structlog.reset_defaults()


# Before a terminal


def bare(seen):
    return re.sub(r"\x1b\[[0-9;]*m", "", seen)


@contextmanager
def terminal_of(chat, keys, monkeypatch, **environment):
    """A chat with line editing, into which keys are pressed; gives what it shows."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm-256color", "FORCE_COLOR": "1", **environment}.items():
        monkeypatch.setenv(name, value)
    out = io.StringIO()
    terminal = Terminal(chat.database, chat.clock)
    with (
        create_pipe_input() as pressed,
        create_app_session(input=pressed, output=DummyOutput()),
    ):
        pressed.send_text(keys)
        speaker = terminal.become("Ada")
        screen = StyledScreen(lambda: Completions(terminal, lambda: speaker), out)
        interactive_chats.run(terminal, "Ada", screen)
        yield out.getvalue()


def test_lines_are_edited_and_answers_coloured(chat, monkeypatch):
    chat.rep("Ada")
    with terminal_of(chat, "whoamo\x7fi\r/quit\r", monkeypatch) as seen:
        assert "\x1b[1mAda\x1b[0m" in seen
        assert "Ada U-2 · @ada" in bare(seen)


def test_no_color_means_none(chat, monkeypatch):
    chat.rep("Ada")
    with terminal_of(chat, "whoami\r\x04", monkeypatch, NO_COLOR="1") as seen:
        assert "U-2" in seen
        assert "\x1b" not in seen


def test_ctrl_c_throws_the_line_away_and_ctrl_d_leaves(chat, monkeypatch):
    chat.rep("Ada")
    with terminal_of(chat, "contact add Grace\x03contacts\r\x04", monkeypatch) as seen:
        assert "No contacts here yet" in seen


def test_lines_of_an_earlier_run_come_back_with_the_arrow(chat, monkeypatch, state):
    chat.rep("Ada")
    with terminal_of(chat, "whoami\rlink Ab3dEf6hIj9kLm2nOp\r\x04", monkeypatch):
        pass
    assert (state / "parley" / "lines").read_text() == "whoami\n"
    with terminal_of(chat, "\x1b[A\r\x04", monkeypatch) as seen:
        assert "Ada U-2 · @ada" in bare(seen)


def test_long_answers_are_wrapped_between_words(chat, monkeypatch):
    chat.rep("Ada")
    with terminal_of(chat, "help\r\x04", monkeypatch, NO_COLOR="1", COLUMNS="60") as seen:
        assert max(len(line) for line in seen.splitlines()) <= 60
        assert "Everyday words work too, in English and Chinese." in " ".join(seen.split())


# Without a terminal


def test_streams_without_a_terminal_get_a_plain_screen(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("hello\n"))
    assert isinstance(screens.open_screen(DummyCompleter), PlainScreen)


class Tty(io.StringIO):
    def isatty(self):
        return True


def test_a_dumb_terminal_gets_a_plain_screen_with_a_prompt(monkeypatch):
    out = Tty()
    monkeypatch.setattr(sys, "stdin", Tty("hello\n"))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("TERM", "dumb")
    screen = screens.open_screen(DummyCompleter)
    assert screen.ask("Ada") == "hello"
    assert out.getvalue() == "Ada> "


def test_a_terminal_gets_line_editing(monkeypatch):
    monkeypatch.setattr(sys, "stdin", Tty())
    monkeypatch.setattr(sys, "stdout", Tty())
    monkeypatch.setenv("TERM", "xterm")
    with create_pipe_input() as pressed, create_app_session(input=pressed, output=DummyOutput()):
        assert isinstance(screens.open_screen(DummyCompleter), StyledScreen)
