"""How contacts, companies and deals are read for an export."""

from collections.abc import Sequence

from handlers.asks import Ask
from handlers.exports.columns import Batch
from store import access, companies, contacts, deals, fields, points, subjects, tags
from store.rights import Right


def read_contacts(ask: Ask, ids: Sequence[int]) -> Batch:
    """Contacts with their phones, e-mails, tags and custom fields."""
    session = ask.session
    rows = contacts.get_many(session, ids)
    access.know_personal(session, rows)
    return Batch(
        session,
        rows,
        companies=companies.names(session, _held(rows, "company_id")),
        points=points.readable_many(session, rows),
        tags=tags.names_of_many(session, ids),
        customs=fields.values_of_many(session, rows),
    )


def read_companies(ask: Ask, ids: Sequence[int]) -> Batch:
    """Companies with what is sealed of them, if the asker may read it."""
    rows = companies.get_many(ask.session, ids)
    access.know_shares(ask.session, rows, Right.PERSONAL_SEE)
    subjects.load(ask.session, (row.subject_id for row in rows))
    return Batch(ask.session, rows)


def read_deals(ask: Ask, ids: Sequence[int]) -> Batch:
    """Deals with the names of their companies and contacts."""
    rows, people = deals.with_contacts(ask.session, ids)
    access.know_amounts(ask.session, rows)
    firms = companies.names(ask.session, _held(rows, "company_id"))
    return Batch(ask.session, rows, companies=firms, contacts=people)


def _held(rows: Sequence[object], name: str) -> list[int]:
    return [one for row in rows if (one := getattr(row, name)) is not None]
