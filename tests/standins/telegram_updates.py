"""Updates that wait until the bot has taken them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram.constants import UpdateType

from tests.standins.telegram_refusals import Json

FIRST = 700_001
KINDS = frozenset(UpdateType)
PLACES = (("chat",), ("message", "chat"), ("from",), ("user",))
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Update:
    """An update on its way.

    Args:
        body: The update as JSON.
        repeats: How often it comes again after it was confirmed.
        again: Confirmed, and to come again whatever the offset.
        flying: Being posted to a webhook just now.
    """

    body: Json
    repeats: int = 0
    again: bool = False
    flying: bool = False

    @property
    def id(self) -> int:
        """Its update_id."""
        return int(self.body["update_id"])

    @property
    def kind(self) -> str:
        """What it tells of, such as `message`."""
        return next((name for name in self.body if name != "update_id"), "")

    @property
    def chat(self) -> int:
        """The chat or else the person that it concerns, 0 for neither."""
        for path in PLACES:
            found: object = self.body.get(self.kind)
            for name in (*path, "id"):
                found = found.get(name) if isinstance(found, dict) else None
            if isinstance(found, int):
                return found
        return 0


@dataclass
class Updates:
    """The queue of updates. Guarded by the lock of the world."""

    waiting: list[Update] = field(default_factory=list)
    unwanted: list[Json] = field(default_factory=list)
    allowed: frozenset[str] = frozenset()
    repeats: int = 0
    held: bool = False
    strict_order: bool = True
    shuffled: random.Random | None = None
    next_id: int = FIRST
    woken: Callable[[], None] = lambda: None

    def push(self, body: Json, times: int = 1) -> int:
        """Add an update.

        Args:
            body: The update; update_id is filled in if it is missing.
            times: How often the bot gets it.

        Returns:
            Its update_id.
        """
        body = {"update_id": body.get("update_id", self.next_id)} | body
        self.next_id = max(self.next_id, body["update_id"] + 1)
        update = Update(body, repeats=times - 1 + self.repeats)
        if self._wants(update.kind):
            self.waiting.append(update)
        else:
            self.unwanted.append(body)
        self.woken()
        return update.id

    def _wants(self, kind: str) -> bool:
        if kind not in KINDS:  # a test sends what does not exist
            return True
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY

    def confirm(self, offset: int) -> None:
        """Forget what comes before an offset; a negative one counts from the end."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        for update in [one for one in self.waiting if one.id < offset and not one.again]:
            self.done(update)

    def done(self, update: Update) -> None:
        """Forget an update, or bring it again if it is to be repeated."""
        if update.repeats:
            update.repeats -= 1
            update.again = True
        else:
            self.waiting.remove(update)

    def take(self, limit: int) -> list[Json]:
        """The next updates for getUpdates by id; they stay until they are confirmed."""
        taken = [] if self.held else sorted(self.waiting, key=lambda one: one.id)[:limit]
        for update in taken:
            update.again = False
        return [update.body for update in taken]

    def ready(self, room: int) -> list[Update]:
        """The next updates for a webhook: one for each chat that has none flying.

        Args:
            room: How many more may fly.
        """
        busy = {one.chat for one in self.waiting if one.flying and self.strict_order}
        found = []
        for update in self.waiting:
            if not update.flying and update.chat not in busy and not self.held:
                found.append(update)
                busy |= {update.chat} if self.strict_order else set()
        if self.shuffled:
            self.shuffled.shuffle(found)
        return found[: max(0, room)]
