"""Adoption and access: who uses Parley and for what, and who can reach what."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from handlers import grids, reports, tables
from handlers.asks import Ask
from handlers.contract import command, registry
from handlers.grids import Cell, Grid
from handlers.measure_words import length
from handlers.nearest import offered
from handlers.readers.reports import Days, ReportDays, Reported, WhoseFigures, circle
from handlers.replies import Button, Invocation, Reply
from handlers.staff_cards import card
from handlers.texts import Text, day, fmt, joined, lines, listed, plural, shown, word
from store import adoptions
from store.directories import Person
from store.rights import Right

DAYS = 7
WEEKS = 4
MOST_COMMANDS = 8
IDLE = timedelta(days=30)
"""After so long without a word somebody's access is looked at."""


@command(
    "adoption",
    needs=Right.SUMMARIES_SEE,
    examples=("adoption", "adoption team", "使用情况 团队"),
    phrases=("who uses parley", "谁在用parley"),
)
def adoption(ask: Ask, whose: WhoseFigures = "", owner: Reported | None = None) -> Reply:
    """Show who uses Parley, for what, what is never used, and how soon things are logged."""
    around = circle(ask, whose, owner)
    days = _days(ask)
    held = adoptions.use(ask.session, [one.span(ask) for one in days], around.staff_ids)
    weeks = [one.span(ask) for one in _weeks(ask)]
    weekly = adoptions.use(ask.session, weeks, around.staff_ids)
    people = [
        one
        for one in ask.directory.people.values()
        if not one.suspended and (around.staff_ids is None or one.id in around.staff_ids)
    ]
    text = lines(
        fmt("**Adoption** · {whose}", whose=around.called),
        _active(days, held.active, len(people)),
        fmt(
            "Active in each of the last 4 weeks: {weeks}",
            weeks=" · ".join(map(shown, weekly.active)),
        ),
        _used(held.commands),
        _unused(ask, held.commands),
        _delay(weekly.seconds),
        _silent(people, weekly.messages),
    )
    return reports.reply(ask, text, partial(_grid, days, held, people, weekly.messages))


def _grid(
    days: Sequence[Days], held: adoptions.Use, people: Sequence[Person], messages: Mapping[int, int]
) -> Grid:
    """Who was active on which day, who wrote how much in four weeks, and which commands were used."""
    rows: list[tuple[Cell, ...]] = [
        (word("Active people"), one.first, count)
        for one, count in zip(days, held.active, strict=True)
    ]
    told = sorted(people, key=lambda one: (-messages.get(one.id, 0), one.name))
    rows += [(word("Messages in 4 weeks"), one.name, messages.get(one.id, 0)) for one in told]
    most = sorted(held.commands.items(), key=lambda pair: (-pair[1], pair[0]))
    rows += [(word("Command, in 90 days"), name, count) for name, count in most]
    return grids.grid((word("Figure"), word("Of"), word("No.")), rows)


def _days(ask: Ask) -> list[Days]:
    last = ReportDays().read(ask, "today").last
    return [
        Days(one, one) for one in (last - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    ]


def _weeks(ask: Ask) -> list[Days]:
    this = ReportDays().read(ask, "week")
    return [
        Days(this.first - timedelta(days=7 * back), this.last - timedelta(days=7 * back))
        for back in range(WEEKS - 1, -1, -1)
    ]


def _active(days: Sequence[Days], counts: Sequence[int], people: int) -> Text:
    head = [str(one.first.day) for one in days]
    table = tables.table([["", *head], [word("Active"), *(shown(one) for one in counts)]])
    return lines(plural("{count} person may use it.", "{count} people may use it.", people), table)


def _used(held: Mapping[str, int]) -> Text | None:
    most = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_COMMANDS]
    if not most:
        return None
    said = [fmt("`{name}` {count}", name=name, count=count) for name, count in most]
    return fmt("Used most in 90 days: {commands}", commands=joined(word(", "), said))


def _unused(ask: Ask, held: Mapping[str, int]) -> Text | None:
    """Of what the asker may use themselves: others' commands say nothing here."""
    never = [
        fmt("`{name}`", name=one.name)
        for one in registry
        if one.name not in held and offered(ask, one)
    ]
    if not never:
        return None
    return plural(
        "Never used: {commands}",
        "Never used: {commands} and others, {count} in all",
        len(never),
        commands=joined(word(", "), never[:MOST_COMMANDS]),
    )


def _delay(seconds: int | None) -> Text | None:
    if seconds is None:
        return None
    return fmt("Logged after the event: {length} in the median", length=length(seconds))


def _silent(people: Sequence[Person], held: Mapping[int, int]) -> Text | None:
    silent = [one.name for one in people if one.id not in held]
    return fmt("Silent for 4 weeks: {people}", people=listed(silent)) if silent else None


@command("access review", needs=Right.RIGHTS, examples=("access review", "权限复核"))
def access_review(ask: Ask) -> Reply:
    """Show who has access: role, accounts, when they were here last, and who may no longer need it."""
    seen, accounts = adoptions.seen_last(ask.session), adoptions.accounts(ask.session)
    people = sorted(ask.directory.people.values(), key=lambda one: (one.suspended, one.name))
    rows = [_reviewed(ask, one, seen, accounts) for one in people]
    idle = [
        one
        for one in people
        if not one.suspended
        and one.id != ask.person.id
        and (one.id not in seen or ask.now - seen[one.id] > IDLE)
    ]
    told = plural(
        "{count} person was not here for 30 days or never. Suspend whoever no longer needs access.",
        "{count} people were not here for 30 days or never. Suspend whoever no longer needs access.",
        len(idle),
    )
    buttons = tuple(
        Button(str(fmt("Suspend {who}", who=one)), Invocation("suspend", {"person": f"U-{one.id}"}))
        for one in idle[:5]
    )
    way = Button(word("Rights"), Invocation("rights"))
    head = fmt("**Access review** · {day}", day=ask.now.astimezone(ask.voice.timezone).date())
    return Reply(lines(head, *rows, told if idle else None), (*buttons, way))


def _reviewed(
    ask: Ask, person: Person, seen: Mapping[int, datetime], accounts: dict[int, list[str]]
) -> Text:
    platforms = [one.capitalize() for one in accounts.get(person.id, ())]
    at = seen.get(person.id)
    last = day(at.astimezone(ask.voice.timezone).date()) if at else word("never")
    return fmt(
        "{card} · {accounts} · last here: {last}",
        card=card(person, ask),
        accounts=listed(platforms) if platforms else fmt("no account"),
        last=last,
    )
