"""Chinese names of colleagues in sentences that part no words: 提醒志远明天发报价."""

import re

from handlers.asks import Ask
from handlers.scripts import HAN

FULL = re.compile("[\u4e00-\u9fff]{3}")


def given(ask: Ask) -> set[str]:
    """The given names of colleagues with a Chinese name, of those that nobody else has."""
    found = [one.name[1:] for one in ask.directory.people.values() if FULL.fullmatch(one.name)]
    return {one for one in found if found.count(one) == 1}


def end_at(ask: Ask, text: str) -> int:
    """Where a colleague's name at the beginning of a text ends; 0 when none stands there."""
    lead = len(text) - len(text.lstrip())
    whole = {one.name for one in ask.directory.people.values() if HAN.match(one.name)}
    for name in sorted(whole | given(ask), key=len, reverse=True):
        if text.startswith(name, lead):
            return lead + len(name)
    return 0
