"""Faults that a test orders: refusals, lost connections, slowness."""

from dataclasses import dataclass, field

ALL = "*"


@dataclass
class Fault:
    """What goes wrong with the next calls of a method.

    Args:
        method: its name, or "*" for any.
        times: how many calls are left.
        status: the HTTP status; 0 when the call is answered as usual.
        error: the error in an answer with status 200.
        retry_after: seconds.
        channel: only calls that name this conversation.
        lost: the connection is closed instead of answering.
        seconds: the answer comes so much later.
        before: it goes wrong before the call takes effect, not after.
    """

    method: str
    times: int = 1
    status: int = 0
    error: str = ""
    retry_after: int = 0
    channel: str | None = None
    lost: bool = False
    seconds: float = 0
    before: bool = True

    def hits(self, method: str, channel: str | None) -> bool:
        """Whether a call goes wrong."""
        named = self.channel in {None, channel}
        return self.times > 0 and self.method in {ALL, method} and named


@dataclass
class Faults:
    """The faults that are ordered, oldest first."""

    ordered: list[Fault] = field(default_factory=list)

    def take(self, method: str, channel: str | None) -> Fault | None:
        """The fault that strikes a call; it counts as used."""
        for fault in self.ordered:
            if fault.hits(method, channel):
                fault.times -= 1
                return fault
        return None
