"""People who use Telegram, and what they do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.standins.telegram_chats import stands
from tests.standins.telegram_entities import entities_of, reaches_bot
from tests.standins.telegram_menus import menu_of
from tests.standins.telegram_onlookers import Onlooker
from tests.standins.telegram_posts import Post
from tests.standins.telegram_presses import Press, find, press
from tests.standins.telegram_refusals import Json
from tests.standins.telegram_worlds import Chat, World

if TYPE_CHECKING:
    from tests.standins.telegram_groups import Group


class Person(Onlooker):
    """Somebody with a private chat to the bot; `to` sends into a group instead."""

    def __init__(self, world: World, user: Json) -> None:
        name: Json = {key: user[key] for key in ("first_name", "username") if key in user}
        chat = Chat(user["id"], "private", name, {user["id"]: user}, standing="stranger")
        super().__init__(world, chat)
        self.user = user
        world.chats[chat.id] = chat
        world.users[chat.id] = user

    @property
    def name(self) -> str:
        """The first name."""
        return str(self.user["first_name"])

    @property
    def menu(self) -> list[str]:
        """The commands that the app offers in the private chat."""
        with self.world.lock:
            return menu_of(self.world, self.user)

    def starts(self, payload: str = "") -> int:
        """Press Start; the payload is that of the link."""
        return self.says(f"/start {payload}".strip())

    def says(self, text: str, to: "Group | None" = None, **place: int | None) -> int:
        """Write a message.

        Args:
            text: Ends are stripped, as the apps do.
            to: A group to write to.
            **place: `topic` and `reply_to` (a message_id).

        Returns:
            The message_id.
        """
        entities = entities_of(text.strip())
        marked = {"entities": entities} if entities else {}
        return self._sends({"text": text.strip()} | marked, to, **place)

    def edits(self, message_id: int, text: str, to: "Group | None" = None) -> None:
        """Change the text of an own message."""
        with self.world.lock:
            chat = to.chat if to else self.chat
            post = chat.posts[message_id]
            entities = entities_of(text)
            post.change({"text": text} | ({"entities": entities} if entities else {}), {}, 0)
            post.raw["edit_date"] = int(self.world.wall_clock())
            self._tell("edited_message", chat, post)

    def presses(
        self, label: str, to: "Group | None" = None, message_id: int | None = None
    ) -> Press:
        """Press an inline button of the newest message that has it.

        Args:
            label: Text of the button.
            to: Look in this group only.
            message_id: A certain message, though it may be gone or have other buttons by now.
        """
        with self.world.lock:
            chats = [to.chat] if to else self._chats()
            return press(self.world, self.user, *find(chats, label, message_id))

    def taps(self, label: str) -> int:
        """Tap a key of the keyboard below the private chat, which sends its text or phone."""
        keyboards = [post.markup.get("keyboard") for post in self.chat.posts.values()]
        keys = [key for rows in keyboards if rows for row in rows for key in row]
        key = next(key for key in reversed(keys) if key["text"] == label)
        if key.get("request_contact"):
            return self.sends_contact(f"+1202555{self.id:04d}", self.name, self.id)
        return self.says(label)

    def reacts(self, message_id: int, emoji: str) -> None:
        """Put an emoji below a message; "" takes it away."""
        told = {
            "chat": self.chat.told,
            "message_id": message_id,
            "user": self.user,
            "date": int(self.world.wall_clock()),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
        }
        with self.world.lock:
            self.world.updates.push({"message_reaction": told})

    def sends_photo(self, content: bytes, caption: str = "", **place: Any) -> int:
        """Send a picture."""
        return self._sends(self._photo(content) | captioned(caption), **place)

    def sends_album(self, contents: Sequence[bytes], caption: str = "", **place: Any) -> list[int]:
        """Send pictures together: one update each, the caption with the first."""
        album = {"media_group_id": str(12_000_000 + self.world.revise())}
        captions = [caption, *([""] * len(contents))]
        return [
            self._sends(self._photo(content) | album | captioned(words), **place)
            for content, words in zip(contents, captions, strict=False)
        ]

    def sends_document(
        self, content: bytes, name: str, caption: str = "", mime: str = "", **place: Any
    ) -> int:
        """Send a file."""
        document = self.world.files.document(self._file(content), name, mime)
        return self._sends({"document": document} | captioned(caption), **place)

    def sends_voice(self, content: bytes, seconds: int = 3, **place: Any) -> int:
        """Send a recording."""
        voice = self._file(content) | {"duration": seconds, "mime_type": "audio/ogg"}
        return self._sends({"voice": voice}, **place)

    def sends_sticker(self, emoji: str = "👍", **place: Any) -> int:
        """Send a sticker."""
        looks = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        sticker = self._file(b"sticker") | looks | {"type": "regular", "emoji": emoji}
        return self._sends({"sticker": sticker}, **place)

    def sends_location(self, latitude: float = 51.5, longitude: float = -0.12, **place: Any) -> int:
        """Send a place."""
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}}, **place)

    def sends_contact(
        self, phone: str, first_name: str, user_id: int | None = None, **place: Any
    ) -> int:
        """Send a contact; the own one has the own id."""
        contact: Json = {"phone_number": phone, "first_name": first_name}
        known = {"user_id": user_id} if user_id else {}
        return self._sends({"contact": contact | known}, **place)

    def blocks(self) -> None:
        """Block the bot."""
        with self.world.lock:
            stands(self.world, self.chat, "kicked", self.user)

    def unblocks(self) -> None:
        """Unblock the bot."""
        with self.world.lock:
            stands(self.world, self.chat, "member", self.user)

    def _file(self, content: bytes) -> Json:
        with self.world.lock:
            return self.world.files.keep(content)

    def _photo(self, content: bytes) -> Json:
        with self.world.lock:
            return {"photo": self.world.files.sizes(self.world.files.keep(content))}

    def _chats(self) -> list[Chat]:
        return [chat for chat in self.world.chats.values() if self.id in chat.members]

    def _sends(
        self,
        content: Json,
        to: "Group | None" = None,
        topic: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        with self.world.lock:
            chat = to.chat if to else self.chat
            assert self.id in chat.members, f"{self.name} is not in {chat.name}"
            assert not chat.private or chat.standing != "kicked", f"{self.name} blocked the bot"
            if chat.standing == "stranger":
                chat.standing = "member"
            place = _placed(chat, topic) | _replied(chat, reply_to)
            post = self._post(chat, content | place)
            self._tell("message", chat, post)
            return post.id

    def _post(self, chat: Chat, content: Json) -> Post:
        raw = {
            "message_id": self.world.new_id(chat),
            "from": self.user,
            "chat": chat.told,
            "date": int(self.world.wall_clock()),
        }
        post = Post(raw | content, {}, self.world.revise(), by_bot=False)
        chat.posts[post.id] = post
        return post

    def _tell(self, kind: str, chat: Chat, post: Post) -> None:
        if reaches_bot(chat, post.raw, self.world.bot):
            self.world.updates.push({kind: post.told()})


def captioned(text: str) -> Json:
    """A caption with its entities."""
    entities = entities_of(text)
    return ({"caption": text} if text else {}) | (
        {"caption_entities": entities} if entities else {}
    )


def _placed(chat: Chat, topic: int | None) -> Json:
    if topic is None:
        return {}
    assert chat.topics is not None, f"{chat.name} has no topics"
    name = chat.topics.setdefault(topic, f"Topic {topic}")
    opening = {
        "message_id": topic,
        "chat": chat.told,
        "date": 1,
        "forum_topic_created": {"name": name, "icon_color": 7322096},
    }
    # A message in a topic counts as a reply to the opening of the topic.
    return {
        "message_thread_id": topic,
        "is_topic_message": True,
        "reply_to_message": opening | {"message_thread_id": topic, "is_topic_message": True},
    }


def _replied(chat: Chat, reply_to: int | None) -> Json:
    if reply_to is None:
        return {}
    quoted = chat.posts[reply_to].quoted()
    if chat.topics is not None:
        kept = ("message_thread_id", "is_topic_message")
        return {"reply_to_message": quoted} | {k: quoted[k] for k in kept if k in quoted}
    # Threads of replies exist in any supergroup; they are no topics, one cannot send into them.
    thread = {"message_thread_id": quoted.get("message_thread_id", reply_to)}
    return {"reply_to_message": quoted} | (thread if chat.kind == "supergroup" else {})
