"""Strict checks of blocks and views, as Slack refuses them."""

from typing import Any

from tests.standins import slack_elements, slack_rich_texts
from tests.standins.slack_shapes import (
    BLOCKS,
    IN_ACTIONS,
    IN_INPUT,
    IN_MESSAGES,
    IN_SECTION,
    IN_VIEWS,
    Report,
    shape,
)

Json = dict[str, Any]
VIEW = {
    "modal": shape(
        "title blocks",
        "submit close private_metadata callback_id external_id clear_on_close notify_on_close"
        " submit_disabled",
    ),
    "home": shape("blocks", "private_metadata callback_id external_id"),
}


def message_faults(blocks: list[Any]) -> list[str]:
    """What is wrong with the blocks of a message; empty when nothing is."""
    report = Report()
    _blocks(report, "/blocks", blocks, 50, IN_MESSAGES)
    if sum(isinstance(one, dict) and one.get("type") == "table" for one in blocks) > 1:
        report.add("/blocks", "only_one_table_allowed")
    return report.messages


def view_faults(view: object, kind: str) -> list[str]:
    """What is wrong with a view.

    Args:
        view: as the app sent it.
        kind: "modal" or "home".
    """
    report = Report()
    if not isinstance(view, dict) or view.get("type") != kind:
        report.add("/view/type", f"must be {kind}")
        return report.messages
    report.keys("/view", view, VIEW[kind])
    _blocks(report, "/view/blocks", view.get("blocks"), 100, IN_VIEWS)
    for name, most in {"private_metadata": 3000, "callback_id": 255, "external_id": 255}.items():
        report.length(f"/view/{name}", view.get(name, ""), most, least=0)
    if kind == "modal":
        _titles(report, view)
    return report.messages


def _titles(report: Report, view: Json) -> None:
    for name in ("title", "submit", "close"):
        if name in view:
            report.text(f"/view/{name}", view[name], 24, plain=True)
    inputs = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks", []))
    if inputs and "submit" not in view:
        report.add("/view", "missing required field: submit")


def _blocks(report: Report, place: str, blocks: object, most: int, allowed: frozenset[str]) -> None:
    ids: set[str] = set()
    for at, block in enumerate(report.items(place, blocks, most, least=0)):
        where = f"{place}/{at}"
        kind = report.known(where, block, BLOCKS)
        if kind and kind not in allowed:
            report.add(where, f"unsupported type: {kind}")
        elif kind:
            _identity(report, where, block, ids)
            _block(report, where, block, kind)


def _identity(report: Report, place: str, block: Json, ids: set[str]) -> None:
    if "block_id" not in block:
        return
    report.length(f"{place}/block_id", block["block_id"], 255)
    if block["block_id"] in ids:
        report.add(f"{place}/block_id", f"`block_id` {block['block_id']} already exists")
    ids.add(block["block_id"])


def _block(report: Report, place: str, block: Json, kind: str) -> None:
    if kind == "rich_text":
        slack_rich_texts.check(report, place, block)
    elif kind == "table":
        slack_rich_texts.check_table(report, place, block)
    elif kind == "markdown":
        report.length(f"{place}/text", block.get("text"), 12_000)
    elif kind == "header":
        report.text(f"{place}/text", block.get("text"), 150, plain=True)
    elif kind == "image":
        _image(report, place, block)
    elif kind != "divider":
        {"section": _section, "actions": _actions, "context": _context, "input": _input}[kind](
            report, place, block
        )


def _section(report: Report, place: str, block: Json) -> None:
    if "text" not in block and "fields" not in block:
        report.add(place, "must define either `text` or `fields`")
    if "text" in block:
        report.text(f"{place}/text", block["text"], 3000)
    if "fields" in block:
        for at, one in enumerate(report.items(f"{place}/fields", block["fields"], 10)):
            report.text(f"{place}/fields/{at}", one, 2000)
    if "accessory" in block:
        slack_elements.check(report, f"{place}/accessory", block["accessory"], IN_SECTION)


def _actions(report: Report, place: str, block: Json) -> None:
    ids: set[str] = set()
    for at, one in enumerate(report.items(f"{place}/elements", block.get("elements"), 25)):
        slack_elements.check(report, f"{place}/elements/{at}", one, IN_ACTIONS)
        name = one.get("action_id") if isinstance(one, dict) else None
        if name in ids:
            report.add(f"{place}/elements/{at}/action_id", f"`action_id` {name} already exists")
        ids |= {str(name)} if name else set()


def _context(report: Report, place: str, block: Json) -> None:
    for at, one in enumerate(report.items(f"{place}/elements", block.get("elements"), 10)):
        where = f"{place}/elements/{at}"
        if isinstance(one, dict) and one.get("type") == "image":
            _image(report, where, one)
        else:
            report.text(where, one, 3000)


def _image(report: Report, place: str, block: Json) -> None:
    report.length(f"{place}/alt_text", block.get("alt_text"), 2000)
    if ("image_url" in block) == ("slack_file" in block):
        report.add(place, "must define either `image_url` or `slack_file`")
    if "title" in block:
        report.text(f"{place}/title", block["title"], 2000, plain=True)


def _input(report: Report, place: str, block: Json) -> None:
    for name in ("label", "hint"):
        if name in block:
            report.text(f"{place}/{name}", block[name], 2000, plain=True)
    slack_elements.check(report, f"{place}/element", block.get("element"), IN_INPUT)
