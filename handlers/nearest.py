"""Did you mean: the commands nearest to words that name none, as buttons."""

from rapidfuzz import fuzz, process

from handlers import binding, grammar
from handlers.asks import Ask
from handlers.contract import Command, registry
from handlers.readers.words import narrow
from handlers.replies import Button, Invocation
from store.errors import CrmError
from store.rights import Right

NEAR = 72
MOST = 3


def allowed(ask: Ask, known: Command) -> bool:
    """Whether the asker may use a command at all; others are not even suggested."""
    if ask.actor.person is None:
        return known.strangers
    return known.needs is Right.EVERYONE or ask.actor.scope(known.needs) is not None


def buttons(ask: Ask, text: str) -> list[Button]:
    """Buttons for the nearest commands."""
    head = " ".join(narrow(text[:200]).split()[:2])
    surfaces = [
        surface
        for surface, name in grammar.spaced_surfaces().items()
        if allowed(ask, registry[name]) and not name.startswith("cancel")
    ]
    found: list[str] = []
    for surface, _score, _index in process.extract(
        head, surfaces, scorer=fuzz.ratio, limit=12, score_cutoff=NEAR
    ):
        name = grammar.spaced_surfaces()[surface]
        if name not in found:
            found.append(name)
    rest = " ".join(text[:200].split()[2:])
    return [
        Button(f"{grammar.spelled(registry[name])} {rest}".strip()[:40], _invocation(ask, name, rest)) for name in found[:MOST]
    ]


def _invocation(ask: Ask, name: str, rest: str) -> Invocation:
    """The command that was probably meant, with the words that followed, if they fit."""
    try:
        return binding.bind(ask, registry[name], rest)
    except CrmError:
        return Invocation(name)
