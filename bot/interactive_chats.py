"""The chat in a terminal for people: lines in, coloured cards and numbered buttons out."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog

from bot import complaints, greetings, incident_logs, presences, renderings, screens, time_skips
from bot.screens import Screen
from bot.terminals import Message, Speaker, Terminal
from handlers import incidents
from handlers.languages import Voice, speaking
from handlers.readers.words import narrow
from handlers.texts import Text, fmt
from store.errors import CrmError
from store.staff import Several

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer

log = structlog.get_logger()

NUMBER = re.compile(r"\[?(\d{1,3})]?")
QUOTED_NUMBER = re.compile(r'["“「](\d+)["”」]')
"""How a number is said, where the bare one would press a button."""
ROOM = re.compile(r"(?P<room>[#＃][Tt]-?\d+)\s+(?P<text>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Button:
    """A button on the screen: its label, and what pressing it tells dispatch."""

    label: str
    payload: dict[str, Any]


@dataclass(slots=True)
class Chat:
    """A chat between the people at one terminal and Parley.

    Attributes:
        terminal: does the work.
        speaker: who types now.
        screen: where the chat happens.
        buttons: those of what each person, by name, was told last; pressed by their numbers.
        waiting: what each person was told last while somebody else spoke, if it has buttons.
        voice: how the speaker is spoken to.
    """

    terminal: Terminal
    speaker: Speaker
    screen: Screen
    buttons: dict[str, list[Button]] = field(default_factory=dict)
    waiting: dict[str, list[Message]] = field(default_factory=dict)
    voice: Voice = field(default_factory=Voice)

    def talk(self) -> None:
        """Greet, then answer every line until there are no more, or /quit."""
        with self._complaining():
            self.screen.show(greetings.greeting(self.terminal, self.speaker))
            self._show(self.terminal.catch_up())
        while True:
            try:
                line = self.screen.ask(self.speaker.name)
            except EOFError:
                return
            if not self.take(line):
                return

    def take(self, line: str) -> bool:
        """Do what a line says; False when it ends the chat."""
        text = line.encode("utf-8", "replace").decode().strip()
        order, _, rest = text.partition(" ")
        order = narrow(order)
        if order == "/quit":
            return False
        with self._complaining():
            if order == "/as":
                self._become(rest.strip())
            elif order == "/later":
                self._skip(rest.strip())
            elif text:
                self._say(text)
        return True

    @contextmanager
    def _complaining(self) -> Iterator[None]:
        """Whatever goes wrong is told in a sentence, and the chat goes on."""
        with speaking(self.voice):
            try:
                yield
            except Several as error:
                names = ", ".join(person.name for person in error.people)
                self._remark(fmt("“{text}” fits several: {names}", text=error.text, names=names))
            except time_skips.UnreadableSkip:
                hint = fmt("How far? For example: `/later 3h`, `/later 2 days`, `/later PT3H`")
                self._remark(hint)
            except CrmError as error:
                self._remark(Text.load([[complaints.sentence(error), ""]]))
            except BrokenPipeError:
                raise
            except Exception as error:  # noqa: BLE001 (a person sees sentences, never tracebacks)
                self._remark(_note_incident(error))

    def listen(self) -> None:
        """Learn how the speaker is spoken to; it may have changed with every message."""
        self.voice = self.terminal.database.read(
            lambda session: presences.ask_of(session, self.speaker).voice, self.terminal.clock.now()
        )

    def _say(self, text: str) -> None:
        payload = self._pressed(text)
        if payload is None:
            payload = _payload(text)
        self._show(self.terminal.say(self.speaker, payload))
        self.listen()

    def _pressed(self, text: str) -> dict[str, Any] | None:
        """What pressing the button of a number or label means; None if there is none such."""
        shown = self.buttons.get(self.speaker.name, [])
        number = NUMBER.fullmatch(narrow(text))
        if number:
            place = int(number[1])
            return shown[place - 1].payload if 0 < place <= len(shown) else None
        return next((one.payload for one in shown if narrow(one.label) == narrow(text)), None)

    def _become(self, who: str) -> None:
        if not who:
            self._remark(fmt("Who? For example: `/as Maria`, or `/as customer Grace`"))
            return
        self.speaker = self.terminal.become(who)
        self.listen()
        with speaking(self.voice):
            self.screen.show(greetings.who(self.terminal, self.speaker))
            waited = self.waiting.pop(self.speaker.name, [])
            self._show(self.terminal.catch_up() or waited)

    def _skip(self, text: str) -> None:
        by = time_skips.read_skip(text, self.terminal.clock.now())
        self._show(self.terminal.later(by))
        self._remark(fmt("It is {at} now.", at=self.terminal.clock.now()))

    def _show(self, messages: list[Message]) -> None:
        """Show messages with their buttons numbered on, and note that they have arrived."""
        fresh: dict[str, list[Button]] = {}
        for one in messages:
            in_thread = one.to.startswith("#") and self.speaker.staff_id is not None
            mine = in_thread or one.to == self.speaker.name
            held = fresh.setdefault(self.speaker.name if mine else one.to, [])
            first = len(held) + 1 if mine else None
            held += [
                Button(label, {"press": {"outbox_id": one.outbox_id, "index": index}})
                for index, label in enumerate(one.buttons)
            ]
            shown_to = "" if one.to == self.speaker.name else one.to
            self.screen.show(renderings.message(one, to=shown_to, first=first))
            if one.buttons and not mine:
                self.waiting[one.to] = [one]
        self.buttons |= fresh
        self.terminal.confirm(messages)

    def _remark(self, text: Text) -> None:
        """Say something that did not come from a conversation."""
        self.screen.show([*renderings.pieces(text), ("", "\n\n")])


def _payload(text: str) -> dict[str, Any]:
    """What is said, perhaps in the thread of a ticket: `#T-17 it was the disk`."""
    quoted = QUOTED_NUMBER.fullmatch(text)
    within = ROOM.fullmatch(text)
    if within:
        return {"say": within["text"], "thread": narrow(within["room"]).upper()}
    return {"say": quoted[1] if quoted else text}


def _note_incident(error: Exception) -> Text:
    incident = secrets.token_hex(4).upper()
    log.error("incident", incident=incident, places=incidents.places(error))
    return fmt(
        "Something went wrong on my side. Please try again; if it happens again, "
        "tell your admin: incident {incident}.",
        incident=incident,
    )


def run(terminal: Terminal, who: str, screen: Screen | None = None) -> None:
    """Chat until the input ends or somebody says /quit.

    Args:
        terminal: a run on an open database.
        who: speaks first: a name, ref or e-mail, or "customer NAME".
        screen: where to chat; None for what this process was started with.

    Raises:
        NotFound, Several: no member of staff, or more than one, fits the first name.
        StoreFailure: the database cannot be used.
    """
    incident_logs.keep_off_screen()
    speaker = terminal.become(who)

    def completer() -> "Completer":
        from bot.completions import Completions  # noqa: PLC0415 (start-up time)

        return Completions(terminal, lambda: chat.speaker)

    chat = Chat(terminal, speaker, screen or screens.open_screen(completer))
    chat.listen()
    chat.talk()
