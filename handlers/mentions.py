"""Mentions: the record that free words name by its ref."""

import re
from contextlib import suppress
from typing import Any

from handlers.asks import Ask
from store import task_subjects
from store.access import NotFound
from store.directories import Person
from store.refs import read_ref

_REF = re.compile(r"(?<![\w-])[COLDTQS]-[0-9]{1,9}(?![\w-])", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:^|\s+)(?:(?:about|for|on|re|regarding|concerning)[\s:]+)(?P<ref>[COLDTQS]-[0-9]{1,9})\s*[.!]?$",
    re.IGNORECASE,
)


def in_words(ask: Ask, person: Person, text: str) -> tuple[str, Any]:
    """The one record that words name, and the words without a tail such as "about D-1".

    Args:
        ask: whose rights count.
        person: who is told of it, and has to see it as well.
        text: such as "send the offer for D-1".

    Returns:
        The words and the record; the words as they are, and None, where they name no record,
        several, or one that either of them may not see.
    """
    refs = {str(read_ref(one)) for one in _REF.findall(text)}
    ref = read_ref(refs.pop()) if len(refs) == 1 else None
    found = None
    if ref is not None:
        with suppress(NotFound):
            found = task_subjects.get(ask.session, ref)
    if ref is None or found is None:
        return text, None
    if person.id != ask.actor.id:
        with task_subjects.as_seen_by(ask.session, person):
            if ref not in task_subjects.load(ask.session, [ref]):
                return text, None
    return _TAIL.sub("", text).strip(), found
