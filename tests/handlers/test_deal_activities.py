"""Activities of deals: logging on a deal, and the one timeline of it."""

import pytest


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("deal add 20 compilers 50k C-1 close:30 june")
    return ada


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("log call D-1 they like it", "Call"),
        ("log meeting 20 compilers: they like it", "Meeting"),
        ("note on D-1: they like it", "Note"),
        ("log visit this deal they like it", "Visit"),
        ("记录 电话 D-1 they like it", "Call"),
    ],
)
def test_what_happened_is_logged_on_a_deal(ada, said, kind):
    assert ada.says(said).startswith(f"{kind} logged for 20 compilers D-1."), said
    assert f"{kind} · Ada\n" in ada.says("timeline D-1")
    assert f"{kind} · Ada · D-1\n" in ada.says("timeline C-1")
    assert f"{kind} · Ada · D-1\n" in ada.says("timeline O-1")
    assert ada.says("undo").startswith("Undone: log.")
    assert "1 in all" in ada.says("timeline D-1")


def test_a_name_means_a_person_or_a_company_before_it_means_a_deal(ada):
    ada.says("deal add Navy boats 5k O-1")
    assert "logged for Grace Hopper C-1" in ada.says("log call hopper she called")
    assert "logged for Navy O-1" in ada.says("log note navy: ok")
    assert "logged for Navy boats D-2" in ada.says("log note boats: red ones")


def test_the_next_step_is_the_deals_and_the_contact_was_touched(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("deal add 20 compilers 50k C-1")
    said = ada.says("log meeting D-1 wants an offer next:tuesday 10am")
    assert "Next step: Tue 24 Nov 2026, 10:00" in said
    assert "Next step: Tue 24 Nov 2026, 10:00" in ada.says("D-1")
    assert "Next step" not in ada.says("C-1")
    assert "wants an offer" in ada.says("timeline D-1")
    ada.says("undo")
    assert "Next step" not in ada.says("D-1")


def test_one_timeline_tells_stages_words_and_edits_in_their_order(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("deal add 20 compilers 50k close:30 june")
    any_chat.passes(hours=1)
    ada.says("log call D-1 cheaper please")
    any_chat.passes(hours=1)
    ada.says("deal edit D-1 amount:45k close:1 july")
    any_chat.passes(hours=1)
    ada.says("deal edit D-1 amount:1k")
    ada.says("undo")
    ada.says("deal win D-1")
    assert ada.says("timeline D-1").splitlines() == [
        "20 compilers D-1 · 5 in all",
        "Mon 23 Nov 2026, 12:00 · Ada",
        "lead → won after 3 hours",
        "Mon 23 Nov 2026, 11:00 · Ada",
        "Amount: $50,000.00 → $45,000.00",
        "Mon 23 Nov 2026, 11:00 · Ada",
        "Closes: Wed 30 Jun 2027 → Thu 1 Jul 2027",
        "Mon 23 Nov 2026, 10:00 · Call · Ada",
        "cheaper please",
        "Mon 23 Nov 2026, 09:00 · Ada",
        "Entered lead",
    ]


def test_a_long_timeline_has_pages(ada, chat):
    for number in range(9):
        chat.passes(minutes=1)
        ada.says(f"log note D-1 number {number}")
    first = ada.says("timeline D-1")
    assert "1–8 of 10 in all" in first
    assert "number 8" in first
    last = ada.presses("More ›")
    assert "number 0" in last
    assert "Entered lead" in last


def test_amounts_in_it_are_masked_and_other_currencies_named(ada, chat):
    chat.admin().says("rate EUR 1.1")
    ada.says("deal edit D-1 amount:70k EUR")
    ada.says("deal edit D-1 amount:none")
    shown = ada.says("timeline D-1")
    assert "Amount: $50,000.00 → €70,000.00" in shown
    assert "Amount: €70,000.00 → –" in shown
    for said in ("revoke rep amounts.see", "yes"):
        chat.admin().says(said)
    masked = ada.says("timeline D-1")
    assert "Amount: ••• → •••" in masked
    assert "Amount: ••• → –" in masked
    assert "70" not in masked


def test_words_on_a_deal_are_for_those_only_who_see_the_deal(chat):
    maria = chat.manager("Maria")
    ada, ben, gus = chat.rep("Ada", maria), chat.rep("Ben", maria), chat.agent("Gus")
    ada.says("contact add Grace Hopper company:Navy")
    ada.says("contact share C-1 @ben edit")
    ada.says("deal add Secret boats 77k C-1")
    ada.says("log call D-1 the price is secret")
    ada.says("log call C-1 she likes tea")
    for somebody in (ben, gus):
        for path in ("timeline C-1", "timeline O-1"):
            assert "price" not in somebody.says(path)
        assert "she likes tea" in somebody.says("timeline C-1")
        assert "1 in all" in somebody.says("timeline C-1")
    assert "price is secret" in maria.says("timeline O-1")
    assert ben.says("log call D-1 hello").startswith("No deal fits “D-1”.")
    ben.says("cancel")
    assert "You need the right" in gus.says("log call D-1 hello")
    ben.says("deal add Own boats 5k C-1")
    assert "Call logged" in ben.says("log call D-2 asked for paint")
    assert "paint" not in ada.says("timeline C-1")


def test_a_deal_with_a_colleagues_contact_keeps_its_words_itself(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("contact add Grace Hopper company:Navy")
    ben.says("deal add Boats 5k")
    maria.says("deal edit D-1 contact:C-1")
    assert "Call logged" in ben.says("log call D-1 she called back")
    assert "she called back" in ben.says("timeline D-1")
    assert "she called back" in maria.says("timeline C-1")
    assert "she called back" not in ada.says("timeline C-1")
    assert "Undone" in ben.says("undo")
