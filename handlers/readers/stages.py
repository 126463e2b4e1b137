"""Readers of stages and pipelines by name, in both languages."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader, Word
from handlers.readers.words import PRONOUNS, narrow
from handlers.texts import Text, fmt, listed, word
from store import pipelines
from store.pipelines import Step
from store.refs import read_ref

LONGEST = 4
"""Words in the name of a stage, at most."""
SPELLINGS: dict[str, tuple[str, ...]] = {
    "lead": ("线索", "初步接触"),
    "qualified": ("合格", "已确认", "确认", "qualify"),
    "proposal": ("方案", "报价", "提案", "offer"),
    "negotiation": ("谈判", "商务谈判", "negotiating", "negotiate"),
    "won": ("赢单", "成交", "赢", "win", "closed won"),
    "lost": ("输单", "丢单", "输", "lose", "closed lost"),
}
"""Other words for the stages that every company begins with."""
LABELS = {
    "lead": mark("lead"), "qualified": mark("qualified"), "proposal": mark("proposal"),
    "negotiation": mark("negotiation"), "won": mark("won"), "lost": mark("lost"),
}  # fmt: skip
_MEANT = {spelling: name for name, more in SPELLINGS.items() for spelling in more}


def called(step: Step) -> str:
    """A stage's name as the listener knows it."""
    return word(LABELS[step.folded]) if step.folded in LABELS else step.name


def meant(ask: Ask, text: str, pipeline_id: int | None = None) -> list[Step]:
    """Stages that a text names or begins to name, in any pipeline or in one.

    What a stage is really called comes before other words for it, and a word for winning or
    losing means the stage of that kind, whatever it is called.
    """
    wanted = _MEANT.get(narrow(text), text)
    found = pipelines.named(ask.session, text, pipeline_id)
    exact = [one for one in found if one.folded == pipelines.fold(text)]
    if exact:
        return exact
    held = pipelines.named(ask.session, wanted, pipeline_id) or found
    if held or wanted not in ("won", "lost"):
        return held
    every = pipelines.steps(ask.session)
    return [one for one in every if one.kind == wanted and pipeline_id in (None, one.pipeline_id)]


def complaint(ask: Ask, text: str, pipeline_id: int | None = None) -> Unreadable:
    """What is said of a text that names no stage: which ones there are."""
    held = pipelines.steps(ask.session)
    named = [called(one) for one in held if pipeline_id in (None, one.pipeline_id)]
    return Unreadable(
        fmt(
            "“{text}” is no stage here. The stages are: {stages}.",
            text=text[:60],
            stages=listed(dict.fromkeys(named)),
        )
    )


class StageReader(Reader[tuple[Step, ...]]):
    """A stage by its name or the beginning of it: those of all pipelines that are called so.

    The command knows the deal and so the pipeline; `of_pipeline` picks the one that is meant.
    """

    reach = LONGEST - 1

    def read(self, ask: Ask, text: str) -> tuple[Step, ...]:
        """Find the stages."""
        found = meant(ask, text.strip())
        if not found:
            raise complaint(ask, text)
        return tuple(found)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The words behind the record, or the first ones that are a stage's whole name."""
        if not words:
            return None
        behind = _record_length(words)
        for first in (*range(max(behind, 1), len(words)), *range(behind, min(1, len(words)))):
            length = self._length(ask, words[first:], exact=not (behind and first == behind))
            if length:
                return slice(first, first + length)
        if behind and behind < len(words):
            return slice(behind, behind + 1)
        return None if any(other.greedy for other in others) else slice(0, 1)

    def _length(self, ask: Ask, words: Sequence[Word], *, exact: bool) -> int:
        """How many words name a stage: the most that do."""
        for count in range(min(LONGEST, len(words)), 0, -1):
            text = " ".join(one.text for one in words[:count])
            found = meant(ask, text)
            if found and (not exact or is_whole(found, text)):
                return count
        return 0

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which stage?")

    def suggest(self, ask: Ask) -> list[str]:
        """The stages of the first pipeline."""
        first = pipelines.first_pipeline(ask.session)
        return [called(one) for one in pipelines.of_pipeline(ask.session, first)]


def _record_length(words: Sequence[Word]) -> int:
    """How many words are a ref or stand for a record; 0 where a name may come first."""
    if narrow(" ".join(one.text for one in words[:2])) in PRONOUNS:
        return 2
    first = words[0]
    return 1 if first.quoted or read_ref(first.text) or narrow(first.text) in PRONOUNS else 0


def is_whole(found: Sequence[Step], text: str) -> bool:
    """Whether a text names stages in full; one that only begins a name is guessed at by keys alone."""
    return narrow(text) in _MEANT or any(one.folded == pipelines.fold(text) for one in found)


def of_pipeline(ask: Ask, found: Sequence[Step], pipeline_id: int, name: str = "stage") -> Step:
    """The one of these stages that belongs to a pipeline.

    Raises:
        Unreadable: none does, or several begin so; the argument `name` is asked for again.
    """
    ours = [one for one in found if one.pipeline_id == pipeline_id]
    if len(ours) == 1:
        return ours[0]
    error = complaint(ask, ask.invocation.values.get(name, ""), pipeline_id)
    error.asking = (ask.invocation, name)
    raise error


class PipelineReader(Reader[int]):
    """A pipeline by its name."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> int:
        """Find it."""
        held = {one.pipeline: one.pipeline_id for one in pipelines.steps(ask.session)}
        wanted = pipelines.fold(text)
        exact = [held[name] for name in held if pipelines.fold(name) == wanted]
        found = exact or [held[one] for one in held if pipelines.fold(one).startswith(wanted)]
        if len(found) != 1:
            raise Unreadable(
                fmt(
                    "“{text}” is no pipeline. There are: {names}.",
                    text=text[:60],
                    names=listed(held),
                )
            )
        return found[0]

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which pipeline?")

    def suggest(self, ask: Ask) -> list[str]:
        """The pipelines that there are."""
        return list(dict.fromkeys(one.pipeline for one in pipelines.steps(ask.session)))[:5]


AStage = Annotated[tuple[Step, ...], StageReader()]
APipeline = Annotated[int, PipelineReader()]
