"""The demo company's past: who met whom and when, drawn from the data by a seeded die."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo_companies import CHINESE, ENGLISH, Customer
from bot.demo_people import CHINESE as CHINESE_NAMES
from bot.demo_people import ENGLISH as ENGLISH_NAMES
from bot.demo_people import ROASTS, SOURCES, STAFF, TAGS, TITLES, Colleague
from bot.demo_stories import STORIES, Step
from store.rights import Role

SEED = 20
DAYS = 100
"""How far back the past reaches."""
LATEST = 4
"""Days back when the last contact was entered: no weekend carries that beyond the present."""
FRESH = timedelta(hours=1)
"""Nothing is younger, so that the first `undo` of whoever tries the demo is their own."""
LIVELY = timedelta(days=35)
"""A story that paused for longer has no next step."""
SATURDAY = 5
PER_COMPANY = 3
POOLED = (6, 13)
"""Companies, by place in their list, that nobody has claimed yet."""
MANAGED = 19
"""The company that the manager looks after."""
AREAS = ("202", "212", "312", "415", "617")


@dataclass(frozen=True, slots=True)
class Met:
    """A step of a story at its time; `next_at` is set on the last one only."""

    at: datetime
    step: Step
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A contact of the demo company, before it is stored.

    Attributes:
        at: when it was entered, aware.
        owner: name of a colleague; None for the pool.
        birthday: of few.
        address: of few.
        tag: one, or none.
        roast: value of the custom field, or none.
        past: what happened, oldest first.
    """

    at: datetime
    name: str
    email: str
    phone: str
    title: str
    customer: Customer
    owner: str | None
    tier: str | None
    source: str
    birthday: date | None
    address: str | None
    tag: str | None
    roast: str | None
    past: tuple[Met, ...]


def contacts(now: datetime) -> list[Known]:
    """All contacts, in the order in which they were entered.

    Args:
        now: aware moment to which the past leads up.
    """
    die = Random(SEED)  # noqa: S311 (a demo, no secret)
    people = [_english(index) for index in range(len(ENGLISH_NAMES))]
    known = [_known(die, now, index, ENGLISH, person) for index, person in enumerate(people)]
    people = [_chinese(index) for index in range(len(CHINESE_NAMES))]
    known += [_known(die, now, index, CHINESE, person) for index, person in enumerate(people)]
    return sorted(known, key=lambda one: one.at)


def _english(index: int) -> tuple[str, str, str]:
    """Name, e-mail before its @, and phone; the third person is the first, entered once more."""
    name = ENGLISH_NAMES[index]
    number = 0 if index == PER_COMPANY - 1 else index
    local = ".".join(name.replace(".", "").lower().split())
    return name, local, f"+1{AREAS[number % len(AREAS)]}55501{number:02d}"


def _chinese(index: int) -> tuple[str, str, str]:
    name, pinyin = CHINESE_NAMES[index]
    return name, pinyin, f"+861380000{1000 + 37 * index:04d}"


def company_phone(customer: Customer) -> str:
    """The switchboard: numbers that are kept for fiction, or plainly are."""
    if customer.language == "zh":
        return f"+861380000{9000 + CHINESE.index(customer):04d}"
    place = ENGLISH.index(customer)
    return f"+1{AREAS[place % len(AREAS)]}55501{70 + place:02d}"


def _known(
    die: Random,
    now: datetime,
    index: int,
    customers: Sequence[Customer],
    person: tuple[str, str, str],
) -> Known:
    place = index // PER_COMPANY
    customer, language = customers[place], customers[place].language
    owner = _owner(place, language)
    zone = ZoneInfo(owner.zone if owner else "America/New_York")
    at = working_hour(die, now - timedelta(days=die.uniform(LATEST, DAYS)), zone)
    name, local, phone = person
    return Known(
        at=at,
        name=name,
        email=f"{local}@{customer.domain}",
        phone=phone,
        title=TITLES[language][index % len(TITLES[language])],
        customer=customer,
        owner=owner.name if owner else None,
        tier=die.choice(("A", "B", "B", "C", "C", "D", None)),
        source=die.choice(SOURCES[language]),
        birthday=_birthday(die) if die.random() < 1 / 4 else None,
        address=customer.address if die.random() < 1 / 5 else None,
        tag=die.choice(TAGS[language]) if die.random() < 1 / 3 else None,
        roast=die.choice(ROASTS) if die.random() < 1 / 4 else None,
        past=tuple(_past(die, at, now, zone, language)) if owner else (),
    )


def _owner(place: int, language: str) -> Colleague | None:
    if place in POOLED:
        return None
    ours = [one for one in STAFF if one.locale == language]
    if place == MANAGED:
        return next(one for one in ours if one.role is Role.MANAGER)
    reps = [one for one in ours if one.role is Role.REP]
    return reps[place % len(reps)]


def _birthday(die: Random) -> date:
    return date(1960, 1, 1) + timedelta(days=die.randrange(40 * 365))


def _past(
    die: Random, first: datetime, now: datetime, zone: ZoneInfo, language: str
) -> Iterator[Met]:
    """As many steps of a story as have happened by now, or as far as it went."""
    story = die.choice(STORIES[language])
    steps = story[: die.randint(2, len(story))]
    times = [first]
    while len(times) < len(steps):
        times.append(working_hour(die, times[-1] + timedelta(days=die.uniform(3, 16)), zone))
    happened = [at for at in times if at < now - FRESH]
    soon = working_hour(die, now + timedelta(days=die.uniform(1, 8)), zone)
    for count, (at, step) in enumerate(zip(happened, steps, strict=False), 1):
        goes_on = count == len(happened) and at > now - LIVELY and die.random() < 3 / 4
        yield Met(at, step, soon if goes_on else None)


def working_hour(die: Random, near: datetime, zone: ZoneInfo) -> datetime:
    """A time within office hours on the same day, or on the Monday after a weekend."""
    day = near.astimezone(zone).date()
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)
    hour = time(die.randrange(9, 17), die.randrange(0, 60, 5))
    return datetime.combine(day, hour, zone)
