"""Summaries: a period in ten lines, beside the period before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_interval, format_skeleton

from handlers import grids, measure_words, target_lines
from handlers.asks import Ask
from handlers.cards import KINDS
from handlers.grids import Grid, amount, cell, unit
from handlers.languages import voice
from handlers.readers.reports import Circle, Days
from handlers.replies import Button, Invocation
from handlers.texts import Text, fmt, joined, lines, plain, word
from store import figures, targets
from store.figures import Figure, Key, Narrow, Span
from store.measurements import Measure
from store.measures import MEASURES
from store.sessions import Session

NOW = ("open deals", "pipeline", "weighted pipeline", "age", "rotten deals",
       "deals past their close date", "overdue follow-ups", "open tickets",
       "overdue tickets")  # fmt: skip
FLOWS = ("new leads", "converted leads", "new contacts", "activities", "deals opened",
         "amount opened", "deals moved", "deals won", "amount won", "deals lost", "amount lost",
         "cycle", "tickets opened", "tickets solved", "first response kept",
         "resolution kept")  # fmt: skip
COMPARED = ("amount won", "deals won", "deals opened", "deals lost", "new leads", "new contacts",
            "activities", "tickets opened", "tickets solved")  # fmt: skip
NEEDS = ("rotten deals", "deals past their close date", "overdue follow-ups")
APART = ("activities", *NEEDS)
"""Asked for by kind and by person, so that their sums are known as well."""
A_DAY = timedelta(days=1)
LEAST_TO_COMPARE = 3
MOST_BUTTONS = 8


@dataclass(frozen=True, slots=True)
class Summary:
    """What a summary tells.

    Attributes:
        days: the period; `before`: the one it is compared with.
        found: figures; position 0 is the period before, 1 the period itself.
        kinds: activities by kind.
        needs: figures of NEEDS by person.
    """

    ask: Ask
    circle: Circle
    days: Days
    before: Days
    found: Mapping[Key, Figure]
    kinds: Mapping[Key, Figure]
    needs: Mapping[Key, Figure]

    def now(self, name: str) -> Figure:
        """A figure as things stand."""
        return figures.figure(self.found, name, 0)

    def of(self, name: str) -> Figure:
        """A figure of the period."""
        return figures.figure(self.found, name, 1)

    def earlier(self, name: str) -> Figure:
        """The same of the period before."""
        return figures.figure(self.found, name, 0)

    def tells(self, *names: str) -> bool:
        """Whether the asker may be told any of these."""
        return any(figures.may_be_told(self.ask.session, MEASURES[name]) for name in names)


def make(ask: Ask, circle: Circle, days: Days) -> Summary:
    """Work a summary out: a fixed number of statements, whatever the company holds."""
    today = ask.now.astimezone(ask.voice.timezone).date()
    before, session = days.before(today), ask.session
    spans, narrow = [before.span(ask), days.span(ask)], Narrow(circle.staff_ids)
    whole = figures.told(session, [MEASURES[one] for one in (*FLOWS, *NOW) if one not in APART])
    found = figures.work_out(session, whole, spans, narrow)
    kinds = _by(session, ("activities",), spans, narrow, "kind")
    helped = _by(session, NEEDS, spans, narrow, "owner")
    for key, one in (*kinds.items(), *helped.items()):
        found[key[0], key[1], None] = _sum(found.get((key[0], key[1], None)), one)
    if circle.staff_ids is not None and len(circle.staff_ids) == 1:
        helped = {}  # one person alone is not compared with anybody
    return Summary(ask, circle, days, before, found, kinds, helped)


def _by(
    session: Session, names: Sequence[str], spans: Sequence[Span], narrow: Narrow, by: str
) -> dict[Key, Figure]:
    told = figures.told(session, [MEASURES[name] for name in names])
    return figures.work_out(session, told, spans, narrow, by)


def _sum(one: Figure | None, other: Figure) -> Figure:
    """Two parts of a sum; the measures that are told apart have no means."""
    held = one or Figure()
    return Figure(held.count + other.count, held.total + other.total)


def heading(told: Summary) -> Text:
    """The days, whose figures they are, and with what they are compared."""
    values = {"days": period(told.days), "whose": told.circle.called, "before": period(told.before)}
    return fmt("**Summary** · {days} · {whose} (± against {before})", **values)


def period(days: Days) -> Text:
    """A run of days in few characters: a year, a quarter, a month, a day, or first and last."""
    end, locale = days.last + A_DAY, voice().locale
    months = (end.year - days.first.year) * 12 + end.month - days.first.month
    whole = days.first.day == end.day == 1
    pattern = _PATTERNS.get(months if whole and not (days.first.month - 1) % months else 0)
    if pattern:
        return plain(str(format_skeleton(pattern, days.first, locale=locale)))
    run = str(format_interval(days.first, days.last, "yMMMd", locale=locale))
    return plain(run.replace("\u2009", " "))  # Babel's thin blanks do not stand in every font


_PATTERNS = {1: "yMMM", 3: "yQQQ", 12: "y"}
"""How whole calendar months are written, by how many they are."""


def text(told: Summary) -> Text:
    """At most 12 lines."""
    return lines(
        heading(told),
        *_body(told),
        _target(told),
        _changed_most(told),
        _needs_help(told),
    )


def _body(told: Summary) -> Iterator[Text]:
    if told.tells("new leads", "new contacts"):
        yield _beside(told, "new leads", "converted leads", "new contacts")
    if told.tells("activities"):
        yield _activities(told)
    if told.tells("deals opened"):
        yield _beside(told, "deals opened", "amount opened", "deals moved")
        yield _beside(told, "deals won", "amount won")
        yield _beside(told, "deals lost", "amount lost", "cycle")
        yield _standing(told, "open deals", "pipeline", "weighted pipeline", "age")
    late = ("overdue follow-ups", "rotten deals", "deals past their close date", "overdue tickets")
    if any(told.now(name).count for name in late):
        yield _standing(told, *(name for name in late if told.now(name).count))
    if told.tells("tickets opened"):
        yield _beside(
            told, "tickets opened", "tickets solved", "first response kept", "resolution kept"
        )


def _target(told: Summary) -> Text | None:
    """How much of the target was won, for those who may read amounts."""
    if not told.tells("amount won"):
        return None
    return target_lines.of(told.ask, told.circle, told.days, told.of("amount won").total)


def _beside(told: Summary, *names: str) -> Text:
    """Figures of the period, each with the difference to the one before."""
    shown = [MEASURES[name] for name in names if told.tells(name)]
    worth_telling = [
        one for one in shown if told.of(one.name).count or told.earlier(one.name).count
    ]
    return joined(" · ", [_flow(told, one) for one in worth_telling or shown[:1]])


def _flow(told: Summary, measure: Measure) -> Text:
    now, before = told.of(measure.name), told.earlier(measure.name)
    values = {
        "name": measure_words.name_of(measure),
        "value": measure_words.brief(measure, now),
        "change": difference(measure, now, before),
    }
    return fmt("{name} **{value}**{change}", **values)


def difference(measure: Measure, now: Figure, before: Figure) -> Text:
    """How a figure differs from the one before, in brackets; nothing where both are the same."""
    new, old = (measure_words.number_of(measure, one) for one in (now, before))
    if new is None or old is None or new == old:
        return plain("")
    gap = abs(new - old)
    amount = measure_words.brief(measure, Figure(gap, gap, gap))
    return fmt(" (+{amount})", amount=amount) if new > old else fmt(" (−{amount})", amount=amount)


def _standing(told: Summary, *names: str) -> Text:
    """Figures of how things stand now."""
    shown = [MEASURES[name] for name in names if told.tells(name)]
    return joined(
        " · ",
        [
            fmt(
                "{name} **{value}**",
                name=measure_words.name_of(one),
                value=measure_words.brief(one, told.now(one.name)),
            )
            for one in shown
        ],
    )


def _activities(told: Summary) -> Text:
    flow = _beside(told, "activities")
    by_kind = sorted(
        ((key[2], one.count) for key, one in told.kinds.items() if key[1] == 1),
        key=lambda pair: -pair[1],
    )
    if not by_kind:
        return flow
    parts = [
        fmt("{kind} {count}", kind=word(KINDS.get(str(kind), str(kind))), count=count)
        for kind, count in by_kind
    ]
    return fmt("{flow}: {parts}", flow=flow, parts=joined(word(", "), parts))


def _changed_most(told: Summary) -> Text | None:
    """The figure that differs most from the period before, by its ratio, in a sentence."""
    best: tuple[float, Measure] | None = None
    for name in COMPARED:
        measure = MEASURES[name]
        rows = max(told.of(name).count, told.earlier(name).count)
        if not told.tells(name) or rows < LEAST_TO_COMPARE:
            continue
        new, old = (
            measure_words.number_of(measure, one) or 0
            for one in (told.of(name), told.earlier(name))
        )
        ratio = max(new, old) / max(min(new, old), 1)
        if new != old and (best is None or ratio > best[0]):
            best = ratio, measure
    if best is None:
        return None
    measure = best[1]
    return fmt(
        "Biggest change: {name}, from {before} to {now}.",
        name=measure_words.name_of(measure),
        now=measure_words.brief(measure, told.of(measure.name)),
        before=measure_words.brief(measure, told.earlier(measure.name)),
    )


def _needs_help(told: Summary) -> Text | None:
    """Who has most that is late."""
    late: dict[int, int] = {}
    for (_, _, staff_id), one in told.needs.items():
        if staff_id is not None:
            late[staff_id] = late.get(staff_id, 0) + one.count
    if not late:
        return None
    staff_id = max(late, key=lambda one: (late[one], -one))
    parts = [
        fmt(
            "{name} {count}",
            name=measure_words.name_of(MEASURES[name]),
            count=figures.figure(told.needs, name, 0, staff_id).count,
        )
        for name in NEEDS
        if figures.figure(told.needs, name, 0, staff_id).count
    ]
    who = told.ask.directory.people[staff_id]
    return fmt("May need help: {who} ({parts}).", who=who, parts=joined(word(", "), parts))


def grid(told: Summary) -> Grid:
    """The figures of the period, then those of how things stand, one in each row."""
    ids, days = told.circle.staff_ids, told.days
    goal_of = targets.of(told.ask.session, ids, days.first, days.last)
    rows = [
        (
            measure_words.name_of(one),
            cell(one, told.of(one.name)),
            cell(one, told.earlier(one.name)),
            amount(goal_of) if goal_of and one.name == "amount won" else None,
            unit(one),
        )
        for one in (MEASURES[name] for name in FLOWS if told.tells(name))
    ]
    rows += [
        (measure_words.name_of(one), cell(one, told.now(one.name)), None, None, unit(one))
        for one in (MEASURES[name] for name in NOW if told.tells(name))
    ]
    spans = (str(period(days)), str(period(told.before)))
    return grids.grid((word("Figure"), *spans, word("Target"), word("Unit")), rows)


def buttons(told: Summary) -> tuple[Button, ...]:
    """Ways to the records behind the figures."""
    offered: Sequence[str] = (
        "deals won", "deals lost", "deals opened", "rotten deals", "overdue follow-ups",
        "new leads", "activities", "tickets opened", "overdue tickets", "new contacts",
    )  # fmt: skip
    found = []
    for name in offered:
        measure = MEASURES[name]
        one = told.now(name) if measure.when is None else told.of(name)
        if one.count and told.tells(name):
            found.append(drill(told.ask, measure, told.days, one))
    return tuple(found[:MOST_BUTTONS])


def drill(ask: Ask, measure: Measure, days: Days, found: Figure) -> Button:
    """A button that shows the records behind a figure of whoever it was asked for."""
    values = {name: text for name, text in ask.invocation.values.items() if name in PASSED}
    values |= {"measure": measure.name, "period": days.written()}
    label = f"{measure_words.name_of(measure)} ({found.count})"
    return Button(label, Invocation("records", values))


PASSED = ("whose", "owner")
"""Arguments of a report that the records behind its figures are narrowed by as well."""
