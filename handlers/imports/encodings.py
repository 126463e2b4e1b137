"""The encoding of a text file: byte order mark, strict UTF-8, UTF-16 by its NULs, then Chinese."""

import codecs
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from handlers.imports import chinese_texts
from handlers.imports.errors import NotASheetError, UndecodableError
from handlers.imports.signatures import HEAD_BYTES, binary_kind

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EVIDENCE_BYTES = 262_144
_CHUNK = 1 << 20


class Encoding(NamedTuple):
    """A codec name for `open`, and whether it is certain or the best guess."""

    name: str
    certain: bool


def detect(path: Path) -> Encoding:
    """Find the encoding in which all of a file decodes.

    Args:
        path: A readable file that is not empty.

    Returns:
        The encoding; certain when a byte order mark, ASCII or strict UTF-8 says so.

    Raises:
        NotASheetError: The file is binary.
        UndecodableError: It is text with bytes that its encoding does not have.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if kind := binary_kind(path, head):
        raise NotASheetError(kind)
    if marked := next((name for mark, name in _MARKS if head.startswith(mark)), None):
        return _checked(path, marked)
    if b"\0" in head:
        return _without_mark(path, head)
    if first_break(path, "utf-8") is None:
        return Encoding("utf-8", certain=True)
    return _legacy(path)


def first_break(path: Path, encoding: str) -> int | None:
    """Return the 1-based line where strict decoding fails; None when all of the file decodes."""
    raw = codecs.getincrementaldecoder(encoding)()
    decoder = io.IncrementalNewlineDecoder(raw, translate=True)
    line = 1
    for chunk in _chunks(path):
        try:
            line += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            good = bytes(error.object[: error.start])
            return line + good.decode(error.encoding, "ignore").count("\n")
    return None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
    yield b""


def _checked(path: Path, name: str) -> Encoding:
    if line := first_break(path, name):
        raise UndecodableError(name, line)
    return Encoding(name, certain=True)


def _without_mark(path: Path, head: bytes) -> Encoding:
    # Commas, digits and line ends have a zero byte: the second one in little endian order.
    even, odd = head[::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(name, "replace")
    if 2 * min(even, odd) > max(even, odd) or not _reads_as_text(text) or first_break(path, name):
        raise NotASheetError("binary")
    return Encoding(name, certain=False)


def _reads_as_text(text: str) -> bool:
    strange = sum(not (char.isprintable() or char in "\r\n\t\u3000\xa0") for char in text)
    return strange * 100 < len(text)


def _legacy(path: Path) -> Encoding:
    evidence = _evidence(path)
    if _is_broken_utf8(evidence):
        raise UndecodableError("utf-8", first_break(path, "utf-8") or 1)
    for name in (*chinese_texts.codecs_for(evidence), "cp1252"):
        if first_break(path, name) is None:
            return Encoding(name, certain=False)
    raise UndecodableError("cp1252", first_break(path, "cp1252") or 1)


def _evidence(path: Path) -> bytes:
    """The first lines that are not ASCII, which alone tell encodings apart."""
    taken, size = [], 0
    with path.open("rb") as file:
        for line in iter(partial(file.readline, _CHUNK), b""):
            if not line.isascii():
                taken.append(line)
                size += len(line)
            if size > _EVIDENCE_BYTES:
                break
    return b"".join(taken)


def _is_broken_utf8(evidence: bytes) -> bool:
    # A damaged file must not turn into neat nonsense in another encoding.
    text = evidence.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(not char.isascii() for char in text) - broken
    return sound > 4 * broken
