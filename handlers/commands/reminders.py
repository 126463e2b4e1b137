"""Reminders: set one, for oneself or a colleague, once or again and again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from handlers import dates, mentions, repeat_words, repetitions, task_cards, task_words
from handlers.asks import Ask, voice_of
from handlers.contract import command
from handlers.dates.moments import WORK_BEGINS
from handlers.dates.repeats import Repeat
from handlers.languages import speaking, voice
from handlers.outcomes import Missing, Unreadable
from handlers.readers.reminding import ADoer, ARepeat, AWhat, AWhen
from handlers.readers.subjects import Subject
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, moment, word
from store import task_subjects, tasks
from store.directories import Person
from store.refs import Ref
from store.rights import Right
from store.tables import Task
from store.tasks import Draft
from store.wall_times import instant

DAY = timedelta(days=1)


@command(
    "remind",
    needs=Right.TASKS_EDIT,
    examples=(
        "remind me tomorrow 9am to call Grace about:C-1",
        "remind @ben friday 3pm send the offer",
        "remind me every weekday 9am to check the pipeline",
        "提醒我 明天下午3点 给王总打电话",
        "提醒我 每周一上午9点 看商机",
    ),
    phrases=(
        "set a reminder {when} to {text}",
        "{when} remind me to {text}",
        "follow up with {about} in {when}",
        "follow up with {about} on {when}",
        "follow up with {about} {when:tomorrow|today.*|tomorrow.*|next .+}",
    ),
    forms=True,
)
def remind(
    ask: Ask,
    who: ADoer | None = None,
    every: ARepeat | None = None,
    when: AWhen | None = None,
    text: AWhat = "",
    *,
    about: Subject | None = None,
) -> Reply:
    """Remind you, or a colleague of your team, at a time, once or again and again."""
    person = who or ask.person
    if when is None and every is None:
        raise Missing(ask.invocation, "when", needed=True)
    if about is None and text:
        text, about = mentions.in_words(ask, person, text)
    ref = task_subjects.ref_of(about) if about else _replied(ask)
    if not text and ref is None:
        raise Missing(ask.invocation, "text", needed=True)
    _refuse_movable(ask, every)
    due = _due(ask, person, when, every)
    draft = Draft(
        text or None, due.at, person.id, ref, rule=due.rule, zone=due.zone, exact=due.exact
    )
    task = tasks.add(ask.session, draft, about)
    ask.session.flush()
    ask.tell(person.id, partial(_given, ask, task))
    seen = {ref: about} if ref and about else None
    return task_cards.after(ask, task, _said(ask, person, task.due_at), seen=seen, whole=True)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and how it repeats."""

    at: datetime
    exact: bool
    rule: str | None = None
    zone: str | None = None


def _refuse_movable(ask: Ask, every: Repeat | None) -> None:
    """A feast that is on another day every year cannot come round by the calendar."""
    said = ask.invocation.values.get("when", "")
    name = dates.movable_holiday(said) if every and every.unit == "year" else None
    if name:
        raise Unreadable(
            fmt(
                "{name} is on another day every year, so I can remind you of the next one only: leave out “every year”.",
                name=name,
            )
        )


def _replied(ask: Ask) -> Ref | None:
    """What stands on the card that was replied to."""
    return next((one for one in ask.replied_to if one.kind in task_subjects.TABLES), None)


def _due(ask: Ask, person: Person, when: dates.When | None, every: Repeat | None) -> Due:
    """The first time, in the asker's words and, where it repeats, by the owner's wall clock."""
    zone = ask.voice.timezone
    exact = when is not None and when.has_time
    if every is None:
        assert when  # noqa: S101 (one of both was said)
        return Due(when.due(zone), exact)
    begin = when.due(zone) if when else _this_morning(ask)
    own = voice_of(ask.directory, person).zone
    rule, first = repetitions.begun(every, begin, own, max(begin - DAY / 1440, ask.now))
    return Due(first, exact, rule, own)


def _this_morning(ask: Ask) -> datetime:
    zone = ZoneInfo(ask.voice.zone)
    return instant(ask.now.astimezone(zone).date(), WORK_BEGINS, zone)


def _said(ask: Ask, person: Person, at: datetime) -> Text:
    """Who is reminded, and when that is where they live, should it be another time there."""
    if person.id == ask.actor.id:
        return fmt("I will remind you.")
    said, own = fmt("I will remind {person}.", person=person), voice_of(ask.directory, person)
    if at.astimezone(own.timezone).utcoffset() == at.astimezone(ask.voice.timezone).utcoffset():
        return said
    with speaking(replace(voice(), zone=own.zone)):
        there = moment(at)
    return lines(said, fmt("There that is {at} ({zone}).", at=there, zone=own.zone))


def _given(ask: Ask, task: Task) -> Reply:
    found = fmt(
        "{who} set you a reminder for {at} ({zone}): `{ref}`",
        who=ask.person,
        at=task.due_at,
        zone=voice().timezone.key,
        ref=Ref("task", task.id),
    )
    words = tasks.texts(ask.session, [task])[task.id]
    how = fmt("Repeats {how}", how=repeat_words.repeat(task.rule)) if task.rule else None
    seen = task_subjects.of(ask.session, [task])
    what = fmt("**{what}**", what=task_words.what(task, words, seen))
    ref = Ref("task", task.id)
    show = Button(word("Show"), Invocation("task show", {"task": str(ref)}))
    about = (task.about,) if task.about else ()
    return Reply(lines(found, what, how), (show,), (ref,), tells=about)
