"""Settings of the company and the rights that an admin changed."""

import json
from typing import Any

from store import sla_rounds, task_zones
from store.rights import Right, Role, Scope
from store.sessions import Session
from store.tables import RoleRight, Setting


def put(session: Session, name: str, value: Any) -> None:  # noqa: ANN401
    """Keep a setting.

    Args:
        session: of an actor with the right to change settings.
        name: such as "timezone".
        value: anything JSON can hold.
    """
    row = session.get(Setting, name)
    if row is None:
        session.add(Setting(name=name, value=json.dumps(value)))
    else:
        row.value = json.dumps(value)
    session.forget_directory()
    if name == "timezone":  # it is also that of everybody who has chosen none
        people = session.directory.people.values()
        task_zones.follow(session, [one for one in people if not one.timezone])
    if name in ("timezone", "region"):
        sla_rounds.settle_open(
            session
        )  # calendars without a zone or holidays of their own have the company's


def grant(session: Session, role: Role, right: Right, scope: Scope | None) -> None:
    """Give a role a right with a scope, or take it away with None."""
    row = session.get(RoleRight, (role, right))
    if row is None:
        session.add(RoleRight(role=role, right=right, scope=scope or 0))
    else:
        row.scope = scope or 0
    session.forget_directory()
