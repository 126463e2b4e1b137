"""Tiers and lifecycles by chat: rules, by hand, why, filters, and what may not be told."""

import pytest


@pytest.fixture
def root(chat):
    root = chat.admin()
    for rule in ("A won:500k months:12", "B open:200k", "C activities:2 days:30"):
        root.says(f"tier rule add {rule}")
    return root


@pytest.fixture
def ada(chat, root):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper company:Navy")
    return ada


def test_without_rules_tiers_are_set_by_hand(chat):
    ada = chat.rep("Ada")
    ada.says("company add Navy")
    ada.says("deal add Ships 620k O-1 stage:won")
    assert "No rules yet: tiers are set by hand." in ada.says("tiers")
    assert "Tier" not in ada.says("O-1")
    assert "No tier: no rule fits." in ada.says("why O-1")
    assert ada.says("tier O-1 B") == "Saved: Navy O-1\nTier B · set by hand"
    assert "Tier B · set by hand" in ada.says("O-1")
    assert "tier B" in ada.says("companies")
    assert "No tier: no rule fits." in ada.says("tier O-1 auto")


def test_the_first_rule_that_fits_gives_the_tier(any_chat):
    root, ada = any_chat.admin(), any_chat.rep("Ada")
    for rule in (
        "B open:200k",
        "A won:500k months:12",
        "C activities:2 days:30",
        "A won:900k months:24",
    ):
        told = root.says(f"tier rule add {rule}")
    assert told.splitlines()[:6] == [
        "Tiers · A: 0 · B: 0 · C: 0 · D: 0",
        "1. A: at least $500,000.00 won in 12 months",
        "2. A: at least $900,000.00 won in 24 months",
        "3. B: at least $200,000.00 in open deals",
        "4. C: at least 2 activities in 30 days",
        "Other customers are D.",
    ]
    ada.says("company add Navy")
    ada.says("log call O-1 hello")
    assert "Tier" not in ada.says("O-1")
    ada.says("log call O-1 hello again")
    assert "Tier C · 2 activities in 30 days" in ada.says("O-1")
    ada.says("deal add Ships 620k O-1")
    assert "Tier B · $620,000.00 in open deals\nLifecycle: prospect" in ada.says("O-1")
    ada.says("deal win D-1")
    assert "Tier A · $620,000.00 won in 12 months\nLifecycle: customer" in ada.says("O-1")
    assert "1 deal is won" in ada.says("why O-1")
    ada.says("undo")
    assert "Tier B · $620,000.00 in open deals\nLifecycle: prospect" in ada.says("O-1")
    ada.says("deal win D-1")
    ada.says("deal reopen D-1")
    assert "Lifecycle: prospect" in ada.says("O-1")
    ada.says("deal lose D-1 price")
    assert "Tier C" in ada.says("O-1")
    assert "Lifecycle: lead" in ada.says("O-1")
    any_chat.passes(days=31)
    assert "Tier" not in ada.says("O-1")


def test_customers_that_no_rule_fits_are_d_and_contacts_show_it(ada):
    ada.says("deal add Boats 5k C-1 stage:won")
    assert "Tier D · a customer, and no other rule fits" in ada.says("O-1")
    assert "Tier D · Owner: Ada" in ada.says("C-1")
    assert "tier D" in ada.says("contacts")
    assert "Grace Hopper" in ada.says("contacts tier:D")
    assert ada.says("contacts tier:A") == "No contacts match."
    assert ada.says("联系人列表 等级:A") == "No contacts match."
    ada.says("tier C-1 A")
    assert "Grace Hopper" in ada.says("contacts tier:A")
    assert ada.says("contacts tier:D") == "No contacts match."
    ada.says("tier C-1 auto")
    assert "Tier D" in ada.says("C-1")


def test_by_hand_wins_over_rules_until_auto(ada, chat, root):
    ada.says("deal add Ships 620k C-1 stage:won")
    assert ada.says("tier Navy C") == "Saved: Navy O-1\nTier C · set by hand"
    ada.says("deal add More 900k C-1")
    chat.passes(days=1)
    assert "Tier C · set by hand" in ada.says("O-1")
    assert ada.says("tier O-1 auto") == "Saved: Navy O-1\nTier A · $620,000.00 won in 12 months"
    assert ada.says("tier O-1 auto") == "Nothing to change: that is how it is already."
    ada.says("undo")
    assert "Tier C · set by hand" in ada.says("O-1")
    ada.says("把O-1定为B级")
    assert "Tier B · set by hand" in ada.says("O-1")
    assert "Tier: B → A" in ada.says("company edit O-1 tier:none")
    assert "is not one of these" in ada.says("tier O-1 tier:E")
    ada.says("cancel")
    assert ada.says("tier").startswith("Whom do you mean?")
    ada.says("company edit O-1 potential:5k")
    told = root.says("audit O-1")
    assert "Potential: $5,000.00" in told
    assert "by rules · changed company O-1" in told
    assert "by rules · changed company O-1\n    Tier: A" in told


def test_a_lifecycle_goes_from_lead_to_lost(ada, chat):
    assert "Lifecycle" not in ada.says("O-1")
    assert "Lifecycle: lead · no deal yet is open or won" in ada.says("why O-1")
    ada.says("deal add Ships 50k C-1")
    assert "a deal is open, none is won yet" in ada.says("why O-1")
    ada.says("deal win D-1")
    chat.passes(days=89)
    assert "Lifecycle: customer" in ada.says("O-1")
    chat.passes(days=2)
    assert "Lifecycle: at risk" in ada.says("O-1")
    assert "nothing has happened for 91 days" in ada.says("why O-1")
    for said in ("customers at risk", "流失风险的客户", "companies lifecycle:at risk",
                 "companies lifecycle:流失风险", "有流失风险的客户"):  # fmt: skip
        assert "O-1 Navy" in ada.says(said), said
    assert ada.says("lost customers") == "No companies match."
    ada.says("log call C-1 hello again")
    assert "Lifecycle: customer" in ada.says("O-1")
    ada.says("undo")
    assert "Lifecycle: at risk" in ada.says("O-1")
    chat.passes(days=300)
    assert "O-1 Navy" in ada.says("流失的客户")
    assert "nothing has happened for 391 days" in ada.says("why O-1")
    ada.says("deal add Boats 50k C-1 stage:won")
    assert "2 deals won over more than 12 months" in ada.says("why O-1")
    assert "Lifecycle: mature customer" in ada.says("O-1")


def test_marked_as_lost_until_a_deal_moves(ada, chat):
    ada.says("deal add Ships 50k C-1 stage:won")
    said = ada.says("lifecycle O-1 lost")
    assert "Lifecycle: lost customer since Mon 23 Nov 2026" in said
    assert "marked as lost Mon 23 Nov 2026, 09:00" in ada.says("why O-1")
    ada.says("undo")
    assert "Lifecycle: customer" in ada.says("O-1")
    assert "lost customer" in ada.says("mark Navy as lost")
    chat.passes(days=1)
    assert "lost customer" in ada.says("O-1")
    assert "Lifecycle: customer" in ada.says("lifecycle O-1 auto")
    assert "lost customer" in ada.says("把O-1标记为流失")
    chat.passes(minutes=1)
    ada.says("deal add Boats 5k O-1")
    assert "Lifecycle: customer" in ada.says("O-1")
    assert "is not one of these" in ada.says("lifecycle O-1 mark:happy")


def test_settings_and_rules_count_for_everybody_at_once(ada, chat, root):
    ada.says("deal add Ships 620k C-1 stage:won")
    chat.passes(days=40)
    assert "Lifecycle: customer" in ada.says("O-1")
    assert root.says("settings risk_days 30").endswith("(risk days): 30")
    assert "Lifecycle: at risk" in ada.says("O-1")
    assert root.says("设置 风险天数 90").endswith("(risk days): 90")
    assert "Lifecycle: customer" in ada.says("O-1")
    assert "is not a" in root.says("settings risk_days soon")
    assert "Take away the rule for A: at least $500,000.00" in root.says("tier rule delete 1")
    assert "1. B: at least" in root.says("yes")
    assert "Tier D" in ada.says("O-1")
    assert root.says("tier rule delete 9") == "There is no rule 9. tiers lists them."
    assert root.says("tier rule add A").startswith("Name one of won, open and activities.")
    assert root.says("tier rule add A won:5k open:5k").startswith("Name one of")
    assert root.says("tier rule add").startswith("Which tier, A to D?")
    root.says("cancel")
    assert "There is no rate for EUR" in root.says("tier rule add A won:500 EUR")
    assert "You need the right to change settings" in ada.says("tier rule add A won:1")


def test_a_class_tells_no_sums_to_whoever_may_not_see_them(chat, root):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    gus = chat.agent("Gus")
    ada.says("company add Navy")
    ada.says("deal add Ships 620k O-1 stage:won")
    assert "$620,000.00 won" in ada.says("O-1")
    maria.says("deal add Boats 111k stage:won")
    maria.says("deal edit D-2 company:O-1")
    assert "$731,000.00 won" in root.says("why O-1")
    assert "$731,000.00 won" in maria.says("O-1")
    for somebody in (ada, gus):
        for path in ("O-1", "why O-1", "companies", "tiers"):
            answer = somebody.says(path)
            assert "731" not in answer, path
            assert "620" not in answer, path
        assert "Tier A · by rules" in somebody.says("O-1")
    assert "No company fits" in ben.says("why O-1")
    assert "A: 0" in ben.says("tiers")
    assert "A: 1" in gus.says("tiers")
    assert "You need the right" in gus.says("tier O-1 B")
    assert "No company fits" in ben.says("lifecycle O-1 lost")


def test_size_industry_and_potential(ada, chat):
    chat.admin().says("rate EUR 2")
    ada.says("company edit O-1 industry:Defence employees:500 potential:1m EUR")
    assert "Potential: $2,000,000.00 a year" in ada.says("O-1")
    assert "O-1 Navy · Defence" in ada.says("companies industry:DEFENCE")
    assert ada.says("公司列表 行业:软件") == "No companies match."
    assert "No companies match." in ada.says("companies tier:A")
    assert "Potential" not in chat.agent("Gus").says("O-1")
    ada.says("deal add Ships 620k O-1 stage:won")
    assert "O-1 Navy · Defence · tier A · customer" in ada.says("A级客户")
    ada.says("language zh")
    card = ada.says("O-1")
    assert (
        "等级 A · 12 个月内赢单 US$620,000.00\n生命周期：成交客户（自2026年11月23日周一）" in card
    )
    assert "等级 A" in ada.says("为什么 O-1")
    assert "1. A：12 个月内赢单至少" in ada.says("客户等级规则")
    assert "没有符合条件的公司" in ada.says("成熟的客户")


def test_adding_a_company_with_a_deal_is_undone_as_one(chat, root):
    ada = chat.rep("Ada")
    ada.says("deal add Ships 620k company:Navy")
    assert "Lifecycle: prospect" in ada.says("O-1")
    assert ada.says("undo").startswith("Undone: deal add.")
    assert ada.says("companies").startswith("No companies here yet.")
    ada.says("company add Army")
    ada.says("deal add Tents 5k O-2")
    ada.says("undo")
    assert ada.says("undo").startswith("Undone: company add.")


def test_a_deal_that_goes_to_another_company_changes_both(ada):
    ada.says("company add Army")
    ada.says("deal add Ships 620k C-1 stage:won")
    ada.says("deal edit D-1 company:O-2")
    assert "Lifecycle: lead" in ada.says("O-1")
    assert "Tier A · $620,000.00 won" in ada.says("O-2")
    for said in ("deal delete D-1", "yes"):
        ada.says(said)
    assert "Lifecycle: lead" in ada.says("O-2")
