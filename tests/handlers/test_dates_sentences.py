"""Date expressions inside sentences. Today is Monday 2 March 2026, 10:00 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.dates import AmbiguousDate, find_when

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN)


def found(text: str) -> tuple[str, str] | None:
    result = find_when(text, now=NOW, zone=BERLIN)
    if result is None:
        return None
    local = result.when.at.astimezone(BERLIN)
    moment = f"{local:%Y-%m-%d %H:%M}" if result.when.has_time else str(result.when.day)
    return text[result.start : result.end], moment


@pytest.mark.parametrize(
    ("sentence", "stretch", "moment"),
    [
        (
            "call Grace next tuesday 10am about compilers",
            "next tuesday 10am",
            "2026-03-10 10:00",
        ),
        ("提醒我明天下午3点给王小明打电话", "明天下午3点", "2026-03-03 15:00"),
        ("send the quote by friday, please", "by friday", "2026-03-06"),
        ("remind me in 3 days to call Ada", "in 3 days", "2026-03-05"),
        ("call him at 5", "at 5", "2026-03-02 17:00"),
        ("call him at 5 to confirm", "at 5", "2026-03-02 17:00"),
        ("lunch on sat", "on sat", "2026-03-07"),
        ("lunch sat 1pm", "sat 1pm", "2026-03-07 13:00"),
        ("we decide in may", "in may", "2026-05-01"),
        ("I may be late, may 6 works", "may 6", "2026-05-06"),
        ("pay 30% on 30 jun", "on 30 jun", "2026-06-30"),
        ("D-3 fri 5pm", "fri 5pm", "2026-03-06 17:00"),
        ("call friday 20 compilers", "friday", "2026-03-06"),
        ("tomorrow 3 people join", "tomorrow", "2026-03-03"),
        ("around 5pm, then dinner", "around 5pm", "2026-03-02 17:00"),
        ("12/25 works for her", "12/25", "2026-12-25"),
        ("下个月5号之前付款", "下个月5号之前", "2026-04-05"),
        ("两小时后提醒我", "两小时后", "2026-03-02 12:00"),
        ("早上好，明天见", "明天", "2026-03-03"),
        ("在周五开会", "在周五", "2026-03-06"),
        ("３月５日　开会", "３月５日", "2026-03-05"),
        ("ok ｔｏｍｏｒｒｏｗ　９ａｍ！", "ｔｏｍｏｒｒｏｗ　９ａｍ", "2026-03-03 09:00"),
        ("İstanbul trip tomorrow", "tomorrow", "2026-03-03"),
        ("31 feb or tomorrow", "tomorrow", "2026-03-03"),
    ],
)
def test_the_first_and_longest_expression_with_its_preposition(sentence, stretch, moment):
    assert found(sentence) == (stretch, moment)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "we may call them",
        "call May",
        "march on",
        "the sun is bright",
        "he sat at 5 tables",
        "wants 20 compilers for about 50k",
        "met 20 people at 20 companies",
        "call +1 202 555 0143 or 555-0143",
        "deal D-42 to stage 3",
        "32 august 2027 and 45 may",
        "that is $1,194.09 (net)",
        "scored at 10 - 10.1",
        "%e5%8a%9b",
        "version 1.2.3 and 10.0.0.1",
        "support 24/7",
        "cut 3/4 of it",
        "for the first time a second opinion",
        "the second call of the third man",
        "in 2027 we grow",
        "let us talk now",
        "good morning",
        "invoice 20260304",
        "write to friday@navy.example or see friday.com",
        "it took 2 weeks",
        "this month is fine",
        "三点建议，第三点很重要",
        "便宜一点",
        "5号楼见面",
        "给王一一打电话",
        "今年业绩不错",
        "下午好",
        "31 feb",
        "ﷺ" * 100,
        "\x00\ud800💥",
    ],
)
def test_ordinary_words_and_numbers_are_no_dates(sentence):
    assert found(sentence) is None


def test_an_ambiguous_expression_in_a_sentence_is_asked_about():
    with pytest.raises(AmbiguousDate) as asked:
        found("call Grace on 3/4 about compilers")
    assert asked.value.text == "on 3/4"
