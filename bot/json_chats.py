"""The chat for programs: one JSON object a line in, one a line out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from pydantic import TypeAdapter, ValidationError

from bot import local_files
from bot.terminals import Message, Speaker, Terminal
from handlers import sentences
from handlers.texts import fmt
from store.errors import CrmError
from store.files import File

NO_BUTTON = {"press": {"outbox_id": 0, "index": 0}}
DURATION = TypeAdapter(timedelta)
LONGEST = timedelta(days=366 * 10)


@dataclass(slots=True)
class JsonChat:
    """A run of the protocol of COMMANDS.

    Attributes:
        terminal: does the work.
        out: where the answers go, in UTF-8.
        speaker: who speaks now; nobody after a wrong name.
    """

    terminal: Terminal
    out: BinaryIO
    speaker: Speaker | None = None

    def run(self, who: str, lines: Iterable[bytes]) -> None:
        """Answer every line until the input ends.

        Raises:
            NotFound, Several: no member of staff, or more than one, fits the first name.
        """
        self.speaker = self.terminal.become(who)
        self._show(self.terminal.catch_up())
        for number, line in enumerate(lines, 1):
            self._take(_read(line.decode("utf-8", "replace").strip()))
            self._write({"done": number})

    def _take(self, order: dict[str, Any]) -> None:
        if "as" in order:
            self._become(str(order["as"]))
        if "later" in order:
            self._later(str(order["later"]))
        payload = self._payload(order)
        if payload is None:
            return
        if self.speaker is None:
            self._remark(str(fmt("Nobody speaks now: choose somebody with `as`.")))
            return
        uploads = self._uploads(order)
        if uploads is not None:
            self._show(self.terminal.say(self.speaker, payload, uploads))

    def _uploads(self, order: dict[str, Any]) -> list[File] | None:
        """The file that goes along, if any; None when it cannot be read, which is said."""
        if "upload" not in order:
            return []
        try:
            return [local_files.read(Path(str(order["upload"])))]
        except (OSError, ValueError):
            self._remark(
                str(fmt("I cannot read the file “{path}”.", path=str(order["upload"])[:200]))
            )
            return None

    def _payload(self, order: dict[str, Any]) -> dict[str, Any] | None:
        """What dispatch is told; None when the line only moved the clock or changed the speaker."""
        if "press" in order:
            room = str(order.get("in", ""))
            found = self.speaker and self.terminal.pressed(self.speaker, str(order["press"]), room)
            return found or NO_BUTTON
        if "fill" in order and isinstance(order["fill"], dict):
            return {"fill": order["fill"]}
        if "upload" in order:
            return {"say": str(order.get("say", ""))} | _within(order)
        if "say" not in order:
            return None
        payload: dict[str, Any] = {"say": str(order["say"])} | _within(order)
        replied = self.terminal.message(order.get("reply_to", 0))
        if replied:
            payload["replied_to"] = list(replied.shows)
        return payload

    def _become(self, who: str) -> None:
        """Change the speaker; with a wrong name nobody speaks, lest words go to the wrong person."""
        self.speaker = None
        try:
            self.speaker = self.terminal.become(who)
        except CrmError as error:
            self._remark(str(sentences.sentence(error)))
            return
        self._show(self.terminal.catch_up())

    def _later(self, text: str) -> None:
        try:
            by = DURATION.validate_python(text)
        except ValidationError:
            by = timedelta(-1)
        if not timedelta() <= by <= LONGEST:
            self._remark(
                str(fmt("“{text}” is no length of time. For example: PT3H or P2D", text=text[:60]))
            )
            return
        self._show(self.terminal.later(by))

    def _remark(self, text: str) -> None:
        """Say something that did not come from a conversation."""
        to = self.speaker.name if self.speaker else ""
        self._show([self.terminal.remark(to, text)])

    def _show(self, messages: list[Message]) -> None:
        for message in messages:
            self._write(_dump(message))
        self.terminal.confirm(messages)

    def _write(self, document: dict[str, Any]) -> None:
        self.out.write(orjson.dumps(document) + b"\n")
        self.out.flush()


def _read(line: str) -> dict[str, Any]:
    """An order; whatever is no JSON object is something said."""
    if line.startswith("{"):
        try:
            order = orjson.loads(line)
        except orjson.JSONDecodeError:
            return {"say": line}
        return order if isinstance(order, dict) else {"say": line}
    return {"say": line} if line else {}


def _within(order: dict[str, Any]) -> dict[str, Any]:
    """The thread of a ticket in which something is said."""
    return {"thread": str(order["in"])} if "in" in order else {}


def _dump(message: Message) -> dict[str, Any]:
    document: dict[str, Any] = {"message": message.number, "to": message.to}
    document["text"] = str(message.text)
    optional = {"buttons": message.buttons, "files": message.files, "edits": message.edits}
    optional["form"] = message.form
    return document | {name: value for name, value in optional.items() if value}
