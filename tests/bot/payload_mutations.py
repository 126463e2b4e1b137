"""Payloads of every kind, and what becomes of them when somebody means harm."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Json = Any
REAL = Path(__file__).parents[3] / "shared" / "data" / "payloads"

needs_real_payloads = pytest.mark.skipif(
    not REAL.is_dir(),
    reason="the real payloads are not beside this checkout (../shared/data/payloads)",
)


def deep(levels: int) -> Json:
    """A list in a list in a list."""
    found: Json = []
    for _ in range(levels):
        found = [found]
    return found


HOSTILE: list[Json] = [
    None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63) - 1, 10**30, float("inf"), float("nan"),
    "", " ", "0", "-1", "x" * 70_000, "客" * 5_000, "\ud800", "a\udfffb", "\x00", "a\x00b",
    "\u202e\u2066", "🧨" * 2_000, "/start ", "/deal", "'; DROP TABLE inbox; --", "{0.__class__}",
    "%s%n", "b:99999999999999999999:999", "b:9223372036854775808:0", "../../etc/passwd",
    [], {}, [[]], [None], [{}], {"": None}, {"id": "x"}, {"\x00": "\x00"}, {"\ud800": 1},
]  # fmt: skip
DEEP = (50, 120, 300)

TELEGRAM_KINDS = (
    "message", "edited_message", "callback_query", "my_chat_member", "message_reaction",
)  # fmt: skip


def mutated(payload: Json, dice: random.Random) -> Json:
    """A copy in which one to four things are not as they should be."""
    copied = copy.deepcopy(payload)
    for _ in range(dice.choice((1, 1, 2, 4))):
        spots = list(_spots(copied))
        if not spots:
            break
        where, key = dice.choice(spots)
        dice.choice(MUTATIONS)(where, key, dice)
    return copied


def _spots(value: Json) -> Iterator[tuple[Json, Json]]:
    """Every place in a payload, as container and key."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, held in list(inside):
        yield value, key
        if isinstance(held, dict | list):
            yield from _spots(held)


def _drop(where: Json, key: Json, _dice: random.Random) -> None:
    del where[key]


def _replace(where: Json, key: Json, dice: random.Random) -> None:
    where[key] = copy.deepcopy(dice.choice(HOSTILE))


def _bury(where: Json, key: Json, dice: random.Random) -> None:
    where[key] = deep(dice.choice(DEEP))


def _wrap(where: Json, key: Json, dice: random.Random) -> None:
    where[key] = [where[key]] if dice.random() < 0.5 else {"value": where[key]}


def _retype(where: Json, key: Json, _dice: random.Random) -> None:
    held = where[key]
    where[key] = str(held) if isinstance(held, int | float) else len(str(held))


def _swap(where: Json, key: Json, dice: random.Random) -> None:
    """Something else of the same payload stands there."""
    other = dice.choice(list(where) if isinstance(where, dict) else range(len(where)))
    where[key] = copy.deepcopy(where[other])


def _add(where: Json, key: Json, dice: random.Random) -> None:
    if isinstance(where, dict):
        where[f"{key}_more"] = copy.deepcopy(dice.choice(HOSTILE))
    else:
        where.append(copy.deepcopy(dice.choice(HOSTILE)))


MUTATIONS: tuple[Callable[[Json, Json, random.Random], None], ...] = (
    _drop, _drop, _replace, _replace, _replace, _bury, _wrap, _retype, _swap, _add,
)  # fmt: skip


def real_telegram() -> list[Json]:
    """Updates as other projects' tests have them."""
    return [json.loads(path.read_bytes()) for path in sorted((REAL / "telegram").glob("*.json"))]


def real_slack() -> list[Json]:
    """Events, commands and interactive payloads as other projects' tests have them."""
    paths = [*(REAL / "slack" / "real_java").glob("*.json")]
    paths += [*(REAL / "slack").glob("shape_only_*/*.json")]
    found = [json.loads(path.read_bytes()) for path in sorted(paths)]
    return [one for one in found if isinstance(one, dict)]


def slack_body(payload: Json) -> tuple[str, Json]:
    """How a payload is delivered, and its body without an envelope."""
    if "envelope_id" in payload:
        return str(payload["type"]), payload["payload"]
    if "command" in payload:
        return "slash_commands", payload
    return ("events_api" if "event" in payload else "interactive"), payload


ANN = {"id": 501, "is_bot": False, "first_name": "Ann", "language_code": "en"}
PRIVATE = {"id": 501, "type": "private", "first_name": "Ann"}
GROUP = {"id": -601, "type": "group", "title": "Team"}
FORUM = {"id": -1_000_000_000_602, "type": "supergroup", "title": "Forum", "is_forum": True}
DATE = 1_780_000_000
FILE = {"file_id": "F1", "file_unique_id": "U1"}


def _said(chat: Json = None, **content: Json) -> Json:
    return {"message_id": 7, "date": DATE, "from": ANN, "chat": chat or PRIVATE} | content


def _command(chat: Json, text: str, **more: Json) -> Json:
    entity = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
    return _said(chat, text=text, entities=[entity], **more)


TELEGRAM: list[Json] = [
    {"message": _said(text="hello")},
    {"message": _command(PRIVATE, "/start abcdefghijklmnop")},
    {"message": _command(GROUP, "/contacts@parley_bot")},
    {"message": _command(FORUM, "/help", message_thread_id=4, is_topic_message=True)},
    {"message": _said(GROUP, text="@parley_bot find Ann", reply_to_message=_said(GROUP, text="?"))},
    {"message": _said(photo=[FILE | {"width": 1, "height": 1}], caption="receipt")},
    {"message": _said(photo=[FILE | {"width": 1, "height": 1}], media_group_id="9")},
    {"message": _said(document=FILE | {"file_name": "a.csv", "mime_type": "text/csv"})},
    {"message": _said(voice=FILE | {"duration": 2})},
    {"message": _said(video=FILE | {"width": 1, "height": 1, "duration": 2})},
    {"message": _said(video_note=FILE | {"length": 1, "duration": 2})},
    {"message": _said(audio=FILE | {"duration": 2})},
    {"message": _said(location={"latitude": 1.0, "longitude": 2.0})},
    {"message": _said(contact={"phone_number": "12025550143", "first_name": "Ann", "user_id": 501})},
    {"message": _said(dice={"emoji": "🎲", "value": 3})},
    {"message": _said(new_chat_members=[ANN])},
    {"message": _said(GROUP, migrate_to_chat_id=-1_000_000_000_777)},
    {"edited_message": _said(text="hello again") | {"edit_date": DATE + 1}},
    {
        "callback_query": {
            "id": "77", "from": ANN, "chat_instance": "1", "data": "b:1:0",
            "message": _said(text="?"),
        }
    },
    {
        "my_chat_member": {
            "chat": PRIVATE, "from": ANN, "date": DATE,
            "old_chat_member": {"user": ANN, "status": "member"},
            "new_chat_member": {"user": ANN, "status": "left"},
        }
    },
    {
        "message_reaction": {
            "chat": PRIVATE, "message_id": 7, "user": ANN, "date": DATE,
            "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    {"message": _said(from_bot=True) | {"from": ANN | {"is_bot": True}}},
    {"inline_query": {"id": "1", "from": ANN, "query": "x", "offset": ""}},
    {"channel_post": {"message_id": 1, "date": DATE, "chat": {"id": -1, "type": "channel"}}},
    {"poll": {"id": "1"}},
    {"something_new": {"of": "tomorrow"}},
]  # fmt: skip

USER = {"id": "U501", "username": "ann", "name": "ann", "team_id": "T1"}
BODY = {"team_id": "T1", "api_app_id": "A1", "type": "event_callback"}
PRESSED = {
    "type": "block_actions", "team": {"id": "T1"}, "user": USER, "trigger_id": "t.press",
    "channel": {"id": "C1", "name": "sales"}, "container": {"type": "message", "channel_id": "C1"},
    "actions": [{"type": "button", "action_id": "b:1:0", "block_id": "x", "value": "1"}],
}  # fmt: skip


def _event(kind: str, **more: Json) -> Json:
    event = {"type": kind, "user": "U501", "ts": "1780000000.000100", "channel": "DU501"} | more
    return BODY | {"event": event}


SLACK: list[Json] = [
    _event("message", text="hello", channel_type="im"),
    _event("message", text="see", channel_type="im", thread_ts="1780000000.000001"),
    _event("message", subtype="file_share", channel_type="im", files=[{"id": "F1", "name": "a"}]),
    _event("message", subtype="message_changed", channel_type="im",
           message={"user": "U501", "text": "hallo", "ts": "1780000000.000100"},
           previous_message={"text": "hello"}),
    _event("message", subtype="message_deleted", channel_type="im"),
    _event("message", subtype="channel_join", channel="C1", channel_type="channel"),
    _event("app_mention", text="<@UBOT> whoami", channel="C1"),
    _event("app_home_opened", tab="home"),
    _event("app_home_opened", tab="messages"),
    _event("reaction_added", reaction="eyes", item={"type": "message", "channel": "C1"}),
    _event("team_join"),
    {"type": "slash_commands", "command": "/crm", "text": "contacts", "team_id": "T1",
     "user_id": "U501", "user_name": "ann", "channel_id": "C1", "trigger_id": "t.command"},
    {"command": "/crm", "text": "", "team_id": "T1", "user_id": "U501", "channel_id": "DU501",
     "response_url": "http://127.0.0.1:1/", "trigger_id": "t.empty"},
    PRESSED,
    PRESSED | {"container": {"type": "view"}, "trigger_id": "t.home"},
    {"type": "view_submission", "team": {"id": "T1"}, "user": USER, "trigger_id": "t.form",
     "view": {"type": "modal", "callback_id": "form:contact add", "private_metadata": "C1",
              "state": {"values": {"name": {"name": {"type": "plain_text_input", "value": "A"}}}}}},
    {"type": "view_closed", "team": {"id": "T1"}, "user": USER, "view": {"callback_id": "x"}},
    {"type": "message_action", "callback_id": "save_to_crm", "team": {"id": "T1"}, "user": USER,
     "channel": {"id": "C1"}, "message": {"text": "met Ann Lee"}, "trigger_id": "t.short"},
    {"type": "shortcut", "callback_id": "x", "team": {"id": "T1"}, "user": USER},
    {"type": "block_suggestion", "team": {"id": "T1"}, "user": USER, "value": "a"},
]  # fmt: skip
