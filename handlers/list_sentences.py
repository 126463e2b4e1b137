"""Sentences that ask for deals in Chinese, where no space parts one word from the next."""

import re
from collections.abc import Mapping

from handlers import binding
from handlers.asks import Ask
from handlers.contract import registry
from handlers.readers.selling import REASONS
from handlers.readers.stages import SPELLINGS
from handlers.replies import Invocation
from store import pipelines
from store.errors import CrmError
from store.rights import Right

LONGEST = 80
PERIODS = {"成交"}
"""What stands behind a period, as in 本季度成交, names no stage."""
ASKS = re.compile(
    r"^(?:请|帮我)?(?:查看|列出|显示|看看|有哪些|哪些|有什么|所有|全部)?(?P<filters>.+?)的?"
    r"(?:商机|单子)(?:有哪些|有什么|列表|呢)?[?？。！!]*$"
)
_NUMBER = (
    r"[¥￥$€]?[\d.,，]*[\d一二两三四五六七八九十百千][\d.,]*\s*"
    r"[十百千]?[万亿千kKmMwW]?(?:元|块|美元|欧元|人民币)?"
)
PIECES = (
    rf"(?:在|从)?{_NUMBER}(?:到|至|-|~|～){_NUMBER}(?:之间)?",
    rf"(?:超过|大于|高于|至少|不低于|低于|小于|少于|不到|不超过|最多){_NUMBER}",
    rf"{_NUMBER}(?:及以上|以上|以下|以内|起)",
    "没有下一步|无下一步|停滞|滞留|我的团队|团队|我的",
    "进行中|未结束|已赢单|已成交|已输单|已结束|赢单|输单|丢单",
)


def read(ask: Ask, text: str) -> Invocation | None:
    """Understand 本季度成交10万以上的商机 as a list of deals; None where it is no such sentence."""
    found = ASKS.match(text.strip()) if len(text) <= LONGEST else None
    if found is None or ask.actor.scope(Right.DEALS_SEE) is None:
        return None
    pieces = "|".join([*PIECES, f"(?:因为?|由于)(?:{_either(REASONS)})", _stages(ask)])
    parted = re.sub(f"({pieces})", lambda one: f" {_bare(one[0])} ", found["filters"])
    try:
        return binding.bind(ask, registry["deals"], parted.replace("的 ", " ").strip())
    except CrmError:
        return None


def _stages(ask: Ask) -> str:
    own = {"own": tuple(one.name for one in pipelines.steps(ask.session))}
    return rf"(?:处于|在)?(?:{_either(SPELLINGS | own)})(?:阶段)?"


def _either(words: Mapping[str, tuple[str, ...]]) -> str:
    """A pattern of Chinese words, the longest first."""
    found = {one for more in words.values() for one in more if not one.isascii()} - PERIODS
    return "|".join(map(re.escape, sorted(found, key=len, reverse=True))) or "(?!)"


def _bare(piece: str) -> str:
    """A stage without the words around it."""
    return re.sub(r"^(?:处于)|阶段$", "", piece)
