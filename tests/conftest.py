"""What holds for every test."""

import importlib
import os
import pkgutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import settings

import bot
import handlers
import reminders
import store
from bot import collectors
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


@contextmanager
def _untraced(config: pytest.Config) -> Iterator[None]:
    """Nothing is traced meanwhile, neither here nor in the processes that are started."""
    plugin = config.pluginmanager.getplugin("_cov")
    tracing = plugin and plugin.cov_controller
    if not tracing:
        yield
        return
    tracing.pause()
    try:
        with (
            mock.patch.multiple(tracing, pause=mock.DEFAULT, resume=mock.DEFAULT),
            mock.patch.dict(os.environ),
        ):
            os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
            yield
    finally:
        tracing.resume()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """To find the tests takes twice as long if it is traced; the rooms' own first lines count."""
    for room in (bot, handlers, reminders, store):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.startswith("store.migrations."):  # Alembic alone can load these
                importlib.import_module(module.name)
    with _untraced(session.config):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """By itself pytest-cov leaves out a test marked no_cover, but not its fixtures and processes."""
    if not item.get_closest_marker("no_cover"):
        return (yield)
    with _untraced(item.config):
        return (yield)


def pytest_collection_finish() -> None:
    """To look for garbage among thousands of tests and modules takes a tenth of the time."""
    collectors.spare()


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
