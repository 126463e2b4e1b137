"""Files: the upload in three steps, and the download."""

from typing import Any

from tests.standins import slack_payloads
from tests.standins.slack_chats import thread_of, write
from tests.standins.slack_methods import Refused, member_of, method
from tests.standins.slack_records import File, Message
from tests.standins.slack_worlds import World

Json = dict[str, Any]


@method("files.getUploadURLExternal", "filename length", "alt_txt snippet_type")
def upload_url(world: World, args: Json) -> Json:
    """The first step: an address to which the content goes."""
    length = int(args["length"])
    if length <= 0:
        raise Refused("invalid_arguments", ["[ERROR] length must be positive"])
    one = File(world.next_id("F"), str(args["filename"]), length, user=world.bot_user)
    world.files[one.id] = one
    return {"upload_url": f"{world.root}upload/{one.id}", "file_id": one.id}


@method(
    "files.completeUploadExternal",
    "files",
    "channel_id channels initial_comment thread_ts blocks",
)
def complete(world: World, args: Json) -> Json:
    """The third step: the files are shared where the app says."""
    found = [_arrived(world, one) for one in args["files"]]
    channels = [args["channel_id"]] if args.get("channel_id") else []
    channels += [one for one in str(args.get("channels", "")).split(",") if one]
    for name in channels:
        _share(world, found, member_of(world, name).id, args)
    for one in found:
        one.finished = True
    return {"files": [{"id": one.id, "title": one.title} for one in found]}


def _arrived(world: World, named: Json) -> File:
    one = world.files.get(str(named.get("id")))
    if one is None or not one.arrived or one.finished:
        raise Refused("file_not_found")
    one.title = str(named.get("title", one.name))
    return one


def _share(world: World, found: list[File], channel: str, args: Json) -> None:
    thread = thread_of(world.channels[channel], args)
    for one in found:
        one.channel, one.thread = channel, thread
    message = Message(
        ts=world.next_ts(),
        channel=channel,
        user=world.bot_user,
        text=str(args.get("initial_comment", "")),
        by_bot=True,
        thread_ts=thread,
        files=[slack_payloads.file(world, one) for one in found],
    )
    write(world, message)


@method("files.info", "file", "count cursor limit page")
def info(world: World, args: Json) -> Json:
    """A file."""
    one = world.files.get(str(args["file"]))
    if one is None:
        raise Refused("file_not_found")
    return {"file": slack_payloads.hosted(world, one)}


def receive(world: World, file_id: str, content: bytes) -> tuple[int, str]:
    """The second step: the content arrives; gives status and body of the answer."""
    one = world.files.get(file_id)
    if one is None or one.arrived:
        return 404, "not found"
    if len(content) != one.length:
        return 400, f"expected {one.length} bytes, got {len(content)}"
    one.bytes, one.arrived = content, True
    return 200, f"OK - {len(content)}"
