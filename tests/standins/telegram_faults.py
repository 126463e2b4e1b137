"""What goes wrong on demand."""

from dataclasses import dataclass

from tests.standins.telegram_refusals import Refused

ANY = "*"


@dataclass
class Fault:
    """Something that goes wrong with the next calls of a method.

    Args:
        method: Name of the method, `download` for files, `*` for any.
        times: With how many calls.
        chat: Only with calls that concern this chat.
        refusal: To answer this and do nothing.
        drop: To close the connection without an answer.
        before: When dropping, whether nothing is done either.
        seconds: To do it, but to answer late.
    """

    method: str
    times: int = 1
    chat: int | None = None
    refusal: Refused | None = None
    drop: bool = False
    before: bool = True
    seconds: float = 0.0

    def concerns(self, method: str, chat: object) -> bool:
        """Whether it hits a call; `chat` as it was sent."""
        named = self.method.lower() in {ANY, method.lower()}
        return self.times > 0 and named and (self.chat is None or str(self.chat) == str(chat))


class Faults(list[Fault]):
    """Faults to come, the first that fits hits."""

    def hit(self, method: str, chat: object) -> Fault | None:
        """The fault of a call, which is thereby used up once."""
        for fault in self:
            if fault.concerns(method, chat):
                fault.times -= 1
                return fault
        return None
