"""Strict checks of rich text and tables."""

from collections.abc import Mapping
from typing import Any

from tests.standins.slack_shapes import Report, Shape, shape

Json = dict[str, Any]

PARTS: Mapping[str, Shape] = {
    "rich_text_section": shape("elements"),
    "rich_text_preformatted": shape("elements", "border language"),
    "rich_text_quote": shape("elements", "border"),
    "rich_text_list": shape("elements style", "indent offset border"),
}
SPANS: Mapping[str, Shape] = {
    "text": shape("text", "style"),
    "link": shape("url", "text unsafe style"),
    "user": shape("user_id", "style"),
    "usergroup": shape("usergroup_id", "style"),
    "channel": shape("channel_id", "style"),
    "emoji": shape("name", "skin_tone unicode style"),
    "broadcast": shape("range", "style"),
    "color": shape("value", "style"),
    "date": shape("timestamp format", "url fallback style"),
}
STYLES = frozenset(
    {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
)
CELLS: Mapping[str, Shape] = {"raw_text": shape("text"), "rich_text": shape("elements", "block_id")}


def check(report: Report, place: str, node: Json) -> None:
    """Check a block of rich text."""
    for at, part in enumerate(report.items(f"{place}/elements", node.get("elements"), 1000)):
        _part(report, f"{place}/elements/{at}", part)


def _part(report: Report, place: str, part: object) -> None:
    kind = report.known(place, part, PARTS)
    if not kind or not isinstance(part, dict):
        return
    inner = report.items(f"{place}/elements", part.get("elements"), 10_000, least=0)
    if kind == "rich_text_list":
        _items(report, place, part, inner)
        return
    for at, span in enumerate(inner):
        _span(report, f"{place}/elements/{at}", span, kind)


def _items(report: Report, place: str, part: Json, inner: list[Any]) -> None:
    if part.get("style") not in {"bullet", "ordered"}:
        report.add(f"{place}/style", "must be one of: bullet, ordered")
    for at, one in enumerate(inner):
        if not isinstance(one, dict) or one.get("type") != "rich_text_section":
            report.add(f"{place}/elements/{at}", "must be a rich_text_section")
        else:
            _part(report, f"{place}/elements/{at}", one)


def _span(report: Report, place: str, span: object, within: str) -> None:
    kind = report.known(place, span, SPANS)
    if not kind or not isinstance(span, dict):
        return
    if within == "rich_text_preformatted" and kind not in {"text", "link"}:
        report.add(place, f"unsupported type: {kind}")
    for name in ("text", "url", "user_id"):
        if name in span:
            report.length(f"{place}/{name}", span[name], 40_000)
    style = span.get("style", {})
    if not isinstance(style, dict) or not set(style) <= STYLES:
        report.add(f"{place}/style", "unknown style")


def check_table(report: Report, place: str, node: Json) -> None:
    """Check a table: 1-100 rows of 1-20 cells, texts never empty, 10,000 characters in all."""
    size = 0
    for at, row in enumerate(report.items(f"{place}/rows", node.get("rows"), 100)):
        for column, cell in enumerate(report.items(f"{place}/rows/{at}", row, 20)):
            size += _cell(report, f"{place}/rows/{at}/{column}", cell)
    if size > 10_000:
        report.add(f"{place}/rows", "must be less than 10001 characters")
    settings = node.get("column_settings", [])
    for at, column in enumerate(report.items(f"{place}/column_settings", settings, 20, 0)):
        _column(report, f"{place}/column_settings/{at}", column)


def _column(report: Report, place: str, column: object) -> None:
    if column is None:
        return
    if not isinstance(column, dict):
        report.add(place, "must be an object")
        return
    report.keys(place, column, shape("", "align is_wrapped"))
    if column.get("align", "left") not in {"left", "center", "right"}:
        report.add(f"{place}/align", "must be one of: left, center, right")


def _cell(report: Report, place: str, cell: object) -> int:
    kind = report.known(place, cell, CELLS)
    if not kind or not isinstance(cell, dict):
        return 0
    if kind == "rich_text":
        check(report, place, cell)
        return 0
    report.length(f"{place}/text", cell.get("text"), 10_000)
    return len(str(cell.get("text")))
