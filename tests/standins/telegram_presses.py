"""Pressed buttons."""

from dataclasses import dataclass
from typing import NamedTuple

from tests.standins.telegram_posts import Post
from tests.standins.telegram_refusals import Json
from tests.standins.telegram_worlds import Asked, Chat, World

FIRST_QUERY = 4_382_000_000_000_000_000


class Answer(NamedTuple):
    """What pops up for whoever pressed."""

    text: str
    alert: bool


@dataclass
class Press:
    """A button being pressed; it spins until the bot answers."""

    world: World
    id: str

    @property
    def answer(self) -> Answer | None:
        """The answer, None until it came."""
        told = self.world.asked[self.id].answer
        if told is None:
            return None
        return Answer(told.get("text", ""), told.get("show_alert", False))

    def waits(self, timeout: float = 10) -> Answer:
        """Wait for the answer, at most some seconds."""
        answer = self.world.wait(lambda: self.answer, timeout)
        assert answer
        return answer


def find(chats: list[Chat], label: str, message_id: int | None) -> tuple[Post, Json]:
    """The newest message in some chats that shows a button, and the button.

    Args:
        chats: Where to look.
        label: Text of the button.
        message_id: Only this message, with the buttons that it once had.
    """
    posts = [post for chat in chats for post in chat.posts.values() if post.by_bot]
    if message_id is None:
        posts = sorted((post for post in posts if not post.deleted), key=lambda one: one.revision)
    else:
        posts = [post for post in posts if post.id == message_id]
    for post in reversed(posts):
        button = post.button(label, formerly=message_id is not None)
        if button:
            return post, button
    seen = [row for post in posts for row in post.markup.get("inline_keyboard", [])]
    raise AssertionError(
        f"no button {label!r}, only {[key['text'] for row in seen for key in row]}"
    )


def press(world: World, user: Json, post: Post, button: Json) -> Press:
    """Press a button, which must be one with callback_data."""
    assert "callback_data" in button, f"{button} does not tell the bot"
    query_id = str(FIRST_QUERY + len(world.asked))
    world.asked[query_id] = Asked(world.clock())
    query = {
        "id": query_id,
        "from": user,
        "message": post.told(),
        "chat_instance": str(abs(post.raw["chat"]["id"]) * 7919),
        "data": button["callback_data"],
    }
    world.updates.push({"callback_query": query})
    return Press(world, query_id)
