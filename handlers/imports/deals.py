"""Deals: the rows of a file, batch by batch, with the stages that they need."""

from functools import partial

from handlers.imports import deal_reasons, stage_names
from handlers.imports.deals_rows import DealReader
from handlers.imports.frames import Frame
from handlers.imports.price_lists import read_names
from handlers.imports.runs import Result, Run
from handlers.texts import fmt, joined, plain
from store import access, deal_imports, deal_verdicts, pipelines, product_imports, stage_plans
from store.deal_verdicts import DealVerdict
from store.ids import new_id
from store.rights import Right
from store.sessions import Session
from store.stage_plans import Plan, Wanted


def import_deals(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as deals."""
    reader = _reader(run, frame, result)
    for lines in frame.batches(result.sheet.rows):
        repeated = reader.repeated
        entries = [entry for entry in map(reader.read, lines) if entry]
        made: list[int] = []
        judged = run.settle(
            partial(deal_verdicts.judge, entries=entries), partial(_write, made=made)
        )
        result.count(len(lines), judged)
        result.counts["duplicate"] += reader.repeated - repeated
        result.counts["rejected"] -= reader.repeated - repeated
        result.made["company"] += sum(made[-1:])
        for verdict in judged:
            deal_reasons.tell(result.findings, verdict)


def _write(session: Session, judged: list[DealVerdict], made: list[int]) -> None:
    """Write a batch; after a lost race it is written again, and the last count holds."""
    made.append(deal_imports.write(session, judged))


def _reader(run: Run, frame: Frame, result: Result) -> DealReader:
    found = stage_names.wanted(frame.survey.values.get("stage", ()))
    plan = _planned(run, frame, result, found)
    places = frame.guess.columns.get("opened", ())
    header = frame.headers[places[0]] if places else ""
    listed = run.read(product_imports.sold)
    return DealReader(
        frame,
        plan,
        stage_names.entered_at(header, found),
        read_names(frame.survey.values.get("product", {}), listed),
        ownerless=run.read(_sees_all),
    )


def _sees_all(session: Session) -> bool:
    return session.actor is not None and access.owners(session.actor, Right.DEALS_SEE) is None


def _planned(run: Run, frame: Frame, result: Result, found: list[Wanted]) -> Plan:
    """Find or make the stages; they stay when the import itself is taken back."""
    given = stage_names.assigned(frame.stages, found, run.read(pipelines.steps))
    plan = run.read(partial(stage_plans.plan, wanted=found, given=given))
    if not plan.new:
        return plan

    def make(session: Session) -> None:
        session.origin.command, session.origin.change_id = "pipeline add", new_id()
        stage_plans.make(session, plan)

    if not run.dry_run:
        run.write(make)
    stages = joined(
        ", ",
        [plain(f"{step.name} {step.probability} %") for step in plan.new if step.kind == "open"],
    )
    result.told.append(
        fmt(
            "New stages in the pipeline “{pipeline}”: {stages}. An admin can change them: `stages`.",
            pipeline=plan.new[0].pipeline,
            stages=stages,
        )
    )
    return plan
