"""Menus: the commands that a messenger shows beside its text field, for one person."""

from handlers.asks import voice_of
from handlers.contract import Command, registry
from handlers.customers_only import CUSTOMERS_ONLY
from handlers.languages import speaking
from handlers.texts import fmt
from store.directories import Directory, Person
from store.rights import Right
from store.sessions import actor_of

FIRST = (
    "agenda",
    "find",
    "contact add",
    "log",
    "deal add",
    "deals",
    "leads",
    "pipeline",
    "summary",
    "contacts",
    "pool",
    "timeline",
    "company add",
)
LAST = ("undo", "cancel", "language", "help")
LONGEST_NAME, LONGEST_SUMMARY = 32, 256


def of(directory: Directory, person: Person | None, locale: str | None) -> list[tuple[str, str]]:
    """Names and summaries of the commands that somebody may use, the everyday ones first.

    Args:
        directory: of the company.
        person: the member of staff; None for a stranger.
        locale: the account's own language.
    """
    allowed = [known for known in registry if _may(directory, person, known)]
    allowed.sort(key=rank)
    with speaking(voice_of(directory, person, {"locale": locale})):
        found = [(name_of(known), str(fmt(known.summary))[:LONGEST_SUMMARY]) for known in allowed]
    return [one for one in found if len(one[0]) <= LONGEST_NAME][:100]


def name_of(known: Command) -> str:
    """A command's name in one word, as messengers want it; `grammar.strip_address` reads it back."""
    return known.name.replace(" ", "_")


def _may(directory: Directory, person: Person | None, known: Command) -> bool:
    if person is None:
        return known.strangers
    if person.suspended or known.name in CUSTOMERS_ONLY:
        return False
    if known.needs is Right.EVERYONE:
        return True
    return actor_of(directory, person).scope(known.needs) is not None


def rank(known: Command) -> tuple[int, int]:
    """Where a command stands: everyday ones first, those about Parley itself last."""
    if known.name in FIRST:
        return 0, FIRST.index(known.name)
    return (2, LAST.index(known.name)) if known.name in LAST else (1, 0)
