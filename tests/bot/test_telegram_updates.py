"""Telegram's updates: stored before they are confirmed, once, in order, whatever they hold."""

import json
import random
import socket
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from store.tables import Inbox
from tests.bot.services import Office, an_office
from tests.standins.telegram_people import Person

SECRET = "s3cret_token-for-the-hook"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with an_office(f"sqlite:///{folder}/parley.db", folder) as one:
        yield one


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose Telegram calls Parley."""
    folder = tmp_path_factory.mktemp("hooked")
    url, hook = f"sqlite:///{folder}/parley.db", hook_of(free_port())
    with an_office(url, folder, limits=None, **hook) as one:
        yield one


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def hook_of(port: int) -> dict[str, str]:
    """Settings of a webhook."""
    return {
        "http": f"127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram/hook",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


def stored(office: Office) -> int:
    """How many payloads are in the inbox."""
    query = select(func.count(col(Inbox.id)))
    return office.database.read(
        lambda session: int(session.execute(query).scalar_one()), office.clock.now()
    )


def posts(office: Office, body: bytes, secret: str | None = SECRET) -> int:
    """Call the webhook; gives the HTTP status."""
    headers = {"Content-Type": "application/json"}
    headers |= {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    request = Request(str(office.settings.telegram_webhook_url), body, headers)
    try:
        with urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def update(office: Office, person: Person, text: str, number: int) -> dict[str, Any]:
    """An update in which somebody says something."""
    message = {"message_id": number, "date": 1, "chat": person.chat.told, "from": person.user}
    return {"update_id": number, "message": message | {"text": text}}


BROKEN: list[dict[str, Any]] = [
    {"message": "no message"},
    {"message": {"chat": "no chat"}},
    {"message": {"message_id": "x", "date": "yesterday", "chat": {"id": 1}}},
    {"telepathy": {}},
    {},
    {"callback_query": {"id": 5, "data": {}}},
    {"message": {"chat": {"id": 10**30, "type": "private"}, "text": "/help"}},
]


@pytest.mark.parametrize("body", BROKEN)
def test_an_update_that_makes_no_sense_holds_up_nobody(office: Office, body: dict[str, Any]):
    ada = office.stranger("Ada")
    before = stored(office)
    with office.telegram.holding():
        office.telegram.deliver(body)
        ada.says("/whoami")
    ada.waits("Ada")
    assert stored(office) == before + 2


def test_an_update_of_somebody_known_that_cannot_be_parsed_is_answered(office: Office):
    ada = office.recruit("Ada")
    message = {"message_id": [], "chat": ada.chat.told, "from": ada.user, "date": "x", "text": "hi"}
    office.telegram.deliver({"message": message})
    assert "Something went wrong on my side" in ada.waits().text
    ada.says("/whoami")
    ada.waits(ada.name)


def test_the_same_update_twice_acts_once(office: Office):
    ada = office.recruit("Ada")
    office.telegram.repeat_updates(2)
    try:
        ada.says(f"contact add {office.named('Grace')}")
        ada.waits("Saved.")
        ada.says("/contacts")
        assert "1 in all" in ada.waits("Contacts").text
    finally:
        office.telegram.repeat_updates(0)
    assert len(ada.sees) == 3


def test_what_is_said_while_parley_is_down_is_answered_once_and_in_order(office: Office):
    people = [office.recruit("Ada"), office.recruit("Ben")]
    names = [office.named("Grace") for _ in range(6)]
    before = [len(person.sees) for person in people]
    with office.closed():
        for name in names:
            for person in people:
                person.says(f"contact add {name}{person.id}")
    for person, seen in zip(people, before, strict=True):
        person.waits(names[-1])
        said = [text.splitlines()[1].rpartition(" ")[0] for text in person.texts[seen:]]
        assert said == [f"{name}{person.id}" for name in names]


def test_an_open_question_survives_a_restart(office: Office):
    ada = office.recruit("Ada")
    ada.says("/contact_add")
    ada.waits("What is the name?")
    with office.closed():
        name = office.named("Grace")
        ada.says(name)
    ada.waits(f"Saved.\n{name}")


def test_buttons_survive_a_restart(office: Office):
    ada = office.recruit("Ada")
    ada.says(f"contact add {office.named('Grace')}")
    ada.waits("Saved.")
    with office.closed():
        ada.presses("Undo")
    ada.waits("Undone: contact add.")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x", "ключ"])
def test_a_call_without_the_secret_is_refused_and_stores_nothing(
    hooked: Office, secret: str | None
):
    eve = hooked.stranger("Eve")
    before = stored(hooked)
    body = json.dumps(update(hooked, eve, "/start", 900_001)).encode()
    header = secret.encode().decode("latin-1") if secret else secret
    assert posts(hooked, body, header) == 401
    assert stored(hooked) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not JSON", 400),
        (b"[1, 2]", 400),
        (b'"hello"', 400),
        (b"\xff\xfe", 400),
        (b'{"a":' * 5000, 400),
        (b'{"update_id": "' + b"x" * 1024 * 1024 + b'"}', 413),
    ],
)
def test_a_call_that_is_no_update_is_refused_and_stores_nothing(
    hooked: Office, body: bytes, status: int
):
    before = stored(hooked)
    assert posts(hooked, body) == status
    assert stored(hooked) == before


def test_a_repeated_call_is_stored_once(hooked: Office):
    ada = hooked.recruit("Ada")
    name = hooked.named("Grace")
    before, seen = stored(hooked), len(ada.sees)
    body = json.dumps(update(hooked, ada, f"contact add {name}", 800_000 + ada.id)).encode()
    assert [posts(hooked, body) for _ in range(3)] == [200, 200, 200]
    ada.waits(name)
    ada.says("/contacts")
    ada.waits("1 in all")
    assert stored(hooked) == before + 2
    assert len(ada.sees) == seen + 2


def test_calls_in_another_order_lose_and_double_nothing(hooked: Office):
    people = [hooked.recruit(first) for first in ("Ada", "Ben", "Cleo")]
    hooked.telegram.shuffle(random.Random(7).randrange(1000), strict_order=False)
    hooked.telegram.repeat_updates(1)
    try:
        with hooked.telegram.holding():
            for person in people:
                for number in range(5):
                    person.says(f"contact add {hooked.named('Grace')}{number}")
        hooked.telegram.wait(lambda: not hooked.telegram.unconfirmed)
    finally:
        hooked.telegram.updates.shuffled = None
        hooked.telegram.repeat_updates(0)
    for person in people:
        for _ in range(5):
            person.waits("Saved.")
        person.says("/contacts")
        person.waits("5 in all")


def test_calls_while_parley_is_down_are_tried_until_they_are_taken(hooked: Office):
    ada = hooked.recruit("Ada")
    with hooked.closed():
        ada.says("/whoami")
        hooked.telegram.wait(lambda: hooked.telegram.webhook.error)
    ada.waits(ada.name)
