"""Chinese sentences that ask for a reminder in other orders: 每天上午9点提醒我打卡, 请提醒我."""

import re

from handlers import binding, dates
from handlers.asks import Ask
from handlers.contract import registry
from handlers.dates.repeats import find_repeat
from handlers.readers import chinese_names
from handlers.replies import Invocation

LONGEST_LEAD = 60
POLITE = (
    "(?:请|麻烦|劳驾|拜托|你好|您好|能不能|能否|可不可以|可以|到时候?|到了?时间|务必|一定要?|记得|记着"
    "|别忘了?|不要忘了?|帮我|帮忙|给我|替我|你|您|要|[，,、。！!\\s])"
)
SENTENCE = re.compile(rf"{POLITE}*(?P<before>.*?){POLITE}*提醒(?:一下)?(?P<rest>.+)", re.DOTALL)
SET_UP = re.compile(
    rf"{POLITE}*(?:设置?|定|建|加|创建|添加|新建|安排)(?:一下)?(?:一?个)?提醒[，,：:、\s]*(?P<rest>.+)",
    re.DOTALL,
)
ME = re.compile(r"\s*(?:我们|我|自己)[，,、\s]*")


def read(ask: Ask, text: str) -> Invocation | None:
    """The reminder that a sentence asks for; None when it asks for none."""
    whole = SET_UP.fullmatch(text)
    if whole:
        return binding.bind(ask, registry["remind"], whole["rest"])
    found = SENTENCE.fullmatch(text)
    if found is None or len(found["before"]) > LONGEST_LEAD:
        return None
    before, rest = found["before"], found["rest"]
    if before and not _speaks_of_time(ask, before):
        return None
    me = ME.match(rest)
    end = me.end() if me else chinese_names.end_at(ask, rest)
    if not end:
        return None
    said = f"{rest[:end].strip(' ，,、')} {before} {rest[end:].lstrip(' ，,、')}"
    return binding.bind(ask, registry["remind"], said)


def _speaks_of_time(ask: Ask, text: str) -> bool:
    """Whether words are a time or a repeat, with nothing before it."""
    often = find_repeat(text)
    if often and not text[: often.start].strip():
        return True
    try:
        found = dates.find_when(text, now=ask.now, zone=ask.voice.timezone)
    except dates.AmbiguousDate:
        return True
    return found is not None and not text[: found.start].strip()
