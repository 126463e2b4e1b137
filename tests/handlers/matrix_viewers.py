"""The one who looks, in a company that is filled once for each role and copied for each test."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from store.rights import Role
from tests.conversations import Chat, Somebody, open_chat

Fill = Callable[[Chat, str], object]


def looking(chat: Chat, role: str) -> Somebody:
    """The one who looks: Maria's, or a customer. Who is to be suspended is a rep until then."""
    if role == "customer":
        return chat.customer("王小明")
    kind = Role.REP if role == "suspended" else Role(role)
    return chat.staff("Vera Viewer", kind, chat.manager("Maria Top"))


def company(request: pytest.FixtureRequest, folder: Path, fill: Fill) -> Iterator[Chat]:
    """A company filled for the role of a test; an empty one for a test that is of no role.

    Args:
        request: of the test.
        folder: where its files go.
        fill: a function at the top of a module, given a company and the role.
    """
    of_role = "role" in request.fixturenames
    before = _filled(fill, request.getfixturevalue("role")) if of_role else None
    yield from open_chat("sqlite", folder, before)


@cache
def _filled(fill: Fill, role: str) -> Callable[[Chat], object]:
    """The same for the same, so that such a company is made once."""
    return partial(_fill, fill=fill, role=role)


def _fill(chat: Chat, fill: Fill, role: str) -> None:
    fill(chat, role)
