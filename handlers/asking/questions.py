"""Questions about figures among all that people say: which messages are one."""

from handlers.asking.readings import begins_with_customers, begins_with_figure, questions_in
from handlers.asks import Ask
from handlers.grammar import Named
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
    if (exact and begins_with_figure(text)) or begins_with_customers(text):
        return meant(ask, text)
    if exact is None and questions_in(ask, text, whole=True):
        return meant(ask, text)
    if exact is None or exact.command not in COUNTED:
        return None
    return meant(ask, text) if questions_in(ask, text, by=True) else None


def meant(ask: Ask, text: str) -> Invocation | None:
    """A question about figures in everyday words; customers are told none."""
    if ask.actor.person is None or not questions_in(ask, text):
        return None
    return Invocation("ask", {"question": text})
