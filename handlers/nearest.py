"""Did you mean: the commands nearest to words that name none, as buttons."""

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from handlers import binding, grammar
from handlers.asking.readings import looks_like_one
from handlers.asks import Ask
from handlers.contract import Command, registry
from handlers.customers_only import CUSTOMERS_ONLY
from handlers.readers.words import narrow
from handlers.replies import Button, Invocation
from handlers.texts import word
from store.errors import CrmError
from store.rights import Right

NEAR = 72
MOST = 3
EXPLAINING = ("win all",)
"""Commands that only say why something is not done: understood, but not offered."""


def allowed(ask: Ask, known: Command) -> bool:
    """Whether the asker may use a command at all; others are not even suggested."""
    if ask.actor.person is None:
        return known.strangers
    return known.needs is Right.EVERYONE or ask.actor.scope(known.needs) is not None


def offered(ask: Ask, known: Command) -> bool:
    """Whether a command is shown to the asker, who may use it."""
    useless = ask.actor.person is not None and known.name in (*CUSTOMERS_ONLY, *EXPLAINING)
    return not useless and allowed(ask, known)


def buttons(ask: Ask, text: str) -> list[Button]:
    """Buttons for the nearest commands."""
    typed = narrow(text[:200]).split()
    heads = {" ".join(typed[:count]): count for count in (1, 2)}
    surfaces = _surfaces(frozenset(one.name for one in registry if offered(ask, one)))
    scored: dict[str, tuple[float, int]] = {}
    for head, count in heads.items():
        near = process.extract(head, surfaces, scorer=fuzz.ratio, limit=12, score_cutoff=NEAR)
        for surface, score, _index in near:
            name = grammar.spaced_surfaces()[surface]
            scored[name] = max(scored.get(name, (0, 0)), (score, count))
    best = sorted(scored, key=lambda name: scored[name], reverse=True)[:MOST]
    if looks_like_one(text[:200]) and offered(ask, registry["ask"]):
        best = best[: MOST - 2]
        return [*_told(ask, best, scored, text), *_figures()]
    return _told(ask, best, scored, text)


def _told(
    ask: Ask, best: list[str], scored: Mapping[str, tuple[float, int]], text: str
) -> list[Button]:
    return [_button(ask, name, text[:200].split()[scored[name][1] :]) for name in best]


def _figures() -> tuple[Button, ...]:
    """What is nearest to a question that nobody understands: what can be asked, and a summary."""
    return (
        Button(word("What can I ask?"), Invocation("help", {"topic": "ask"})),
        Button(word("Summary"), Invocation("summary")),
    )


@lru_cache(maxsize=32)  # there are as many sets of rights as roles, and a few more
def _surfaces(usable: frozenset[str]) -> tuple[str, ...]:
    """What may be typed for some commands."""
    wanted = usable - {"cancel"}
    return tuple(one for one, name in grammar.spaced_surfaces().items() if name in wanted)


def _button(ask: Ask, name: str, rest: list[str]) -> Button:
    label = f"{grammar.spelled(registry[name])} {' '.join(rest)}".strip()
    return Button(label[:40], _invocation(ask, name, " ".join(rest)))


def _invocation(ask: Ask, name: str, rest: str) -> Invocation:
    """The command that was probably meant, with the words that followed, if they fit."""
    try:
        return binding.bind(ask, registry[name], rest)
    except CrmError:
        return Invocation(name)
