"""Every list and every report as a file: the rows and masks of the asker, typed, safe, readable."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from handlers.exports.kinds import EXPORTED
from handlers.lists import LISTS
from handlers.readers.kinds import KINDS as KINDS_OF_RECORDS
from handlers.reports import REPORTS


@pytest.fixture
def people(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    zoe = chat.rep("Zoe", chat.manager("Mark"))
    maria.says("product add Compiler 1,200")
    for somebody, mark in ((ada, "A"), (ben, "B"), (zoe, "Z")):
        somebody.says(f"contact add Grace{mark} grace{mark}@navy.example")
        somebody.says(
            f"lead add Lead{mark} +1 202 555 0143{'' if mark == 'A' else ' anyway:yes'} source:=web"
        )
        somebody.says(f"deal add Boats{mark} 50k")
    for number, somebody in enumerate((ada, ben, zoe), 1):
        somebody.says(f"quote add D-{number} Compiler x2")
        somebody.says(f"order add D-{number} 5000")
        somebody.says(f"log call C-{number} =wants more next:tomorrow")
    root = chat.admin()
    for number in (1, 2, 3):
        root.says(f"ticket add C-{number} The export is down")
    root.says('article add "How to export" Say export and the list.')
    return maria, ada, ben, zoe


def content(somebody):
    return Path(somebody.last.files[0]).read_bytes()


def table(somebody):
    return list(csv.DictReader(io.StringIO(content(somebody).decode("utf-8-sig"))))


def cells(somebody):
    return openpyxl.load_workbook(somebody.last.files[0]).active


def paper(somebody):
    return "\n".join(page.extract_text() for page in PdfReader(somebody.last.files[0]).pages)


def test_every_list_is_declared_once():
    assert {one.kind for one in LISTS.values()} == set(EXPORTED)


OF_OTHERS = ("BoatsZ", "LeadZ", "GraceZ", "graceZ")
KINDS = {
    "contacts": (2, "GraceA"), "leads": (2, "LeadA"), "deals": (2, "BoatsA"),
    "quotes": (2, "BoatsA"), "orders": (2, "BoatsA"), "tickets": (2, "GraceA"),
    "tasks team": (2, "Ada"), "activities": (2, "GraceA"), "products": (1, "Compiler"),
    "articles": (1, "How to export"),
}  # fmt: skip


def test_a_manager_takes_out_the_team_an_admin_everything_a_rep_nothing(chat, people):
    maria, ada, _, _ = people
    root = chat.admin()
    for kind, (count, word) in KINDS.items():
        answer = maria.says(f"export {kind}")
        rows = table(maria)
        assert len(rows) == count, (kind, answer)
        text = content(maria).decode("utf-8-sig")
        assert word in text, kind
        assert not any(one in text for one in OF_OTHERS), kind
        assert "right to export" in ada.says(f"export {kind}"), kind
        maria.says(f"export {kind} format:xlsx")
        sheet = cells(maria)
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row == count + 1
        assert not any(cell.data_type == "f" for row in sheet for cell in row), kind
        maria.says(f"export {kind} format:pdf")
        assert word in paper(maria), kind
        assert not any(one in paper(maria) for one in OF_OTHERS), kind
        root.says(f"export {kind}")
        more = count if count == 1 else 3
        assert len(table(root)) == more, kind
    assert "right to manage staff" in maria.says("export staff")
    root.says("export staff")
    assert {row["Name"] for row in table(root)} >= {"Ada", "Ben", "Zoe"}
    assert "added export" in root.says("audit @maria")


def test_lists_have_the_button_for_those_only_who_may(people):
    maria, ada, _, _ = people
    for kind in ("leads", "quotes", "orders", "tickets", "tasks team", "logged", "articles"):
        maria.says(kind)
        assert "Export" in maria.buttons, kind
        assert "rows in" in maria.presses("Export") or "row in" in maria.inbox[-1], kind
        ada.says(kind)
        assert "Export" not in ada.buttons, kind
    maria.says("products")
    maria.says("staff")
    assert "Export" not in maria.buttons


def test_cells_are_typed_and_nothing_runs(people):
    maria, _, _, _ = people
    maria.says("export orders format:xlsx")
    head = [cell.value for cell in cells(maria)[1]]
    row = dict(zip(head, cells(maria)[2], strict=True))
    assert row["Total"].value == 5000
    assert row["Total"].number_format == "#,##0.00"
    assert row["Still open"].value == 5000
    assert row["Added"].is_date
    maria.says("export leads")
    assert {one["Source"] for one in table(maria)} == {"'=web"}
    maria.says("export activities")
    assert {one["What happened"] for one in table(maria)} == {"'=wants more"}
    maria.says("export activities format:xlsx")
    risky = [cell for row in cells(maria) for cell in row if cell.value == "=wants more"]
    assert [(cell.data_type, cell.quotePrefix) for cell in risky] == [("s", True)] * 2


def test_filters_are_those_of_the_list(people):
    maria, _, _, _ = people
    assert "Leads: of my team, status: new" in maria.says("export leads team status:new")
    assert maria.says("export tickets unassigned").startswith("Tickets: unassigned\n")
    assert maria.says("export tickets status:closed") == (
        "Tickets: status: closed\nThere is nothing to export there."
    )
    assert maria.says("export quotes D-1").startswith("Quotes: deal: BoatsA\n1 row in quotes-")
    assert "1 row in" in maria.says("export activities @ben today")
    assert "nothing to export" in maria.says("export activities meetings")
    assert "2 rows in logged activities" in maria.says("export activities calls")
    assert maria.says("logged calls this week @ada").startswith(
        "Activities: period: Nov 23 – 29, 2026, kind: Call, owner: Ada · 1 in all"
    )
    assert "GraceA" in maria.inbox[-1]
    assert "2 rows in logged activities" in maria.says("export logged team")
    assert "Nothing was logged there" in maria.says("logged mine")
    maria.says("tickets")
    maria.says("view save Queue")
    assert maria.says("view Queue").startswith("Tickets")


def test_masks_are_those_of_the_cards(chat, people):
    root, (maria, _, _, _) = chat.admin(), people
    for right in ("amounts.see", "personal.see"):
        root.says(f"revoke manager {right}")
        root.says("yes")
    for kind in ("quotes", "orders"):
        maria.says(f"export {kind}")
        text = content(maria).decode()
        assert "•••" in text
        assert "5000" not in text
        assert "2400" not in text
        maria.says(f"export {kind} format:pdf")
        assert "5,000" not in paper(maria)
        assert "2,400" not in paper(maria)
    maria.says("export leads")
    assert "0143" not in table(maria)[0]["Phone"][:-4]
    maria.says("export summary month format:csv")
    assert "Amount won" not in content(maria).decode()
    assert "Deals opened" in content(maria).decode()


def test_chinese_speakers_get_chinese_files(people):
    maria, _, _, _ = people
    maria.says("contact add 王小明 13800138000 公司:华星科技")
    maria.says("language zh")
    assert maria.says("导出 工单").startswith("工单\n")
    assert {"编号", "状态", "负责人"} & set(table(maria)[0])
    assert "联系人" in maria.says("导出联系人 格式:pdf")
    text = paper(maria)
    assert "王小明" in text
    assert "第" in text
    assert "页" in text
    assert maria.says("导出 漏斗 今年").startswith("转化漏斗 · ")
    assert "晚饭" in maria.says("导出 晚饭 今年")
    assert maria.last.files == ()
    assert maria.says("导出 总结 本月").startswith("总结 · ")
    assert "新增商机" in paper(maria)
    maria.says("导出 排行榜 本月 格式:xlsx")
    assert cells(maria)["A1"].value == "谁"


def test_every_report_is_a_file_in_every_format(chat, people):
    maria, ada, _, _ = people
    ada.says("deal add Ink 1k company:Inkwell")
    for deal in ("D-1", "Ink"):
        ada.says(f"deal win {deal}")
    maria.says("target set @ada 50k month")
    for name in REPORTS:
        for form in ("csv", "xlsx", "pdf"):
            answer = maria.says(f"export {name} format:{form}")
            assert maria.last.files, (name, answer)
            assert maria.last.files[0].endswith(form)
        assert PdfReader(maria.last.files[0]).pages
        assert "right to export" in ada.says(f"export {name}"), name
        maria.says(name)
        assert "Export" in maria.buttons, name
        maria.presses("Export")
        assert maria.last.files[0].endswith("pdf")
        ada.says(name)
        assert "Export" not in ada.buttons


def test_the_file_tells_what_the_report_tells(chat, people):
    maria, ada, _, zoe = people
    ada.says("deal win D-1")
    zoe.says("deal win D-3")
    maria.says("target set team 100k month")
    maria.says("export summary month format:csv")
    rows = {row["Figure"]: row for row in table(maria)}
    assert rows["Deals won"]["Nov 2026"] == "1"
    assert rows["Amount won"]["Nov 2026"] == "50000.00"
    assert rows["Amount won"]["Unit"] == "USD"
    maria.says("export leaderboard month format:xlsx")
    found = [[cell.value for cell in row] for row in cells(maria).iter_rows(min_row=2)]
    assert found[0][:3] == ["Ada", 50_000, 1]
    assert "Zoe" not in {row[0] for row in found}
    maria.says("export winloss by:owner format:csv")
    assert table(maria)[0]["Won"] == "1"
    maria.says("export forecast format:pdf")
    assert "Won so far: $50K" in paper(maria)
    maria.says("export target show format:csv")
    assert table(maria)
    ada.says("deal add Ink 1k company:Inkwell")
    ada.says("deal win Ink")
    maria.says("export customer report month format:csv")
    told = {row["Figure"]: row["Nov 2026"] for row in table(maria)}
    assert (told["New customers"], told["Lost customers"]) == ("1", "0")
    assert "No colleague fits “never”" in maria.says("export summary never")
    assert "“dinner” is not one of these: contacts, companies" in maria.says("export dinner")


def test_a_list_of_customers_goes_out_whole(chat, people, monkeypatch):
    maria, ada, _, zoe = people
    for number in range(1, 11):
        ada.says(f"deal add Ink{number} {number}k company:Buyer{number}")
        ada.says(f"deal win Ink{number}")
    zoe.says("deal add Soap 99k company:Elsewhere")
    zoe.says("deal win Soap")
    ada.says("deal add Tea 500 contact:GraceA")
    ada.says("deal win Tea")
    read, companies = [], KINDS_OF_RECORDS["company"]

    def names(session, ids):
        read.append(len(ids))
        return companies.names(session, ids)

    monkeypatch.setitem(KINDS_OF_RECORDS, "company", replace(companies, names=names))
    monkeypatch.setattr("handlers.buyer_lines.BATCH", 4)
    answer = maria.says("customer list new")
    assert "1–8 of 11 in all" in answer
    assert sum(read) == 8  # names of the page alone
    maria.presses("More ›")
    assert maria.presses("Export").startswith("New customers · Q4 2026 · my team\n")
    told = paper(maria)
    assert told.count("Buyer10") == 1
    assert "in all" not in told
    assert "Together: $55.5K" in told
    maria.says("export customer list new format:csv")
    rows = table(maria)
    assert [row["Customer"] for row in rows] == [*(f"Buyer{n}" for n in range(10, 0, -1)), "GraceA"]
    assert rows[0] == {
        "Customer": "Buyer10", "Ref": "O-10", "Won": "10000.00", "Deals": "1",
        "First bought": "2026-11-23", "Last bought": "2026-11-23",
    }  # fmt: skip
    assert rows[-1]["Ref"] == "C-1"
    maria.says("export customer list format:xlsx")
    assert cells(maria).max_row == 12
    monkeypatch.setattr("handlers.exports.report_files.MOST_ON_PAPER", 10)
    assert "11 are too many for a PDF" in maria.says("export customer list")
    assert "nothing to export" in maria.says("export customer list lost")
    root = chat.admin()
    root.says("revoke manager amounts.see")
    root.says("yes")
    maria.says("export 客户名单 新 格式:csv")
    assert "Won" not in table(maria)[0]
    assert sorted(row["Customer"] for row in table(maria)) == sorted(
        row["Customer"] for row in rows
    )
    maria.says("language zh")
    maria.says("导出 最大客户 格式:xlsx")
    assert [one.value for one in cells(maria)[1]] == [
        "客户",
        "编号",
        "商机",
        "首次购买",
        "最近购买",
    ]


def test_a_report_reaches_no_further_than_the_right_to_export(chat, people):
    root, (maria, ada, _, _) = chat.admin(), people
    root.says("grant rep export own")
    root.says("yes")
    assert ada.says("export summary month").startswith("Summary · ")
    root.says("grant manager summaries.see all")
    root.says("yes")
    assert "right to export" in maria.says("export summary month")
    maria.says("summary")
    assert "Export" not in maria.buttons


def test_too_long_for_paper(people, monkeypatch):
    maria, _, _, _ = people
    monkeypatch.setattr("handlers.exports.report_files.MOST_ON_PAPER", 1)
    assert "2 are too many for a PDF: at most 1 fit." in maria.says("export deals format:pdf")


def test_odd_texts_stand_on_paper(people):
    maria, ada, _, _ = people
    ada.says(f"deal add {'很长的名字' * 30} 5k")
    ada.says("deal add 🎉party 5k")
    ada.says(f"log call C-1 {'word ' * 1500}")
    maria.says("export deals format:pdf")
    assert "party" in paper(maria)
    maria.says("export activities format:pdf")
    assert "word word" in paper(maria)
    for number in range(60):
        ada.says(f"deal add Many{number} {number + 1}k")
    maria.says("export deals format:pdf")
    assert len(PdfReader(maria.last.files[0]).pages) > 1
    assert "Page 2 of" in paper(maria)
