"""How texts become Telegram messages: whole, in order, each short enough, entities in their place."""

from hypothesis import given
from hypothesis import strategies as st
from telegram import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.telegrams import renderings
from bot.telegrams.renderings import Piece, pieces, units
from handlers.texts import Span, Text

LETTERS = st.text(alphabet="ab é龙🦊👨‍👩‍👧\n", max_size=60)
SPANS = st.builds(Span, LETTERS, st.sampled_from(["", "bold", "code", "table"]))
TEXTS = st.builds(Text, st.lists(SPANS, max_size=150).map(tuple))


def without_space(text: str) -> str:
    return "".join(text.split())


def marked(piece: Piece) -> list[tuple[str, str]]:
    """Kind and text of each entity."""
    raw = piece.text.encode("utf-16-le")
    return [
        (one.type, raw[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le"))
        for one in piece.entities
    ]


@given(TEXTS, st.integers(10, 200))
def test_nothing_is_lost_and_every_piece_fits(text: Text, longest: int):
    made = pieces(text, longest)
    whole = "".join(span.text for span in text.spans)
    shown = "".join(piece.text for piece in made)
    assert without_space(shown) == (without_space(whole) or "–")
    assert all(1 <= units(piece.text) <= longest for piece in made)


@given(TEXTS, st.integers(10, 200))
def test_entities_lie_within_and_cut_no_character(text: Text, longest: int):
    for piece in pieces(text, longest):
        assert len(piece.entities) <= 100
        for kind, words in marked(piece):
            assert kind in ("bold", "code", "pre")
            assert words


def test_entities_mark_what_was_marked_in_every_piece():
    text = Text((Span("\n 🦊 "), Span("Grace", "bold"), Span(" wants\n"), Span("龙" * 30, "code")))
    first, *more = pieces(text, 20)
    assert marked(first) == [("bold", "Grace")]
    assert "".join(words for piece in more for _, words in marked(piece)) == "龙" * 30


def test_a_text_is_broken_between_lines():
    lines = [f"line {number} 龙🦊" for number in range(20)]
    made = pieces(Text((Span("\n".join(lines)),)), 50)
    assert [line for piece in made for line in piece.text.splitlines()] == lines


def test_a_table_keeps_its_columns():
    table = "deal      amount\nAcme   50,000.00\nNavy    1,200.00\n"
    [piece] = pieces(Text((Span("Pipeline\n"), Span(table, "table"))))
    assert "".join(words for _, words in marked(piece)) == table.rstrip("\n")
    assert {kind for kind, _ in marked(piece)} == {"pre"}
    assert len(piece.entities) == 1


def test_short_labels_share_a_row_and_long_ones_do_not():
    labels = ["Done", "+1h", "Tomorrow", "明天上午", "下周一", "A rather long label of a record"]
    payload = {"buttons": [[label, {}] for label in labels]}
    keys = renderings.markup(payload, 5, group=False)
    assert isinstance(keys, InlineKeyboardMarkup)
    rows = [[key.text for key in row] for row in keys.inline_keyboard]
    assert rows == [["Done", "+1h", "Tomorrow"], ["明天上午", "下周一"], labels[-1:]]
    assert keys.inline_keyboard[1][0].callback_data == "b:5:3"


@given(st.lists(st.text(max_size=80), max_size=40), st.integers(1, 2**63 - 1))
def test_any_label_makes_a_button_that_telegram_takes(labels: list[str], outbox_id: int):
    payload = {"buttons": [[label, {}] for label in labels]}
    keys = renderings.markup(payload, outbox_id, group=True)
    rows = keys.inline_keyboard if isinstance(keys, InlineKeyboardMarkup) else ()
    shown = [key for row in rows for key in row]
    assert len(shown) == len(labels)
    assert all(key.text.strip() and len(str(key.callback_data)) <= 64 for key in shown)
    assert all(1 <= len(row) <= 3 for row in rows)


def test_a_number_is_asked_for_in_private_only():
    payload = {"wants_number": True, "share": "Share my number", "buttons": []}
    assert isinstance(renderings.markup(payload, 1, group=False), ReplyKeyboardMarkup)
    assert renderings.markup(payload, 1, group=True) is None


def test_a_question_in_a_group_opens_the_reply_field():
    assert isinstance(renderings.markup({"form": ["name"]}, 1, group=True), ForceReply)
    assert renderings.markup({"form": ["name"]}, 1, group=False) is None
