"""Telegram: photos, documents, voices, albums; and files that the bot sends."""

from collections.abc import Iterator

import pytest

from bot import workers
from bot.telegrams import posts
from store import files
from tests.bot.services import Office, an_office
from tests.standins.telegram_people import Person

JPEG = b"\xff\xd8\xff a shop front "
PDF = b"%PDF-1.7 an offer"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with (
        pytest.MonkeyPatch.context() as patch,
        an_office(f"sqlite:///{folder}/parley.db", folder) as one,
    ):
        patch.setattr(workers, "ALBUM", 0.3)
        yield one


@pytest.fixture
def ada(office: Office) -> Person:
    return office.recruit("Ada")


@pytest.fixture
def grace(office: Office, ada: Person) -> str:
    """The ref of a contact of Ada's."""
    ada.says(f"contact add {office.named('Grace')}")
    return ada.waits("Saved.").text.splitlines()[1].split()[-1]


def kept(office: Office, ada: Person, ref: str) -> list[bytes]:
    """Contents of the files that are kept with a contact, as the bot sends them."""
    before = len(office.telegram.uploads)
    ada.says(f"files {ref}")
    count = len(ada.waits(ref).text.splitlines()) - 1
    office.telegram.wait(lambda: len(office.telegram.uploads) == before + count)
    return sorted(one.content for one in office.telegram.uploads[before:])


def test_a_photo_alone_asks_which_record_it_belongs_to(office: Office, ada: Person, grace: str):
    ada.sends_photo(JPEG)
    asked = ada.waits("Which contact or company does it belong to?")
    ada.presses(asked.buttons[0])
    ada.waits("Kept with it: photo.jpg")
    assert kept(office, ada, grace) == [JPEG]
    assert office.telegram.uploads[-1].method == "sendPhoto"


def test_a_caption_that_is_a_command(office: Office, ada: Person, grace: str):
    ada.sends_document(PDF, "报价单.pdf", f"log visit {grace} the new shop")
    said = ada.waits("Visit logged").text
    assert "Kept with it: 报价单.pdf" in said
    assert kept(office, ada, grace) == [PDF]
    assert (ada.sees[-1].document, ada.sees[-1].document_name) == (PDF, "报价单.pdf")


def test_a_voice_sent_as_a_reply_to_a_card(office: Office, ada: Person, grace: str):
    ada.sends_voice(b"OggS voice", reply_to=ada.sees[-1].message_id)
    ada.waits("Kept with it: voice.ogg")
    assert kept(office, ada, grace) == [b"OggS voice"]


def test_a_round_video_sent_as_a_reply_to_a_card(office: Office, ada: Person, grace: str):
    note = ada._file(b"mp4 round") | {"length": 240, "duration": 3}
    ada._sends({"video_note": note}, reply_to=ada.sees[-1].message_id)
    ada.waits("Kept with it: video.mp4")
    assert kept(office, ada, grace) == [b"mp4 round"]


def test_an_animation_is_one_file_though_it_comes_as_two(office: Office, ada: Person, grace: str):
    file = office.telegram.files.document(ada._file(b"GIF8 wink"), "wink.gif", "image/gif")
    moving = file | {"width": 90, "height": 90, "duration": 1}
    ada._sends({"animation": moving, "document": file}, reply_to=ada.sees[-1].message_id)
    ada.waits("Kept with it: wink.gif")


@pytest.mark.parametrize("position", [0, 2])
def test_an_album_is_one_message_with_all_its_files(
    office: Office, ada: Person, grace: str, position: int
):
    before = len(ada.sees)
    captions = ["", "", ""]
    captions[position] = f"log visit {grace} three shops"
    for number, caption in enumerate(captions):
        photo = ada._photo(JPEG + bytes([number])) | {"media_group_id": f"{ada.id}"}
        ada._sends(photo | ({"caption": caption} if caption else {}))
    assert "Kept with it: photo.jpg, photo.jpg, photo.jpg" in ada.waits("Visit logged").text
    assert kept(office, ada, grace) == [JPEG + bytes([number]) for number in range(3)]
    assert len(ada.sees) == before + 2 + 3


def test_an_album_without_words_is_asked_about_once(office: Office, ada: Person, grace: str):
    before = len(ada.sees)
    ada.sends_album([JPEG, JPEG + b"2"])
    ada.waits("Which contact or company does it belong to?")
    ada.says(grace)
    ada.waits("Kept with it: photo.jpg, photo.jpg")
    assert len(ada.sees) == before + 2


def test_two_albums_and_a_message_between_them_keep_apart(office: Office, ada: Person, grace: str):
    with office.telegram.holding():
        ada.sends_album([JPEG, JPEG + b"2"], f"log visit {grace} first")
        ada.says("/whoami")
        ada.sends_album([JPEG + b"3", JPEG + b"4"], f"log visit {grace} second")
    for _ in range(2):
        ada.waits("Kept with it: photo.jpg, photo.jpg")
    assert len(kept(office, ada, grace)) == 4


def test_a_file_over_20_megabytes_is_told(office: Office, ada: Person, grace: str):
    huge = {"file_id": "huge", "file_unique_id": "huge", "file_size": files.LARGEST + 1}
    ada._sends({"document": huge | {"file_name": "film.mp4", "mime_type": "video/mp4"}})
    assert ada.waits().text == "“film.mp4” is too big: up to 20 MB fit."
    unsized = {"file_id": "huge", "file_unique_id": "huge", "file_name": "film.mp4"}
    office.telegram.fail("getFile", 400, description="Bad Request: file is too big")
    ada._sends({"document": unsized})
    assert ada.waits().text == "“film.mp4” is too big: up to 20 MB fit."


def test_a_download_that_fails_is_tried_again(
    office: Office, ada: Person, grace: str, monkeypatch: pytest.MonkeyPatch
):
    office.telegram.fail("download", 500, times=1)
    ada.sends_document(PDF, "offer.pdf", reply_to=ada.sees[-1].message_id)
    ada.waits("Kept with it: offer.pdf")


def test_a_download_that_goes_on_failing_is_told(
    office: Office, ada: Person, grace: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(posts, "TRIES", 1)
    office.telegram.drop("download", times=1)
    ada.sends_document(PDF, "offer.pdf", f"log visit {grace} the shop")
    assert ada.waits().text == "I could not fetch “offer.pdf”. Please send it once more."
    ada.says(f"timeline {grace}")
    assert "the shop" not in ada.waits(grace).text


def test_a_file_that_telegram_does_not_know_is_told(office: Office, ada: Person, grace: str):
    lost = {"file_id": "nowhere", "file_unique_id": "n", "file_name": "offer.pdf"}
    ada._sends({"document": lost})
    assert ada.waits().text == "I could not fetch “offer.pdf”. Please send it once more."


def test_files_of_customers_wait_for_their_consent(office: Office):
    guest = office.stranger("Guest")
    before = len(office.telegram.called("getFile"))
    guest.sends_photo(JPEG)
    guest.waits("Your message waits here")
    assert len(office.telegram.called("getFile")) == before + 1
    guest.presses("I agree")
    guest.waits("Thank you, we have received it")


def test_a_photo_that_telegram_would_not_show_goes_as_a_document(
    office: Office, ada: Person, grace: str
):
    ada.sends_document(b"not a picture", "odd.png", reply_to=ada.sees[-1].message_id)
    ada.waits("Kept with it: odd.png")
    ada.says(f"files {grace}")
    office.telegram.wait(lambda: ada.sees[-1].document == b"not a picture")


def test_an_empty_file_is_kept_and_told(office: Office, ada: Person, grace: str):
    ada.sends_document(b"", "empty.txt", reply_to=ada.sees[-1].message_id)
    ada.waits("empty.txt")
    ada.says("/whoami")
    ada.waits(ada.name)
