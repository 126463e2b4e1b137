"""Teams of staff."""

from sqlalchemy import select
from sqlmodel import col

from store.access import NotFound
from store.errors import CrmError
from store.sessions import Session
from store.staff import fold
from store.tables import Team


class TeamExists(CrmError):
    """A team of this name is there already."""

    def __init__(self, name: str) -> None:
        """Keep the name as it is written there."""
        super().__init__(name)
        self.name = name


def add(session: Session, name: str) -> Team:
    """Add a team.

    Raises:
        TeamExists: by another spelling at most.
    """
    held = _by_name(session, name)
    if held:
        raise TeamExists(held.name)
    row = Team(id=session.take_number("team"), name=name, folded=fold(name), created_at=session.now)
    session.add(row)
    session.forget_directory()
    return row


def find(session: Session, name: str) -> Team:
    """The team of a name.

    Raises:
        NotFound: there is none.
    """
    held = _by_name(session, name)
    if held is None:
        raise NotFound("team", name)
    return held


def _by_name(session: Session, name: str) -> Team | None:
    return session.scalars(select(Team).where(col(Team.folded) == fold(name))).one_or_none()
