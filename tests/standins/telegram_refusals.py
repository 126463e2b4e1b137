"""How the Bot API says no."""

import math
from typing import Any

Json = dict[str, Any]

USUAL = {
    400: "Bad Request: something is wrong",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class Refused(Exception):
    """An answer that is not ok.

    Args:
        status: HTTP status, which is also the error_code.
        description: What python-telegram-bot makes its message from.
        parameters: `retry_after` in seconds or `migrate_to_chat_id`.
    """

    def __init__(self, status: int, description: str = "", **parameters: int) -> None:
        super().__init__(description or USUAL.get(status, "Error"))
        self.status = status
        self.description = str(self)
        self.parameters = parameters

    @property
    def body(self) -> Json:
        """The answer as JSON."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(what: str, **parameters: int) -> Refused:
    """A 400."""
    return Refused(400, f"Bad Request: {what}", **parameters)


def forbidden(what: str) -> Refused:
    """A 403."""
    return Refused(403, f"Forbidden: {what}")


def too_many(seconds: float) -> Refused:
    """A 429 with the whole seconds to wait."""
    wait = max(1, math.ceil(seconds - 1e-9))
    return Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
