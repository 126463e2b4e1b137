"""Arrivals: whose a delivery of Slack is, read from the raw body; nothing in it may stop the intake."""

from typing import Any

from bot.intakes import unnamed
from bot.platforms import Arrival
from bot.slacks.readings import FORM, is_spoken, thread_of

NAME = "slack"


def arrival(raw: dict[str, Any]) -> Arrival:
    """Whose a delivery is: an event, a slash command, or something interactive.

    Args:
        raw: the body, decoded; forms and JSON alike.
    """
    event = _dict(raw.get("event"))
    team, user = _team(raw, event), _user(raw, event)
    channel = _channel(raw, event)
    private = channel.startswith("D") or not channel
    return Arrival(
        platform=NAME,
        key=_key(raw, event),
        raw=raw,
        place=_place(team, channel, user, private=private),
        chat=user if private else channel,
        shared=not private,
        account=f"{team}:{user}" if user else "",
        name=_name(raw, user),
        thread=thread_of(event) if event.get("type") == "message" else "",
        files=isinstance(event.get("files"), list) and bool(event["files"]),
        private=("", "") if private or not user else (f"{team}:{user}", user),
    )


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:  # noqa: ANN401 (JSON)
    return value[:64].replace("\x00", "") if isinstance(value, str) else ""


def _key(raw: dict[str, Any], event: dict[str, Any]) -> str:
    """What repeats at each delivery, and for messages also in the history of their channel.

    Messages are known by channel and time, other events by their event id, and commands, presses
    and forms by their trigger.
    """
    channel, ts = _text(event.get("channel")), _text(event.get("ts"))
    if channel and ts and is_spoken(event):
        return f"sl:{channel}:{ts}"
    name = _text(raw.get("event_id")) or _text(raw.get("trigger_id"))
    return f"sl:{name}" if name else unnamed("sl")


def _team(raw: dict[str, Any], event: dict[str, Any]) -> str:
    """The team that the speaker belongs to: in shared channels it need not be ours."""
    user, message = _dict(raw.get("user")), _dict(event.get("message"))
    candidates = (
        event.get("user_team"),
        event.get("source_team"),
        message.get("user_team"),
        message.get("source_team"),
        user.get("team_id"),
        raw.get("team_id"),
        _dict(raw.get("team")).get("id"),
    )
    return next((_text(one) for one in candidates if _text(one)), "")


def _user(raw: dict[str, Any], event: dict[str, Any]) -> str:
    message = _dict(event.get("message"))
    candidates = (
        event.get("user"),
        message.get("user"),
        _dict(raw.get("user")).get("id"),
        raw.get("user_id"),
    )
    return next((_text(one) for one in candidates if _text(one)), "")


def _channel(raw: dict[str, Any], event: dict[str, Any]) -> str:
    candidates = (
        event.get("channel"),
        _dict(event.get("item")).get("channel"),
        _dict(raw.get("channel")).get("id"),
        _dict(raw.get("container")).get("channel_id"),
        raw.get("channel_id"),
        _opened_in(_dict(raw.get("view"))),
    )
    return next((_text(one) for one in candidates if _text(one)), "")


def _opened_in(view: dict[str, Any]) -> str:
    """The channel in which one of Parley's own forms was opened."""
    return (
        _text(view.get("private_metadata"))
        if _text(view.get("callback_id")).startswith(FORM)
        else ""
    )


def _place(team: str, channel: str, user: str, *, private: bool) -> str:
    """A direct message, or one person in one channel: questions are asked of a person."""
    if not user or not team:
        return ""
    return f"{team}:{user}" if private else f"{team}:{channel}:{user}"


def _name(raw: dict[str, Any], user: str) -> str:
    speaker = _dict(raw.get("user"))
    found = _text(speaker.get("name")) or _text(speaker.get("username"))
    # Events name nobody; Slack shows the name of whoever is mentioned.
    return found or _text(raw.get("user_name")) or (f"@slack/{user}" if user else "–")
