"""Bulks: what a change of a whole list would do, shown before it is done."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from handlers import cards, lists, sentences
from handlers.asks import Ask
from handlers.lists import Whole
from handlers.names import FIELD_NAMES
from handlers.outcomes import Unreadable
from handlers.readers.kinds import KINDS, Record, ref_of
from handlers.readers.words import Label
from handlers.replies import Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, plural, word
from store import access, bulks, shares, transitions
from store.bulks import Plan, SoAlready
from store.errors import CrmError

SAMPLE = 5


class Agreed(Label):
    """Which records a change was agreed to for; the question about it keeps that."""

    aside = True


AgreedTo = Annotated[str, Agreed("Which ones?")]


def whole(ask: Ask, invocation: Invocation | None, *kinds: str) -> Whole:
    """The list that is to be changed: the one that was named, or the one shown last.

    Raises:
        Unreadable: no list was shown, or one of another kind.
        TooMany: it is too long.
    """
    found = lists.read(ask, invocation or lists.last(ask))
    if found.listed.kind not in kinds:
        raise Unreadable(
            fmt(
                "That does not work for this list: {list}. Show me another one first.",
                list=found.heading(ask),
            )
        )
    bulks.demand_few(len(found.owners))
    return found


def rows(ask: Ask, found: Whole) -> Sequence[Any]:
    """The records of a list."""
    held = KINDS[found.listed.kind].get_many(ask.session, found.ids)
    shares.know(ask.session, held)
    return held


@dataclass(frozen=True, slots=True)
class Wish:
    """A change of a whole list.

    Attributes:
        found: the list.
        doing: what is to be done, as a heading.
        was: tells what a record is like now.
        seen: for which records it was agreed to, if it was.
    """

    found: Whole
    doing: Text
    was: Callable[[Any], Text]
    seen: str


def agree(ask: Ask, wish: Wish, plan: Plan[Any]) -> Reply | None:
    """Show what would change, and go on once exactly that was agreed to.

    Args:
        ask: of whoever wants it.
        wish: what is wanted.
        plan: what would change, and what not.

    Returns:
        The answer where nothing can be changed; None to go on.

    Raises:
        NeedsConfirmation: not agreed to, or the list has changed since.
    """
    found = wish.found
    if not plan.ready:
        nothing = fmt("None of them can be changed so." if found.owners else "That list is empty.")
        return Reply(lines(found.heading(ask), nothing, _barred(plan)))
    now = _digest(plan)
    if ask.invocation.confirmed and wish.seen == now:
        return None
    changed = fmt("The list has changed since you saw it.") if ask.invocation.confirmed else None
    values = {**ask.invocation.values, "listing": lists.write(found.invocation), "seen": now}
    ask.invocation = Invocation(ask.invocation.command, values)
    ask.confirm(lines(changed, _preview(ask, wish, plan)), len(plan.ready))
    return None


def _preview(ask: Ask, wish: Wish, plan: Plan[Any]) -> Text:
    """How many of how many, which list, what is left out and why, and some of them."""
    count, total = len(plan.ready), len(wish.found.owners)
    rows = [
        fmt("`{ref}` {name} · {was}", ref=ref_of(one), name=one.name, was=wish.was(one))
        for one in plan.ready[:SAMPLE]
    ]
    return lines(
        fmt("**{doing}**: {count} of {total}", doing=wish.doing, count=count, total=total),
        wish.found.heading(ask),
        _barred(plan),
        *rows,
        fmt("… and {count} more", count=count - SAMPLE) if count > SAMPLE else None,
        fmt("Type {count} or press the button; one `undo` takes it all back.", count=str(count)),
    )


def _digest(plan: Plan[Any]) -> str:
    """Which records would change: another list of as many is another list."""
    numbers = ",".join(str(one.id) for one in sorted(plan.ready, key=lambda row: row.id))
    return hashlib.blake2b(numbers.encode(), digest_size=12).hexdigest()


def _barred(plan: Plan[Any]) -> Text | None:
    """How many stay as they are, by what is in the way."""
    counts = Counter(str(_why(error)) for _, error in plan.barred)
    parts = [fmt("{why} ({count})", why=why, count=count) for why, count in counts.most_common()]
    return fmt("Left as they are: {parts}", parts=joined(" · ", parts)) if parts else None


def _why(error: CrmError) -> Text:
    """What is in the way of a record, in a few words."""
    if isinstance(error, SoAlready):
        return plain(word("so already"))
    if isinstance(error, access.Denied):
        return plain(word("beyond your right"))
    if isinstance(error, transitions.Closed):
        return plain(word("won or lost"))
    if isinstance(error, transitions.OtherPipeline):
        return plain(word("in another pipeline"))
    if isinstance(error, transitions.Unready):
        return fmt(
            "without {fields}", fields=listed(word(FIELD_NAMES[one]) for one in error.missing)
        )
    return sentences.sentence(error)


def done(ask: Ask, plan: Plan[Any], text: Text) -> Reply:
    """The answer to a change that was made."""
    ask.session.flush()
    shows = tuple(ref_of(one) for one in plan.ready[:SAMPLE])
    return Reply(lines(text, _barred(plan)), (cards.undo_button(),), shows)


def noun(kind: str, count: int) -> Text:
    """So many records of a kind."""
    if kind == "deal":
        return plural("{count} deal", "{count} deals", count)
    if kind == "contact":
        return plural("{count} contact", "{count} contacts", count)
    return plural("{count} company", "{count} companies", count)


def owner(ask: Ask, row: Record) -> Text:
    """Whose a record is, for a preview."""
    return cards.owner_line(ask, row) if row.owner_id else plain(word("in the pool"))
