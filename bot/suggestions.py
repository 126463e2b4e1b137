"""Suggestions: how a line that is being typed may go on, for whoever types it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from handlers import grammar, menus
from handlers.asks import Ask
from handlers.contract import Command, Parameter, registry
from handlers.key_words import KEYS
from handlers.languages import voice
from handlers.nearest import allowed
from handlers.readers.entries import CompanyName
from handlers.readers.kinds import KINDS, load, look_up
from handlers.readers.readings import Word
from handlers.readers.records import Colleague, RecordReader
from handlers.readers.words import narrow
from handlers.texts import word
from store import contacts, fields
from store.refs import Ref
from store.tables import Contact

MOST = 12
NAMES = 5
"""Names of records that one key press may show."""
SHORTEST = 2
LONGEST_NAME = 3
FAR = 4
"""Words after the command among which a record is named; what follows is free text."""
FINDS = frozenset({"find"})
"""Commands whose free text names records."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to go on.

    Attributes:
        text: takes the place of the last characters.
        replaced: how many of them.
        note: what it is, for the one who chooses.
    """

    text: str
    replaced: int
    note: str = ""


def suggest(ask: Ask, typed: str, *, asked: bool = False) -> list[Suggestion]:
    """Ways to go on with a line, the likeliest first; nothing that the asker may not know.

    Args:
        ask: who types; spoken to within this call.
        typed: the line up to the cursor.
        asked: whether they asked for suggestions, instead of only typing on.
    """
    found = (one for one in _every(ask, typed, asked=asked) if not _is_there(one, typed))
    return list(islice(_unique(found), MOST))


def _is_there(one: Suggestion, typed: str) -> bool:
    return one.replaced == len(one.text) and typed.endswith(one.text)


def colleagues(ask: Ask, begun: str) -> Iterator[Suggestion]:
    """Whole names of staff that begin so, for the chat's own commands."""
    for person in ask.directory.people.values():
        if person.folded.startswith(narrow(begun)):
            yield Suggestion(person.name, len(begun), f"@{person.handle}")


def _unique(found: Iterator[Suggestion]) -> Iterator[Suggestion]:
    seen: set[str] = set()
    for one in found:
        if one.text not in seen:
            seen.add(one.text)
            yield one


def _every(ask: Ask, typed: str, *, asked: bool) -> Iterator[Suggestion]:
    line = typed.lstrip()
    slash = line[:1] in {"/", "／"}
    begun = line[1:] if slash else line
    if begun or slash or asked:
        yield from _commands(ask, begun)
    named = grammar.named(begun)
    if named is None or not allowed(ask, registry[named.command]):
        return
    known, rest = registry[named.command], begun[len(begun) - len(named.rest) :]
    if not named.rest and not begun[-1:].isspace():
        return
    yield from _arguments(ask, known, rest, typed, asked=asked)


def _commands(ask: Ask, begun: str) -> Iterator[Suggestion]:
    """Commands that begin so, named in the asker's language, or in that of what was typed."""
    wanted = narrow(begun) + (" " if begun[-1:].isspace() and begun.strip() else "")
    chinese = not begun.isascii() or (voice().language == "zh" and not begun)
    for known in sorted(registry, key=menus.rank):
        if allowed(ask, known):
            fitting = (one for one in _ways(known, chinese=chinese) if one.startswith(wanted))
            for name in islice(fitting, 1):
                yield Suggestion(name, len(begun), word(known.summary))


def _ways(known: Command, *, chinese: bool) -> list[str]:
    """Names of a command in one language, the one in its own example first."""
    if not chinese:
        return [known.name]
    found = [one for one in grammar.surfaces(known.name) if not one.isascii()]
    return sorted(found, key=lambda one: (not known.examples[-1].startswith(one), -len(one)))


def _arguments(
    ask: Ask, known: Command, rest: str, typed: str, *, asked: bool
) -> Iterator[Suggestion]:
    words = list(grammar.words(rest))
    last = "" if not words or rest[-1:].isspace() else rest[words[-1].start :]
    if last.startswith(("@", "＠")):
        yield from _handles(ask, last)
        return
    key = grammar.looks_like_key(Word(last, 0, len(last))) if last else None
    if key:
        yield from _values(ask, known, last)
        return
    if last or asked:
        yield from _choices(known, last)
        yield from _keys(ask, known, rest, last)
    if last and len(words) <= FAR and _names_records(known):
        yield from _tails(ask, known, words, typed)


def _names_records(known: Command) -> bool:
    return known.name in FINDS or any(
        one.positional and isinstance(one.reader, RecordReader) for one in known.parameters
    )


def _handles(ask: Ask, last: str) -> Iterator[Suggestion]:
    """Colleagues who can act; strangers are told of none."""
    if ask.actor.person is None:
        return
    begun = narrow(last[1:])
    for person in ask.directory.people.values():
        names = (person.handle, person.folded, *person.folded.split())
        if not person.suspended and any(name.startswith(begun) for name in names):
            yield Suggestion(f"@{person.handle}", len(last), person.name)


def _keys(ask: Ask, known: Command, rest: str, last: str) -> Iterator[Suggestion]:
    """Keys of arguments that were not given yet, in the asker's language."""
    custom = [one.folded for one in fields.every(ask.session)] if known.takes_fields else []
    given = {key[0] for one in grammar.words(rest) if (key := grammar.key_of(one, _names(known)))}
    for name in (*_names(known), *custom):
        spellings = KEYS.get(name, (name,))
        own = next((one for one in spellings if not one.isascii()), name)
        shown = own if voice().language == "zh" else name
        if name not in given and any(one.startswith(narrow(last)) for one in (shown, name)):
            yield Suggestion(f"{shown}:", len(last))


def _names(known: Command) -> list[str]:
    return [one.name for one in known.parameters]


def _choices(known: Command, last: str) -> Iterator[Suggestion]:
    """Words of a positional choice that begin so."""
    for parameter in known.parameters:
        if parameter.positional:
            yield from _beginning(_enum(parameter), last)


def _values(ask: Ask, known: Command, last: str) -> Iterator[Suggestion]:
    """Values that begin so, after `key:`."""
    custom = {one.folded: one for one in fields.every(ask.session)} if known.takes_fields else {}
    found = grammar.key_of(Word(last, 0, len(last)), [*_names(known), *custom])
    if found is None:
        return
    name, begun = found
    if name in custom:
        yield from _beginning(fields.choices_of(custom[name]), begun)
        return
    parameter = known.parameter(name)
    yield from _beginning([*_enum(parameter), *parameter.reader.suggest(ask)], begun)
    if isinstance(parameter.reader, Colleague):
        yield from _handles(ask, f"@{begun}")
    elif isinstance(parameter.reader, CompanyName | RecordReader) and begun:
        yield from _records(ask, ("company",) if name == "company" else ("contact",), begun)


def _enum(parameter: Parameter) -> Sequence[str]:
    listed: Sequence[str] = parameter.reader.schema().get("enum", ())
    return listed


def _beginning(values: Sequence[str], begun: str) -> Iterator[Suggestion]:
    for value in values:
        if narrow(value).startswith(narrow(begun)):
            yield Suggestion(value, len(begun))


def _tails(ask: Ask, known: Command, words: Sequence[Word], typed: str) -> Iterator[Suggestion]:
    """Records that the last words name, the longest name first."""
    kinds = tuple(KINDS)
    if known.parameters[0].name in kinds:
        kinds = (known.parameters[0].name,)
    end = words[-1].end
    for first in words[-LONGEST_NAME:]:
        tail = typed[len(typed) - (end - first.start) :]
        found = list(_records(ask, kinds, tail))
        if found:
            yield from found
            return


def _records(ask: Ask, kinds: Sequence[str], begun: str) -> Iterator[Suggestion]:
    """Records that the asker may see and that are found by these words, typing errors excepted."""
    if len(begun) < SHORTEST and begun.isascii():
        return
    hits = look_up(ask.session, begun, kinds, NAMES)
    if hits.guessed:
        return
    rows = load(ask.session, hits.found)
    names = [row.name for row in rows.values()]
    for (kind, row_id), row in rows.items():
        ref = str(Ref(kind, row_id))
        text = row.name if names.count(row.name) == 1 else ref
        place = contacts.company_name(ask.session, row) if isinstance(row, Contact) else ""
        yield Suggestion(text, len(begun), " · ".join(one for one in (place, ref) if one))
