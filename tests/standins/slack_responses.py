"""Answers posted to a response_url, or in the acknowledgement of a command."""

from typing import Any

from tests.standins.slack_chats import content, write
from tests.standins.slack_methods import Refused, flag
from tests.standins.slack_records import Message, ResponseUrl
from tests.standins.slack_worlds import World

Json = dict[str, Any]
USES, LIFE = 5, 30 * 60
KNOWN = frozenset(
    [
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "unfurl_links",
        "unfurl_media",
        "metadata",
    ]
)


def answer(world: World, token: str, body: Json) -> None:
    """Take an answer to a response_url.

    Raises:
        Refused: used_url, expired_url, and what is wrong with the message.
    """
    place = world.responses.get(token)
    if place is None or place.uses >= USES:
        raise Refused("used_url")
    if world.clock() - place.issued > LIFE:
        raise Refused("expired_url")
    place.uses += 1
    if unknown := sorted(set(body) - KNOWN):
        raise Refused("invalid_arguments", [f"[ERROR] unknown argument: {n}" for n in unknown])
    if place.message and flag(body.get("delete_original")):
        _remove(world, place.message)
    elif place.message and flag(body.get("replace_original")):
        place.message.text, place.message.blocks = content(world, body)
        place.message.edited_ts = world.next_ts()
    else:
        post(world, place, body)


def post(world: World, place: ResponseUrl, body: Json) -> Message:
    """Post an answer: to everybody when it says so, otherwise to the one who asked.

    Raises:
        Refused: what is wrong with the message.
    """
    text, blocks = content(world, body)
    public = body.get("response_type") == "in_channel"
    message = Message(
        ts=world.next_ts(),
        channel=place.channel,
        user=world.bot_user,
        text=text,
        blocks=blocks,
        by_bot=True,
        thread_ts=body.get("thread_ts"),
        ephemeral_to=None if public else place.user,
    )
    return write(world, message) if public else world.add(message)


def _remove(world: World, message: Message) -> None:
    channel = world.channels[message.channel]
    channel.messages = [one for one in channel.messages if one is not message]
