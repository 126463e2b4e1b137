"""Methods for the menus of commands."""

import json
import re

from tests.standins import telegram_checks as checks
from tests.standins.telegram_messages import Ask
from tests.standins.telegram_refusals import Json, bad_request
from tests.standins.telegram_worlds import World

COMMANDS = 100
SCOPES = {
    "default": frozenset[str](),
    "all_private_chats": frozenset[str](),
    "all_group_chats": frozenset[str](),
    "all_chat_administrators": frozenset[str](),
    "chat": frozenset({"chat_id"}),
    "chat_administrators": frozenset({"chat_id"}),
    "chat_member": frozenset({"chat_id", "user_id"}),
}


def set_my_commands(world: World, ask: Ask) -> bool:
    """Set a menu."""
    commands = ask.params["commands"]
    if not isinstance(commands, list) or len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.menus[_menu(world, ask)] = commands
    return True


def _check_command(command: Json) -> None:
    if command.keys() != {"command", "description"}:
        raise bad_request("a command has a command and a description")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= checks.units(command["description"].strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def delete_my_commands(world: World, ask: Ask) -> bool:
    """Remove a menu."""
    world.menus.pop(_menu(world, ask), None)
    return True


def get_my_commands(world: World, ask: Ask) -> list[Json]:
    """Tell a menu."""
    return world.menus.get(_menu(world, ask), [])


def _menu(world: World, ask: Ask) -> tuple[str, str]:
    scope, language = ask.params.get("scope", {"type": "default"}), ask.params.get("language_code")
    if SCOPES.get(scope.get("type")) != scope.keys() - {"type"}:
        raise bad_request("can't parse BotCommandScope")
    if "chat_id" in scope:
        world.open_chat(scope["chat_id"])
    if language is not None and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return json.dumps(scope, sort_keys=True), language or ""


def menu_of(world: World, user: Json) -> list[str]:
    """The commands that somebody is offered in private.

    The order is that of https://core.telegram.org/bots/api#determining-list-of-commands
    """
    own: Json = {"type": "chat", "chat_id": user["id"]}
    language = user.get("language_code", "")[:2]
    for scope in (own, {"type": "all_private_chats"}, {"type": "default"}):
        for spoken in (language, ""):
            commands = world.menus.get((json.dumps(scope, sort_keys=True), spoken))
            if commands:
                return [command["command"] for command in commands]
    return []
