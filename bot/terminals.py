"""The terminal as a platform: several people may speak in one run, all locally trusted."""

import heapq
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.clocks import Clock
from handlers import commands, dispatch
from handlers.texts import Text, plain
from reminders import classifications
from reminders.jobs import JOBS, Job
from store import conversations, deliveries, files, identities, outboxes, sights, staff
from store.engines import Database
from store.files import File
from store.outboxes import Due
from store.sessions import PARLEY, Session

PLATFORM = "terminal"
assert commands  # noqa: S101 (importing them declares them)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in this run: a member of staff, or a customer by display name."""

    name: str
    identity_id: int
    conversation: conversations.Place
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message that reached the terminal."""

    number: int
    to: str
    outbox_id: int
    text: Text
    buttons: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    edits: int | None = None
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class Terminal:
    """A run of the terminal.

    Attributes:
        database: of the company.
        clock: what counts as the present in this run.
        everybody: whether messages to any member of staff are shown, or only to who has spoken.
        numbers: of the messages shown, by their ids in the outbox.
    """

    database: Database
    clock: Clock
    everybody: bool = False
    speakers: dict[int, Speaker] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Whoever sits at a terminal reads along in the threads of tickets."""
        self.database.shared.has_rooms = True

    def become(self, who: str) -> Speaker:
        """The speaker of a name, ref or e-mail; "customer NAME" is a customer of that name.

        Raises:
            NotFound, Several: no member of staff, or more than one, fits.
        """
        speaker = self.database.write(
            lambda session: _enter(session, who.strip()), self.clock.now()
        )
        self.speakers[speaker.identity_id] = speaker
        return speaker

    def say(
        self, speaker: Speaker, payload: dict[str, Any], uploads: Sequence[File] = ()
    ) -> list[Message]:
        """Say or press something, and give every message that follows from it.

        Args:
            speaker: who does it.
            payload: as dispatch knows it, see `handlers.payloads`.
            uploads: files that go along.
        """
        now = self.clock.now()
        inbox_id = self.database.write(
            lambda session: _receive(session, speaker, payload, uploads), now
        )
        dispatch.handle(self.database, inbox_id, now)
        classifications.catch_up(self.database, now)
        return self.deliver()

    def catch_up(self) -> list[Message]:
        """Handle what an earlier run has stored but not finished."""
        now = self.clock.now()
        for one in self.database.read(
            lambda session: conversations.waiting(session, [PLATFORM], now), now
        ):
            dispatch.handle(self.database, one.inbox_id, now)
        classifications.catch_up(self.database, now)
        return self.deliver()

    def later(self, by: timedelta) -> list[Message]:
        """Move the clock and run what falls due."""
        begun = self.clock.now()
        self.clock.move(by)
        now = self.clock.now()
        stops = [_stops(place, job, self.database, begun, now) for place, job in enumerate(JOBS)]
        for moment, place in heapq.merge(*stops):
            JOBS[place].run(self.database, moment)
        return self.deliver()

    def deliver(self) -> list[Message]:
        """Take from the outbox what is for people of this run."""
        fresh = []
        for letter, to in self._for_us():
            fresh.append(self._message(letter, to))
            self.messages.append(fresh[-1])
            self.numbers[letter.id] = fresh[-1].number
        return fresh

    def confirm(self, messages: list[Message]) -> None:
        """Note that messages were shown; until then they count as unsent."""
        ids = [message.outbox_id for message in messages if message.outbox_id]
        if ids:
            now = self.clock.now()
            self.database.write(lambda session: outboxes.mark_sent(session, ids), now)

    def _for_us(self) -> Iterator[tuple[Due, str]]:
        """What waits for the speakers of this run, or for any member of staff, and their names."""
        now = self.clock.now()
        places = {one.conversation.id: one.name for one in self.speakers.values()}
        names, letters = self.database.read(partial(self._due, places=list(places)), now)
        for letter in self._arriving(letters):
            if letter.id not in self.numbers:
                room = letter.payload.get("room")
                to = room or places.get(letter.conversation_id or 0) or names[letter.staff_id or 0]
                yield letter, to

    def _arriving(self, letters: list[Due]) -> list[Due]:
        """Without what has waited for somebody who may not know it any more."""
        now = self.clock.now()

        if not letters:
            return []
        found = self.database.read(partial(sights.arriving, letters=letters), now)
        withdrawn = [one for one in letters if one not in found]
        if withdrawn:
            self.database.write(partial(deliveries.withdraw, letters=withdrawn), now)
        return found

    def _due(self, session: Session, places: list[int]) -> tuple[dict[int, str], list[Due]]:
        """Whose messages are shown, by staff id, and those that wait."""
        names = {one.staff_id: one.name for one in self.speakers.values() if one.staff_id}
        if self.everybody:
            names = {one: person.name for one, person in session.directory.people.items()}
        return names, outboxes.due(session, places, list(names))

    def _message(self, letter: Due, to: str) -> Message:
        payload = letter.payload
        return Message(
            number=len(self.messages) + 1,
            to=to,
            outbox_id=letter.id,
            text=Text.load(payload["spans"]),
            buttons=tuple(label for label, _ in payload.get("buttons", ())),
            form=tuple(payload.get("form", ())),
            shows=tuple(payload.get("shows", ())),
            edits=self.numbers.get(payload.get("edits", 0)),
            files=tuple(filter(None, map(self._saved, payload.get("files", ())))),
        )

    def _saved(self, blob_id: int) -> str | None:
        """Put a file where the person at the terminal can open it; gives its absolute path."""
        file = self.database.read(
            lambda session: files.open_file(session, blob_id), self.clock.now()
        )
        if file is None or file.content is None:
            return None
        path = Path(tempfile.mkdtemp(prefix="parley-")) / (Path(file.name).name or "file")
        path.write_bytes(file.content)
        return str(path)

    def remark(self, to: str, text: str) -> Message:
        """A message of the terminal itself, which is in no outbox."""
        message = Message(len(self.messages) + 1, to, 0, plain(text))
        self.messages.append(message)
        return message

    def pressed(self, speaker: Speaker, label: str, room: str = "") -> dict[str, Any] | None:
        """The payload of pressing the newest button with a label that was shown to a speaker.

        Args:
            speaker: who presses; staff see the threads of tickets too, after what they were told.
            label: of the button.
            room: the thread in which alone to look, such as "#T-17".
        """
        wanted = label.strip()
        found = [one for one in reversed(self.messages) if wanted in one.buttons]
        own = [] if room else [one for one in found if one.to == speaker.name]
        threads = [one for one in found if one.to == room or (not room and one.to[:1] == "#")]
        for message in own or (threads if speaker.staff_id else []):
            press = {"outbox_id": message.outbox_id, "index": message.buttons.index(wanted)}
            return {"press": press}
        return None

    def message(self, number: int) -> Message | None:
        """The message of a number in this run."""
        found = (message for message in self.messages if message.number == number)
        return next(found, None)


def _stops(
    place: int, job: Job, database: Database, begun: datetime, now: datetime
) -> Iterator[tuple[datetime, int]]:
    """Where a clock that is moved forward stops for a job; what runs meanwhile may add to that."""
    return ((moment, place) for moment in job.stops(database, begun, now))


def _receive(
    session: Session, speaker: Speaker, payload: dict[str, Any], uploads: Sequence[File]
) -> int:
    place = speaker.conversation
    said = payload | ({"files": len(uploads)} if uploads else {})
    inbox_id = conversations.receive(session, place, f"term:{uuid.uuid4()}", said)
    assert inbox_id  # noqa: S101 (the key is new)
    for position, file in enumerate(uploads):
        files.put(session, place.subject_id, file, inbox_id=inbox_id, position=position)
    return inbox_id


def _enter(session: Session, who: str) -> Speaker:
    """Open the conversation of somebody on the terminal."""
    session.actor = PARLEY
    session.origin.command = "terminal"
    kind, _, name = who.partition(" ")
    if kind.lower() == "customer" and name.strip():
        name = name.strip()
        identity = identities.of_account(session, PLATFORM, f"customer:{name}", name)
        place = conversations.open_place(session, PLATFORM, identity.account, identity.id)
        return Speaker(name, identity.id, place, identity.staff_id)
    person = staff.find(session, who)
    identity = identities.of_account(session, PLATFORM, f"U-{person.id}", person.name)
    if identity.staff_id is None and identity.linked_at is None:
        identity.staff_id, identity.linked_at = person.id, session.now
    session.flush()
    place = conversations.open_place(session, PLATFORM, identity.account, identity.id)
    return Speaker(person.name, identity.id, place, person.id)
