"""All benchmarks: `python -m benchmarks` writes docs/benchmarks.md, `--quick` only shows figures."""

import argparse
import sys
from typing import Final

from benchmarks import pages
from benchmarks.pages import Benchmark, BenchmarkFailed

BENCHMARKS: Final = (
    Benchmark(
        "Commands, from stored payload to queued reply",
        "benchmarks.commands",
        quick=("--contacts", "1000", "--rounds", "50"),
    ),
    Benchmark(
        "Messages of Telegram and Slack",
        "benchmarks.messages",
        quick=("--contacts", "300", "--rounds", "20", "--messages", "200"),
    ),
    Benchmark(
        "Search among a million contacts",
        "benchmarks.search",
        quick=("--rows", "20000", "--asks", "100"),
    ),
    Benchmark(
        "Lists and sums of 300,000 deals",
        "benchmarks.deals",
        quick=("--deals", "5000", "--rounds", "50"),
    ),
    Benchmark(
        "Reports, charts and questions over 300,000 deals and 2,000,000 activities",
        "benchmarks.reports",
        quick=("--rows", "1500", "--rounds", "3"),
    ),
    Benchmark("Imports", "benchmarks.imports", quick=("--rows", "1000")),
    Benchmark(
        "The queue of tickets by due time",
        "benchmarks.tickets",
        quick=("--tickets", "5000", "--open", "500", "--rounds", "50"),
    ),
    Benchmark(
        "Reminders due within a minute",
        "benchmarks.reminders",
        quick=("--tasks", "500", "--seconds", "3"),
    ),
    Benchmark("Dates in everyday words", "benchmarks.dates"),
    Benchmark("Amounts, phones and addresses", "benchmarks.entry_standards"),
)


def main() -> int:
    """Run every benchmark; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, and no page is written")
    quick: bool = parser.parse_args().quick
    try:
        sections = [pages.section(one, quick=quick) for one in BENCHMARKS]
    except BenchmarkFailed as failed:
        print(f"{failed} did not end well.", file=sys.stderr)
        return 1
    if not quick:
        pages.write(sections)
    return 0


if __name__ == "__main__":
    sys.exit(main())
