"""Preferences: language, time zone, quiet hours, and what one is told about."""

import re
from datetime import time
from typing import Annotated

from handlers.asks import Ask, voice_of
from handlers.contract import command
from handlers.languages import speaking
from handlers.outcomes import Unreadable
from handlers.readers.hours import HOURS
from handlers.readers.locales import Language, Zone
from handlers.readers.notices import clock_of
from handlers.readers.readings import Reader
from handlers.readers.words import narrow
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, moment, plural
from store import customer_accounts, staff, task_zones
from store.rights import Right
from store.tables import Identity


class QuietReader(Reader[str]):
    """Hours of the day such as 22:00-8:00, or off."""

    greedy = True

    def read(self, ask: Ask, text: str) -> str:
        """Read both ends; the normal form is HH:MM-HH:MM, or nothing for off."""
        if narrow(text) in ("off", "no", "关", "关闭", "无"):
            return ""
        try:
            begin, end = _ends(narrow(text))
        except ValueError:
            raise Unreadable(
                fmt(
                    "“{text}” are no hours. For example: quiet 22:00-8:00, or quiet off",
                    text=text[:60],
                )
            ) from None
        return f"{begin:%H:%M}-{end:%H:%M}"

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("During which hours shall I be quiet? For example: 22:00-8:00, or off")


def _ends(text: str) -> tuple[time, time]:
    match = HOURS.fullmatch(text)
    parts = match.groups() if match else ()
    begin, end = (_clock(*parts[:3]), _clock(*parts[3:])) if match else _spoken_ends(text)
    if begin == end:
        raise ValueError(text)
    return begin, end


def _spoken_ends(text: str) -> tuple[time, time]:
    """晚上10点到第二天早上8点."""
    found = [clock_of(one) for one in SPOKEN_TO.split(text)]
    if len(found) != 2 or None in found:  # noqa: PLR2004 (both ends)
        raise ValueError(text)
    begin, end = (one for one in found if one is not None)
    return begin, end


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    if half in ("am", "pm"):
        return time(int(hour) % 12 + 12 * (half == "pm"), int(minute or 0))
    return time(0 if hour == "24" else int(hour), int(minute or 0))


SPOKEN_TO = re.compile(r"\s*(?:到|至|[-–—~])\s*(?:第二天|次日|隔天)?\s*")
Quiet = Annotated[str, QuietReader()]


@command(
    "language",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("language zh", "语言 en"),
    phrases=("speak {language}", "说{language}", "请说{language}"),
)
def choose_language(ask: Ask, language: Language) -> Reply:
    """Choose the language in which I speak to you."""
    _prefer(ask, locale=language)
    with speaking(voice_of(ask.directory, ask.actor.person, {"locale": language})):
        return Reply(
            fmt("I speak English with you from now on.")
            if language == "en"
            else fmt("I speak Chinese with you from now on.")
        )


@command(
    "timezone",
    needs=Right.EVERYONE,
    strangers=True,
    examples=("timezone Europe/Berlin", "时区 上海"),
)
def choose_timezone(ask: Ask, zone: Zone) -> Reply:
    """Choose the time zone in which you live."""
    _prefer(ask, timezone=zone)
    person = ask.actor.person and ask.directory.people[ask.person.id]
    moved = task_zones.follow(ask.session, [person]) if person else 0
    with speaking(
        voice_of(ask.directory, ask.actor.person, {"timezone": zone, "locale": ask.voice.language})
    ):
        said = fmt("Your time zone is {zone}: it is {now} there.", zone=zone, now=moment(ask.now))
        return Reply(lines(said, _moved(moved)))


def _moved(count: int) -> Text | None:
    """What repeats keeps its time of day."""
    return (
        plural(
            "{count} reminder that repeats goes by its clock now.",
            "{count} reminders that repeat go by its clock now.",
            count,
        )
        if count
        else None
    )


def _prefer(ask: Ask, **wishes: str) -> None:
    """Staff keep their wishes for all their accounts; a stranger for this one."""
    if ask.actor.person:
        staff.prefer(ask.session, ask.person.id, **wishes)
        ask.session.act_as(ask.directory.people[ask.person.id])
        return
    identity = ask.session.get(Identity, ask.taken.identity_id)
    for name, value in wishes.items():
        setattr(identity, name, value)
    if "locale" in wishes and ask.taken.identity_id is not None:
        customer_accounts.of(ask.session, ask.taken.identity_id, chose_language=True)


@command("quiet", needs=Right.EVERYONE, examples=("quiet 22:00-8:00", "免打扰 22:00-8:00"))
def choose_quiet(ask: Ask, hours: Quiet | None = None) -> Reply:
    """Choose hours in which I hold notices back; without hours I say which they are."""
    if hours is None:
        return Reply(_quiet_now(ask.person.quiet))
    staff.prefer(ask.session, ask.person.id, quiet=hours or None)
    if not hours:
        return Reply(fmt("Quiet hours are off: notices come at once."))
    return Reply(
        fmt(
            "Quiet {hours}: notices wait until {end}. What you ask me is answered at any time.",
            hours=hours.replace("-", "–"),
            end=hours.partition("-")[2],
        )
    )


def _quiet_now(hours: str | None) -> Text:
    if not hours:
        return fmt("Quiet hours: off. `quiet 22:00-8:00` sets them.")
    return fmt("Quiet hours: {hours}. `quiet off` ends them.", hours=hours.replace("-", "–"))
