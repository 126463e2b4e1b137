"""Reports: which commands tell figures, how they are taken out as files, and how they are named."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import orjson

from handlers import grammar, interpretations, lists
from handlers.asks import Ask
from handlers.command_words import WHOLE
from handlers.contract import Command, registry
from handlers.grids import Grid
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader, Word
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, word
from store.access import Denied
from store.refs import Ref
from store.rights import Right

REPORTS: Mapping[str, str] = {
    "summary": "", "forecast": "forecast", "funnel": "funnel", "winloss": "", "leaderboard": "",
    "activity": "", "target show": "won", "service report": "tickets", "quality": "",
    "adoption": "", "customer report": "", "customer list": "",
}  # fmt: skip
"""The commands that tell figures, and the chart that belongs to each; empty for none."""
ALSO = {"漏斗": "funnel", "销售漏斗": "funnel"}
"""What means another command when it is said alone, and a report when one is asked for."""


def reply(
    ask: Ask,
    text: Text,
    grid: Callable[[], Grid],
    buttons: Sequence[Button] = (),
    shows: tuple[Ref, ...] = (),
) -> Reply:
    """A report that can be taken out as a file, by whoever has the right to.

    Args:
        ask: who reads it.
        text: what is said.
        grid: makes its table when a file is wanted, and not before.
        buttons: beside the one that exports it.
        shows: records that it lists.
    """
    return Reply(text, (*buttons, *_export(ask)), shows, grid=grid)


def _export(ask: Ask) -> list[Button]:
    if ask.invocation.command not in REPORTS or not may_take(ask, registry[ask.invocation.command]):
        return []
    values = {"kind": ask.invocation.command, "report": lists.write(plain(ask.invocation))}
    return [Button(word("Export"), Invocation("export", values))]


def may_take(ask: Ask, known: Command) -> bool:
    """Whether the right to export reaches as far as what a report tells."""
    taken, seen = ask.actor.scope(Right.EXPORT), ask.actor.scope(known.needs)
    return taken is not None and (seen is None or taken >= seen)


def plain(invocation: Invocation) -> Invocation:
    """What was asked for, without how it was asked."""
    return Invocation(invocation.command, dict(invocation.values))


def run(ask: Ask, invocation: Invocation) -> Reply:
    """Run a report by the asker's own rights.

    Raises:
        Denied: the asker may not read it.
        CrmError: an argument makes no sense any more.
    """
    known = registry[invocation.command]
    ask.invocation = invocation
    interpretations.check_right(ask, known)
    return interpretations.call(ask, known, invocation)


def demand_export(ask: Ask, invocation: Invocation) -> None:
    """Check that a report may be taken out of the house.

    Raises:
        Denied: no right to export, or one that reaches less far than the report.
    """
    if not may_take(ask, registry[invocation.command]):
        raise Denied(Right.EXPORT, ask.actor.scope(Right.EXPORT))


def spellings() -> dict[str, tuple[str, ...]]:
    """How each report is called, in both languages."""
    return {
        name: (
            *WHOLE.get(name, ()),
            *grammar.surfaces(name),
            *(said for said, meant in ALSO.items() if meant == name),
        )
        for name in REPORTS
    }


class ReportReader(Reader[Invocation]):
    """A report with its arguments; a button gives it."""

    aside = True

    def read(self, ask: Ask, text: str) -> Invocation:
        """Read what `lists.write` wrote."""
        try:
            found = Invocation.load(orjson.loads(text))
            values = {str(name): str(value) for name, value in found.values.items()}
            REPORTS[found.command]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unreadable(fmt("I don't know that report.")) from None
        return Invocation(found.command, values)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """It stands in no message."""
        return None


AReport = Annotated[Invocation, ReportReader()]
