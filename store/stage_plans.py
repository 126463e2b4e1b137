"""Stage plans: where deals of a file stand here, and which stages have to be made for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from store import pipelines
from store.ids import new_id
from store.pipelines import Kind, Step, fold
from store.sessions import Session
from store.tables import Pipeline, Stage

PIPELINE = "Imported"
"""Where deals stand whose stages nobody knows here."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stage of a file: its name there, and what the name says of it."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Plan:
    """Where deals stand.

    Attributes:
        steps: by folded name in the file.
        entry: where a deal without a stage begins.
        new: stages that are not there yet; their ids are theirs already.
        opens_pipeline: whether their pipeline is not there either.
    """

    steps: Mapping[str, Step]
    entry: Step
    new: tuple[Step, ...] = ()
    opens_pipeline: bool = False


def plan(session: Session, wanted: Sequence[Wanted], given: Mapping[str, Step]) -> Plan:
    """Find a place for every stage of a file; nothing is written.

    What somebody assigned comes first. The rest stays in that pipeline where it has such a stage,
    or in the first pipeline that has them all; what is left goes into the pipeline PIPELINE.

    Args:
        session: of any actor.
        wanted: the open ones in the order in which deals go through them.
        given: stages by folded name in the file, as somebody assigned them.
    """
    steps = dict(given)
    home = _home(session, wanted, given)
    left = []
    for one in wanted:
        step = home and _like(pipelines.of_pipeline(session, home), one)
        if step:
            steps.setdefault(fold(one.name), step)
        elif fold(one.name) not in steps:
            left.append(one)
    if not left:
        return Plan(steps, pipelines.entry(session, home or pipelines.first_pipeline(session)))
    return _with_imported(session, steps, left)


def _home(session: Session, wanted: Sequence[Wanted], given: Mapping[str, Step]) -> int | None:
    """The pipeline of what was assigned, or the first one that has all stages."""
    for step in given.values():
        return step.pipeline_id
    for pipeline_id in dict.fromkeys(one.pipeline_id for one in pipelines.steps(session)):
        held = pipelines.of_pipeline(session, pipeline_id)
        if all(_like(held, one) for one in wanted):
            return pipeline_id
    return None


def _like(held: Iterable[Step], wanted: Wanted) -> Step | None:
    """The stage of a pipeline that a name means; a deal that has ended stands in its only end."""
    if wanted.kind != "open":
        return next(one for one in held if one.kind == wanted.kind)
    return next(
        (one for one in held if one.kind == "open" and one.folded == fold(wanted.name)), None
    )


def _with_imported(session: Session, steps: dict[str, Step], left: Sequence[Wanted]) -> Plan:
    held = [one for one in pipelines.steps(session) if fold(one.pipeline) == fold(PIPELINE)]
    new = _steps(held[0].pipeline_id if held else new_id(), held, left)
    for one in left:
        step = _like([*held, *new], one)
        assert step  # noqa: S101 (what was not held is new)
        steps[fold(one.name)] = step
    entry = next(one for one in (*held, *new) if one.kind == "open")
    return Plan(steps, entry, tuple(new), opens_pipeline=not held)


def _steps(pipeline_id: int, held: Sequence[Step], left: Sequence[Wanted]) -> list[Step]:
    """Stages to be made: open ones, whose probabilities rise evenly, and in a new pipeline ends."""
    opened = [one for one in left if one.kind == "open" and not _like(held, one)]
    place = max((one.position for one in held if one.kind == "open"), default=0)
    made = [
        _step(pipeline_id, one, place + number, round(100 * number / (len(opened) + 1)))
        for number, one in enumerate(opened, 1)
    ]
    if held:
        return made
    won = next((one for one in left if one.kind == "won"), Wanted("won", "won"))
    lost = next((one for one in left if one.kind == "lost"), Wanted("lost", "lost"))
    end = len(opened) + 1
    return [*made, _step(pipeline_id, won, end, 100), _step(pipeline_id, lost, end + 1, 0)]


def _step(pipeline_id: int, wanted: Wanted, position: int, percent: int) -> Step:
    return Step(
        id=new_id(),
        pipeline_id=pipeline_id,
        pipeline=PIPELINE,
        name=wanted.name,
        folded=fold(wanted.name),
        position=position,
        kind=wanted.kind,
        probability=percent,
        expected_days=None,
        required=(),
        movers=(),
    )


def make(session: Session, made: Plan) -> None:
    """Make the stages of a plan that are not there yet, and their pipeline."""
    if made.opens_pipeline:
        last = session.scalars(select(func.max(col(Pipeline.position)))).one() or 0
        held = made.new[0].pipeline_id
        session.add(Pipeline(id=held, name=PIPELINE, folded=fold(PIPELINE), position=last + 1))
        session.flush()
    for step in made.new:
        if not made.opens_pipeline:
            pipelines.make_room(session, step.pipeline_id, step.position)
        session.add(
            Stage(
                id=step.id,
                pipeline_id=step.pipeline_id,
                name=step.name,
                folded=step.folded,
                position=step.position,
                kind=step.kind,
                probability=step.probability,
            )
        )
    session.forget_directory()
