"""Binding: from words to the raw text of each argument, and from that to values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz

from handlers import clearings, grammar
from handlers.asks import Ask
from handlers.contract import Command, Parameter
from handlers.key_words import KEYS
from handlers.languages import suited
from handlers.outcomes import Missing, TooMuch, UnknownKey
from handlers.readers.entries import MANY
from handlers.readers.readings import Reader, Word
from handlers.replies import Invocation
from store import fields
from store.errors import CrmError

NEARLY = 80
SHORTEST_TYPO = 4
COMMAS = "，、；"
QUOTED = "|".join(f"{opening}[^{closing}]*{closing}" for opening, closing in grammar.QUOTES.items())


@dataclass(slots=True)
class Binding:
    """Words of a message on their way to becoming arguments."""

    ask: Ask
    command: Command
    values: dict[str, str] = field(default_factory=dict)
    custom: tuple[str, ...] = ()

    def known_keys(self) -> list[str]:
        """Names of the command's arguments and of custom fields, if it takes them."""
        return [*(one.name for one in self.command.parameters), *self.custom]

    def put(self, name: str, text: str) -> None:
        """Keep the raw text of an argument; one that may be given several times collects."""
        many = name not in self.custom and self.command.parameter(name).reader.many
        if many and name in self.values:
            text = f"{self.values[name]}{MANY}{text}"
        self.values[name] = text


def bind(ask: Ask, command: Command, text: str, given: dict[str, str] | None = None) -> Invocation:
    """Find out which words are which argument.

    Args:
        ask: for readers that look records up.
        command: whose arguments these are.
        text: what follows the command's name.
        given: raw texts that are known already; their arguments take no words.

    Raises:
        UnknownKey: a key that is nearly one of the command's.
        TooMuch: words that belong to no argument.
    """
    custom = (
        tuple(one.folded for one in fields.every(ask.session))
        if command.takes_fields and ":" in text.replace("：", ":")
        else ()
    )
    binding = Binding(ask, command, dict(given or {}), custom)
    for one in command.parameters if given is None else ():
        text = one.reader.apart(ask, text) if one.positional else text
    rest = _take_keys(binding, list(grammar.words(_apart(command, text))))
    _take_positions(binding, rest, text, frozenset(given or ()))
    return Invocation(command.name, binding.values)


def _apart(command: Command, text: str) -> str:
    """Chinese commas part words where a phone or an e-mail may stand; no name holds one.

    What is quoted or free text keeps its own, up to the one before the next key. Everywhere a
    comma of either kind may stand before a key.
    """
    keys = _spelled(command.parameters)
    if not any(one.positional and one.reader.many for one in command.parameters):
        before = rf"(?P<kept>{QUOTED})|[,{COMMAS}]\s*(?=(?:{keys})[:：])"
        return re.sub(before, lambda found: found["kept"] or " ", text) if keys else text
    free = _spelled([one for one in command.parameters if one.reader.free]) or "(?!)"
    kept = rf"{QUOTED}|(?:{free})[:：](?:(?![{COMMAS}]\s*(?:{keys})[:：]).)*"
    return re.sub(rf"(?P<kept>{kept})|[{COMMAS}]", lambda found: found["kept"] or " ", text)


def _spelled(parameters: Iterable[Parameter]) -> str:
    """A pattern of the keys of arguments."""
    names = [parameter.name for parameter in parameters]
    spellings = [one for name in names for one in (name, *KEYS.get(name, ()))]
    return "|".join(map(re.escape, spellings))


def _take_keys(binding: Binding, words: list[Word]) -> list[Word]:
    """Take `key:value` words out; a wordy value goes on when the main text has begun before it."""
    known = binding.known_keys()
    rest: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        key = grammar.key_of(word, known)
        index += 1
        if key is None:
            _refuse_nearly(binding, word, known)
            rest.append(word)
            continue
        begun = bool(rest) or not _main_text_waits(binding)
        more = _continued(binding, key, words[index:], begun=begun)
        index += len(more)
        value = " ".join([key[1], *(one.text for one in more)]).strip()
        if any(map(_in_quotes, (word, *more))) and _clears(binding, key[0]):
            value = clearings.quoted(value)
        binding.put(key[0], value)
    return rest


def _in_quotes(word: Word) -> bool:
    """Whether a word, or what stands behind its key, was written in quotes."""
    return word.quoted or word.end - word.start > len(word.text)


def _clears(binding: Binding, name: str) -> bool:
    return name not in binding.custom and binding.command.parameter(name).clears


def _main_text_waits(binding: Binding) -> bool:
    """Whether words that stand free are needed for an argument, such as a name."""
    return any(
        one.required and one.positional and one.reader.greedy and one.name not in binding.values
        for one in binding.command.parameters
    )


def _continued(
    binding: Binding, key: tuple[str, str], after: Sequence[Word], *, begun: bool
) -> Sequence[Word]:
    """Words after `key:value` that still belong to the value."""
    name, value = key
    reader = None if name in binding.custom else binding.command.parameter(name).reader
    if not value and after and after[0].quoted:
        return after[:1]
    if not value:
        until = 1 if after and not grammar.key_of(after[0], binding.known_keys()) else 0
        after, begun = (after[until:], begun) if not until else (after, True)
    if reader and reader.reach and value:
        more = _readable(binding.ask, reader, value, after)
        if more or not reader.wordy or reader.reads(binding.ask, value):
            return more
    if value and reader and reader.complete(value):
        return ()
    if not begun or reader is None or not reader.wordy:
        return () if value else after[:1]
    held = reader.spot(binding.ask, [Word(value, 0, len(value))], []) is not None
    return _until_next(binding, after, "" if held else name)


def _readable(ask: Ask, reader: Reader[Any], value: str, after: Sequence[Word]) -> Sequence[Word]:
    """The most of the next words that read together with the value: `revenue:5m EUR`."""
    for count in range(min(reader.reach, len(after)), 0, -1):
        if reader.reads(ask, " ".join([value, *(word.text for word in after[:count])])):
            return after[:count]
    return ()


def _until_next(binding: Binding, after: Sequence[Word], own: str) -> Sequence[Word]:
    """Words up to the next key, @name, or something another argument would recognise."""
    keys = binding.known_keys()
    for count, word in enumerate(after):
        if word.quoted or grammar.key_of(word, keys) or word.text[0] in "@＠":
            return after[:count]
    for parameter in binding.command.parameters:
        reader = parameter.reader
        if parameter.name in (own, *binding.values):
            continue
        if parameter.positional and not reader.greedy:
            greedy = [one.reader for one in binding.command.parameters if one.reader.greedy]
            at = reader.spot(binding.ask, after, greedy)
            if at and at.start is not None:
                after = after[: at.start]
    return after


def _refuse_nearly(binding: Binding, word: Word, known: Iterable[str]) -> None:
    key = grammar.looks_like_key(word)
    if key is None:
        return
    if len(key) < SHORTEST_TYPO:
        _refuse_unknown(binding, key)
        return
    spellings = [(one, name) for name in known for one in (name, *KEYS.get(name, ()))]
    near = [(fuzz.ratio(key, spelling), name) for spelling, name in spellings]
    score, name = max(near, default=(0, ""))
    if score >= NEARLY:
        raise UnknownKey(key, name)
    _refuse_unknown(binding, key)


def _refuse_unknown(binding: Binding, key: str) -> None:
    """A key that nobody knows must not become part of a name; in free text it may stand."""
    greedy = [
        one.reader for one in binding.command.parameters if one.positional and one.reader.greedy
    ]
    if not any(one.text for one in greedy):
        raise UnknownKey(key, "")


def _take_positions(binding: Binding, words: list[Word], text: str, given: frozenset[str]) -> None:
    """Give the remaining words to positional arguments: the recognisable ones first."""
    open_ones = [
        one
        for one in binding.command.parameters
        if one.positional
        and one.name not in given
        and (one.reader.many or one.name not in binding.values)
    ]
    greedy = [one for one in open_ones if one.reader.greedy]
    spotted = [one for one in open_ones if not one.reader.greedy]
    for parameter in spotted:
        words = _take_spotted(binding, parameter, words, [one.reader for one in greedy])
    for index, parameter in enumerate(greedy):
        later = [one.reader for one in greedy[index + 1 :]]
        at = parameter.reader.spot(binding.ask, words, later)
        if at is not None and words[at]:
            binding.put(parameter.name, _joined(words[at], text))
            words = [*words[: at.start or 0], *words[at.stop :]]
    # What stood behind the greedy ones is recognised now: "role @ben manager".
    for parameter in [one for one in spotted if one.name not in binding.values]:
        words = _take_spotted(binding, parameter, words, [])
    if words:
        raise TooMuch(" ".join(word.text for word in words), suited(binding.command.examples)[0])


def _take_spotted(
    binding: Binding, parameter: Parameter, words: list[Word], others: list[Any]
) -> list[Word]:
    while words:
        at = parameter.reader.spot(binding.ask, words, others)
        if at is None:
            break
        binding.put(parameter.name, " ".join(word.text for word in words[at]))
        words = [*words[: at.start or 0], *words[at.stop :]]
        if not parameter.reader.many:
            break
    return words


def _joined(words: Sequence[Word], text: str) -> str:
    """The words as they were written, spaces and line breaks included, when nothing is between."""
    if len(words) > 1 and _adjacent(words, text):
        return text[words[0].start : words[-1].end]
    return " ".join(word.text for word in words)


def _adjacent(words: Sequence[Word], text: str) -> bool:
    return all(not text[left.end : right.start].strip() for left, right in pairwise(words))


def read_arguments(ask: Ask, command: Command, invocation: Invocation) -> dict[str, Any]:
    """Read the values of all arguments that were given.

    Raises:
        Missing: a required one was not given.
        CrmError: one makes no sense; its `asking` tells which, so that it is asked for again.
    """
    found: dict[str, Any] = {}
    for parameter in command.parameters:
        raw = invocation.values.get(parameter.name)
        if raw is None or not raw.strip():
            if parameter.required:
                raise Missing(invocation, parameter.name)
            continue
        if parameter.clears and clearings.means_nothing(raw):
            found[parameter.name] = clearings.EMPTY
            continue
        try:
            found[parameter.name] = parameter.reader.read(ask, clearings.unquoted(raw))
        except CrmError as error:
            error.asking = (invocation, parameter.name)
            raise
    if command.takes_fields:
        known = {one.name for one in command.parameters}
        found["custom"] = {key: raw for key, raw in invocation.values.items() if key not in known}
    return found
