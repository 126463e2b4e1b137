"""Identities: accounts on platforms, and one-time codes that join them to members of staff."""

import secrets
from datetime import timedelta

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from store import deliveries, subjects
from store.errors import CrmError
from store.ids import new_id
from store.sessions import Session
from store.tables import Identity, LinkCode

CODE_BYTES = 16  # 128 bits of randomness
CODE_LIFE = timedelta(hours=24)
WRONG_CODES = 5
BARRED_FOR = timedelta(minutes=15)
_KNOWN = select(Identity).where(
    col(Identity.platform) == bindparam("platform"), col(Identity.account) == bindparam("account")
)


class BadCode(CrmError):
    """No such code, used already, or older than CODE_LIFE: which of them is not told."""


class TooManyCodes(CrmError):
    """Too many wrong codes from one account; it has to wait."""


class LinkedAlready(CrmError):
    """The account belongs to a member of staff already."""


class NotLinked(CrmError):
    """The account belongs to nobody."""


def of_account(
    session: Session, platform: str, account: str, name: str, *, locale: str | None = None
) -> Identity:
    """The identity of an account, made at its first word.

    Args:
        session: of any actor who may write.
        platform: such as "telegram".
        account: the platform's own id of whoever speaks.
        name: as the platform shows them.
        locale: "en" or "zh", if the platform knows.
    """
    held = known(session, platform, account)
    if held is None:
        held = Identity(
            id=new_id(),
            platform=platform,
            account=account,
            name=name,
            locale=locale,
            created_at=session.now,
        )
        session.add(held)
        session.flush()
    return held


def known(session: Session, platform: str, account: str) -> Identity | None:
    """The identity of an account, if it ever said anything."""
    return session.scalars(_KNOWN, {"platform": platform, "account": account}).one_or_none()


def invite(session: Session, staff_id: int) -> str:
    """Make a one-time code for a member of staff; earlier ones stop working.

    Only the blind index of a code is kept.
    """
    earlier = select(LinkCode).where(
        col(LinkCode.staff_id) == staff_id, col(LinkCode.expires_at) > session.now
    )
    for row in session.scalars(earlier):
        row.expires_at = session.now
    code = secrets.token_urlsafe(CODE_BYTES)
    made = LinkCode(
        id=new_id(),
        code_index=session.keys.blind("link code", code),
        staff_id=staff_id,
        expires_at=session.now + CODE_LIFE,
    )
    session.add(made)
    return code


def link(session: Session, identity: Identity, code: str) -> int:
    """Join an account to the member of staff whose code this is, and give their id.

    Raises:
        LinkedAlready: unlink first.
        TooManyCodes: wait BARRED_FOR.
        BadCode: the caller commits the failed attempt with `count_failure`.
    """
    if identity.staff_id is not None:
        raise LinkedAlready
    if identity.barred_until and identity.barred_until > session.now:
        raise TooManyCodes
    look_up = session.keys.blind("link code", code.strip())
    held = session.scalars(
        select(LinkCode).where(col(LinkCode.code_index) == look_up)
    ).one_or_none()
    if held is None or held.used_at is not None or held.expires_at <= session.now:
        raise BadCode
    held.used_at = session.now
    identity.staff_id, identity.linked_at = held.staff_id, session.now
    identity.failed_links, identity.barred_until = 0, None
    return held.staff_id


def count_failure(session: Session, identity: Identity) -> None:
    """Count a wrong code; after WRONG_CODES the account has to wait."""
    identity.failed_links += 1
    if identity.failed_links >= WRONG_CODES:
        identity.failed_links = 0
        identity.barred_until = session.now + BARRED_FOR


def unlink(session: Session, identity: Identity) -> None:
    """Part an account from its member of staff, at once.

    Raises:
        NotLinked: there is nothing to part.
    """
    if identity.staff_id is None:
        raise NotLinked
    identity.staff_id, identity.linked_at = None, None
    deliveries.recall(session, [identity.id])


def of_staff(session: Session, staff_id: int) -> list[Identity]:
    """The accounts of a member of staff."""
    return list(session.scalars(select(Identity).where(col(Identity.staff_id) == staff_id)))


def staff_behind(session: Session, platform: str, account: str) -> int | None:
    """The member of staff whose account this is; its team need not be named.

    Returns:
        None when it is nobody's, or when accounts of several people are called so.
    """
    query = select(col(Identity.staff_id)).where(
        col(Identity.platform) == platform,
        or_(
            col(Identity.account) == account,
            col(Identity.account).endswith(f":{account}", autoescape=True),
        ),
        col(Identity.staff_id).is_not(None),
    )
    found = set(session.execute(query.limit(2)).scalars())
    return found.pop() if len(found) == 1 else None


def note_phone(session: Session, identity: Identity, subject_id: int, e164: str) -> None:
    """Keep an account's own number, which its platform vouches for.

    Args:
        session: of any actor.
        identity: of the account.
        subject_id: key of the account's own conversation.
        e164: such as +12025550143.
    """
    where = subjects.place("identities", "phone_sealed", identity.id)
    identity.subject_id = subject_id
    identity.phone_sealed = subjects.envelope(session, e164, where, subject_id)
    identity.phone_index = session.vouched[identity.id] = session.keys.blind("phone", e164)
