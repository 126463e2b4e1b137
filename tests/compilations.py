"""Compiled statements, shared by the databases of all tests in a process.

SQLAlchemy keeps them per engine, as they depend on its dialect. A test has an engine of its own,
and would compile every statement anew: a quarter of the time of the whole suite.
"""

from typing import Any

import pytest
from sqlalchemy import Engine

from store import engines

_first: dict[str, Engine] = {}


def share(patch: pytest.MonkeyPatch) -> None:
    """Let every engine that is made from now on use the dialect and cache of the first."""
    for name in ("_sqlite", "_postgresql"):
        patch.setattr(engines, name, _sharing(name, getattr(engines, name)))


def _sharing(name: str, make: Any) -> Any:
    def made(*arguments: Any) -> Engine:
        engine: Engine = make(*arguments)
        first = _first.setdefault(name, engine)
        if first is not engine:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        return engine

    return made
