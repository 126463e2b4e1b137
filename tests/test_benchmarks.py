"""Benchmarks still run, on a few rows; what they measure is another matter."""

import pytest

from benchmarks import deals, imports, reports

pytestmark = pytest.mark.no_cover  # it shows that they run


def test_deals(tmp_path, capsys):
    measured = deals.on_sqlite(tmp_path, 200, 2, reps=10)
    deals.report(measured)
    told = capsys.readouterr().out
    for one in measured:
        assert one.question.name in told
        assert len(one.taken) == 2
        assert all(len(taken) == 2 for taken in one.floors.values())
        assert 1 < one.statements <= 3


def test_reports(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(reports, "QUESTIONS", (reports.QUESTIONS[0], *reports.QUESTIONS[3:6]))
    measured = reports.on_sqlite(tmp_path, 60, 1, reps=20)
    reports.report(measured)
    told = capsys.readouterr().out
    for one in measured:
        assert one.question.text in told
        assert len(one.own) == 1
        assert all(len(taken) == 1 for taken in one.floors.values())
        assert one.statements > 3


def test_imports(tmp_path):
    files = {
        "contacts": imports.people(20),
        "deals": imports.deals(20),
        "tickets": imports.tickets(20),
    }
    for kind, lines in files.items():
        folder = tmp_path / kind
        folder.mkdir()
        taken, bare = imports.measure(folder, kind, lines)
        assert 0 < bare < taken
