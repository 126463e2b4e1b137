"""Service hours: when the clocks of tickets run."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Annotated

from babel.dates import get_day_names

from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import voice
from handlers.readers.calendars import ADraft, TheHours
from handlers.readers.hours import Change, HoursReader
from handlers.replies import Reply
from handlers.texts import Text, clock, fmt, lines, listed, moment, plain
from handlers.ticket_words import called, policy_name
from store import business_hours, calendars, public_holidays, service_hours, staff
from store.business_hours import Span
from store.calendars import DAYS_A_WEEK, Day, Hours
from store.rights import Right

MOST_DAYS = 10
NEXT = 2
SOON = timedelta(days=1)
AnHours = Annotated[Change, HoursReader()]


@command(
    "hours",
    needs=Right.TICKETS_SEE,
    examples=(
        "hours",
        "hours mon-fri 9:00-12:00, 13:00-18:00",
        "hours holiday 2026-12-25 Christmas",
        "hours holidays US",
        "hours Night shift: sat off",
        "工作时间 周一至周五 9:00-18:00",
    ),
    undoable=False,
)
def service_times(ask: Ask, change: AnHours | None = None) -> Reply:
    """Show the hours in which the clocks of tickets run; an admin changes weekdays, dates, the zone."""
    held = calendars.of_id(ask.session, change.hours_id if change else None)
    if change is None or replace(change, hours_id=None) == Change():
        return Reply(lines(*_shown(ask, held)))
    staff.demand(ask.session, Right.SETTINGS)
    saved = _changed(ask, held, change)
    return Reply(lines(fmt("Saved."), *_shown(ask, saved), fmt("Open tickets follow from now on.")))


@command(
    "hours add",
    needs=Right.SETTINGS,
    examples=(
        "hours add Night shift: mon-sun 22:00-6:00 Asia/Shanghai",
        "新增工作时间 夜班: 每天 22:00-6:00 上海",
    ),
    undoable=False,
)
def add_hours(ask: Ask, draft: ADraft) -> Reply:
    """Add hours with a name, for some promises or categories."""
    week = draft.week or calendars.first(ask.session).week
    saved = service_hours.add(ask.session, draft.name, week, draft.zone)
    return Reply(lines(fmt("Saved."), *_shown(ask, saved)))


@command(
    "hours delete",
    needs=Right.SETTINGS,
    examples=("hours delete Night shift", "删除工作时间 夜班"),
    undoable=False,
)
def delete_hours(ask: Ask, hours: TheHours) -> Reply:
    """Take hours away that no promise and no category follows."""
    name = hours.name
    service_hours.remove(ask.session, hours)
    return Reply(fmt("The hours **{name}** are gone.", name=name))


def _changed(ask: Ask, held: Hours, change: Change) -> Hours:
    if change.zone is not None:
        return service_hours.set_zone(ask.session, held, change.zone)
    if change.place is not None or change.follows:
        return service_hours.set_holidays(ask.session, held, change.place)
    if change.day is None:
        return service_hours.set_week(ask.session, held, change.weekdays, change.spans or ())
    day = None if change.spans is None else Day(change.spans, change.name)
    return service_hours.set_day(ask.session, held, change.day, day)


def _shown(ask: Ask, held: Hours) -> list[Text | None]:
    zone = calendars.zone_of(ask.session, held)
    today = ask.now.astimezone(zone).date()
    single = [(day, one) for day, one in sorted(held.days.items()) if day >= today]
    return [
        _title(ask, held, zone.key),
        *_week(held),
        *(_single(day, one) for day, one in single[:MOST_DAYS]),
        _public(ask, held, today),
        _now(ask, held),
        _others(ask, held),
    ]


def _title(ask: Ask, held: Hours, zone: str) -> Text:
    if held.id == calendars.first(ask.session).id:
        return fmt("**Service hours** · {zone}", zone=zone)
    return fmt("**{name}** · {zone}", name=held.name, zone=zone)


def _others(ask: Ask, held: Hours) -> Text | None:
    """Who follows hours with a name; of the company's, which others there are."""
    every = calendars.every(ask.session)
    if held.id == every[0].id:
        names = [one.name for one in every[1:]]
        return fmt("Others: {names} (`hours NAME`)", names=listed(names)) if names else None
    promised, kinds = service_hours.followers(ask.session, held)
    named = [*map(policy_name, promised), *(plain(called(one)) for one in kinds)]
    if named:
        return fmt("For: {names}", names=listed(named))
    return fmt("Nothing follows them yet: `sla edit urgent hours:{name}`", name=held.name)


def _public(ask: Ask, held: Hours, today: date) -> Text:
    """Which public holidays are kept, whose choice that is, and the next ones."""
    place = calendars.place_of(ask.session, held)
    said = _kept(place, today, held)
    if held.id == calendars.first(ask.session).id:
        return said
    if held.country is None:
        return fmt(
            "{said} As the company; `hours {name} holidays DE-BY` sets others.",
            said=said,
            name=held.name,
        )
    return fmt(
        "{said} Its own; `hours {name} holidays normal` follows the company.",
        said=said,
        name=held.name,
    )


def _kept(place: str, today: date, held: Hours) -> Text:
    """The next public holidays; what is said of a date itself comes first."""
    if not place:
        return fmt("Public holidays count as any other day.")
    known = [public_holidays.of(place, year)[0] for year in (today.year, today.year + 1)]
    coming = [day for some in known for day in some if day >= today and day not in held.days]
    if not coming:
        return fmt("Closed on public holidays ({place}).", place=place)
    names = listed(fmt("{day}", day=day) for day in coming[:NEXT])
    return fmt("Closed on public holidays ({place}), next on {days}.", place=place, days=names)


def _week(held: Hours) -> list[Text]:
    """Weekdays with the same hours on one line."""
    found = []
    for spans, days in groupby(range(DAYS_A_WEEK), key=lambda one: held.week[one]):
        names = list(days)
        found.append(fmt("{days}: {hours}", days=_names(names), hours=_spans(spans)))
    return found


def _names(days: list[int]) -> str:
    names = get_day_names("abbreviated", locale=voice().locale)
    first, last = str(names[days[0]]), str(names[days[-1]])
    return first if len(days) == 1 else f"{first}–{last}"


def _spans(spans: tuple[Span, ...]) -> Text:
    if not spans:
        return fmt("not open")
    return plain(calendars.write_spans(spans).replace("-", "–").replace(",", ", "))


def _single(day: date, one: Day) -> Text:
    said = fmt("{days}: {hours}", days=day, hours=_spans(one.spans))
    return fmt("{said}, {name}", said=said, name=one.name) if one.name else said


def _now(ask: Ask, held: Hours) -> Text:
    """Whether it is open, and when that changes, in the asker's zone."""
    calendar = calendars.calendar(ask.session, held.id)
    if not business_hours.is_open(calendar, ask.now):
        moment_ = business_hours.after(calendar, ask.now, timedelta(minutes=1))
        opens = moment_ - timedelta(minutes=1)
        return fmt("Closed now; opens {at}.", at=moment(opens))
    end = _end(calendar, ask.now)
    if end is None:
        return fmt("Open now.")
    return fmt("Open now, until {at}.", at=clock(end))


def _end(calendar: business_hours.Calendar, now: datetime) -> datetime | None:
    """When the hours that run now end; None if not within a day."""
    later = now + SOON
    if business_hours.between(calendar, now, later) == SOON:
        return None
    low, high = now, later
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        whole = business_hours.between(calendar, now, middle) == middle - now
        low, high = (middle, high) if whole else (low, middle)
    return high.replace(second=0, microsecond=0)
