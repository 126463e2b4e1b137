"""Companies that are made once and copied for each test: founding one takes ten times as long."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from store import anchors, installations
from tests import databases

Prepare = Callable[[str, Path], None]
_made: dict[tuple[str, tuple[tuple[str, object], ...], Prepare | None], tuple[str, Path]] = {}


def copied(
    dialect: str,
    folder: Path,
    company: Mapping[str, object],
    now: datetime,
    prepare: Prepare | None = None,
) -> tuple[str, Path]:
    """A company of one's own: the address of its database, and its key file in the folder.

    Args:
        dialect: "sqlite" or "postgresql".
        folder: where the key file goes, and the database if it is a file.
        company: its settings.
        now: when it is founded, if none of its kind was made yet.
        prepare: fills a new company before it is copied: given its database and its key file,
            it leaves both closed. Companies are of one kind if their preparations are equal.
    """
    return _copy(*_template(dialect, company, now, prepare), folder)


def _template(
    dialect: str, company: Mapping[str, object], now: datetime, prepare: Prepare | None
) -> tuple[str, Path]:
    known = (dialect, tuple(sorted(company.items())), prepare)
    if known not in _made:
        folder = Path(tempfile.mkdtemp(prefix="parley-template-", dir=databases.place()))
        if prepare:
            made = _copy(*_template(dialect, company, now, None), folder)
            prepare(*made)
        else:
            made = _founded(dialect, folder, company, now)
        _made[known] = made
    return _made[known]


def _copy(url: str, key_file: Path, folder: Path) -> tuple[str, Path]:
    target = folder / "parley.key"
    shutil.copy2(key_file, target)
    if anchors.path_beside(key_file).exists():
        shutil.copy2(anchors.path_beside(key_file), anchors.path_beside(target))
    if url.startswith("sqlite"):
        shutil.copyfile(url.removeprefix("sqlite:///"), folder / "parley.db")
        return f"sqlite:///{folder}/parley.db", target
    return databases.fresh_postgres_url(databases.database_name(url)), target


def _founded(
    dialect: str, folder: Path, company: Mapping[str, object], now: datetime
) -> tuple[str, Path]:
    url = f"sqlite:///{folder}/parley.db"
    if dialect == "postgresql":
        url = databases.fresh_postgres_url()
    made, _code = installations.found(
        url, folder / "parley.key", company=company, admin="Root Admin", now=now
    )
    made.close()
    return url, folder / "parley.key"


def forget() -> None:
    """Remove the files of all templates, at the end of the tests."""
    for _url, key_file in _made.values():
        shutil.rmtree(key_file.parent, ignore_errors=True)
    _made.clear()
