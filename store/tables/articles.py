"""Tables of knowledge: articles, what became of those that customers were shown, and macros."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from store.columns import BigId, UtcTime, columns_of
from store.metadata import metadata  # noqa: F401 (sets the naming convention first)


class Article(SQLModel, table=True):
    """What the service knows, in one language or in both.

    Attributes:
        locale: language of title and text.
        keywords: other words by which it is found, separated by commas.
        other_title, other_text: the same in the other language.
        published_at: since when customers may be shown it; None: it is internal.
        ticket_id: the request that it was written from.
    """

    __tablename__ = "articles"
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    locale: str
    title: str
    text: str
    keywords: str = ""
    other_title: str | None = None
    other_text: str | None = None
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ticket_id: int | None = Field(default=None, foreign_key="tickets.id", sa_type=BigId)
    created_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    updated_at: datetime = Field(sa_type=UtcTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1

    @property
    def name(self) -> str:
        """What it is called, as with every other record."""
        return self.title

    @property
    def owner_id(self) -> int | None:
        """Articles are everybody's who sees tickets."""
        return None

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Two writers of one version never overwrite each other."""
        return {"version_id_col": columns_of(cls).version}


class ArticleShowing(SQLModel, table=True):
    """An article that a customer was shown, once per customer and request.

    Attributes:
        ticket_id: None where it was shown before there was a request.
        staff_id: who sent it; None where it was suggested.
        helped: what the customer said of it; None: nothing yet.
    """

    __tablename__ = "article_showings"
    __table_args__ = (
        Index("ix_article_showings_article", "article_id", "helped"),
        Index("ix_article_showings_identity", "identity_id", "article_id"),
    )
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    article_id: int = Field(foreign_key="articles.id", sa_type=BigId)
    identity_id: int = Field(foreign_key="identities.id", sa_type=BigId)
    ticket_id: int | None = Field(default=None, foreign_key="tickets.id", sa_type=BigId)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigId)
    at: datetime = Field(sa_type=UtcTime)
    helped: bool | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Macro(SQLModel, table=True):
    """A text with variables that is filled in for a ticket.

    Attributes:
        staff_id: who keeps it.
        audience: "me", "team" (whoever is below them) or "all".
        priority, category_id: what its use makes of the ticket.
    """

    __tablename__ = "macros"
    __table_args__ = (Index("uq_macros_name", "staff_id", "folded", unique=True),)
    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId)
    audience: str
    name: str
    folded: str
    text: str
    priority: str | None = None
    category_id: int | None = Field(default=None, foreign_key="categories.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcTime)
