"""Views: filters of lists, kept under a name for oneself, one's team or everybody."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import ColumnElement, false, or_, select

from store.access import Denied, NotFound
from store.columns import columns_of
from store.directories import Person
from store.errors import CrmError
from store.ids import new_id
from store.rights import Right, Scope
from store.sessions import Session
from store.staff import fold
from store.tables import View

NEEDED = {"team": Right.ASSIGN, "all": Right.SETTINGS}
"""The right to put a view before others."""
MOST = 100


class NotYourView(CrmError):
    """A view that a colleague saved."""

    def __init__(self, owner: Person | None) -> None:
        """Keep whose it is."""
        super().__init__()
        self.owner = owner


class TooManyViews(CrmError):
    """Somebody keeps as many views as anybody may."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A list with its filters, as somebody saved it.

    Attributes:
        command: whose list it is.
        arguments: raw texts by argument; they are read anew at each run.
    """

    command: str
    arguments: Mapping[str, str]


def save(session: Session, name: str, kept: Kept, audience: str = "me") -> bool:
    """Keep filters under a name; False where the actor's view of that name was changed.

    Args:
        session: of the actor whose view it will be.
        name: one that nobody who sees it should mistake; only one's own are unique.
        kept: what to keep.
        audience: "me", "team" or "all".

    Raises:
        Denied: the actor may not put views before others.
        TooManyViews: the actor has MOST already.
    """
    needed = NEEDED.get(audience)
    if needed and _scope(session, needed) is None:
        raise Denied(needed)
    columns = columns_of(View)
    mine = session.scalars(select(View).where(columns.staff_id == _actor_id(session))).all()
    arguments = orjson.dumps(dict(kept.arguments)).decode()
    held = next((row for row in mine if row.folded == fold(name)), None)
    if held:
        held.name, held.audience = name, audience
        held.command, held.arguments = kept.command, arguments
        return False
    if len(mine) >= MOST:
        raise TooManyViews
    made = View(
        id=new_id(),
        staff_id=_actor_id(session),
        audience=audience,
        name=name,
        folded=fold(name),
        command=kept.command,
        arguments=arguments,
        created_at=session.now,
    )
    session.add(made)
    return True


def _actor_id(session: Session) -> int:
    return (session.actor and session.actor.id) or 0


def _scope(session: Session, right: Right) -> Scope | None:
    return session.actor.scope(right) if session.actor else None


def every(session: Session) -> list[View]:
    """The views that the actor may run: one's own, those of managers above, everybody's."""
    columns = columns_of(View)
    query = select(View).where(_visible(session)).order_by(columns.folded, columns.id)
    return list(session.scalars(query))


def _visible(session: Session) -> ColumnElement[bool]:
    """One's own, what a manager above saved for the team, and what is for everybody.

    Whoever has lost the right to put views before others keeps theirs to themselves.
    """
    if session.actor is None or session.actor.person is None:
        return false()
    columns, people = columns_of(View), session.directory.people
    able = {
        audience: [
            one.id
            for one in people.values()
            if not one.suspended and right in session.directory.grants(one.role)
        ]
        for audience, right in NEEDED.items()
    }
    above = [one for one in able["team"] if one in _chain(session)]
    return or_(
        columns.staff_id == session.actor.id,
        (columns.audience == "team") & columns.staff_id.in_(above),
        (columns.audience == "all") & columns.staff_id.in_(able["all"]),
    )


def _chain(session: Session) -> set[int]:
    """Everybody above the actor; a loop of managers ends."""
    seen: set[int] = set()
    one = session.actor.person if session.actor else None
    while one and one.manager_id and one.manager_id not in seen:
        seen.add(one.manager_id)
        one = session.directory.people.get(one.manager_id)
    return seen


def find(session: Session, name: str) -> View:
    """The view of a name: one's own before the team's, and that before everybody's.

    Raises:
        NotFound: there is none that the actor may run.
    """
    held = [row for row in every(session) if row.folded == fold(name)]
    if not held:
        raise NotFound("view", name)
    mine = [row for row in held if row.staff_id == _actor_id(session)]
    return (mine or sorted(held, key=lambda row: row.audience == "all"))[0]


def kept(view: View) -> Kept:
    """What a view shows."""
    return Kept(view.command, orjson.loads(view.arguments))


def delete(session: Session, view: View) -> None:
    """Take a view away.

    Raises:
        NotYourView: it is a colleague's, and the actor may not change settings.
    """
    if view.staff_id != _actor_id(session) and _scope(session, Right.SETTINGS) is None:
        raise NotYourView(session.directory.people.get(view.staff_id))
    session.delete(view)
