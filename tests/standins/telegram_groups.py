"""Groups."""

from collections.abc import Sequence

from tests.standins.telegram_chats import stands
from tests.standins.telegram_onlookers import Onlooker
from tests.standins.telegram_people import Person
from tests.standins.telegram_posts import Post, Shown
from tests.standins.telegram_refusals import Json
from tests.standins.telegram_worlds import Chat, World

SUPERGROUPS_BELOW = -1_000_000_000_000


class Group(Onlooker):
    """A group with people and the bot. The first of the people acts on the bot."""

    def __init__(self, world: World, chat: Chat, members: Sequence[Person]) -> None:
        super().__init__(world, chat)
        self.members = list(members)
        self._former: Onlooker | None = None
        world.chats[chat.id] = chat

    @property
    def sees(self) -> list[Shown]:
        """Messages of the bot that are visible now, also those from before an upgrade."""
        return (self._former.sees if self._former else []) + super().sees

    def opens_topic(self, topic: int, name: str) -> None:
        """Open a topic."""
        assert self.chat.topics is not None, "the group has no topics"
        self.chat.topics[topic] = name

    @property
    def topics(self) -> dict[str, int]:
        """The topics that are open, by name."""
        held = (self.chat.topics or {}).items()
        return {name: topic for topic, name in held if topic not in self.chat.closed_topics}

    def adds(self, person: Person) -> None:
        """Let somebody in."""
        with self.world.lock:
            self.members.append(person)
            self.chat.members[person.id] = person.user
            self._tells({"new_chat_members": [person.user]})

    def adds_bot(self) -> None:
        """Let the bot in."""
        self._bot_stands("member")

    def promotes_bot(self) -> None:
        """Make the bot an administrator, who gets all messages."""
        self._bot_stands("administrator")

    def removes_bot(self) -> None:
        """Remove the bot."""
        self._bot_stands("kicked")

    def becomes_supergroup(self, new_id: int) -> None:
        """Become a supergroup, which is another chat with another id."""
        with self.world.lock:
            old, user = self.chat, self._actor
            new = Chat(new_id, "supergroup", old.name, old.members, "left", old.privacy)
            self.world.chats[new_id] = new
            self._tells({"migrate_to_chat_id": new_id})
            self.world.moved[old.id] = new_id
            stands(self.world, old, "left", user)
            self._former, self.chat = Onlooker(self.world, old), new
            stands(self.world, new, "member", user)
            self._tells({"migrate_from_chat_id": old.id})

    @property
    def _actor(self) -> Json:
        return self.members[0].user

    def _bot_stands(self, standing: str) -> None:
        with self.world.lock:
            stands(self.world, self.chat, standing, self._actor)

    def _tells(self, service: Json) -> None:
        raw = {
            "message_id": self.world.new_id(self.chat),
            "from": self._actor,
            "chat": self.chat.told,
            "date": int(self.world.wall_clock()),
        }
        post = Post(raw | service, {}, self.world.revise(), by_bot=False)
        self.chat.posts[post.id] = post
        if self.chat.standing in {"member", "administrator"}:
            self.world.updates.push({"message": post.told()})
