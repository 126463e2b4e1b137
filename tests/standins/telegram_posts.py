"""Messages as the server keeps them and as people see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.standins.telegram_refusals import Json


@dataclass
class Post:
    """A message in a chat.

    Args:
        raw: What the Bot API tells of it.
        markup: Buttons, keyboard or forced reply, {} for none.
        revision: Number of its last change, counted over all chats.
        former: Markups that it had before.
    """

    raw: Json
    markup: Json
    revision: int
    by_bot: bool
    edited: bool = False
    deleted: bool = False
    former: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Its message_id."""
        return int(self.raw["message_id"])

    def told(self) -> Json:
        """The message inside of an update or of an answer; only the traces once it is deleted."""
        if self.deleted:
            return {"message_id": self.id, "chat": self.raw["chat"], "date": 0}
        shown = {"reply_markup": self.markup} if "inline_keyboard" in self.markup else {}
        return self.raw | shown

    def quoted(self) -> Json:
        """The message as reply_to_message, which is not nested further."""
        told = self.told()
        told.pop("reply_to_message", None)
        return told

    def change(self, content: Json, markup: Json, revision: int) -> None:
        """Take other content and other buttons."""
        if content:
            self.raw.pop("entities", None)
        self.raw.update(content)
        self.former.append(self.markup)
        self.markup, self.revision, self.edited = markup, revision, True

    def button(self, label: str, *, formerly: bool = False) -> Json | None:
        """Its inline button with a label; if wished also one that it had before."""
        for markup in [self.markup, *(reversed(self.former) if formerly else ())]:
            for row in markup.get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return dict(button)
        return None


@dataclass(frozen=True)
class Shown:
    """A message of the bot as people see it."""

    message_id: int
    text: str
    entities: list[Json]
    buttons: list[str]
    rows: list[list[str]]
    photo: bytes | None
    document: bytes | None
    document_name: str
    force_reply: bool
    placeholder: str
    reply_to: int | None
    topic: int | None
    edited: bool
    revision: int


def shown(post: Post, files: Mapping[str, bytes]) -> Shown:
    """What a post looks like.

    Args:
        post: The post.
        files: Contents by file_id.
    """
    raw = post.raw
    rows = _rows(post.markup)
    reply = raw.get("reply_to_message", {})
    return Shown(
        message_id=post.id,
        text=raw.get("text") or raw.get("caption", ""),
        entities=raw.get("entities") or raw.get("caption_entities", []),
        buttons=[label for row in rows for label in row],
        rows=rows,
        photo=files[raw["photo"][-1]["file_id"]] if "photo" in raw else None,
        document=files[raw["document"]["file_id"]] if "document" in raw else None,
        document_name=raw.get("document", {}).get("file_name", ""),
        force_reply="force_reply" in post.markup,
        placeholder=post.markup.get("input_field_placeholder", ""),
        reply_to=reply.get("message_id") if "forum_topic_created" not in reply else None,
        topic=raw.get("message_thread_id") if raw.get("is_topic_message") else None,
        edited=post.edited,
        revision=post.revision,
    )


def _rows(markup: Json) -> list[list[str]]:
    rows = markup.get("inline_keyboard") or markup.get("keyboard", [])
    return [[button["text"] for button in row] for row in rows]
