"""Pipelines and their stages: read with every message, so held with the directory."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, or_, select
from sqlmodel import col

from store.errors import CrmError
from store.ids import new_id
from store.sessions import Session
from store.tables import Deal, Pipeline, Stage, StageMove

Kind = Literal["open", "won", "lost"]
ROTTEN = 1.5
"""How many times its expected days a deal stays before it is called rotten."""


class StageExists(CrmError):
    """A pipeline has a stage of that name already."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name


class StageInUse(CrmError):
    """Deals stand in the stage, so it cannot go."""

    def __init__(self, name: str, deals: int) -> None:
        """Keep which one, and how many."""
        super().__init__(name, deals)
        self.name = name
        self.deals = deals


class StageNeeded(CrmError):
    """A pipeline needs one stage for won deals, one for lost ones, and one that is open."""


class EndingFixed(CrmError):
    """Won deals count in full and lost ones not at all, whatever the stage is called."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as every message knows it, with its pipeline."""

    id: int
    pipeline_id: int
    pipeline: str
    name: str
    folded: str
    position: int
    kind: Kind
    probability: int
    expected_days: int | None
    required: tuple[str, ...]
    movers: tuple[str, ...]


def fold(name: str) -> str:
    """The form by which names are compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def steps(session: Session) -> Sequence[Step]:
    """All stages, by pipeline and position."""
    held: Sequence[Step] | None = session.directory.known.get("steps")
    if held is None:
        rows = session.directory.rows
        pipelines = {row.id: row for row in rows["pipelines"]}
        found = [(stage, pipelines[stage.pipeline_id]) for stage in rows["stages"]]
        found.sort(key=lambda pair: (pair[1].position, pair[0].position, pair[0].id))
        session.directory.known["steps"] = held = [_step(*pair) for pair in found]
    return held


def _step(stage: Any, pipeline: Any) -> Step:  # noqa: ANN401 (rows of the directory)
    kind: Kind = "won" if stage.kind == "won" else "lost" if stage.kind == "lost" else "open"
    return Step(
        id=stage.id,
        pipeline_id=pipeline.id,
        pipeline=pipeline.name,
        name=stage.name,
        folded=stage.folded,
        position=stage.position,
        kind=kind,
        probability=stage.probability,
        expected_days=stage.expected_days,
        required=tuple(filter(None, stage.required.split(","))),
        movers=tuple(filter(None, stage.movers.split(","))),
    )


def step(session: Session, stage_id: int) -> Step:
    """The stage of an id."""
    return next(one for one in steps(session) if one.id == stage_id)


def of_pipeline(session: Session, pipeline_id: int) -> list[Step]:
    """The stages of a pipeline, in their order."""
    return [one for one in steps(session) if one.pipeline_id == pipeline_id]


def first_pipeline(session: Session) -> int:
    """The pipeline that a deal takes unless another is named."""
    return steps(session)[0].pipeline_id


def several(session: Session) -> bool:
    """Whether there is more than one pipeline."""
    return len({one.pipeline_id for one in steps(session)}) > 1


def ending(session: Session, pipeline_id: int, kind: Kind) -> Step:
    """The stage in which won, or lost, deals of a pipeline end."""
    return next(one for one in of_pipeline(session, pipeline_id) if one.kind == kind)


def entry(session: Session, pipeline_id: int) -> Step:
    """The stage in which a new deal of a pipeline begins."""
    return next(one for one in of_pipeline(session, pipeline_id) if one.kind == "open")


def add_pipeline(session: Session, name: str) -> Pipeline:
    """Add a pipeline with an entry, a won and a lost stage.

    Raises:
        StageExists: there is one of that name.
    """
    if any(fold(one.pipeline) == fold(name) for one in steps(session)):
        raise StageExists(name)
    position = session.scalars(select(func.max(col(Pipeline.position)))).one() or 0
    made = Pipeline(id=new_id(), name=name, folded=fold(name), position=position + 1)
    session.add(made)
    session.flush()
    for place, (stage, kind, percent) in enumerate(
        (("lead", "open", 10), ("won", "won", 100), ("lost", "lost", 0))
    ):
        session.add(_stage(made.id, stage, kind, percent, place * 10))
    session.forget_directory()
    return made


def _stage(pipeline_id: int, name: str, kind: str, percent: int, position: int) -> Stage:
    return Stage(
        id=new_id(),
        pipeline_id=pipeline_id,
        name=name,
        folded=fold(name),
        position=position,
        kind=kind,
        probability=percent,
    )


def add_stage(
    session: Session,
    pipeline_id: int,
    name: str,
    percent: int,
    given: Mapping[str, Any] | None = None,
) -> Stage:
    """Add an open stage to a pipeline: before its ends, unless a position is given.

    Args:
        session: of an actor with the right to change settings.
        pipeline_id: to which.
        name: that no stage of it has.
        percent: probability with which a deal in it is won, 0 to 100.
        given: expected_days, required, movers, position.

    Raises:
        StageExists: there is one of that name.
    """
    held = of_pipeline(session, pipeline_id)
    if any(one.folded == fold(name) for one in held):
        raise StageExists(name)
    opened = [one.position for one in held if one.kind == "open"]
    made = _stage(pipeline_id, name, "open", percent, max(opened, default=0) + 1)
    for field, value in (given or {}).items():
        setattr(made, field, value)
    make_room(session, pipeline_id, made.position)
    session.add(made)
    session.forget_directory()
    return made


def make_room(session: Session, pipeline_id: int, position: int) -> None:
    """Stages from a position on move back by one."""
    query = select(Stage).where(
        col(Stage.pipeline_id) == pipeline_id, col(Stage.position) >= position
    )
    for row in session.scalars(query):
        row.position += 1


def edit_stage(session: Session, stage_id: int, changes: dict[str, Any]) -> Stage:
    """Change a stage: name, probability, expected_days, required, movers, position.

    Deals in it keep the probability with which they entered; sums take the stage's.

    Raises:
        StageExists: another stage of the pipeline has the new name.
        EndingFixed: the probability of a won or lost stage.
    """
    row = session.get_one(Stage, stage_id)
    if "probability" in changes and row.kind != "open":
        raise EndingFixed
    if "name" in changes:
        others = of_pipeline(session, row.pipeline_id)
        if any(one.folded == fold(changes["name"]) and one.id != stage_id for one in others):
            raise StageExists(changes["name"])
        row.folded = fold(changes["name"])
    if "position" in changes:
        make_room(session, row.pipeline_id, changes["position"])
    for name, value in changes.items():
        setattr(row, name, value)
    session.forget_directory()
    return row


def remove_stage(session: Session, stage_id: int) -> None:
    """Take an empty open stage out of its pipeline.

    Raises:
        StageInUse: deals stand in it, or have stood.
        StageNeeded: it is the only one of its kind.
    """
    row = session.get_one(Stage, stage_id)
    alike = [one for one in of_pipeline(session, row.pipeline_id) if one.kind == row.kind]
    if row.kind != "open" or len(alike) == 1:
        raise StageNeeded
    with session.unscoped(), session.with_deleted():
        stood = or_(
            col(StageMove.to_stage_id) == stage_id,
            col(StageMove.from_stage_id) == stage_id,
            col(Deal.stage_id) == stage_id,
        )
        query = select(func.count(func.distinct(col(Deal.id)))).join(
            StageMove, col(StageMove.deal_id) == col(Deal.id), isouter=True
        )
        held = session.execute(query.where(stood)).scalar_one()
    if held:
        raise StageInUse(row.name, held)
    session.delete(row)
    session.forget_directory()


def rename_pipeline(session: Session, pipeline_id: int, name: str) -> Pipeline:
    """Give a pipeline another name.

    Raises:
        StageExists: another pipeline has it.
    """
    if any(fold(one.pipeline) == fold(name) for one in _others(session, pipeline_id)):
        raise StageExists(name)
    row = session.get_one(Pipeline, pipeline_id)
    row.name, row.folded = name, fold(name)
    session.forget_directory()
    return row


def _others(session: Session, pipeline_id: int) -> list[Step]:
    return [one for one in steps(session) if one.pipeline_id != pipeline_id]


def remove_pipeline(session: Session, pipeline_id: int) -> None:
    """Take away a pipeline that no deal has ever been in, with its stages.

    Raises:
        StageInUse: deals are in it, or have been.
        StageNeeded: it is the only one.
    """
    row = session.get_one(Pipeline, pipeline_id)
    if not _others(session, pipeline_id):
        raise StageNeeded
    with session.unscoped(), session.with_deleted():
        query = select(func.count()).select_from(Deal).where(col(Deal.pipeline_id) == pipeline_id)
        held = session.execute(query).scalar_one()
    if held:
        raise StageInUse(row.name, held)
    for one in of_pipeline(session, pipeline_id):
        session.delete(session.get_one(Stage, one.id))
    session.flush()
    session.delete(row)
    session.forget_directory()


def named(session: Session, text: str, pipeline_id: int | None = None) -> list[Step]:
    """Stages that a text names, of one pipeline or of all."""
    wanted = fold(text)
    held = steps(session) if pipeline_id is None else of_pipeline(session, pipeline_id)
    exact = [one for one in held if one.folded == wanted]
    return exact or [one for one in held if wanted and one.folded.startswith(wanted)]
