"""Lists of deals, narrowed in words of both languages, and said back as they were understood."""

import pytest

from handlers.readers.ranges import read_worths
from store.rights import Role
from tests.conversations import Chat, open_chat


def sold(chat: Chat) -> None:
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("deal add Pumps 5k company:Harbour close:2026-11-27 source:Fair")
    ada.says("deal add Boats 50k company:Navy Systems close:2026-12-15")
    ada.says("deal add Ships 120k company:Navy Systems close:2027-02-01")
    ben.says("deal add Sails 200k close:2026-12-01")
    ben.says("deal add Oars 10k")
    ben.says("deal edit D-4 competitor:Siemens step:call next:friday")
    ada.says("deal move D-2 negotiation")
    ada.says("deal win D-1")
    ben.says("deal lose D-5 price: dear")


@pytest.fixture
def team(tmp_path):
    for chat in open_chat("sqlite", tmp_path, sold):
        yield chat.manager("Maria")


@pytest.mark.parametrize(
    ("said", "refs", "heading"),
    [
        ("deals over 10k", "4 2 3", "Deals: over $10,000.00"),
        ("deals over 50k", "4 3", "Deals: over $50,000.00"),
        ("deals at least 50k", "4 2 3", "Deals: $50,000.00 or more"),
        ("deals under 120k", "2", "Deals: under $120,000.00"),
        ("deals up to $120k", "2 3", "Deals: up to $120,000.00"),
        ("deals over:49k under:130k", "2 3", "Deals: $49,000.00 to $130,000.00"),
        ("deals amount:10k..50k", "2", "Deals: $10,000.00 to $50,000.00"),
        ("deals 10-60k", "2", "Deals: $10,000.00 to $60,000.00"),
        ("deals ＞100k", "4 3", "Deals: over $100,000.00"),
        ("deals worth more than 100k", "4 3", "Deals: over $100,000.00"),
        (
            "deals between 10k and 60k closing this quarter",
            "2",
            "Deals: $10,000.00 to $60,000.00, closing Thu 1 Oct 2026 – Thu 31 Dec 2026",
        ),
        ("which deals over 60k close this quarter?", "4", "Deals: over $60,000.00, closing Thu"),
        ("deals with Navy Systems over 60k", "3", "Deals: over $60,000.00, with Navy Systems"),
        ("deals of ben over 10k", "4", "Deals: of Ben, over $10,000.00"),
        ("deals in negotiation of @ada", "2", "Deals: of Ada, negotiation"),
        ("won deals this month", "1", "Deals: won, ended Sun 1 Nov 2026"),
        ("won deals last month", "", "No deals there: won, ended Thu 1 Oct 2026"),
        ("lost deals because of price", "5", "Deals: lost, because of price"),
        ("deals because of price", "5", "Deals: lost, because of price"),
        ("lost deals because of timing", "", "No deals there: lost, because of timing."),
        ("deals closed", "1 5", "Deals: won or lost"),
        ("deals stage:won", "1", "Deals: won"),
        ("deals stage:won state:lost", "", "No deals there: won."),
        ("deals state:open", "4 2 3", "Deals: open"),
        ("deals source:fair won", "1", "Deals: won, from fair"),
        ("deals against:siemens", "4", "Deals: against siemens"),
        ("deals without next step", "2 3", "Deals: without a next step"),
        ("deals added this week", "4 2 3", "Deals: added since Mon 23 Nov 2026, 00:00"),
        ("deals since yesterday", "4 2 3", "Deals: added since Sun 22 Nov 2026"),
        ("deals since:2026-11-23", "4 2 3", "Deals: added since Mon 23 Nov 2026"),
        ("deals added last week", "", "No deals there: added since Mon 16 Nov"),
        ("deals closing in december", "4 2", "Deals: closing Tue 1 Dec 2026 – Thu 31 Dec 2026"),
        ("deals closing before february", "4 2", "Deals: closing by Sun 31 Jan 2027"),
        ("deals closing overdue", "", "No deals there: closing by Sun 22 Nov 2026."),
        ("deals sort:amount", "4 3 2", "Deals: the largest first"),
        ("deals sort:stage", "2 4 3", "Deals: the farthest first"),
        ("deals sort:age", "2 3 4", "Deals: longest in their stage first"),
        ("deals contact:C-1", "", "No"),
        ("10万以上的商机", "4 3", "Deals: $100,000.00 or more"),
        ("5万到15万的商机", "2 3", "Deals: $50,000.00 to $150,000.00"),
        ("5到15万的商机", "2 3", "Deals: $50,000.00 to $150,000.00"),
        ("超过10万的商机有哪些？", "4 3", "Deals: over $100,000.00"),
        ("本季度成交10万以上的商机", "4", "Deals: $100,000.00 or more, closing Thu 1 Oct"),
        ("月底前要成交的商机", "", "No deals there: closing by Mon 30 Nov 2026."),
        ("谈判阶段的商机", "2", "Deals: negotiation"),
        ("我的团队赢单的商机", "1", "Deals: of my team, won"),
        ("因为价格输单的商机", "5", "Deals: lost, because of price"),
        ("没有下一步的商机", "2 3", "Deals: without a next step"),
        ("Ben的商机", "4", "Deals: of Ben"),
        ("商机列表 10万以上 本季度", "4", "Deals: $100,000.00 or more, closing Thu 1 Oct"),
        ("商机列表 超过:10万 排序:金额", "4 3", "Deals: over $100,000.00, the largest first"),
    ],
)
def test_a_list_is_narrowed_and_says_to_what(team, said, refs, heading):
    answer = team.says(said)
    shown = " ".join(one[2:] for one in team.last.shows if one.startswith("D-"))
    assert (shown, answer[: len(heading)]) == (refs, heading), answer


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("deals foo bar", "I don't know what to do with “foo bar”."),
        ("deals bob", "No colleague fits “bob”."),
        ("deals over:lots", "“lots” is not an amount."),
        ("deals amount:lots", "“lots” is not an amount."),
        ("deals reason:whim", "“whim” is no reason for losing"),
        ("deals sort:beauty", "“beauty” is not one of these: close, amount, stage, age."),
        ("deals over 10 EUR", "There is no rate for EUR yet."),
        ("deals added:someday", "I can't read “someday” as a date."),
        ("deals closing:whenever", "I can't read “whenever” as a date."),
        ("deals view:nope", "There is no view “nope”."),
        ("deals " + "x" * 10_000, "No colleague fits “xxx"),
        ("deals 😀 over", "I don't know what to do with “😀 over”."),
    ],
)
def test_what_makes_no_sense_is_told(team, said, complaint):
    assert complaint in team.says(said)


def test_pages_of_a_narrowed_list_keep_its_filters(chat):
    ada = chat.rep("Ada")
    for number in range(10):
        ada.says(f"deal add Pump {number + 10}k")
    first = ada.says("deals over 10k sort:amount")
    assert first.startswith("Deals: over $10,000.00, the largest first · 1–8 of 9 in all")
    assert ada.presses("More ›").startswith("Deals: over $10,000.00, the largest first · 9–9 of 9")


def test_who_may_not_read_all_amounts_may_not_ask_for_them_either(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    ada.says("deal add Pumps 50k")
    ada.says("deals over 40k")
    ada.says("view save Big")
    admin.says("revoke rep amounts.see")
    admin.says("yes")
    for said in ("deals over 40k", "deals under 60k", "deals amount:1..9m", "deals sort:amount",
                 "view Big", "deals view:Big", "deals 4万以上", "4万以上的商机"):  # fmt: skip
        answer = ada.says(said)
        assert "right to see amounts" in answer, said
        assert "Pumps" not in answer
    assert "•••" in ada.says("deals")
    chat.rep("Ben", ada)
    for said in ("grant rep amounts.see own", "grant rep deals.see team"):
        admin.says(said)
        admin.says("yes")
    assert "covers your own records only" in ada.says("deals over 40k")


def test_everything_is_said_in_chinese_too(team):
    team.says("语言 zh")
    assert team.says("10万以上的商机").startswith("商机：")
    assert team.says("赢单列表 本月").startswith("商机：赢单、")
    assert team.says("deals of ben over 900k").startswith("没有符合的商机：")


def test_a_pronoun_in_a_list_means_the_same_later(chat):
    ada = chat.rep("Ada")
    ada.says("contact add Grace Hopper")
    ada.says("deal add Boats 5k C-1")
    ada.says("C-1")
    assert ada.says("deals contact:it").startswith("Deals: with Grace Hopper · 1 in all")
    ada.says("view save Grace")
    ada.says("contact add Alan Turing")
    assert ada.says("view Grace").startswith("Deals: with Grace Hopper · 1 in all")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("over 10k", "over $10,000.00"),
        (">= 10k", "$10,000.00 or more"),
        ("10k+", "$10,000.00 or more"),
        ("10k or less", "up to $10,000.00"),
        ("from 10k to 20k", "$10,000.00 to $20,000.00"),
        ("10万以内", "up to $100,000.00"),
        ("十万以上", "$100,000.00 or more"),
        ("不超过5万", "up to $50,000.00"),
        ("10k..", None),
        ("over", None),
        ("over the moon", None),
        ("2026-01-01", None),
        ("", None),
    ],
)
def test_amounts_from_and_to(text, said):
    found = read_worths(text, "USD")
    assert (str(found.said()) if found else None) == said


def test_an_agent_lists_no_deals(team):
    agent = team.chat.staff("Agnes", Role.AGENT)
    assert "right to see amounts" in agent.says("deals over 10k")
    assert "D-" not in agent.says("deals")
    assert "D-" not in agent.says("10万以上的商机")
