"""Stage names of files: which are ends, in which order deals go through them, what they are here."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.imports.errors import StageMissingError, StageUnknownError
from handlers.imports.similarities import nearest
from store.pipelines import Kind, Step, fold
from store.stage_plans import Wanted

STEM = 5
"""Letters that a header and the stage of which it speaks have in common."""
_WON = (
    *("won", "win", "closed won", "closed-won", "closedwon", "won deal", "success", "赢单"),
    *("已赢单", "赢单关闭", "成交", "已成交", "已签约", "成功", "签单"),
)
_LOST = (
    *("lost", "loss", "lose", "closed lost", "closed-lost", "closedlost", "lost deal", "dead"),
    *("输单", "已输单", "输单关闭", "丢单", "失败", "已流失", "流失", "失单"),
)
_ENDS: dict[str, Kind] = {**dict.fromkeys(_WON, "won"), **dict.fromkeys(_LOST, "lost")}
# Beginnings of words, in the order in which deals usually go through what they stand for.
_USUAL = (
    *("new", "lead", "open", "prospect", "contact", "appointment", "线索", "初步", "意向", "接洽"),
    *("qualif", "discover", "needs", "需求", "验证", "engag", "develop", "demo", "present"),
    *("evaluat", "trial", "方案", "演示", "试用", "propos", "quot", "offer", "报价", "投标"),
    *("decision", "negotiat", "review", "谈判", "商务", "contract", "verbal", "commit"),
    *("合同", "签约"),
)


def wanted(names: Iterable[str]) -> list[Wanted]:
    """The stages of a file, in the order in which deals go through them."""
    found: dict[str, Wanted] = {}
    for name in names:
        found.setdefault(fold(name), Wanted(name, _kind(name)))
    return sorted(found.values(), key=lambda one: _place(one.name))


def _kind(name: str) -> Kind:
    return _ENDS.get(fold(name), "open")


def _place(name: str) -> int:
    """Where a stage usually comes; one with an unknown name comes in the middle."""
    known = [place for place, word in enumerate(_USUAL) if word in fold(name)]
    return min(known, default=len(_USUAL) // 2)


def assigned(
    asked: Mapping[str, str], found: Sequence[Wanted], steps: Sequence[Step]
) -> dict[str, Step]:
    """What stages of a file are here, as somebody assigned them.

    Args:
        asked: names of stages here by their names in the file.
        found: the stages of the file.
        steps: all stages here.

    Raises:
        StageMissingError: the file has no such stage.
        StageUnknownError: there is none of that name here.
    """
    known = {fold(one.name): one.name for one in found}
    given = {}
    for name, meaning in asked.items():
        if fold(name) not in known:
            raise StageMissingError(name, nearest(name, known.values()))
        fitting = [one for one in steps if one.folded == fold(meaning)]
        if not fitting:
            raise StageUnknownError(meaning, nearest(meaning, (one.name for one in steps)))
        given[fold(name)] = fitting[0]
    return given


def entered_at(header: str, found: Sequence[Wanted]) -> str | None:
    """The folded name of the stage whose entry a column of days tells: "engage_date", "Engaging"."""
    words = fold(header.replace("_", " ")).split()
    for one in found:
        stem = fold(one.name)[:STEM]
        if one.kind == "open" and words and len(stem) == STEM and words[0].startswith(stem):
            return fold(one.name)
    return None
