"""Files in Slack: taken in with and without words, refused with a reason, sent to the asker alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slacks import downloads
from tests.bot.slack_offices import SlackOffice, asks, slack_office
from tests.standins import slack_doors
from tests.standins.slacks import Person

Office = SlackOffice
OFFER = ("offer.pdf", b"%PDF-1.7 an offer", "application/pdf")
PHOTO = ("card.png", b"\x89PNG a card", "image/png")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with slack_office(tmp_path_factory.mktemp("slack")) as found:
        yield found
        assert found.slack.complaints == []


@pytest.fixture
def ada(office: Office) -> Person:
    ada = office.rep("Ada")
    asks(ada, "contact add Grace Filed", "Saved")
    return ada


def ref_of(person: Person) -> str:
    return next(
        word
        for one in reversed(person.sees)
        if one.by_bot
        for word in one.text.split()
        if word.startswith("C-")
    )


def test_a_file_with_a_command(office: Office, ada: Person):
    ref = ref_of(ada)
    ada.uploads([OFFER], f"attach {ref}")
    assert ada.waits("Kept with it: offer.pdf").buttons
    asks(ada, f"files {ref}", "offer.pdf")
    office.slack.wait(lambda: [one.bytes for one in office.slack.uploaded][-1:] == [OFFER[1]])
    assert next(one for one in reversed(ada.sees) if one.files).files == ("offer.pdf",)


def test_a_file_without_words_asks_whose_it_is(ada: Person):
    ada.uploads([OFFER])
    ada.waits("Which contact or company does it belong to?")
    assert asks(ada, "Grace Filed", "Kept with it: offer.pdf")


def test_several_files_at_once(ada: Person):
    ref = ref_of(ada)
    ada.uploads([OFFER, PHOTO], f"attach {ref}")
    assert ada.waits("Kept with it: offer.pdf, card.png")


def test_a_caption_that_is_no_command_is_a_note(ada: Person):
    ada.uploads([OFFER], "the offer of last week")
    ada.waits("Which contact or company does it belong to?")
    asks(ada, ref_of(ada), "Kept with it: offer.pdf")
    assert asks(ada, "timeline it", "the offer of last week")


def test_a_file_in_the_thread_of_a_card(ada: Person):
    card = ada.waits("Grace Filed")
    asks(ada, "contact add Somebody Else", "Saved")
    ada.uploads([OFFER], thread=card.ts)
    answer = ada.waits("Kept with it: offer.pdf")
    assert answer.says("Grace Filed")
    assert answer.thread_ts == card.ts


def test_a_file_in_a_channel(office: Office, ada: Person):
    room = office.room(ada, office.newcomer("Ben"))
    ada.uploads([OFFER], f"@Parley attach {ref_of(ada)}", to=room)
    assert ada.waits("Kept with it: offer.pdf", where=room).ephemeral


def test_a_file_in_an_externally_shared_channel(office: Office, ada: Person):
    room = office.room(ada, external=True)
    ada.uploads([OFFER], f"@Parley attach {ref_of(ada)}", to=room)
    assert ada.waits("Kept with it: offer.pdf", where=room)


def test_a_file_that_is_too_big(office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "LARGEST", 10)
    ada.uploads([OFFER], f"attach {ref_of(ada)}")
    assert ada.waits("is too big: up to 20 MB fit")


def test_a_file_that_is_bigger_than_slack_says(ada: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "LARGEST", 1000)
    big = ("big.bin", b"x" * 2000, "application/octet-stream")
    with ada.world.changing():
        shape = ada._file(*big, ada.dm) | {"size": 10}
        ada._post(ada.dm, f"attach {ref_of(ada)}", None, [shape])
    assert ada.waits("is too big")


def test_a_page_for_signing_in_is_no_file(ada: Person, monkeypatch: pytest.MonkeyPatch):
    """Slack shows one where the right to read files is missing."""
    known = slack_doors.Doors._token

    def refused(doors, request, params):
        return "wrong" if "/files/" in request.path else known(doors, request, params)

    monkeypatch.setattr(slack_doors.Doors, "_token", refused)
    ada.uploads([OFFER], f"attach {ref_of(ada)}")
    assert ada.waits("I could not fetch “offer.pdf”")


def test_a_file_that_cannot_be_had(office: Office, ada: Person):
    with ada.world.changing():
        shape = ada._file(*OFFER, ada.dm)
        del office.slack.files[shape["id"]]
        ada._post(ada.dm, f"attach {ref_of(ada)}", None, [shape])
    assert ada.waits("I could not fetch “offer.pdf”")


def test_the_token_is_shown_to_nobody_but_slack(office: Office, ada: Person):
    """A file that is kept elsewhere, such as a shared document, is not asked for."""
    shape = {"id": "F9", "name": "plan.gdoc", "mimetype": "application/x", "size": 5}
    shape |= {"mode": "external", "url_private": "https://docs.elsewhere.example/plan"}
    with ada.world.changing():
        ada._post(ada.dm, f"attach {ref_of(ada)}", None, [shape])
    assert ada.waits("I could not fetch “plan.gdoc”")


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://files.slack.com/files-pri/T1-F1/x.pdf", True),
        ("https://acme.enterprise.slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com.evil.example/x", False),
        ("https://evilslack.com/x", False),
        ("https://files.slack.com@evil.example/x", False),
        ("", False),
    ],
)
def test_where_slack_keeps_files(url: str, own: bool):
    assert downloads._is_slacks(AsyncWebClient("t"), url) is own


@pytest.mark.parametrize("odd", [None, "x", {}, {"size": "many"}, {"url_private": 7}])
def test_descriptions_that_make_no_sense(office: Office, ada: Person, odd: object):
    event: dict[str, Any] = {"type": "message", "channel": ada.dm.id, "channel_type": "im"}
    event |= {
        "user": ada.id,
        "text": f"attach {ref_of(ada)}",
        "ts": office.slack.next_ts(),
        "files": [odd],
    }
    event |= {"subtype": "file_share"}
    before = ada.sees[-1].ts
    [sent] = office.slack.deliver({"type": "event_callback", "team_id": "T1", "event": event})
    assert sent.status == 200
    assert not ada.waits(after=before).says("went wrong")


def test_a_strangers_file_waits_for_their_consent(office: Office):
    eve = office.newcomer("Eve")
    eve.uploads([OFFER], "attach C-1")
    assert eve.waits("I don't know you yet").says("Your message waits here")


def test_files_asked_for_in_a_channel_come_in_private(office: Office, ada: Person):
    ref = ref_of(ada)
    ada.uploads([OFFER], f"attach {ref}")
    ada.waits("Kept with it")
    room = office.room(ada, ben := office.newcomer("Ben"))
    asks(ada, f"@Parley files {ref}", "offer.pdf", to=room)
    ada.world.wait(lambda: any(one.files for one in ada.sees if one.by_bot))
    assert not any(one.files or "offer" in one.text for one in room.sees_for(ben) if one.by_bot)


def test_an_empty_file(office: Office, ada: Person):
    ref = ref_of(ada)
    ada.uploads([("empty.txt", b"", "text/plain")], f"attach {ref}")
    ada.waits("Kept with it: empty.txt")
    assert asks(ada, f"files {ref}", "empty.txt")
    assert office.failed() == []


def test_an_upload_that_fails_is_tried_again(office: Office, ada: Person):
    ref = ref_of(ada)
    ada.uploads([OFFER], f"attach {ref}")
    ada.waits("Kept with it")
    office.slack.fail("files.getUploadURLExternal", status=503)
    asks(ada, f"files {ref}", "offer.pdf")
    ada.world.wait(lambda: any(one.files for one in ada.sees if one.by_bot))
    lists = [one for one in ada.sees if one.by_bot and one.says(" KB ")]
    assert len(lists) == 1


def test_a_list_of_contacts_as_a_file(ada: Person):
    table = b"name,email\nIda Imported,ida@imported.example\n"
    ada.uploads([("people.csv", table, "text/csv")])
    answer = ada.waits(after=ada.sees[-1].ts)
    assert not answer.says("went wrong")
