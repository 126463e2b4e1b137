"""Readers of what is said about scheduled reports: which, how often and when, to whom."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any

from handlers import dates
from handlers.asks import Ask
from handlers.dates.repeats import Repeat, read_repeat
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.notices import clock_of
from handlers.readers.readings import Reader, Word
from handlers.readers.records import Colleague
from handlers.readers.words import FreeText, narrow
from handlers.texts import Text, fmt
from store import chats, report_schedules, ticket_threads
from store.access import NotFound
from store.directories import Person
from store.errors import CrmError
from store.tables import ReportSchedule

USUAL = time(9)
HERE = ("here", "this channel", "本群", "这里", "此群")
_CLOCK = re.compile(
    r"(?:\s+at)?\s*((?:上午|下午|早上|晚上)?\s*[0-9]{1,2}(?:[:：点][0-9]{0,2}分?|点半)?\s*(?:am|pm)?)$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"^(?:every\b|each\b|daily\b|weekly\b|monthly\b|weekdays\b|每|天天)", re.IGNORECASE
)
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes, and at what time of day."""

    repeat: Repeat
    clock: time


class RhythmReader(Reader[Rhythm]):
    """How often and when: mon 9:00, weekday 8:30, last day 17:00, 每周一上午9点."""

    reach = 5

    def read(self, ask: Ask, text: str) -> Rhythm:
        """Read it; without a time it comes at nine."""
        said = text.strip()
        with suppress(dates.UnreadableDate):
            return Rhythm(read_repeat(said), USUAL)
        found = _CLOCK.search(said)
        clock = clock_of(narrow(found[1]).replace("：", ":").replace(" ", "")) if found else None
        if found and clock is not None:
            with suppress(dates.UnreadableDate):
                return Rhythm(read_repeat(said[: found.start()]), clock)
        raise Unreadable(
            fmt(
                "I can't read “{text}” as how often and when. For example: mon 9:00, weekday 8:30, "
                "last day 17:00",
                text=text[:60],
            )
        )

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The most words from "every" on that read."""
        for first, one in enumerate(words):
            if one.quoted or not _BEGINS.match(narrow(one.text)):
                continue
            for last in range(min(first + LONGEST, len(words)), first, -1):
                with suppress(CrmError):
                    self.read(ask, " ".join(word.text for word in words[first:last]))
                    return slice(first, last)
        return None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("How often and when? For example: mon 9:00, weekday 8:30, last day 17:00")

    def suggest(self, ask: Ask) -> list[str]:
        """Times that are often meant."""
        if ask.voice.language == "zh":
            return ["每周一 9:00", "工作日 8:30", "每月最后一天 17:00"]
        return ["mon 9:00", "weekday 8:30", "last day 17:00"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or group; at a terminal it has no chat."""

    name: str
    chat_id: int | None = None


class AddresseeReader(Reader[Person | Channel]):
    """To whom: a colleague, #channel, or "here" in a channel."""

    wordy = True
    person = Colleague()

    def read(self, ask: Ask, text: str) -> Person | Channel:
        """Find who or where that is."""
        said = text.strip()
        if narrow(said) in HERE:
            return self._here(ask)
        if said.startswith(("#", "＃")):
            return self._channel(ask, f"#{said[1:].strip()}")
        return self.person.read(ask, said)

    def _here(self, ask: Ask) -> Channel:
        chat_id, payload = ask.taken.place.chat_id, ask.taken.payload
        if chat_id is None or not payload.get("shared"):
            raise Unreadable(fmt("Say this in the channel or group that the report should go to."))
        if payload.get("external"):
            raise Unreadable(
                fmt("People of another company read this channel: no reports go there.")
            )
        return Channel(str(payload.get("room") or chats.account_of(ask.session, chat_id)), chat_id)

    def _channel(self, ask: Ask, name: str) -> Channel:
        """One in which tickets are worked on, or to which reports go already."""
        wanted = narrow(name).removeprefix("#")
        for desk in ticket_threads.desks(ask.session):
            if narrow(desk.name).removeprefix("#") == wanted:
                return Channel(name, desk.chat_id)
        for row in report_schedules.every(ask.session):
            if row.channel and narrow(row.channel).removeprefix("#") == wanted:
                return Channel(row.channel, row.chat_id)
        if ask.taken.platform != "terminal" or not wanted:
            raise Unreadable(
                fmt("I don't know {name}. Say the same in that channel, with `to:here`.", name=name)
            )
        return Channel(name)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """Only behind its key: other people may be named in the report itself."""
        return None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("To whom? For example: @ben, #sales")


class ScheduleReader(Reader[ReportSchedule]):
    """A scheduled report: its number in the list, or the beginning of what is sent."""

    greedy = True

    def read(self, ask: Ask, text: str) -> ReportSchedule:
        """Find it."""
        rows, said = report_schedules.every(ask.session), narrow(text)
        if said.isdecimal():
            number = int(said[:20])
            if 1 <= number <= len(rows):
                return rows[number - 1]
            return report_schedules.get(ask.session, number)
        fits = [one for one in rows if one.command.startswith(said)]
        if len(fits) != 1:
            raise NotFound("schedule", text)
        return fits[0]

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which one? Its number in `report list`.")


ARhythm = Annotated[Rhythm, RhythmReader()]
Addressee = Annotated[Person | Channel, AddresseeReader()]
ASchedule = Annotated[ReportSchedule, ScheduleReader()]
AskedReport = Annotated[
    str, FreeText(mark("Which report? For example: summary week, forecast"), 500)
]
