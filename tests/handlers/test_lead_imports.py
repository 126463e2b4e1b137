"""Importing leads: fields, owners, repeats, who is told, undo."""

import pytest

from tests.importing import import_rows

HEADER = ("name", "company", "phone", "email", "job title", "lead source", "industry", "territory",
          "language", "notes", "owner")  # fmt: skip
GRACE = ("Grace Hopper", "Navy Systems", "+1 202 555 0143", "grace@navy.example", "Admiral", "web",
         "Defence", "East", "english", "wants 20 compilers", "")  # fmt: skip
ALAN = ("Alan Turing", "", "", "", "", "", "", "", "", "", "")


@pytest.fixture
def people(chat):
    """Ada and Ben below Maria; Mark brings leads in."""
    maria = chat.manager("Maria")
    return chat.rep("Ada", maria), chat.rep("Ben", maria), maria, chat.marketer("Mark")


def test_a_file_becomes_leads_that_go_round(chat, people):
    ada, ben, maria, mark = people
    rows = (
        HEADER,
        GRACE,
        ALAN,
        ("", "", "+1 202 555 0150"),
        ("Kate Bush", "EMI", "12", "x@x.example"),
    )
    done = import_rows(chat, *rows, who="Mark", kind="leads")
    assert done.counts == (4, 3, 0, 0, 1)
    assert "names nobody" in done.reasons
    chat.passes(minutes=1)
    assert ada.inbox == ["2 new leads for you. leads lists them."]
    assert ben.inbox == ["1 new lead for you. leads lists them."]
    assert ada.presses("Show").startswith("Leads · 2 in all")
    card = ada.says("L-1")
    assert "Admiral · Navy Systems" in card
    assert "(202) 555-0143" in card
    assert "Source: web · Industry: Defence · Territory: East · Language: English" in card
    assert "“wants 20 compilers”" in card
    assert "Score: 35 points" in card
    assert "grace@navy" not in mark.says("L-1")
    again = import_rows(chat, *rows, who="Mark", kind="leads")
    assert again.counts == (4, 0, 0, 3, 1)
    assert "There is such a lead already" in again.reasons
    assert maria.says("leads").startswith("Leads · 3 in all")


def test_a_dry_run_writes_and_tells_nothing(chat, people):
    ada, *_ = people
    done = import_rows(chat, HEADER, GRACE, GRACE, who="Mark", kind="leads", dry_run=True)
    assert done.counts == (2, 1, 0, 1, 0)
    chat.passes(minutes=1)
    assert ada.inbox == []
    assert ada.says("leads") == "No leads there. lead add adds one."


def test_a_named_owner_gets_it_and_a_rep_keeps_their_own(chat, people):
    ada, ben, maria, _ = people
    named = (*GRACE[:-1], "Ben")
    wrong = (*ALAN[:-1], "Nobody")
    done = import_rows(chat, HEADER, named, wrong, who="Maria", kind="leads")
    assert "it goes by the rules" in done.reasons
    chat.passes(minutes=1)
    assert ben.inbox == ["1 new lead for you. leads lists them."]
    assert "Owner: Ada" in ada.says("find turing")
    import_rows(chat, ("name",), ("Kate Bush",), who="Ben", kind="leads")
    assert "Owner: Ben" in ben.says("find bush")
    assert ben.says("undo").startswith("Undone: import.")
    assert "Nothing found" in ben.says("find bush")
    assert maria.says("leads").startswith("Leads · 2 in all")


def test_without_anybody_free_managers_are_told_once_how_many(chat):
    maria = chat.manager("Maria")
    chat.marketer("Mark")
    import_rows(chat, HEADER, GRACE, ALAN, who="Mark", kind="leads")
    chat.passes(minutes=1)
    assert maria.inbox == ["Nobody can take 2 new leads now. lead list unassigned shows them."]
    assert maria.presses("Show").startswith("Leads · 2 in all")


def test_chinese_columns(chat):
    ada = chat.rep("Ada")
    header = ("姓名", "公司", "手机", "线索来源", "地区", "语种", "行业")
    row = ("王小明", "华星科技", "13800138000", "展会", "华东", "中文", "软件")
    import_rows(chat, header, row, kind="leads")
    card = ada.says("L-1")
    assert "Source: 展会 · Industry: 软件 · Territory: 华东 · Language: 简体中文" in card
    assert "华星科技" in card
