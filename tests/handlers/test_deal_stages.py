"""Moving deals: every way leads through the same rules, and back."""

import pytest

DEAL = "deal add 20 compilers 50k company:Navy"


@pytest.fixture
def ada(chat):
    ada = chat.rep("Ada")
    ada.says(DEAL)
    return ada


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ("deal move D-1 proposal", "lead → proposal"),
        ("deal move D-1 prop", "lead → proposal"),
        ("deal move 20 compilers negotiation", "lead → negotiation"),
        ("deal move navy proposal after the demo", "lead → proposal"),
        ("/deal_move D-1 proposal", "lead → proposal"),
        ("move D-1 to proposal", "lead → proposal"),
        ("move it to proposal", "lead → proposal"),
        ("advance 20 compilers to negotiation", "lead → negotiation"),
        ("move this deal to won", "lead → won"),
        ("deal move D-1 won", "lead → won"),
        ("deal win D-1", "lead → won"),
        ("won the Navy deal", "lead → won"),
        ("we won D-1", "lead → won"),
        ("win D-1", "lead → won"),
        ("赢单 D-1", "lead → won"),
        ("D-1成交了", "lead → won"),
        ("把D-1推进到谈判", "lead → negotiation"),
        ("推进D-1到方案", "lead → proposal"),
        ("推进 D-1 已确认", "lead → qualified"),
        ("lost D-1 to a competitor", "lead → lost"),
        ("lost the Navy deal to price", "lead → lost"),
        ("deal lose D-1 price: too expensive", "lead → lost"),
        ("deal lose D-1 no budget until 2028", "lead → lost"),
        ("deal move D-1 lost price: too expensive", "lead → lost"),
        ("输单 D-1 价格：太贵", "lead → lost"),
        ("D-1输给了竞争对手", "lead → lost"),
        ("丢单 D-1 其他", "lead → lost"),
    ],
)
def test_ways_to_say_it(ada, said, moved):
    assert ada.says(said).startswith(moved), said
    assert ada.presses("Undo").startswith("Undone: deal ")
    assert "Stage: lead (10 %)" in ada.says("D-1")
    assert "1 in all" in ada.says("timeline D-1")


def test_history_tells_who_when_and_for_how_long(any_chat):
    ada = any_chat.rep("Ada")
    ada.says(DEAL)
    any_chat.passes(days=3)
    ada.says("deal move D-1 proposal after the demo")
    any_chat.passes(hours=2)
    ada.says("deal win D-1")
    assert ada.says("timeline D-1").splitlines() == [
        "20 compilers D-1 · 3 in all",
        "Thu 26 Nov 2026, 11:00 · Ada",
        "proposal → won after 2 hours",
        "Thu 26 Nov 2026, 09:00 · Ada",
        "lead → proposal after 3 days",
        "after the demo",
        "Mon 23 Nov 2026, 09:00 · Ada",
        "Entered lead",
    ]


def test_winning_needs_an_amount_and_takes_today_for_the_day(ada):
    ada.says("deal add Boats")
    needs = "To be in won a deal needs: amount."
    for said in ("deal win D-2", "deal move D-2 won", "deal add Ships stage:won", "won Boats"):
        assert ada.says(said).startswith(needs), said
    assert "Stage: lead" in ada.says("D-2")
    assert "Amount: $9,000.00\nStage: won (100 %)\nCloses: Mon 23 Nov 2026" in ada.says(
        "deal win D-2 amount:9k"
    )
    assert "Closes: Fri 27 Nov 2026" in ada.says("deal win D-1 close:fri")
    assert "lead" not in ada.says("deal add Ships 5k stage:won")


def test_today_is_where_the_winner_is(ada, chat):
    ada.says("timezone Asia/Shanghai")
    chat.passes(hours=10)
    assert "Closes: Tue 24 Nov 2026" in ada.says("deal win D-1")


def test_losing_needs_a_reason_from_the_list(ada):
    for said in (
        "deal lose D-1",
        "deal move D-1 lost",
        "lost D-1",
        "deal move D-1 lost they vanished",
    ):
        assert ada.says(said).startswith("Why was it lost?"), said
        assert ada.buttons[:3] == ("price", "competitor", "timing")
    assert "does not begin with a reason. The reasons are: price, competitor" in ada.says(
        "they vanished"
    )
    assert "Lost: competitor, Siemens was cheaper" in ada.says("competitor: Siemens was cheaper")
    assert "Why was it lost" not in ada.says("D-1")
    ada.says("deal reopen D-1")
    assert "Lost:" not in ada.says("D-1")
    ada.says("deal lose D-1")
    assert "Lost: no budget" in ada.presses("no budget")


def test_a_form_is_held_to_the_same_rules(ada):
    ada.says("deal lose D-1")
    assert "does not begin with a reason" in ada.fills(reason="because")
    assert "lead → lost" in ada.fills(reason="price: dear")
    ada.says("deal add")
    assert ada.fills(title="Ships", stage="won").startswith("To be in won a deal needs: amount.")
    ada.says("deal add")
    assert ada.fills(title="Ships", stage="lost", amount="5k").startswith("To be in lost")
    assert "1 in all" in ada.says("deals stage:lost")


def test_what_has_ended_is_reopened_first(ada):
    ada.says("deal move D-1 negotiation")
    won = ada.says("deal win D-1")
    assert won.splitlines()[0] == "negotiation → won"
    for said in (
        "deal win D-1",
        "deal move D-1 lead",
        "deal lose D-1 price",
        "deal win D-1 amount:1k",
    ):
        assert ada.says(said).startswith("20 compilers D-1 has ended: won."), said
    assert "$50,000.00" in ada.says("D-1")
    assert ada.says("deal reopen D-1 lost").startswith("lost is where deals end.")
    assert ada.says("deal reopen D-1").startswith("won → negotiation")
    assert ada.says("deal reopen D-1").startswith("20 compilers D-1 is open: it is in negotiation.")
    ada.says("deal lose D-1 timing")
    assert ada.presses("Reopen").startswith("lost → negotiation")
    ada.says("deal lose D-1 timing")
    assert ada.says("reopen D-1 proposal").startswith("lost → proposal")
    assert ada.says("deal move D-1 proposal").startswith("It is in that stage already.")


def test_buttons_go_on_and_old_ones_answer_right(ada):
    ada.says("D-1")
    old = ada.last

    def press(label):
        index = old.buttons.index(label)
        return ada._told({"press": {"outbox_id": old.outbox_id, "index": index}})

    assert ada.presses("→ qualified").startswith("lead → qualified")
    assert ada.presses("→ proposal").startswith("qualified → proposal")
    moved = press("→ qualified")
    assert moved.startswith("It has moved on since that card was shown: it is in proposal now.")
    assert "Stage: proposal" in ada.says("D-1")
    assert press("Won").startswith("proposal → won")
    for label in ("→ qualified", "Won"):
        assert "won" in press(label)
        assert "Stage: won (100 %)" in ada.says("D-1")
    assert press("Lost").startswith("Why was it lost?")
    assert ada.presses("price").startswith("20 compilers D-1 has ended: won.")
    ada.says("deal delete D-1")
    ada.says("yes")
    assert "No deal fits" in press("Won")


def test_there_is_no_way_round_the_rules_by_undo(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("deal add Boats")
    ada.says("deal edit D-1 amount:9k")
    maria.says("deal win D-1")
    assert ada.says("undo").startswith("To be in won a deal needs: amount.")
    assert "Amount: $9,000.00\nStage: won" in ada.says("D-1")
    maria.says("deal reopen D-1")
    assert ada.says("undo").startswith("Undone: deal edit.")
    assert "Amount" not in ada.says("D-1")


def test_a_move_is_not_undone_under_somebody_elses_move(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says(DEAL)
    ada.says("deal move D-1 proposal")
    maria.says("deal move D-1 negotiation")
    assert ada.says("undo").startswith("It was changed again since")
    maria.says("undo")
    assert ada.says("undo").startswith("Undone: deal move.")
    assert "1 in all" in ada.says("timeline D-1")


def test_an_undo_takes_back_reason_words_and_end(ada):
    ada.says("deal lose D-1 price: far too dear")
    ada.says("undo")
    card = ada.says("D-1")
    assert "Lost" not in card
    assert "Stage: lead (10 %)" in card
    ada.says("deal lose D-1 timing")
    before = ada.says("D-1")
    ada.says("deal reopen D-1 negotiation")
    ada.says("undo")
    assert ada.says("D-1") == before


def test_a_stage_may_ask_for_fields_and_roles(chat):
    admin, maria = chat.admin(), chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    admin.says("stage edit proposal needs:amount,contact movers:manager,admin")
    ada.says("deal add Boats")
    assert ada.says("deal move D-1 proposal").startswith(
        "Only Manager, Admin may move deals to proposal."
    )
    assert maria.says("deal move D-1 proposal").startswith(
        "To be in proposal a deal needs: amount, contact."
    )
    ada.says("contact add Grace Hopper")
    ada.says("deal edit D-1 amount:9k contact:C-1")
    assert maria.says("deal move D-1 proposal").startswith("lead → proposal")
    assert "Saved" in ada.says("deal edit D-1 title:Ships")
    ada.says("deal win D-1")
    assert ada.says("deal reopen D-1").startswith("Only Manager, Admin may move deals to proposal.")
    assert ada.says("deal reopen D-1 lead").startswith("won → lead")
    assert ada.says("deal add Rafts 5k stage:proposal").startswith("Only Manager, Admin")


def test_a_stage_that_is_not_there(ada):
    complaint = (
        "“xyz” is no stage here. The stages are: lead, qualified, proposal, negotiation, won, lost."
    )
    assert ada.says("deal move D-1 xyz").startswith(complaint)
    assert ada.presses("negotiation").startswith("lead → negotiation")
    assert ada.says("deal move D-1").startswith("Which stage?")
    assert ada.says("proposal").startswith("negotiation → proposal")


def test_the_audit_tells_every_move(chat, ada):
    ada.says("deal lose D-1 price: too dear")
    audit = chat.admin().says("audit D-1")
    assert "changed deal D-1\n    Stage: lead → lost\n    Percent: 10 → 0" in audit
    assert "Reason: price" in audit
    assert "added stage of a deal D-1\n    From stage: lead\n    To stage: lost" in audit
