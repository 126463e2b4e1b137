"""Files that come and go."""

import struct

import pytest
from telegram import (
    InputMediaPhoto,
)
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
)

from tests.standins.telegram_bots import (  # noqa: F401
    PNG,
    Bot,
    ada,
    bot,
    fetch,
    telegram,
    waits_are_timedeltas,
)
from tests.standins.telegram_people import Person
from tests.standins.telegrams import TelegramServer


async def test_files_come_and_go(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.sends_document(b"a,b", "deals.csv", caption="/import")
    ada.sends_photo(b"picture")
    ada.sends_voice(b"voice")
    [document, photo, voice] = [update.message for update in await fetch(bot)]
    assert document
    assert document.document
    assert (document.document.file_name, document.caption) == ("deals.csv", "/import")
    assert await (await document.document.get_file()).download_as_bytearray() == b"a,b"
    assert photo
    assert await (await photo.photo[-1].get_file()).download_as_bytearray() == b"picture"
    assert voice
    assert voice.voice

    await bot.send_document(1001, b"x,y", filename="out.csv", caption="Done")
    await bot.send_photo(1001, PNG, caption="Chart")
    await bot.send_voice(1001, b"noise")
    await bot.send_photo(1001, photo.photo[-1].file_id)
    assert ada.sees[0].document == b"x,y"
    assert (ada.sees[0].document_name, ada.sees[0].text) == ("out.csv", "Done")
    assert (ada.sees[1].photo, ada.sees[3].photo) == (PNG, b"picture")
    assert [upload.content for upload in telegram.uploads] == [b"x,y", PNG, b"noise"]


async def test_albums(bot: Bot, ada: Person) -> None:
    ada.sends_album([b"1", b"2"], caption="Cards")
    messages = [update.message for update in await fetch(bot) if update.message]
    assert len({one.media_group_id for one in messages}) == 1
    assert [one.caption for one in messages] == ["Cards", None]
    sent = await bot.send_media_group(1001, [InputMediaPhoto(PNG), InputMediaPhoto(PNG)])
    assert [one.photo[-1].width for one in sent] == [640, 640]
    with pytest.raises(BadRequest):
        await bot.send_media_group(1001, [InputMediaPhoto(PNG)])


async def test_other_things_that_people_send(bot: Bot, ada: Person) -> None:
    ada.sends_sticker()
    ada.sends_location()
    ada.sends_contact("+12025550100", "Grace")
    [sticker, location, contact] = [update.message for update in await fetch(bot)]
    assert sticker
    assert sticker.sticker
    assert location
    assert location.location
    assert contact
    assert contact.contact
    assert contact.contact.user_id is None


async def test_files_that_are_refused(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.says("hi")
    telegram.files["large"] = b"0" * (20 * 1024 * 1024 + 1)
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file("large")
    with pytest.raises(BadRequest, match=r"(?i)wrong file"):
        await bot.get_file("unknown")
    with pytest.raises(BadRequest, match=r"(?i)wrong file"):
        await bot.send_photo(1001, "unknown")
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(1001, b"no picture")
    with pytest.raises(BadRequest, match=r"(?i)non-empty"):
        await bot.send_document(1001, b"")


async def test_downloads_fail_on_demand(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    telegram.files["notes"] = b"notes"
    file = await bot.get_file("notes")
    telegram.fail("download", status=500)
    telegram.drop("download")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await file.download_as_bytearray()
    assert await file.download_as_bytearray() == b"notes"
    del telegram.files["notes"]
    with pytest.raises(InvalidToken):  # what the library makes of any 404
        await file.download_as_bytearray()


@pytest.mark.parametrize(("width", "height"), [(0, 9), (1, 21), (9000, 1001)])
async def test_photos_of_impossible_sizes(bot: Bot, ada: Person, width: int, height: int) -> None:
    ada.says("hi")
    picture = PNG[:16] + struct.pack(">II", width, height)
    with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
        await bot.send_photo(1001, picture)


async def test_captions_are_limited_and_pictures_have_no_text_to_edit(
    bot: Bot, ada: Person
) -> None:
    ada.says("hi")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_photo(1001, PNG, caption="a" * 1025)
    sent = await bot.send_photo(1001, PNG, caption="a" * 1024)
    with pytest.raises(BadRequest, match=r"(?i)no text in the message"):
        await bot.edit_message_text("a", 1001, sent.id)


async def test_uploads_are_limited(bot: Bot, ada: Person) -> None:
    ada.says("hi")
    with pytest.raises(NetworkError, match=r"(?i)entity too large"):
        await bot.send_document(1001, b"0" * (50 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match=r"(?i)too big"):
        await bot.send_photo(1001, PNG + b"0" * (10 * 1024 * 1024))
