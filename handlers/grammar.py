"""The exact grammar: which command a message names, and the words and keys that follow."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from handlers.command_words import WHOLE
from handlers.contract import Command, registry
from handlers.key_words import KEYS
from handlers.languages import SOURCE, suited, voice
from handlers.readers.readings import Word
from handlers.readers.words import PRONOUNS, narrow
from handlers.vocabularies import IMPLIED, NOUNS, VERBS
from store.refs import Ref, read_ref

QUESTION_MARKS = ("?", "？")
PREFIX = re.compile(
    r"^\s*(?:(?:/crm\b|[@＠]parley\b)\s*)?(?P<slash>[/／])?(?P<head>[^\s@]*)(?:@\w+)?",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"^(?:(?:please|can|could|would|will)\s+(?:you\s+)?(?:please\s+)?|请你?|麻烦你?)", re.IGNORECASE
)
QUOTES = {'"': '"', "“": "”", "「": "」", "＂": "＂", "『": "』"}
KEY = re.compile(r"(?P<key>[^\W\d_][\w-]{0,39})[:：](?P<value>(?!//).*)", re.DOTALL)
ARTICLES = ("", "a ", "an ", "the ")
LONGEST_HEAD = 5
RECORDS = ("contact", "company", "deal", "lead", "ticket")


@dataclass(frozen=True, slots=True)
class Named:
    """The command that a message names, and what follows."""

    command: str
    rest: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message without its address: whether it had a slash, and its words."""

    text: str
    slash: bool


def strip_address(text: str) -> Said:
    """Take off `/`, `/crm`, a mention of Parley and Telegram's `@bot` after the command."""
    match = PREFIX.match(text)
    assert match  # noqa: S101 (every part of it is optional)
    addressed = match.group(0).lstrip()
    slash = bool(match["slash"]) or addressed.lower().startswith("/crm")
    if not slash and not re.match(r"(?i)[@＠]parley\b", addressed):
        return Said(text.strip(), slash=False)
    # Menus of messengers hold names of one word: /contact_add.
    head = match["head"].replace("_", " ") if slash else match["head"]
    return Said((head + text[match.end() :]).strip(), slash)


def named(text: str) -> Named | None:
    """The command that the first words name; the longest name wins."""
    found = list(words(text))
    best: Named | None = None
    for count in range(min(LONGEST_HEAD, len(found)), 0, -1):
        if any(word.quoted for word in found[:count]):
            continue
        surface = narrow(" ".join(word.text for word in found[:count])).rstrip(":：")
        command = spaced_surfaces().get(surface)
        if command:
            best = _meant(surface, text[found[count - 1].end :])
            break
    match = unspaced_pattern().match(text.lstrip())
    if match:
        rest = text.lstrip()[match.end() :].strip().removeprefix("：").removeprefix(":")
        rest = "" if rest in QUESTION_MARKS else rest
        if best is None or len(rest) < len(best.rest):
            best = _meant(_squeezed(match[0]), rest)
    return best


def _meant(surface: str, rest: str) -> Named:
    """The command of a surface, with what the surface says along with it.

    `show` is for RECORDS; the ref of something else names the command that shows that.
    """
    implied, command = IMPLIED.get(surface, ""), spaced_surfaces()[surface]
    ref = read_ref(rest) if command == "show" else None
    if ref and ref.kind not in RECORDS and f"{ref.kind} show" in registry.commands:
        command = f"{ref.kind} show"
    return Named(command, f"{implied} {rest.strip()}".strip())


def verb_and_ref(text: str, shown: Sequence[Ref]) -> Named | None:
    """A bare verb and a ref or "it": `edit C-1 title:CTO` is `contact edit C-1 title:CTO`."""
    found = list(islice(words(text), 2))
    if len(found) < 2:  # noqa: PLR2004
        return None
    verb, subject = found
    ref = read_ref(subject.text)
    if narrow(subject.text) in PRONOUNS:
        ref = next(iter(shown), None)
    for name, spellings in VERBS.items():
        command = f"{ref.kind} {name}" if ref else ""
        if narrow(verb.text) in spellings and command in registry.commands:
            return Named(command, f"{ref} {text[subject.end :]}".strip())
    return None


def bare(text: str) -> str:
    """A sentence without "please" or "can you"; as it is where it begins with neither."""
    return POLITE.sub("", text).rstrip("?？ ") if POLITE.match(text) else text


def of_a_task(found: Named) -> bool:
    """Whether the ref of a task follows a command that knows none: "move R-1 to friday"."""
    known = registry[found.command]
    refs = [read_ref(one.text) for one in islice(words(found.rest), 2)]
    named = any(ref and ref.kind == "task" for ref in refs)
    return named and all(one.name != "task" for one in known.parameters)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", narrow(text))


@cache
def spaced_surfaces() -> dict[str, str]:
    """Every way to name a command, in lower case, and the command."""
    found: dict[str, str] = {}
    for name in registry.commands:
        for surface in surfaces(name):
            found.setdefault(surface, name)
    for noun in (*RECORDS, "product", "quote", "order"):
        if f"{noun} show" in registry.commands:
            for spelling in NOUNS[noun]:
                found.setdefault(spelling, f"{noun} show")
    return found


@cache
def unspaced_pattern() -> re.Pattern[str]:
    """Chinese names of commands, which need no space after them."""
    chinese = [one for one in spaced_surfaces() if len(one) > 1 and not one.isascii()]
    joined = [
        r"\s*".join(map(re.escape, one.replace(" ", ""))) for one in chinese if " " not in one
    ]
    return re.compile("|".join(sorted(joined, key=len, reverse=True)) or r"(?!)", re.IGNORECASE)


def surfaces(name: str) -> Iterator[str]:
    """Ways to name a command: synonyms, and both orders of noun and verb."""
    yield name
    yield from WHOLE.get(name, ())
    noun, _, verb = name.partition(" ")
    for one in NOUNS.get(noun, (noun,)) if verb else ():
        for other in VERBS.get(verb, (verb,)):
            yield f"{one} {other}"
            if one.isascii():
                yield from (f"{other} {article}{one}" for article in ARTICLES)
            else:
                yield from (f"{one}{other}", f"{other}{one}", f"{other} {one}", f"{other}一个{one}")


def spelled(known: Command) -> str:
    """A command's name as the listener would type it: in Chinese the one its example begins with."""
    if voice().language == SOURCE:
        return known.name
    for example in suited(known.examples):
        found = named(example)
        if found and found.command == known.name:
            return example.removesuffix(found.rest).strip()
    return suited([known.name, *WHOLE.get(known.name, ())])[0]


def words(text: str) -> Iterator[Word]:
    """Split a message into words; quotes of any kind group several into one."""
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        word = _word(text, position)
        yield word
        position = word.end


def _word(text: str, start: int) -> Word:
    closing = QUOTES.get(text[start])
    end = text.find(closing, start + 1) if closing else -1
    if end > 0:
        return Word(text[start + 1 : end], start, end + 1, quoted=True)
    position = start
    while position < len(text) and not text[position].isspace():
        if text[position] in ":：" and position + 1 < len(text) and text[position + 1] in QUOTES:
            closed = text.find(QUOTES[text[position + 1]], position + 2)
            if closed > 0:
                value = text[position + 2 : closed]
                return Word(f"{text[start:position]}:{value}", start, closed + 1)
        position += 1
    return Word(text[start:position], start, position)


def key_of(word: Word, known: Iterable[str]) -> tuple[str, str] | None:
    """The argument and value of a `key:value` word whose key is one of those known."""
    match = None if word.quoted else KEY.fullmatch(word.text)
    if match is None:
        return None
    key = unicodedata.normalize("NFKC", match["key"]).casefold()
    for name in known:
        if key == name or key in KEYS.get(name, ()):
            return name, match["value"]
    return None


def looks_like_key(word: Word) -> str | None:
    """The key of a word that has the form of `key:value`, whether or not it is one."""
    match = None if word.quoted else KEY.fullmatch(word.text)
    return match["key"].casefold() if match else None
