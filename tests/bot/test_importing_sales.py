"""Sales data that nobody here wrote, against sums made from the file; skipped where missing."""

import csv
import os
import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot import importing
from store import buyers, deal_lists, figures, forecasts, funnels, pipelines
from store.deal_lists import Filters
from store.figures import Figure, Narrow, Span
from store.measures import MEASURES
from store.tables import Company, Deal, Staff, Stage, StageMove

DATA = Path(os.environ.get("PARLEY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SALES = DATA / "pipeline"
OPPORTUNITIES = SALES / "sales_pipeline.csv"

pytestmark = pytest.mark.skipif(
    not OPPORTUNITIES.exists(), reason=f"needs the shared data folder, which is not at {DATA}"
)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sums_of_file(*columns):
    """How many opportunities, and what they are worth in cents, by the values of columns."""
    counts: Counter[tuple[str, ...]] = Counter()
    worth: Counter[tuple[str, ...]] = Counter()
    for row in rows_of(OPPORTUNITIES):
        key = tuple(row[column].casefold() for column in columns)
        counts[key] += 1
        worth[key] += int(Decimal(row["close_value"] or 0) * 100)
    return {key: (counts[key], worth[key]) for key in counts}


def sums_of_deals(chat, *keys):
    def read(session):
        session.act_as(session.directory.admins()[0])
        query = (
            select(*keys, func.count(), func.coalesce(func.sum(Deal.amount_minor), 0))
            .select_from(Deal)
            .join(Stage, col(Stage.id) == col(Deal.stage_id))
            .join(Staff, col(Staff.id) == col(Deal.owner_id))
        )
        return [tuple(row) for row in session.execute(query.group_by(*keys))]

    rows = chat.database.read(read, chat.clock.now())
    return {
        tuple(key.casefold() for key in keys): (count, int(sum_)) for *keys, count, sum_ in rows
    }


@pytest.fixture
def parley(chat, capsys):
    """Import a file as the admin; gives the lines of stdout."""

    def run(name, **options):
        path = SALES / name
        code = importing.run(chat.database, chat.clock.now, "Root Admin", path, **options)
        assert code == 0
        return capsys.readouterr().out.splitlines()

    return run


def test_the_whole_company(chat, parley, tmp_path):
    report = tmp_path / "report.csv"
    agents = rows_of(SALES / "sales_teams.csv")
    told = parley("sales_teams.csv")
    assert (
        told[-1] == f"read {len(agents)}, added {len(agents)}, updated 0, duplicates 0, rejected 0"
    )
    assert f"{len({row['manager'] for row in agents})} managers are new." in told
    assert parley("products.csv")[-1] == "read 7, added 7, updated 0, duplicates 0, rejected 0"
    assert "added 85" in parley("accounts.csv")[-1]

    rows = rows_of(OPPORTUNITIES)
    whole = f"read {len(rows)}, added {len(rows)}, updated 0, duplicates 0, rejected 0"
    told = parley("sales_pipeline.csv", report=report)
    assert told[-1] == whole
    misspelt = [row for row in rows if row["product"] == "GTXPro"]
    assert any(f"{len(misspelt)} rows" in line and "Read as “GTX Pro”" in line for line in told)
    remarks = Counter((row["column"], row["reason"]) for row in rows_of(report))
    assert remarks["product", "Read as “GTX Pro”."] == len(misspelt)
    blank = sum(not row["account"] for row in rows)
    assert remarks["account", "No company: the deal has none."] == blank
    assert remarks.total() == len(misspelt) + blank

    assert sums_of_deals(chat, Stage.folded) == sums_of_file("deal_stage")
    assert sums_of_deals(chat, Staff.folded) == sums_of_file("sales_agent")
    both = sums_of_file("sales_agent", "deal_stage")
    assert sums_of_deals(chat, Staff.folded, Stage.folded) == both
    assert_days(chat, rows)
    assert_seen(chat, agents, both)

    again = parley("sales_pipeline.csv")
    assert again[-1] == f"read {len(rows)}, added 0, updated 0, duplicates {len(rows)}, rejected 0"
    assert sums_of_deals(chat, Staff.folded, Stage.folded) == both


def assert_days(chat, rows):
    """Deals begin, move and end on the days of the file."""

    def read(session):
        session.act_as(session.directory.admins()[0])
        steps = {one.id: one.name for one in pipelines.steps(session)}
        deals = {one.id: one for one in session.scalars(select(Deal))}
        moves = {
            (deals[one.deal_id].outside_id, steps[one.to_stage_id], one.at.date().isoformat())
            for one in session.scalars(select(StageMove))
        }
        ends = {
            one.outside_id: (one.created_at.date(), one.closed_at and one.closed_at.date())
            for one in deals.values()
        }
        return moves, ends

    moves, ends = chat.database.read(read, chat.clock.now())
    for row in rows:
        number, stage = row["opportunity_id"], row["deal_stage"]
        if row["engage_date"]:
            assert (number, "Engaging", row["engage_date"]) in moves
            assert ends[number][0].isoformat() == row["engage_date"]
        if row["close_date"]:
            assert (number, stage, row["close_date"]) in moves
            assert ends[number][1].isoformat() == row["close_date"]
        else:
            assert ends[number][1] is None
    assert len(moves) == len(rows) + sum(bool(row["close_date"]) for row in rows)


def assert_seen(chat, agents, both):
    """Reps see their own deals, managers those of their team."""
    for row in agents[::10]:
        name = row["sales_agent"].casefold()
        own = sum(count for (who, _), (count, _) in both.items() if who == name)
        assert everything(chat, row["sales_agent"]) == own
    manager = agents[0]["manager"]
    team = {row["sales_agent"].casefold() for row in agents if row["manager"] == manager}
    assert everything(chat, manager) == sum(
        count for (who, _), (count, _) in both.items() if who in team
    )


def everything(chat, name):
    """How many deals somebody sees, in whatever stage."""

    def read(session):
        people = session.directory.people.values()
        session.act_as(next(one for one in people if one.name == name))
        stages = frozenset(one.id for one in pipelines.steps(session))
        return deal_lists.page(session, Filters(stage_ids=stages)).total

    return chat.database.read(read, chat.clock.now())


QUARTERS = [datetime(2017, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)]
YEAR_END = datetime(2017, 12, 31, 18, tzinfo=UTC)


def test_reports_agree_with_the_file(chat, parley):
    for name in ("sales_teams.csv", "products.csv", "accounts.csv", "sales_pipeline.csv"):
        parley(name)
    names = ("deals won", "amount won", "deals lost", "win rate", "cycle", "average won")

    def read(session):
        session.act_as(session.directory.admins()[0])
        spans = [Span(one, end) for one, end in zip(QUARTERS, _ends(), strict=True)]
        wanted = [MEASURES[one] for one in names]
        people = {one.id: one.name for one in session.directory.people.values()}
        return people, (
            figures.work_out(session, wanted, spans, Narrow()),
            figures.work_out(session, wanted, spans, Narrow(), "owner"),
        )

    people, (together, apart) = chat.database.read(read, YEAR_END)
    ended = [row for row in rows_of(OPPORTUNITIES) if row["close_date"]]
    agents = {row["sales_agent"] for row in ended}
    for quarter in range(4):
        assert_quarter(together, quarter, None, ended)
        for staff_id, name in people.items():
            if name in agents:
                own = [row for row in ended if row["sales_agent"] == name]
                assert_quarter(apart, quarter, staff_id, own)
    assert_told(chat, ended)
    assert_ranked(chat, ended)
    assert_forecast(chat)
    assert_funnel(chat)
    assert_customers(chat, ended)


def _ends():
    return [*QUARTERS[1:], datetime(2018, 1, 1, tzinfo=UTC)]


def assert_quarter(found, quarter, key, rows):
    """A quarter's figures against sums of the file."""
    held = [
        row for row in rows if (date.fromisoformat(row["close_date"]).month - 1) // 3 == quarter
    ]
    won = [row for row in held if row["deal_stage"] == "Won"]
    cents = sum(int(Decimal(row["close_value"]) * 100) for row in won)

    def figure(name):
        return figures.figure(found, name, quarter, key)

    assert figure("deals won").count == len(won)
    assert figure("amount won").total == cents
    assert figure("deals lost").count == len(held) - len(won)
    if held:
        assert figure("win rate").mean == round(Decimal(len(won) * 100) / len(held))
    if won:
        days = sum(_days(row) for row in won)
        assert abs(figure("cycle").mean - days * 86_400 / len(won)) <= 1
        assert figure("average won").mean == round(Decimal(cents) / len(won))
    else:
        assert figure("deals won") == Figure()


def _days(row):
    return (date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])).days


def assert_told(chat, ended):
    """The same in words, at the end of that year."""
    won = [row for row in ended if row["deal_stage"] == "Won"]
    last = [row for row in won if row["close_date"] >= "2017-10-01"]
    worth = sum(int(row["close_value"]) for row in last)
    said = chat.admin().says("ask how much did we win from 2017-10-01 to 2017-12-31?")
    assert re.match(rf"\${worth:,}\.00 \({len(last)} records\)", said)


LAST_QUARTER = "2017-10-01..2017-12-31"


def assert_ranked(chat, ended):
    """The summary, the leaderboard, and what was won and lost, of the last quarter."""
    root = chat.admin()
    held = [row for row in ended if row["close_date"] >= "2017-10-01"]
    before = [row for row in ended if "2017-07-01" <= row["close_date"] < "2017-10-01"]
    won, then = ([row for row in rows if row["deal_stage"] == "Won"] for rows in (held, before))
    told = root.says(f"summary {LAST_QUARTER} all")
    change = f"{len(won) - len(then):+,}".replace("-", "−")
    assert f"Deals won {len(won):,} ({change})" in told
    days = sum(_days(row) for row in won) / len(won)
    assert f"Average cycle {round(days)} days" in told
    rate = round(Decimal(len(won) * 100) / len(held))
    for by, column in (("owner", "sales_agent"), ("product", "product")):
        answer = root.says(f"winloss {LAST_QUARTER} by:{by}")
        assert f"Won {len(won):,} · lost {len(held) - len(won):,} · win rate {rate} %" in answer
        names = Counter(row[column].replace("GTXPro", "GTX Pro") for row in held)
        name, count = names.most_common(1)[0]
        mine = sum(row[column].replace("GTXPro", "GTX Pro") == name for row in won)
        assert re.search(rf"^{name[:10]}.* +{mine} +{count - mine} +\d+$", answer, re.MULTILINE)
    worth: Counter[str] = Counter()
    for row in won:
        worth[row["sales_agent"]] += int(row["close_value"])
    ranked = re.findall(
        r"^\d+\. (\S+).* (\d+) +\d+$", root.says(f"leaderboard {LAST_QUARTER}"), re.MULTILINE
    )
    for (name, count), (agent, _) in zip(ranked, worth.most_common(10), strict=True):
        assert agent.startswith(name.rstrip("…"))
        assert int(count) == sum(row["sales_agent"] == agent for row in won)


def assert_forecast(chat):
    """What a forecast rests on at the end of that year: all that is told but the draws."""
    span = Span(QUARTERS[3], datetime(2018, 1, 1, tzinfo=UTC))
    rows = rows_of(OPPORTUNITIES)

    def read(session):
        session.act_as(session.directory.admins()[0])
        won = figures.work_out(session, [MEASURES["amount won"]], [span])
        total = figures.figure(won, "amount won").total
        return forecasts.forecast(session, span, date(2017, 12, 31), Narrow(), total, seed=1)

    told = chat.database.read(read, YEAR_END)
    won = [row for row in rows if row["deal_stage"] == "Won" and row["close_date"] >= "2017-10-01"]
    cents = sum(int(row["close_value"]) * 100 for row in won)
    assert (told.won, told.committed, told.weighted, told.best) == (cents,) * 4  # no day was set
    assert told.due == 0
    assert told.ended == min(sum(row["close_date"] > "2016-12-31" for row in rows), 1_000)
    assert told.estimate.low == told.estimate.high == cents  # what is open is worth nothing yet


def assert_funnel(chat):
    """How far the deals of that year came, and how long they were engaged."""
    rows = [row for row in rows_of(OPPORTUNITIES) if row["engage_date"].startswith("2017")]
    span = Span(QUARTERS[0], datetime(2018, 1, 1, tzinfo=UTC))

    def read(session):
        session.act_as(session.directory.admins()[0])
        imported = next(one for one in pipelines.steps(session) if one.name == "Engaging")
        return funnels.levels(session, imported.pipeline_id, span, Narrow())

    levels = {one.step.name: one for one in chat.database.read(read, YEAR_END)}
    assert levels["Engaging"].reached == len(rows)
    assert levels["Won"].reached == sum(row["deal_stage"] == "Won" for row in rows)
    days = [_days(row) for row in rows if row["close_date"]]
    assert abs(levels["Engaging"].seconds - sum(days) * 86_400 / len(days)) <= 1


def assert_customers(chat, ended):
    """What each account bought, and who had bought nothing for a month at the end of the year."""
    root, span = chat.admin(), Span(QUARTERS[3], datetime(2018, 1, 1, tzinfo=UTC))
    root.says("settings lost days 30")

    def read(session):
        session.act_as(session.directory.admins()[0])
        names = {one.id: one.name for one in session.scalars(select(Company))}
        return names, buyers.load(session, span, Narrow())

    names, held = chat.database.read(read, YEAR_END)
    bought: dict[str, list[tuple[date, int]]] = {}
    won = [row for row in ended if row["deal_stage"] == "Won"]
    for row in won:
        if row["account"]:
            day = date.fromisoformat(row["close_date"])
            bought.setdefault(row["account"], []).append((day, int(row["close_value"]) * 100))
    assert {names[one.id]: (one.deals, one.minor) for one in held.rows} == {
        name: (len(rows), sum(cents for _, cents in rows)) for name, rows in bought.items()
    }
    assert held.nameless == sum(not row["account"] for row in won)
    begin, end = date(2017, 10, 1), date(2017, 12, 31)
    then = {
        name for name, rows in bought.items()
        if any((begin - day).days < 30 for day, _ in rows if day < begin)
    }  # fmt: skip
    lost = {name for name in then if all((end - day).days >= 30 for day, _ in bought[name])}
    assert {names[one.id] for one in held.rows if held.was_customer(one)} == then
    assert {names[one.id] for one in held.rows if held.was_lost(one)} == lost
