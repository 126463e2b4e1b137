"""Exports: exactly the rows of the list, with the rights and masks of the asker, as safe files."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from sqlalchemy import event
from typer.testing import CliRunner

from bot.commands import app
from handlers.exports.sheets import CsvSheet, Head, Sheet, XlsxSheet
from handlers.imports.pipelines import import_file
from handlers.imports.runs import Wish
from store import access, contacts, shares
from tests.conversations import open_chat

CLOSES = datetime(2026, 12, 15)  # noqa: DTZ001 (a cell has no zone)


@pytest.fixture
def people(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("deal add Boats 50k company:Navy close:2026-12-15")
    ada.says('deal add "=cmd|calc" 1,234.56')
    ben.says("deal add Sails 200k")
    return maria, ada, ben


def table(somebody):
    content = Path(somebody.last.files[0]).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def opened(source: Any) -> Any:
    return openpyxl.load_workbook(source).active


def sheet(somebody):
    return opened(somebody.last.files[0])


def test_the_button_exports_the_whole_list_and_no_more(any_chat):
    maria = any_chat.manager("Maria")
    ada = any_chat.rep("Ada", maria)
    any_chat.rep("Zoe").says("deal add Elsewhere 900k")
    for number in range(1, 11):
        ada.says(f"deal add Pump{number} {number}k")
    first = maria.says("deals over 1k sort:amount")
    assert first.startswith("Deals: over $1,000.00, the largest first · 1–8 of 9 in all")
    assert maria.buttons == ("More ›", "Export")
    number = maria.last.number
    answer = maria.presses("Export")
    assert answer == ("Deals: over $1,000.00, the largest first\n9 rows in deals-2026-11-23.csv")
    assert maria.last.edits != number
    rows = table(maria)
    assert [row["What about"] for row in rows] == [f"Pump{one}" for one in range(10, 1, -1)]
    assert rows[0] == {
        "Ref": "D-11", "What about": "Pump10", "Company": "", "Contact": "", "Stage": "lead",
        "Pipeline": "Sales", "Percent": "10", "Amount": "10000.00", "Currency": "USD",
        "In the company's currency": "10000.00", "Closes": "", "Ended": "", "Reason": "",
        "Competitor": "", "Source": "", "Next step": "", "When": "", "Owner": "Ada",
        "Added": "2026-11-23 09:00",
    }  # fmt: skip


def test_typed_cells_and_no_formula(people):
    maria, _, _ = people
    maria.says("export deals format:xlsx")
    rows = sheet(maria)
    assert rows.freeze_panes == "A2"
    assert all(cell.font.bold for cell in rows[1])
    by_title = {row[1].value: row for row in rows.iter_rows(min_row=2)}
    boats, risky = by_title["Boats"], by_title["=cmd|calc"]
    assert (boats[7].value, boats[7].number_format) == (50_000, "#,##0.00")
    assert (boats[10].value, boats[10].number_format) == (CLOSES, "yyyy-mm-dd")
    assert (risky[1].data_type, risky[1].quotePrefix) == ("s", True)
    assert risky[7].value == 1234.56
    maria.says("export deals")
    assert {row["What about"] for row in table(maria)} == {"Boats", "'=cmd|calc", "Sails"}


def test_every_cell_that_could_run_is_text():
    risky = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "plain", "a\x00b\x1f", "x" * 40_000]
    heads, zone = [Head("=h")] * len(risky), ZoneInfo("UTC")
    plain = io.BytesIO()
    made: Sheet = CsvSheet(plain, heads, zone)
    made.write(risky)
    made.close()
    rows = list(csv.reader(io.StringIO(plain.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[0] == ["'=h"] * len(risky)
    assert rows[1][:8] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\rx", "plain", "ab"]
    book = io.BytesIO()
    made = XlsxSheet(book, heads, zone)
    made.write(risky)
    made.close()
    cells = next(opened(book).iter_rows(min_row=2))
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells][:7] == [True] * 6 + [False]
    assert len(cells[8].value) == 32_767


def test_words_narrow_and_views_serve_too(people):
    maria, _, _ = people
    assert maria.says("export deals over 40k of @ada format:csv").startswith(
        "Deals: of Ada, over $40,000.00\n1 row in deals-"
    )
    assert "1 row in deals-2026-11-23.xlsx" in maria.says("导出 商机 超过:100k 格式:xlsx")
    maria.says("deals over 100k")
    maria.says("view save Big")
    assert "1 row in" in maria.says("export deals view:Big")
    assert "Deals: over $100,000.00\n1 row in" in maria.says("export")
    assert "nothing to export there" in maria.says("export deals over 900m")
    assert "is not one of these" in maria.says("export deals format:docx")
    assert "I don't know what to do with" in maria.says("export deals foo bar")


def test_who_exports_nothing_has_no_button(chat, people):
    _, ada, _ = people
    ada.says("deals")
    assert "Export" not in ada.buttons
    for text in ("export", "export deals", "export contacts", "导出 商机"):
        assert "You need the right to export lists" in ada.says(text)
    assert ada.last.files == ()
    for other in (chat.agent("Agnes"), chat.marketer("Mark")):
        assert "right to export" in other.says("export contacts")


def test_a_right_that_reaches_less_far_than_seeing_exports_less(chat, people):
    admin, (_, ada, _) = chat.admin(), people
    for said in ("grant rep deals.see all", "grant rep amounts.see all", "grant rep export own"):
        admin.says(said)
        admin.says("yes")
    assert "3 in all" in ada.says("deals")
    assert ada.presses("Export").endswith(
        "2 rows in deals-2026-11-23.csv\n1 is beyond your right to export."
    )
    assert {row["Owner"] for row in table(ada)} == {"Ada"}


def test_masks_are_those_of_the_list(chat, people):
    admin, (maria, ada, _) = chat.admin(), people
    ada.says("contact add Grace Hopper grace@navy.example +1 202 555 0143 birthday:1906-12-09")
    for right in ("amounts.see", "personal.see"):
        admin.says(f"revoke manager {right}")
        admin.says("yes")
    maria.says("export deals")
    content = Path(maria.last.files[0]).read_text("utf-8")
    assert "•••" in content
    assert "50000" not in content
    maria.says("export contacts")
    row = table(maria)[0]
    assert row["Full name"] == "Grace Hopper"
    assert "grace@" not in row["Email"]
    assert "0143" not in row["Phone"][:-4]
    assert row["Birthday"] == ""


def test_pooled_and_shared_contacts_in_a_fixed_number_of_statements(chat, people):
    maria, _, _ = people
    zoe = chat.rep("Zoe")
    chat.admin().says("field add Colour")
    for number in range(12):
        zoe.says(f"contact add Pooled{'abcdefghijkl'[number]} p{number}@x.example colour:red")
        zoe.says(f"release C-{number + 1}")
    zoe.says("contact add Shared Person s@x.example")
    zoe.says("contact share C-13 @maria")
    sent = []

    def note(*heard):
        sent.append(heard[2])

    event.listen(chat.database.engine, "before_cursor_execute", note)
    maria.says("export contacts")
    event.remove(chat.database.engine, "before_cursor_execute", note)
    assert len(sent) < 35
    rows = {row["Full name"]: row for row in table(maria)}
    assert len(rows) == 12  # the shared one is shown to her, and not hers to take away
    assert "Shared Person" not in rows
    assert "p0@" not in rows["Pooleda"]["Email"]
    assert rows["Pooleda"]["Colour"] == ""


def test_every_export_is_noted(chat, people):
    maria, _, _ = people
    maria.says("export deals over 40k format:xlsx")
    told = chat.admin().says("audit @maria")
    assert "Maria · added export" in told
    for line in ("Kind: deals", "Filters: amount:over 40k", "Rows: 2", "Format: xlsx", "By: chat"):
        assert line in told
    assert "There is nothing to undo" in maria.says("undo") or "cannot be undone" in maria.says(
        "undo"
    )


def test_too_many_rows_go_by_the_command_line(people, monkeypatch):
    monkeypatch.setattr("handlers.exports.report_files.MOST", 2)
    maria, _, _ = people
    assert "3 are too many for a message: at most 2 fit." in maria.says("export deals")
    monkeypatch.setattr("handlers.exports.report_files.MOST", 20)
    monkeypatch.setattr("store.files.LARGEST", 10)
    assert "too large to be sent" in maria.says("export deals")


def test_batches_follow_each_other_without_a_gap(people, monkeypatch):
    monkeypatch.setattr("handlers.exports.runs.BATCH", 2)
    maria, _, _ = people
    maria.says("export deals sort:amount")
    assert [row["Ref"] for row in table(maria)] == ["D-3", "D-1", "D-2"]


def test_exported_contacts_can_be_imported_again_without_loss(people, tmp_path):
    maria, ada, _ = people
    ada.says(
        "contact add Grace Hopper mobile +1 202 555 0143 work +1 202 555 0144 grace@navy.example "
        'company:Navy title:Admiral tier:A tag:vip source:fair birthday:1906-12-09 address:"1 Pier, Boston"'
    )
    ada.says("contact edit C-1 also:grace@home.example")
    ada.says("tag C-1 navy")
    ada.says('contact add "=Odd Name" 王@x.example title:@boss')
    ada.says("contact add 王小明 13800138000 公司:华星科技有限公司")
    maria.says("export contacts")
    exported = {row["Full name"]: row for row in table(maria)}
    file = Path(maria.last.files[0])
    (tmp_path / "other").mkdir()
    for other in open_chat("sqlite", tmp_path / "other"):
        bea = other.manager("Maria")
        other.rep("Ada", bea)
        counts = import_file(other.database, other.clock.now, "Maria", Wish(file)).counts
        assert (counts["added"], counts["rejected"]) == (3, 0)
        bea.says("export contacts")
        again = {row["Full name"]: row for row in table(bea)}
    ignored = {"Ref", "Added"}
    assert {
        name: {key: value for key, value in row.items() if key not in ignored}
        for name, row in again.items()
    } == {
        name: {key: value for key, value in row.items() if key not in ignored}
        for name, row in exported.items()
    }


def test_companies(people):
    maria, ada, _ = people
    ada.says("company edit O-1 industry:Defence employees:900 founded:1900 revenue:5m EUR")
    maria.says("export companies format:xlsx")
    rows = sheet(maria)
    assert [cell.value for cell in rows[1]][:4] == ["Ref", "Company name", "Industry", "Country"]
    navy = [cell.value for cell in rows[2]]
    assert navy[1:3] == ["Navy", "Defence"]
    assert navy[7:11] == [900, 1900, 5_000_000, "EUR"]


def test_heads_and_names_in_chinese(people):
    maria, _, _ = people
    maria.says("语言 zh")
    answer = maria.says("导出 商机")
    assert "商机-2026-11-23.csv" in answer
    row = table(maria)[0]
    assert "负责人" in row
    assert row["阶段"] == "线索"


@pytest.fixture
def command_line(chat, monkeypatch):
    monkeypatch.setenv("PARLEY_DATABASE_URL", chat.url)
    monkeypatch.setenv("PARLEY_KEY_FILE", str(chat.key_file))
    monkeypatch.setenv("PARLEY_NOW", chat.clock.now().isoformat())
    return lambda *words: CliRunner().invoke(app, ["export", *map(str, words)])


@pytest.mark.usefixtures("people")
def test_the_command_line_writes_and_notes(chat, command_line, tmp_path):
    path = tmp_path / "deals.csv"
    found = command_line("deals", path, "--as", "Maria", "--filter", "over 40k")
    assert (found.exit_code, found.stdout) == (0, f"2 rows in {path}\n")
    assert path.read_text("utf-8-sig").count("D-") == 2
    assert "By: command line" in chat.admin().says("audit @maria")
    book = tmp_path / "all.XLSX"
    assert command_line("contacts", book, "--as", "Root Admin").exit_code == 0
    assert opened(book)["A1"].value == "Ref"
    assert sorted(one.name for one in tmp_path.glob("*.part")) == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("deals", "x.csv", "--as", "Ada"), "You need the right to export lists"),
        (("deals", "x.csv", "--as", "Nobody"), "No colleague fits “Nobody”."),
        (("dinners", "x.csv", "--as", "Maria"), "“dinners” cannot be exported; these can: "),
        (("deals", "x.pdf", "--as", "Maria"), "Name a .csv or a .xlsx file, such as deals.xlsx"),
        (("deals", "none/x.csv", "--as", "Maria"), "There is no folder"),
        (("deals", "x.csv", "--as", "Maria", "--filter", "foo bar"), "I don't know what to do"),
        (("deals", "x.csv", "--as", "Maria", "--filter", "contact:Nobody"), "No contact fits"),
    ],
)
def test_what_the_command_line_refuses(command_line, tmp_path, words, complaint):
    kind, name, *rest = words
    found = command_line(kind, tmp_path / name, *rest)
    assert found.exit_code == 2
    assert complaint in found.stderr
    assert not (tmp_path / name).exists()


def test_shares_are_read_once_for_many(chat, people):
    _, ada, ben = people
    ada.says("contact add Grace Hopper")
    ada.says("contact share C-1 @ben")

    def unit(session):
        session.act_as(session.directory.people[ben.speaker.staff_id])
        rows = contacts.get_many(session, [1])
        shares.know(session, rows)
        assert session.shares == {("contact", 1): "read"}
        assert access.reveals(session, rows[0])

    chat.database.read(unit, chat.clock.now())


@pytest.mark.usefixtures("people")
def test_the_command_line_takes_every_list_by_its_name_in_chat(command_line, tmp_path):
    for name in ("articles", "activities", "people", "products", "quotes"):
        found = command_line(name, tmp_path / f"{name}.csv", "--as", "Maria")
        assert found.exit_code == 0, found.output
