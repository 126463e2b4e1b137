"""The history of typed lines, kept between runs; link codes never get into it."""

import os
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import History

from bot import state_files
from handlers import grammar

KEPT = 1000
"""Lines; the oldest are forgotten first."""
CODE = re.compile(r"(?<![\w.@-])[A-Za-z0-9_-]{16,}(?![\w.@-])")
"""What may be a link code, wherever it stands; an e-mail address is none."""


def holds_code(line: str) -> bool:
    """Whether a line holds, or may hold, a link code."""
    narrow = unicodedata.normalize("NFKC", line)
    if CODE.search(narrow):
        return True
    named = grammar.named(grammar.strip_address(narrow).text)
    return named is not None and named.command in {"link", "start"} and bool(named.rest)


class LineHistory(History):
    """Lines in a file, the newest last; without a usable file they last as long as the run."""

    def __init__(self, path: Path) -> None:
        """Keep the lines in a file that only its owner can read."""
        super().__init__()
        self._path = path

    def append_string(self, string: str) -> None:
        """Remember a line, unless it holds a code or only repeats the last one."""
        line = " ".join(string.split())
        repeats = line in self._loaded_strings[:1]
        if line and not repeats and not holds_code(line):
            super().append_string(line)

    def load_history_strings(self) -> Iterable[str]:
        """The newest lines first; a file that has grown too long is cut."""
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        if len(lines) > 2 * KEPT:
            self._write(lines[-KEPT:], os.O_TRUNC)
        return reversed(lines[-KEPT:])

    def store_string(self, string: str) -> None:
        """Add a line to the file."""
        self._write([string], os.O_APPEND)

    def _write(self, lines: Iterable[str], flags: int) -> None:
        with suppress(OSError), state_files.open_private(self._path, flags) as file:
            file.writelines(f"{line}\n" for line in lines)
