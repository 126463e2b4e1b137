"""Those who see what the bot shows."""

from tests.standins.telegram_posts import Shown, shown
from tests.standins.telegram_worlds import Chat, World


class Onlooker:
    """Somebody, or all in a group, who see what the bot shows in a chat."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self._seen: set[int] = set()

    @property
    def id(self) -> int:
        """The id of the chat, which in private is that of the person."""
        return self.chat.id

    @property
    def sees(self) -> list[Shown]:
        """Messages of the bot that are visible now, in order."""
        with self.world.lock:
            posts = [post for post in self.chat.posts.values() if post.by_bot]
            return [shown(post, self.world.files) for post in posts if not post.deleted]

    @property
    def texts(self) -> list[str]:
        """Texts of what is seen."""
        return [one.text for one in self.sees]

    def waits(self, contains: str = "", timeout: float = 10) -> Shown:
        """Wait for a message of the bot, new or newly edited, that no waits() has given yet.

        Args:
            contains: What must be in its text or caption.
            timeout: Seconds.
        """
        found = self.world.wait(lambda: self._news(contains), timeout)[0]
        self._seen.add(found.revision)
        return found

    def _news(self, contains: str) -> list[Shown]:
        news = [one for one in self.sees if one.revision not in self._seen and contains in one.text]
        return sorted(news, key=lambda one: one.revision)
