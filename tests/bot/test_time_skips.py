"""How far /later moves the clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.time_skips import UnreadableSkip, read_skip

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("3h", timedelta(hours=3)),
        ("2 days", timedelta(days=2)),
        ("90 minutes", timedelta(minutes=90)),
        ("1 week", timedelta(weeks=1)),
        ("三天", timedelta(days=3)),
        ("半小时", timedelta(minutes=30)),
        ("PT3H", timedelta(hours=3)),
        ("p2d", timedelta(days=2)),
        ("P1DT12H", timedelta(days=1, hours=12)),
    ],
)
def test_words_and_iso_durations(text, by):
    assert read_skip(text, NOW) == by


def test_a_month_is_one_of_the_calendar():
    assert read_skip("1 month", NOW) == timedelta(days=28)


@pytest.mark.parametrize(
    "text",
    ["", "3", "soon", "P", "PT0S", "-PT3H", "P9999Y", "0h", "100 years", "tomorrow", "h" * 500],
)
def test_what_is_no_length_forwards_is_refused(text):
    with pytest.raises(UnreadableSkip):
        read_skip(text, NOW)
