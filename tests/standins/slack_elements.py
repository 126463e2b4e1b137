"""Strict checks of interactive elements."""

import re
from typing import Any

from tests.standins.slack_shapes import ELEMENTS, IN_INPUT, Report, shape
from tests.standins.slack_shown import choices

Json = dict[str, Any]
FORMATS = {
    "initial_date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "initial_time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
}
MOST_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}
WITH_OPTIONS = frozenset({"overflow", "checkboxes", "radio_buttons"})


def check(report: Report, place: str, node: object, allowed: frozenset[str]) -> None:
    """Check an element where only some types are allowed."""
    kind = report.known(place, node, ELEMENTS)
    if not kind or not isinstance(node, dict):
        return
    if kind not in allowed:
        report.add(place, f"unsupported type: {kind}")
    _common(report, place, node)
    if kind == "button":
        _button(report, place, node)
    elif kind in WITH_OPTIONS or kind in {"static_select", "multi_static_select"}:
        _options(report, place, node, kind)
    elif kind in IN_INPUT:
        _lengths(report, place, node)


def _common(report: Report, place: str, node: Json) -> None:
    if "action_id" in node:
        report.length(f"{place}/action_id", node["action_id"], 255)
    if "placeholder" in node:
        report.text(f"{place}/placeholder", node["placeholder"], 150, plain=True)
    if "confirm" in node:
        _confirm(report, f"{place}/confirm", node["confirm"])
    for name, form in FORMATS.items():
        if name in node and not form.fullmatch(str(node[name])):
            report.add(f"{place}/{name}", "failed to match the expected format")


def _button(report: Report, place: str, node: Json) -> None:
    report.text(f"{place}/text", node.get("text"), 75, plain=True)
    for name, most in {"value": 2000, "url": 3000, "accessibility_label": 75}.items():
        if name in node:
            report.length(f"{place}/{name}", node[name], most)
    if node.get("style", "primary") not in {"primary", "danger"}:
        report.add(f"{place}/style", "must be one of: primary, danger")


def _confirm(report: Report, place: str, node: object) -> None:
    if not isinstance(node, dict):
        report.add(place, "must be an object")
        return
    report.keys(place, node, shape("title text confirm deny", "style"))
    for name, most in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
        if name in node:
            report.text(f"{place}/{name}", node[name], most, plain=name != "text")


def _options(report: Report, place: str, node: Json, kind: str) -> None:
    most = MOST_OPTIONS.get(kind, 100)
    if ("options" in node) == ("option_groups" in node):
        report.add(place, "must define either `options` or `option_groups`")
    if "options" in node:
        options(report, f"{place}/options", node["options"], most)
    if "option_groups" in node:
        option_groups(report, f"{place}/option_groups", node["option_groups"])
    if not report.messages:
        _initials(report, place, node)


def _initials(report: Report, place: str, node: Json) -> None:
    chosen = [node["initial_option"]] if "initial_option" in node else []
    for one in [*chosen, *node.get("initial_options", [])]:
        if one not in choices(node):
            report.add(place, "initial option must exactly match one of the options")


def options(report: Report, place: str, value: object, most: int = 100) -> None:
    """Check a list of options."""
    seen = []
    for at, one in enumerate(report.items(place, value, most)):
        _option(report, f"{place}/{at}", one)
        seen.append(one.get("value") if isinstance(one, dict) else None)
    if len(set(map(str, seen))) < len(seen):
        report.add(place, "values of options must be unique")


def option_groups(report: Report, place: str, value: object) -> None:
    """Check a list of option groups."""
    for at, group in enumerate(report.items(place, value, 100)):
        report.keys(f"{place}/{at}", group, shape("label options"))
        report.text(f"{place}/{at}/label", group.get("label"), 75, plain=True)
        options(report, f"{place}/{at}/options", group.get("options"))


def _option(report: Report, place: str, node: object) -> None:
    if not isinstance(node, dict):
        report.add(place, "must be an object")
        return
    report.keys(place, node, shape("text value", "description url"))
    report.text(f"{place}/text", node.get("text"), 75)
    report.length(f"{place}/value", node.get("value"), 150)
    if "description" in node:
        report.text(f"{place}/description", node["description"], 75)


def _lengths(report: Report, place: str, node: Json) -> None:
    if not 0 <= node.get("min_length", 0) <= 3000:
        report.add(f"{place}/min_length", "must be between 0 and 3000")
    if not 1 <= node.get("max_length", 3000) <= 3000:
        report.add(f"{place}/max_length", "must be between 1 and 3000")
    if node.get("type") == "plain_text_input" and "initial_value" in node:
        most = node.get("max_length", 3000)
        report.length(f"{place}/initial_value", node["initial_value"], most, least=0)
