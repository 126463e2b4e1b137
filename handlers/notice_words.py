"""What notices are called, and when digests come."""

from handlers.languages import mark
from handlers.texts import Text, fmt, joined, word
from store.digest_times import DigestTimes

NAMES = {
    "work": mark("Records given to you, taken or shared"), "approvals": mark("Approvals"),
    "leads": mark("Leads"), "deals": mark("Deals"), "customers": mark("Customers"),
    "quotes": mark("Quotes"), "orders": mark("Orders"), "tickets": mark("Tickets"),
    "tasks": mark("Tasks given to you"), "pool": mark("Pool"), "all": mark("All of it"),
}  # fmt: skip


def told_times(times: DigestTimes) -> Text:
    """When somebody gets their digests."""
    parts = (
        fmt("morning {at}", at=_at(times.morning)),
        fmt("evening {at}", at=_at(times.evening)),
    )
    return fmt("Digests: {parts}", parts=joined(" · ", parts))


def _at(clock: object) -> str:
    return f"{clock:%H:%M}" if clock else word("off")
