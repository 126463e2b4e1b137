"""Readings of questions: what each run of words may be, and what all of them ask together."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from handlers.asking import lexicons as words
from handlers.asking.atoms import LONGEST, Sentence
from handlers.asks import Ask
from handlers.languages import LANGUAGES, catalogue
from handlers.measure_words import NAMES
from handlers.readers import stages
from handlers.readers.ranges import Worths, read_worths
from handlers.readers.reports import Days, ReportDays
from handlers.readers.words import narrow
from store import pipelines
from store.errors import CrmError
from store.measurements import Measure
from store.measures import MEASURES
from store.tiers import TIERS


@dataclass(slots=True)
class Asked:
    """What a question asks, as far as it was understood.

    Attributes:
        noun, happening: what is counted, and what became of it.
        single: the name of a measure that was said in one.
        customers: what is asked about customers as buyers, such as "churn".
        quantity: "money" or "count", where it was said which.
        periods: in the order in which they were said.
        closing: the first period is that in which deals should close.
        versus: compared with the second period, or with the one before; behind: the first period
            is that with which the one after it is compared.
        by, series: by what the figure is told apart.
        whose: "mine", "team" or "all"; staff: people who were named.
        having: values of dimensions that were named.
        worths: from which amount to which.
        unknown: runs of words that mean nothing yet.
    """

    noun: str = ""
    happening: str = ""
    single: str = ""
    customers: str = ""
    quantity: str = ""
    periods: list[Days] = field(default_factory=list)
    closing: bool = False
    versus: bool = False
    behind: bool = False
    by: str = ""
    series: str = ""
    whose: str = ""
    staff: set[int] = field(default_factory=set)
    having: dict[str, set[Any]] = field(default_factory=dict)
    worths: Worths | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def measure(self) -> Measure | None:
        """The measure that is asked for, if any."""
        name = self.single or words.MADE_OF.get((self.noun, self.happening))
        if name is None and self.noun in words.KINDS:
            name = "activities"
        if name is None:
            return None
        if self.quantity == "money":
            name = words.IN_MONEY.get(name, name)
        if self.quantity == "count":
            name = words.IN_NUMBER.get(name, name)
        return MEASURES[name]


def read(ask: Ask, text: str) -> Asked | None:
    """What a question asks; None where it asks for no measure."""
    asked = taken_apart(ask, text)
    return asked if asked and (asked.measure or asked.customers) else None


def taken_apart(ask: Ask, text: str) -> Asked | None:
    """What the words of a message mean; None of one that is too long.

    Args:
        ask: decides whose names and stages are known.
        text: the whole message.
    """
    if len(text) > LONGEST:
        return None
    sentence, asked, at = Sentence.of(text), Asked(), 0
    lexicon, strange = _lexicon(ask), 0
    while at < len(sentence.atoms):
        for end, run in sentence.runs(at):
            if _takes(ask, asked, lexicon, run):
                at, strange = end, 0
                break
        else:
            atom = sentence.atoms[at]
            joined = strange and (atom.chinese or sentence.text[atom.start - 1] == " ")
            if joined:
                gap = "" if atom.chinese else " "
                asked.unknown[-1] += gap + atom.text
            else:
                asked.unknown.append(atom.text)
            at, strange = at + 1, 1
    if asked.happening == "open" and _DONE.search(sentence.text):
        asked.happening = "new"
    if asked.noun in words.KINDS:
        asked.having.setdefault("kind", set()).add(asked.noun)
    if (asked.noun, asked.happening) == ("contacts", "lost"):
        asked.customers = asked.customers or "lost"
    if asked.noun in ("contacts", "companies") and not asked.happening and "tier" in asked.having:
        asked.single = "companies with a tier"
    return asked


_DONE = re.compile(r"\bdid\b.*\bopen\b")
"""What somebody did open is new; what is open is as it stands."""


def questions_in(ask: Ask, text: str, *, by: bool = False, whole: bool = False) -> bool:
    """Whether a message asks for a figure: it names a measure, and is clearly a question.

    Args:
        ask: of the asker.
        text: the whole message.
        by: it must ask for the figure by something, or beside another period.
        whole: it must ask how many or how much, or about buyers, and every word must be understood.
    """
    folded = text.casefold()
    buying = _BUYING.search(folded)
    if whole and not (buying or _COUNTS.search(folded)):
        return False
    asked = read(ask, text) if buying or _ASKS.search(folded) else None
    if asked is None and not (by or whole):
        asked = _plain(ask, text)
    if asked is None or (by and not (asked.by or asked.series or asked.versus)):
        return False
    return len(asked.unknown) <= (0 if whole else MOST_UNKNOWN)


def _plain(ask: Ask, text: str) -> Asked | None:
    """A measure and its period, and not a word more: "win rate last quarter"."""
    asked = read(ask, text)
    if asked is None or asked.unknown or not asked.periods:
        return None
    return asked if asked.single or not asked.noun else None


def understood(ask: Ask, text: str) -> bool:
    """Whether a message names a measure, and every word of it means something."""
    asked = read(ask, text)
    return asked is not None and not asked.unknown


def looks_like_one(text: str) -> bool:
    """Whether a text is a question, whatever it asks."""
    folded = text.casefold()
    return _ASKS.search(folded) is not None or _WONDERS.search(folded) is not None


def begins_with_figure(text: str) -> bool:
    """Whether the first words name a measure in one, such as 赢单率, which begins like a verb."""
    return narrow(text).startswith(_SINGLES)


def begins_with_customers(text: str) -> bool:
    """Whether the first words ask about buyers: "lost customers" loses no deal."""
    return narrow(text).startswith(_BUYERS)


_SINGLES = tuple(one for spellings in words.SINGLE.values() for one in spellings)
_BUYERS = tuple(one for spellings in words.CUSTOMERS.values() for one in spellings)
MOST_UNKNOWN = 2
_ASKS = re.compile(
    r"\?|？|how (?:much|many|long)|what|which|average|number of|\b(?:by|per|vs|versus|compared)\b"
    r"|多少|几|哪些|平均|按|每|各|对比|相比|率|额|吗|呢"
)
"""What marks a question, so that no other sentence is read as one."""
_WONDERS = re.compile(r"^(?:how|who|whose|why|when|where)\b|怎么|什么|谁|哪")
"""What marks other questions, which are told what can be answered."""
_BUYING = re.compile("|".join(map(re.escape, _BUYERS)))
"""What asks about customers as buyers without any word of asking, such as "churn last year"."""
_COUNTS = re.compile(r"how (?:much|many)|number of|多少|几[个家单张次位]")


Take = Callable[[Asked], None]
Lexicon = Mapping[str, Take]


def _takes(ask: Ask, asked: Asked, lexicon: Lexicon, run: str) -> bool:
    """Whether a run of words means something; it is noted then."""
    take = lexicon.get(run)
    if take is not None:
        take(asked)
        return True
    if asked.versus and run in words.BEFORE:
        return True
    return _is_period(ask, asked, run) or _is_worth(ask, asked, run)


def _is_period(ask: Ask, asked: Asked, run: str) -> bool:
    if run.isdecimal() and len(run) != 4:  # noqa: PLR2004 (a year)
        return False
    with suppress(CrmError):
        asked.periods.append(ReportDays().read(ask, run))
        return True
    return False


def _is_worth(ask: Ask, asked: Asked, run: str) -> bool:
    found = read_worths(run, ask.voice.currency) if asked.worths is None else None
    if found is None:
        return False
    asked.worths = found
    return True


def _lexicon(ask: Ask) -> Lexicon:
    """What single words mean here; names of people and stages come before everything else."""
    known: dict[str, Take] = dict.fromkeys(words.FILLERS, _nothing)
    known |= {**_labels(), **_GENERAL}
    for person in ask.directory.people.values():
        names = {person.name.casefold(), person.handle.casefold(), f"@{person.handle.casefold()}"}
        first = person.name.casefold().split()[0]
        alone = sum(
            one.name.casefold().split()[0] == first for one in ask.directory.people.values()
        )
        names |= {first} if alone == 1 else set()
        for name in names - set(known):
            known |= {name: _is_staff({person.id}), f"{name}'s": _is_staff({person.id})}
    for team_id, name in ask.directory.teams.items():
        members = {one.id for one in ask.directory.people.values() if one.team_id == team_id}
        known.setdefault(name.casefold(), _is_staff(members))
    for step in pipelines.steps(ask.session):
        spoken = _spoken(stages.LABELS.get(step.folded, step.name))
        spoken |= {f"{one}阶段" for one in spoken}
        for name in {step.folded, *spoken} - {"won", "lost", "lead", "赢单", "输单", "线索"}:
            known[name] = _also(known.get(name), "stage", step.id)
    return known


def _labels() -> Lexicon:
    """What measures are called in reports."""
    return {one: _is_single(name) for name, label in NAMES.items() for one in _spoken(label)}


def _spoken(label: str) -> set[str]:
    """A label in all languages: people mix them."""
    known = {label, *(one for name in LANGUAGES for one in catalogue(name).get(label, ()))}
    return {one.casefold() for one in known}


def _nothing(_asked: Asked) -> None:
    """A word that says nothing by itself."""


def _is_staff(ids: set[int]) -> Take:
    return lambda asked: asked.staff.update(ids)


def _also(held: Take | None, dimension: str, value: Any) -> Take:  # noqa: ANN401
    """A name that several stages share means all of them."""

    def take(asked: Asked) -> None:
        if held is not None:
            held(asked)
        asked.having.setdefault(dimension, set()).add(value)

    return take


def _is_single(name: str) -> Take:
    """Of two measures the one that says more: "how old are open deals" asks for their age."""

    def take(asked: Asked) -> None:
        if not asked.single or name not in words.BARE:
            asked.single = name

    return take


def _puts(name: str, value: Any) -> Take:  # noqa: ANN401
    return lambda asked: setattr(asked, name, value)


def _puts_first(name: str, value: str) -> Take:
    """What was said first stays: in "new deals won" the winning is what is asked for."""

    def take(asked: Asked) -> None:
        if name == "happening" and asked.happening in ("", "new", "logged"):
            asked.happening = value
        elif not getattr(asked, name):
            setattr(asked, name, value)

    return take


def _versus(asked: Asked) -> None:
    """What it is compared with comes behind: before any period it is "sales vs last year"."""
    asked.versus, asked.behind = True, not asked.periods


def _entries() -> Iterator[tuple[str, Take]]:
    tables = (
        ("noun", words.NOUNS), ("happening", words.HAPPENINGS), ("quantity", words.QUANTITIES),
    )  # fmt: skip
    for name, table in tables:
        for value, spellings in table.items():
            yield from ((one, _puts_first(name, value)) for one in spellings)
    for value, spellings in words.SINGLE.items():
        yield from ((one, _is_single(value)) for one in spellings)
    for value, spellings in words.CUSTOMERS.items():
        yield from ((one, _puts("customers", value)) for one in spellings)
    yield from _told_apart()
    yield from ((one, _versus) for one in words.VERSUS)
    yield from ((one, _puts("by", "owner")) for one in words.BY_WHO)
    for tier in TIERS:
        for one in words.TIERED:
            yield one.format(tier.casefold()), _also(None, "tier", tier)
    yield from ((one, _puts("closing", value=True)) for one in words.CLOSING if one != "close")
    for value, spoken in (("mine", words.MINE), ("all", words.ALL), ("team", words.TEAM)):
        yield from ((one, _puts("whose", value)) for one in spoken)


def _told_apart() -> Iterator[tuple[str, Take]]:
    """Ways to say by what a figure is told apart."""
    for before in words.BY_BEFORE:
        gap = "" if "\u3400" <= before[0] <= "\u9fff" else " "
        for name, table in (("by", words.BY), ("series", words.SERIES)):
            for value, spellings in table.items():
                for one in spellings:
                    chinese = "\u3400" <= one[0] <= "\u9fff"
                    if chinese == (gap == ""):
                        yield f"{before}{gap}{one}", _puts(name, value)


_GENERAL: Lexicon = dict(_entries())
