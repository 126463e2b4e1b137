"""What reaches a terminal: spans become styles, and nothing in a text steers the terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot import renderings
from bot.terminals import Message
from handlers.texts import fmt, plain


def said(text, **more):
    return Message(1, "Ada", 1, text, **more)


def shown(one, **more):
    return renderings.plain(renderings.message(one, **more))


def test_spans_keep_their_styles():
    text = fmt("**{name}** `C-1` is here", name="Grace")
    assert renderings.pieces(text) == [
        ("bold", "Grace"),
        ("", " "),
        ("code", "C-1"),
        ("", " is here"),
    ]


def test_escape_codes_are_shown_and_not_obeyed():
    assert renderings.safe("a\x1b[31mred\x07\x7f\r") == "a␛[31mred␇␡␍"
    assert renderings.safe("\x9b2J") == "‹U+009B›2J"


def test_overrides_cannot_turn_a_line_round():
    assert renderings.safe("invoice\u202efdp.exe") == "invoice‹U+202E›fdp.exe"
    assert renderings.safe("\u2066x\u2069") == "‹U+2066›x‹U+2069›"


def test_lines_stay_lines_and_tabs_become_spaces():
    assert renderings.safe("a\nb\tc") == "a\nb    c"
    assert renderings.safe("a\u2028b") == "a‹U+2028›b"


def test_names_of_all_languages_are_left_alone():
    for name in ("王小明", "Zoë Ångström", "محمد", "李‍👩‍💻"):
        assert renderings.safe(name) == name


@given(st.text())
def test_nothing_that_steers_a_terminal_gets_through(text):
    for character in renderings.safe(text):
        steers = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        assert not steers or character == "\n"
        assert unicodedata.bidirectional(character) not in {
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        }  # fmt: skip


def test_buttons_are_numbered_for_the_one_who_may_press_them():
    one = said(plain("Saved."), buttons=("Undo", "Timeline"))
    assert shown(one, first=1) == "Saved.\n[1] Undo  [2] Timeline\n\n"
    assert shown(one, first=3) == "Saved.\n[3] Undo  [4] Timeline\n\n"


def test_buttons_of_others_have_no_number():
    one = said(plain("Ben asks for access."), buttons=("Grant",))
    assert shown(one, to="Maria") == "→ Maria:\nBen asks for access.\n[Grant]\n\n"


def test_pictures_are_told_by_their_paths():
    assert (
        shown(said(plain("Here."), files=("/tmp/pipeline.png",))) == "Here.\n/tmp/pipeline.png\n\n"
    )


def test_a_label_cannot_steer_the_terminal_either():
    one = said(plain("Which?"), buttons=("Grace\x1b[2J",))
    assert "\x1b" not in shown(one, to="Eve\x1b", first=1)
