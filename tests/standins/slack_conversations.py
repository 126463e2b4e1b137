"""Web API methods on conversations, people and the workspace."""

from typing import Any

from tests.standins import slack_payloads
from tests.standins.slack_methods import Refused, flag, known_channel, member_of, method, page
from tests.standins.slack_records import Message, Profile
from tests.standins.slack_worlds import Channel, World

Json = dict[str, Any]


@method("auth.test")
def auth_test(world: World, _args: Json) -> Json:
    """Who the app is."""
    return {
        "url": f"https://{world.team_domain}.slack.com/",
        "team": world.team_name,
        "user": world.bot_name.lower(),
        "team_id": world.team_id,
        "user_id": world.bot_user,
        "bot_id": world.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
def open_connection(world: World, _args: Json) -> Json:
    """An address for one socket."""
    ticket = world.next_id("ticket-")
    world.tickets.add(ticket)
    address = world.root.replace("http://", "ws://", 1)
    return {"url": f"{address}link?ticket={ticket}&app_id={world.app_id}"}


@method("team.info", "", "team domain")
def team_info(world: World, args: Json) -> Json:
    """The workspace."""
    if args.get("team", world.team_id) != world.team_id:
        raise Refused("team_not_found")
    team = {"id": world.team_id, "name": world.team_name, "domain": world.team_domain}
    return {"team": team | {"email_domain": "", "enterprise_id": None}}


@method("users.info", "user", "include_locale")
def users_info(world: World, args: Json) -> Json:
    """Somebody; the locale only when it is asked for, the e-mail only where it is known."""
    if args["user"] == world.bot_user:
        return {"user": _bot(world)}
    profile = world.people.get(str(args["user"]))
    if profile is None:
        raise Refused("user_not_found")
    shape = _user(world, profile)
    return {
        "user": shape | ({"locale": profile.locale} if flag(args.get("include_locale")) else {})
    }


def _user(world: World, who: Profile) -> Json:
    stranger = who.team != world.team_id
    email = {} if stranger or who.email is None else {"email": who.email}
    names = {"real_name": who.name, "display_name": who.name, "team": who.team}
    return {
        "id": who.id,
        "team_id": who.team,
        "name": who.name.lower(),
        "deleted": False,
        "real_name": who.name,
        "tz": who.tz,
        "profile": names | email,
        "is_bot": False,
        "is_app_user": False,
        "is_restricted": who.restricted,
        "is_ultra_restricted": False,
    } | ({"is_stranger": True} if stranger else {"is_admin": False, "is_owner": False})


def _bot(world: World) -> Json:
    shape = {"id": world.bot_user, "team_id": world.team_id, "name": world.bot_name.lower()}
    profile = {"real_name": world.bot_name, "bot_id": world.bot_id, "api_app_id": world.app_id}
    return shape | {"is_bot": True, "deleted": False, "profile": profile}


@method("conversations.open", "", "channel users return_im")
def open_conversation(world: World, args: Json) -> Json:
    """Direct messages with a person."""
    if args.get("channel"):
        channel = known_channel(world, args["channel"])
    else:
        users = str(args.get("users", ""))
        if not users:
            raise Refused("users_list_not_supplied")
        if users not in world.people:
            raise Refused("user_not_found")
        channel = world.direct(users)
    if flag(args.get("return_im")):
        return {"channel": _info(world, channel)}
    return {"channel": {"id": channel.id}}


@method("conversations.info", "channel", "include_locale include_num_members")
def conversation_info(world: World, args: Json) -> Json:
    """A conversation."""
    channel = known_channel(world, args["channel"])
    if channel.kind == "private":
        member_of(world, channel.id)
    members = {"num_members": len(channel.members)} if flag(args.get("include_num_members")) else {}
    return {"channel": _info(world, channel) | members}


def _info(world: World, channel: Channel) -> Json:
    shape: Json = {"id": channel.id, "is_im": channel.kind == "im", "is_archived": False}
    shape |= {"is_org_shared": False, "context_team_id": world.team_id, "is_mpim": False}
    if channel.kind == "im":
        return shape | {"user": channel.members[0], "is_open": True}
    private = channel.kind == "private"
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_private": private,
        "is_member": world.bot_user in channel.members,
        "is_shared": channel.external,
        "is_ext_shared": channel.external,
        "is_pending_ext_shared": False,
    }


@method("conversations.members", "channel", "cursor limit")
def members(world: World, args: Json) -> Json:
    """Who is in a conversation, the app included."""
    found, more = page(member_of(world, args["channel"]).members, args, 1000)
    return {"members": found, "response_metadata": more["response_metadata"]}


WINDOW = "cursor inclusive include_all_metadata latest limit oldest"


@method("conversations.history", "channel", WINDOW)
def history(world: World, args: Json) -> Json:
    """Messages of a conversation, newest first; of threads the roots and broadcasts only."""
    channel = member_of(world, args["channel"])
    roots = [m for m in channel.messages if m.thread_ts in {None, m.ts} or m.broadcast]
    found, more = page(_within(roots, args)[::-1], args, 999)
    return {"messages": _shapes(world, found), **more}


@method("conversations.replies", "channel ts", WINDOW)
def replies(world: World, args: Json) -> Json:
    """A thread, oldest first; its root is always there."""
    channel = member_of(world, args["channel"])
    root = channel.find(str(args["ts"]))
    if root is None:
        raise Refused("thread_not_found")
    answers = [m for m in channel.messages if m.thread_ts == root.ts and m is not root]
    found, more = page([root, *_within(answers, args)], args, 1000)
    return {"messages": _shapes(world, found), **more}


def _within(messages: list[Message], args: Json) -> list[Message]:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    edges = {oldest, latest} if flag(args.get("inclusive")) else set()
    return [
        one
        for one in messages
        if one.ephemeral_to is None and (oldest < float(one.ts) < latest or float(one.ts) in edges)
    ]


def _shapes(world: World, messages: list[Message]) -> list[Json]:
    return [slack_payloads.message(world, one) for one in messages]
