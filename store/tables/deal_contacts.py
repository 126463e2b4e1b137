"""The table of people who have a say in a deal."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import BigId
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class DealContact(SQLModel, table=True):
    """A contact's part in a deal; `role` is one of `store.deal_contacts.ROLES`."""

    __tablename__ = "deal_contacts"
    __table_args__ = (Index("uq_deal_contacts_pair", "deal_id", "contact_id", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    deal_id: int = Field(foreign_key="deals.id", sa_type=BigId)
    contact_id: int = Field(foreign_key="contacts.id", sa_type=BigId, index=True)
    role: str
