"""Letters: messages on their way out, before they are stored."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from store.conversations import Place
from store.ids import new_id


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to send: into a conversation, to a member of staff wherever they are, into a chat.

    What has none of them is shown at the terminal alone, in the room that its payload names.

    Attributes:
        due_at: not before; None for at once.
        chat_id: for what is said in a chat to nobody in particular.
        event: of a notice, what it is about; empty for an answer, which always goes at once.
        urgent: a notice that waits for nothing, as somebody asked for it at that very time.
        pressing: a notice that comes however many came before, but not in quiet hours.
        platform: where the person would rather read it; empty: wherever they were last.
    """

    payload: dict[str, Any]
    place: Place | None = None
    staff_id: int | None = None
    subject_id: int = 0
    due_at: datetime | None = None
    event: str = ""
    urgent: bool = False
    pressing: bool = False
    platform: str = ""
    chat_id: int | None = None
    id: int = field(default_factory=new_id)
