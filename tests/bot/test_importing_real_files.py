"""Files that nobody here wrote, imported and worked with by chat; skipped where missing."""

import csv
import os
from pathlib import Path

import pytest

from bot import importing
from store.phones import display, normalise

DATA = Path(os.environ.get("PARLEY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
PEOPLE = DATA / "contacts" / "us-500.csv"
ACCOUNTS = DATA / "pipeline" / "accounts.csv"

pytestmark = pytest.mark.skipif(
    not PEOPLE.exists(), reason=f"needs the shared data folder, which is not at {DATA}"
)


@pytest.fixture
def ada(chat):
    return chat.rep("Ada")


@pytest.fixture
def parley(chat, ada, capsys):
    """Import a file; gives the last line of stdout."""

    def run(path, **options):
        code = importing.run(chat.database, chat.clock.now, "Ada", path, **options)
        assert code == 0
        return capsys.readouterr().out.splitlines()[-1]

    return run


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_five_hundred_people(parley, ada):
    whole = "read 500, added 500, updated 0, duplicates 0, rejected 0"
    assert parley(PEOPLE, dry_run=True) == whole
    assert parley(PEOPLE) == whole
    assert parley(PEOPLE) == "read 500, added 0, updated 0, duplicates 500, rejected 0"
    assert "500 in all" in ada.says("contacts")
    for row in rows_of(PEOPLE)[::50]:
        name = f"{row['first_name']} {row['last_name']}"
        card = ada.says(f"find {row['email']}")
        assert name in card
        assert row["company_name"] in card
        assert row["address"] in card
        assert display(normalise(row["phone1"], "US"), "US") in card
        assert name in ada.says(f"find {row['phone2']}")
        assert name in ada.says(f"find {name}")
        assert "CTO" in ada.says("contact edit it title:CTO")
        assert "CTO" in ada.says(f"contact show {row['email']}")


def test_accounts(parley, ada, tmp_path):
    report = tmp_path / "report.csv"
    whole = "read 85, added 85, updated 0, duplicates 0, rejected 0"
    assert parley(ACCOUNTS, dry_run=True) == whole
    assert parley(ACCOUNTS, report=report) == whole
    slips = [row for row in rows_of(report) if row["reason"].startswith("Read as")]
    rows = rows_of(ACCOUNTS)
    odd = [
        row
        for row in rows
        if row["sector"] == "technolgy" or row["office_location"] == "Philipines"
    ]
    assert len(slips) == len(odd)
    assert parley(ACCOUNTS) == "read 85, added 0, updated 0, duplicates 85, rejected 0"
    for row in rows[::10]:
        card = ada.says(f"company show {row['account']}")
        assert f"Founded: {row['year_established']}" in card
        assert f"Employees: {int(row['employees']):,}" in card
        assert f"Revenue: ${float(row['revenue']):,.2f}" in card


@pytest.mark.parametrize(
    "path", sorted((DATA / "contacts" / "snippets").glob("*.csv")), ids=lambda path: path.name
)
def test_small_files(parley, ada, path):
    last = parley(path)
    assert last.startswith("read ")
    read, added, *_ = (int(word) for word in last.replace(",", "").split() if word.isdigit())
    assert read == added > 0


@pytest.mark.parametrize(
    "path", sorted((DATA / "contacts" / "csv_oddities").glob("*.*")), ids=lambda path: path.name
)
def test_odd_files_are_counted_or_refused_in_a_sentence(chat, ada, capsys, path):
    code = importing.run(chat.database, chat.clock.now, "Ada", path)
    told = capsys.readouterr()
    if code == 2:
        assert told.err.count("\n") == 1
        return
    read, *others = (
        int(word) for word in told.out.splitlines()[-1].replace(",", "").split() if word.isdigit()
    )
    assert read == sum(others)
