"""Readers of what a reminder is about: any record, quotes and orders by their refs too."""

from typing import Annotated, Any

from handlers.asks import Ask
from handlers.readers.records import RecordReader
from store import task_subjects
from store.refs import read_ref
from store.tables import Company, Contact, Deal, Lead, Order, Quote, Ticket

BY_REF = {"quote": Quote, "order": Order}
"""Kinds that have no name, so that only their ref says which one."""


class SubjectReader(RecordReader):
    """A record of any kind that a task may be about."""

    def __init__(self) -> None:
        """Know those that have names, too."""
        super().__init__("contact", "company", "deal", "lead", "ticket")

    def complete(self, text: str) -> bool:
        """A ref of any of the kinds is."""
        ref = read_ref(text)
        return super().complete(text) or (ref is not None and ref.kind in BY_REF)

    def read(self, ask: Ask, text: str) -> Any:  # noqa: ANN401 (a row of task_subjects.TABLES)
        """Find it."""
        ref = read_ref(text.strip())
        if ref is not None and ref.kind in BY_REF:
            return task_subjects.get(ask.session, ref)
        return super().read(ask, text)


Subject = Annotated[Contact | Company | Deal | Lead | Quote | Order | Ticket, SubjectReader()]
