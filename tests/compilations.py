"""Compiled statements, shared by the databases of all tests in a process.

SQLAlchemy keeps them per engine, as they depend on its dialect. A test has an engine of its own,
and would compile every statement anew: a quarter of the time of the whole suite.
"""

from typing import Any

import pytest
from sqlalchemy import Engine

from store import engines

_first: list[Engine] = []


def share(patch: pytest.MonkeyPatch) -> None:
    """Let every SQLite engine that is made from now on use the dialect and cache of the first."""
    patch.setattr(engines, "_sqlite", _sharing(engines._sqlite))


def _sharing(make: Any) -> Any:
    def made(*arguments: Any) -> Engine:
        engine: Engine = make(*arguments)
        # A dialect learns of its database with the first connection; before, it is of no use.
        if not _first or _first[0].dialect.server_version_info is None:
            _first[:] = [engine]
            return engine
        engine.dialect = engine.pool._dialect = _first[0].dialect
        engine._compiled_cache = _first[0]._compiled_cache
        return engine

    return made
