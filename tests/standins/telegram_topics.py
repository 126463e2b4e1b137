"""Methods on the topics of groups."""

from tests.standins import telegram_checks as checks
from tests.standins.telegram_messages import Ask
from tests.standins.telegram_refusals import Json, bad_request
from tests.standins.telegram_worlds import Chat, World

LONGEST_NAME = 128
COLOR = 7322096


def create_forum_topic(world: World, ask: Ask) -> Json:
    """Open a topic, whose id is that of the message which says so."""
    chat, name = _forum(world, ask), ask.params["name"]
    if not 1 <= checks.units(name) <= LONGEST_NAME:
        raise bad_request("TOPIC_TITLE_INVALID")
    world.pace(ask.method, chat)
    topic = world.new_id(chat)
    assert chat.topics is not None
    chat.topics[topic] = name
    return {"message_thread_id": topic, "name": name, "icon_color": COLOR}


def close_forum_topic(world: World, ask: Ask) -> bool:
    """Close a topic: only administrators write there."""
    chat, topic = _topic(world, ask)
    if topic in chat.closed_topics:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.closed_topics.add(topic)
    return True


def reopen_forum_topic(world: World, ask: Ask) -> bool:
    """Open a topic again that was closed."""
    chat, topic = _topic(world, ask)
    if topic not in chat.closed_topics:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.closed_topics.remove(topic)
    return True


def _topic(world: World, ask: Ask) -> tuple[Chat, int]:
    chat, topic = _forum(world, ask), ask.params["message_thread_id"]
    if chat.topics is None or topic not in chat.topics:
        raise bad_request("message thread not found")
    return chat, int(topic)


def _forum(world: World, ask: Ask) -> Chat:
    chat = world.open_chat(ask.params["chat_id"])
    if chat.topics is None:
        raise bad_request("the chat is not a forum")
    if chat.standing != "administrator":
        raise bad_request("not enough rights to create a topic")
    return chat
