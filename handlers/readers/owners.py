"""Whose records a list is narrowed to."""

from handlers.asks import Ask
from store.directories import Person


def owners(ask: Ask, whose: str, owner: Person | None) -> frozenset[int] | None:
    """Staff ids that a list is narrowed to; None for everybody's."""
    if owner is not None:
        return frozenset({owner.id})
    if whose == "mine":
        return frozenset({ask.actor.id or 0})
    return ask.actor.team if whose == "team" else None
