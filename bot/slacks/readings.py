"""Readings: what a delivery of Slack says."""

import re
import time
from collections.abc import Mapping
from typing import Any

from bot.buttons import is_key, press_of
from handlers import grammar

QUIET: dict[str, Any] = {"event": "quiet"}
ENTITY = re.compile(r"<(?P<kind>[@#!]?)(?P<inner>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
HOME = {"command": "agenda", "values": {}}
FORM = "form:"
RESPONDS_FOR = 29 * 60  # seconds in which a response_url works
SPOKEN = {"", "file_share", "thread_broadcast", "me_message"}
CHANGED = "message_changed"


def concerns(raw: Mapping[str, Any], bot_user: str) -> bool:
    """Whether a delivery is meant for Parley, and so worth storing.

    Its own echo is not, nor what people say to each other in channels, nor what was deleted.
    """
    event = raw.get("event")
    if not isinstance(event, dict) or event.get("type") != "message":
        return True
    message = event.get("message")
    spoken = message if isinstance(message, dict) else event
    if spoken.get("user") == bot_user or spoken.get("bot_id"):
        return False
    said = str(event.get("subtype") or "") in {*SPOKEN, CHANGED}
    return said and (is_direct(event) or bool(thread_of(event)))


def thread_of(event: Mapping[str, Any]) -> str:
    """The name of the thread in a channel in which people speak; empty outside of one."""
    message = event.get("message")
    spoken = message if isinstance(message, dict) else event
    thread = spoken.get("thread_ts")
    if event.get("type") not in ("message", "app_mention") or is_direct(event):
        return ""
    within = isinstance(thread, str) and thread != spoken.get("ts")
    return f"{event.get('channel')}:{thread}" if within else ""


def is_spoken(event: Mapping[str, Any]) -> bool:
    """Whether an event is a new message to Parley, in a direct message or by name."""
    if event.get("type") == "message":
        heard = is_direct(event) or bool(thread_of(event))
        return heard and str(event.get("subtype") or "") in SPOKEN
    return event.get("type") == "app_mention"


def is_direct(event: Mapping[str, Any]) -> bool:
    """Whether an event is of a direct message with Parley."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def read(raw: dict[str, Any], bot_user: str) -> dict[str, Any]:
    """What a delivery says, in the form of `handlers.payloads.Payload`.

    Args:
        raw: the body of an event, a slash command, or something interactive.
        bot_user: id of Parley's own user, by which it is mentioned.

    Raises:
        Exception: it lacks what its kind must have.
    """
    if raw.get("type") == "event_callback" or isinstance(raw.get("event"), dict):
        found = _event(raw["event"], bot_user)
        return found | ({"external": True} if raw.get("is_ext_shared_channel") else {})
    if "command" in raw:
        room = {"room": f"#{raw['channel_name']}"} if raw.get("channel_name") else {}
        said = {"say": _commanded(_plain(raw.get("text") or "help", bot_user))}
        return said | _back(raw) | room
    return _interactive(raw, bot_user)


def _event(event: dict[str, Any], bot_user: str) -> dict[str, Any]:
    kind = event.get("type")
    if kind == "app_home_opened":
        at = {"home": event["user"]}
        return {"run": HOME, "at": at} if event.get("tab", "home") == "home" else QUIET
    if kind == "app_mention":
        return _said(event, bot_user, shared=not is_direct(event))
    if kind == "message" and (is_direct(event) or thread_of(event)):
        return _message(event, bot_user)
    return QUIET


def _commanded(text: str) -> str:
    """What follows `/crm`: a command, or the answer to a question that was asked in a channel."""
    return f"/crm {text}" if grammar.named(text) else text


def _message(event: dict[str, Any], bot_user: str) -> dict[str, Any]:
    subtype = event.get("subtype") or ""
    if subtype == CHANGED:
        return _changed(event, bot_user)
    if subtype not in SPOKEN or event.get("bot_id"):
        return QUIET
    return _said(event, bot_user, shared=not is_direct(event))


def _changed(event: dict[str, Any], bot_user: str) -> dict[str, Any]:
    """A new version of a message; Slack also reports the preview of a link as one."""
    message, before = event["message"], event.get("previous_message") or {}
    if message.get("bot_id") or message.get("text") == before.get("text"):
        return QUIET
    name = f"{event['channel']}:{message['ts']}"
    said = _plain(message["text"], bot_user)
    at, found = _thread(message), {"say": said, "edits": name, "named": name}
    if is_direct(event):
        return found | {"at": at}
    at["user"] = message["user"]
    return found | {"at": at, "shared": True, "thread": thread_of(event)}


def _said(event: dict[str, Any], bot_user: str, *, shared: bool) -> dict[str, Any]:
    if event.get("bot_id") or event.get("user") == bot_user:
        return QUIET
    found: dict[str, Any] = {"say": _plain(str(event.get("text", "")), bot_user)}
    found["named"] = f"{event['channel']}:{event['ts']}"
    found["at"] = _thread(event)
    if shared:
        found["shared"] = True
        # What one person alone sees shows up in a thread only if others have begun it.
        found["at"] |= {"user": event["user"], "begins": event["ts"]}
        found |= {"thread": thread_of(event)} if thread_of(event) else {}
        found["addressed"] = f"<@{bot_user}" in str(event.get("text", ""))
    if event.get("files"):
        found["files"] = len(event["files"])
    parent = event.get("thread_ts")
    if parent and parent != event["ts"]:
        found["replied_as"] = f"{event['channel']}:{parent}"
    return found


def _thread(event: Mapping[str, Any]) -> dict[str, Any]:
    return {"thread": event["thread_ts"]} if event.get("thread_ts") else {}


def _back(raw: dict[str, Any]) -> dict[str, Any]:
    """Where the answer to a command, a press or a form goes."""
    channel = _channel(raw)
    user = raw.get("user_id") or (raw.get("user") or {}).get("id")
    at: dict[str, Any] = {}
    if raw.get("response_url"):
        at |= {"respond": raw["response_url"], "until": int(time.time()) + RESPONDS_FOR}
    if not channel or channel.startswith("D"):
        return {"at": at}
    return {"at": at | {"user": user}, "shared": True}


def _channel(raw: dict[str, Any]) -> str:
    channel = raw.get("channel_id") or (raw.get("channel") or {}).get("id")
    return str(channel or (raw.get("container") or {}).get("channel_id") or "")


def _interactive(raw: dict[str, Any], bot_user: str) -> dict[str, Any]:
    kind = raw["type"]
    if kind == "block_actions":
        return _pressed(raw)
    if kind == "view_submission" and str(raw["view"]["callback_id"]).startswith(FORM):
        return filled(raw)
    if kind == "message_action":
        # Somebody else wrote it: whatever it says, it is no command of whoever saves it.
        note = {"kind": "note", "text": message_text(raw, bot_user)}
        return {"run": {"command": "log", "values": note}} | _back(raw)
    return QUIET


def message_text(raw: Mapping[str, Any], bot_user: str) -> str:
    """The text of the message that a shortcut was used on."""
    return _plain(str(raw["message"].get("text") or ""), bot_user)


def _pressed(raw: dict[str, Any]) -> dict[str, Any]:
    action = raw["actions"][0]
    key = str(action.get("action_id", ""))
    if action.get("type") != "button" or (action.get("url") and not is_key(key)):
        return QUIET
    found: dict[str, Any] = {"press": press_of(key)} | _back(raw)
    container = raw.get("container") or {}
    if container.get("type") == "view":
        # The home is a place to start from: what follows is said in the direct message.
        return found | {"at": {}}
    if container.get("is_ephemeral"):
        found["at"]["ephemeral"] = True
    thread = (raw.get("message") or {}).get("thread_ts") or container.get("thread_ts")
    if thread:
        found["at"]["thread"] = thread
        found["thread"] = f"{_channel(raw)}:{thread}"
    return found


def filled(raw: dict[str, Any]) -> dict[str, Any]:
    """The command that a filled form stands for.

    Args:
        raw: a view_submission of one of Parley's own forms.

    Raises:
        KeyError, ValueError: it is no form of Parley's.
    """
    view = raw["view"]
    command = str(view["callback_id"]).removeprefix(FORM)
    values = {}
    for block, inputs in view["state"]["values"].items():
        (held,) = inputs.values()
        chosen = (held.get("selected_option") or {}).get("value")
        text = held.get("value") or chosen or held.get("selected_date")
        if text:
            values[block] = str(text)
    where = str(view.get("private_metadata") or "")
    found: dict[str, Any] = {"run": {"command": command, "values": values}, "at": {}}
    if where and not where.startswith("D"):
        found |= {"shared": True, "at": {"user": raw["user"]["id"]}}
    return found


def _plain(text: str, bot_user: str) -> str:
    """Slack's text as people wrote it: without mentions of the bot, links as they were shown."""
    text = re.sub(rf"^\s*<@{re.escape(bot_user)}(\|[^>]*)?>\s*[,:，：]", "", text)
    shown = ENTITY.sub(lambda match: _entity(match, bot_user), text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _entity(match: re.Match[str], bot_user: str) -> str:
    inner, label = match["inner"], match["label"]
    if match["kind"] == "@":
        return "" if inner == bot_user else f"@slack/{inner}"
    if match["kind"]:
        return f"#{label or inner}"
    return label or inner.removeprefix("mailto:").removeprefix("tel:")
