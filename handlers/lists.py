"""Lists: what a conversation showed last, and what can be done with the whole of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import orjson

from handlers import binding, cards, interpretations
from handlers.asks import Ask
from handlers.contract import registry
from handlers.key_words import KEYS
from handlers.languages import mark, suited
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader, Word
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, word
from store import views
from store.access import NotFound
from store.refs import Ref
from store.rights import Right
from store.sessions import Session

Filters = Any
Given = Mapping[str, Any]
Owners = list[tuple[int, int | None]]
UNSAID = {"fillers", "view"}
"""Arguments of a list that narrow nothing by themselves."""
NAMES = {
    "contacts": mark("contacts"), "companies": mark("companies"), "deals": mark("deals"),
    "leads": mark("leads"), "quotes": mark("quotes"), "orders": mark("orders"),
    "tickets": mark("tickets"), "tasks": mark("tasks"), "products": mark("products"),
    "article list": mark("articles"), "logged": mark("logged activities"), "staff": mark("staff"),
}  # fmt: skip
PLAIN = {"whose", "view"}
WHOSE = {
    "mine": mark("mine"), "team": mark("of my team"), "pool": mark("in the pool"),
    "unassigned": mark("unassigned"),
}  # fmt: skip
BARE = ("which", "span", "unpaid", "stale", "text")
"""Arguments whose values say by themselves what they narrow to."""
VALUES = {
    "overdue": mark("overdue"), "unpaid": mark("unpaid"), "stale": mark("out of date"),
    "today": mark("today"), "week": mark("this week"), "team": mark("of my team"),
    "mine": mark("mine"), "unassigned": mark("unassigned"), "public": mark("public"),
    "internal": mark("internal"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """What can be listed.

    Attributes:
        command: that lists it, such as "deals".
        kind: of its records, such as "deal".
        filters: makes the store's filters of the arguments that were given.
        owners: number and owner of every record that such filters show, in the list's order.
        heading: what is listed, and to what it is narrowed.
        right: whose scope limits who sees them, and without which they are not taken out.
    """

    command: str
    kind: str
    filters: Callable[[Ask, Given], Filters]
    owners: Callable[[Session, Filters], Owners]
    heading: Callable[[Ask, Given], Text]
    right: Right


LISTS: dict[str, Listed] = {}


def declare(listed: Listed) -> None:
    """Make a list known, so that it can be kept, exported and changed as a whole."""
    LISTS[listed.command] = listed


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole list, as the asker sees it now.

    Attributes:
        invocation: the command and its raw arguments.
        owners: number and owner of every record, in the list's order.
    """

    listed: Listed
    invocation: Invocation
    given: Given
    owners: Owners

    def heading(self, ask: Ask) -> Text:
        """What is listed, and to what it is narrowed."""
        return self.listed.heading(ask, self.given)

    @property
    def ids(self) -> list[int]:
        """Numbers of its records, in order."""
        return [one for one, _ in self.owners]


def last(ask: Ask) -> Invocation:
    """The list that this conversation showed last.

    Raises:
        Unreadable: none yet.
    """
    held = ask.taken.state.get("list")
    if held is None:
        raise Unreadable(
            fmt("Show me a list first, such as `deals stage:proposal`, then say it again.")
        )
    return Invocation.load(held)


def read(ask: Ask, invocation: Invocation) -> Whole:
    """All of a list, by the asker's own rights.

    Raises:
        Denied: the asker may not see such a list, or not what narrows it.
        CrmError: an argument makes no sense any more.
    """
    listed, known = LISTS[invocation.command], registry[invocation.command]
    interpretations.check_right(ask, known)
    given = binding.read_arguments(ask, known, invocation)
    owners = listed.owners(ask.session, listed.filters(ask, given))
    return Whole(listed, invocation, given, owners)


def titled(title: str, parts: Sequence[Text]) -> Text:
    """The title of a list with its filters behind it."""
    if not parts:
        return plain(title)
    return fmt("{title}: {filters}", title=title, filters=joined(word(", "), parts))


def typed(given: Given) -> list[Text]:
    """Arguments of a list that need no words of their own, as `key: value`."""
    known = {name: value for name, value in given.items() if value and name not in PLAIN}
    known |= known.pop("custom", {})
    whose = [plain(word(WHOSE[given["whose"]]))] if given.get("whose") in WHOSE else []
    bare = [str(known.pop(name)) for name in BARE if name in known]
    return [
        *whose,
        *(plain(word(VALUES.get(one, one))) for one in bare if one != "all"),
        *(
            fmt("{name}: {value}", name=key(name), value=_called(value))
            for name, value in known.items()
        ),
    ]


def _called(value: Any) -> Any:  # noqa: ANN401 (whatever narrows a list)
    """Records and kinds by their names; choices in the listener's language."""
    return word(value) if isinstance(value, str) else getattr(value, "name", value)


def headed(title: str) -> Callable[[Ask, Given], Text]:
    """A heading that says what a list is narrowed to as `key: value`."""
    return lambda _ask, given: titled(word(title), typed(given))


def key(name: str) -> str:
    """The key of an argument as the listener types it."""
    return suited(KEYS.get(name, (name,)))[0]


def reply(
    ask: Ask,
    title: Text,
    rows: Sequence[Text],
    total: int,
    shows: Sequence[Ref],
    foot: Text | None = None,
) -> Reply:
    """A page of a list that can be kept, exported and changed as a whole."""
    text, buttons = cards.listing(title, rows, total, ask.invocation)
    return Reply(
        lines(text, foot), (*buttons, *export(ask)), tuple(shows), lists=whole_of(ask.invocation)
    )


def narrowed(ask: Ask) -> bool:
    """Whether a list was asked for by more than whose records it should show."""
    return bool(ask.invocation.values.keys() - {"whose"})


def empty(ask: Ask, text: Text) -> Reply:
    """The answer where a list holds nothing; the list before is not meant any more."""
    return Reply(text, lists=whole_of(ask.invocation))


def whole_of(invocation: Invocation) -> Invocation:
    """A list from its first row on, without words that say nothing."""
    kept = {name: text for name, text in invocation.values.items() if name not in UNSAID}
    return Invocation(invocation.command, kept)


def export(ask: Ask) -> list[Button]:
    """The button that sends a list as a file, for whoever may take it out."""
    listed = LISTS.get(ask.invocation.command)
    if listed is None or ask.actor.scope(listed.right) is None:
        return []
    if ask.actor.scope(Right.EXPORT) is None:
        return []
    values = {"kind": ask.invocation.command, "listing": write(whole_of(ask.invocation))}
    return [Button(word("Export"), Invocation("export", values))]


def write(invocation: Invocation) -> str:
    """A list as the raw text of an argument."""
    return orjson.dumps(invocation.dump()).decode()


class ListReader(Reader[Invocation]):
    """A list; a button gives it, or a question that was asked about it."""

    aside = True

    def read(self, ask: Ask, text: str) -> Invocation:
        """Read what `write` wrote."""
        try:
            found = Invocation.load(orjson.loads(text))
            values = {str(name): str(value) for name, value in found.values.items()}
            known = LISTS[found.command].command
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unreadable(fmt("I don't know that list.")) from None
        return Invocation(known, values)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """It stands in no message."""
        return None


AList = Annotated[Invocation, ListReader()]


def of_view(ask: Ask) -> Reply:
    """Run the list of the view that is named, narrowed further by what was said besides.

    Raises:
        NotFound: there is no such view, or it is of another list.
    """
    return run(ask, opened(ask, ask.invocation))


def opened(ask: Ask, invocation: Invocation) -> Invocation:
    """A list that names a view, with the view's filters among its own.

    Raises:
        NotFound: there is no such view, or it is of another list.
    """
    name = invocation.values["view"]
    kept = views.kept(views.find(ask.session, name))
    if kept.command != invocation.command:
        raise NotFound("view", name)
    values = {**kept.arguments, **whole_of(invocation).values}
    return Invocation(invocation.command, values, offset=invocation.offset)


def run(ask: Ask, invocation: Invocation) -> Reply:
    """Run a list in place of the command that led to it, by the asker's own rights."""
    known = registry[invocation.command]
    ask.invocation = invocation
    interpretations.check_right(ask, known)
    return interpretations.call(ask, known, invocation)
