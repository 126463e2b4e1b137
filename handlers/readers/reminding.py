"""Readers of what is said about reminders: who, when, how often, what, and which one."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any

from handlers import dates, task_words
from handlers.asks import Ask
from handlers.dates.endings import find_ending
from handlers.dates.repeats import FoundRepeat, Repeat, find_repeat, read_repeat
from handlers.languages import mark
from handlers.outcomes import Ambiguous, Option, Unreadable
from handlers.readers import chinese_names, stretches
from handlers.readers.entries import Moment, locate
from handlers.readers.readings import Reader, Word
from handlers.readers.records import ME, OPTIONS, Colleague
from handlers.readers.words import PRONOUNS, FreeText, narrow
from handlers.scripts import HAN
from handlers.task_words import called
from handlers.texts import Text, fmt
from store import staff, task_lists, task_subjects, tasks
from store.access import NotFound
from store.directories import Person
from store.errors import CrmError
from store.refs import Ref, read_ref
from store.tables import Task
from store.task_lists import Filters

SEARCHED = 200
QUARTER = timedelta(minutes=5)
HOUR = re.compile(r"(?:[01]?[0-9]|2[0-3])")
_SELF = re.compile(r"\s*(?:一下)?(?P<me>我们|我|自己)(?=[\u4e00-\u9fff0-9])")
_EVERY_PART = re.compile(
    r"\b(?P<every>every|each)\s+(?P<part>morning|afternoon|evening|night)\b", re.IGNORECASE
)
_PART = re.compile(r"\s+(?:morning|afternoon|evening|night)\b", re.IGNORECASE)
_TO = re.compile(r"^(?:to|ｔｏ|that|[,，:：、]|要|记得)\s*(?=\S)", re.IGNORECASE)


class Doer(Colleague):
    """Who is to do it: "me", @name or a colleague's whole name, in front of all else."""

    greedy = False

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words, if they name somebody."""
        if not words or words[0].quoted:
            return None
        first = words[0].text
        if first.startswith(("@", "＠")):
            return slice(0, self._length(ask, words))
        if narrow(first) in ME:
            return slice(0, 1)
        people = ask.directory.people.values()
        known = {one.folded for one in people} | {one.handle for one in people}
        known |= chinese_names.given(ask)
        for count in range(min(4, len(words)), 0, -1):
            if staff.fold(" ".join(word.text for word in words[:count])) in known:
                return slice(0, count)
        return None

    def apart(self, ask: Ask, text: str) -> str:
        """Part 我, or a colleague's Chinese name, from what follows it."""
        if _SELF.match(text):
            return _SELF.sub(lambda found: f"{found['me']} ", text, count=1)
        end = chinese_names.end_at(ask, text)
        return f"{text[:end]} {text[end:]}" if end else text


class RepeatReader(Reader[Repeat]):
    """How often: every weekday, mon, 2 weeks, last day, 每周一."""

    reach = 5

    def read(self, ask: Ask, text: str) -> Repeat:
        """Read it, with or without "every", and with its end."""
        stretches.refuse_hours(text)
        ending = find_ending(text, 0, now=ask.now, zone=ask.voice.timezone)
        try:
            if ending and ending.start:
                return replace(read_repeat(text[: ending.start]), ending=ending.ending)
            return read_repeat(text)
        except dates.UnreadableDate:
            raise Unreadable(
                fmt(
                    "I can't read “{text}” as a repeat. For example: weekday, mon, 2 weeks, last day, 2nd tuesday",
                    text=text[:60],
                )
            ) from None

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first words that say how often, and until when."""
        found = locate(words, lambda text: _whole_repeat(ask, text))
        return found or locate(words, stretches.hours)

    def apart(self, ask: Ask, text: str) -> str:
        """Part it from Chinese words around it; its end, wherever that stands, comes to it."""
        text = _EVERY_PART.sub(r"\g<every> day in the \g<part>", text, count=1)
        found = find_repeat(text)
        if found is None:
            return _parted(text, stretches.hours(text))
        ending = find_ending(text, found.end, now=ask.now, zone=ask.voice.timezone)
        if found and _PART.match(text, found.end):
            text = f"{text[: found.end]} in the{text[found.end :]}"
        if ending:
            kept = f"{text[found.end : ending.start]}{text[ending.end :]}"
            text = f"{text[: found.end]} {ending.ending} {kept.lstrip()}"
        return _parted(text, _whole_repeat(ask, text))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("How often? For example: every weekday, every 2 weeks, last day of the month")


class ReminderWhen(Moment):
    """When somebody is to be reminded: a time to come."""

    picky = True

    def read(self, ask: Ask, text: str) -> dates.When:
        """Read it; today without a time is soon."""
        try:
            found = super().read(ask, text)
        except dates.UnreadableDate:
            found = super().read(ask, stretches.plainer(text))
            if not found.has_time:
                raise
        today = ask.now.astimezone(ask.voice.timezone).date()
        if not found.has_time and found.day == today and found.due(ask.voice.timezone) <= ask.now:
            return dates.When(_soon(ask.now), has_time=True, day=today)
        due_at = found.due(ask.voice.timezone)
        if due_at <= ask.now:
            raise Unreadable(fmt("{at} is past. When shall I remind you?", at=due_at))
        return found

    def apart(self, ask: Ask, text: str) -> str:
        """Part it from Chinese words around it; the Monday of 每周一 is none."""
        often = _whole_repeat(ask, text)
        masked = _masked(text, often.start, often.end) if often else text
        try:
            found = dates.find_when(masked, now=ask.now, zone=ask.voice.timezone)
        except dates.AmbiguousDate:
            return text
        whole = stretches.around(masked, found, now=ask.now, zone=ask.voice.timezone)
        return _parted(text, whole)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The first date among the words; here "at 10" is a time, whatever follows."""
        found = super().spot(ask, words, others)
        if found is None and words:
            for index, (word, after) in enumerate(pairwise(words)):
                if narrow(word.text) == "at" and HOUR.fullmatch(after.text) and not after.quoted:
                    return slice(index, index + 2)
            with suppress(CrmError):  # "30 minutes" is one only where nothing else is said
                self.read(ask, " ".join(one.text for one in words))
                return slice(0, len(words))
        return found or stretches.doubtful(words)

    def suggest(self, ask: Ask) -> list[str]:
        """Times that are often meant."""
        if ask.voice.language == "zh":
            return ["1小时后", "明天上午9点", "下周一上午9点"]
        return ["in 1 hour", "tomorrow 9am", "next monday 9am"]


def _whole_repeat(ask: Ask, text: str) -> FoundRepeat | None:
    """Where it is said how often, and right behind that until when."""
    found = find_repeat(text)
    if found is None:
        return None
    ending = find_ending(text, found.end, now=ask.now, zone=ask.voice.timezone)
    behind = ending is not None and ending.start == found.end
    return replace(found, end=ending.end) if ending and behind else found


def _masked(text: str, start: int, end: int) -> str:
    return text[:start] + "\x1f" * (end - start) + text[end:]


def _soon(now: datetime) -> datetime:
    """In an hour, on a round time."""
    later = (now + timedelta(hours=1)).astimezone(UTC)
    past = timedelta(minutes=later.minute % 5, seconds=later.second, microseconds=later.microsecond)
    return later - past + (QUARTER if past else timedelta())


def _parted(text: str, found: Any) -> str:  # noqa: ANN401 (a stretch of the text)
    """A text with spaces around a stretch of it that Chinese characters touch."""
    if found is None:
        return text
    head, middle, tail = text[: found.start], text[found.start : found.end], text[found.end :]
    before = " " if HAN.match(head[-1:]) or HAN.match(middle[:1]) else ""
    after = " " if HAN.match(tail[:1]) or HAN.match(middle[-1:]) else ""
    return f"{head}{before if head else ''}{middle}{after if tail else ''}{tail}"


class What(FreeText):
    """What is to be done, without the "to" before it."""

    def read(self, ask: Ask, text: str) -> str:
        """Trim it."""
        return _TO.sub("", super().read(ask, text), count=1)


class TaskReader(Reader[Task]):
    """A task: its ref, "it", or words of it among one's own."""

    greedy = True
    wordy = True

    def read(self, ask: Ask, text: str) -> Task:
        """Find it; done ones by their ref only."""
        ref = read_ref(text.strip())
        if narrow(text) in PRONOUNS:
            ref = next((one for one in ask.shown() if one.kind == "task"), None)
        if ref is not None:
            if ref.kind != "task":
                return self._about(ask, ref)
            return tasks.get(ask.session, ref.id)
        return self._by_words(ask, text)

    def _about(self, ask: Ask, ref: Ref) -> Task:
        if ref.kind not in task_subjects.TABLES:
            raise NotFound("task", str(ref))
        filters = Filters(frozenset({ask.person.id}), about=ref)
        rows = task_lists.page(ask.session, filters)[0]
        return _one(ask, str(ref), rows)

    def _by_words(self, ask: Ask, text: str) -> Task:
        filters = Filters(frozenset({ask.person.id}))
        rows = task_lists.page(ask.session, filters, limit=SEARCHED)[0]
        seen = task_subjects.of(ask.session, rows)
        words = tasks.texts(ask.session, rows)
        said = {
            one.id: narrow(
                f"{task_words.said(one, words[one.id]) or ''} "
                f"{called(seen.get(one.about)) if one.about else ''}"
            )
            for one in rows
            if not task_subjects.hidden(one, seen)
        }
        # "all" is no word of "call the mint": what is finished or put off is never guessed.
        wanted = rf"(?<!\w){re.escape(narrow(text))}"
        whole = re.compile(rf"{wanted}(?!\w)", re.ASCII)
        fits = [one for one in rows if whole.search(said.get(one.id, ""))]
        begun = re.compile(wanted, re.ASCII)
        near = [] if fits else [one for one in rows if begun.search(said.get(one.id, ""))]
        if near:
            raise Ambiguous(text, _options(near[:OPTIONS], words, seen))
        return _one(ask, text, fits)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """A ref or a pronoun, or all words."""
        if not words:
            return None
        if read_ref(words[0].text) or narrow(words[0].text) in PRONOUNS:
            return slice(0, 1)
        return slice(0, len(words))

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which task? A ref such as R-1, or words of it. `tasks` lists yours.")

    def suggest(self, ask: Ask) -> list[str]:
        """Tasks shown last in this conversation."""
        return [str(ref) for ref in ask.shown() if ref.kind == "task"][:3]

    def offers(self, ask: Ask) -> list[tuple[str, str]]:
        """Those that are not done yet, by their words."""
        ids = [ref.id for ref in ask.shown() if ref.kind == "task"][:OPTIONS]
        rows = [one for one in tasks.get_many(ask.session, ids) if one.done_at is None]
        words, seen = tasks.texts(ask.session, rows), task_subjects.of(ask.session, rows)
        return [(one.label, one.value) for one in _options(rows, words, seen)]


def _one(ask: Ask, text: str, rows: Sequence[Task]) -> Task:
    if not rows:
        raise NotFound("task", text)
    if len(rows) == 1:
        return rows[0]
    shown = rows[:OPTIONS]
    words, seen = tasks.texts(ask.session, shown), task_subjects.of(ask.session, shown)
    raise Ambiguous(text, _options(shown, words, seen))


def _options(
    rows: Sequence[Task], words: Mapping[int, str | None], seen: Mapping[Ref, Any]
) -> tuple[Option, ...]:
    """Tasks to choose from, each by what is to be done and about whom."""
    return tuple(
        Option(f"R-{one.id}", f"R-{one.id} {task_words.what(one, words[one.id], seen)}"[:60])
        for one in rows
    )


ADoer = Annotated[Person, Doer()]
ARepeat = Annotated[Repeat, RepeatReader()]
AWhen = Annotated[dates.When, ReminderWhen()]
AWhat = Annotated[str, What(mark("What shall I remind you of?"))]
AnOutcome = Annotated[str, FreeText(mark("What came of it?"))]
ATask = Annotated[Task, TaskReader()]
