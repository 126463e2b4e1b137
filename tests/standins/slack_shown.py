"""What people see of a message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A message as it is visible; `text` is the fallback, with `&amp;` and the like read back."""

    ts: str
    text: str
    blocks: tuple[Json, ...]
    buttons: tuple[str, ...]
    ephemeral: bool
    thread_ts: str | None
    files: tuple[str, ...]
    edited: bool
    by_bot: bool
    user: str
    channel: str
    reactions: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", unescaped(self.text))

    @property
    def content(self) -> str:
        """All texts of the blocks, one a line."""
        return "\n".join(unescaped(one) for one in texts(list(self.blocks)))

    def says(self, part: str) -> bool:
        """Whether the fallback or the blocks contain a text."""
        return part in self.text or part in self.content or part in self.spans

    @property
    def spans(self) -> str:
        """All texts of the blocks, put together without a break."""
        return "".join(unescaped(one) for one in texts(list(self.blocks)))


def unescaped(text: str) -> str:
    """A text with the three entities that Slack knows read back."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def texts(node: object) -> Iterator[str]:
    """Every text within blocks, in reading order."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"text", "title", "label"} and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one)


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block."""
    for block in blocks:
        found = list(block.get("elements", [])) if block.get("type") == "actions" else []
        found += [block[key] for key in ("accessory", "element") if key in block]
        yield from ((block, one) for one in found)


def label(element: Json) -> str | None:
    """What stands on a button; None for anything else."""
    return str(element["text"]["text"]) if element.get("type") == "button" else None


def labels(blocks: Iterable[Json]) -> tuple[str, ...]:
    """What stands on the buttons of blocks, in order."""
    return tuple(name for _, one in elements(blocks) if (name := label(one)) is not None)


def choices(element: Json) -> list[Json]:
    """All options of an element."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(o for group in groups for o in group["options"])]
