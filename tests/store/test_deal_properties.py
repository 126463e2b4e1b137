"""Two people do anything to deals in any order: stage, probability, history and sums agree."""

import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from store import changes, deal_lists, deals, pipelines, reversals, transitions
from store.deal_lists import Filters
from store.deals import Draft
from store.errors import CrmError
from store.moneys import Money
from store.rights import Right
from store.sessions import PARLEY
from store.tables import Deal
from store.transitions import Outcome
from tests.conversations import open_chat

pytestmark = pytest.mark.no_cover  # tracing thousands of steps takes half of their time

STAGES = ("lead", "qualified", "proposal", "negotiation", "won", "lost")
MOST = 4
people = st.sampled_from(["Ada", "Maria"])
numbers = st.integers(1, MOST)
amounts = st.none() | st.integers(0, 10**9).map(lambda minor: Money(minor, "USD"))


class DealMachine(RuleBasedStateMachine):
    """A company in which two people work on the same few deals."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.company = open_chat("sqlite", Path(self.folder.name))
        self.chat = next(self.company)
        maria = self.chat.manager("Maria")
        self.ids = {
            "Maria": maria.speaker.staff_id,
            "Ada": self.chat.rep("Ada", maria).speaker.staff_id,
        }

    def teardown(self):
        for _ in self.company:
            pass
        self.folder.cleanup()

    def act(self, who, command, unit):
        """A unit of work by somebody, a minute later; a refusal leaves no trace."""
        self.chat.clock.move(timedelta(minutes=1))

        def work(session):
            session.act_as(session.directory.people[self.ids[who]])
            session.origin.command = command
            unit(session)

        try:
            self.chat.database.write(work, self.chat.clock.now())
        except CrmError:
            return

    @rule(who=people, amount=amounts, name=st.sampled_from(STAGES[:5]))
    def add(self, who, amount, name):
        def unit(session):
            with session.with_deleted():
                held = len(list(session.scalars(select(Deal))))
            if held < MOST:
                step = pipelines.named(session, name)[0]
                draft = Draft("Deal", amount, stage_id=step.id)
                deals.add(session, draft, owner_id=self.ids["Ada"])

        self.act(who, "deal add", unit)

    @rule(who=people, number=numbers, amount=amounts)
    def edit(self, who, number, amount):
        wanted = {"amount": amount} if amount else {"next_step": "call"}
        self.act(who, "deal edit", lambda one: deals.edit(one, deals.get(one, number), wanted))

    @rule(who=people, number=numbers, name=st.sampled_from(STAGES), reason=st.booleans())
    def move(self, who, number, name, reason):
        def unit(session):
            step = pipelines.named(session, name)[0]
            outcome = Outcome("price", "dear") if reason else None
            transitions.move(session, deals.get(session, number), step, outcome)

        self.act(who, "deal move", unit)

    @rule(who=people, number=numbers, name=st.none() | st.sampled_from(STAGES))
    def reopen(self, who, number, name):
        def unit(session):
            step = pipelines.named(session, name)[0] if name else None
            transitions.reopen(session, deals.get(session, number), step)

        self.act(who, "deal reopen", unit)

    @rule(who=people)
    def undo(self, who):
        def unit(session):
            change = changes.latest(session)
            needs = Right.BULK if change.command == "deal delete" else Right.DEALS_EDIT
            reversals.undo(session, change, needs)

        self.act(who, "undo", unit)

    @rule(who=people, number=numbers)
    def delete(self, who, number):
        self.act(who, "deal delete", lambda one: deals.delete(one, deals.get(one, number)))

    @rule(who=people, number=numbers)
    def restore(self, who, number):
        self.act(who, "deal restore", lambda one: deals.restore(one, deals.deleted(one, number)))

    @invariant()
    def everything_agrees(self):
        def unit(session):
            session.actor = PARLEY
            with session.with_deleted():
                rows = list(session.scalars(select(Deal)))
            for row in rows:
                _agrees(session, row)
            _sums_agree(session, [one for one in rows if one.deleted_at is None])

        self.chat.database.read(unit, self.chat.clock.now())


def _agrees(session, row):
    step = pipelines.step(session, row.stage_id)
    assert row.probability == step.probability
    assert (row.closed_at is None) == (step.kind == "open")
    assert (row.lost_reason is None) == (step.kind != "lost")
    if step.kind == "won" and row.deleted_at is None:
        assert row.amount_minor is not None
        assert row.close_on is not None
    history = transitions.history(session, row)[::-1]
    assert history[0].from_stage_id is None
    assert (history[-1].to_stage_id, history[-1].at) == (row.stage_id, row.stage_since)
    for before, after in pairwise(history):
        assert after.from_stage_id == before.to_stage_id
        assert after.seconds == int((after.at - before.at).total_seconds())
        assert after.seconds >= 0


def _sums_agree(session, alive):
    opened = [one for one in alive if one.closed_at is None]
    for total in deal_lists.sums(session, 1):
        inside = [one for one in opened if one.stage_id == total.step.id]
        assert total.count == len(inside)
        assert total.minor == sum(one.base_minor or 0 for one in inside)
        assert total.weighted == round(total.minor * total.step.probability / 100)
    steps = {one.id for one in pipelines.steps(session)}
    for filters, expected in (
        (Filters(), opened),
        (Filters(stage_ids=frozenset(steps)), alive),
        (Filters(least=5), [one for one in opened if (one.base_minor or 0) >= 5]),
    ):
        page = deal_lists.page(session, filters)
        assert page.total == len(expected) == len(deal_lists.owners(session, filters))
        assert page.sum_minor == sum(one.base_minor or 0 for one in expected)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_anything_in_any_order():
    run_state_machine_as_test(
        DealMachine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
