"""Ticket entries: tickets as a file has them, before they are stored."""

from dataclasses import dataclass
from datetime import datetime

from store.entries import Entry


@dataclass(slots=True)
class TicketEntry:
    """A ticket of a file.

    Attributes:
        line: 1-based line of the file.
        outside_id: what it is called where it comes from.
        text: the customer's words.
        status, waiting_for: as a ticket keeps them.
        priority: None for that of the category.
        category_id: None for the one that its words call for.
        opened, responded, resolved, closed: as the file has them, impossible ones included.
        resolution: internal words about how it was solved.
        assignee_id: who works on it, if anybody does.
        customer: whose it is; None where the file names nobody.
    """

    line: int
    outside_id: str
    title: str
    text: str
    status: str
    waiting_for: str | None
    priority: str | None
    category_id: int | None
    opened: datetime | None
    responded: datetime | None
    resolved: datetime | None
    closed: datetime | None
    resolution: str
    source: str | None
    assignee_id: int | None
    customer: Entry | None

    @property
    def opened_at(self) -> datetime | None:
        """When it came in: as the file says, or the first moment that it knows of."""
        known = [one for one in (self.responded, self.resolved, self.closed) if one]
        return self.opened or min(known, default=None)

    @property
    def ended_at(self) -> datetime | None:
        """When it came to its end, if the file says so."""
        if self.status == "resolved":
            return self.resolved or self.closed
        return self.closed or self.resolved
