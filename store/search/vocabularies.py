"""The words of the index, from which a typing error is put right."""

import re
import threading
from collections.abc import Iterable
from itertools import product
from string import ascii_lowercase
from typing import Final
from weakref import WeakKeyDictionary

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import Connection, Dialect, text

MOST_NEAR: Final = 24  # words that one typing error is put right to
SHORTEST: Final = 4  # letters of a word that is put right
LONGEST: Final = 24
CERTAIN: Final = 5  # letters up to which one error is allowed; above it, two
_WORD: Final = re.compile(f"[a-z]{{{SHORTEST},{LONGEST}}}")
# The first row is the present.
_READ_POSTGRESQL: Final = """
SELECT '' AS word, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS added
UNION ALL SELECT word, added FROM search_words WHERE added >= :since
"""
_READ: Final = {
    "sqlite": text("SELECT word, added FROM search_words WHERE added >= :since"),
    "postgresql": text(_READ_POSTGRESQL),
}
# How far back words are read again. On PostgreSQL a word is stamped when it is written and seen
# when it is committed: within ten seconds, for the index is written right before the commit. On
# SQLite the numbers of a transaction that was rolled back are given once more.
_OVERLAP: Final = {"sqlite": 1_000, "postgresql": 10_000}
_FORGET: Final = {
    "sqlite": text("DELETE FROM search_words WHERE word NOT IN (SELECT term FROM search_terms)"),
    "postgresql": text(
        "DELETE FROM search_words WHERE NOT EXISTS (SELECT 1 FROM search_index "
        "WHERE tokens @@ CAST(word AS tsquery))"
    ),
}


def is_corrected(word: str) -> bool:
    """Tell whether typing errors in a word are put right: Latin letters, four or more."""
    return _WORD.fullmatch(word) is not None


def errors_allowed(word: str) -> int:
    """Return how many letters may be wrong, missing, added or swapped in a word."""
    return 1 if len(word) <= CERTAIN else 2


def forget(connection: Connection) -> None:
    """Remove the words that no document has any more; seconds of work in a large index."""
    connection.execute(_FORGET[connection.dialect.name])


class Vocabulary:
    """The words of one database, as far as this process has read them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = {""}
        self._groups: dict[tuple[str, int], list[str]] = {}  # by first letter and length
        self._newest = 0

    def knows(self, word: str) -> bool:
        """Tell whether some document had this word."""
        return word in self._known

    def near(self, word: str) -> list[tuple[str, int]]:
        """Return words that a folded word may have been meant for, each with its distance.

        The nearest come first, and no more than MOST_NEAR of them. Some 0.2 ms per 1,000 words.
        """
        return self._near(word, ascii_lowercase, errors_allowed(word))

    def nearest_alike(self, word: str) -> list[tuple[str, int]]:
        """Return those with one error that begin alike, in a tenth of the time."""
        return self._near(word, sorted({*word[:2]}), 1)

    def _near(self, word: str, initials: Iterable[str], most: int) -> list[tuple[str, int]]:
        lengths = range(len(word) - most, len(word) + most + 1)
        with self._lock:
            found = [
                (near, distance)
                for group in product(initials, lengths)
                for near, distance, _ in extract(
                    word,
                    self._groups.get(group, ()),
                    scorer=OSA.distance,
                    score_cutoff=most,
                    limit=MOST_NEAR,
                )
            ]
        return sorted(found, key=lambda pair: (pair[1], pair[0]))[:MOST_NEAR]

    def refresh(self, connection: Connection) -> None:
        """Read the words that have come since the last time, whoever wrote them."""
        name = connection.dialect.name
        rows = connection.execute(_READ[name], {"since": self._newest - _OVERLAP[name]}).all()
        with self._lock:
            for word, added in rows:
                self._newest = max(self._newest, added)
                if word not in self._known:
                    self._known.add(word)
                    self._groups.setdefault((word[0], len(word)), []).append(word)


# By dialect: an engine has one for life, while options on the engine make new engine objects.
_VOCABULARIES: Final[WeakKeyDictionary[Dialect, Vocabulary]] = WeakKeyDictionary()
_OPENING: Final = threading.Lock()


def read_vocabulary(connection: Connection) -> Vocabulary:
    """Return all words of the database that a connection belongs to."""
    with _OPENING:
        vocabulary = _VOCABULARIES.setdefault(connection.dialect, Vocabulary())
    vocabulary.refresh(connection)
    return vocabulary
