"""Posts: sending, editing and fetching through the Bot API, and what its refusals mean."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import structlog
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import CallbackQueryLimit, ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.paces import Pace, Paces
from bot.platforms import Arrival, ChatClosed, ChatMoved, Outgoing, Patience, Undeliverable
from bot.telegrams import arrivals, readings, renderings
from bot.telegrams.menus import Menus
from bot.telegrams.renderings import Piece
from handlers.texts import Text
from store.destinations import Target
from store.files import LARGEST, File

log = structlog.get_logger()
Result = TypeVar("Result")
ALERT = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
PHOTO = 10 * 1024 * 1024
PHOTOS = ("image/png", "image/jpeg")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
GONE = (
    "chat not found", "user is deactivated", "bot is not a member", "not enough rights to send text",
    "have no rights to send", "chat_write_forbidden",
)  # fmt: skip
NO_TOPICS = ("not a forum", "not enough rights", "chat_admin_required", "topics are disabled")
TOPIC_GONE = ("thread not found", "topic_closed", "topic_deleted", "topic closed", "topic deleted")
UNCHANGED = "message is not modified"
TRIES = 3
TOKEN_REFUSED = 300.0


def _private_pace() -> Pace:
    return Pace(3, 3.0)  # one a second, short bursts allowed


def _overall_pace() -> Pace:
    return Pace(1, 0.045)  # 22 of 30 a second, evenly: bursts would meet on the way


def _group_pace() -> Pace:
    return Pace(19, 60.0)  # of 20


@dataclass(slots=True)
class Telegram:
    """Telegram as a platform of Parley.

    Attributes:
        bot: initialised; it knows its id and name.
        menus: kept up to date with what each person may do.
    """

    bot: ExtBot[None]
    name: str = arrivals.NAME
    menus: Menus | None = None
    _overall: Pace = field(default_factory=_overall_pace)
    _private: Paces = field(default_factory=lambda: Paces(_private_pace))
    _groups: Paces = field(default_factory=lambda: Paces(_group_pace))

    def arrival(self, raw: dict[str, Any]) -> Arrival:
        """Whose an update is."""
        return arrivals.arrival(raw, self.bot.id, self.bot.username)

    def read(self, raw: dict[str, Any]) -> dict[str, Any]:
        """What an update says."""
        return readings.read(raw, self.bot.username)

    async def pace(self, target: Target) -> None:
        """Wait for the chat's turn; that of the bot comes right before a call."""
        for pace in self._paces(target):
            await pace.turn()

    def _paces(self, target: Target) -> list[Pace]:
        """Those of the chat; nothing else is on its way there meanwhile."""
        groups = [self._groups.of(target.account)] if target.shared else []
        return [*groups, self._private.of(target.account)]

    @asynccontextmanager
    async def _posting(self, target: Target, parts: int) -> AsyncIterator[None]:
        """Post something; the pace of the chat counts from when it has arrived for certain."""
        await self._overall.turn()
        try:
            async with _translated(parts):
                yield
        finally:
            for pace in self._paces(target):
                pace.used()

    async def deliver(self, outgoing: Outgoing) -> str:
        """Send or edit a message, and give its name.

        Raises:
            Patience, Undeliverable, ChatClosed, ChatMoved: it did not arrive, or not as a whole.
        """
        payload, letter = outgoing.letter.payload, outgoing.letter
        at = payload.get("at", {})
        if "callback" in at and await self._answered(at["callback"], payload):
            return ""
        if "turns" in payload:
            await self._turn(outgoing, payload["turns"])
            return ""
        if self.menus and not outgoing.target.shared:
            await self.menus.refresh(outgoing.target.account)
        if payload.get("topic") and not outgoing.thread:
            topic = await self._topic(outgoing, payload["opens"])
            if topic:
                return topic
        pieces = renderings.pieces(Text.load(payload["spans"]))
        if outgoing.edits and len(pieces) == 1 and not outgoing.files:
            edited = await self._edit(outgoing, pieces[0])
            if edited:
                return edited
        return await self._send(outgoing, pieces, letter.parts)

    async def _topic(self, outgoing: Outgoing, name: str) -> str:
        """Open a topic; empty where there can be none, and a message begins the thread instead."""
        chat = int(outgoing.target.account)
        async with self._posting(outgoing.target, 0):
            try:
                opened = await self.bot.create_forum_topic(chat, name)
            except BadRequest as refusal:
                if not any(words in refusal.message.lower() for words in NO_TOPICS):
                    raise
                return ""
        return f"{chat}:{opened.message_thread_id}"

    async def _turn(self, outgoing: Outgoing, state: str) -> None:
        """Close the topic of a ticket that was closed, or open it again; it may stand so already."""
        chat, topic = outgoing.target.account, outgoing.thread.partition(":")[2]
        if not topic:
            return
        call = self.bot.close_forum_topic if state == "closed" else self.bot.reopen_forum_topic
        async with self._posting(outgoing.target, 0):
            with suppress(BadRequest):
                await call(int(chat), int(topic))

    async def _answered(self, query_id: str, payload: dict[str, Any]) -> bool:
        """Stop the button's spinner; whether that was the whole answer."""
        alert = bool(payload.get("alert"))
        text = str(Text.load(payload["spans"]))[:ALERT] if alert else None
        try:
            await self.bot.answer_callback_query(query_id, text=text, show_alert=alert)
        except TelegramError:  # too old, or answered before the last restart
            return False
        return alert

    async def _edit(self, outgoing: Outgoing, piece: Piece) -> str:
        """Let a message take the place of an earlier one; empty when that is not there any more."""
        chat, _, number = str(outgoing.edits).partition(":")
        if chat != outgoing.target.account:
            return ""
        letter = outgoing.letter
        keys = renderings.markup(letter.payload, letter.id, group=outgoing.target.shared)
        async with self._posting(outgoing.target, 0):
            try:
                await self.bot.edit_message_text(
                    piece.text,
                    chat_id=int(chat),
                    message_id=int(number),
                    entities=piece.entities,
                    reply_markup=keys if isinstance(keys, InlineKeyboardMarkup) else None,
                    link_preview_options=NO_PREVIEW,
                )
            except BadRequest as refusal:
                if UNCHANGED in refusal.message.lower():
                    return str(outgoing.edits)
                return ""
        return str(outgoing.edits)

    async def _send(self, outgoing: Outgoing, pieces: Sequence[Piece], done: int) -> str:
        """Send what has not arrived yet: the pieces of the text, then the files."""
        steps: list[Callable[[], Awaitable[Message]]] = [
            self._step(outgoing, piece, last=piece is pieces[-1]) for piece in pieces
        ]
        steps += [self._file(outgoing, file) for file in outgoing.files]
        sent: Message | None = None
        for number, step in enumerate(steps):
            if number < done:
                continue
            if number > done:
                await self.pace(outgoing.target)
            async with self._posting(outgoing.target, number):
                message = await step()
            sent = message if number < len(pieces) else sent or message
        return f"{sent.chat.id}:{sent.message_id}" if sent else ""

    def _step(
        self, outgoing: Outgoing, piece: Piece, *, last: bool
    ) -> Callable[[], Awaitable[Message]]:
        letter = outgoing.letter
        group = outgoing.target.shared
        keys = renderings.markup(letter.payload, letter.id, group=group) if last else None

        async def send(**way: Any) -> Message:  # noqa: ANN401 (what the API takes)
            return await self.bot.send_message(
                int(outgoing.target.account),
                piece.text,
                entities=piece.entities,
                reply_markup=keys,
                link_preview_options=NO_PREVIEW,
                **way,
            )

        return partial(_in_topic, send, _way(outgoing))

    def _file(self, outgoing: Outgoing, file: File) -> Callable[[], Awaitable[Message]]:
        chat, content = int(outgoing.target.account), file.content or b""

        async def send(**way: Any) -> Message:  # noqa: ANN401 (what the API takes)
            if file.media_type in PHOTOS and len(content) <= PHOTO:
                # What Telegram cannot show as a picture, such as a very long one, goes as a file.
                with suppress(BadRequest):
                    return await self.bot.send_photo(chat, content, filename=file.name, **way)
            return await self.bot.send_document(chat, content, filename=file.name, **way)

        return partial(_in_topic, send, _way(outgoing))

    async def fetch(self, raw: dict[str, Any]) -> list[File]:
        """The files that came with an update; one that cannot be had carries its fault."""
        update = Update.de_json(raw, self.bot)
        message = update.effective_message
        return [await self._fetched(*one) for one in _attached(message)] if message else []

    async def _fetched(self, held: Any, name: str, media_type: str) -> File:  # noqa: ANN401 (PTB has a class per kind)
        size = held.file_size or 0
        if size > LARGEST:
            return File(name, media_type, None, "too big", size)
        for attempt in range(TRIES):
            try:
                content = bytes(await (await held.get_file()).download_as_bytearray())
                return File(name, media_type, content)
            except BadRequest as refusal:
                fault = "too big" if "too big" in refusal.message.lower() else "unreachable"
                return File(name, media_type, None, fault, size)
            except TelegramError:
                await asyncio.sleep(2**attempt)
        return File(name, media_type, None, "unreachable", size)

    async def work(self, raw: dict[str, Any]) -> None:
        """Show that Parley is writing."""
        arrival = self.arrival(raw)
        with suppress(TelegramError, ValueError):
            await self.bot.send_chat_action(int(arrival.chat), ChatAction.TYPING)


def _way(outgoing: Outgoing) -> dict[str, Any]:
    """The topic, and what is replied to; a message that is gone does not stop the answer."""
    at = outgoing.letter.payload.get("at", {})
    way: dict[str, Any] = {}
    beginning = outgoing.thread.partition(":")[2]
    if beginning:
        # Where there are no topics, replies to one message hang together.
        way["message_thread_id"] = int(beginning)
        way["reply_parameters"] = ReplyParameters(int(beginning), allow_sending_without_reply=True)
    if at.get("thread"):
        way["message_thread_id"] = at["thread"]
    if at.get("reply_to"):
        way["reply_parameters"] = ReplyParameters(at["reply_to"], allow_sending_without_reply=True)
    return way


async def _in_topic(send: Callable[..., Awaitable[Message]], way: dict[str, Any]) -> Message:
    """Answer in the topic; one that was closed or deleted meanwhile leaves the group itself."""
    try:
        return await send(**way)
    except BadRequest as refusal:
        gone = any(words in refusal.message.lower() for words in TOPIC_GONE)
        if not gone or "message_thread_id" not in way:
            raise
    # A reply stands where the message that it answers stands: in the topic that is no more.
    gone_too = ("message_thread_id", "reply_parameters")
    return await send(**{key: way[key] for key in way if key not in gone_too})


def _attached(message: Message) -> list[tuple[Any, str, str]]:
    """What can be fetched of a message: the thing, a name for it, and its media type."""
    if message.photo:
        return [(message.photo[-1], "photo.jpg", "image/jpeg")]
    named = message.document or message.audio or message.video or message.animation
    if named:
        kind = named.mime_type or "application/octet-stream"
        return [(named, getattr(named, "file_name", None) or "file", kind)]
    if message.voice:
        return [(message.voice, "voice.ogg", message.voice.mime_type or "audio/ogg")]
    return [(message.video_note, "video.mp4", "video/mp4")] if message.video_note else []


@asynccontextmanager
async def _translated(parts: int) -> AsyncIterator[None]:
    """Say what a refusal of Telegram means for the message.

    Args:
        parts: how many pieces of it have arrived.
    """
    try:
        yield
    except RetryAfter as refusal:
        wait = refusal.retry_after
        seconds = wait if isinstance(wait, int) else wait.total_seconds()
        raise Patience("too many messages", seconds, parts) from refusal
    except ChatMigrated as refusal:
        raise ChatMoved(str(refusal.new_chat_id)) from refusal
    except Forbidden as refusal:
        raise ChatClosed(refusal.message) from refusal
    except BadRequest as refusal:
        closed = any(words in refusal.message.lower() for words in GONE)
        raise (ChatClosed if closed else Undeliverable)(refusal.message) from refusal
    except InvalidToken as refusal:
        raise Patience("Telegram refuses the token", TOKEN_REFUSED, parts) from refusal
    except NetworkError as refusal:
        raise Patience("Telegram cannot be reached", None, parts) from refusal
    except TelegramError as refusal:
        raise Patience(refusal.message, None, parts) from refusal
