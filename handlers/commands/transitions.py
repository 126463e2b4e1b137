"""Moving deals through their stages: move, win, lose, reopen."""

from typing import Annotated

from handlers import deal_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.outcomes import Missing
from handlers.readers import stages
from handlers.readers.records import ADeal
from handlers.readers.selling import CloseWhen, LostWhy, Worth, outcome_in
from handlers.readers.stages import AStage
from handlers.readers.words import FreeText, Label, narrow
from handlers.replies import Invocation, Reply
from handlers.texts import fmt
from store import deals, pipelines, transitions
from store.pipelines import Step
from store.rights import Right
from store.tables import Deal
from store.transitions import Closed, Outcome


class Seen(Label):
    """The stage in which the asker last saw a deal; a button gives it."""

    aside = True


Earlier = Annotated[str, Seen("In which stage was it?")]
Words = Annotated[str, FreeText("What happened?", 1000)]


@command(
    "deal move",
    needs=Right.DEALS_EDIT,
    examples=("deal move D-1 proposal", "推进商机 D-1 谈判"),
    phrases=(
        "move {deal} to {stage}",
        "move deal {deal} to {stage}",
        "advance {deal} to {stage}",
        "把{deal}推进到{stage}",
        "把{deal}移到{stage}",
        "推进{deal}到{stage}",
    ),
)
def move_deal(
    ask: Ask, deal: ADeal, stage: AStage, note: Words = "", *, seen: Earlier = ""
) -> Reply:
    """Move a deal to another stage of its pipeline."""
    before = pipelines.step(ask.session, deal.stage_id)
    step = stages.of_pipeline(ask, stage, deal.pipeline_id)
    if seen and narrow(seen) != narrow(before.name):
        return _moved_meanwhile(ask, deal, before)
    if step.kind == "lost":
        return _losing(ask, deal, note)
    if step.id == before.id:
        return deal_cards.card(ask, deal, fmt("It is in that stage already."))
    return _entered(ask, deal, step, note)


def _moved_meanwhile(ask: Ask, deal: Deal, step: Step) -> Reply:
    lead = fmt(
        "It has moved on since that card was shown: it is in **{stage}** now. Nothing was changed.",
        stage=stages.called(step),
    )
    return deal_cards.card(ask, deal, lead)


def _losing(ask: Ask, deal: Deal, note: str) -> Reply:
    """Losing needs a reason; words that came along may be one."""
    outcome = outcome_in(note)
    if outcome is None:
        raise Missing(Invocation("deal lose", {"deal": f"D-{deal.id}"}), "reason")
    return lose_deal(ask, deal, outcome)


def _entered(
    ask: Ask, deal: Deal, step: Step, note: str = "", outcome: Outcome | None = None
) -> Reply:
    before = transitions.move(ask.session, deal, step, outcome, note=note)
    ask.session.flush()
    return deal_cards.moved(ask, deal, before)


@command(
    "deal win",
    needs=Right.DEALS_EDIT,
    examples=("deal win D-1", "赢单 D-1"),
    phrases=(
        "won the {deal} deal",
        "we won the {deal} deal",
        "won {deal}",
        "we won {deal}",
        "closed the {deal} deal",
        "{deal}赢单了",
        "{deal}成交了",
        "拿下{deal}",
        "拿下了{deal}",
    ),
)
def win_deal(
    ask: Ask, deal: ADeal, *, amount: Worth | None = None, close: CloseWhen | None = None
) -> Reply:
    """Win a deal; it needs an amount, and today is the day unless you name one."""
    step = pipelines.ending(ask.session, deal.pipeline_id, "won")
    _refuse_closed(ask, deal)
    given = {"amount": amount, "close_on": close.day if close else None}
    deals.edit(ask.session, deal, {key: value for key, value in given.items() if value})
    return _entered(ask, deal, step)


def _refuse_closed(ask: Ask, deal: Deal) -> None:
    """What has ended is reopened before anything is changed."""
    if deal.closed_at is not None:
        raise Closed(deal, pipelines.step(ask.session, deal.stage_id))


@command(
    "deal lose",
    needs=Right.DEALS_EDIT,
    examples=("deal lose D-1 price: too expensive", "输单 D-1 价格：太贵"),
    phrases=(
        "lost the {deal} deal to {reason}",
        "lost {deal} to {reason}",
        "we lost {deal} to {reason}",
        "lost {deal} because of {reason}",
        "lost the {deal} deal",
        "lost {deal}",
        "we lost {deal}",
        "{deal}输单了",
        "{deal}丢单了",
        "{deal}输给了{reason}",
    ),
)
def lose_deal(ask: Ask, deal: ADeal, reason: LostWhy) -> Reply:
    """Lose a deal, with a reason and words about it."""
    step = pipelines.ending(ask.session, deal.pipeline_id, "lost")
    return _entered(ask, deal, step, outcome=reason)


@command(
    "deal reopen",
    needs=Right.DEALS_EDIT,
    examples=("deal reopen D-1", "重新打开商机 D-1 谈判"),
    phrases=("reopen the {deal} deal", "take up {deal} again"),
)
def reopen_deal(ask: Ask, deal: ADeal, stage: AStage | None = None) -> Reply:
    """Take up a won or lost deal again, where it was before or in a stage that you name."""
    before = pipelines.step(ask.session, deal.stage_id)
    step = stages.of_pipeline(ask, stage, deal.pipeline_id) if stage else None
    transitions.reopen(ask.session, deal, step)
    ask.session.flush()
    return deal_cards.moved(ask, deal, before)
