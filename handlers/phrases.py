"""Phrases: other ways to say a command, declared with `{argument}` slots."""

import re
from functools import cache

from handlers.contract import Command, registry
from handlers.replies import Invocation

SLOT = re.compile(r"\{(\w+)\}")


@cache
def patterns() -> list[tuple[re.Pattern[str], Command]]:
    """All phrases, the ones with most words of their own first."""
    found = [(phrase, known) for known in registry for phrase in known.phrases]
    found.sort(key=lambda pair: len(SLOT.sub("", pair[0])), reverse=True)
    return [(_compiled(phrase), known) for phrase, known in found]


def _compiled(phrase: str) -> re.Pattern[str]:
    parts = SLOT.split(phrase)
    last = len(parts) - 2
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2:
            pattern += f"(?P<{part}>.+{'' if index == last else '?'})"
        else:
            pattern += (
                r"\s*".join(map(re.escape, part.strip().split()))
                if not part.isascii()
                else _english(part)
            )
    return re.compile(rf"\s*{pattern}\s*[.!?。！？]?\s*", re.IGNORECASE | re.DOTALL)


def _english(part: str) -> str:
    middle = r"\s+".join(map(re.escape, part.split()))
    before = r"\s+" if part[:1].isspace() and middle else ""
    after = r"\s+" if part[-1:].isspace() and middle else ""
    return before + middle + after or (r"\s+" if part else "")


def match(text: str) -> Invocation | None:
    """The command that a sentence says in other words."""
    for pattern, known in patterns():
        found = pattern.fullmatch(text)
        if found:
            values = {name: value.strip() for name, value in found.groupdict().items()}
            return Invocation(known.name, values)
    return None
