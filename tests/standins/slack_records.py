"""What a Slack workspace keeps of people, messages, files and views."""

from dataclasses import dataclass, field
from typing import Any

from tests.standins.slack_shown import Shown, labels

Json = dict[str, Any]
Content = bytes  # `bytes` is also what the tests call a file's content


@dataclass
class Profile:
    """What Slack knows about somebody."""

    id: str
    name: str
    email: str | None
    locale: str
    restricted: bool
    team: str
    tz: str = "Europe/Berlin"
    dm: str = ""


@dataclass
class Message:
    """A message in a conversation; `ephemeral_to` names the only one who sees it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    by_bot: bool = False
    thread_ts: str | None = None
    broadcast: bool = False
    ephemeral_to: str | None = None
    files: list[Json] = field(default_factory=list)
    edited_ts: str | None = None
    reactions: list[str] = field(default_factory=list)

    def shown(self) -> Shown:
        """What people see of it."""
        return Shown(
            ts=self.ts,
            text=self.text,
            blocks=tuple(self.blocks),
            buttons=labels(self.blocks),
            ephemeral=self.ephemeral_to is not None,
            thread_ts=self.thread_ts,
            files=tuple(str(one.get("name", one["id"])) for one in self.files),
            edited=self.edited_ts is not None,
            by_bot=self.by_bot,
            user=self.user,
            channel=self.channel,
            reactions=tuple(self.reactions),
        )


@dataclass
class View:
    """A modal or App Home as it stands."""

    id: str
    user: str
    content: Json
    hash: str
    root: str = ""
    seq: int = 0


@dataclass
class Trigger:
    """A trigger_id; `view` is the modal from within which it came."""

    user: str
    issued: float
    view: str | None = None
    exchanged: bool = False


@dataclass
class ResponseUrl:
    """Where an answer to a command or a press may be posted: 5 times, for 30 minutes."""

    user: str
    channel: str
    issued: float
    message: Message | None = None
    uses: int = 0


@dataclass
class File:
    """A file; `finished` once it may be shared."""

    id: str
    name: str
    length: int
    mimetype: str = ""
    bytes: Content = b""
    user: str = ""
    arrived: bool = False
    finished: bool = False
    channel: str | None = None
    thread: str | None = None
    title: str = ""


@dataclass
class Call:
    """A call of the Web API; `status` is 0 when the connection was closed instead."""

    method: str
    params: Json
    at: float
    status: int
    answer: Json

    @property
    def error(self) -> str:
        """Slack's word for what was wrong; empty when nothing was."""
        return str(self.answer.get("error", ""))
