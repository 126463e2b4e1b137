"""What holds for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases
from tests.conversations import Chat, open_chat

# How long an example takes says nothing on a shared machine under coverage.
settings.register_profile("parley", deadline=None)
settings.load_profile("parley")


def pytest_sessionfinish() -> None:
    databases.stop_postgres()


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    """A new company on SQLite in which people speak."""
    yield from open_chat(f"sqlite:///{tmp_path}/parley.db", tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_chat(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Chat]:
    """A new company on each database."""
    if request.param == "sqlite":
        yield from open_chat(f"sqlite:///{tmp_path}/parley.db", tmp_path)
        return
    url = databases.fresh_postgres_url()
    yield from open_chat(url, tmp_path)
    databases.drop_postgres(url)
