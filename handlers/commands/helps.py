"""Help and tutorial, from the declarations themselves."""

from typing import Annotated

from handlers import grammar, phrases
from handlers.asks import Ask
from handlers.contract import Command, command, registry
from handlers.help_pages import overview
from handlers.key_words import KEYS
from handlers.languages import mark, suited
from handlers.nearest import allowed, buttons
from handlers.readers.words import Label
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, word
from store.rights import Right

Topic = Annotated[str, Label("Help with what?")]
STEPS = (
    mark(
        "**1 of 4** · Log somebody you met: `contact add Grace Hopper grace@navy.example company:Navy`\nOr simply: `met Grace Hopper of Navy, grace@navy.example`"
    ),
    mark(
        "**2 of 4** · Find anybody by name, company, phone or e-mail: `find hopper`\nThen “it” is that record: `log call it wants 20 compilers`"
    ),
    mark(
        "**3 of 4** · Made a mistake? Say `undo` within 10 minutes.\nNothing is ever saved twice, and nothing is lost: `audit` keeps every change."
    ),
    mark(
        "**4 of 4** · What is yours is seen by you and your manager. `contact share C-1 @ben` shows it to a colleague, `release C-1` to all.\nThat is all! `help` lists everything."
    ),
)


@command(
    "help",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("help", "help contact add", "帮助 添加联系人"),
    undoable=False,
)
def show_help(ask: Ask, topic: Topic = "") -> Reply:
    """Show what I can do for you, or how one command works."""
    if not topic:
        return overview(ask, fmt("This is what I can do for you."))
    wanted = grammar.named(topic)
    if wanted and allowed(ask, registry[wanted.command]):
        return Reply(describe(registry[wanted.command]), public=True)
    related = [
        known for known in registry if allowed(ask, known) and _is_on(known, topic.casefold())
    ]
    if related:
        return Reply(lines(*(_line(known) for known in related)), public=True)
    near = tuple(
        Button(one.label, Invocation("help", {"topic": one.does.command}))
        for one in buttons(ask, topic)
    )
    return Reply(fmt("There is no command “{topic}”. `help` lists all.", topic=topic[:60]), near)


def _is_on(known: Command, topic: str) -> bool:
    return topic in known.name or topic in grammar.spelled(known)


def describe(known: Command) -> Text:
    """How one command works: what it does, its arguments, examples, other ways to say it."""
    arguments = [
        _argument(one.name, required=one.required, positional=one.positional)
        for one in known.parameters
        if not one.reader.aside
    ]
    ways = [phrases.readable(way, _key) for way in suited(known.phrases)]
    return lines(
        fmt("**{name}**: {summary}", name=grammar.spelled(known), summary=fmt(known.summary)),
        fmt("Takes: {arguments}", arguments=joined(" ", arguments)) if arguments else None,
        *(fmt("For example: `{example}`", example=example) for example in suited(known.examples)),
        fmt("Or say: {ways}", ways=joined(" · ", [plain(way, "code") for way in ways[:4]]))
        if ways
        else None,
    )


def _key(name: str) -> str:
    return suited(KEYS.get(name, (name,)))[0]


def _argument(name: str, *, required: bool, positional: bool) -> Text:
    key = _key(name)
    if required:
        return plain(key.upper(), "code")
    return plain(f"[{key.upper()}]" if positional else f"[{key}:]", "code")


def _line(known: Command) -> Text:
    return fmt("`{name}`: {summary}", name=grammar.spelled(known), summary=fmt(known.summary))


@command("tutorial", needs=Right.EVERYONE, examples=("tutorial", "教程"), undoable=False)
def tutorial(ask: Ask) -> Reply:
    """Learn the four things that matter, in two minutes."""
    step = min(ask.invocation.offset, len(STEPS) - 1)
    more = (Button(word("Next"), Invocation("tutorial", offset=step + 1)),)
    return Reply(fmt(STEPS[step]), more if step + 1 < len(STEPS) else (), public=True)
