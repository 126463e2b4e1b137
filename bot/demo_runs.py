"""Opening the demo company: made once in a folder, thrown away only where it made itself."""

from pathlib import Path

from bot import demo_people, demos
from bot.clocks import Clock
from bot.terminals import Terminal
from store import installations
from store.engines import Database
from store.failures import StoreFailure

REP = "Ben Carter"
"""Who speaks first."""
MARKER = ".parley-demo"
DATABASE = "parley.db"
FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "parley.key", "parley.anchors")
UNFINISHED, FINISHED = "unfinished\n", "finished\n"


def open_demo(folder: Path, fresh: bool, clock: Clock) -> Terminal:  # noqa: FBT001 (named by callers)
    """Open the demo company of a folder; it is made if it is not there yet.

    Args:
        folder: where parley.db and parley.key lie; it is made if it is missing.
        fresh: whether an existing demo is thrown away first.
        clock: what counts as the present.

    Raises:
        StoreFailure: reason "exists" when the folder holds a company that is no demo, which is
            left as it is; other reasons when the database cannot be used.
    """
    marker = folder / MARKER
    _refuse_others(folder, marker)
    if fresh or not _is_finished(marker):
        _remove(folder)
        return Terminal(_make(folder, clock), clock)
    return Terminal(installations.open_installation(_url(folder), folder / "parley.key"), clock)


def _refuse_others(folder: Path, marker: Path) -> None:
    found = [name for name in FILES if (folder / name).exists()]
    if found and not marker.exists():
        raise StoreFailure("exists", str(folder / found[0]))


def _is_finished(marker: Path) -> bool:
    """Whether the demo was made to its end; one that was interrupted is made anew."""
    return marker.exists() and marker.read_text(encoding="ascii") == FINISHED


def _remove(folder: Path) -> None:
    for name in (*FILES, MARKER):
        (folder / name).unlink(missing_ok=True)


def _make(folder: Path, clock: Clock) -> Database:
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    marker.write_text(UNFINISHED, encoding="ascii")
    now = clock.now()
    database, _code = installations.found(
        _url(folder),
        folder / "parley.key",
        company=demo_people.COMPANY,
        admin=demo_people.ADMIN,
        now=now - demos.FOUNDED,
    )
    try:
        demos.make(database, now)
    except BaseException:
        database.close()
        raise
    marker.write_text(FINISHED, encoding="ascii")
    return database


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / DATABASE}"
