"""How much a report asks of the database: at most ten statements, whatever there is."""

import pytest

from tests.handlers.report_worlds import found_world
from tests.handlers.test_statements import MOST, statements

SAID = (
    "summary quarter all",
    "summary month @ben",
    "records deals won this year",
    "records orders this year",
    "records activities this month",
    "records tickets opened this year",
    "forecast quarter",
    "funnel this year",
    "service report",
    "service report this year",
    "winloss year by:product",
    "winloss year by:industry",
    "leaderboard year",
    "activity month",
    "target show year",
    "target set @ben 50k month",
    "chart pipeline",
    "chart funnel",
    "chart won",
    "chart forecast",
    "chart tickets",
    "chart ageing",
    "quality",
    "quality sample",
    "quality review C-1001 pass",
    "adoption",
    "access review",
    "how much did Ben win last month?",
    "how much did we win in Steel this year?",
    "pipeline by stage",
    "how many bananas did we sell to Acme with gold this year?",
    "deals won by company this year",
    "revenue by day this month",
    "amount won this quarter vs last quarter",
)


@pytest.mark.parametrize("name", ["root", "maria"])
def test_a_report_takes_at_most_ten_statements(any_chat, name):
    somebody = found_world(any_chat, deals=60).people[name]
    somebody.says("target set 5m year")
    said = [one for one in SAID if name == "root" or one != "access review"]
    sent = {one: statements(somebody, one) for one in said}
    assert {one: len(held) for one, held in sent.items() if len(held) > MOST} == {}


def test_more_people_and_records_take_no_more_statements(chat):
    ada = chat.rep("Ada")
    few = {one: len(statements(ada, one)) for one in ("activity month", "quality", "adoption")}
    world = found_world(chat)
    for said, count in few.items():
        assert len(statements(world.people["root"], said)) <= count + 2, said
