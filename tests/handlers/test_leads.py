"""Leads by chat: add, show, edit, list, assign, convert, drop, reopen, delete, restore, undo."""

import pytest

GRACE = (
    "lead add Grace Hopper +1 202 555 0143 grace@navy.example company:Navy Systems title:Admiral "
    "source:web note:wants 20 compilers"
)


@pytest.fixture
def team(chat):
    """Ada and Ben below Maria; Mark brings leads in."""
    maria = chat.manager("Maria")
    return chat.rep("Ada", maria), chat.rep("Ben", maria), maria, chat.marketer("Mark")


def test_a_lead_of_a_rep_is_the_reps_own_and_shows_where_its_points_come_from(team):
    ada, ben, maria, _ = team
    card = ada.says(GRACE)
    assert card.splitlines() == [
        "Saved.",
        "Grace Hopper L-1",
        "Admiral · Navy Systems",
        "(202) 555-0143",
        "grace@navy.example",
        "Source: web",
        "“wants 20 compilers”",
        "Score: 35 points (phone +10, e-mail +10, company +10, title +5)",
        "new · Owner: Ada",
    ]
    assert ada.buttons == ("Undo", "Convert", "Log a call", "Drop", "Timeline")
    assert ada.says("lead show grace hopper") == card.removeprefix("Saved.\n")
    assert ada.says("show grace@navy.example") == ada.says("this lead")
    assert ben.says("L-1") == "No lead fits “L-1”."
    assert ben.says("L-9") == "No lead fits “L-9”."
    assert "Owner: Ada" in maria.says("find hopper")
    assert "Nothing found" in ben.says("find hopper")
    assert ben.says("find grace@navy.example").startswith("Nothing found")
    assert ada.says("find +1 202 555 0143").startswith("Grace Hopper L-1")
    assert ada.says("undo").startswith("Undone: lead add.")
    assert ada.says("L-1") == "No lead fits “L-1”."
    assert "Restored." in ada.says("lead restore L-1")


def test_what_others_bring_in_goes_round_and_marketers_read_no_phones(team):
    ada, ben, maria, mark = team
    said = mark.says("lead add Alan Turing alan@park.example source:fair")
    assert "Ada gets it: of all reps the one who waited longest." in said
    assert "a•••@p•••.example" in said
    assert "masked for you" in said
    assert "alan@park" not in said
    assert mark.buttons == ("Undo", "Timeline")
    assert ada.inbox[-1] == "New lead for you: Alan Turing L-1 · fair · 10 points"
    assert ada.buttons == ("Show", "Log a call")
    assert "Ben gets it" in mark.says("lead add Kate Bush company:EMI")
    assert "Ada gets it" in maria.says("lead add Ian Curtis")
    assert maria.says("lead add Peter Hook owner:@ben").endswith("new · Owner: Ben")
    assert ben.inbox[-1].startswith("New lead for you: Peter Hook L-4")
    assert mark.says("undo").startswith("Undone: lead add.")
    assert mark.says("leads").startswith("Leads · 3 in all")
    assert "Your right to assign records covers your team only." in maria.says(
        "lead add Zoe Z owner:@root"
    )


def test_a_second_lead_with_one_phone_is_asked_about(team):
    ada, *_ = team
    ada.says(GRACE)
    asked = ada.says("lead add G Hopper grace@navy.example")
    assert asked == "Grace Hopper L-1 has the same phone or e-mail. Add it anyway?"
    assert ada.buttons == ("Show", "Add anyway", "Cancel")
    assert ada.presses("Show").startswith("Grace Hopper L-1")
    assert ada.presses("Add anyway").startswith("Saved.\nG Hopper L-2")
    ada.says("lead add X grace@navy.example")
    assert ada.says("cancel") == "Cancelled. Nothing was changed."


def test_an_edit_changes_the_score_and_is_undone(team):
    ada, ben, maria, _ = team
    ada.says("lead add Grace Hopper +1 202 555 0143")
    said = ada.says("修改线索 L-1 职位:CTO 邮箱:grace@navy.example 地区:East language:中文")
    assert said.splitlines()[0] == "Saved: Grace Hopper L-1"
    assert "Title: CTO" in said
    assert "Language: 简体中文" in said
    assert "Score: 10 → 25" in said
    assert "Nothing to change" in ada.says("lead edit L-1 title:CTO")
    assert "Phone: (202) 555-0143 → (202) 555-0199" in ada.says("lead edit L-1 phone:2025550199")
    assert "Name: Grace Hopper → Grace M Hopper" in ada.says("lead edit L-1 name:Grace M Hopper")
    ada.says("undo")
    ada.says("undo")
    ada.says("undo")
    assert "Score: 10 points (phone +10)" in ada.says("lead show Grace Hopper")
    assert "What should change?" in ada.says("lead edit L-1")
    assert "No lead fits" in ben.says("lead edit L-1 title:CTO")
    ada.says("L-1")
    assert "Title: CEO" in maria.says("lead edit L-1 title:CEO")
    asked = ada.says("lead edit L-1 title:CFO")
    assert asked.startswith("Maria has changed Title since you last saw Grace Hopper L-1.")
    assert "It now says “CEO”" in asked
    assert "Title: CEO → CFO" in ada.says("yes")


def test_more_phones_than_one_are_kept_with_the_first_words(team):
    ada, *_ = team
    said = ada.says("lead add Grace Hopper +1 202 555 0143 +1 202 555 0144 g@x.example h@x.example")
    assert "“+12025550144\nh@x.example”" in said
    assert "Score: 20 points" in said


def test_a_second_phone_is_not_lost_by_an_edit(team):
    ada, *_ = team
    ada.says("lead add Grace Hopper +1 202 555 0143")
    answer = ada.says("lead edit L-1 phone:+12025550198 phone:+12025550199")
    assert "A lead keeps one phone and one e-mail." in answer
    assert "(202) 555-0143" in ada.says("L-1")


def test_lists_are_narrowed_and_the_best_come_first(team):
    ada, ben, maria, mark = team
    ada.says(GRACE)
    ada.says("lead add Alan Turing source:Fair")
    ben.says("lead add Kate Bush source:fair")
    assert [line[:3] for line in maria.says("leads").splitlines()[1:]] == ["L-1", "L-2", "L-3"]
    assert ada.says("my leads").startswith("Leads · 2 in all")
    assert "Alan Turing · Fair · 0 points · new" in ada.says("lead list")
    assert maria.says("leads source:FAIR").startswith("Leads · 2 in all")
    assert maria.says("leads from fair").startswith("Leads · 2 in all")
    assert maria.says("leads @ben").startswith("Leads · 1 in all")
    assert maria.says("团队线索").startswith("Leads · 3 in all")
    assert maria.says("unassigned leads") == "No leads there. `lead add` adds one.".replace("`", "")
    ada.says("lead drop L-2 spam")
    assert "dropped" in ada.says("leads status:dropped")
    assert ada.says("线索列表 状态:新").startswith("Leads · 1 in all")
    for number in range(9):
        mark.says(f"lead add Number{'abcdefghi'[number]}")
    assert mark.says("leads").startswith("Leads · 1–8 of 11 in all")
    assert mark.presses("More ›").startswith("Leads · 9–11 of 11 in all")


def test_logging_marks_a_lead_as_worked_on(team):
    ada, ben, *_ = team
    ada.says(GRACE)
    ada.presses("Log a call")
    assert ada.says("she likes it").startswith("Call logged for Grace Hopper L-1.")
    assert "being worked on" in ada.says("L-1")
    assert "she likes it" in ada.says("timeline L-1")
    assert "Next step:" in ada.says("log meeting L-1 demo next:friday")
    assert ben.says("log note L-1 hello").startswith("No lead fits “L-1”.")
    assert ada.says("undo").startswith("Undone: log.")
    assert "2 in all" not in ada.says("timeline L-1")
    ada.says("undo")
    assert "new · Owner: Ada" in ada.says("L-1")
    assert ada.says("timeline L-1") == "Nothing logged for Grace Hopper L-1 yet."


def test_converting_makes_company_contact_and_deal_and_keeps_the_trace(team):
    ada, _ben, maria, _ = team
    ada.says(GRACE)
    ada.says("log call L-1 hello")
    said = ada.says("lead convert L-1 20 compilers 50k")
    assert said.splitlines()[:4] == [
        "Grace Hopper L-1 is a deal now.",
        "New company: Navy Systems O-1.",
        "New contact: Grace Hopper C-1",
        "20 compilers D-1",
    ]
    assert "Amount: $50,000.00" in said
    assert "From lead L-1" in ada.says("D-1")
    assert "Became D-1, C-1, O-1" in ada.says("L-1")
    assert ada.buttons == ("Timeline",)
    assert ada.says("find hopper").startswith("Grace Hopper C-1")
    assert "wants 20 compilers" in ada.says("timeline C-1")
    assert "grace@navy.example" in ada.says("C-1")
    assert ada.says("lead convert L-1") == "Grace Hopper L-1 became D-1 already."
    assert ada.says("lead drop L-1 spam") == "Grace Hopper L-1 became D-1 already."
    assert "became D-1" in maria.says("lead assign L-1 @ben")
    undone = ada.says("undo")
    assert undone.startswith("Undone: lead convert.")
    assert "being worked on" in ada.says("L-1")
    assert "No deal fits" in ada.says("D-1")
    assert "No contact fits" in ada.says("C-1")
    assert ada.says("find hopper").startswith("Grace Hopper L-1")


def test_a_known_company_is_used_and_a_known_contact_asked_about(team):
    ada, ben, *_ = team
    ada.says("contact add Grace Hopper grace@navy.example company:Navy Systems")
    ada.says("lead add Grace B Hopper grace@navy.example company:Navy Systems")
    asked = ada.says("lead convert L-1 Pumps 5k")
    assert asked == "Grace Hopper C-1 is a contact already. Use that one?"
    assert ada.buttons == ("Use it", "Add anyway", "Cancel")
    said = ada.presses("Use it")
    assert "Company, known already: Navy Systems" in said
    assert "Contact, known already: Grace Hopper C-1" in said
    assert "Pumps D-1" in said
    ada.says("undo")
    assert ada.says("C-1").startswith("Grace Hopper C-1")
    assert "Contact, known already" in ada.says("lead convert L-1 contact:C-1")
    ada.says("undo")
    ada.says("lead convert L-1")
    assert "New contact: Grace B Hopper C-2" in ada.presses("Add anyway")
    ben.says("lead add Amazing Grace grace@navy.example")
    refused = ben.says("lead convert L-2")
    assert refused == "Ada has that contact already. Please ask Ada; I have told them."
    assert "Ben wanted to add Grace Hopper C-1" in ada.inbox[-1]
    ada.says("contact delete C-1")
    ada.says("yes")
    ada.says("lead add Grace Again grace@navy.example")
    ada.says("lead convert L-3")
    assert ada.buttons[-2:] == ("Add anyway", "Cancel")


def test_converting_asks_for_the_rights_to_what_it_makes(team, chat):
    ada, _ben, maria, _ = team
    root = chat.admin()
    ada.says(GRACE)
    assert "Owner: Ada" in maria.says("lead convert L-1 Pumps")
    assert "Owner: Ada" in maria.says("C-1")
    assert "Owner: Ada" in maria.says("L-1")
    ada.says("lead add Alan Turing")
    root.says("revoke rep deals.edit")
    root.says("yes")
    assert "add and change deals" in ada.says("lead convert L-2")
    assert "new · Owner: Ada" in ada.says("L-2")


def test_a_lead_is_dropped_with_a_reason_and_taken_up_again(team):
    ada, ben, *_ = team
    ada.says(GRACE)
    assert ada.says("lead drop L-1").startswith("Why is it dropped?")
    assert "not interested" in ada.buttons
    wrong = ada.says("because")
    assert "“because” does not begin with a reason. The reasons are: not interested," in wrong
    assert "Dropped: no budget · Owner: Ada" in ada.says("no budget")
    assert ada.buttons == ("Undo", "Reopen", "Timeline")
    again = ada.says("lead drop L-1 spam")
    assert again == "Grace Hopper L-1 was dropped: no budget. lead reopen L-1 takes it up again."
    assert "Nobody" not in ada.presses("Reopen")
    assert "was not dropped" in ada.says("lead reopen L-1")
    assert "was not dropped" in ada.says("lead restore L-1")
    said = ada.says("放弃线索 L-1 没有预算：明年再说")
    assert "Dropped: no budget, 明年再说" in said
    assert "Restored." in ada.says("lead restore L-1")
    assert "Dropped." in ada.says("Grace Hopper没戏了：不合适")
    ada.says("lead reopen L-1")
    ada.says("forget about Grace Hopper: no fit")
    assert "Dropped: no fit" in ada.says("L-1")
    assert ada.says("undo").startswith("Undone: lead drop.")
    assert "No lead fits" in ben.says("lead drop L-1 spam")


def test_assigning_by_hand_and_by_the_rules(team, chat):
    ada, ben, maria, mark = team
    root = chat.admin()
    ada.says(GRACE)
    assert maria.says("lead assign L-1 @ada") == "Grace Hopper L-1 is Ada's already."
    assert maria.says("分配线索 L-1 @ben") == "Grace Hopper L-1 is Ben's now."
    assert ben.inbox[-1].startswith("New lead for you: Grace Hopper L-1")
    assert ada.inbox[-1] == "Maria gave Grace Hopper L-1 to Ben."
    said = maria.says("lead assign L-1")
    assert said.splitlines() == [
        "Grace Hopper L-1 is Ada's now.",
        "Ada gets it: of all reps the one who waited longest.",
    ]
    assert maria.says("undo").startswith("Undone: lead assign.")
    assert "Mark cannot own such records." in root.says("lead assign L-1 @mark")
    assert "assign records" in ada.says("lead assign L-1 @ada")
    zoe = chat.rep("Zoe", chat.manager("Olaf"))
    assert "covers your team only" in maria.says("lead assign L-1 @zoe")
    assert "Zoe's now" in root.says("lead assign L-1 @zoe")
    assert "No lead fits" in maria.says("lead assign L-1")
    assert zoe.says("leads").startswith("Leads · 1 in all")
    root.says("suspend @zoe")
    root.says("yes")
    assert "cannot own" in root.says("lead assign L-1 @zoe")
    assert mark.says("lead add Kate Bush").count("Ada gets it") == 1


def test_a_lead_that_nobody_can_take_waits_for_those_who_may_assign(team):
    ada, ben, maria, mark = team
    for rep in (ada, ben):
        rep.says("days off mon")
    said = mark.says("lead add Alan Turing")
    assert "Nobody can take it now: whoever could has quiet hours or a day off." in said
    assert "Nobody has it yet" in said
    assert maria.inbox[-1].startswith(
        "Nobody can take the new lead Alan Turing L-1 · 0 points now."
    )
    assert "nobody has it yet" in maria.says("leads unassigned")
    assert maria.says("find turing").startswith("Alan Turing L-1")
    assert maria.buttons == ("Assign", "Timeline")
    assert "No lead fits" in ada.says("L-1")
    assert "Nothing found" in ada.says("find turing")
    assert "quiet hours or a day off" in maria.presses("Assign")
    assert "covers your team only" in maria.says("lead edit L-1 title:CTO")
    assert maria.says("lead assign L-1 @ada") == "Alan Turing L-1 is Ada's now."
    assert ada.says("L-1").startswith("Alan Turing L-1")


def test_deleting_asks_first_and_restoring_brings_it_back(team):
    ada, ben, *_ = team
    ada.says(GRACE)
    assert ada.says("lead delete L-1") == "Delete Grace Hopper L-1? It can be restored."
    assert ada.says("yes") == "Deleted Grace Hopper L-1."
    assert "No lead fits" in ada.says("L-1")
    assert "Nothing found" in ada.says("find hopper")
    assert "No lead fits" in ben.says("lead restore L-1")
    assert ada.presses("Restore").startswith("Restored.\nGrace Hopper L-1")
    assert "No lead fits" in ada.says("lead restore C-1")


def test_the_history_of_a_lead_keeps_phones_to_itself(team):
    ada, _ben, maria, _ = team
    ada.says(GRACE)
    ada.says("lead drop L-1 no fit: too small")
    told = maria.says("audit L-1")
    assert "Status: new → dropped" in told
    assert "Reason: no fit" in told
    assert "Score: 35" in told
    for secret in ("0143", "grace@", "20 compilers", "too small"):
        assert secret not in told


@pytest.mark.parametrize(
    "said",
    ["lead add", "lead add 😀", "lead add " + "x" * 10_000, "lead add \x00", "lead show", "lead convert",
     "lead drop", "lead assign", "lead edit L-999 title:x", "leads status:odd", "leads unassigned @ada",
     "lead restore xyz", "ｌｅａｄ　ａｄｄ　Ｇｒａｃｅ", "lead convert L-1 " + "9" * 400, "线索", "lead L-1",
     "lead edit L-1 phone:abc", "lead add Grace email:xyz"],
)  # fmt: skip
def test_odd_input_gets_an_answer_and_no_incident(team, said):
    ada, *_ = team
    ada.says(GRACE)
    answer = ada.says(said)
    assert answer
    assert "incident" not in answer


def test_everything_is_said_in_chinese_too(team):
    ada, *_ = team
    ada.says("language zh")
    card = ada.says("新增线索 王小明 13800138000 公司:华星科技 来源:展会 备注:想要20台编译器")
    assert "评分：20 分（电话 +10、公司 +10）" in card
    assert "负责人：Ada" in card
    assert ada.buttons[1:4] == ("转化", "记录电话", "放弃")
    converted = ada.says("转化线索 L-1 20台编译器 5万")
    assert converted.startswith("王小明 L-1 已转为商机。\n已新建公司：华星科技 O-1")
    assert "来自线索 L-1" in ada.says("D-1")
