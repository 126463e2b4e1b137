"""The pipeline at a glance, its stages and pipelines."""

import pytest

from handlers.tables import width


@pytest.fixture
def team(chat):
    maria = chat.manager("Maria")
    ada, ben = chat.rep("Ada", maria), chat.rep("Ben", maria)
    ada.says("deal add Pumps 50k stage:proposal")
    ada.says("deal add Valves 1,234,567")
    ada.says("deal add Pipes")
    ben.says("deal add Boats 100k stage:negotiation")
    ben.says("deal add Rafts 3k")
    ben.says("deal win Rafts")
    return maria, ada, ben


def test_stages_stand_below_each_other_with_sums(any_chat):
    ada = any_chat.rep("Ada")
    ada.says("deal add Pumps 50k stage:proposal")
    ada.says("deal add Valves 1,234,567")
    ada.says("deal add Pipes")
    assert ada.says("pipeline").splitlines() == [
        "Sales · all that I may see",
        "Stage        No.  Amount  Weighted",
        "lead           2   $1.2M   $123.5K",
        "qualified      0      $0        $0",
        "proposal       1    $50K      $25K",
        "negotiation    0      $0        $0",
        "Total          3   $1.3M   $148.5K",
    ]
    table = next(span for span in ada.last.text.spans if span.style == "table")
    assert table.text.startswith("Stage ")
    assert max(map(len, table.text.splitlines())) <= 36
    assert ada.buttons == ("lead (2)", "proposal (1)")
    assert "D-1 Pumps" in ada.presses("proposal (1)")


@pytest.mark.parametrize(
    ("said", "whose", "count"),
    [
        ("pipeline", "all that I may see", 4),
        ("pipeline team", "my team", 4),
        ("pipeline all", "all that I may see", 4),
        ("pipeline mine", "my deals", 0),
        ("my pipeline", "my deals", 0),
        ("pipeline @ben", "Ben", 1),
        ("pipeline of Ada", "Ada", 3),
        ("商机漏斗 团队", "my team", 4),
    ],
)
def test_it_is_shown_of_some_people(team, said, whose, count):
    maria, _, _ = team
    answer = maria.says(said).splitlines()
    assert answer[0] == f"Sales · {whose}"
    assert answer[-1].split()[:2] == ["Total", str(count)]


def test_buttons_lead_to_the_deals_of_the_same_people(team):
    maria, _, _ = team
    maria.says("pipeline @ben")
    assert maria.buttons == ("negotiation (1)",)
    assert maria.presses("negotiation (1)").startswith(
        "Deals: of Ben, negotiation · 1 in all\nD-4 Boats"
    )
    maria.says("pipeline @ada")
    assert "2 in all" in maria.presses("lead (2)")


def test_what_stands_too_long_is_counted(chat, team):
    maria, ada, _ = team
    chat.passes(days=22)
    ada.says("deal move D-2 qualified")
    assert maria.says("pipeline").splitlines()[-1] == (
        "Too long in their stage: 2 (lead 1, negotiation 1)"
    )
    assert (
        maria.says("pipeline @ben").splitlines()[-1] == "Too long in its stage: 1 (negotiation 1)"
    )


def test_columns_stand_under_each_other_in_chinese_too(team):
    maria, _, _ = team
    maria.says("language zh")
    answer = maria.says("pipeline").splitlines()
    assert answer[0] == "Sales · 我能看到的全部"
    assert answer[1].split() == ["阶段", "数量", "金额", "加权"]
    assert answer[2].split() == ["线索", "2", "US$123.5万", "US$12.3万"]
    assert len({width(line) for line in answer[1:7]}) == 1


def test_several_pipelines_are_shown_one_by_one(chat, team):
    _maria, ada, _ = team
    admin = chat.admin()
    assert admin.says("pipeline add Renewals").startswith("Pipeline Renewals added.")
    assert admin.says("stage add renewal call 30 pipeline:Renewals days:10") == (
        "Saved: renewal call · 30 % · 10 days expected"
    )
    assert "Stage: renewal call (30 %) · Renewals" in ada.says(
        "deal add Prolonged 5k pipeline:Renewals stage:renewal call"
    )
    assert ada.says("deal move D-6 proposal").startswith(
        "“proposal” is no stage here. The stages are: lead, renewal call, won, lost."
    )
    ada.says("cancel")
    assert "is no stage here" in ada.says("deal add Odd 5k pipeline:Renewals stage:proposal")
    ada.says("cancel")
    ada.says("pipeline")
    assert ada.presses("Renewals").startswith("Renewals · all that I may see")
    assert "Prolonged" in ada.presses("renewal call (1)")
    assert "1 in all" in ada.says("deals pipeline:ren")
    assert "2 in all" in ada.says("deals lead")
    assert "No deals there" in ada.says("deals lead pipeline:Renewals")
    assert "won" in ada.says("deal win D-6")
    assert admin.says("pipeline delete Renewals").startswith("Take away the pipeline Renewals")
    assert admin.says("yes").startswith("“Renewals” stays: 1 deal is or was there.")


def test_stages_are_listed_with_their_rules(chat):
    admin = chat.admin()
    assert admin.says("stages").splitlines() == [
        "Sales",
        "lead · 10 % · 14 days expected",
        "qualified · 25 % · 21 days expected",
        "proposal · 50 % · 21 days expected",
        "negotiation · 75 % · 14 days expected",
        "won · 100 %",
        "lost · 0 %",
    ]


def test_an_admin_adds_changes_and_removes_stages(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    assert admin.says(
        "stage add demo 30% after:qualified days:7 needs:close,contact movers:rep"
    ) == ("Saved: demo · 30 % · 7 days expected · needs close date, contact · only by Sales rep")
    assert admin.says("stages").splitlines()[3].startswith("demo · 30 %")
    assert admin.says(
        "stage edit demo needs:none movers:none percent:40 name:show after:proposal"
    ) == ("Saved: show · 40 % · 7 days expected")
    assert admin.says("stages").splitlines()[4].startswith("show · 40 %")
    assert admin.says("stage edit show") == "show · 40 % · 7 days expected"
    assert admin.says("stage add Show 10").startswith("“Show” is there already.")
    assert "is not one of these: amount, close" in admin.says("stage edit show needs:shoes")
    admin.says("cancel")
    assert "is not a whole number from 0 to 100" in admin.says("stage edit show percent:120")
    admin.says("cancel")
    assert admin.says("stage edit won percent:90").startswith("Won deals count in full")
    assert admin.says("stage remove show").startswith("Take away the stage show?")
    assert admin.says("yes") == "The stage show is gone."
    ada.says("deal add Boats")
    for stage, why in (("lead", "“lead” stays: 1 deal"), ("won", "A pipeline keeps its won")):
        admin.says(f"stage delete {stage}")
        assert admin.says("yes").startswith(why)
    assert "right to change settings" in ada.says("stage add demo 30")
    assert admin.says("undo").startswith("That cannot be undone.")


def test_a_renamed_ending_is_still_the_ending(chat):
    admin, ada = chat.admin(), chat.rep("Ada")
    admin.says("stage edit won name:signed")
    admin.says("stage edit lost name:gone")
    ada.says("deal add Boats 5k")
    assert ada.says("deal move D-1 won").startswith("lead → signed")
    ada.says("deal reopen D-1")
    assert ada.says("won Boats").startswith("lead → signed")
    ada.says("deal reopen D-1")
    assert ada.says("deal move D-1 输单").startswith("Why was it lost?")
    assert ada.presses("price").startswith("lead → gone")


def test_pipelines_are_renamed_and_removed(chat):
    admin = chat.admin()
    admin.says("pipeline add Renewals")
    assert admin.says("pipeline add renewals").startswith("“renewals” is there already.")
    assert admin.says("pipeline edit Renewals name:Extensions") == "It is called Extensions now."
    assert admin.says("pipeline edit Extensions name:Sales").startswith("“Sales” is there already.")
    admin.says("pipeline delete Extensions")
    assert admin.says("yes") == "The pipeline Extensions is gone."
    admin.says("pipeline delete Sales")
    assert admin.says("yes").startswith("A pipeline keeps its won and lost stages")
    assert admin.says("stages Sales").startswith("Sales\nlead")
