"""Files that the Bot API keeps, and how messages speak of them."""

import hashlib
import mimetypes
import struct
from typing import NamedTuple

from tests.standins.telegram_refusals import Json, Refused, bad_request

DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_EDGES = 10_000  # pixels, width and height together
PHOTO_RATIO = 20
PNG = b"\x89PNG\r\n\x1a\n"
OTHER_PHOTOS = (b"\xff\xd8\xff", b"RIFF", b"GIF8")
USUAL_SIZE = (1280, 720)


class Attached(NamedTuple):
    """A file in a request: its name and its content."""

    name: str
    content: bytes


class Upload(NamedTuple):
    """A file that the bot sent."""

    method: str
    name: str
    content: bytes


class Files(dict[str, bytes]):
    """Contents by file_id."""

    def keep(self, content: bytes) -> Json:
        """Keep a content; gives what every object of a file has."""
        file_id = f"BQACAgIAAxkBAAI{len(self) + 1:06d}"
        self[file_id] = content
        return self.about(file_id)

    def about(self, file_id: str) -> Json:
        """What every object of a file has. The unique id is the same for the same content.

        Raises:
            Refused: When the file_id is unknown.
        """
        if file_id not in self:
            raise bad_request("wrong file identifier/HTTP URL specified")
        unique = "AgAD" + hashlib.sha256(self[file_id]).hexdigest()[:12]
        size = len(self[file_id])
        return {"file_id": file_id, "file_unique_id": unique, "file_size": size}

    def sizes(self, file: Json) -> list[Json]:
        """A photo: a small size and the full one."""
        width, height = size_of(self[file["file_id"]]) or USUAL_SIZE
        small = self.keep(b"small " + self[file["file_id"]][:64])
        return [
            small | {"width": 90, "height": max(1, 90 * height // width)},
            file | {"width": width, "height": height},
        ]

    def document(self, file: Json, name: str, mime: str = "") -> Json:
        """A document."""
        kind = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return file | {"file_name": name, "mime_type": kind}

    def path(self, file_id: str) -> Json:
        """The answer of getFile.

        Raises:
            Refused: When there is no such file or it has more than 20 MB.
        """
        if file_id not in self:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(self[file_id]) > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return self.about(file_id) | {"file_path": f"documents/{file_id}"}


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, None for what is none."""
    if not content.startswith(PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def check_upload(content: bytes) -> None:
    """Refuse what is empty or too large."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > UPLOAD_BYTES:
        raise Refused(413, "Request Entity Too Large")


def check_photo(content: bytes) -> None:
    """Refuse what Telegram would not show as a photo."""
    if len(content) > PHOTO_BYTES:
        raise bad_request("file is too big")
    size = size_of(content)
    if size is None and not content.startswith(OTHER_PHOTOS):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size or USUAL_SIZE
    if not (min(width, height) > 0 and max(width, height) <= PHOTO_RATIO * min(width, height)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    if width + height > PHOTO_EDGES:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
