"""Rules about leads: points, routes, caps, days off."""

import pytest


@pytest.fixture
def root(chat):
    return chat.admin()


def test_rules_give_points_to_all_open_leads_and_are_taken_back(chat, root):
    ada = chat.rep("Ada")
    ada.says("lead add Grace Hopper source:Web title:Vice President territory:east")
    ada.says("lead add Alan Turing source:web")
    ada.says("lead drop L-2 spam")
    assert root.says("lead rules").splitlines() == [
        "Points for leads", "1 phone +10", "2 e-mail +10", "3 company +10", "4 title +5",
    ]  # fmt: skip
    assert "5 source web +20" in root.says("lead rule add source:web 20")
    assert root.buttons == ("Undo",)
    assert "6 title president +7" in root.says("lead rule add title:president 7 points")
    assert "territory East +3" in root.says("lead rule add territory:East 3")
    assert "industry x -40" in root.says("lead rule add industry:x -40")
    card = ada.says("L-1")
    assert (
        "Score: 35 points (title +5, source web +20, title president +7, territory East +3)" in card
    )
    assert "Score: 0 points" in ada.says("L-2")
    assert "Score: 20 points (source web +20)" in ada.says("lead reopen L-2")
    assert "Gone: 5 source web +20" in root.says("lead rule delete 5")
    assert "Score: 15 points" in ada.says("L-1")
    assert root.says("undo").startswith("Undone: lead rule delete.")
    assert "Score: 35 points" in ada.says("L-1")
    root.says("undo")
    assert "Score: 35 points" not in ada.says("lead edit L-1 industry:x")
    assert "There is no number 99." in root.says("lead rule delete 99")
    assert "Gone: 6" in root.says("lead rule delete #6")
    for number in (1, 2, 3, 4, 5, 7, 8):
        root.says(f"lead rule delete {number}")
    assert root.says("lead rules").startswith("There are no rules yet.")


def test_rules_are_for_admins_and_read_by_all_who_see_leads(chat, root):
    ada, gus = chat.rep("Ada"), chat.agent("Gus")
    for said in ("lead rule add source:web 10", "lead rule delete 1", "lead route delete 1",
                 "lead route add source:web @ada"):  # fmt: skip
        assert "You need the right to change settings" in ada.says(said)
    assert "phone +10" in ada.says("评分规则")
    assert "in turn to every rep" in ada.says("分配规则")
    assert "see leads" in gus.says("lead rules")


@pytest.mark.parametrize(
    "said",
    ["lead rule add", "lead rule add foo 10", "lead rule add phone:123 10", "lead rule add source:web",
     "lead rule add source:web 1e9", "lead rule add 😀", "lead rule delete", "lead rule delete x",
     "lead rule delete -1", "lead route add", "lead route add foo:bar @root", "lead route add source:",
     "lead route add source:web", "lead route add source:web team:Nowhere",
     "lead route add source:web @nobody", "lead route delete 7"],
)  # fmt: skip
def test_rules_that_make_no_sense_are_explained(root, said):
    answer = root.says(said)
    assert answer
    assert "incident" not in answer
    assert "Saved" not in answer


def test_rules_are_written_in_chinese_too(chat, root):
    ada = chat.rep("Ada")
    ada.says("lead add Grace Hopper source:官网 language:chinese")
    assert "source 官网 +20" in root.says("新增评分规则 来源：官网 ２０分")
    assert "language 简体中文 +5" in root.says("新增评分规则 语言:中文 5")
    assert "电话" not in root.says("新增评分规则 电话3分")
    assert "Score: 25 points" in ada.says("L-1")
    assert "删除" not in root.says("删除评分规则 5")


def test_the_first_route_that_fits_decides(chat, root):
    ada, ben, eve = chat.rep("Ada"), chat.rep("Ben"), chat.rep("Eve")
    mark = chat.marketer("Mark")
    for said in ("team add East", "team assign @ben East", "team assign @eve East"):
        root.says(said)
    assert "1 territory: East → East" in root.says("新增分配规则 地区:East 团队:East")
    assert "2 language: 简体中文 → Ada" in root.says("lead route add language:中文 @ada")
    assert root.says("lead routes").splitlines() == [
        "Who gets leads",
        "1 territory: East → East",
        "2 language: 简体中文 → Ada",
        "All others: in turn to every rep.",
    ]
    east = "of the team East (territory: East) the one who waited longest."
    assert f"Ben gets it: {east}" in mark.says("lead add Alpha territory:EAST")
    assert f"Eve gets it: {east}" in mark.says("lead add Beta territory:East language:zh")
    assert f"Ben gets it: {east}" in mark.says("lead add Gamma territory:East")
    assert "Ada gets it: the route language: 简体中文." in mark.says("lead add Delta language:zh")
    chat.passes(minutes=1)
    assert "Ada gets it: of all reps" in mark.says("lead add Epsilon")
    assert "Eve gets it: of all reps" in mark.says("lead add Zeta")
    assert "Gone: 1 territory" in root.says("lead route delete 1")
    assert root.says("undo").startswith("Undone: lead route delete.")
    assert "territory: East" in root.says("lead routes")
    root.says("suspend @ada")
    root.says("yes")
    assert "there is no colleague for such leads" in mark.says("lead add Eta language:zh")
    assert ada.inbox
    assert ben.inbox
    assert eve.inbox


def test_nobody_is_given_more_open_leads_than_the_cap(chat, root):
    ada, mark = chat.rep("Ada"), chat.marketer("Mark")
    assert "Open leads per person, at most (lead cap): 30" in root.says("settings lead_cap")
    assert root.says("settings lead_cap 1").endswith("(lead cap): 1")
    assert "Ada gets it" in mark.says("lead add Alpha")
    full = "Nobody can take it now: whoever could has 1 open lead already."
    assert full in mark.says("lead add Beta")
    assert root.inbox[-1].startswith("Nobody can take the new lead Beta L-2")
    ada.says("lead drop L-1 spam")
    assert "Ada gets it" in mark.says("lead add Gamma")
    assert "is not a number" in root.says("settings lead_cap many")


def test_whoever_is_quiet_or_off_is_given_nothing(chat, root):
    ada, ben, mark = chat.rep("Ada"), chat.rep("Ben"), chat.marketer("Mark")
    ada.says("quiet 8:00-10:00")
    assert "Ben gets it" in mark.says("lead add Alpha")
    assert "Ben gets it" in mark.says("lead add Beta")
    assert ben.says("days off sat sun, 2026-11-23..2026-11-24").startswith(
        "Days off: Saturday, Sunday"
    )
    assert "quiet hours or a day off" in mark.says("lead add Gamma")
    assert ben.says("days off").endswith("New leads go to others then, and notices wait.")
    assert ben.says("days off none") == "You have no days off. days off sat sun sets some."
    assert "Ben gets it" in mark.says("lead add Delta")
    assert root.inbox


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("days off sat sun", "Saturday, Sunday."),
        ("days off Saturdays and sundays", "Saturday, Sunday."),
        ("休息日 周六、周日", "Saturday, Sunday."),
        ("休息日 星期天", "Sunday."),
        ("days off 2026-12-24 to 2026-12-31", "Thu 24 Dec 2026 – Thu 31 Dec 2026."),
        ("days off mon 2026-12-24", "Monday, Thu 24 Dec 2026."),
        ("days off friday, next monday", "Friday, Mon 30 Nov 2026."),
    ],
)
def test_days_off_are_read(chat, said, told):
    assert f"Days off: {told}" in chat.rep("Ada").says(said)


@pytest.mark.parametrize(
    "said", ["days off xyz", "days off 2026-12-31..2026-12-24", "days off 2025-01-01", "days off ,",
             "days off " + ",".join(f"2027-01-{day:02}" for day in range(1, 31))]
)  # fmt: skip
def test_days_off_that_are_none_are_refused(chat, said):
    ada = chat.rep("Ada")
    answer = ada.says(said)
    assert not answer.startswith("Days off:")
    assert "incident" not in answer
    ada.says("cancel")
    assert ada.says("days off").startswith("You have no days off.")


def test_days_off_are_undone(chat):
    ada = chat.rep("Ada")
    ada.says("days off sat")
    assert ada.says("undo").startswith("Undone: days off.")
    assert ada.says("days off").startswith("You have no days off.")
