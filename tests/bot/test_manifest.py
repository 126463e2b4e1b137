"""What operators paste: Slack's manifest asks for what the code uses, and no setting is untold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.slacks import apps

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "bot" / "slack-manifest.yaml"
KEY = re.compile(r"(?P<key>\w+):(?: (?P<value>.+))?")
VARIABLE = re.compile(r"^#?(?P<name>[A-Z_]+)=", re.MULTILINE)

SCOPES = {
    "app_mentions:read": "app_mention",
    "channels:history": "message.channels",
    "chat:write": "chat.postMessage, chat.update, chat.postEphemeral",
    "commands": "/crm and the shortcut",
    "files:read": "files.info and the download",
    "files:write": "files.getUploadURLExternal, files.completeUploadExternal",
    "groups:history": "message.groups",
    "im:history": "message.im",
    "im:write": "conversations.open",
}
"""Each scope that the manifest asks for, and what needs it."""

EVENTS = {"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im"}
"""What `bot.slacks.readings` makes something of."""

FREE_METHODS = {"auth_test", "views_open", "views_publish"}
"""Methods that every installed app may call."""

NO_METHODS = {"token", "base_url", "send_dict"}
"""Also said of a client: its token and address, and answering where a command or a button was."""

SCOPE_OF_METHOD = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "im:history",
    "conversations_open": "im:write",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
}

SWITCHES = {
    "features.app_home.home_tab_enabled": "true",
    "features.app_home.messages_tab_enabled": "true",
    "features.app_home.messages_tab_read_only_enabled": "false",
    "features.bot_user.always_online": "true",
    "features.slash_commands.should_escape": "true",
    "settings.interactivity.is_enabled": "true",
    "settings.org_deploy_enabled": "false",
    "settings.socket_mode_enabled": "true",
    "settings.token_rotation_enabled": "false",
}

LATER = {"PARLEY_BACKUP_DIR", "PARLEY_BACKUP_OFFSITE"}
"""Told of in the example already, as belonging to a later version."""


def leaves(text: str) -> Iterator[tuple[str, str]]:
    """The values of a YAML file with their paths; as much of YAML as the manifest makes use of."""
    path: list[tuple[int, str]] = []
    for line in text.splitlines():
        content = re.sub(r"(^|\s)#(?![0-9a-f]{6}\").*", "", line).strip()
        if not content:
            continue
        indent = len(line) - len(line.lstrip()) + 2 * content.startswith("- ")
        content = content.removeprefix("- ")
        path = [step for step in path if step[0] < indent]
        pair = KEY.fullmatch(content)
        if pair:
            path.append((indent, pair["key"]))
            content = pair["value"]
        if content:
            yield ".".join(key for _, key in path), content


def values(path: str) -> list[str]:
    return [value for where, value in leaves(MANIFEST.read_text("utf-8")) if where == path]


def test_the_scopes_are_those_that_something_needs():
    assert values("oauth_config.scopes.bot") == sorted(SCOPES)


def test_every_method_that_is_called_has_its_scope():
    sources = [file.read_text("utf-8") for file in (ROOT / "bot" / "slacks").glob("*.py")]
    called = {name for text in sources for name in re.findall(r"client\.(\w+)", text)}
    assert called - NO_METHODS == FREE_METHODS | set(SCOPE_OF_METHOD)
    assert set(SCOPE_OF_METHOD.values()) <= set(SCOPES)


def test_the_events_are_those_that_are_read():
    assert set(values("settings.event_subscriptions.bot_events")) == EVENTS


def test_the_shortcut_is_the_one_that_the_app_knows():
    assert values("features.shortcuts.callback_id") == [apps.SHORTCUT]
    assert values("features.shortcuts.type") == ["message"]


def test_the_command_is_crm():
    assert values("features.slash_commands.command") == ["/crm"]


@pytest.mark.parametrize(("path", "value"), SWITCHES.items())
def test_what_is_on_and_what_is_off(path: str, value: str):
    assert values(path) == [value]


def test_texts_are_as_short_as_slack_wants_them():
    (description,) = values("display_information.description")
    (shortcut,) = values("features.shortcuts.description")
    (name,) = values("features.shortcuts.name")
    assert len(description) <= 140
    assert len(shortcut) <= 150
    assert len(name) <= 24


def test_the_example_names_every_setting_and_no_other():
    told = {match["name"] for match in VARIABLE.finditer((ROOT / ".env.example").read_text())}
    known = {
        field.validation_alias or f"PARLEY_{name.upper()}"
        for name, field in Settings.model_fields.items()
    }
    assert told - LATER == known
