"""Customers' accounts: what is kept of whoever writes from one, and which accounts are one person's."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, or_, select
from sqlmodel import col

from store import subjects
from store.columns import columns_of, table_of
from store.ids import new_id
from store.sessions import Session
from store.tables import Contact, CustomerAccount, Identity, SubjectKey

_FIND = (
    select(CustomerAccount, col(SubjectKey.wrapped), col(Identity.phone_index))
    .join(SubjectKey, col(SubjectKey.id) == col(CustomerAccount.subject_id))
    .join(Identity, col(Identity.id) == col(CustomerAccount.identity_id))
    .where(col(CustomerAccount.identity_id) == bindparam("identity_id"))
)


def known(session: Session, identity_id: int | None) -> CustomerAccount | None:
    """What is kept of an account; only the account itself is told of it."""
    if identity_id is None or identity_id in session.accounts:
        return session.accounts.get(identity_id or 0)
    with session.unscoped():
        row = session.execute(_FIND, {"identity_id": identity_id}).one_or_none()
    session.accounts[identity_id] = row[0] if row else None
    if row is None:
        return None
    found: CustomerAccount = row[0]
    session.vouched[identity_id] = row.phone_index
    subjects.know(session, found.subject_id, row.wrapped)
    return found


def of(session: Session, identity_id: int, *, chose_language: bool = False) -> CustomerAccount:
    """What is kept of an account; made when there is something to keep."""
    held = known(session, identity_id)
    if held is not None and chose_language:
        held.chose_language = True
    if held is None:
        held = CustomerAccount(
            id=new_id(),
            identity_id=identity_id,
            holder_id=identity_id,
            subject_id=subjects.create(session),
            created_at=session.now,
            chose_language=chose_language,
        )
        session.add(held)
        session.flush()
        session.accounts[identity_id] = held
    return held


def identities_of(account: CustomerAccount) -> Select[Any]:
    """The accounts of whoever holds one, for conditions."""
    columns = columns_of(CustomerAccount)
    return select(columns.identity_id).where(columns.holder_id == account.holder_id)


def of_one(one: Any, other: Any) -> ColumnElement[bool]:  # noqa: ANN401 (columns of any table)
    """Whether two accounts are of one holder, for conditions."""
    first, second = (table_of(CustomerAccount).alias() for _ in range(2))
    joined = exists().where(
        first.c.identity_id == one,
        second.c.identity_id == other,
        first.c.holder_id == second.c.holder_id,
    )
    return or_(one == other, joined)


def all_of(session: Session, account: CustomerAccount) -> list[CustomerAccount]:
    """All accounts of whoever holds one."""
    same = col(CustomerAccount.holder_id) == account.holder_id
    with session.unscoped():
        return list(session.scalars(select(CustomerAccount).where(same)))


def contact_of(session: Session, account: CustomerAccount) -> Contact | None:
    """Whose account it is, if that was confirmed and the contact is still there."""
    if account.contact_id is None:
        return None
    with session.unscoped():
        found = session.scalars(select(Contact).where(col(Contact.id) == account.contact_id))
        return found.one_or_none()


def note(session: Session, account: CustomerAccount, values: Mapping[str, str]) -> None:
    """Keep what the holder says of themselves: "phone" (E.164) and "email", sealed."""
    for name, value in values.items():
        subjects.close(session, account, f"{name}_sealed", value)


def told(session: Session, account: CustomerAccount, name: str) -> str | None:
    """The "phone" or "email" that the holder gave."""
    return subjects.clear(session, account, f"{name}_sealed")
