"""The history of typed lines: private, short, and without link codes."""

import asyncio
import stat

import pytest

from bot import line_histories
from bot.line_histories import LineHistory, holds_code
from handlers import commands

assert commands
CODE = "Ab3dEf6hIj9kLm2nOp5qRs"


def loaded(path):
    async def newest_first():
        return [line async for line in LineHistory(path).load()]

    return asyncio.run(newest_first())


@pytest.mark.parametrize(
    "line",
    [
        f"link {CODE}",
        f"/link {CODE}",
        f"/start {CODE}",
        f"绑定 {CODE}",
        f"绑定{CODE}",
        CODE,
        f"my code is {CODE}, is it not?",
        "link short-code",
        "ｌｉｎｋ ＡＢ３ｄＥｆ６ｈＩｊ９ｋＬｍ２ｎ",
        "link -_-_-_-_-_-_-_-_",
    ],
)
def test_what_may_be_a_link_code_is_not_kept(tmp_path, line):
    history = LineHistory(tmp_path / "lines")
    history.append_string(line)
    assert holds_code(line)
    assert history.get_strings() == []
    assert not (tmp_path / "lines").exists()


@pytest.mark.parametrize(
    "line",
    [
        "link",
        "contacts",
        "contact add Grace Hopper grace.brewster@navy.example",
        "log call it 想要报价",
    ],
)
def test_everything_else_is_kept(line):
    assert not holds_code(line)


def test_lines_last_beyond_the_run_the_newest_first(tmp_path):
    history = LineHistory(tmp_path / "parley" / "lines")
    for line in ("contacts", "find 王", "find 王", "help"):
        history.append_string(line)
    assert loaded(tmp_path / "parley" / "lines") == ["help", "find 王", "contacts"]


def test_a_line_of_several_lines_takes_one(tmp_path):
    LineHistory(tmp_path / "lines").append_string("log call it\nwants prices")
    assert loaded(tmp_path / "lines") == ["log call it wants prices"]


def test_nobody_else_can_read_it(tmp_path):
    path = tmp_path / "parley" / "lines"
    LineHistory(path).append_string("contacts")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / "lines"
    path.touch(mode=0o644)
    LineHistory(path).append_string("contacts")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_usable_place_it_lasts_as_long_as_the_run(tmp_path):
    (tmp_path / "file").touch()
    history = LineHistory(tmp_path / "file" / "lines")
    history.append_string("contacts")
    assert history.get_strings() == ["contacts"]
    assert loaded(tmp_path / "file" / "lines") == []


def test_the_oldest_lines_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(line_histories, "KEPT", 3)
    path = tmp_path / "lines"
    path.write_text("".join(f"find {number}\n" for number in range(10)))
    assert loaded(path) == ["find 9", "find 8", "find 7"]
    assert path.read_text() == "find 7\nfind 8\nfind 9\n"
