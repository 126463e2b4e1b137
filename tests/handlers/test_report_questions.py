"""Questions in words: how each is understood, by everybody, in both languages."""

import re

import pytest

from handlers.asking import atoms
from store import figures
from store.figures import Narrow, Span
from store.measures import MEASURES
from tests.conversations import MONDAY
from tests.handlers.report_worlds import at, found_world, plain

YEAR, MONTH, OCTOBER = "2026", "Nov 2026", "Oct 2026"
ASKED = (
    # what is asked, the measure, the period, the people, what it is narrowed to, by what
    ("how much did Ben win last month?", "Amount won", OCTOBER, "Ben Cole"),
    ("how much did @ada win this year", "Amount won", YEAR, "Ada King"),
    ("how much did we win in Q2?", "Amount won", "Q2 2026", "all"),
    ("how much did we earn this month", "Amount won", MONTH, "all"),
    ("how much revenue did we make this quarter?", "Amount won", "Q4 2026", "all"),
    ("how many deals did we lose this quarter?", "Deals lost", "Q4 2026", "all"),
    ("how many deals did Zoe open this year?", "Deals opened", YEAR, "Zoe Else"),
    ("how many deals were won in 2025?", "Deals won", "2025", "all"),
    ("how much did we lose last year?", "Amount lost", "2025", "all"),
    ("how many new deals this month?", "Deals opened", MONTH, "all"),
    ("how many deals moved this month?", "Deals moved on", MONTH, "all"),
    ("how many leads did we get this year", "New leads", YEAR, "all"),
    ("how many leads were converted this year?", "Leads converted", YEAR, "all"),
    ("how many customers did we gain last month", "New contacts", OCTOBER, "all"),
    ("what is our win rate this year?", "Win rate", YEAR, "all"),
    ("what is the average deal size this year?", "Average deal won", YEAR, "all"),
    ("how long does our sales cycle take this year?", "Average cycle", YEAR, "all"),
    ("what is in the pipeline?", "Pipeline value", "now", "all"),
    ("how many open deals do we have?", "Open deals", "now", "all"),
    ("how much are the open deals worth?", "Pipeline value", "now", "all"),
    ("how many overdue deals are there?", "Past their close date", "now", "all"),
    ("how many overdue follow-ups are there?", "Overdue follow-ups", "now", "all"),
    ("how many overdue requests does Gus have?", "Overdue requests", "now", "Gus"),
    ("how many open tickets are there", "Open requests", "now", "all"),
    ("how many requests were opened last month?", "Requests opened", OCTOBER, "all"),
    ("how many requests did we solve this year?", "Requests solved", YEAR, "all"),
    ("average first response last quarter?", "Average first response", "Q3 2026", "all"),
    ("average resolution time this year?", "Average time to solve", YEAR, "all"),
    ("what is our SLA this year?", "Solved in time", YEAR, "all"),
    ("how many orders this year?", "Orders", YEAR, "all"),
    ("how many calls did Ada make this month?", "Activities", MONTH, "Ada King · Call"),
    ("number of visits last month", "Activities", OCTOBER, "all · Visit"),
    ("how many contacts in DE did we add this year?", "New contacts", YEAR, "all · DE"),
    ("how many leads from fair did we get this year?", "New leads", YEAR, "all · fair"),
    ("how many deals between 10k and 50k are open?", "Open deals", "now", "all · $10K to $50K"),
    ("how many open deals under 5k?", "Open deals", "now", "all · up to $5K"),
    ("how many deals with Works 3 did we win this year?", "Deals won", YEAR, "all · Works 3"),
    ("how many deals did we win?", "Deals won", MONTH, "all"),
    ("how many deals did Ada and Ben win this year?", "Deals won", YEAR, "Ada King, Ben Cole"),
    ("number of deals in proposal", "Open deals", "now", "all · proposal"),
    ("how many deals over 50k are open?", "Open deals", "now", "all · $50K or more"),
    ("how many deals did my team win this year?", "Deals won", YEAR, "all"),
    ("amount won this quarter vs last quarter", "Amount won", "Q4 2026", "all"),
    ("how many deals did we win in 2026 compared with 2025?", "Deals won", YEAR, "all"),
    ("本季度赢单多少钱？", "Amount won", "Q4 2026", "all"),
    ("今年Ben赢单多少钱？", "Amount won", YEAR, "Ben Cole"),
    ("Ben今年赢了多少单？", "Deals won", YEAR, "Ben Cole"),
    ("上个月新增了多少线索？", "New leads", OCTOBER, "all"),
    ("上个月新增了多少客户？", "New contacts", OCTOBER, "all"),
    ("今年赢单率是多少？", "Win rate", YEAR, "all"),
    ("现在有多少个逾期工单？", "Overdue requests", "now", "all"),
    ("有几个逾期跟进？", "Overdue follow-ups", "now", "all"),
    ("Ada本月打了几个电话？", "Activities", MONTH, "Ada King · Call"),
    ("今年解决了多少工单？", "Requests solved", YEAR, "all"),
    ("平均解决时间今年是多少？", "Average time to solve", YEAR, "all"),
    ("平均成交周期今年多长？", "Average cycle", YEAR, "all"),
    ("本周平均首次响应时间对比上周", "Average first response", "Nov 23 – 29, 2026", "all"),
    ("目前有多少停滞的商机？", "Stuck deals", "now", "all"),
    ("20万以上的商机有几个？", "Open deals", "now", "all · $200K or more"),
    ("谈判阶段的商机金额是多少", "Pipeline value", "now", "all · negotiation"),
    ("团队今年赢单多少钱？", "Amount won", YEAR, "all"),
    ("去年输了多少单？", "Deals lost", "2025", "all"),
    ("win rate last quarter", "Win rate", "Q3 2026", "all"),
    ("how old are our open deals?", "Average age", "now", "all"),
    ("revenue last month", "Amount won", OCTOBER, "all"),
    ("show me deals won by Ben in October", "Deals won", OCTOBER, "Ben Cole"),
    ("how many open deals have no next step?", "Deals without a next step", "now", "all"),
    ("how many contacts without phone?", "Contacts without phone or e-mail", "now", "all"),
    ("how many tier A companies do we have?", "Companies with a tier", "now", "all · A"),
    ("how many companies do we have?", "Companies", "now", "all"),
    ("sales vs last year", "Amount won", YEAR, "all"),
    ("how many deals did we win vs last month?", "Deals won", MONTH, "all"),
    ("我们有多少B级客户？", "Companies with a tier", "now", "all · B"),
    ("有多少商机没有下一步？", "Deals without a next step", "now", "all"),
    ("还有多少未解决的工单？", "Open requests", "now", "all"),
)
BY = (
    ("deals over 50k closing this quarter by stage", "Open deals", "stage"),
    ("win rate by person this year", "Win rate", "person"),
    ("pipeline by stage", "Pipeline value", "stage"),
    ("weighted pipeline by person", "Weighted pipeline", "person"),
    ("new contacts by source this year", "New contacts", "source"),
    ("how much did we lose by reason this year?", "Amount lost", "reason"),
    ("deals lost by competitor this year", "Deals lost", "competitor"),
    ("deals won by industry this year", "Deals won", "industry"),
    ("deals won by country this year", "Deals won", "country"),
    ("requests by priority this year?", "Requests opened", "priority"),
    ("requests by category this year?", "Requests opened", "category"),
    ("activities by kind this month", "Activities", "kind"),
    ("calls by person this month", "Activities", "person"),
    ("deals won per company this year?", "Deals won", "company"),
    ("orders by status this year", "Orders", "status"),
    ("how many open deals by pipeline?", "Open deals", "pipeline"),
    ("今年新增客户按来源", "New contacts", "source"),
    ("who won most last quarter?", "Amount won", "person"),
    ("which source brought the most leads this year?", "New leads", "source"),
    ("show me the pipeline by stage", "Pipeline value", "stage"),
    ("今年谁赢单最多？", "Amount won", "person"),
    ("今年哪个来源带来的线索最多？", "New leads", "source"),
    ("按阶段看进行中的商机金额", "Pipeline value", "stage"),
    ("今年各行业的赢单数", "Deals won", "industry"),
    ("今年每个人赢单多少钱", "Amount won", "person"),
)


@pytest.fixture
def world(chat):
    return found_world(chat)


def test_each_is_understood_and_says_how(world):
    root = world.people["root"]
    wrong = {}
    for question, measure, period, whose in ASKED:
        answer = root.says(question)
        if f"{measure} · {period} · {whose}" not in answer.splitlines() or "understand" in answer:
            wrong[question] = answer
    for question, measure, by in BY:
        answer = root.says(question)
        fits = answer.startswith(f"{measure} · ") and re.search(rf"\n{by} +No\.", answer)
        if not fits or "understand" in answer or "\nTotal " not in answer:
            wrong[question] = answer
    assert wrong == {}
    assert len(ASKED) + len(BY) >= 60


def test_the_numbers_are_those_of_the_rows(world):
    root, ben = world.people["root"], frozenset({world.id_of("ben")})
    year = at(2026, 1, 1), at(2027, 1, 1)

    def told(name, owners=None, span=year):
        return plain(world, name, span[0], span[1], owners, MONDAY)

    won = told("amount won", ben)
    said = root.says("how much did Ben win this year?")
    assert said.startswith(f"${won.total / 100:,.2f} ({won.count} records)\n")
    assert root.says("how many leads did we get this year").startswith(
        f"{told('new leads').count}\n"
    )
    rate = told("win rate")
    assert root.says("what is our win rate this year?").startswith(f"{rate.mean(100)} % (")
    stages = root.says("pipeline by stage")
    held = told("pipeline")
    assert re.search(rf"\nTotal +{held.count} ", stages)
    rows = re.findall(r"^(\w+) +(\d+) +\S+$", stages, re.MULTILINE)
    assert sum(int(count) for name, count in rows if name != "Total") == held.count
    months = root.says("deals won by month this year")
    counts = re.findall(r"^2026-(\d\d) +(\d+)$", months, re.MULTILINE)
    assert [int(month) for month, _ in counts] == list(range(1, 12))
    for month, count in counts:
        span = at(2026, int(month), 1), at(2026, int(month) + 1, 1)
        assert int(count) == told("deals won", None, span).count
    compared = root.says("deals won this quarter vs Q3?")
    third = told("deals won", None, (at(2026, 7, 1), at(2026, 10, 1))).count
    assert f"\nQ3 2026: {third}" in compared


def test_a_long_series_shows_its_newest_part(world):
    days = world.people["root"].says("revenue by day this year").splitlines()
    assert days[2].startswith("10-24 ")
    assert days[-2].startswith("11-23 ")
    assert days[-1] == "And 296 more."
    weeks = world.people["root"].says("revenue per week this month?")
    assert re.findall(r"^(\d\d-\d\d) ", weeks, re.MULTILINE) == [
        "11-01", "11-02", "11-09", "11-16", "11-23",
    ]  # fmt: skip


def test_the_records_behind_an_answer_are_as_many(world):
    maria = world.people["maria"]
    for question in (
        "how much did my team win this year?",
        "how much did we win this year?",
        "how much did Ben win this year?",
        "how many deals did I win this year?",
    ):
        answer = maria.says(question)
        count = re.search(r"\((\d+) record", answer)
        behind = maria.presses("Records")
        assert f"{count.group(1)} in all" in behind if count else behind.endswith(": nothing.")
    maria.says("how much did Ben and Ada win this year?")
    assert maria.buttons == ()  # no list says "of both"
    maria.says("how many deals over 50k are open?")
    assert maria.buttons == ()


def test_words_that_mean_nothing_are_told(world):
    root = world.people["root"]
    said = root.says("how many bananas did we sell this year?")
    assert said.endswith("I did not understand “bananas”, so this is without it.")
    assert "“stage”" in root.says("how many leads did we get in proposal this year?")
    assert "“Amount”" in root.says("how many leads over 50k did we get this year?")
    assert "“华东”" in root.says("上个月华东新增了多少客户？")
    assert "“stage”" in root.says("how many leads did we get this year by stage?")
    assert "I can tell figures" in root.says("ask where is my coffee")
    assert root.says("ask").startswith("What do you want to know?")
    root.says("cancel")
    root.says("语言 中文")
    assert "没有理解“香蕉”" in root.says("今年香蕉赢单多少钱？")
    assert root.says("上个月新增了多少客户？").endswith("新增联系人 · 2026年10月 · 全部")


@pytest.mark.parametrize(
    "text",
    [
        "what is the weather", "thanks for the good work", "how much is the fish?", "😀 how many?",
        "what?", "多少", "how many " * 2_000, "deals won by weekday this year", "谁来开会？",
    ],
)  # fmt: skip
def test_what_is_no_question_about_figures_is_not_read_as_one(world, text):
    assert "Deals won ·" not in world.people["root"].says(text)
    assert world.people["root"].says("cancel")


def test_a_question_is_no_answer_to_another_one(world):
    root = world.people["root"]
    root.says("contact add")
    assert "Amount won · 2026 · all" in root.says("how much did we win this year?")
    assert "cancelled" in root.says("cancel").casefold()


def test_answers_never_exceed_the_rights(world):
    people = world.people
    own = people["ada"].says("how much did we win this year?")
    assert own.endswith("Amount won · 2026 · Ada King")
    other = "how much did Ben win this year?"
    assert people["ada"].says(other) == "Your right to read summaries covers your own records only."
    assert "covers your team only" in people["olaf"].says(other)
    assert "Ben Cole" in people["maria"].says(other)
    for name in ("gus", "mark"):
        assert "right to add and change deals" in people[name].says(other)
        assert "right to add and change deals" in people[name].says("pipeline by stage?")
    assert people["gus"].says("how many requests did we solve this year?")[0].isdecimal()
    assert "right to see orders" in people["gus"].says("how many orders this year?")
    assert "right to see leads" in people["gus"].says("how many leads did we get this year?")
    root = people["root"]
    root.says("revoke rep amounts.see")
    root.says("yes")
    for said in ("how much did we win this year?", "summary year", "chart won", "forecast"):
        answer = people["ada"].says(said)
        assert "$" not in answer.replace("$0", ""), said
    assert "deals did we win" not in people["ada"].says("how many deals did we win this year?")
    assert people["ada"].says("records amount won this year").startswith("You need the right to")


def test_a_sentence_is_taken_apart_by_words_or_characters():
    sentence = atoms.Sentence.of("  Ｂen今年 WON？")
    assert [one.text for one in sentence.atoms] == ["ben", "今", "年", "won"]
    assert [one.chinese for one in sentence.atoms] == [False, True, True, False]
    assert next(sentence.runs(1))[1] == "今年 won"


def test_a_measure_without_rows_is_a_figure_of_nothing(chat):
    chat.admin()

    def read(session):
        session.act_as(session.directory.admins()[0])
        span = Span(at(2026, 1, 1), at(2027, 1, 1))
        measures = list(MEASURES.values())
        return measures, figures.work_out(session, measures, [span], Narrow())

    measures, found = chat.database.read(read, MONDAY)
    assert {figures.figure(found, one.name) for one in measures} == {figures.Figure()}
    admin = chat.admin()
    assert admin.says("what is our win rate this year?").startswith("–\n")
    assert "Nothing." in admin.says("deals won by source this year")


def test_what_is_no_figure_gets_the_nearest_that_is(world):
    root = world.people["root"]
    for said, head in (
        ("how did Ben and Ada do last month?", "Leaderboard · Oct 2026"),
        ("compare Ben and Ada this year", "Leaderboard · 2026"),
        ("how happy are our customers?", "Service · Nov 2026"),
        ("what is our NPS?", "Service · Nov 2026"),
        ("how many complaints last month?", "Service · Oct 2026"),
        ("how much will we win this quarter?", "Forecast · Q4 2026"),
        ("who are our biggest customers?", "Customers · Q4 2026"),
        ("did we reach our target last month?", "Targets · Oct 2026"),
        ("what should I do today?", "Today · "),
        ("上个月客户满意度怎么样", "Service · Oct 2026"),
        ("本月目标完成多少", "Targets · Nov 2026"),
        ("why did we lose", "Won and lost · Q4 2026"),
        ("why did we lose this year?", "Won and lost · 2026"),
        ("who needs help?", "Summary · Nov 23"),
        ("what did I do last month?", "Summary · Oct 2026 · Root Admin"),
        ("how are we doing this month?", "Summary · Nov 2026 · all"),
        ("漏斗按阶段", "Pipeline value · now"),
        ("我上个月做了什么", "Summary · Oct 2026 · Root Admin"),
        ("谁卖得最多", "Leaderboard · Nov 2026"),
        ("最大的客户是谁", "Customers · Q4 2026"),
    ):
        assert root.says(said).startswith(head), said
    assert root.says("Ben上个月怎么样").startswith("Summary · Oct 2026 · Ben Cole ")
    for said in ("average discount this quarter?", "how was the weather?", "天气怎么样"):
        assert root.says(said).startswith(f"I don't understand “{said}”."), said
        assert "What can I ask?" in root.buttons
    assert "how much did Ben win last month?" in root.presses("What can I ask?")
    root.says("天气怎么样")
    assert root.presses("Summary").startswith("Summary · ")
    assert "No colleague fits “Bob”" in root.says("how is Bob doing")
    assert "$" not in world.people["gus"].says("who won most last quarter?")


def test_a_period_may_stand_behind_what_it_is_compared_with(world):
    root = world.people["root"]
    assert "\n2025: " in root.says("sales vs last year")
    assert "\nOct 2026: " in root.says("how many deals did we win vs last month?")
    answer = root.says("revenue vs 2026-11-16..2026-11-22?")
    assert "Nov 23 – 29, 2026" in answer
    assert "\nNov 16 – 22, 2026: " in answer
    answer = root.says("how much did we win last year vs the year before?")
    assert "Amount won · 2025 · all\n2024: " in answer
