"""Slack calls Parley: the essentials over signed HTTP, and what is not signed is not taken."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.intakes import Intake
from store.failures import StoreFailure
from tests.bot.slack_offices import SlackOffice, asks, commands, slack_office
from tests.standins.slack_deliveries import encoded, signed
from tests.standins.slacks import Delivery, Person

Office = SlackOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack"), http=True) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture
def ada(office: Office) -> Person:
    return office.rep("Ada")


def event(person: Person, text: str) -> dict[str, Any]:
    ts = person.world.next_ts()
    said = {"type": "message", "channel": person.dm.id, "channel_type": "im", "ts": ts}
    said |= {"user": person.id, "text": text}
    return {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{ts}", "event": said}


def test_no_socket_is_opened(office: Office):
    assert office.slack.connected == 0


def test_a_direct_message(ada: Person):
    asks(ada, "contact add Grace Hopper", "Saved")
    assert asks(ada, "find hopper", "Grace Hopper")


def test_a_mention_and_a_command_in_a_channel(office: Office, ada: Person):
    room = office.room(ada, office.newcomer("Bystander"))
    assert asks(ada, "@Parley contact add Channel Person", "Saved", to=room).ephemeral
    assert commands(ada, "find channel person", "Channel Person", channel=room).ephemeral
    assert [one for one in room.sees if one.by_bot] == []


def test_buttons(ada: Person):
    card = asks(ada, "contact add Button Person", "Saved")
    assert ada.presses("Undo").status == 200
    assert ada.waits("Undone:").ts == card.ts


def test_forms(ada: Person):
    assert ada.commands("/crm", "contact add").status == 200
    assert ada.modal
    ada.submits({"name": "Form Person", "email": "nonsense"}).wait()
    assert "not an e-mail address" in ada.modal_errors["email"]
    ada.submits({"name": "Form Person", "email": ""}).wait()
    assert ada.waits("Saved").says("Form Person")


def test_the_home(office: Office, ada: Person):
    ada.opens_home()
    assert office.slack.wait(lambda: ada.home)


def test_the_address_is_verified(office: Office):
    challenge = {"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}
    [sent] = office.slack.deliver(challenge)
    assert sent.status == 200
    assert "3eZbrw1aB" in str(sent.response)


@pytest.mark.parametrize(
    "forgery",
    [
        {"signature": "v0=" + "0" * 64},
        {"signature": "nonsense"},
        {"timestamp": str(int(time.time()) - 301)},
        {"timestamp": str(int(time.time()) + 3600)},
        {"timestamp": "yesterday"},
    ],
)
def test_forged_and_old_calls_are_refused(office: Office, ada: Person, forgery: dict[str, Any]):
    before = office.stored()
    [sent] = office.slack.deliver(event(ada, "contact add Forged"), **forgery)
    assert sent.status == 401
    assert office.stored() == before


@pytest.mark.parametrize("headers", [{}, {"X-Slack-Signature": "v0=x"}])
def test_unsigned_calls_are_refused(office: Office, ada: Person, headers: dict[str, Any]):
    before = office.stored()
    assert _status(office, encoded(Delivery("events_api", event(ada, "x")))[0], headers) == 401
    assert office.stored() == before


def test_a_signature_is_good_for_its_own_body_only(office: Office, ada: Person):
    stamp = str(int(time.time()))
    body = encoded(Delivery("events_api", event(ada, "help")))[0]
    signature = signed(office.slack.signing_secret, stamp, body)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    before = office.stored()
    assert _status(office, body.replace(b"help", b"undo"), headers) == 401
    assert office.stored() == before


def test_a_call_that_is_replayed_counts_once(office: Office, ada: Person):
    stamp = str(int(time.time()))
    body = encoded(Delivery("events_api", event(ada, "contact add Replayed Call")))[0]
    signature = signed(office.slack.signing_secret, stamp, body)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    headers |= {"Content-Type": "application/json"}
    assert [_status(office, body, headers) for _ in range(3)] == [200, 200, 200]
    ada.waits("Saved")
    asks(ada, "whoami", "Your rights")
    assert len([one for one in ada.sees if one.by_bot and one.says("Saved")]) == 1


def _status(office: Office, body: bytes, headers: dict[str, Any]) -> int:
    request = Request(office.slack.events_url, data=body, headers=headers)
    try:
        with urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def test_repeated_deliveries(office: Office, ada: Person):
    office.slack.repeat_deliveries(2)
    asks(ada, "contact add Repeated Event", "Saved")
    office.slack.settle()
    office.slack.repeat_deliveries(0)
    asks(ada, "whoami", "Your rights")
    assert len([one for one in ada.sees if one.by_bot]) == 3


def test_a_database_that_fails_is_not_acknowledged(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
):
    def fails(*_arguments):
        raise StoreFailure("full")

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "take", fails)
        [sent] = office.slack.deliver(event(ada, "whoami"), timestamp=str(int(time.time())))
        assert sent.status == 503


def test_a_restart(office: Office, ada: Person):
    office.slack.deliveries.ack_within = 1.0
    with office.closed():
        ada.says("contact add During Restart")
        pressed = ada.commands("/crm", "whoami")
        assert pressed.status == 0
    ada.waits("During Restart", timeout=10)
    office.slack.settle()
    assert len([one for one in ada.sees if one.says("Saved")]) == 1
    office.slack.complaints.clear()
