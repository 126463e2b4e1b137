"""Importers: what brings each kind of record in, and the right that it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.imports import activities_rows, deals, leads_rows, parties, products, teams, tickets
from handlers.imports.frames import Frame
from handlers.imports.runs import Result, Run
from store.rights import Right


@dataclass(frozen=True, slots=True)
class Importer:
    """How records of a kind come in.

    Attributes:
        needs: the right to import them.
        run: takes the rows of a file, in a frame of what is known of it, and counts them.
        owned: the right that somebody needs to own one; None where none has an owner.
    """

    needs: Right
    run: Callable[[Run, Frame, Result], None]
    owned: Right | None = None


IMPORTERS = {
    "contacts": Importer(Right.CONTACTS_ADD, parties.import_contacts, Right.CONTACTS_EDIT),
    "companies": Importer(Right.CONTACTS_ADD, parties.import_companies, Right.CONTACTS_EDIT),
    "leads": Importer(Right.LEADS_ADD, leads_rows.import_leads, Right.LEADS_EDIT),
    "deals": Importer(Right.DEALS_EDIT, deals.import_deals, Right.DEALS_EDIT),
    "tickets": Importer(Right.TICKETS_WORK, tickets.import_tickets, Right.TICKETS_WORK),
    "activities": Importer(
        Right.CONTACTS_EDIT, activities_rows.import_activities, Right.CONTACTS_EDIT
    ),
    "products": Importer(Right.PRODUCTS_EDIT, products.import_products),
    "staff": Importer(Right.STAFF, teams.import_staff),
    "teams": Importer(Right.STAFF, teams.import_teams),
}
"""By kind; each has its column names in `vocabularies.VOCABULARIES`."""
