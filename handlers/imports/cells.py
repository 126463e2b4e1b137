"""Cells: what a single one says, without blanks and placeholders, and apart where it is several."""

import re
from functools import lru_cache
from unicodedata import normalize

from store.person_names import cleaned

LABEL = 200
ADDRESS = 1_000
NOTE = 10_000

# Written where there is nothing; never looked for in names, as there are people called Null.
_NOTHING = frozenset(
    [
        *("-", "--", "---", "—", "–", "_", ".", "/", "\\", "?", "？", "*"),
        *("n/a", "#n/a", "n.a.", "null", "none", "nil", "nan", "undefined", "unknown", "(blank)"),
        *("无", "暂无", "没有", "未知", "未填", "空", "不详"),
    ]
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BETWEEN_WORDS = re.compile(r"\s*:::\s*|[,;|，；、\r\n]")
_BETWEEN_VALUES = re.compile(r"\s*:::\s*|[;|；、\r\n]")


@lru_cache(maxsize=1024)  # a row asks for each of its cells several times
def said(cell: str) -> str:
    """A cell of one line, or nothing where a placeholder stands for nothing."""
    text = cleaned(cell)
    return "" if normalize("NFKC", text).casefold() in _NOTHING else text


def written(cell: str) -> str:
    """A cell of several lines."""
    text = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if normalize("NFKC", text).casefold() in _NOTHING else text


def words(cell: str) -> list[str]:
    """Tags and the like: commas, semicolons and 、 part them; a system's own (`* starred`) go."""
    parts = (said(part) for part in _BETWEEN_WORDS.split(cell))
    return [part for part in parts if part and not part.startswith("* ")]


def values(cell: str) -> list[str]:
    """Several values in one cell, as Google (` ::: `) and people write them."""
    return [part for part in map(said, _BETWEEN_VALUES.split(cell)) if part]
