"""Pipelines at a glance: what stands in each stage, as a table, and the pipelines themselves."""

from collections.abc import Sequence
from typing import Annotated

from handlers import tables
from handlers.asks import Ask
from handlers.contract import command
from handlers.measure_words import short
from handlers.readers import stages
from handlers.readers.filters import Whose
from handlers.readers.owners import owners
from handlers.readers.records import AColleague
from handlers.readers.stages import APipeline
from handlers.readers.words import Label
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plural, word
from store import access, deal_lists, pipelines
from store.deal_lists import StageSum
from store.rights import Right

MOST_BUTTONS = 6
PipelineName = Annotated[str, Label("What is the pipeline called?")]


@command(
    "pipeline",
    needs=Right.DEALS_SEE,
    examples=("pipeline", "pipeline @ben", "商机漏斗 团队"),
    phrases=("pipeline of {owner}", "how does the pipeline look", "{owner}的漏斗"),
)
def show_pipeline(
    ask: Ask,
    whose: Whose = "all",
    owner: AColleague | None = None,
    *,
    pipeline: APipeline | None = None,
) -> Reply:
    """Show what stands in each stage: how many deals, for how much, and what may be expected."""
    shown = pipeline or pipelines.first_pipeline(ask.session)
    sums = deal_lists.sums(ask.session, shown, owners(ask, whose, owner))
    text = lines(
        fmt("**{name}** · {whose}", name=sums[0].step.pipeline, whose=_whose(whose, owner)),
        table(ask, sums),
        _rotten(sums),
    )
    buttons = [_drill(ask, one) for one in sums if one.count][:MOST_BUTTONS]
    return Reply(text, (*buttons, *_others(ask, shown)))


def _whose(whose: str, owner: AColleague | None) -> str:
    if owner:
        return owner.name
    return {"mine": word("my deals"), "team": word("my team")}.get(
        whose, word("all that I may see")
    )


def table(ask: Ask, sums: Sequence[StageSum]) -> Text:
    """Stages below each other, narrow enough for a phone; amounts only for who may read them all."""
    money = access.all_amounts(ask.session)
    head = [word("Stage"), word("No."), *([word("Amount"), word("Weighted")] if money else [])]
    rows = [_row(stages.called(one.step), one.count, one.minor, one.weighted) for one in sums]
    total = _row(
        word("Total"),
        sum(one.count for one in sums),
        sum(one.minor for one in sums),
        sum(one.weighted for one in sums),
    )
    return tables.table([row[: len(head)] for row in (head, *rows, total)])


def _row(name: str, count: int, minor: int, weighted: int) -> list[str]:
    return [name, str(count), short(minor), short(weighted)]


def _rotten(sums: Sequence[StageSum]) -> Text | None:
    """How many deals have stood too long, and where."""
    late = [one for one in sums if one.rotten]
    if not late:
        return None
    where = joined(
        word(", "),
        [fmt("{stage} {count}", stage=stages.called(one.step), count=one.rotten) for one in late],
    )
    total = sum(one.rotten for one in late)
    return plural(
        "Too long in its stage: {count} ({where})",
        "Too long in their stage: {count} ({where})",
        total,
        where=where,
    )


def _drill(ask: Ask, one: StageSum) -> Button:
    """The deals of a stage, of the same people."""
    given = {key: text for key, text in ask.invocation.values.items() if key != "pipeline"}
    values = {"stage": one.step.name, "pipeline": one.step.pipeline, **given}
    return Button(f"{stages.called(one.step)} ({one.count})", Invocation("deals", values))


def _others(ask: Ask, shown: int) -> list[Button]:
    names = {one.pipeline_id: one.pipeline for one in pipelines.steps(ask.session)}
    return [
        Button(name, ask.invocation.with_values(pipeline=name))
        for pipeline_id, name in names.items()
        if pipeline_id != shown
    ]


@command(
    "pipeline add",
    needs=Right.SETTINGS,
    examples=("pipeline add Renewals", "新增销售流程 续约"),
    undoable=False,
)
def add_pipeline(ask: Ask, name: PipelineName) -> Reply:
    """Add a pipeline; it begins with a lead, a won and a lost stage."""
    row = pipelines.add_pipeline(ask.session, name)
    return Reply(
        fmt(
            "Pipeline **{name}** added. `stage add demo 30 pipeline:{name}` adds a stage to it.",
            name=row.name,
        )
    )


@command(
    "pipeline edit",
    needs=Right.SETTINGS,
    examples=("pipeline edit Renewals name:Extensions", "修改销售流程 续约 名称:续签"),
    undoable=False,
)
def edit_pipeline(ask: Ask, pipeline: APipeline, *, name: PipelineName) -> Reply:
    """Give a pipeline another name."""
    row = pipelines.rename_pipeline(ask.session, pipeline, name)
    return Reply(fmt("It is called **{name}** now.", name=row.name))


@command(
    "pipeline delete",
    needs=Right.SETTINGS,
    examples=("pipeline delete Renewals", "删除销售流程 续约"),
    undoable=False,
)
def delete_pipeline(ask: Ask, pipeline: APipeline) -> Reply:
    """Take away a pipeline that no deal was ever in."""
    name = pipelines.entry(ask.session, pipeline).pipeline
    ask.confirm(fmt("Take away the pipeline {name} with its stages?", name=name))
    pipelines.remove_pipeline(ask.session, pipeline)
    return Reply(fmt("The pipeline {name} is gone.", name=name))
