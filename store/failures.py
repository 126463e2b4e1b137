"""What a database can refuse, told apart from the drivers' many words."""

from typing import Literal

from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from store.errors import CrmError

Reason = Literal[
    "url", "missing", "exists", "unreachable", "denied", "wrong key", "newer", "empty",
    "read-only", "full", "busy", "broken",
]  # fmt: skip

SQLITE_SIGNS: tuple[tuple[str, Reason], ...] = (
    ("file is not a database", "wrong key"),
    ("file is encrypted", "wrong key"),
    ("readonly database", "read-only"),
    ("read-only", "read-only"),
    ("disk is full", "full"),
    ("disk i/o error", "full"),
    ("database is locked", "busy"),
    ("unable to open", "unreachable"),
    ("malformed", "broken"),
)
RETRIED = {"40001", "40P01", "55P03"}
UNIQUE = "23505"
POSTGRES_SIGNS: dict[str, Reason] = {
    "53100": "full",
    "25006": "read-only",
    "28P01": "denied",
    "28000": "denied",
    "3D000": "missing",
    "42501": "denied",
    "53300": "busy",
}


class StoreFailure(CrmError):
    """The database cannot be used; nothing was changed."""

    def __init__(self, reason: Reason, place: str = "", detail: str = "") -> None:
        """Keep the reason, the database's address without its password, and a detail."""
        super().__init__(reason, place, detail)
        self.reason = reason
        self.place = place
        self.detail = detail


def reason_of(error: Exception) -> Reason | None:
    """Why the database refused, or None when the statement itself was at fault."""
    if not isinstance(error, exc.DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    if state in POSTGRES_SIGNS:
        return POSTGRES_SIGNS[state]
    if type(error.orig).__module__.startswith("psycopg"):
        return "unreachable" if isinstance(error, exc.OperationalError) else None
    words = str(error.orig).lower()
    return next((reason for sign, reason in SQLITE_SIGNS if sign in words), None)


def worth_retrying(error: Exception) -> bool:
    """Whether the same unit of work may well succeed when it is run again from its start."""
    if isinstance(error, StaleDataError | exc.IntegrityError):
        return True
    return isinstance(error, exc.DBAPIError) and getattr(error.orig, "sqlstate", "") in RETRIED
