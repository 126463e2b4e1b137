"""Deals: whatever is done to them in whatever order, stage, probability and history agree."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from store import deal_lists, deals, pipelines, transitions
from store.deals import Draft
from store.moneys import Money
from store.pipelines import EndingFixed, StageExists, StageInUse, StageNeeded
from store.rights import Role
from store.sessions import PARLEY
from store.tables import Deal, Stage
from store.transitions import Closed, NotClosed, NotMover, NotOpen, OtherPipeline, Outcome, Unready

STAGES = ("lead", "qualified", "proposal", "negotiation", "won", "lost")
SAID = (
    *(f"deal move D-{number} {stage}" for stage in STAGES for number in (1, 2)),
    "deal win D-1",
    "deal win D-2 amount:5k",
    "deal lose D-1 price: dear",
    "deal lose D-2 timing",
    "deal reopen D-1",
    "deal reopen D-2 proposal",
    "deal edit D-1 amount:9k",
    "deal edit D-2 amount:1,234.56",
    "deal delete D-1",
    "deal restore D-1",
    "yes",
    "undo",
    "undo",
)


@pytest.mark.no_cover  # hundreds of examples: what they reach, the tests beside them reach too
@given(
    said=st.lists(st.tuples(st.sampled_from(["Ada", "Maria"]), st.sampled_from(SAID)), max_size=14)
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_keeps_stage_probability_history_and_sums_in_step(chat, said):
    maria = chat.manager("Maria")
    people = {"Maria": maria, "Ada": chat.rep("Ada", maria)}
    _begin(chat, people["Ada"])
    for who, text in said:
        answer = people[who].says(text)
        assert "incident" not in answer
        chat.passes(minutes=3)
        _check(chat)


def _begin(chat, ada):
    """Two deals as if they were the first: one without an amount."""

    def unit(session):
        session.actor = PARLEY
        with session.with_deleted():
            for row in session.scalars(select(Deal)):
                for one in transitions.history(session, row):
                    session.delete(one)
                session.flush()
                session.delete(row)
        session.flush()
        session.act_as(session.directory.people[ada.speaker.staff_id])
        for number, amount in ((1, Money(5_000_000, "USD")), (2, None)):
            draft = Draft(f"Deal {number}", amount)
            row = deals.add(session, draft, owner_id=ada.speaker.staff_id)
            session.flush()
            if row.id != number:
                _renumber(session, row, number)

    chat.database.write(unit, chat.clock.now())


def _renumber(session, row, number):
    for one in transitions.history(session, row):
        session.delete(one)
    session.flush()
    values = row.model_dump() | {"id": number}
    session.delete(row)
    session.flush()
    again = Deal(**values)
    session.add(again)
    transitions.enter(session, again, pipelines.step(session, again.stage_id), None)


def _check(chat):
    def unit(session):
        session.actor = PARLEY
        with session.with_deleted():
            rows = list(session.scalars(select(Deal)))
        for row in rows:
            _check_one(session, row)
        alive = [one for one in rows if one.deleted_at is None and one.closed_at is None]
        sums = deal_lists.sums(session, 1)
        assert sum(one.count for one in sums) == len(alive)
        assert sum(one.minor for one in sums) == sum(one.base_minor or 0 for one in alive)
        page = deal_lists.page(session, deal_lists.Filters())
        assert (page.total, page.sum_minor) == (len(alive), sum(one.minor for one in sums))

    chat.database.read(unit, chat.clock.now())


def _check_one(session, row):
    step = pipelines.step(session, row.stage_id)
    assert row.probability == step.probability
    assert (row.closed_at is None) == (step.kind == "open")
    assert (row.lost_reason is None) == (step.kind != "lost")
    if step.kind == "won":
        assert row.amount_minor is not None
        assert row.close_on is not None
    history = transitions.history(session, row)[::-1]
    assert history[0].from_stage_id is None
    assert history[-1].to_stage_id == row.stage_id
    assert history[-1].at == row.stage_since
    for before, after in pairwise(history):
        assert after.from_stage_id == before.to_stage_id
        assert after.seconds == int((after.at - before.at).total_seconds())


def as_parley(chat, unit):
    def act(session):
        session.actor = PARLEY
        return unit(session)

    return chat.database.write(act, chat.clock.now())


def add(session, **given):
    row = deals.add(session, Draft("Big deal", **given), owner_id=None)
    session.flush()
    return row


def stage(session, name):
    return pipelines.named(session, name)[0]


def test_a_deal_may_begin_in_any_stage_that_it_is_ready_for(any_chat):
    def unit(session):
        won = add(session, amount=Money(100, "USD"), stage_id=stage(session, "won").id)
        assert won.closed_at == session.now
        assert won.close_on == session.now.date()
        with pytest.raises(Unready) as bare:
            add(session, stage_id=stage(session, "won").id)
        with pytest.raises(Unready) as lost:
            add(session, stage_id=stage(session, "lost").id)
        return bare.value.missing, lost.value.missing

    assert as_parley(any_chat, unit) == (("amount",), ("reason",))


def test_every_way_into_a_stage_is_guarded(any_chat):
    def unit(session):
        row = add(session)
        won, lost, lead = (stage(session, name) for name in ("won", "lost", "lead"))
        with pytest.raises(Unready):
            transitions.move(session, row, won)
        with pytest.raises(Unready):
            transitions.move(session, row, lost)
        with pytest.raises(NotClosed):
            transitions.reopen(session, row)
        transitions.move(session, row, lost, Outcome("price", "too dear"))
        assert transitions.lost_note(session, row) == "too dear"
        for target in (won, lead, lost):
            with pytest.raises(Closed):
                transitions.move(session, row, target, Outcome("price"))
        with pytest.raises(NotOpen):
            transitions.reopen(session, row, won)
        assert transitions.reopen(session, row).name == "lead"
        assert (row.lost_reason, row.closed_at, row.lost_note_sealed) == (None, None, None)

    as_parley(any_chat, unit)


def test_a_stage_of_another_pipeline_is_no_way_on(chat):
    def unit(session):
        other = pipelines.add_pipeline(session, "Renewals")
        foreign = pipelines.entry(session, other.id)
        row = add(session)
        with pytest.raises(OtherPipeline):
            transitions.move(session, row, foreign)
        with pytest.raises(OtherPipeline):
            add(session, pipeline_id=1, stage_id=foreign.id)
        transitions.move(session, row, stage(session, "lost"), Outcome("other"))
        with pytest.raises(OtherPipeline):
            transitions.reopen(session, row, foreign)
        assert add(session, pipeline_id=other.id).stage_id == foreign.id

    as_parley(chat, unit)


def test_a_stage_may_ask_for_fields_and_for_roles(chat):
    ada = chat.rep("Ada")

    def unit(session):
        proposal = stage(session, "proposal")
        asked = {"required": "company,contact,next", "movers": "manager,admin"}
        pipelines.edit_stage(session, proposal.id, asked)
        row = add(session)
        row.owner_id = ada.speaker.staff_id
        session.flush()
        proposal = stage(session, "proposal")
        with pytest.raises(Unready) as unready:
            transitions.move(session, row, proposal)
        session.act_as(session.directory.people[ada.speaker.staff_id])
        with pytest.raises(NotMover):
            transitions.move(session, row, proposal)
        assert session.actor.person.role is Role.REP
        return unready.value.missing

    assert as_parley(chat, unit) == ("company", "contact", "next")


def test_pipelines_keep_what_they_need(chat):
    def unit(session):
        lead, won = stage(session, "lead"), stage(session, "won")
        add(session)
        for step in (won, lead):
            with pytest.raises((StageNeeded, StageInUse)):
                pipelines.remove_stage(session, step.id)
        with pytest.raises(EndingFixed):
            pipelines.edit_stage(session, won.id, {"probability": 90})
        with pytest.raises(StageExists):
            pipelines.edit_stage(session, won.id, {"name": " LEAD "})
        with pytest.raises(StageExists):
            pipelines.add_stage(session, 1, "Lead", 5)
        with pytest.raises(StageExists):
            pipelines.add_pipeline(session, "sales")
        with pytest.raises(StageNeeded):
            pipelines.remove_pipeline(session, 1)
        other = pipelines.add_pipeline(session, "Renewals")
        with pytest.raises(StageExists):
            pipelines.rename_pipeline(session, other.id, "SALES")
        with pytest.raises(StageNeeded):
            pipelines.remove_stage(session, pipelines.entry(session, other.id).id)
        assert pipelines.rename_pipeline(session, other.id, "renewals").name == "renewals"
        with pytest.raises(StageInUse):
            pipelines.remove_pipeline(session, 1)
        pipelines.remove_pipeline(session, other.id)
        assert {one.pipeline for one in pipelines.steps(session)} == {"Sales"}

    as_parley(chat, unit)


def test_lists_are_narrowed(any_chat):
    def unit(session):
        for minor in (100, 5_000, 90_000):
            add(session, amount=Money(minor, "USD"))
        seen = [
            deal_lists.page(session, filters).total
            for filters in (
                deal_lists.Filters(least=5_000),
                deal_lists.Filters(most=5_000),
                deal_lists.Filters(least=101, most=89_999),
                deal_lists.Filters(pipeline_id=1),
                deal_lists.Filters(pipeline_id=2),
                deal_lists.Filters(contact_id=1),
                deal_lists.Filters(owner_ids=frozenset({7})),
                deal_lists.Filters(stale=True),
            )
        ]
        session.actor = None
        assert deal_lists.page(session, deal_lists.Filters()).sum_minor is None
        return seen

    assert as_parley(any_chat, unit) == [2, 2, 1, 3, 0, 0, 0, 0]


def test_no_deal_stale_where_no_stage_expects_anything(chat):
    def unit(session):
        for step in pipelines.steps(session):
            session.get_one(Stage, step.id).expected_days = None
        session.forget_directory()
        add(session)
        row = add(session)
        assert deal_lists.rotten_days(session, row) is None
        return deal_lists.page(session, deal_lists.Filters(stale=True)).total

    assert as_parley(chat, unit) == 0
