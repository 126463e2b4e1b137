"""Handovers: what a leaver has goes to a colleague, shown first, in one go."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated

from handlers import cards, customer_letters
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.filters import Anywhere
from handlers.readers.readings import Word
from handlers.readers.records import LONGEST_NAME, Colleague
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, listed, plural
from store import handovers, staff
from store.directories import Person
from store.handovers import Portfolio, Wish
from store.rights import Right

COUNTS: dict[str, Callable[[int], Text]] = {
    "contact": lambda count: plural("{count} contact", "{count} contacts", count),
    "company": lambda count: plural("{count} company", "{count} companies", count),
    "deal": lambda count: plural("{count} deal", "{count} deals", count),
    "lead": lambda count: plural("{count} lead", "{count} leads", count),
    "ticket": lambda count: plural("{count} ticket", "{count} tickets", count),
    "task": lambda count: plural("{count} task", "{count} tasks", count),
    "approval": lambda count: plural(
        "{count} approval to decide", "{count} approvals to decide", count
    ),
}
"""How many of each kind of `handovers.HANDED`."""


class Leaver(Colleague):
    """The one who leaves: named first."""

    def _unmarked(self, ask: Ask, words: Sequence[Word]) -> slice | None:
        """The first words that are a colleague's name."""
        known = {one.folded for one in ask.directory.people.values()}
        known |= {one.handle for one in ask.directory.people.values()}
        for count in range(min(LONGEST_NAME, len(words)), 0, -1):
            if staff.fold(" ".join(word.text for word in words[:count])) in known:
                return slice(0, count)
        return slice(0, 1) if words else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Whose records are handed over? For example: @ada")


class Successor(Colleague):
    """The one who takes over."""

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Who takes over? For example: @ben")


ALeaver = Annotated[Person, Leaver()]
ASuccessor = Annotated[Person, Successor()]
Kinds = Annotated[
    str,
    Anywhere(
        "Contacts, companies, deals, leads, tickets, tasks or approvals?",
        {
            "contact": ("contacts", "联系人", "客户"),
            "company": ("companies", "accounts", "公司", "企业"),
            "deal": ("deals", "opportunities", "商机"),
            "lead": ("leads", "线索"),
            "ticket": ("tickets", "工单"),
            "task": ("tasks", "reminders", "任务", "提醒"),
            "approval": ("approvals", "审批"),
        },
    ),
]
History = Annotated[
    str, Anywhere("What has ended, too?", {"all": ("everything", "全部", "所有", "连同历史")})
]

Told = Annotated[
    str,
    Anywhere(
        "Shall customers be told?",
        {"customers": ("tell customers", "tell the customers", "告知客户", "通知客户")},
    ),
]


@command(
    "handover",
    needs=Right.ASSIGN,
    examples=(
        "handover @ada @ben",
        "handover @ada @ben deals all",
        "handover @ada @ben tell customers",
        "交接 @ada @ben",
    ),
    phrases=(
        "handover from {from} to {to}",
        "hand over from {from} to {to}",
        "hand over everything of {from} to {to}",
        "hand over {from} to {to}",
        "把{from}的工作交接给{to}",
        "把{from}的客户全部移交给{to}",
    ),
)
def handover(
    ask: Ask,
    from_: ALeaver,
    to: ASuccessor,
    kinds: Kinds = "",
    history: History = "",
    tell: Told = "",
) -> Reply:
    """Give all that a colleague has to another one: contacts, companies, open deals, tickets."""
    wish = Wish(from_, to, frozenset({kinds} - {""}), bool(history))
    found = handovers.survey(ask.session, wish)
    if not found.total:
        return Reply(
            lines(fmt("{person} has nothing to hand over.", person=from_), _stays(wish, found))
        )
    told = handovers.customers_of(ask.session, from_) if tell and "contact" in found.goes else []
    ask.confirm(lines(_preview(wish, found), _telling(told, to)), found.total)
    handovers.hand_over(ask.session, wish, found)
    ask.tell(to.id, partial(_received, ask, wish, found))
    ask.tell(from_.id, partial(_given, ask, wish, found))
    said = fmt(
        "{to} now has what was {person}'s: {what}.", to=to, person=from_, what=_what(found.goes)
    )
    heard = customer_letters.new_keeper(ask.session, told, to) if told else 0
    news = plural("{count} customer hears of it.", "{count} customers hear of it.", heard)
    return Reply(lines(said, news if heard else None), (cards.undo_button(),))


def _telling(accounts: Sequence[int], to: Person) -> Text | None:
    if not accounts:
        return None
    return plural(
        "{count} customer is told that {to} looks after them from now on; that cannot be taken back.",
        "{count} customers are told that {to} looks after them from now on; that cannot be taken back.",
        len(accounts),
        to=to,
    )


def _what(counts: Mapping[str, int]) -> Text:
    return listed(COUNTS[kind](count) for kind, count in counts.items())


def _preview(wish: Wish, found: Portfolio) -> Text:
    head = fmt("Hand over from **{giver}** to **{to}**:", giver=wish.giver, to=wish.receiver)
    rows = [fmt("• {what}", what=COUNTS[kind](count)) for kind, count in found.goes.items()]
    return lines(head, *rows, _stays(wish, found), _ends(wish, found))


def _stays(wish: Wish, found: Portfolio) -> Text | None:
    if not found.stays:
        return None
    return fmt(
        "What has ended stays with {person}, so that past figures stay right: {what}. "
        "With `all` it goes along.",
        person=wish.giver,
        what=_what(found.stays),
    )


def _ends(wish: Wish, found: Portfolio) -> Text | None:
    if not found.shares:
        return None
    return plural(
        "{count} record that others share with {person} will be shared no longer.",
        "{count} records that others share with {person} will be shared no longer.",
        found.shares,
        person=wish.giver,
    )


def _received(ask: Ask, wish: Wish, found: Portfolio) -> Reply:
    said = fmt(
        "{who} gave you what was {person}'s: {what}.",
        who=ask.person,
        person=wish.giver,
        what=_what(found.goes),
    )
    return Reply(said)


def _given(ask: Ask, wish: Wish, found: Portfolio) -> Reply:
    what = _what(found.goes)
    if wish.receiver.id == ask.person.id:
        return Reply(fmt("{who} has taken over what was yours: {what}.", who=ask.person, what=what))
    said = fmt(
        "{who} gave what was yours to {to}: {what}.",
        who=ask.person,
        to=wish.receiver,
        what=what,
    )
    return Reply(said)
