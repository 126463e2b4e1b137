"""Whether bytes are Chinese in GB 18030 or Big5, by how everyday the characters would be."""

import re
from collections.abc import Callable
from functools import lru_cache

_PLAUSIBLE = 0.6
# Simplified names with characters outside GB 2312 look like good Big5 too; real Big5 makes such
# poor GB 18030 that the difference is larger than this.
_BIG5_LEAD = 0.4
_RUN = re.compile(r"[^\x00-\x7f]+")


def codecs_for(evidence: bytes) -> tuple[str, ...]:
    """Name the Chinese codecs in which bytes make sense, the likelier first.

    Args:
        evidence: Lines with bytes above 0x7F.

    Returns:
        None, one or both of `gb18030` and `big5`.
    """
    gb = commonness(evidence.decode("gb18030", "replace"), _gb_weight)
    big5 = commonness(evidence.decode("big5", "replace"), _big5_weight)
    order = ((gb + _BIG5_LEAD, gb, "gb18030"), (big5, big5, "big5"))
    return tuple(name for _, share, name in sorted(order, reverse=True) if share >= _PLAUSIBLE)


def commonness(text: str, weight: Callable[[str], float]) -> float:
    """Share of everyday characters among all that are not ASCII, 0 to 1.

    Accented letters read as Chinese stand alone, or touch Latin letters as in "Größe": those
    count half or nothing.
    """
    total, sum_of_weights = 0, 0.0
    for run in _RUN.finditer(text):
        around = text[max(0, run.start() - 1) : run.start()] + text[run.end() : run.end() + 1]
        total += len(run.group())
        if not any(char.isalpha() for char in around):
            trust = 0.5 if len(run.group()) == 1 else 1.0
            sum_of_weights += trust * sum(map(weight, run.group()))
    return sum_of_weights / max(1, total)


@lru_cache(maxsize=32_768)
def _gb_weight(char: str) -> float:
    """GB 2312: punctuation in rows A1-A3, frequent characters B0-D7, others D8-F7."""
    lead, trail = char.encode("gb18030", "replace").ljust(2, b"\0")[:2]
    if trail < 0xA1:  # noqa: PLR2004 (GBK's extension)
        return 0.0
    if 0xB0 <= lead <= 0xD7 or lead <= 0xA3:  # noqa: PLR2004
        return 1.0
    return 0.75 if lead >= 0xD8 else 0.0  # noqa: PLR2004


@lru_cache(maxsize=32_768)
def _big5_weight(char: str) -> float:
    """Big5: punctuation and frequent characters up to C6, others C9-F9."""
    lead = char.encode("big5", "replace")[0]
    if lead < 0xA1:  # noqa: PLR2004 (a character that is not there)
        return 0.0
    return 1.0 if lead <= 0xC6 else 0.5  # noqa: PLR2004
