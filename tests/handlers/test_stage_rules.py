"""Every door into a stage is tried; behind each the same rules hold."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from store import pipelines, transitions
from store.sessions import PARLEY
from store.tables import Deal


@pytest.fixture
def people(chat):
    maria = chat.manager("Maria")
    ada = chat.rep("Ada", maria)
    ada.says("deal add Boats company:Navy")
    ada.says("deal add Sails 50k")
    return chat, maria, ada


def check(chat):
    """What holds of every deal, whatever was done, deleted ones included."""

    def unit(session):
        session.actor = PARLEY
        with session.with_deleted():
            return [_checked(session, row) for row in session.scalars(select(Deal))]

    return chat.database.read(unit, chat.clock.now())


def _checked(session, row):
    step = pipelines.step(session, row.stage_id)
    assert row.probability == step.probability
    assert (row.closed_at is None) == (step.kind == "open")
    assert (row.lost_reason is None) == (step.kind != "lost")
    if step.kind == "won":
        assert row.amount_minor is not None
        assert row.close_on is not None
    history = transitions.history(session, row)[::-1]
    assert history[0].from_stage_id is None
    assert (history[-1].to_stage_id, history[-1].at) == (row.stage_id, row.stage_since)
    for before, after in pairwise(history):
        assert after.from_stage_id == before.to_stage_id
        assert after.seconds == int((after.at - before.at).total_seconds()) >= 0
    return step.name


def stage_of(chat, number):
    return check(chat)[number - 1]


NO_AMOUNT = "needs: amount"


@pytest.mark.parametrize(
    "said",
    [
        "deal win D-1", "deal move D-1 won", "move D-1 to won", "won Boats", "赢单 D-1",
        "把D-1推进到赢单", "deal add Ships stage:won", "deal add Ships close:friday stage:won",
        "/deal_win D-1", "win D-1",
    ],
)  # fmt: skip
def test_no_sentence_wins_a_deal_without_an_amount(people, said):
    chat, _, ada = people
    assert NO_AMOUNT in ada.says(said)
    assert check(chat) == ["lead", "lead"]


@pytest.mark.parametrize(
    "said",
    ["deal lose D-1", "deal move D-1 lost", "lost Boats", "输单 D-1", "deal lose D-1 whatever",
     "deal add Ships 5k stage:lost", "deal move D-1 lost they left"],
)  # fmt: skip
def test_no_sentence_loses_a_deal_without_a_reason(people, said):
    chat, _, ada = people
    answer = ada.says(said)
    assert "Why was it lost?" in answer or "needs: reason" in answer
    ada.says("cancel")
    assert check(chat) == ["lead", "lead"]


def test_buttons_and_their_replay(people):
    chat, _, ada = people
    ada.says("D-1")
    card = ada.last

    def press(label):
        index = card.buttons.index(label)
        return ada._told({"press": {"outbox_id": card.outbox_id, "index": index}})

    assert NO_AMOUNT in press("Won")
    assert "lead → qualified" in press("→ qualified")
    assert "It has moved on" in press("→ qualified")
    assert stage_of(chat, 1) == "qualified"
    ada.says("deal edit D-1 amount:5k")
    assert "qualified → won" in press("Won")
    for label in ("Won", "→ qualified", "Lost"):
        press(label)
        ada.says("cancel")
        assert stage_of(chat, 1) == "won"
    ada.says("pipeline")
    ada.presses("lead (1)")
    assert check(chat) == ["won", "lead"]


def test_forms(people):
    chat, _, ada = people
    ada.says("deal add")
    assert NO_AMOUNT in ada.fills(title="Ships", stage="won")
    ada.says("deal move")
    assert NO_AMOUNT in ada.fills(deal="D-1", stage="won")
    ada.says("deal lose")
    assert "does not begin with a reason" in ada.fills(deal="D-1", reason="fate")
    assert check(chat) == ["lead", "lead"]
    ada.says("deal move")
    assert "Why was it lost?" in ada.fills(deal="D-1", stage="lost")
    ada.says("cancel")
    assert check(chat) == ["lead", "lead"]


def test_lists_as_a_whole(people):
    chat, maria, ada = people
    chat.admin().says("stage edit negotiation needs:amount")
    for said in ("move all to won", "move all to lost", "win all", "lose all", "全部推进到赢单"):
        ada.says("deals")
        ada.says(said)
        ada.says("yes")
        assert check(chat) == ["lead", "lead"], said
    ada.says("deals")
    assert "without amount (1)" in ada.says("move all to negotiation")
    ada.says("1")
    assert check(chat) == ["lead", "negotiation"]
    maria.says("deal win D-2")
    ada.says("deals state:won")
    assert "won or lost (1)" in ada.says("move all to lead")
    assert check(chat) == ["lead", "won"]


def test_a_view_and_an_old_agreement_open_no_door(people):
    chat, maria, ada = people
    ada.says("deals lead")
    ada.says("view save Early")
    ada.says("view Early")
    ada.says("move all to proposal")
    maria.says("deal win D-2")
    assert "The list has changed" in ada.says("yes")
    ada.says("yes")
    assert check(chat) == ["proposal", "won"]
    ada.says("deals view:Early")
    ada.says("move all to negotiation")
    assert check(chat) == ["proposal", "won"]


def test_undo_and_undo_of_what_others_built_upon(people):
    chat, maria, ada = people
    ada.says("deal edit D-1 amount:9k")
    maria.says("deal win D-1")
    assert NO_AMOUNT in ada.says("undo")
    assert stage_of(chat, 1) == "won"
    maria.says("undo")
    assert stage_of(chat, 1) == "lead"
    assert "Undone" in ada.says("undo")
    assert NO_AMOUNT in ada.says("deal win D-1")
    assert stage_of(chat, 1) == "lead"


def test_doing_again_what_was_undone(people):
    chat, _, ada = people
    ada.says("deal lose D-2 price: dear")
    ada.presses("Undo")
    assert stage_of(chat, 2) == "lead"
    assert "nothing to undo" in ada.presses("Undo") or stage_of(chat, 2) == "lead"
    ada.says("deal lose D-2 price: dear")
    ada.says("deal reopen D-2 proposal")
    ada.says("undo")
    assert stage_of(chat, 2) == "lost"
    ada.says("undo")
    assert stage_of(chat, 2) == "lead"
    ada.says("deals")
    ada.says("move all to proposal")
    ada.says("2")
    ada.says("undo")
    ada.says("deals")
    ada.says("move all to proposal")
    ada.says("2")
    assert check(chat) == ["proposal", "proposal"]
    ada.says("undo")
    assert check(chat) == ["lead", "lead"]


def test_merging_contacts_leaves_deals_in_their_stages(people):
    chat, _, ada = people
    chat.admin().says("stage edit proposal needs:contact")
    ada.says("contact add Grace Hopper")
    ada.says("contact add Grace B Hopper")
    ada.says("deal edit D-2 contact:C-2")
    ada.says("deal move D-2 proposal")
    ada.says("contact merge C-1 C-2")
    ada.says("yes")
    assert stage_of(chat, 2) == "proposal"
    assert "Grace Hopper" in ada.says("D-2")
    ada.says("undo")
    assert stage_of(chat, 2) == "proposal"


def test_deleting_and_restoring(people):
    chat, _, ada = people
    ada.says("deal edit D-1 amount:9k")
    chat.passes(minutes=1)
    ada.says("deal win D-1")
    ada.says("deal delete D-1")
    ada.says("yes")
    assert "No deal fits" in ada.says("deal move D-1 lead")
    assert "Restored." in ada.presses("Restore")
    assert stage_of(chat, 1) == "won"
    assert "has ended: won" in ada.says("deal move D-1 lead")
    chat.passes(minutes=20)
    assert "nothing to undo" in ada.says("undo")
    assert stage_of(chat, 1) == "won"


def test_edits_and_captures_enter_no_stage(people):
    chat, _, ada = people
    ada.says("deal win D-2")
    for said in ("deal edit D-2 stage:lead", "deal edit D-2 probability:5", "deal edit D-1 state:won",
                 "deal edit D-2 percent:10", "set all stage:won"):  # fmt: skip
        ada.says(said)
        ada.says("cancel")
        assert check(chat) == ["lead", "won"], said
    assert "Saved" in ada.says("deal edit D-2 amount:60k close:friday")
    ada.says("met Grace Hopper of Navy, grace@navy.example, wants 20 compilers for about 50k")
    ada.says("yes")
    assert check(chat) == ["lead", "won", "lead"]


def test_a_stage_that_becomes_stricter_holds_for_all_who_come_later(people):
    chat, maria, ada = people
    admin = chat.admin()
    ada.says("deal move D-1 proposal")
    admin.says("stage edit proposal needs:amount")
    ada.says("deal move D-1 lead")
    assert NO_AMOUNT in ada.says("deal move D-1 proposal")
    assert "To be in proposal" in ada.says("undo") or stage_of(chat, 1) in ("lead", "proposal")
    admin.says("stage edit negotiation movers:manager")
    assert "Only Manager may move deals to negotiation." in ada.says("deal move D-2 negotiation")
    ada.says("deals")
    assert "Only Manager" in ada.says("move all to negotiation")
    maria.says("deals")
    maria.says("move all to negotiation")
    maria.says("yes")
    assert stage_of(chat, 2) == "negotiation"
