"""What people see and write in conversations."""

import asyncio
from collections.abc import Sequence
from typing import Any

from tests.standins import slack_payloads
from tests.standins.slack_deliveries import Deliveries
from tests.standins.slack_records import File, Message, Profile, View
from tests.standins.slack_shown import Shown
from tests.standins.slack_worlds import Channel, World

Json = dict[str, Any]


class Writer:
    """Somebody who reads and writes in Slack."""

    def __init__(self, world: World, deliveries: Deliveries, profile: Profile) -> None:
        self.world = world
        self.deliveries = deliveries
        self.profile = profile
        self.id = profile.id
        self.name = profile.name

    # What they see.

    @property
    def dm(self) -> Channel:
        """Their direct messages with the app."""
        return self.world.direct(self.id)

    @property
    def sees(self) -> list[Shown]:
        """What they see in their direct messages with the app, oldest first."""
        return self.dm.sees_for(self)

    @property
    def home(self) -> Json | None:
        """The view in App Home that was last published for them."""
        home = self.world.homes.get(self.id)
        return slack_payloads.view(self.world, home) if home else None

    @property
    def modal(self) -> Json | None:
        """The modal that is open on top."""
        top = self._top()
        return slack_payloads.view(self.world, top) if top else None

    @property
    def modal_errors(self) -> dict[str, str]:
        """What stands below the fields of the modal, by block_id; "" for the whole."""
        return self.world.modal_errors.get(self.id, {})

    def waits(
        self,
        contains: str = "",
        *,
        where: Channel | None = None,
        after: str = "",
        timeout: float = 10,
    ) -> Shown:
        """Wait for a message of the app; gives the newest one that fits.

        Args:
            contains: text in the fallback or the blocks.
            where: the conversation; by default the direct messages.
            after: only messages later than this time stamp.
            timeout: seconds.
        """
        place = where or self.dm

        def found() -> Shown | None:
            fits = [m for m in place.sees_for(self) if m.by_bot and m.ts > after]
            return next((m for m in reversed(fits) if m.says(contains)), None)

        shown = self.world.wait(found, timeout)
        assert shown
        return shown

    async def gets(
        self, contains: str = "", *, where: Channel | None = None, after: str = ""
    ) -> Shown:
        """Wait as `waits` does, for tests with an event loop of their own."""
        return await asyncio.to_thread(self.waits, contains, where=where, after=after)

    def _top(self) -> View | None:
        return next(reversed(self.world.modals.get(self.id, [])), None)

    # What they do in conversations.

    def says(self, text: str, to: Channel | None = None, thread: str | None = None) -> str:
        """Say something; gives its time stamp.

        Args:
            text: as it is typed; "@Name" mentions people and the app.
            to: the channel; by default the direct messages.
            thread: time stamp of the root of a thread.
        """
        with self.world.changing():
            return self._post(to or self.dm, text, thread, []).ts

    def uploads(
        self,
        files: Sequence[tuple[str, bytes, str]],
        text: str = "",
        to: Channel | None = None,
        thread: str | None = None,
    ) -> str:
        """Share files, each as name, content and media type; gives the message's time stamp."""
        with self.world.changing():
            channel = to or self.dm
            shapes = [self._file(*one, channel) for one in files]
            return self._post(channel, text, thread, shapes).ts

    def _file(self, name: str, content: bytes, mimetype: str, channel: Channel) -> Json:
        one = File(self.world.next_id("F"), name, len(content), mimetype, content, self.id)
        one.channel = channel.id
        self.world.files[one.id] = one
        return slack_payloads.file(self.world, one)

    def _post(self, channel: Channel, text: str, thread: str | None, files: list[Json]) -> Message:
        if self.id not in channel.members:
            raise ValueError(f"{self.name} is not in {channel.name}")
        message = Message(
            ts=self.world.next_ts(),
            channel=channel.id,
            user=self.id,
            text=slack_payloads.typed(self.world, text),
            blocks=slack_payloads.rich_text(self.world, text) if text else [],
            thread_ts=self._root(channel, thread),
            files=files,
        )
        self.world.add(message)
        self._announce(channel, message)
        return message

    def _root(self, channel: Channel, thread: str | None) -> str | None:
        root = channel.find(thread)
        if root:
            root.thread_ts = root.ts
        elif thread:
            raise ValueError(f"no message {thread} in {channel.name}")
        return thread

    def _announce(self, channel: Channel, message: Message) -> None:
        if self.world.bot_user not in channel.members:
            return
        if channel.kind != "im" and f"<@{self.world.bot_user}>" in message.text:
            self.world.emit(slack_payloads.mentioned(self.world, message))
        self.world.emit(slack_payloads.posted(self.world, message))

    def edits(self, ts: str, text: str) -> None:
        """Change one of their own messages."""
        with self.world.changing():
            message = self._own(ts)
            before = slack_payloads.message(self.world, message)
            message.text = slack_payloads.typed(self.world, text)
            message.blocks = slack_payloads.rich_text(self.world, text)
            message.edited_ts = self.world.next_ts()
            self.world.emit(slack_payloads.changed(self.world, message, before))

    def deletes(self, ts: str) -> None:
        """Delete one of their own messages."""
        with self.world.changing():
            message = self._own(ts)
            channel = self.world.channels[message.channel]
            channel.messages = [one for one in channel.messages if one is not message]
            self.world.emit(slack_payloads.deleted(self.world, message))

    def _own(self, ts: str) -> Message:
        return next(m for m in self.world.visible_to(self.id) if (m.ts, m.user) == (ts, self.id))

    def reloads(self) -> None:
        """Reload Slack: what only they saw is gone."""
        with self.world.changing():
            for channel in self.world.channels.values():
                channel.messages = [m for m in channel.messages if m.ephemeral_to != self.id]
