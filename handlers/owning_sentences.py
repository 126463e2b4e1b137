"""Sentences for refusals about who owns and who shares what; part of the table of `sentences`."""

from collections.abc import Callable
from typing import Any

from handlers import cards
from handlers.texts import Text, fmt
from store import handovers, ownership, pools
from store.errors import CrmError


def _late(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "{owner} was faster: `{ref}` is theirs since {at}. `pool` shows what is free.",
        owner=error.owner,
        ref=error.text,
        at=error.at,
    )


def _quota(error: Any) -> Text:  # noqa: ANN401
    return fmt("You hold {held} of {quota}; release one first.", held=error.held, quota=error.quota)


def _too_soon(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "You had {heading} a short while ago. You may claim it again on {at}.",
        heading=cards.heading(error.row),
        at=error.until,
    )


def _cannot_use(error: Any) -> Text:  # noqa: ANN401
    if error.level == "edit":
        return fmt("{person} may not change such records.", person=error.person)
    return fmt("{person} may not see such records.", person=error.person)


def _same_person(_error: Any) -> Text:  # noqa: ANN401
    return fmt("That is one and the same person. Name the one who leaves, then who takes over.")


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    pools.JustClaimed: _late,
    pools.QuotaReached: _quota,
    pools.TooSoon: _too_soon,
    ownership.CannotUse: _cannot_use,
    handovers.SamePerson: _same_person,
}
