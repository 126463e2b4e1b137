"""Consents: the privacy notice and its versions, and what each account answered to it."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlmodel import col

from store import settings
from store.ids import new_id
from store.sessions import Session
from store.tables import Consent, CustomerAccount

Answer = Literal["agreed", "declined", "withdrawn", "forgotten"]
SETTING = "privacy"


@dataclass(frozen=True, slots=True)
class Notice:
    """The privacy notice as it stands.

    Attributes:
        version: 1 for the one that Parley brings; each change makes the next.
        texts: the company's own, by language; none: Parley's.
    """

    version: int
    texts: dict[str, str]

    def text(self, language: str) -> str | None:
        """The company's text for a language, or the only one there is; None for Parley's."""
        return self.texts.get(language) or next(iter(self.texts.values()), None)


def notice(session: Session) -> Notice:
    """The privacy notice as it stands."""
    held = session.directory.setting(SETTING, {})
    return Notice(held.get("version", 1), held.get("texts", {}))


def change(session: Session, language: str, text: str | None) -> Notice:
    """Set the company's own notice for a language, or take all back; everybody is asked again.

    Args:
        session: of an actor with the right to change settings.
        language: "en" or "zh".
        text: None for the notice that Parley brings.
    """
    held = notice(session)
    texts = {**held.texts, language: text} if text else {}
    settings.put(session, SETTING, {"version": held.version + 1, "texts": texts})
    return notice(session)


def agreed(session: Session, account: CustomerAccount | None) -> bool:
    """Whether the holder of an account agreed to the notice as it stands."""
    return account is not None and account.agreed_version == notice(session).version


def record(session: Session, account: CustomerAccount, answer: Answer, how: str) -> None:
    """Write down an answer to the notice as it stands.

    Args:
        session: of the customer.
        account: whose answer it is.
        answer: "agreed" lasts; the others end an earlier consent.
        how: "button" or "words".
    """
    version = notice(session).version
    session.add(
        Consent(
            id=new_id(),
            identity_id=account.identity_id,
            version=version,
            answer=answer,
            how=how,
            at=session.now,
        )
    )
    yes = answer == "agreed"
    account.agreed_version, account.agreed_at = (version, session.now) if yes else (None, None)


def last(session: Session, account: CustomerAccount) -> Consent | None:
    """What an account answered last."""
    theirs = select(Consent).where(col(Consent.identity_id) == account.identity_id)
    newest = theirs.order_by(col(Consent.at).desc(), col(Consent.id).desc()).limit(1)
    with session.unscoped():
        return session.scalars(newest).one_or_none()
