"""Macros: texts that are filled in for a ticket, and sent by a button only."""

from collections.abc import Sequence
from typing import Annotated, Any

from handlers import cards, macro_texts, ticket_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.feedback_words import AUDIENCES
from handlers.languages import mark
from handlers.readers.articles import FirstWord
from handlers.readers.readings import Reader, Word
from handlers.readers.records import ATicket
from handlers.readers.tickets import ACategory, APriority
from handlers.readers.words import PRONOUNS, Choice, FreeText, Label, narrow
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, word
from handlers.ticket_words import called
from handlers.ticket_words import priority as priority_name
from store import categories, macros, tickets
from store.refs import Ref, read_ref
from store.rights import Right
from store.tables import Macro, Ticket

SHOWN = 120


class MacroReader(Reader[Macro]):
    """A macro by its name or the beginning of it."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Macro:
        """Find it."""
        return macros.find(ask.session, text)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """All words before a ticket."""
        for index, one in enumerate(words):
            if index and not one.quoted and (read_ref(one.text) or narrow(one.text) in PRONOUNS):
                return slice(0, index)
        return slice(0, len(words)) if words else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which macro?")

    def suggest(self, ask: Ask) -> list[str]:
        """The macros that there are."""
        return [one.name for one in macros.every(ask.session)][:5]


AMacro = Annotated[Macro, MacroReader()]
ShortName = Annotated[
    str, FirstWord(mark("What is the macro called? One word, or several in quotes."))
]
NewName = Annotated[str, Label(mark("What is the macro called?"))]
MacroText = Annotated[
    str,
    FreeText(
        mark("What does it say? In braces may stand: customer, ticket, agent, company, due …"), 4000
    ),
]
Scope = Annotated[
    str,
    Choice(
        mark("For yourself, your team or all?"),
        {
            "me": ("myself", "mine", "自己", "我"),
            "team": ("my team", "团队", "我的团队"),
            "all": ("everybody", "everyone", "所有人", "全部", "大家"),
        },
    ),
]


@command(
    "macro add",
    needs=Right.TICKETS_WORK,
    examples=(
        "macro add hello Hello, we are looking into it.",
        "新增宏 问候 你好，我们正在处理。",
    ),
)
def add_macro(
    ask: Ask,
    name: ShortName,
    text: MacroText,
    *,
    scope: Scope = "me",
    priority: APriority | None = None,
    category: ACategory | None = None,
) -> Reply:
    """Keep a text with variables for yourself, your team or all; it may set priority and category."""
    values = _values(scope, priority, category.id if category else None)
    row = macros.add(ask.session, name, macro_texts.check(text), values)
    how = fmt("`macro use {name} T-1` fills it in.", name=row.name)
    return Reply(lines(fmt("Saved: {macro}", macro=_line(ask, row)), how), (cards.undo_button(),))


def _values(
    scope: str | None, priority: str | None, category_id: int | None, **more: str | None
) -> dict[str, Any]:
    found = {"audience": scope, "priority": priority, "category_id": category_id, **more}
    return {name: value for name, value in found.items() if value is not None}


def _line(ask: Ask, row: Macro) -> Text:
    """A macro in a list: what it says, for whom, whose, and what it does."""
    keeper = ask.directory.people.get(row.staff_id)
    kind = categories.find(ask.session, row.category_id)
    parts = [
        fmt("**{name}**", name=row.name),
        fmt(AUDIENCES[row.audience]),
        fmt("from {person}", person=keeper) if keeper and keeper.id != ask.actor.id else None,
        fmt("priority {priority}", priority=priority_name(row.priority)) if row.priority else None,
        fmt("category {category}", category=called(kind)) if kind else None,
        plain(row.text if len(row.text) <= SHOWN else row.text[: SHOWN - 1] + "…"),
    ]
    return joined(" · ", [one for one in parts if one])


@command("macro list", needs=Right.TICKETS_WORK, examples=("macro list", "宏列表"))
def list_macros(ask: Ask) -> Reply:
    """List the macros that you may use."""
    every = macros.every(ask.session)
    if not every:
        return Reply(fmt("No macros yet. `macro add` keeps one."))
    page = every[ask.invocation.offset :][: cards.PAGE]
    rows = [_line(ask, one) for one in page]
    text, buttons = cards.listing(fmt("Macros"), rows, len(every), ask.invocation)
    return Reply(text, buttons)


@command(
    "macro edit",
    needs=Right.TICKETS_WORK,
    examples=("macro edit hello text:Good day, we are on it.", "修改宏 问候 内容:你好，正在处理。"),
)
def edit_macro(
    ask: Ask,
    macro: AMacro,
    *,
    text: MacroText | None = None,
    name: NewName | None = None,
    scope: Scope | None = None,
    priority: APriority | None = None,
    category: ACategory | None = None,
) -> Reply:
    """Change a macro of yours: text, name, for whom, priority, category."""
    checked = macro_texts.check(text) if text else None
    changes = _values(scope, priority, category.id if category else None, text=checked, name=name)
    if not changes:
        return Reply(_line(ask, macro))
    macros.edit(ask.session, macro, changes)
    return Reply(fmt("Saved: {macro}", macro=_line(ask, macro)), (cards.undo_button(),))


@command("macro delete", needs=Right.TICKETS_WORK, examples=("macro delete hello", "删除宏 问候"))
def delete_macro(ask: Ask, macro: AMacro) -> Reply:
    """Take a macro of yours away."""
    name = macro.name
    macros.delete(ask.session, macro)
    return Reply(fmt("The macro **{name}** is gone.", name=name), (cards.undo_button(),))


@command(
    "macro use",
    needs=Right.TICKETS_WORK,
    examples=("macro use hello T-1", "使用宏 问候 T-1"),
)
def use_macro(ask: Ask, macro: AMacro, ticket: ATicket) -> Reply:
    """Fill a macro in for a ticket; you read it first, and it goes out by the button only."""
    tickets.demand(ask.session, ticket)
    filled = macro_texts.fill(ask, ticket, macro.text)
    done = _acted(ask, macro, ticket)
    ask.session.flush()
    who = ticket_cards.customer(ask, ticket)
    heading = fmt(
        "Draft for **{who}**, {heading}. Nothing is sent yet:",
        who=who,
        heading=cards.heading(ticket),
    )
    holes = None
    if filled.missing:
        holes = fmt(
            "Nothing is known for {names}. Write it yourself: `reply {ref} …`",
            names=listed(filled.missing),
            ref=Ref("ticket", ticket.id),
        )
    values = {"ticket": f"T-{ticket.id}", "text": filled.text}
    send = Button(word("Send to customer"), Invocation("reply", values))
    buttons = (*(() if filled.missing else (send,)), *((cards.undo_button(),) if done else ()))
    ref = Ref("ticket", ticket.id)
    return Reply(
        lines(done, heading, plain(filled.text), holes), buttons, (ref,), {str(ref): ticket.version}
    )


def _acted(ask: Ask, macro: Macro, ticket: Ticket) -> Text | None:
    """What a macro does besides its text: priority and category, which no customer is told."""
    said = []
    if macro.priority and ticket.priority != macro.priority:
        tickets.set_priority(ask.session, ticket, categories.priority(macro.priority))
        said.append(fmt("priority {priority}", priority=priority_name(macro.priority)))
    kind = categories.find(ask.session, macro.category_id)
    if kind and ticket.category_id != kind.id:
        tickets.set_category(ask.session, ticket, kind)
        said.append(fmt("category {category}", category=called(kind)))
    return fmt("Set: {what}", what=listed(said)) if said else None
