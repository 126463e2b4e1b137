"""Staff: inviting, roles, managers, suspending; everybody else reads the directory."""

import unicodedata

from sqlalchemy import select
from sqlmodel import col

from store import deliveries, emails, identities, subjects
from store.access import Denied, NotFound
from store.directories import Directory, Person
from store.errors import CrmError
from store.refs import read_ref
from store.rights import Right, Role
from store.sessions import Session
from store.tables import Staff


class LastAdmin(CrmError):
    """The only admin who can act would be gone."""


class ManagerLoop(CrmError):
    """Somebody would be below themselves."""


class NotYourself(CrmError):
    """An act that nobody may do to themselves."""


class Several(CrmError):
    """A name that fits several members of staff."""

    def __init__(self, text: str, people: tuple[Person, ...]) -> None:
        """Keep the name and whom it fits."""
        super().__init__(text)
        self.text = text
        self.people = people


def fold(text: str) -> str:
    """The form by which names and handles are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def add(
    session: Session,
    name: str,
    role: Role,
    *,
    manager_id: int | None = None,
    team_id: int | None = None,
    email: str | None = None,
    locale: str | None = None,
    timezone: str | None = None,
) -> Staff:
    """Add a member of staff.

    Args:
        session: of an actor with the right to manage staff.
        name: whole name; the first word becomes the handle if it is free.
        role: decides the rights.
        manager_id: who sees everything of theirs.
        team_id: may be None.
        email: kept sealed; they can be named by it.
        locale: "en" or "zh"; None follows the company.
        timezone: IANA name; None follows the company.
    """
    row = Staff(
        id=session.take_number("staff"),
        name=name,
        folded=fold(name),
        handle=_free_handle(session.directory, name),
        role=role,
        manager_id=manager_id,
        team_id=team_id,
        subject_id=subjects.create(session),
        locale=locale,
        timezone=timezone,
        created_at=session.now,
    )
    _keep_email(session, row, email)
    session.add(row)
    session.forget_directory()
    return row


def _keep_email(session: Session, row: Staff, email: str | None) -> None:
    if email:
        subjects.close(session, row, "email_sealed", emails.read_email(email))
        row.email_index = session.keys.blind("email", emails.normalise(email))


def _free_handle(directory: Directory, name: str) -> str:
    """The first name, then with a number: ada, ada2, ..."""
    words = fold(name).split()
    stem = (words[0] if words else "staff")[:40]
    taken = {person.handle for person in directory.people.values()}
    handle, number = stem, 1
    while handle in taken:
        number += 1
        handle = f"{stem}{number}"
    return handle


def get(session: Session, staff_id: int) -> Staff:
    """The row of a member of staff.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Staff, staff_id)
    if row is None:
        raise NotFound("staff", f"U-{staff_id}")
    return row


def find(session: Session, text: str) -> Person:
    """The member of staff that a text means: ref, e-mail, handle, first name, name or part.

    Raises:
        NotFound: nobody fits.
        Several: more than one fits equally well.
    """
    directory = session.directory
    ref = read_ref(text)
    if ref and ref.kind == "staff" and ref.id in directory.people:
        return directory.people[ref.id]
    if "@" in text.strip("@"):
        return _by_email(session, text)
    found = matching(directory, text)
    if not found:
        raise NotFound("staff", text)
    if len(found) > 1:
        raise Several(text, tuple(found))
    return found[0]


def matching(directory: Directory, text: str) -> list[Person]:
    """Everybody whom a text fits, by the strictest rule that fits anybody."""
    wanted = fold(text).removeprefix("@")
    if not wanted:
        return []
    rules = (
        lambda person: person.handle == wanted,
        lambda person: person.folded == wanted,
        lambda person: person.folded.split()[0] == wanted,
        lambda person: wanted in person.folded,
    )
    for rule in rules:
        found = [person for person in directory.people.values() if rule(person)]
        if found:
            return found
    return []


def _by_email(session: Session, text: str) -> Person:
    look_up = session.keys.blind("email", emails.normalise(text))
    query = select(col(Staff.id)).where(col(Staff.email_index) == look_up)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound("staff", text)
    return session.directory.people[found]


def change_role(session: Session, staff_id: int, role: Role) -> Staff:
    """Give a member of staff another role.

    Raises:
        LastAdmin: nobody could manage Parley afterwards.
    """
    row = get(session, staff_id)
    if role is not Role.ADMIN:
        _keep_an_admin(session.directory, staff_id)
    row.role = role
    session.forget_directory()
    return row


def change_manager(session: Session, staff_id: int, manager_id: int | None) -> Staff:
    """Put a member of staff below a manager.

    Raises:
        ManagerLoop: the manager is below them.
    """
    row = get(session, staff_id)
    if manager_id is not None and manager_id in session.directory.subtree(staff_id):
        raise ManagerLoop
    row.manager_id = manager_id
    session.forget_directory()
    return row


def assign_team(session: Session, staff_id: int, team_id: int | None) -> Staff:
    """Put a member of staff into a team."""
    row = get(session, staff_id)
    row.team_id = team_id
    session.forget_directory()
    return row


def suspend(session: Session, staff_id: int) -> Staff:
    """Take every right from a member of staff at once; nothing of theirs is deleted.

    Raises:
        NotYourself: one cannot lock oneself out.
        LastAdmin: nobody could manage Parley afterwards.
    """
    if session.actor and session.actor.id == staff_id:
        raise NotYourself
    row = get(session, staff_id)
    _keep_an_admin(session.directory, staff_id)
    row.suspended_at = session.now
    accounts = [one.id for one in identities.of_staff(session, staff_id)]
    deliveries.recall(session, accounts, staff_id)
    session.forget_directory()
    return row


def restore(session: Session, staff_id: int) -> Staff:
    """Let a suspended member of staff work again."""
    row = get(session, staff_id)
    row.suspended_at = None
    session.forget_directory()
    return row


def prefer(session: Session, staff_id: int, **wishes: str | None) -> Staff:
    """Keep a person's own wishes: locale, timezone or quiet hours."""
    row = get(session, staff_id)
    for name, value in wishes.items():
        setattr(row, name, value)
    session.forget_directory()
    return row


def _keep_an_admin(directory: Directory, leaving_id: int) -> None:
    if [person.id for person in directory.admins()] == [leaving_id]:
        raise LastAdmin


def demand(session: Session, right: Right) -> None:
    """Check that the actor has a right at all.

    Raises:
        Denied: they have not.
    """
    if session.actor is None or session.actor.scope(right) is None:
        raise Denied(right)
