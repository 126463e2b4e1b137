"""Texts as Slack shows them: nothing that people write becomes markup, and everything fits."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.slacks import renderings
from handlers.texts import Span, Text
from tests.standins import slack_checks
from tests.standins.slack_shown import texts

STYLES = st.sampled_from(["", "bold", "code", "table"])
TEXTS = st.lists(st.builds(Span, st.text(max_size=80), STYLES), max_size=12)
LABELS = st.lists(st.text(max_size=90), max_size=30)


@given(TEXTS, LABELS)
def test_slack_takes_whatever_is_said(spans: list[Span], labels: list[str]):
    for piece in renderings.pieces(Text(tuple(spans))):
        assert slack_checks.message_faults(renderings.blocks(piece, labels, 7)) == []
        assert renderings.fallback(piece).strip()


@given(TEXTS, st.integers(5, 60))
def test_pieces_fit_and_nothing_is_lost(spans: list[Span], longest: int):
    text = Text(tuple(spans))
    pieces = renderings.pieces(text, longest)
    assert all(len(str(piece)) <= longest for piece in pieces)
    said = "".join(str(piece) for piece in pieces)
    assert said.split() == ["–"] or "".join(said.split()) == "".join(str(text).split())


def test_a_table_stays_in_one_frame():
    rows = "name  sum\nAda   100\nBen    50\n"
    [piece] = renderings.pieces(Text((Span("Won:\n"), Span(rows, "table"), Span("Well done."))))
    kinds = [one["type"] for one in renderings.blocks(piece)[0]["elements"]]
    assert kinds == ["rich_text_section", "rich_text_preformatted", "rich_text_section"]


def test_a_mention_is_shown_by_name():
    text = Text((Span("ask @slack/U012AB3CD, or <@U9> & co", "bold"),))
    runs: list[Any] = renderings.blocks(text)[0]["elements"][0]["elements"]
    assert runs[1] == {"type": "user", "user_id": "U012AB3CD"}
    assert renderings.fallback(text) == "ask <@U012AB3CD>, or &lt;@U9&gt; &amp; co"


def test_an_escaped_character_is_not_cut_in_two():
    text = Text((Span("&" * 3000),))
    shown = renderings.fallback(text)
    assert len(shown) <= renderings.LONGEST
    assert shown.replace("&amp;", "") == ""
    assert "".join(texts(renderings.blocks(text))) == "&" * 3000
