"""The directory: staff, teams, rights and settings, held in memory and read anew when changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select, text, update
from sqlmodel import col

from store import directory_rows
from store.rights import DEFAULTS, Grants, Right, Role, Scope
from store.tables import Setting

VERSION_SETTING = "directory"
READ_VERSION = select(col(Setting.value)).where(col(Setting.name) == VERSION_SETTING)
_BUMP = (
    update(Setting)
    .where(col(Setting.name) == VERSION_SETTING)
    .values(value=text("CAST(CAST(value AS INTEGER) + 1 AS VARCHAR)"))
)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as the directory knows them."""

    id: int
    name: str
    folded: str
    handle: str
    role: Role
    manager_id: int | None
    team_id: int | None
    subject_id: int
    locale: str | None
    timezone: str | None
    quiet: str | None
    suspended: bool
    days_off: str | None = None
    notices: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class CustomField:
    """A custom field of contacts as the directory knows it; `choices` is JSON."""

    id: int
    name: str
    folded: str
    kind: str
    choices: str


@dataclass(frozen=True)
class Directory:
    """A snapshot of everything small that every message needs."""

    version: str
    people: Mapping[int, Person]
    teams: Mapping[int, str]
    changed_rights: Mapping[tuple[str, str], int]
    settings: Mapping[str, Any]
    fields: Sequence[CustomField]
    rows: Mapping[str, Sequence[Any]] = field(default_factory=dict, compare=False)
    """What else is small, by table; its nouns read their rows."""
    known: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What was worked out from this snapshot; it is forgotten with it."""

    @cached_property
    def reports(self) -> Mapping[int, Sequence[int]]:
        """Direct reports by manager."""
        found: dict[int, list[int]] = {}
        for person in self.people.values():
            if person.manager_id is not None:
                found.setdefault(person.manager_id, []).append(person.id)
        return found

    def subtree(self, staff_id: int) -> frozenset[int]:
        """Everybody below a member of staff and themselves; a loop of managers ends."""
        seen: set[int] = set()
        waiting = [staff_id]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting.extend(self.reports.get(one, ()))
        return frozenset(seen)

    def grants(self, role: Role) -> Grants:
        """Rights of a role: the defaults with the admin's changes."""
        grants = dict(DEFAULTS[role])
        for right in Right:
            scope = self.changed_rights.get((role, right))
            if scope is not None:
                grants.pop(right, None)
                if scope:
                    grants[right] = Scope(scope)
        return grants

    def setting(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        """A setting of the company, or the default."""
        return self.settings.get(name, default)

    def admins(self) -> list[Person]:
        """Admins who can act, oldest first."""
        return [
            person
            for person in self.people.values()
            if person.role is Role.ADMIN and not person.suspended
        ]


def read(connection: Connection, version: str) -> Directory:
    """Read the directory from the database."""
    rows = directory_rows.read(connection)
    people = {row.id: _person(row) for row in rows["staff"]}
    teams = {row.id: row.name for row in rows["teams"]}
    rights = {(row.role, row.right): row.scope for row in rows["role_rights"]}
    settings = {row.name: json.loads(row.value) for row in rows["settings"]}
    fields = [
        CustomField(row.id, row.name, row.folded, row.kind, row.choices) for row in rows["fields"]
    ]
    return Directory(version, people, teams, rights, settings, fields, rows)


def bump(connection: Connection) -> None:
    """Tell every process that its directory is out of date."""
    connection.execute(_BUMP)


def _person(row: Any) -> Person:  # noqa: ANN401
    return Person(
        id=row.id,
        name=row.name,
        folded=row.folded,
        handle=row.handle,
        role=Role(row.role),
        manager_id=row.manager_id,
        team_id=row.team_id,
        subject_id=row.subject_id,
        locale=row.locale,
        timezone=row.timezone,
        quiet=row.quiet,
        days_off=row.days_off,
        notices=row.notices,
        digest=row.digest,
        suspended=row.suspended_at is not None,
    )
