"""What holds for every test."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import compilations, databases, templates
from tests.conversations import Chat, open_chat

# How long an example takes says nothing on a shared machine under coverage.
settings.register_profile("parley", deadline=None)
settings.load_profile("parley")

# In memory where it has room: pytest's folders, and the databases in them.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(databases.place()))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tracing more than doubles the time, so of a test's parameters only the first are traced.

    Of a test of the store, which speaks differently to each database, the first of each.
    """
    traced = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        kind = (name, name.startswith("tests/store") and "postgresql" in item.nodeid)
        if kind in traced:
            item.add_marker(pytest.mark.no_cover)
        traced.add(kind)


def pytest_collection_finish() -> None:
    """To look for garbage among thousands of tests and modules takes a tenth of the time."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 10)


@pytest.fixture(scope="session", autouse=True)
def shared_compilations() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compilations.share(patch)
        yield


def pytest_sessionfinish() -> None:
    templates.forget()
    databases.stop_postgres()


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    """A new company on SQLite in which people speak."""
    yield from open_chat("sqlite", tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_chat(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Chat]:
    """A new company on each database."""
    yield from open_chat(request.param, tmp_path)
