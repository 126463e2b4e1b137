"""Repairs: obvious misspellings in columns that hold few different words."""

from collections import Counter
from collections.abc import Collection, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from handlers.imports import countries

SHORTEST = 5  # letters; below that too many words are neighbours
MUCH_OFTENER = 5
_SECTORS = (
    "accounting|advertising|aerospace|agriculture|architecture|automotive|aviation"
    "|banking|biotechnology|chemicals|construction|consulting|cosmetics|defence|defense"
    "|education|electronics|employment|energy|engineering|entertainment|environment"
    "|fashion|finance|financial services|food|furniture|gaming|government|healthcare"
    "|hospitality|hotels|human resources|information technology|insurance|internet"
    "|investment|legal|logistics|machinery|manufacturing|marketing|media|medical|mining"
    "|nonprofit|pharmaceuticals|printing|publishing|real estate|recruiting|restaurants"
    "|retail|security|semiconductors|services|shipping|software|sports|steel|telecom"
    "|telecommunications|textiles|tourism|transportation|transport|travel|technology"
    "|utilities|wholesale"
)
SECTORS = {sector: sector for sector in _SECTORS.split("|")}


def sectors(counts: Mapping[str, int]) -> dict[str, str]:
    """Misspelt sectors of a column and what they should be; see `misspelt`."""
    return misspelt(counts, SECTORS)


def nations(counts: Mapping[str, int]) -> dict[str, str]:
    """Misspelt countries of a column and what they should be; see `misspelt`."""
    return misspelt(counts, countries.names())


def misspelt(counts: Mapping[str, int], known: Mapping[str, str]) -> dict[str, str]:
    """Find values that are one slip away from exactly one known or much more frequent value.

    Args:
        counts: how often each value of the column occurs.
        known: words that are right, as they are written, by their form without case; they are
            never changed themselves.

    Returns:
        What is written -> what it should be.
    """
    folded: Counter[str] = Counter()
    spelled = dict(known)
    for value, count in sorted(counts.items(), key=lambda pair: pair[1]):
        folded[value.casefold()] += count
        spelled[value.casefold()] = value
    found = {}
    for value in counts:
        meant = "" if value.casefold() in known else _meant(value.casefold(), folded, known)
        if meant:
            found[value] = _cased(value, spelled[meant])
    return found


def _meant(value: str, counts: Counter[str], known: Collection[str]) -> str:
    """The one word that somebody meant, or nothing where there is none or more than one."""
    if len(value) < SHORTEST or not value.isascii() or any(map(str.isdigit, value)):
        return ""
    often = {other for other, count in counts.items() if count >= MUCH_OFTENER * counts[value]}
    words = [word for word in often.union(known) if len(word) >= SHORTEST]
    near = extract(value, words, scorer=OSA.distance, score_cutoff=1, limit=2)
    return str(near[0][0]) if len(near) == 1 else ""


def _cased(like: str, word: str) -> str:
    """Write a word with a capital, or all in capitals, where the misspelt one is written so."""
    if like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
