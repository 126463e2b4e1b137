"""Methods that send, change and delete messages."""

from dataclasses import dataclass, field

from tests.standins.telegram_checks import checked_caption, checked_text
from tests.standins.telegram_files import Attached, Upload, check_photo, check_upload
from tests.standins.telegram_keyboards import check_markup
from tests.standins.telegram_posts import Post
from tests.standins.telegram_refusals import Json, bad_request
from tests.standins.telegram_worlds import Chat, World

ALBUM = range(2, 11)
DELETE_WITHIN = 48 * 3600  # seconds
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)


@dataclass
class Ask:
    """A call with its checked parameters and the files that came with it."""

    method: str
    params: Json
    files: dict[str, Attached] = field(default_factory=dict)


def send_message(world: World, ask: Ask) -> Json:
    """Send text."""
    chat = world.open_chat(ask.params["chat_id"])
    return _send(world, ask, chat, [checked_text(ask.params)])[0]


def send_photo(world: World, ask: Ask) -> Json:
    """Send a picture."""
    chat = world.open_chat(ask.params["chat_id"])
    caption = checked_caption(ask.params)
    return _send(world, ask, chat, [_photo(world, ask, "photo") | caption])[0]


def send_document(world: World, ask: Ask) -> Json:
    """Send a file."""
    chat = world.open_chat(ask.params["chat_id"])
    caption = checked_caption(ask.params)
    return _send(world, ask, chat, [_document(world, ask, "document") | caption])[0]


def send_voice(world: World, ask: Ask) -> Json:
    """Send a recording."""
    chat = world.open_chat(ask.params["chat_id"])
    file, _ = _file(world, ask, "voice")
    length = {"duration": ask.params.get("duration", 0), "mime_type": "audio/ogg"}
    return _send(world, ask, chat, [{"voice": file | length} | checked_caption(ask.params)])[0]


def send_media_group(world: World, ask: Ask) -> list[Json]:
    """Send an album of photos or one of documents."""
    chat = world.open_chat(ask.params["chat_id"])
    media = ask.params["media"]
    if not isinstance(media, list) or len(media) not in ALBUM:
        raise bad_request("wrong number of items in the media group: 2-10 are allowed")
    kinds = {item.get("type") for item in media}
    if kinds not in ({"photo"}, {"document"}):
        raise bad_request(f"media of these types can't be in one album here: {kinds}")
    album = {"media_group_id": str(13_000_000 + world.revise())}
    return _send(world, ask, chat, [_item(world, ask, item) | album for item in media])


def _item(world: World, ask: Ask, item: Json) -> Json:
    part = Ask(ask.method, item, ask.files)
    made = _photo if item["type"] == "photo" else _document
    return made(world, part, "media") | checked_caption(item)


def _photo(world: World, ask: Ask, name: str) -> Json:
    file, attached = _file(world, ask, name)
    if attached:
        check_photo(attached.content)
    return {"photo": world.files.sizes(file)}


def _document(world: World, ask: Ask, name: str) -> Json:
    file, attached = _file(world, ask, name)
    return {"document": world.files.document(file, attached.name if attached else "file")}


def _file(world: World, ask: Ask, name: str) -> tuple[Json, Attached | None]:
    source = str(ask.params.get(name, ""))
    attached = ask.files.get(source.removeprefix("attach://") if source else name)
    if attached is None:
        return world.files.about(source), None
    check_upload(attached.content)
    world.uploads.append(Upload(ask.method, attached.name, attached.content))
    return world.files.keep(attached.content), attached


def _send(world: World, ask: Ask, chat: Chat, contents: list[Json]) -> list[Json]:
    markup = check_markup(ask.params.get("reply_markup"), private=chat.private)
    place = _replied(chat, ask.params.get("reply_parameters")) | _topic(chat, ask.params)
    world.pace(ask.method, chat, len(contents))
    return [_post(world, chat, content | place, markup).told() for content in contents]


def _post(world: World, chat: Chat, content: Json, markup: Json) -> Post:
    raw = {
        "message_id": world.new_id(chat),
        "from": world.bot_user(),
        "chat": chat.told,
        "date": int(world.wall_clock()),
    }
    post = Post(raw | content, markup, world.revise(), by_bot=True)
    chat.posts[post.id] = post
    return post


def _replied(chat: Chat, reply: Json | None) -> Json:
    if reply is None:
        return {}
    if reply.get("chat_id", chat.id) != chat.id:
        raise bad_request("replies into other chats are refused here")
    post = chat.posts.get(reply.get("message_id", 0))
    if post and not post.deleted:
        place = {name: post.raw[name] for name in _PLACE if name in post.raw}
        return {"reply_to_message": post.quoted()} | place
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


_PLACE = ("message_thread_id", "is_topic_message")


def _topic(chat: Chat, params: Json) -> Json:
    topic = params.get("message_thread_id")
    if topic is None:
        return {}
    if chat.topics is None or topic not in chat.topics:
        raise bad_request("message thread not found")
    if topic in chat.closed_topics and chat.standing != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": topic, "is_topic_message": True}


def edit_message_text(world: World, ask: Ask) -> Json:
    """Change a text; buttons that are not sent again go away."""
    chat, post = _own(world, ask)
    content = checked_text(ask.params)
    if "text" not in post.raw:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, ask, chat, post, content)


def edit_message_reply_markup(world: World, ask: Ask) -> Json:
    """Change or remove buttons."""
    chat, post = _own(world, ask)
    return _edit(world, ask, chat, post, {})


def _own(world: World, ask: Ask) -> tuple[Chat, Post]:
    chat = world.open_chat(ask.params["chat_id"])
    post = chat.posts.get(ask.params["message_id"])
    if post is None or post.deleted:
        raise bad_request("message to edit not found")
    if not post.by_bot:
        raise bad_request("message can't be edited")
    return chat, post


def _edit(world: World, ask: Ask, chat: Chat, post: Post, content: Json) -> Json:
    markup = check_markup(ask.params.get("reply_markup"), private=chat.private, inline_only=True)
    old = {name: post.raw[name] for name in ("text", "entities") if name in post.raw}
    if (content or old) == old and markup == post.markup:
        raise bad_request(NOT_MODIFIED)
    world.pace(ask.method, chat)
    edited = {"edit_date": int(world.wall_clock())}
    post.change(content, markup, world.revise())
    post.raw.update(edited)
    return post.told()


def delete_message(world: World, ask: Ask) -> bool:
    """Delete a message of the bot, or any in a private chat, for two days."""
    chat = world.open_chat(ask.params["chat_id"])
    post = chat.posts.get(ask.params["message_id"])
    if post is None or post.deleted:
        raise bad_request("message to delete not found")
    old = world.wall_clock() - post.raw["date"] > DELETE_WITHIN
    if old or not (post.by_bot or chat.private or chat.standing == "administrator"):
        raise bad_request("message can't be deleted")
    post.deleted, post.revision = True, world.revise()
    return True
