"""Reports as conversations: summary, forecast, funnel, rankings, targets, quality, adoption."""

import re
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.languages import Voice, speaking
from handlers.readers.reports import Days
from handlers.summaries import period
from store import estimates, forecasts, targets
from store.figures import Narrow, Span
from tests.conversations import MONDAY
from tests.handlers.report_worlds import at, found_world, piece, plain


@pytest.fixture
def world(chat):
    return found_world(chat)


def test_a_summary_says_what_the_rows_say(world):
    maria, team = world.people["maria"], [world.id_of(one) for one in ("ada", "ben", "maria")]
    answer = maria.says("summary month")
    lines = answer.splitlines()
    assert lines[0] == "Summary · Nov 2026 · my team (± against Oct 1 – 23, 2026)"
    assert len(lines) <= 12
    november, before = (at(2026, 11, 1), at(2026, 12, 1)), (at(2026, 10, 1), at(2026, 10, 24))

    def told(name, span=november):
        return plain(world, name, span[0], span[1], frozenset(team), MONDAY)

    for label, name in (
        ("Activities", "activities"), ("Deals opened", "deals opened"),
        ("Deals moved on", "deals moved"), ("Deals lost", "deals lost"),
        ("Requests opened", "tickets opened"), ("New contacts", "new contacts"),
    ):  # fmt: skip
        now, then = told(name).count, told(name, before).count
        change = f" (+{now - then})" if now > then else f" (−{then - now})" if now < then else ""
        assert re.search(rf"{label} {now}{re.escape(change)}(?: ·|:|\n|$)", answer), label
    for label, name in (("Open deals", "open deals"), ("Stuck deals", "rotten deals")):
        assert f"{label} {told(name).count}" in answer
    late = {
        one: sum(
            plain(world, name, *november, frozenset({world.id_of(one)}), MONDAY).count
            for name in ("rotten deals", "deals past their close date", "overdue follow-ups")
        )
        for one in ("ada", "ben")
    }
    most = "Ben Cole" if late["ben"] >= late["ada"] else "Ada King"
    assert f"May need help: {most} (" in answer
    assert maria.presses(f"Deals lost ({told('deals lost').count})").startswith("Deals lost · Nov")


def test_everybody_gets_a_summary_of_their_own(world):
    people = world.people
    assert "· Ada King (" in people["ada"].says("summary")
    assert (
        people["ada"].says("summary @ben")
        == "Your right to read summaries covers your own records only."
    )
    assert "covers your team only" in people["olaf"].says("summary month @ben")
    assert people["olaf"].says("summary team").splitlines()[0].count("my team") == 1
    assert "· Ben Cole (" in people["maria"].says("how is Ben doing")
    assert "· Ada King (" in people["ada"].says("summary team")  # nobody is below her
    for name in ("gus", "mark"):
        answer = people[name].says("summary month")
        assert "$" not in answer
        assert "Deals" not in answer
    root = people["root"]
    for said, days in (
        ("summary today", "Nov 23, 2026 · all (± against Nov 22, 2026)"),
        ("summary yesterday", "Nov 22, 2026 · all (± against Nov 21, 2026)"),
        ("how was last week", "Nov 16 – 22, 2026 · all (± against Nov 9 – 15, 2026)"),
        ("summary last month", "Oct 2026 · all (± against Sep 2026)"),
        ("summary last quarter", "Q3 2026 · all (± against Q2 2026)"),
        ("summary quarter all", "Q4 2026 · all (± against Jul 1 – Aug 23, 2026)"),
        ("summary last year", "2025 · all (± against 2024)"),
        ("summary 2026-10-05..2026-10-14", "Oct 5 – 14, 2026 · all (± against Sep 25 – Oct 4, 2026)"),
        ("总结 上周", "Nov 16 – 22, 2026 · all (± against Nov 9 – 15, 2026)"),
    ):  # fmt: skip
        assert root.says(said).startswith(f"Summary · {days}\n"), said
        assert len(root.last.text.__str__().splitlines()) <= 12
    root.says("语言 中文")
    chinese = root.says("上个月怎么样")
    assert chinese.startswith("总结 · 2026年10月 · 全部（± 对比 2026年9月）\n")
    assert re.search("可能需要帮助：.+（.+）。", chinese)


def test_nothing_happened_and_nothing_is_broken(chat):
    ada, root = chat.rep("Ada"), chat.admin()
    assert "Deals won 0" in ada.says("summary")
    assert ada.says("leaderboard").endswith("Nothing was won or logged.")
    assert ada.says("activity").endswith("Nothing was logged.")
    assert ada.says("winloss").endswith("No deal ended then.")
    assert ada.says("funnel").endswith("No deal was opened then.")
    assert ada.says("quality").endswith("There are no records yet.")
    assert ada.says("quality sample") == "All contacts were checked in the last 90 days."
    assert ada.says("target show").endswith("None is set.")
    assert root.says("target show").endswith("target set @ben 50k month sets one.")
    assert ada.says("records deals won").endswith(": nothing.")
    assert "too little yet (0 deals ended in a year, 20 are needed)" in ada.says("forecast")
    for drawing in ("pipeline", "funnel", "won", "forecast", "tickets", "ageing"):
        ada.says(f"chart {drawing}")
        assert len(ada.last.files) == 1


ASK: Any = SimpleNamespace(voice=Voice(zone="Europe/Berlin"))


@pytest.mark.parametrize(
    ("first", "last", "today", "before"),
    [
        ("2026-11-01", "2026-11-30", "2026-11-23", "2026-10-01..2026-10-23"),
        ("2026-03-01", "2026-03-31", "2026-03-30", "2026-02-01..2026-02-28"),
        ("2026-03-01", "2026-03-31", "2026-03-31", "2026-02-01..2026-02-28"),
        ("2024-03-01", "2024-03-31", "2024-03-29", "2024-02-01..2024-02-29"),
        ("2026-01-01", "2026-01-31", "2026-02-05", "2025-12-01..2025-12-31"),
        ("2026-10-01", "2026-12-31", "2026-11-23", "2026-07-01..2026-08-23"),
        ("2026-01-01", "2026-12-31", "2026-12-31", "2025-01-01..2025-12-31"),
        ("2026-11-23", "2026-11-29", "2026-11-25", "2026-11-16..2026-11-18"),
        ("2026-11-25", "2026-11-25", "2026-11-25", "2026-11-24..2026-11-24"),
        ("2026-10-31", "2026-11-09", "2026-12-01", "2026-10-21..2026-10-30"),
    ],
)
def test_the_period_before(first, last, today, before):
    days = Days(date.fromisoformat(first), date.fromisoformat(last))
    assert days.before(date.fromisoformat(today)).written() == before


def test_days_are_those_of_the_askers_zone_when_clocks_change(chat):
    zone = ZoneInfo("Europe/Berlin")
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)):
        span = Days(day, day).span(ASK)
        assert span.start == datetime(day.year, day.month, day.day, tzinfo=zone)
        assert span.end.timestamp() - span.start.timestamp() == hours * 3600


def test_what_happened_at_midnight_counts_where_the_asker_is(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("timezone Asia/Shanghai")
    any_chat.passes(days=7, hours=6, minutes=59)  # a minute before midnight
    ada.says("deal add Before 1k")
    any_chat.passes(minutes=2)
    ada.says("deal add After 2k")
    assert "1 in all" in ada.says("records deals opened 2026-11-01..2026-11-30")
    assert "$2,000.00" in ada.says("records amount opened 2026-12-01..2026-12-31")


def test_how_days_are_written():
    runs = {
        ("2026-11-01", "2026-11-30"): ("Nov 2026", "2026年11月"),
        ("2026-10-01", "2026-12-31"): ("Q4 2026", "2026年第4季度"),
        ("2026-01-01", "2026-12-31"): ("2026", "2026年"),
        ("2026-02-01", "2026-04-30"): ("Feb 1 – Apr 30, 2026", "2026年2月1日至4月30日"),
        ("2025-12-30", "2026-01-02"): (
            "Dec 30, 2025 – Jan 2, 2026",
            "2025年12月30日至2026年1月2日",
        ),
        ("2026-11-23", "2026-11-23"): ("Nov 23, 2026", "2026年11月23日"),
    }
    for (first, last), written in runs.items():
        days = Days(date.fromisoformat(first), date.fromisoformat(last))
        for language, one in zip(("en", "zh"), written, strict=True):
            with speaking(Voice(language=language)):
                assert str(period(days)) == one


def amount(answer, label):
    """What a line of a forecast says, in thousands of dollars."""
    found = piece(rf"^{label}: \$([\d.]+)([KM]?)", answer)
    return float(found.group(1)) * {"": 0.001, "K": 1, "M": 1_000}[found.group(2)]


def test_a_forecast_adds_up(world):
    root = world.people["root"]
    answer = root.says("forecast quarter")
    won = plain(world, "amount won", at(2026, 10, 1), at(2027, 1, 1), None, MONDAY).total
    due = [
        one for one in world.rows["deals"]
        if one.closed_at is None and one.close_on and one.close_on <= date(2026, 12, 31)
    ]  # fmt: skip
    last = max(one for one, kind in world.kinds.items() if kind == "open")
    sums = {
        "Won so far": 0,
        "Committed": sum(one.base_minor or 0 for one in due if one.stage_id == last),
        "Weighted by stage": sum((one.base_minor or 0) * one.probability for one in due) / 100,
        "Best case": sum(one.base_minor or 0 for one in due),
    }
    for label, more in sums.items():
        assert amount(answer, label) == pytest.approx((won + more) / 100_000, abs=0.06)
    assert f"({len(due)} open deals due)" in answer
    listed = root.presses("Open deals due")
    assert f"of {len(due)} in all" in listed
    assert answer == root.says("forecast quarter")  # the same question, the same answer
    ended = sum(
        one.closed_at is not None and one.closed_at >= MONDAY - timedelta(days=365)
        for one in world.rows["deals"]
    )
    history = piece(r"From history: \S+, likely \S+ to \S+ \((\d+) deals", answer)
    assert int(history.group(1)) == ended
    assert "too little yet (" in world.people["ada"].says("forecast month")
    assert "right to add and change deals" in world.people["gus"].says("forecast")
    assert "covers your team only" in world.people["olaf"].says("forecast month @ben")
    assert "销售预测 · 2026年第4季度" in _chinese(root).says("这个季度能赢多少")


def _chinese(somebody):
    somebody.says("language zh")
    return somebody


def test_history_tells_an_interval_around_its_middle(world):
    def read(session):
        session.act_as(session.directory.admins()[0])
        span = Span(at(2026, 10, 1), at(2027, 1, 1))
        last = date(2026, 12, 31)
        return [
            forecasts.forecast(session, span, last, Narrow(), 0, seed=one).estimate
            for one in (1, 1, 2)
        ]

    first, again, other = world.chat.database.read(read, MONDAY)
    assert first == again
    for one in (first, other):
        assert 0 <= one.low <= one.middle <= one.high


def test_history_is_certain_where_it_was_always_the_same():
    ways = [[forecasts.Way(1, 7, True, 10.0)] for _ in range(30)]
    shares = estimates.Shares.of(ways)
    assert shares.share(7, 0.0, 20.0) == 1.0
    assert shares.share(7, 0.0, 5.0) == 0.0
    assert shares.share(7, 11.0, 20.0) == 0.0
    assert shares.share(8, 0.0, 20.0) == 0.0
    assert shares.skill(1) == shares.skill(None) == 1.0
    half = estimates.Shares.of(ways + [[forecasts.Way(2, 7, False, 4.0)] for _ in range(30)])
    assert half.share(7, 0.0, 20.0) == 0.5
    assert half.share(7, 5.0, 20.0) == 1.0
    assert half.skill(1) > 1 > half.skill(2) > 0
    assert half.skill(3) == pytest.approx(1.0)
    assert estimates.Shares.of([[], []]).skill(1) == 1.0


def test_a_funnel_counts_how_far_deals_came(world):
    root = world.people["root"]
    answer = root.says("funnel this year")
    counted = [int(one) for one in re.findall(r"^\w+ +(\d+)", answer, re.MULTILINE)]
    ordered = [one for one, kind in sorted(world.kinds.items()) if kind != "lost"]
    opened = [one for one in world.rows["deals"] if one.created_at >= at(2026, 1, 1)]
    best = {one.id: 0 for one in opened}
    for one in opened:
        if one.stage_id in ordered:
            best[one.id] = ordered.index(one.stage_id)
    for one in world.rows["stage_moves"]:
        if one.deal_id in best and world.kinds[one.to_stage_id] == "open":
            best[one.deal_id] = max(best[one.deal_id], ordered.index(one.to_stage_id))
    expected = [sum(far >= place for far in best.values()) for place in range(len(ordered))]
    assert counted == expected
    assert "· Ben Cole\n" in world.people["maria"].says("funnel this year @ben")
    assert "right to add and change deals" in world.people["mark"].says("funnel")
    assert _chinese(root).says("转化漏斗 今年").startswith("转化漏斗 · Sales · 2026年 · 全部\n")


def test_a_deal_that_was_opened_again_is_not_won(chat):
    ada = chat.rep("Ada")
    ada.says("deal add Pumps 5k")
    ada.says("deal win D-1")
    assert re.search(r"^won +1 +100$", ada.says("funnel"), re.MULTILINE)
    ada.says("deal reopen D-1")
    assert re.search(r"^won +0", ada.says("funnel"), re.MULTILINE)
    assert "**" not in ada.says("how many deals did we win this month?")
    assert ada.says("how many deals did we win this month?").startswith("0\n")


def test_won_and_lost_by_everything(world):
    root, year = world.people["root"], (at(2026, 1, 1), at(2027, 1, 1))
    won, lost = (plain(world, one, *year, None, MONDAY) for one in ("deals won", "deals lost"))
    rate = round(won.count * 100 / (won.count + lost.count))
    head = f"Won {won.count} · lost {lost.count} · win rate {rate} %"
    for by in ("reason", "competitor", "source", "owner", "industry"):
        answer = root.says(f"winloss year by:{by}")
        assert head in answer
        rows = [row for row in answer.splitlines()[3:] if row]
        place = -1 if by == "reason" else -2
        assert sum(int(row.split()[place]) for row in rows) == lost.count
    assert re.search(r"^Initech +\d+ +\d+ +\d+$", root.presses("competitor"), re.MULTILINE)
    assert f"of {lost.count} in all" in root.presses(f"Deals lost ({lost.count})")
    assert "Won and lost" in root.says("why did we lose deals this year")
    assert "赢输分析" in _chinese(root).says("今年为什么丢单")
    for name in ("gus", "mark"):
        assert "right to add and change deals" in world.people[name].says("winloss year")


def test_rankings(world):
    root, span = world.people["root"], (at(2026, 11, 1), at(2026, 12, 1))
    board = root.says("leaderboard month")
    for name, called in (("ada", "Ada King"), ("ben", "Ben Cole"), ("zoe", "Zoe Else")):
        own = frozenset({world.id_of(name)})
        logged, won = (
            plain(world, one, *span, own, MONDAY).count for one in ("activities", "deals won")
        )
        assert re.search(rf"\d\. {called} +\S+ +{won} +{logged}$", board, re.MULTILINE)
        kinds = [
            sum(
                one.kind == kind
                and one.staff_id == world.id_of(name)
                and span[0] <= one.at < span[1]
                for one in world.rows["activities"]
            )
            for kind in ("call", "meeting", "visit", "email", "note")
        ]
        row = " +".join(map(str, (*kinds, logged)))
        assert re.search(rf"^{called} +{row}$", root.says("activity month"), re.MULTILINE)
    assert "Ada King" not in world.people["olaf"].says("leaderboard month")
    assert "$" not in world.people["gus"].says("leaderboard month")
    assert "Summary · Nov 2026 · Ada King" in _pressed(root, "leaderboard month", "Ada King")
    assert "排行榜" in _chinese(root).says("本月谁卖得最多")
    root.says("revoke marketer contacts.see")
    root.says("yes")
    assert "right to see contacts" in world.people["mark"].says("activity")
    assert "right to add and change deals" in world.people["mark"].says("leaderboard")


def _pressed(somebody, said, label):
    somebody.says(said)
    return somebody.presses(label)


def test_targets_of_people_teams_and_the_company(world):
    people = world.people
    root, maria = people["root"], people["maria"]
    assert root.says("target set @ben 50k month").startswith(
        "Target of Ben Cole: $50,000.00 a month, from Sun 1 Nov 2026 on."
    )
    maria.says("target set @ada 30k monthly")
    answer = maria.says("target show")
    assert re.search(r"^my team +\$80K ", answer, re.MULTILINE)
    maria.says("target set 3m year")
    assert re.search(r"^my team +\$250K ", maria.says("target show"), re.MULTILINE)
    assert re.search(r"^Maria Top +\$750K ", root.says("target show @maria quarter"), re.MULTILINE)
    assert re.search(r"^all +\$250K ", root.says("target show"), re.MULTILINE)
    root.says("target set all 12m yearly")
    assert re.search(r"^all +\$1M ", root.says("查看目标 本月"), re.MULTILINE)
    assert "Target: $" in root.says("summary month")
    assert "Target: $" in root.says("forecast month")
    assert "Target:" not in root.says("summary week")
    assert "None is set." in maria.says("target show week")
    assert re.search(r"^Ben Cole +\$50K ", people["ben"].says("target show"), re.MULTILINE)
    assert "covers your team only" in maria.says("target set @zoe 5k")
    assert "covers your team only" in maria.says("target set all 5k")
    assert "right to set targets" in people["ada"].says("target set 5k")
    assert "right to add and change deals" in people["gus"].says("target show")
    assert "covers your own records only" in people["ada"].says("target show @ben")
    maria.says("target set @ada 0")
    assert "there is no target for Ada King" in str(maria.last.text)
    assert people["ada"].says("target show").endswith("None is set.")
    maria.says("undo")
    assert re.search(r"^Ada King +\$30K ", people["ada"].says("target show"), re.MULTILINE)
    assert "每季度" in _chinese(root).says("设定目标 @zoe 5万 每季度")


def test_months_of_a_target_add_up_to_it(chat):
    reckoned: Any = targets
    for cycle, months in targets.MONTHS.items():
        begun = reckoned.begin(cycle, date(2026, 11, 23))
        first = targets.Month.of(begun).index
        held = [SimpleNamespace(staff_id=None, since=begun, cycle=cycle, amount_minor=100_001)]
        parts = [reckoned._of_month(held, None, first + one) for one in range(months)]
        assert sum(parts) == 100_001
        assert max(parts) - min(parts) <= 1
        assert reckoned._of_month(held, None, first - 1) is None


def test_quality_counts_what_lacks(world):
    root, ada = world.people["root"], world.people["ada"]
    answer = root.says("quality")
    lacks = {
        "Contacts without phone or e-mail": "contacts without phone or e-mail",
        "Contacts without company": "contacts without company",
        "Contacts without job title": "contacts without title",
        "Contacts without source": "contacts without source",
        "Companies without industry": "companies without industry",
        "Companies without country": "companies without country",
        "Open deals without amount": "open deals without amount",
        "Open deals without close date": "open deals without close date",
        "Open deals without contact": "open deals without contact",
    }

    def count(name):
        return plain(world, name, MONDAY, MONDAY, None, MONDAY).count

    for label, name in lacks.items():
        assert re.search(rf"^{label} +{count(name)}$", answer, re.MULTILINE), label
    fields = 4 * count("contacts") + 2 * count("companies") + 3 * count("open deals")
    filled = fields - sum(count(one) for one in lacks.values())
    assert f"Core fields filled in: {filled * 100 / fields:.1f} % (target 98 %)" in answer
    assert "Most to fill in: " in answer
    assert "Most to fill in" not in ada.says("quality")
    assert "数据质量" in _chinese(root).says("数据质量 团队")
    button = next(one for one in ada.buttons if one.startswith("Open deals without"))
    held = piece(r"\((\d+)\)", button).group(1)
    assert f"{held} in all" in ada.presses(button)


def test_samples_by_hand(world):
    ada = world.people["ada"]
    card = ada.says("quality sample")
    assert card.startswith("Is everything here right?\n")
    assert ada.presses("All right").endswith("is right.")
    first = piece(r"C-\d+", card).group()
    second = piece(r"C-\d+", ada.presses("Another one")).group()
    assert second != first
    assert f"`contact edit {second}`".strip("`") in ada.presses("Something is wrong")
    assert "Checked by hand: 1 of 2 right" in ada.says("quality")
    assert "通过" not in ada.says(f"数据抽查结果 {first} 通过")
    zoe = world.people["zoe"]
    assert "Checked" not in zoe.says("quality")
    assert zoe.says(f"quality review {first} pass") == zoe.says(
        "quality review C-9999 pass"
    ).replace("C-9999", first)


def test_who_uses_it_and_who_has_access(world):
    people = world.people
    for _ in range(3):
        people["ada"].says("deals")
    people["zoe"].says("summary")
    answer = people["root"].says("adoption")
    assert re.search(r"^Active( +0){6} +3$", answer, re.MULTILINE)
    assert "Active in each of the last 4 weeks: 0 · 0 · 0 · 3" in answer
    assert "Used most in 90 days: deals 3, " in answer
    assert "Logged after the event: 2 hours in the median" in answer
    assert re.search("Silent for 4 weeks: .*Ben Cole", answer)
    own = people["ada"].says("adoption")
    assert "1 person may use it." in own
    assert "Zoe" not in own
    assert "covers your own records only" in people["ada"].says("adoption @zoe")
    assert "· Ada King" in people["ada"].says("adoption mine")
    team = people["maria"].says("adoption team")
    assert "3 people may use it." in team
    world.chat.passes(days=31)
    review = people["root"].says("access review")
    assert re.search(r"Ada King .* last here: Mon 23 Nov 2026", review)
    assert re.search(r"Olaf Other .* last here: never", review)
    assert "people were not here for 30 days or never." in review
    assert "Suspend Ada King" in people["root"].buttons
    for name in ("ada", "maria", "gus"):
        assert "You need the right to" in people[name].says("access review")
    assert "权限复核" in _chinese(people["root"]).says("权限复核")
