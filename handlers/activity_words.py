"""Words about activities: with whom something happened, as far as the listener sees it."""

from collections.abc import Mapping, Sequence

from handlers.asks import Ask
from handlers.readers.kinds import KINDS
from store.refs import Ref
from store.tables import Activity

NAMED = ("contact", "lead", "company")
"""Of whom the first that is known gives an activity its name."""


def names(ask: Ask, rows: Sequence[Activity]) -> Mapping[Ref, str]:
    """The names of those with whom something happened; one statement for each kind of record."""
    found: dict[Ref, str] = {}
    for kind in NAMED:
        numbers = {one for row in rows if (one := getattr(row, f"{kind}_id"))}
        if numbers and ask.actor.scope(KINDS[kind].right) is not None:
            held = KINDS[kind].names(ask.session, sorted(numbers))
            found |= {Ref(kind, number): name for number, name in held.items()}
    return found


def with_whom(row: Activity, known: Mapping[Ref, str]) -> str:
    """With whom it happened; empty where the listener may not know."""
    refs = (Ref(kind, getattr(row, f"{kind}_id") or 0) for kind in NAMED)
    return next((known[ref] for ref in refs if ref in known), "")
