"""The command contract: a command is a typed function; everything else follows from it."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from handlers.asks import Ask
from handlers.clearings import Empty
from handlers.readers.readings import Reader
from handlers.replies import Reply
from store.rights import Right

Handler = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a command.

    Attributes:
        name: also its key in `key:value`.
        spelled: the same in Python, where some names are taken, such as `from_`.
        reader: reads it, asks for it, suggests and complains.
        required: it is asked for when it is missing.
        positional: it may stand without its key.
        clears: a word such as "none" empties it.
    """

    name: str
    spelled: str
    reader: Reader[Any]
    required: bool
    positional: bool
    clears: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command and all that is known of it.

    Attributes:
        name: noun and verb, or one word.
        needs: the right that gates it.
        handler: the function.
        parameters: in their order.
        summary: first line of the docstring; the help text.
        examples: as one would type them, in English and Chinese.
        phrases: other ways to say it, with `{argument}` slots.
        strangers: whether people who are not linked may use it.
        undoable: whether `undo` takes it back.
        takes_fields: whether custom fields are keys of it too.
        forms: whether its bare name opens a form although nothing in it is needed by itself.
    """

    name: str
    needs: Right
    handler: Handler
    parameters: tuple[Parameter, ...]
    summary: str
    examples: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    strangers: bool = False
    undoable: bool = True
    takes_fields: bool = False
    forms: bool = False

    def parameter(self, name: str) -> Parameter:
        """The argument of a name."""
        return next(one for one in self.parameters if one.name == name)


@dataclass(slots=True)
class Registry:
    """All commands, by name."""

    commands: dict[str, Command] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Command:
        """The command of a name."""
        return self.commands[name]

    def __iter__(self) -> Any:  # noqa: ANN401
        """All commands in the order in which they were declared."""
        return iter(self.commands.values())


registry = Registry()


def command(
    name: str,
    *,
    needs: Right,
    examples: Sequence[str],
    phrases: Sequence[str] = (),
    strangers: bool = False,
    undoable: bool = True,
    takes_fields: bool = False,
    forms: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare a command.

    Args:
        name: noun and verb, or one word.
        needs: the right that gates it; there is no default, so that nobody forgets it.
        examples: at least one in English and one in Chinese.
        phrases: other ways to say it, with `{argument}` slots.
        strangers: whether people who are not linked may use it.
        undoable: whether `undo` takes it back.
        takes_fields: whether custom fields are keys of it too.
        forms: whether its bare name opens a form although nothing in it is needed by itself.
    """

    def declare(handler: Handler) -> Handler:
        summary = (inspect.getdoc(handler) or "").partition("\n")[0]
        registry.commands[name] = Command(
            name=name,
            needs=needs,
            handler=handler,
            parameters=tuple(_parameters(handler)),
            summary=summary,
            examples=tuple(examples),
            phrases=tuple(phrases),
            strangers=strangers,
            undoable=undoable,
            takes_fields=takes_fields,
            forms=forms,
        )
        return handler

    return declare


def _parameters(handler: Handler) -> list[Parameter]:
    hints = get_type_hints(handler, include_extras=True)
    found = []
    for name, declared in inspect.signature(handler).parameters.items():
        hint = hints[name]
        if hint is Ask or name == "custom":
            continue
        found.append(
            Parameter(
                name=name.rstrip("_"),
                spelled=name,
                reader=_reader(hint),
                required=declared.default is inspect.Parameter.empty,
                positional=declared.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD,
                clears=Empty in get_args(hint),
            )
        )
    return found


def _reader(hint: Any) -> Reader[Any]:  # noqa: ANN401
    """The reader that an annotation names; `X | None` means that it may be missing."""
    if get_origin(hint) is Annotated:
        return next(one for one in get_args(hint) if isinstance(one, Reader))
    return next(_reader(part) for part in get_args(hint) if part is not type(None))


def run(known: Command, ask: Ask, arguments: Mapping[str, Any]) -> Reply:
    """Call a command's function with arguments that were read."""
    spelled = {one.name: one.spelled for one in known.parameters}
    named = {spelled.get(name, name): value for name, value in arguments.items()}
    return known.handler(ask, **named)
