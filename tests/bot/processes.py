"""Real `python -m bot` processes on a company of their own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.__main__ import main
from tests.conversations import open_chat

ROOT = Path(__file__).parents[2]
OURS = ("PARLEY_", "TELEGRAM_", "SLACK_")
MOMENT = "2026-11-23T09:00:00+00:00"


@dataclass(frozen=True)
class Company:
    """A company in a folder, for processes that are started there."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "parley.db"

    @property
    def key_file(self) -> Path:
        return self.folder / "parley.key"

    def environment(self, **more: str) -> dict[str, str]:
        """What a process is told: where this company is, and nothing of this machine's Parley."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {**ours, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}

    def command(self, *arguments: str, program: str = "bot") -> list[str]:
        """What runs a module of Parley's, or one of the tests' that stands for it."""
        return [sys.executable, "-m", program, *arguments]

    def run(
        self, *arguments: str, told: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command line to its end."""
        return self.start(self.command(*arguments), told=told, **environment)

    def start(
        self, program: list[str], *, told: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program in the company's folder to its end."""
        return subprocess.run(
            program,
            input=told,
            capture_output=True,
            cwd=self.folder,
            env=self.environment(**environment),
            timeout=60,
            check=False,
        )

    def within(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """What `run` does, but inside this process: two seconds faster."""
        return self._within(arguments, b"", environment)

    def _within(
        self, arguments: Sequence[str], told: bytes, environment: dict[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        out, err = io.BytesIO(), io.BytesIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["parley", *arguments])
            patch.setattr(sys, "stdin", _text(io.BytesIO(told)))
            for name in [name for name in os.environ if name.startswith(OURS)]:
                patch.delenv(name)
            for name, value in environment.items():
                patch.setenv(name, value)
            with (
                contextlib.redirect_stdout(_text(out)) as shown,
                contextlib.redirect_stderr(_text(err)) as complained,
            ):
                code = _exit_code()
        shown.detach(), complained.detach()  # or they close what they wrote to
        return subprocess.CompletedProcess(list(arguments), code, out.getvalue(), err.getvalue())

    def chat(
        self, *orders: Any, who: str = "Ada Byron", alone: bool = False
    ) -> list[dict[str, Any]]:
        """What a JSON chat prints for these lines: objects, texts or bytes.

        Args:
            orders: the lines.
            who: speaks first.
            alone: in a process of its own.
        """
        told = b"".join(_line(order) + b"\n" for order in orders)
        arguments = ("chat", "--as", who, "--json", "--clock", MOMENT)
        done = self.run(*arguments, told=told) if alone else self._within(arguments, told, {})
        assert (done.returncode, done.stderr) == (0, b"")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def holds(self) -> bool:
        """Whether `parley verify` finds nothing to complain of."""
        done = self.within("verify")
        return done.returncode == 0 and b"holds" in done.stdout


def _text(stream: io.BytesIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, "utf-8", write_through=True)


def _exit_code() -> int:
    try:
        with pytest.raises(SystemExit) as end:
            main()
    finally:
        structlog.reset_defaults()  # it was told of a stream that is gone now
    return int(str(end.value.code))


def _line(order: Any) -> bytes:
    if isinstance(order, bytes):
        return order
    return (order if isinstance(order, str) else json.dumps(order)).encode()


def found_company(folder: Path) -> Company:
    """A company on SQLite with two reps."""
    for chat in open_chat("sqlite", folder):
        chat.rep("Ada Byron")
        chat.rep("Ben Carter")
    return Company(folder)
