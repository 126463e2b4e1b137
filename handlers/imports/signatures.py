"""Files that are no text tables, known by their first bytes."""

import zipfile
from pathlib import Path

HEAD_BYTES = 65_536

_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"SQLite format 3\0", "database"),
)
_MARKUP = (
    ("begin:vcard", "vcard"),
    ("<!doctype html", "html"),
    ("<html", "html"),
    ("<table", "html"),
    ("<?xml", "xml"),
)


def binary_kind(path: Path, head: bytes) -> str | None:
    """Name the format that a file's first bytes announce.

    Args:
        path: The file; opened again only to look into a zip archive.
        head: Its first bytes, 16 at least where it has as many.

    Returns:
        `xlsx`, `xls`, `ods`, `docx`, `zip`, `archive`, `pdf`, `image` or `database`; None when
        nothing is known against text.
    """
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    return next((kind for start, kind in _STARTS if head.startswith(start)), None)


def markup_kind(text: str) -> str | None:
    """Name the text format (`vcard`, `html`, `xml`) that a decoded beginning announces."""
    start = text[:200].lstrip().lower()
    return next((kind for mark, kind in _MARKUP if start.startswith(mark)), None)


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return "zip"
    folders = {name.partition("/")[0] for name in names}
    if "xl" in folders:
        return "xlsx"
    if "word" in folders:
        return "docx"
    return "ods" if {"mimetype", "content.xml"} <= folders else "zip"
