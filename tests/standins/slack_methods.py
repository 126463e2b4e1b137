"""The register of Web API methods, and what is checked before any of them runs."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.standins.slack_worlds import Channel, World

Json = dict[str, Any]
Work = Callable[[World, Json], Json]
COMMON = frozenset({"token", "team_id"})
PARSED = ("blocks", "view", "files", "attachments", "metadata")


class Refused(Exception):
    """Slack answers with an error instead.

    Attributes:
        error: Slack's word for it.
        messages: what exactly is wrong, one sentence each.
    """

    def __init__(self, error: str, messages: list[str] | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []


@dataclass(frozen=True)
class Method:
    """A method with the arguments that it knows."""

    work: Work
    required: frozenset[str]
    optional: frozenset[str]


METHODS: dict[str, Method] = {}


def method(name: str, required: str = "", optional: str = "") -> Callable[[Work], Work]:
    """Register a method; the names of arguments are separated by blanks."""

    def register(work: Work) -> Work:
        METHODS[name] = Method(work, frozenset(required.split()), frozenset(optional.split()))
        return work

    return register


def call(world: World, name: str, params: Mapping[str, Any], token: str | None) -> Json:
    """Run a method as Slack would.

    Args:
        world: the workspace, held still by the caller.
        name: like "chat.postMessage".
        params: from the body and the query.
        token: whose call it is: "bot", "app", "wrong" or None when there was no token.

    Raises:
        Refused: with Slack's error.
    """
    known = METHODS.get(name)
    if known is None:
        raise Refused("unknown_method")
    _authorize(name, token)
    args = _checked(known, params)
    return known.work(world, args)


def _authorize(name: str, token: str | None) -> None:
    if token is None:
        raise Refused("not_authed")
    if token == "wrong":
        raise Refused("invalid_auth")
    if (name == "apps.connections.open") != (token == "app"):
        raise Refused("not_allowed_token_type")


def _checked(known: Method, params: Mapping[str, Any]) -> Json:
    args = {name: value for name, value in params.items() if value is not None}
    missing = sorted(known.required - set(args))
    faults = [f"[ERROR] missing required field: {name}" for name in missing]
    unknown = sorted(set(args) - known.required - known.optional - COMMON)
    faults += [f"[ERROR] unknown argument: {name}" for name in unknown]
    if faults:
        raise Refused("invalid_arguments", faults)
    return {name: _parsed(name, value) for name, value in args.items()}


def _parsed(name: str, value: Any) -> Any:
    if name not in PARSED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refused(f"invalid_{name}_format") from None


def flag(value: object) -> bool:
    """A truth value, however it was sent."""
    return str(value).lower() in {"1", "true"}


def member_of(world: World, channel: object) -> Channel:
    """The conversation that the app names, when it is a member of it.

    Raises:
        Refused: channel_not_found, not_in_channel.
    """
    found = known_channel(world, channel)
    if world.bot_user not in found.members:
        raise Refused("channel_not_found" if found.kind == "private" else "not_in_channel")
    return found


def known_channel(world: World, channel: object) -> Channel:
    """The conversation that the app names.

    Raises:
        Refused: channel_not_found.
    """
    found = world.channels.get(str(channel))
    if found is None:
        raise Refused("channel_not_found")
    return found


def page(items: list[Any], args: Json, most: int = 200) -> tuple[list[Any], Json]:
    """A page of a list and what tells of the next one."""
    start = int(args.get("cursor") or 0)
    end = start + max(1, min(int(args.get("limit") or 100), most))
    cursor = str(end) if end < len(items) else ""
    more = {"has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}
    return items[start:end], more
