"""What a handler is given besides its arguments: who asks, where, when, and what was shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.languages import LANGUAGES, SOURCE, Voice, speaking
from handlers.replies import Invocation, Reply
from handlers.texts import Text
from store.conversations import Taken
from store.directories import Directory, Person
from store.files import Held
from store.refs import Ref, read_ref
from store.sessions import Actor, Session

REMEMBERED = 20


class NeedsConfirmation(Exception):
    """A preview has to be agreed to first; whatever the handler did so far is rolled back."""

    def __init__(
        self, preview: Text, invocation: Invocation, count: int | None, label: str = ""
    ) -> None:
        """Keep what to show and what runs once it is agreed to."""
        super().__init__()
        self.preview = preview
        self.invocation = invocation
        self.count = count
        self.label = label


@dataclass(slots=True)
class Ask:
    """A message that asks for something.

    Attributes:
        session: the unit of work.
        taken: the message and its conversation.
        voice: how the asker is spoken to.
        invocation: what is being run.
        replied_to: records on the card that was replied to, if any.
        told: notices to other members of staff.
        files: that came with the message, or with an earlier one and wait for their record.
        thread: the ticket in whose thread it was said, if it was said in one.
        spot: that thread: its platform's name, or the number of its row.
    """

    session: Session
    taken: Taken
    voice: Voice
    invocation: Invocation = field(default_factory=lambda: Invocation(""))
    replied_to: tuple[Ref, ...] = ()
    told: list[tuple[int, Reply]] = field(default_factory=list)
    files: list[Held] = field(default_factory=list)
    thread: Ref | None = None
    spot: str | int | None = None

    @property
    def actor(self) -> Actor:
        """On whose behalf; dispatch has set it."""
        assert self.session.actor  # noqa: S101
        return self.session.actor

    @property
    def person(self) -> Person:
        """The member of staff who asks; dispatch lets nobody else get to such commands."""
        assert self.actor.person  # noqa: S101
        return self.actor.person

    @property
    def now(self) -> datetime:
        """The moment that counts as the present."""
        return self.session.now

    @property
    def directory(self) -> Directory:
        """Staff, teams, rights and settings."""
        return self.session.directory

    def shown(self) -> list[Ref]:
        """Records shown in this conversation, the last one first; a replied-to card wins."""
        remembered = [read_ref(text) for text, _ in self.taken.state.get("shown", [])]
        return [*self.replied_to, *(ref for ref in remembered if ref)]

    def version_shown(self, ref: Ref) -> int | None:
        """The version of a record that was last shown here."""
        for text, version in self.taken.state.get("shown", []):
            if text == str(ref):
                return int(version) if version is not None else None
        return None

    def tell(self, staff_id: int, say: Callable[[], Reply]) -> None:
        """Tell a member of staff, wherever they are; nobody is told of their own act.

        Args:
            staff_id: who is told.
            say: makes the message, spoken as that person is spoken to.
        """
        if staff_id != self.actor.id:
            with speaking(voice_of(self.directory, self.directory.people[staff_id])):
                self.told.append((staff_id, say()))

    def confirm(self, preview: Text, count: int | None = None, label: str = "") -> None:
        """Go on only if this was agreed to.

        Args:
            preview: what would happen, and to what.
            count: of records, which may be typed to agree; None for "yes".
            label: of the button that agrees; empty for "Yes".

        Raises:
            NeedsConfirmation: not yet.
        """
        if not self.invocation.confirmed:
            raise NeedsConfirmation(preview, self.invocation, count, label)


def voice_of(
    directory: Directory, person: Person | None, own: Mapping[str, Any] | None = None
) -> Voice:
    """How somebody is spoken to: their own wishes, then the company's settings."""
    own = own or {}
    language = (
        (person and person.locale) or own.get("locale") or directory.setting("locale", SOURCE)
    )
    zone = (
        (person and person.timezone) or own.get("timezone") or directory.setting("timezone", "UTC")
    )
    return Voice(
        language=language if language in LANGUAGES else SOURCE,
        zone=zone,
        currency=directory.setting("currency", "USD"),
        region=directory.setting("region", "US"),
    )
