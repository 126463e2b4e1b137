"""Questions about figures among all that people say: which messages are one."""

import re

from handlers import phrases
from handlers.asking.readings import (
    begins_with_customers,
    begins_with_figure,
    questions_in,
    taken_apart,
    understood,
)
from handlers.asks import Ask
from handlers.grammar import Named
from handlers.readers.words import PRONOUNS, narrow
from handlers.replies import Invocation

COUNTED = (
    "activity",
    "my requests",
    "deals",
    "leads",
    "contacts",
    "companies",
    "tickets",
    "orders",
    "pipeline",
)
"""Lists of which one may ask for figures instead."""


def about(ask: Ask, text: str, exact: Named | None) -> Invocation | None:
    """A list that is to be counted by something, such as "open deals by stage", is a question."""
    if ask.actor.person is None:
        return None
    if exact and begins_with_figure(text):
        return meant(ask, text)
    if begins_with_customers(text):
        listed = phrases.match(text)
        return None if listed and listed.command == "companies" else meant(ask, text)
    if exact and exact.command == "show" and _tells(ask, exact, text):
        return Invocation("ask", {"question": text})
    if exact is None and questions_in(ask, text, whole=True):
        return meant(ask, text)
    if exact is None and (several := _of_people(ask, text, least=2)):
        return several
    if exact is None or exact.command not in COUNTED:
        return None
    return meant(ask, text) if questions_in(ask, text, by=True) else None


def _tells(ask: Ask, exact: Named, text: str) -> bool:
    """Whether figures are to be shown, and not a record: "show me our pipeline"."""
    return narrow(exact.rest) not in PRONOUNS and understood(ask, text)


def meant(ask: Ask, text: str) -> Invocation | None:
    """A question about figures in everyday words; customers are told none."""
    if ask.actor.person is None:
        return None
    if questions_in(ask, text):
        return Invocation("ask", {"question": text})
    return _of_people(ask, text)


def _of_people(ask: Ask, text: str, least: int = 0) -> Invocation | None:
    """How people do in a period, without a measure: a summary, or a ranking of several."""
    asked = taken_apart(ask, text) if _DOING.search(text.casefold()) else None
    if asked is None or len(asked.staff) < least or asked.unknown:
        return None
    if not asked.staff and not (asked.whose and asked.periods):
        return None
    values = {"period": asked.periods[0].written()} if asked.periods else {}
    if len(asked.staff) > 1:
        return Invocation("leaderboard", values)
    if not asked.staff:
        return Invocation("summary", values | {"whose": asked.whose})
    return Invocation("summary", values | {"owner": f"U-{min(asked.staff)}"})


_DOING = re.compile(r"\b(?:how|compare|what did)\b|怎么样|做了什么|如何|比较|对比|表现")
