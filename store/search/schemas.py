"""The tables of the search index; the name of each begins with search_."""

from typing import Final

# detail=none keeps which rows hold a token, not where; contentless: the index holds no text.
_SQLITE_INDEX: Final = """
CREATE VIRTUAL TABLE search_index USING fts5(
    tokens, content='', contentless_delete=1, detail=none, tokenize='ascii'
)
"""
_SQLITE_TERMS: Final = "CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_index, 'row')"
# added: a running number here, milliseconds on PostgreSQL, where numbers would not be in order.
_SQLITE_WORDS: Final = """
CREATE TABLE search_words (
    added INTEGER PRIMARY KEY AUTOINCREMENT,
    word TEXT NOT NULL UNIQUE
)
"""
# Documents are put through a view, so that one statement writes the index and the words.
_SQLITE_ENTRIES: Final = "CREATE VIEW search_entries AS SELECT 0 AS id, '' AS tokens, '' AS words"
_SQLITE_PUT: Final = """
CREATE TRIGGER search_entries_put INSTEAD OF INSERT ON search_entries BEGIN
    INSERT OR REPLACE INTO search_index (rowid, tokens) VALUES (new.id, new.tokens);
    INSERT OR IGNORE INTO search_words (word) SELECT value FROM json_each(new.words);
END
"""

_POSTGRESQL_INDEX: Final = (
    "CREATE TABLE search_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)"
)
# Without statistics the planner always takes the GIN index; with them it would walk the whole
# table for a token that it believes to be frequent.
_POSTGRESQL_PLAN: Final = "ALTER TABLE search_index ALTER COLUMN tokens SET STATISTICS 0"
# No pending list (fastupdate): each search would have to read it.
_POSTGRESQL_GIN: Final = """
CREATE INDEX search_index_tokens ON search_index USING gin (tokens) WITH (fastupdate = off)
"""
# No unique index on words: it would make one transaction wait for another that has met the same
# new word. A word that two wrote at once stands there twice, which is harmless.
_POSTGRESQL_WORDS: Final = """
CREATE TABLE search_words (
    word text COLLATE "C" NOT NULL,
    added bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)
)
"""
_POSTGRESQL_WORD: Final = "CREATE INDEX search_words_word ON search_words (word)"
_POSTGRESQL_ADDED: Final = "CREATE INDEX search_words_added ON search_words (added)"

_CREATE: Final = {
    "sqlite": (
        _SQLITE_INDEX,
        _SQLITE_TERMS,
        _SQLITE_WORDS,
        _SQLITE_ENTRIES,
        _SQLITE_PUT,
    ),
    "postgresql": (
        _POSTGRESQL_INDEX,
        _POSTGRESQL_PLAN,
        _POSTGRESQL_GIN,
        _POSTGRESQL_WORDS,
        _POSTGRESQL_WORD,
        _POSTGRESQL_ADDED,
    ),
}
_DROP: Final = {
    "sqlite": (
        "DROP VIEW search_entries",
        "DROP TABLE search_terms",
        "DROP TABLE search_words",
        "DROP TABLE search_index",
    ),
    "postgresql": ("DROP TABLE search_words", "DROP TABLE search_index"),
}


def create_statements(dialect_name: str) -> list[str]:
    """Return the statements that create the empty index, for a migration.

    Args:
        dialect_name: `sqlite` or `postgresql`; KeyError for any other.
    """
    return list(_CREATE[dialect_name])


def drop_statements(dialect_name: str) -> list[str]:
    """Return the statements that remove the index, for a migration.

    Args:
        dialect_name: `sqlite` or `postgresql`; KeyError for any other.
    """
    return list(_DROP[dialect_name])


def owns_table(name: str) -> bool:
    """Tell whether a table belongs to the index, the ones that FTS5 makes for itself included."""
    return name.startswith("search_")
