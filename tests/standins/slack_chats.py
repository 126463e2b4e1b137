"""Web API methods on messages."""

from typing import Any

from tests.standins import slack_checks, slack_payloads
from tests.standins.slack_methods import Refused, flag, known_channel, member_of, method
from tests.standins.slack_records import Message
from tests.standins.slack_worlds import Channel, World

Json = dict[str, Any]
TEXT_MOST, UPDATE_MOST = 40_000, 4_000


def normalised(world: World, blocks: Any) -> list[Json]:
    """Blocks after the checks, each with a block_id, each element with an action_id.

    Raises:
        Refused: invalid_blocks_format, invalid_blocks.
    """
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if faults := slack_checks.message_faults(blocks):
        raise Refused("invalid_blocks", faults)
    return identified(world, blocks)


def identified(world: World, blocks: list[Json]) -> list[Json]:
    """Blocks with the identifiers that Slack adds where they are missing."""
    return [_identified(world, one) for one in blocks]


def _identified(world: World, block: Json) -> Json:
    block = {"block_id": world.next_id("b"), **block}
    for key in ("accessory", "element"):
        if key in block:
            block[key] = {"action_id": world.next_id("a"), **block[key]}
    if block["type"] == "actions":
        elements = block["elements"]
        block["elements"] = [{"action_id": world.next_id("a"), **one} for one in elements]
    return block


def content(world: World, args: Json, most: int = TEXT_MOST) -> tuple[str, list[Json]]:
    """Text and blocks of a message to be written.

    Raises:
        Refused: no_text, msg_too_long and what is wrong with blocks.
    """
    text = str(args.get("text", args.get("markdown_text", "")))
    blocks = normalised(world, args["blocks"]) if args.get("blocks") else []
    if not text.strip() and not blocks:
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    return text, blocks


def thread_of(channel: Channel, args: Json) -> str | None:
    """The thread that the app names.

    Raises:
        Refused: thread_not_found; cannot_reply_to_message for a reply within a thread.
    """
    ts = args.get("thread_ts")
    if not ts:
        return None
    root = channel.find(ts)
    if root is None:
        raise Refused("thread_not_found")
    if root.thread_ts not in {None, root.ts}:
        raise Refused("cannot_reply_to_message")
    root.thread_ts = root.ts
    return str(ts)


def write(world: World, message: Message) -> Message:
    """Post a message of the app and tell the app so, as Slack does."""
    world.add(message)
    if world.echoes:
        world.emit(slack_payloads.posted(world, message))
    return message


STYLE = "attachments as_user icon_emoji icon_url link_names mrkdwn parse username"


@method(
    "chat.postMessage",
    "channel",
    "text blocks markdown_text thread_ts reply_broadcast unfurl_links unfurl_media metadata"
    f" {STYLE}",
)
def post_message(world: World, args: Json) -> Json:
    """Post a message; naming a person posts into their direct messages."""
    channel = member_of(world, world.place(args["channel"]))
    text, blocks = content(world, args)
    message = Message(
        ts=world.next_ts(),
        channel=channel.id,
        user=world.bot_user,
        text=text,
        blocks=blocks,
        by_bot=True,
        thread_ts=thread_of(channel, args),
        broadcast=flag(args.get("reply_broadcast")),
    )
    write(world, message)
    shape = slack_payloads.message(world, message)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


@method("chat.postEphemeral", "channel user", f"text blocks markdown_text thread_ts {STYLE}")
def post_ephemeral(world: World, args: Json) -> Json:
    """Post a message that one person sees until they reload."""
    channel = member_of(world, args["channel"])
    if args["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = content(world, args)
    message = Message(
        ts=world.next_ts(),
        channel=channel.id,
        user=world.bot_user,
        text=text,
        blocks=blocks,
        by_bot=True,
        thread_ts=args.get("thread_ts"),
        ephemeral_to=str(args["user"]),
    )
    return {"message_ts": world.add(message).ts}


@method(
    "chat.update",
    "channel ts",
    "text blocks markdown_text reply_broadcast metadata file_ids attachments as_user"
    " link_names parse",
)
def update(world: World, args: Json) -> Json:
    """Change a message of the app; blocks stay as they are unless they are named."""
    message = _own(world, args, "cant_update_message")
    before = slack_payloads.message(world, message)
    kept = {"blocks": message.blocks} if "text" in args else {}
    text, fresh = content(world, kept | args, UPDATE_MOST)
    message.text, message.blocks, message.edited_ts = text, fresh, world.next_ts()
    if world.echoes:
        world.emit(slack_payloads.changed(world, message, before))
    shape = slack_payloads.message(world, message)
    return {"channel": message.channel, "ts": message.ts, "text": text, "message": shape}


@method("chat.delete", "channel ts", "as_user")
def delete(world: World, args: Json) -> Json:
    """Delete a message of the app."""
    message = _own(world, args, "cant_delete_message")
    channel = world.channels[message.channel]
    channel.messages = [one for one in channel.messages if one is not message]
    if world.echoes:
        world.emit(slack_payloads.deleted(world, message))
    return {"channel": channel.id, "ts": message.ts}


def _own(world: World, args: Json, refusal: str) -> Message:
    message = known_channel(world, args["channel"]).find(str(args["ts"]))
    if message is None:
        raise Refused("message_not_found")
    if not message.by_bot:
        raise Refused(refusal)
    return message


@method("reactions.add", "channel name timestamp")
def react(world: World, args: Json) -> Json:
    """Add a reaction of the app."""
    message = member_of(world, args["channel"]).find(str(args["timestamp"]))
    if message is None:
        raise Refused("message_not_found")
    if args["name"] in message.reactions:
        raise Refused("already_reacted")
    message.reactions.append(str(args["name"]))
    return {}
