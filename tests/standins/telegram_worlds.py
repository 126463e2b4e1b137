"""What the server knows: chats, messages, files and what was asked of it."""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from tests.standins.telegram_faults import Faults
from tests.standins.telegram_files import Files, Upload
from tests.standins.telegram_limits import Limits, Paces, Violation
from tests.standins.telegram_posts import Post
from tests.standins.telegram_refusals import Json, bad_request, forbidden, too_many
from tests.standins.telegram_updates import Updates

T = TypeVar("T")

RECHECK = 0.1  # seconds; a condition may also look at what no call tells of
FORUM_IDS_FROM = 1000  # so that messages do not take the ids that tests give to topics


class Call(NamedTuple):
    """A call of the bot. `at` in monotonic seconds; `status` 0 means that no answer was given."""

    method: str
    params: Json
    at: float
    status: int
    answer: Json


@dataclass
class Webhook:
    """Where updates are posted to."""

    url: str = ""
    secret: str = ""
    most: int = 40
    error: str = ""


@dataclass
class Chat:
    """A chat. `standing` of the bot: stranger, member, administrator, left or kicked."""

    id: int
    kind: str
    name: Json
    members: dict[int, Json]
    standing: str = "member"
    privacy: bool = True
    topics: dict[int, str] | None = None
    closed_topics: set[int] = field(default_factory=set)
    posts: dict[int, Post] = field(default_factory=dict)
    last_id: int = 0

    @property
    def told(self) -> Json:
        """The chat in messages."""
        forum = {"is_forum": True} if self.topics is not None else {}
        return {"id": self.id, "type": self.kind} | self.name | forum

    @property
    def private(self) -> bool:
        """Whether it is a talk of two."""
        return self.kind == "private"


@dataclass
class Asked:
    """A pressed button that waits for its answer, pressed `at` seconds of the clock."""

    at: float
    answer: Json | None = None


class World:
    """Everything that is known, guarded by one lock, which tells of every change.

    Args:
        token: The bot's token, of which the number is the bot's id.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Parley",
            "username": "parley_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.lock = threading.Condition(threading.RLock())
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, Json] = {}
        self.moved: dict[int, int] = {}
        self.asked: dict[str, Asked] = {}
        self.calls: list[Call] = []
        self.files = Files()
        self.uploads: list[Upload] = []
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.webhook = Webhook()
        self.updates = Updates()
        self.faults = Faults()
        self.limits = Limits()
        self.paces = Paces()
        self.violations: list[Violation] = []
        self.clock: Callable[[], float] = time.monotonic
        self.wall_clock: Callable[[], float] = time.time
        self.query_life = 60.0
        self._revision = 0
        self._last_id = 0

    def wait(self, condition: Callable[[], T], timeout: float = 10) -> T:
        """Block until something holds.

        Args:
            condition: Looked at after each call of the bot; an IndexError or KeyError is a no.
            timeout: Seconds.

        Returns:
            What the condition gave.

        Raises:
            TimeoutError: With the latest calls.
        """
        deadline = time.monotonic() + timeout
        with self.lock:
            while True:
                with contextlib.suppress(LookupError):
                    if found := condition():
                        return found
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(self._story(timeout))
                self.lock.wait(min(left, RECHECK))

    def _story(self, timeout: float) -> str:
        calls = [call for call in self.calls if call.method != "getUpdates"][-12:]
        lines = [f"  {call.status} {call.method} {str(call.params)[:300]}" for call in calls]
        waiting = f"{len(self.updates.waiting)} updates not confirmed"
        return "\n".join([f"not within {timeout} s; {waiting}; latest calls:", *lines])

    def revise(self) -> int:
        """Number of the next change of a message."""
        self._revision += 1
        return self._revision

    def new_id(self, chat: Chat) -> int:
        """A message_id: supergroups count by themselves, all other chats together."""
        if chat.kind == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self._last_id += 1
        return self._last_id

    def bot_user(self) -> Json:
        """The bot as the author of a message."""
        return {name: self.bot[name] for name in ("id", "is_bot", "first_name", "username")}

    def known_chat(self, chat_id: object) -> Chat:
        """A chat by id.

        Raises:
            Refused: When it is unknown or has become a supergroup.
        """
        if chat_id in self.moved:
            what = "group chat was upgraded to a supergroup chat"
            raise bad_request(what, migrate_to_chat_id=self.moved[int(str(chat_id))])
        if not isinstance(chat_id, int) or chat_id not in self.chats:
            raise bad_request("chat not found")
        return self.chats[chat_id]

    def open_chat(self, chat_id: object) -> Chat:
        """A chat to which the bot may talk.

        Raises:
            Refused: When it may not.
        """
        chat = self.known_chat(chat_id)
        if chat.standing in {"member", "administrator"}:
            return chat
        if chat.private:
            blocked = "bot was blocked by the user"
            raise forbidden(
                blocked
                if chat.standing == "kicked"
                else "bot can't initiate conversation with a user"
            )
        kicked = chat.standing == "kicked"
        raise forbidden(
            f"bot {'was kicked from' if kicked else 'is not a member of'} the {chat.kind} chat"
        )

    def pace(self, method: str, chat: Chat, count: int = 1) -> None:
        """Count messages against the limits.

        Raises:
            Refused: With retry_after, when there are too many.
        """
        now = self.clock()
        excess = self.paces.excess(self.limits, chat.id, count, now)
        if excess:
            self.violations.append(Violation(excess[0], method, chat.id, now, excess[1]))
            raise too_many(excess[1])
        self.paces.book(self.limits, chat.id, count, now)
