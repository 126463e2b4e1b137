"""Payloads in the shapes in which Slack sends them."""

import re
from typing import Any

from tests.standins.slack_records import File, Message, Profile, View
from tests.standins.slack_worlds import Channel, World

Json = dict[str, Any]
KINDS = {"im": "im", "public": "channel", "private": "group"}
TOKEN = "verification-token"
NAMES = {"im": "directmessage", "private": "privategroup"}
WORD = re.compile(
    r"(?P<mention><@\w+>)|(?P<url>https?://[^\s<>]+)|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)


def escaped(text: str) -> str:
    """A text with the three characters escaped that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(world: World, text: str) -> str:
    """What Slack makes of what somebody types: names, addresses and links are marked up."""
    people = {world.bot_name: world.bot_user} | {p.name: p.id for p in world.people.values()}
    text = escaped(text)
    for name, user in sorted(people.items(), key=lambda one: -len(one[0])):
        text = re.sub(rf"@{re.escape(name)}\b", f"<@{user}>", text)
    return WORD.sub(_marked, text)


def _marked(found: re.Match[str]) -> str:
    if found["url"]:
        return f"<{found['url']}>"
    return f"<mailto:{found['email']}|{found['email']}>" if found["email"] else found[0]


def rich_text(world: World, text: str) -> list[Json]:
    """The block that Slack adds to what somebody typed."""
    spans: list[Json] = []
    for part in re.split(r"(<@\w+>|<mailto:[^>]+>|<https?:[^>]+>)", typed(world, text)):
        if part.startswith("<@"):
            spans.append({"type": "user", "user_id": part[2:-1]})
        elif part.startswith("<"):
            url, _, shown = part[1:-1].partition("|")
            spans.append({"type": "link", "url": url} | ({"text": shown} if shown else {}))
        elif part:
            plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            spans.append({"type": "text", "text": plain})
    section = {"type": "rich_text_section", "elements": spans}
    return [{"type": "rich_text", "block_id": world.next_id("b"), "elements": [section]}]


def message(world: World, one: Message) -> Json:
    """A message as the Web API and events give it."""
    shape: Json = {"type": "message", "user": one.user, "text": one.text, "ts": one.ts}
    if one.by_bot:
        shape |= {"bot_id": world.bot_id, "app_id": world.app_id, "team": world.team_id}
    else:
        team = world.people[one.user].team
        shape |= {"team": team, "client_msg_id": f"cm-{one.ts}"}
        shape |= {"user_team": team, "source_team": team} if team != world.team_id else {}
    if one.blocks:
        shape["blocks"] = one.blocks
    if one.thread_ts:
        shape["thread_ts"] = one.thread_ts
    if one.files:
        shape |= {"files": one.files, "upload": True}
    if one.edited_ts:
        shape["edited"] = {"user": one.user, "ts": one.edited_ts}
    return shape


def event_callback(world: World, event: Json) -> Json:
    """An event in its envelope."""
    channel = world.channels.get(str(event.get("channel")))
    now = int(world.clock())
    return {
        "token": TOKEN,
        "team_id": world.team_id,
        "context_team_id": world.team_id,
        "context_enterprise_id": None,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": world.next_id("Ev"),
        "event_time": now,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team_id,
                "user_id": world.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(channel and channel.external),
        "event_context": f"4-{event['type']}-{world.count()}",
    }


def posted(world: World, one: Message) -> Json:
    """The event of a new message."""
    event = message(world, one) | _place(world.channels[one.channel], one.ts)
    return event | ({"subtype": "file_share"} if one.files and not one.by_bot else {})


def mentioned(world: World, one: Message) -> Json:
    """The second event of a message that mentions the app."""
    event = message(world, one) | {"type": "app_mention", "channel": one.channel}
    return event | {"event_ts": one.ts}


def changed(world: World, one: Message, before: Json) -> Json:
    """The event of an edited message."""
    ts = world.next_ts()
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": ts}
    event |= {"message": message(world, one), "previous_message": before}
    return event | _place(world.channels[one.channel], ts)


def deleted(world: World, one: Message) -> Json:
    """The event of a deleted message."""
    ts = world.next_ts()
    event: Json = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": ts}
    event |= {"deleted_ts": one.ts, "previous_message": message(world, one)}
    return event | _place(world.channels[one.channel], ts)


def _place(channel: Channel, ts: str) -> Json:
    return {"channel": channel.id, "channel_type": KINDS[channel.kind], "event_ts": ts}


def home_opened(world: World, user: str, tab: str) -> Json:
    """The event of somebody opening the app's own place."""
    event: Json = {"type": "app_home_opened", "user": user, "channel": world.direct(user).id}
    event |= {"tab": tab, "event_ts": world.next_ts()}
    home = world.homes.get(user)
    return event | ({"view": view(world, home)} if home and tab == "home" else {})


def file(world: World, one: File) -> Json:
    """A file as events give it."""
    channel = world.channels.get(one.channel or "")
    if channel and channel.external and one.user != world.bot_user:
        # In shared channels Slack tells no more than this: the app has to ask `files.info`.
        return {"id": one.id, "mode": "file_access", "file_access": "check_file_info"}
    return hosted(world, one)


def hosted(world: World, one: File) -> Json:
    """A file with everything about it."""
    url = f"{world.root}files/{one.id}/{one.name}"
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title or one.name,
        "mimetype": one.mimetype,
        "filetype": one.name.rpartition(".")[2],
        "size": one.length,
        "user": one.user,
        "mode": "hosted",
        "file_access": "visible",
        "url_private": url,
        "url_private_download": url,
    }


def view(world: World, one: View, values: Json | None = None) -> Json:
    """A view as answers and payloads give it."""
    shape: Json = {"submit": None, "close": None, "private_metadata": "", "callback_id": ""}
    shape |= {"external_id": "", "clear_on_close": False, "notify_on_close": False}
    return shape | {
        **one.content,
        "id": one.id,
        "team_id": world.team_id,
        "app_id": world.app_id,
        "app_installed_team_id": world.team_id,
        "bot_id": world.bot_id,
        "hash": one.hash,
        "root_view_id": one.root,
        "previous_view_id": None,
        "state": {"values": values or {}},
    }


def interaction(world: World, who: Profile, kind: str) -> Json:
    """What every interactive payload has."""
    return {
        "type": kind,
        "team": {"id": world.team_id, "domain": world.team_domain},
        "user": {
            "id": who.id,
            "username": who.name.lower(),
            "name": who.name.lower(),
            "team_id": who.team,
        },
        "api_app_id": world.app_id,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_of(channel: Channel) -> Json:
    """A channel as interactive payloads name it."""
    return {"id": channel.id, "name": NAMES.get(channel.kind, channel.name)}


def command(world: World, who: Profile, channel: Channel, name: str, text: str) -> Json:
    """A slash command; `text` goes as it was typed."""
    return {
        "token": TOKEN,
        "team_id": who.team,
        "team_domain": world.team_domain,
        "channel_id": channel.id,
        "channel_name": NAMES.get(channel.kind, channel.name),
        "user_id": who.id,
        "user_name": who.name.lower(),
        "command": name,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": world.response_url(who.id, channel.id),
        "trigger_id": world.trigger(who.id),
    }
