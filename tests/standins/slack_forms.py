"""What people fill in: the state of a modal, as Slack's own client builds and refuses it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.standins.slack_shown import choices, elements

Json = dict[str, Any]

# Where each type of element keeps what was entered, and what it starts with.
KEYS: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
PATTERNS: Mapping[str, str] = {
    "number_input": r"-?\d+(\.\d+)?",
    "email_text_input": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "url_text_input": r"https?://\S+",
    "datepicker": r"\d{4}-\d\d-\d\d",
    "timepicker": r"\d\d:\d\d",
}


class Unsendable(ValueError):
    """Slack's client would not send the form; `faults` says why by block_id."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(str(faults))
        self.faults = faults


def state(view: Json, values: Mapping[str, Any]) -> Json:
    """The values of a modal, by block_id and action_id.

    Args:
        view: as it stands.
        values: what is entered, by block_id, action_id or label; options by value or label.

    Raises:
        KeyError: nothing in the form is called so.
        Unsendable: something is missing or has a wrong form.
    """
    fields = [(b, e) for b, e in elements(view["blocks"]) if e["type"] in KEYS]
    known = {name for block, element in fields for name in _names(block, element)}
    if unknown := set(values) - known:
        raise KeyError(f"{sorted(unknown)} not among {sorted(known)}")
    filled: Json = {}
    faults: dict[str, str] = {}
    for block, element in fields:
        entered = _entered(block, element, values)
        if fault := _fault(block, element, entered):
            faults[block["block_id"]] = fault
        filled.setdefault(block["block_id"], {})[element["action_id"]] = _kept(element, entered)
    if faults:
        raise Unsendable(faults)
    return filled


def _names(block: Json, element: Json) -> set[str]:
    label = block.get("label", {}).get("text")
    return {block["block_id"], element["action_id"]} | ({label} if label else set())


def _entered(block: Json, element: Json, values: Mapping[str, Any]) -> Any:
    for name in _names(block, element):
        if name in values:
            return _chosen(element, values[name])
    return element.get(KEYS[element["type"]][1])


def _chosen(element: Json, value: Any) -> Any:
    kind = KEYS[element["type"]][0]
    find: Callable[[Any], Json] = lambda one: option(element, one)  # noqa: E731 - one expression
    if kind == "selected_option":
        return None if value is None else find(value)
    if kind == "selected_options":
        return [find(one) for one in value]
    return str(value) if kind == "value" and value is not None else value


def option(element: Json, wanted: Any) -> Json:
    """An option of an element by its value or label; external ones are taken as they come.

    Raises:
        KeyError: there is none.
    """
    if element["type"].endswith("external_select"):
        if isinstance(wanted, dict):
            return wanted
        return {"text": {"type": "plain_text", "text": wanted, "emoji": True}, "value": wanted}
    for one in choices(element):
        if wanted in {one["value"], one["text"]["text"]}:
            return one
    raise KeyError(f"{wanted!r} not among {[one['text']['text'] for one in choices(element)]}")


def _kept(element: Json, entered: Any) -> Json:
    kind, key = element["type"], KEYS[element["type"]][0]
    empty: Any = [] if key in {"selected_options", "selected_users", "files"} else None
    return {"type": kind, key: empty if entered in (None, "", []) else entered}


def _fault(block: Json, element: Json, entered: Any) -> str:
    if entered in (None, "", []):
        needed = block["type"] == "input" and not block.get("optional", False)
        return "Please complete this required field." if needed else ""
    kind = element["type"]
    if kind in PATTERNS and not re.fullmatch(PATTERNS[kind], str(entered)):
        return f"not a valid {kind}"
    if kind == "plain_text_input":
        low, high = element.get("min_length", 0), element.get("max_length", 3000)
        return "" if low <= len(entered) <= high else f"between {low} and {high} characters"
    return ""
