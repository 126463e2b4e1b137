"""Macros: texts with variables for tickets, kept for oneself, one's team or everybody."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from store.access import Denied, NotFound
from store.directories import Person
from store.errors import CrmError
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.staff import fold
from store.tables import Macro

NEEDED = {"team": Right.ASSIGN, "all": Right.SETTINGS}
"""The right to put a macro before others."""


class MacroExists(CrmError):
    """The actor has a macro of that name already."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name


class NotYourMacro(CrmError):
    """A macro that a colleague keeps."""

    def __init__(self, owner: Person | None) -> None:
        """Keep whose it is."""
        super().__init__()
        self.owner = owner


def add(session: Session, name: str, text: str, values: Mapping[str, Any]) -> Macro:
    """Keep a macro.

    Args:
        session: of the actor whose macro it will be.
        name: that none of the actor's others has.
        text: with variables in braces.
        values: audience ("me", "team" or "all"), priority, category_id.

    Raises:
        Denied: the actor may not put macros before others.
        MacroExists: there is one of that name.
    """
    _demand_audience(session, values.get("audience", "me"))
    if any(one.folded == fold(name) and one.staff_id == _me(session) for one in every(session)):
        raise MacroExists(name)
    row = Macro(
        id=new_id(),
        staff_id=_me(session),
        name=name,
        folded=fold(name),
        text=text,
        created_at=session.now,
        **{"audience": "me", **values},
    )
    session.add(row)
    return row


def _me(session: Session) -> int:
    return (session.actor and session.actor.id) or 0


def _demand_audience(session: Session, audience: str) -> None:
    needed = NEEDED.get(audience)
    if needed and (session.actor is None or session.actor.scope(needed) is None):
        raise Denied(needed)


def every(session: Session) -> list[Macro]:
    """The macros that the actor may use: one's own, those of managers above, everybody's."""
    rows = session.scalars(select(Macro).order_by(col(Macro.folded), col(Macro.id)))
    return [row for row in rows if _reaches(session, row)]


def _reaches(session: Session, row: Macro) -> bool:
    """Whether a macro is the actor's to use; whoever lost the right keeps theirs to themselves."""
    keeper = session.directory.people.get(row.staff_id)
    if row.staff_id == _me(session) or (_is_admin(session) and row.audience != "me"):
        return True
    needed = NEEDED.get(row.audience)
    if needed is None or keeper is None or needed not in session.directory.grants(keeper.role):
        return False
    return row.audience == "all" or _me(session) in session.directory.subtree(keeper.id)


def find(session: Session, name: str) -> Macro:
    """The macro of a name, or of the beginning of one: one's own first, then the team's.

    Raises:
        NotFound: there is none that the actor may use.
    """
    held = every(session)
    wanted = fold(name)
    exact = [row for row in held if row.folded == wanted]
    begun = [row for row in held if wanted and row.folded.startswith(wanted)]
    if not exact and len(begun) != 1:
        raise NotFound("macro", name)
    order = ("me", "team", "all")
    mine = _me(session)
    return min(exact or begun, key=lambda row: (row.staff_id != mine, order.index(row.audience)))


def edit(session: Session, row: Macro, changes: Mapping[str, Any]) -> None:
    """Change a macro: name, text, audience, priority, category_id.

    Raises:
        NotYourMacro: it is a colleague's, and the actor may not change settings.
        Denied: the actor may not put macros before others.
    """
    _demand_own(session, row)
    if "audience" in changes:
        _demand_audience(session, changes["audience"])
    if "name" in changes:
        row.folded = fold(changes["name"])
    for name, value in changes.items():
        setattr(row, name, value)


def delete(session: Session, row: Macro) -> None:
    """Take a macro away.

    Raises:
        NotYourMacro: it is a colleague's, and the actor may not change settings.
    """
    _demand_own(session, row)
    session.delete(row)


def _demand_own(session: Session, row: Macro) -> None:
    if row.staff_id != _me(session) and not _is_admin(session):
        raise NotYourMacro(session.directory.people.get(row.staff_id))


def _is_admin(session: Session) -> bool:
    return session.actor is not None and session.actor.scope(Right.SETTINGS) is not None
