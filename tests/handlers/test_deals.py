"""Deals by chat: entering, looking, changing, listing."""

import pytest

from tests.conversations import Chat, open_chat

DEAL = "deal add 20 compilers 50k company:Navy Systems close:30 june"


@pytest.fixture
def ada(chat):
    return chat.rep("Ada")


def test_a_deal_is_entered_with_one_sentence(any_chat):
    ada = any_chat.rep("Ada")
    assert ada.says(DEAL).splitlines() == [
        "Saved.",
        "New company: Navy Systems O-1.",
        "20 compilers D-1",
        "Navy Systems",
        "Amount: $50,000.00",
        "Stage: lead (10 %)",
        "Closes: Wed 30 Jun 2027",
        "Owner: Ada",
    ]
    assert ada.buttons == ("Undo", "→ qualified", "Won", "Lost", "Timeline")
    assert ada.presses("Undo") == "Undone: deal add.\nNavy Systems O-1, 20 compilers D-1"
    assert ada.says("deals") == "No deals there. deal add adds one."
    assert ada.says("companies") == "No companies here yet. company add adds one."


@pytest.mark.parametrize(
    ("said", "title", "amount", "close"),
    [
        ("deal add Navy upgrade 120000", "Navy upgrade", "$120,000.00", None),
        ("deal add Navy upgrade 120000 30 jun", "Navy upgrade", "$120,000.00", "30 Jun 2027"),
        ("deal add Navy upgrade fri 50k", "Navy upgrade", "$50,000.00", "27 Nov 2026"),
        ("deal add May launch $20k", "May launch", "$20,000.00", None),
        ("deal add 20 compilers", "20 compilers", None, None),
        ("deal add Windows 11", "Windows 11", None, None),
        ('deal add "Windows 500"', "Windows 500", None, None),
        ("deal add Windows 11 1.2m 2026-12-24", "Windows 11", "$1,200,000.00", "24 Dec 2026"),
        ("deal add 5k run $20,000 end of month", "5k run", "$20,000.00", "30 Nov 2026"),
        ("new deal Servers amount:50k close:tomorrow", "Servers", "$50,000.00", "24 Nov 2026"),
        ("新增商机 20台编译器 5万", "20台编译器", "$50,000.00", None),
        ("商机 新增 20台编译器 5万 成交:月底", "20台编译器", "$50,000.00", "30 Nov 2026"),
        ("创建一个商机 服务器 ¥3000", "服务器", None, None),
    ],
)
def test_ways_to_enter_one(ada, chat, said, title, amount, close):
    chat.admin().says("rate CNY 0.14")
    card = ada.says(said)
    assert f"\n{title} D-1\n" in card
    assert amount is None or f"Amount: {amount}\n" in card
    assert ("Amount:" in card) is (amount is not None or "¥" in said)
    assert ("Closes:" in card) is (close is not None)
    assert close is None or close in card


def test_refs_among_the_words_say_with_whom(ada):
    ada.says("contact add Grace Hopper company:Navy")
    assert "Navy · Grace Hopper\n" in ada.says("deal add Compilers 50k C-1")
    assert "Compilers D-2\nNavy\n" in ada.says("deal add Compilers O-1 50k fri")
    assert "Navy · Grace Hopper\n" in ada.says("deal add More 5k contact:Grace Hopper")
    assert "No company fits “O-9”" in ada.says("deal add Compilers O-9")


def test_what_is_missing_is_asked_for(ada):
    assert ada.says("deal add").startswith("What is the deal about?")
    assert "20 compilers D-1\nAmount: $50,000.00" in ada.says("20 compilers 50k")


def test_an_ambiguous_close_is_asked_about(ada):
    answer = ada.says("deal add Servers 50k close:03/04/2027")
    assert "can be read in two ways" in answer
    assert "Closes: Sat 3 Apr 2027" in ada.presses("Sat 3 Apr 2027")


def test_another_currency_needs_a_rate(ada, chat):
    assert ada.says("deal add Servers 300 EUR").startswith("There is no rate for EUR yet.")
    assert chat.admin().says("rate EUR 1.08") == "Saved: 1 EUR = 1.08 USD"
    assert "Amount: €300.00" in ada.says("deal add Servers 300 EUR")
    assert "Together: $324.00" in ada.says("deals")
    admin = chat.admin()
    assert admin.says("rates") == "Rates\n1 EUR = 1.08 USD\n1 USD = 1 USD"
    assert "is the company's own currency" in admin.says("rate USD 2")
    assert "it has to be above 0" in admin.says("rate EUR 0")
    assert "is not a currency" in admin.says("rate XYZ 2")
    assert "right to change settings" in ada.says("rate EUR 2")


def test_a_deal_is_found_by_title_company_and_pronoun(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(DEAL)
    ada.says("deal add Gunboats 9k company:Navy Systems")
    for said in (
        "D-1",
        "d1",
        "deal 20 compilers",
        "deal show compilers",
        "find compilers",
        "查看商机 D-1",
    ):
        assert "20 compilers D-1" in ada.says(said), said
    assert "20 compilers D-1" in ada.says("show this deal")
    assert ada.says("deal show navy").startswith("Which “navy”?")
    assert "20 compilers · Navy Systems · lead · Ada · D-1" in ada.buttons
    assert "3 in all" in ada.says("find navy")
    ada.says("company edit O-1 name:Harbour Works")
    assert ada.says("find navy") == "Nothing found for “navy”."
    assert "3 in all" in ada.says("find harbour")
    ada.says("deal edit D-2 title:Rowing boats")
    assert "Rowing boats D-2" in ada.says("find rowing")
    assert "No deal fits “gunboats”" in ada.says("deal show gunboats")


def test_whoever_may_not_see_deals_does_not_find_them(chat, ada):
    ada.says(DEAL)
    ben, gus = chat.rep("Ben"), chat.agent("Gus")
    for somebody in (ben, gus):
        assert "compilers" not in somebody.says("find compilers").replace("“compilers”", "")
        assert somebody.says("D-1").startswith(("No deal fits", "You need the right"))
    assert "Navy Systems O-1" in gus.says("find navy")
    assert "D-1" not in gus.says("find navy")


def test_kinds_whose_rights_differ_are_found_side_by_side(chat, ada):
    admin = chat.admin()
    for said in ("grant rep contacts.see all", "yes"):
        admin.says(said)
    chat.rep("Ben").says("deal add Navy secret 10k")
    chat.rep("Ben").says("contact add Navy Bob")
    ada.says(DEAL)
    answer = ada.says("find navy")
    assert "Navy Bob" in answer
    assert "20 compilers" in answer
    assert "3 in all" in answer
    assert "secret" not in answer
    assert "Nearest" not in ada.says("find secre")


def test_fields_are_changed_and_taken_back(ada):
    ada.says(DEAL)
    ada.says("contact add Grace Hopper")
    ada.says("D-1")
    before = ada.says("D-1")
    changed = ada.says(
        "deal edit D-1 title:30 compilers amount:60k close:fri company:Harbour contact:C-1 "
        "source:Fair competitor:Siemens step:send a quote next:tomorrow"
    )
    assert changed.splitlines() == [
        "Saved: 30 compilers D-1",
        "What about: 20 compilers → 30 compilers",
        "Amount: $50,000.00 → $60,000.00",
        "Closes: Wed 30 Jun 2027 → Fri 27 Nov 2026",
        "Company: Navy Systems → Harbour",
        "Contact: Grace Hopper",
        "Source: Fair",
        "Competitor: Siemens",
        "Next step: send a quote",
        "When: Tue 24 Nov 2026, 09:00",
        "New company: Harbour O-2.",
    ]
    card = ada.says("D-1")
    assert "Harbour · Grace Hopper" in card
    assert "Next step: send a quote, Tue 24 Nov 2026, 09:00" in card
    assert "Competitor: Siemens\nOwner: Ada · Source: Fair" in card
    assert ada.says("undo").startswith("Undone: deal edit.")
    assert ada.says("D-1") == before
    assert "Nothing to change" in ada.says("deal edit D-1 amount:50k")
    assert "What should change?" in ada.says("deal edit D-1")
    assert "Next step: Fri 27 Nov 2026, 15:00" in _edited(ada, "edit D-1 next:fri 3pm")


def _edited(somebody, text):
    somebody.says(text)
    return somebody.says("D-1")


def test_two_people_do_not_overwrite_each_other_in_silence(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says(DEAL)
    maria.says("deal edit D-1 amount:70k")
    asked = ada.says("deal edit D-1 amount:60k")
    assert "Maria has changed Amount since you last saw" in asked
    assert "It now says “$70,000.00”" in asked
    assert "$70,000.00 → $60,000.00" in ada.says("yes")
    maria.says("D-1")
    ada.says("deal edit D-1 title:More company:Harbour")
    assert "It now says “More”" in maria.says("deal edit D-1 title:Less")
    maria.says("no")
    assert "It now says “Harbour”" in maria.says("deal edit D-1 company:Pier")


def test_a_deal_goes_to_a_colleague_and_both_are_told(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says(DEAL)
    assert maria.says("deal assign D-1 @ben") == "20 compilers D-1 is Ben's now."
    assert ben.inbox[-1] == "Maria gave you 20 compilers D-1."
    assert ada.inbox[-1] == "Maria gave 20 compilers D-1 to Ben."
    assert "No deal fits" in ada.says("D-1")
    assert "20 compilers" in ben.says("find compilers")
    assert maria.says("deal assign D-1 @ben") == "20 compilers D-1 is Ben's already."
    maria.says("undo")
    assert "Owner: Ada" in ada.says("D-1")
    assert "cannot own such records" in maria.says("deal assign D-1 @gus") or chat.agent("Gus")
    assert "right to assign" in ada.says("deal assign D-1 @ben")


def test_a_deleted_deal_comes_back_as_it_was(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(DEAL)
    ada.says("deal move D-1 proposal")
    assert "it can be restored" in ada.says("deal delete D-1")
    assert ada.says("yes") == "Deleted 20 compilers D-1."
    assert "No deal fits" in ada.says("D-1")
    assert ada.says("find compilers") == "Nothing found for “compilers”."
    assert "Stage: proposal (50 %)" in ada.presses("Restore")
    assert "2 in all" in ada.says("timeline D-1")
    assert "20 compilers D-1" in ada.says("find compilers")
    assert ada.says("deal restore D-1").startswith("That deal is not deleted.")
    assert "No deal fits" in ada.says("deal restore D-9")
    assert "No deal fits" in ada.says("deal restore C-1")


def test_a_deal_that_was_undone_is_restored_with_its_history(ada):
    ada.says(DEAL)
    ada.says("undo")
    assert "Stage: lead (10 %)" in ada.says("deal restore D-1")
    assert "Entered lead" in ada.says("timeline D-1")


def test_a_company_with_a_deal_is_not_undone_from_under_it(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("company add Navy")
    maria.says("deal add Compilers 50k company:O-1")
    assert ada.says("undo").startswith("It was changed again since")


def test_merged_contacts_keep_their_deals(ada):
    ada.says("contact add Grace Hopper")
    ada.says("contact add Grace M Hopper")
    ada.says("deal add Compilers 5k C-2")
    ada.says("contact merge C-1 C-2")
    ada.says("yes")
    assert "Grace Hopper" in ada.says("D-1")


def sold(chat: Chat) -> None:
    """Ten deals of Ada's, one of Ben's."""
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    for number in range(10):
        ada.says(
            f"deal add Pumps{'abcdefghij'[number]} {number + 1}k company:Harbour close:2027-01-{number + 1:02}"
        )
    ben.says("deal add Boats 100k company:Navy close:fri")


@pytest.fixture
def team(tmp_path):
    for chat in open_chat("sqlite", tmp_path, sold):
        yield chat.manager("Maria"), chat.rep("Ada"), chat.rep("Ben")


def test_a_list_has_pages_a_total_and_a_sum(team):
    _, ada, _ = team
    first = ada.says("deals")
    assert first.startswith(
        "Deals · 1–8 of 10 in all\nD-1 Pumpsa · Harbour · lead · $1,000.00 · Fri 1 Jan 2027"
    )
    assert first.endswith("Together: $55,000.00")
    assert ada.presses("More ›").count("D-") == 2
    assert ada.presses("‹ Back") == first


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("deals", 11),
        ("deals all", 11),
        ("team deals", 11),
        ("deals team", 11),
        ("deals mine", 0),
        ("my deals", 0),
        ("deals @ben", 1),
        ("deals owner:@ada", 10),
        ("deals of Ben", 1),
        ("Ben的商机", 1),
        ("团队商机", 11),
        ("deals company:navy", 1),
        ("deals with Harbour", 10),
        ("deals company:O-9", 0),
        ("deals closing this week", 1),
        ("deals closing:this week", 1),
        ("deals closing:2027-01-01..2027-01-03", 3),
        ("deals closing:overdue", 0),
        ("deals stage:proposal", 1),
        ("deals stage:方案", 1),
        ("deals proposal @ada", 1),
        ("deals lead", 9),
        ("deals lead pipeline:Sales", 9),
        ("deals won", 1),
        ("deals in won", 1),
        ("deals stage:lost", 0),
        ("stale deals", 0),
        ("停滞的商机", 0),
        ("deals stale mine", 0),
        ("deals mine stale", 0),
    ],
)
def test_lists_are_narrowed(team, said, count):
    maria, ada, _ = team
    if "won" in said or "lost" in said:
        maria.says("deal win D-1")
    elif any(one in said for one in ("proposal", "方案", "lead")):
        maria.says("deal move D-1 proposal")
        maria.says("deal move D-1 proposal")
        ada.says("deal win D-2" if "lead" in said and "zz" in said else "help")
        if said.startswith("deals lead"):
            maria.says("deal lose D-2 price")
    answer = maria.says(said)
    assert f"{count} in all" in answer or (count == 0 and answer.startswith("No deals there"))


def test_stale_deals_are_those_beyond_one_and_a_half_times_their_stages_age(team):
    maria, ada, _ = team
    ada.chat.passes(days=20)
    ada.says("deal move D-1 qualified")
    assert maria.says("stale deals").startswith("No deals there")
    ada.chat.passes(days=2)
    answer = maria.says("stale deals")
    assert answer.startswith("Stale deals · 1–8 of 10 in all")
    assert "too long here" in answer
    assert "In this stage for 22 days; 14 are expected." in ada.says("D-2")
    assert "overdue" not in ada.says("D-1")
    assert "1 in all" in maria.says("deals closing:overdue")


def test_no_such_company_stage_or_pipeline(ada):
    assert "is no stage here. The stages are: lead, qualified" in ada.says("deals stage:xyz")
    assert "is no pipeline. There are: Sales" in ada.says("deals pipeline:xyz")
    assert "I don't know “foo:”" in ada.says("deals foo:xyz")


def test_everything_is_said_in_chinese_too(ada):
    ada.says("语言 zh")
    card = ada.says("新增商机 20台编译器 5万 公司:华星科技 成交:月底")
    assert card.splitlines()[-4:] == [
        "金额：US$50,000.00",
        "阶段：线索（10%）",
        "预计成交：2026年11月30日周一",
        "负责人：Ada",
    ]
    assert ada.buttons == ("撤销", "→ 已确认", "赢单", "输单", "跟进记录")
    assert "线索 → 谈判" in ada.says("把D-1推进到谈判")
    assert "谈判 → 方案" in ada.says("推进 D-1 报价")
    assert "为什么输单" in ada.says("输单 D-1")
    assert "没有预算" in ada.buttons
    assert "输单原因：没有预算" in ada.presses("没有预算")
    assert "输单 → 方案" in ada.says("重新打开商机 D-1")
    assert "方案 → 赢单" in ada.says("赢单 D-1")
    assert "共 1 条" in ada.says("商机列表 阶段:赢单")


@pytest.mark.parametrize("title", ["Big one", "Windows 11", "Phase two", "五"])
def test_a_small_number_at_the_end_belongs_to_the_title(chat, title):
    card = chat.rep("Ada").says(f"deal add {title}")
    assert f"{title} D-1" in card
    assert "Amount" not in card
