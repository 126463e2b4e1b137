"""Readers of classifications: tiers, lifecycles."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.languages import mark
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Choice, narrow

LIFECYCLES: Mapping[str, Sequence[str]] = {
    "lead": ("leads", "线索", "线索客户"),
    "prospect": ("prospects", "潜在", "潜在客户", "意向客户"),
    "customer": ("customers", "client", "clients", "成交", "成交客户", "已成交"),
    "mature": ("成熟", "成熟客户"),
    "at risk": ("risk", "at-risk", "流失风险", "有流失风险", "有风险"),
    "lost": ("churned", "流失", "已流失", "流失客户"),
}
LIFECYCLE_LABELS = {
    "lead": mark("lead"), "prospect": mark("prospect"), "customer": mark("customer"),
    "mature": mark("mature customer"), "at risk": mark("at risk"), "lost": mark("lost customer"),
}  # fmt: skip
MEASURE_LABELS = {
    "won": mark("won amount"), "open": mark("open amount"), "activities": mark("activities"),
}  # fmt: skip
AUTO = ("auto", "rules", "by rules", "automatic", "自动", "按规则")


class LastChoice(Choice):
    """A choice that ends the words, or begins them."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The last word, else the first."""
        for index in (len(words) - 1, 0):
            if words and narrow(words[index].text) in self._meanings and not words[index].quoted:
                return slice(index, index + 1)
        return None if any(other.greedy for other in others) else slice(-1, None)


class WordsChoice(Choice):
    """A choice that may be of two words, by its key."""

    reach = 1


ATier = Annotated[
    str,
    LastChoice(
        "Which tier, A to D? Or auto, for the rules.", {**dict.fromkeys("ABCD", ()), "auto": AUTO}
    ),
]
ALifecycle = Annotated[str, WordsChoice("At which point of its lifecycle?", LIFECYCLES)]
Mark = Annotated[
    str,
    LastChoice(
        "Mark it as lost, or leave it to the rules (auto)?",
        {"lost": LIFECYCLES["lost"], "auto": AUTO},
    ),
]
