"""The objects of Block Kit: which fields each type has, and how long texts may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """Fields of a type, besides `type` itself."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()


def shape(required: str, optional: str = "") -> Shape:
    """A shape from names separated by blanks."""
    return Shape(frozenset(required.split()), frozenset(optional.split()))


PICKER = "action_id confirm focus_on_load placeholder"
TYPING = "action_id placeholder focus_on_load dispatch_action_config initial_value"
OPTIONS = "options option_groups"

ELEMENTS: Mapping[str, Shape] = {
    "button": shape("text", "action_id url value style confirm accessibility_label"),
    "image": shape("alt_text", "image_url slack_file"),
    "overflow": shape("options", "action_id confirm"),
    "static_select": shape("", f"{PICKER} {OPTIONS} initial_option"),
    "external_select": shape("", f"{PICKER} initial_option min_query_length"),
    "users_select": shape("", f"{PICKER} initial_user"),
    "channels_select": shape("", f"{PICKER} initial_channel response_url_enabled"),
    "conversations_select": shape(
        "",
        f"{PICKER} initial_conversation default_to_current_conversation"
        " response_url_enabled filter",
    ),
    "multi_static_select": shape("", f"{PICKER} {OPTIONS} initial_options max_selected_items"),
    "multi_external_select": shape(
        "", f"{PICKER} initial_options min_query_length max_selected_items"
    ),
    "multi_users_select": shape("", f"{PICKER} initial_users max_selected_items"),
    "datepicker": shape("", f"{PICKER} initial_date"),
    "timepicker": shape("", f"{PICKER} initial_time timezone"),
    "datetimepicker": shape("", "action_id confirm focus_on_load initial_date_time"),
    "checkboxes": shape("options", "action_id confirm focus_on_load initial_options"),
    "radio_buttons": shape("options", "action_id confirm focus_on_load initial_option"),
    "plain_text_input": shape("", f"{TYPING} multiline min_length max_length"),
    "number_input": shape("is_decimal_allowed", f"{TYPING} min_value max_value"),
    "email_text_input": shape("", TYPING),
    "url_text_input": shape("", TYPING),
    "rich_text_input": shape("", TYPING),
    "file_input": shape("", "action_id filetypes max_files"),
}
SELECTS = frozenset(name for name in ELEMENTS if name.endswith("_select"))
SINGLE_SELECTS = frozenset(name for name in SELECTS if not name.startswith("multi_"))
TYPED = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
IN_ACTIONS = SINGLE_SELECTS | {
    "button", "overflow", "datepicker", "timepicker", "datetimepicker", "checkboxes",
    "radio_buttons",
}  # fmt: skip
IN_SECTION = (SELECTS | IN_ACTIONS | {"image"}) - {"datetimepicker"}
IN_INPUT = (SELECTS | TYPED | IN_ACTIONS | {"rich_text_input", "file_input"}) - {
    "button",
    "overflow",
}

BLOCKS: Mapping[str, Shape] = {
    "section": shape("", "text fields accessory expand"),
    "rich_text": shape("elements"),
    "actions": shape("elements"),
    "context": shape("elements"),
    "divider": shape(""),
    "header": shape("text"),
    "image": shape("alt_text", "image_url slack_file title"),
    "input": shape("label element", "hint optional dispatch_action"),
    "table": shape("rows", "column_settings"),
    "markdown": shape("text"),
}
IN_MESSAGES = frozenset(BLOCKS)
IN_VIEWS = IN_MESSAGES - {"table", "markdown"}


@dataclass
class Report:
    """Faults found, each with the place where it is."""

    messages: list[str] = field(default_factory=list)

    def add(self, place: str, fault: str) -> None:
        """Note a fault.

        Args:
            place: a JSON pointer.
            fault: a sentence, worded like Slack's.
        """
        self.messages.append(f"[ERROR] {fault} [json-pointer:{place}]")

    def keys(self, place: str, node: Json, fields: Shape) -> None:
        """Check which fields an object has."""
        for name in sorted(fields.required - set(node)):
            self.add(place, f"missing required field: {name}")
        for name in sorted(set(node) - fields.required - fields.optional - {"type"}):
            self.add(place, f"no more than the known fields are allowed: {name}")

    def length(self, place: str, text: object, most: int, least: int = 1) -> None:
        """Check a string's length in characters."""
        if not isinstance(text, str):
            self.add(place, "must be a string")
        elif len(text) > most:
            self.add(place, f"must be less than {most + 1} characters")
        elif len(text) < least:
            self.add(place, f"must be more than {least - 1} characters")

    def items(self, place: str, value: object, most: int, least: int = 1) -> list[Any]:
        """Check a list's length; gives what can be checked further."""
        if not isinstance(value, list):
            self.add(place, "must be an array")
            return []
        if len(value) > most:
            self.add(place, f"no more than {most} items allowed [{len(value)}]")
        if len(value) < least:
            self.add(place, f"no fewer than {least} items allowed")
        return value

    def known(self, place: str, node: object, types: Mapping[str, Shape]) -> str:
        """Check type and fields of an object; gives the type, empty when it is unknown."""
        kind = node.get("type") if isinstance(node, dict) else None
        if not isinstance(node, dict) or kind not in types:
            self.add(place, f"unsupported type: {kind}")
            return ""
        extra = {"block_id"} if types is BLOCKS else set()
        self.keys(place, {k: v for k, v in node.items() if k not in extra}, types[str(kind)])
        return str(kind)

    def text(self, place: str, node: object, most: int, *, plain: bool = False) -> None:
        """Check a text object."""
        kind = node.get("type") if isinstance(node, dict) else None
        if not isinstance(node, dict) or kind not in {"plain_text", "mrkdwn"}:
            self.add(place, "must be a text object")
            return
        if plain and kind != "plain_text":
            self.add(place, "must be of type plain_text")
        self.keys(place, node, shape("text", "emoji" if kind == "plain_text" else "verbatim"))
        self.length(f"{place}/text", node.get("text"), most)
