"""Stages of the pipelines: list, add, edit, remove."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.names import FIELD_NAMES, ROLE_NAMES
from handlers.outcomes import Unreadable
from handlers.readers import stages
from handlers.readers.entries import Count
from handlers.readers.readings import Reader, Word
from handlers.readers.stages import APipeline, AStage
from handlers.readers.words import Label, narrow
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, lines, listed, word
from store import pipelines
from store.pipelines import Step
from store.rights import Right

_FIELDS = {
    "amount": ("金额",), "close": ("date", "成交", "成交日期"), "company": ("公司",),
    "contact": ("联系人",), "next": ("step", "next step", "下一步"),
}  # fmt: skip
_ROLES = {
    "rep": ("reps", "sales", "销售"), "manager": ("managers", "经理"),
    "admin": ("admins", "管理员"),
}  # fmt: skip
NOTHING = ("none", "nothing", "-", "无", "不限", "all", "everybody")


class Several(Reader[str]):
    """Words of a list, parted by commas; "none" for none of them."""

    wordy = True

    def __init__(self, known: dict[str, tuple[str, ...]], question: str) -> None:
        """Keep the words with their synonyms, and the question."""
        self._meant = {one: name for name, more in known.items() for one in (name, *more)}
        self._names = tuple(known)
        self._question = question

    def read(self, ask: Ask, text: str) -> str:
        """The words in the form that is kept."""
        if narrow(text) in NOTHING:
            return ""
        wanted = [narrow(one) for one in text.replace("，", ",").replace("、", ",").split(",")]
        unknown = [one for one in wanted if one not in self._meant]
        if unknown:
            raise Unreadable(
                fmt(
                    "“{text}” is not one of these: {choices}.",
                    text=unknown[0][:60],
                    choices=listed(self._names),
                )
            )
        return ",".join(dict.fromkeys(self._meant[one] for one in wanted))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt(self._question)


class Percent(Count):
    """A whole number from 0 to 100, with or without the sign."""

    def __init__(self) -> None:
        """At most the whole."""
        super().__init__(100)

    def read(self, ask: Ask, text: str) -> int:
        """Read it."""
        return super().read(ask, text.strip().rstrip("%％ "))

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The last word, if it is a number."""
        if words and words[-1].text.rstrip("%％").isdecimal():
            return slice(len(words) - 1, len(words))
        return None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("With which probability is a deal in it won, in percent?")


StageName = Annotated[str, Label("What is the stage called?")]
Chance = Annotated[int, Percent()]
Days = Annotated[int, Count(3650)]
Needed = Annotated[str, Several(_FIELDS, mark("What does a deal need to enter it?"))]
Movers = Annotated[str, Several(_ROLES, mark("Who may move deals into it?"))]


@command("stages", needs=Right.DEALS_SEE, examples=("stages", "阶段列表"))
def list_stages(ask: Ask, pipeline: APipeline | None = None) -> Reply:
    """List the stages of the pipelines, with probability, expected days and what they need."""
    held = pipelines.steps(ask.session)
    shown = [one for one in held if pipeline in (None, one.pipeline_id)]
    names = dict.fromkeys(one.pipeline for one in shown)
    parts = [_of(name, [one for one in shown if one.pipeline == name]) for name in names]
    return Reply(lines(*parts))


def _of(name: str, steps: Sequence[Step]) -> Text:
    return lines(fmt("**{name}**", name=name), *(line(one) for one in steps))


def line(step: Step) -> Text:
    """A stage and all its rules."""
    head = fmt("{name} · {percent} %", name=stages.called(step), percent=step.probability)
    days = fmt("{days} days expected", days=step.expected_days) if step.expected_days else None
    needs = listed(word(FIELD_NAMES[one]) for one in step.required)
    movers = listed(word(ROLE_NAMES[one]) for one in step.movers)
    parts = [
        head,
        days,
        fmt("needs {fields}", fields=needs) if needs else None,
        fmt("only by {roles}", roles=movers) if movers else None,
    ]
    return joined(" · ", [one for one in parts if one])


@command(
    "stage add",
    needs=Right.SETTINGS,
    examples=("stage add demo 30 days:14 after:qualified", "新增阶段 演示 30 天数:14"),
    undoable=False,
)
def add_stage(
    ask: Ask,
    name: StageName,
    percent: Chance,
    *,
    pipeline: APipeline | None = None,
    after: AStage | None = None,
    days: Days | None = None,
    needs: Needed | None = None,
    movers: Movers | None = None,
) -> Reply:
    """Add a stage to a pipeline, before its ends or after one that you name."""
    where = pipeline or (after[0].pipeline_id if after else pipelines.first_pipeline(ask.session))
    given = _changes(ask, where, after=after, days=days, needs=needs, movers=movers)
    row = pipelines.add_stage(ask.session, where, name, percent, given)
    return _saved(ask, row.id)


def _changes(
    ask: Ask,
    pipeline_id: int,
    *,
    after: Sequence[Step] | None,
    days: int | None,
    needs: str | None,
    movers: str | None,
) -> dict[str, Any]:
    before = stages.of_pipeline(ask, after, pipeline_id, "after") if after else None
    found = {
        "position": before.position + 1 if before else None,
        "expected_days": days,
        "required": needs,
        "movers": movers,
    }
    return {key: value for key, value in found.items() if value is not None}


def _saved(ask: Ask, stage_id: int) -> Reply:
    return Reply(fmt("Saved: {line}", line=line(pipelines.step(ask.session, stage_id))))


@command(
    "stage edit",
    needs=Right.SETTINGS,
    examples=("stage edit proposal percent:60 needs:amount,close", "修改阶段 方案 概率:60"),
    undoable=False,
)
def edit_stage(
    ask: Ask,
    stage: AStage,
    *,
    pipeline: APipeline | None = None,
    name: StageName | None = None,
    percent: Chance | None = None,
    after: AStage | None = None,
    days: Days | None = None,
    needs: Needed | None = None,
    movers: Movers | None = None,
) -> Reply:
    """Change a stage: name, percent, days, needs (fields), movers (roles), or its place (after)."""
    step = stages.of_pipeline(ask, stage, pipeline or stage[0].pipeline_id)
    changes = _changes(ask, step.pipeline_id, after=after, days=days, needs=needs, movers=movers)
    changes |= {"name": name} if name else {}
    changes |= {"probability": percent} if percent is not None else {}
    if not changes:
        return Reply(line(step))
    pipelines.edit_stage(ask.session, step.id, changes)
    return _saved(ask, step.id)


@command(
    "stage delete",
    needs=Right.SETTINGS,
    examples=("stage remove demo", "删除阶段 演示"),
    undoable=False,
)
def delete_stage(ask: Ask, stage: AStage, *, pipeline: APipeline | None = None) -> Reply:
    """Take away a stage in which no deal has ever been."""
    step = stages.of_pipeline(ask, stage, pipeline or stage[0].pipeline_id)
    name = stages.called(step)
    ask.confirm(fmt("Take away the stage {name}?", name=name))
    pipelines.remove_stage(ask.session, step.id)
    return Reply(fmt("The stage {name} is gone.", name=name))
