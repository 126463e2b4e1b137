"""Retellings: what one person wrote in the words of another person's language."""

import re
from calendar import month_name
from collections.abc import Iterator

from handlers.dates import periods
from handlers.languages import SOURCE, voice
from handlers.readers.words import narrow

PERIODS = (
    ("today", "今天"), ("yesterday", "昨天"), ("tomorrow", "明天"),
    ("this week", "本周"), ("last week", "上周"), ("next week", "下周"),
    ("this month", "本月"), ("last month", "上个月"), ("next month", "下个月"),
    ("this quarter", "本季度"), ("last quarter", "上季度"), ("next quarter", "下季度"),
    ("this year", "今年"), ("last year", "去年"), ("next year", "明年"),
)  # fmt: skip
NUMBERED = (
    ("last {n} days", "最近{n}天"), ("last {n} weeks", "最近{n}周"),
    ("last {n} months", "最近{n}个月"), ("next {n} days", "未来{n}天"), ("Q{n}", "第{n}季度"),
)  # fmt: skip
"""Periods with a number, in both languages."""
MONTHS = 12


def period(text: str) -> str:
    """A period as the listener would write it; one that has no other words stays."""
    if text.isascii() == (voice().language == SOURCE):
        return text
    at = 0 if voice().language == SOURCE else 1
    return next((pair[at] for pair in _pairs(text) if periods.same(pair[1 - at], text)), text)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    yield from PERIODS
    yield from ((month_name[at], f"{at}月") for at in range(1, MONTHS + 1))
    numbers = re.findall(r"[0-9]{1,4}", narrow(text)) or [str(at) for at in range(1, MONTHS + 1)]
    for number in numbers:
        for english, chinese in NUMBERED:
            yield english.format(n=number), chinese.format(n=number)
