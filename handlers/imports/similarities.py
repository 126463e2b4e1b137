"""Names that are nearly the one that somebody typed."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_MOST = 3
_LEAST_ALIKE = 60.0


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the known names that resemble one, best first."""
    found = process.extract(
        name,
        list(dict.fromkeys(filter(None, known))),
        scorer=fuzz.WRatio,
        processor=str.casefold,
        limit=_MOST,
        score_cutoff=_LEAST_ALIKE,
    )
    return tuple(match for match, _, _ in found)
