"""The command reference says what the declarations say."""

import subprocess
import sys
from pathlib import Path

from handlers.contract import registry
from handlers.references import reference

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_is_up_to_date():
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "handlers.references"],
        capture_output=True,
        check=True,
        cwd=PAGE.parents[1],
    )
    printed = done.stdout.decode("utf-8").replace("\r\n", "\n")
    advice = "run: python -m handlers.references > docs/commands.md"
    assert PAGE.read_text("utf-8") == printed, advice


def test_every_command_has_an_entry():
    text = reference()
    assert [known.name for known in registry if f"\n### `{known.name}`\n" not in text] == []


def test_an_entry_tells_right_usage_choices_and_ways_to_say_it():
    entry = reference().partition("### `contact share`")[2].partition("\n###")[0]
    assert "Right: `contacts.edit` (change contacts and companies)" in entry
    assert "Usage: `contact share CONTACT PERSON [LEVEL]`" in entry
    assert "`level` is one of `read` · `edit`" in entry
    assert "`share {contact} with {person}`" in entry


def test_a_summary_is_told_in_both_languages():
    entry = reference().partition("### `undo`")[2].partition("\n- ")[0]
    english, chinese = entry.strip().split("\\\n")
    assert english == registry["undo"].summary
    assert not chinese.isascii()


def test_commands_of_everybody_say_so():
    text = reference()
    assert "Right: everybody, linked or not" in text.partition("### `link`")[2]
    assert "Right: all staff" in text.partition("### `undo`")[2].partition("###")[0]
