"""Files: sent in a chat, kept with a record, and shown to whoever may read it in clear."""

from pathlib import Path

import pytest

from store import files
from store.files import File

PHOTO = File("photo.jpg", "image/jpeg", b"\xff\xd8 a shop front")
OFFER = File("报价单.pdf", "application/pdf", b"%PDF-1.7 an offer")


@pytest.fixture
def ada(any_chat):
    person = any_chat.rep("Ada")
    person.says("contact add Grace Hopper grace@navy.example")
    return person


def contents(somebody):
    return [Path(one).read_bytes() for one in somebody.last.files]


def test_a_photo_without_words_asks_for_its_record(ada):
    assert "Which" in ada.sends(PHOTO)
    assert "Kept with it: photo.jpg" in ada.says("C-1")
    assert "photo.jpg" in ada.says("files C-1")
    assert contents(ada) == [PHOTO.content]


def test_a_photo_sent_as_a_reply_to_a_card_belongs_to_it(ada):
    card = ada.last
    assert "Kept with it: photo.jpg" in ada.sends(PHOTO, replying=card)


def test_a_caption_that_is_a_command_is_done_and_the_file_kept_with_its_record(ada):
    answer = ada.sends(PHOTO, OFFER, say="log visit C-1 the new shop")
    assert "Visit logged" in answer
    assert "Kept with it: photo.jpg, 报价单.pdf" in answer
    ada.says("files C-1")
    assert sorted(contents(ada)) == sorted(one.content or b"" for one in (PHOTO, OFFER))


def test_another_caption_is_kept_as_a_note(ada):
    ada.sends(PHOTO, say="the new shop", replying=ada.last)
    assert "the new shop" in ada.says("timeline C-1")


def test_a_file_waits_while_its_command_asks_for_something(ada):
    assert ada.sends(PHOTO, say="log visit C-1") == "What happened?"
    assert "Kept with it: photo.jpg" in ada.says("they have a new shop")


def test_a_file_that_waited_too_long_is_forgotten(ada, any_chat):
    ada.sends(PHOTO)
    any_chat.passes(minutes=31)
    assert "Send me a file first" in ada.says("attach C-1")


def test_attaching_can_be_taken_back(ada):
    ada.sends(PHOTO, replying=ada.last)
    assert "Undone" in ada.presses("Undo")
    assert "No files" in ada.says("files C-1")


def test_a_file_too_big_is_named_and_not_kept(ada):
    big = File("film.mp4", "video/mp4", None, "too big", files.LARGEST + 1)
    assert ada.sends(big) == "“film.mp4” is too big: up to 20 MB fit."
    lost = File("photo.jpg", "image/jpeg", None, "unreachable", 10)
    assert "once more" in ada.sends(lost)


def test_files_are_shown_to_whoever_may_read_the_record_in_clear(ada, any_chat):
    ada.sends(PHOTO, replying=ada.last)
    ben = any_chat.rep("Ben")
    assert "No contact fits" in ben.says("files C-1")
    ada.says("contact share C-1 @ben")
    assert "photo.jpg" in ben.says("files C-1")
    lee = any_chat.marketer("Lee")
    assert "phones, e-mails and addresses" in lee.says("files C-1")
    assert not lee.last.files


def test_nobody_attaches_to_what_is_not_theirs(ada, any_chat):
    ada.says("release C-1")
    ben = any_chat.rep("Ben")
    assert "own records only" in ben.sends(PHOTO, say="attach C-1")
    wang = any_chat.customer("王小明")
    assert "Your message waits here" in wang.sends(PHOTO)
    assert "don't know you" in wang.sends(PHOTO, say="/attach C-1")


def test_content_and_name_are_sealed_and_gone_after_a_week_unless_kept(ada, any_chat):
    ada.sends(PHOTO, replying=ada.last)
    any_chat.passes(days=8)
    ada.says("files C-1")
    assert contents(ada) == [PHOTO.content]
    with any_chat.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT content_sealed, name_sealed FROM blobs").all()
    assert len(rows) == 1  # what came with the message is gone, what was kept is not
    assert all(b"shop" not in bytes(one) and b"photo" not in bytes(one) for one in rows[0])
