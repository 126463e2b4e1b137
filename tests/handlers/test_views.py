"""Saved views: whoever runs one sees what they may see, and no more."""

import pytest


@pytest.fixture
def people(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("deal add Boats 50k")
    ada.says("deal add Nets 1k")
    ben.says("deal add Sails 200k")
    return maria, ada, ben


def test_a_view_keeps_the_filters_of_the_last_list_and_reads_them_anew(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("deal add Boats 50k close:2026-11-25")
    assert ada.says("view save Soon").startswith("Show me a list first")
    ada.says("deals over 10k closing this week")
    saved = ada.says("view save Soon")
    assert saved.startswith("Saved as Soon, for you: Deals: over $10,000.00, closing Mon 23 Nov")
    assert ada.says("view soon").startswith("Deals: over $10,000.00, closing Mon 23 Nov 2026")
    any_chat.passes(days=7)
    assert ada.says("view soon").startswith(
        "No deals there: over $10,000.00, closing Mon 30 Nov 2026"
    )
    assert ada.says("deals view:soon under:90k").startswith("No deals there: ")
    assert ada.says("views").startswith("Views · 1 in all\nSoon · deals amount:over 10k closing:")
    any_chat.restarts()
    assert ada.presses("Soon").startswith("No deals there: over $10,000.00")


def test_a_view_of_the_team_shows_everybody_their_own(people):
    maria, ada, ben = people
    maria.says("deals over 10k")
    assert maria.says("view save Big fish for:team").startswith("Saved as Big fish, for the team")
    assert maria.last.shows == ()
    assert maria.says("view big fish").count("D-") == 2
    assert "Big fish · deals amount:over 10k · for the team, from Maria" in ada.says("views")
    assert ada.says("view Big fish").startswith("Deals: over $10,000.00 · 1 in all\nD-1 Boats")
    assert ben.says("deals view:Big fish sort:amount").count("D-") == 1
    assert ben.says("视图 big fish").count("D-3") == 1


def test_elsewhere_and_later_nobody_sees_a_view_of_another_team(chat, people):
    maria, ada, _ = people
    olaf = chat.manager("Olaf")
    zoe = chat.rep("Zoe", olaf)
    maria.says("deals")
    maria.says("view save Ours for:team")
    for stranger in (olaf, zoe, chat.agent("Agnes")):
        assert "No views yet." in stranger.says("views")
        assert "There is no view “Ours”." in stranger.says("view Ours")
    ada.says("deals")
    ada.says("view save Mine")
    assert "Mine" not in maria.says("views")
    chat.admin().says("role @maria rep")
    chat.admin().says("yes")
    assert "Ours" not in ada.says("views")
    assert "Ours" in maria.says("views")


def test_who_may_put_views_before_others(chat, people):
    maria, ada, ben = people
    ada.says("deals")
    assert "right to assign records" in ada.says("view save X for:team")
    assert "right to change settings" in ada.says("view save X for:all")
    maria.says("deals")
    assert "right to change settings" in maria.says("view save X for:everybody")
    root = chat.admin()
    root.says("deals")
    assert "for everybody" in root.says("view save Open for:all")
    assert "Open · deals · for everybody, from Root Admin" in ben.says("views")
    assert ben.says("view open").startswith("Deals · 1 in all\nD-3")


def test_ones_own_view_comes_before_the_teams_of_that_name(people):
    maria, ada, _ = people
    maria.says("deals over 10k")
    maria.says("view save Big for:team")
    ada.says("deals under 10k")
    ada.says("view save big")
    assert "D-2 Nets" in ada.says("view BIG")
    ada.says("view delete big")
    assert "D-1 Boats" in ada.says("view big")
    assert "That view is Maria's" in ada.says("view delete big")
    ada.says("undo")
    assert "D-2 Nets" in ada.says("view big")


def test_saving_again_changes_deleting_and_undo_take_back(people):
    _, ada, _ = people
    ada.says("deals over 10k")
    ada.says("view save Mine")
    ada.says("deals under 10k")
    assert ada.says("view save mine").startswith("mine shows this list from now on, for you")
    assert "D-2" in ada.says("view mine")
    assert ada.says("undo").startswith("Undone: view save.")
    assert "D-1" in ada.says("view mine")
    assert ada.says("view delete mine") == "The view Mine is gone."
    assert "There is no view" in ada.says("view mine")
    assert ada.presses("Undo") == "Undone: view delete."
    assert "D-1" in ada.says("view mine")


def test_admins_clear_up_and_the_audit_tells_of_views(chat, people):
    maria, _, _ = people
    maria.says("deals")
    maria.says("view save Old for:team")
    root = chat.admin()
    assert "There is no view" in root.says("view delete Old")
    assert "added view" in root.says("audit @maria")
    assert "Name: Old" in root.says("audit @maria")


def test_views_of_contacts_and_companies(people):
    _, ada, _ = people
    ada.says("contact add Grace Hopper company:Navy tier:A")
    ada.says("contacts tier:A")
    ada.says("view save Best")
    ada.says("contact add Alan Turing")
    assert ada.says("view Best").startswith("Contacts: tier: A · 1 in all\nC-1")
    assert ada.says("contacts view:Best").startswith("Contacts: tier: A · 1 in all")
    assert "There is no view “Best”." in ada.says("deals view:Best")
    ada.says("companies mine")
    ada.says("view save Firms")
    assert ada.says("companies view:Firms").startswith("Companies: mine · 1 in all")


def test_view_shows_a_record_where_no_view_is_called_so(people):
    _, ada, _ = people
    ada.says("contact add Grace Hopper")
    assert ada.says("view C-1").startswith("Grace Hopper C-1")
    assert ada.says("view it").startswith("Grace Hopper C-1")
    assert ada.says("view Grace Hopper").startswith("Grace Hopper C-1")
    assert ada.says("view D-1").startswith("Boats D-1")
    assert "There is no view “Nobody Known”." in ada.says("view Nobody Known")
    assert ada.says("view").startswith("Which view?")


def test_a_view_that_names_what_is_gone_says_so(chat, people):
    maria, _, _ = people
    maria.says("deals source:x stage:lead")
    maria.says("view save Early")
    maria.says("deals @ben")
    maria.says("view save Bens")
    chat.admin().says("stage edit lead name:Fresh")
    assert "is no stage here" in maria.says("view Early")
    assert "D-3" in maria.says("view Bens")


def test_there_is_an_end_to_views(people, monkeypatch):
    monkeypatch.setattr("store.views.MOST", 2)
    _, ada, _ = people
    ada.says("deals")
    for name in ("One", "Two"):
        ada.says(f"view save {name}")
    assert ada.says("view save Three").startswith("You keep as many views as there may be.")
    assert "from now on" in ada.says("view save Two")


def test_in_chinese(people):
    _, ada, _ = people
    ada.says("语言 zh")
    ada.says("商机列表 1万以上")
    assert ada.says("保存视图 大单").startswith("已保存为 大单")
    assert "大单" in ada.says("视图列表")
    assert ada.says("视图 大单").startswith("商机：")
    assert "大单" in ada.says("删除视图 大单")


def test_odd_names_are_names(people):
    _, ada, _ = people
    ada.says("deals")
    for name in ("😀", "a:b", "ＡＢＣ", "x" * 200):
        assert ada.says(f'view save "{name}"').startswith("Saved as"), name
        assert ada.says(f'view "{name}"').startswith("Deals · 2 in all"), name
    assert "D-1" in ada.says("view abc")
    assert "too long" in ada.says("view save " + "x" * 10_000)
