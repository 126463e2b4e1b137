"""Scheduled reports: have one sent again and again, list them, stop them."""

from functools import partial

from handlers import cards, reports, scheduled
from handlers.asks import Ask
from handlers.contract import command
from handlers.outcomes import Unreadable
from handlers.readers.formats import Formats
from handlers.readers.schedules import (
    Addressee,
    ARhythm,
    ASchedule,
    AskedReport,
    Channel,
    Rhythm,
)
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, plain, word
from store import report_schedules
from store.access import Denied
from store.directories import Person
from store.report_schedules import Draft
from store.rights import Right
from store.tables import ReportSchedule

MOST_BUTTONS = 6


@command(
    "report schedule",
    needs=Right.SUMMARIES_SEE,
    examples=(
        "report schedule summary week every:mon 9:00 to:@ben",
        "report schedule forecast every:weekday 8:30 format:pdf",
        "定时报告 总结 本周 每:周一 9:00 给:@ben",
    ),
)
def schedule(
    ask: Ask,
    report: AskedReport,
    every: ARhythm,
    *,
    to: Addressee | None = None,
    format: Formats | None = None,
) -> Reply:
    """Send a report again and again, to you, a colleague or a channel: what both of you may see then."""
    wanted = scheduled.read(ask, report)
    receiver = to if isinstance(to, Channel) else to or ask.person
    draft = _draft(ask, wanted, every, receiver, format)
    if isinstance(receiver, Channel):
        _agree(ask, wanted, receiver)
    row = report_schedules.add(ask.session, draft)
    _try(ask, row, receiver)
    if isinstance(receiver, Person) and receiver.id != ask.person.id:
        ask.tell(receiver.id, partial(_told, ask, row))
    first = fmt("The first one comes {at}.", at=row.next_at)
    return Reply(lines(_saved(ask, row), first), (cards.undo_button(), _list_button()))


def _draft(
    ask: Ask, wanted: Invocation, every: Rhythm, to: Person | Channel, form: str | None
) -> Draft:
    if form is not None:
        reports.demand_export(ask, wanted)
    receiver = to if isinstance(to, Person) else None
    here = report_schedules.zone(ask.session, ask.person.id, receiver.id if receiver else None)
    day = ask.now.astimezone(here).date()
    return Draft(
        command=wanted.command,
        arguments=wanted.values,
        rule=every.repeat.rule(day),
        wall=f"{day}T{every.clock:%H:%M}",
        receiver=receiver,
        channel=to.name if isinstance(to, Channel) else None,
        chat_id=to.chat_id if isinstance(to, Channel) else None,
        format=form,
    )


def _agree(ask: Ask, wanted: Invocation, channel: Channel) -> None:
    """Whoever reads a channel will read it: that takes the right to export, and a yes."""
    reports.demand_export(ask, wanted)
    ask.confirm(
        fmt(
            "Everybody in {channel} will read what you may see: {report}. Send it there?",
            channel=channel.name,
            report=scheduled.called(wanted.command, wanted.values),
        )
    )


def _try(ask: Ask, row: ReportSchedule, to: Person | Channel) -> None:
    """Whether there is anything to send, as of now; nothing is sent.

    Raises:
        Unreadable: the two of them may see nothing of it together.
        CrmError: the asker may not, or the report makes no sense.
    """
    invocation = Invocation(row.command, report_schedules.arguments(row))
    actor, shown = ask.session.actor, ask.invocation
    try:
        ask.session.actor = report_schedules.actor_for(ask.session, row)
        reports.run(ask, invocation)
    except Denied:
        ask.session.actor = actor
        reports.run(ask, invocation)  # it is the asker's own right that lacks
        raise Unreadable(fmt("{who} may see nothing of that.", who=to)) from None
    finally:
        ask.session.actor, ask.invocation = actor, shown


def _saved(ask: Ask, row: ReportSchedule) -> Text:
    return fmt(
        "**{report}** goes to {whom} {rhythm}.",
        report=scheduled.called(row.command, report_schedules.arguments(row)),
        whom=_whom(ask, row),
        rhythm=scheduled.rhythm(row),
    )


def _whom(ask: Ask, row: ReportSchedule) -> Text:
    if row.receiver_id is None:
        return plain(row.channel or "")
    if row.receiver_id == ask.actor.id:
        return fmt("you")
    return plain(ask.directory.people[row.receiver_id].name)


def _told(ask: Ask, row: ReportSchedule) -> Reply:
    text = fmt(
        "{who} has **{report}** sent to you {rhythm}.",
        who=ask.person,
        report=scheduled.called(row.command, report_schedules.arguments(row)),
        rhythm=scheduled.rhythm(row),
    )
    return Reply(text, (_stop_button(row, word("Send no more")),))


def _list_button() -> Button:
    return Button(word("Scheduled reports"), Invocation("report list"))


def _stop_button(row: ReportSchedule, label: str) -> Button:
    return Button(label, Invocation("report stop", {"schedule": str(row.id)}))


@command(
    "report list",
    needs=Right.EVERYONE,
    examples=("report list", "定时报告列表"),
    undoable=False,
)
def list_schedules(ask: Ask) -> Reply:
    """List the reports that are sent again and again: yours, your team's, and what you receive."""
    rows = report_schedules.every(ask.session)
    if not rows:
        return Reply(
            fmt(
                "None yet. `report schedule summary week every:mon 9:00` sends you one every Monday."
            )
        )
    first = ask.invocation.offset
    page = rows[first : first + cards.PAGE]
    told = [_row(ask, place, one) for place, one in enumerate(page, first + 1)]
    text, pages = cards.listing(fmt("Scheduled reports"), told, len(rows), ask.invocation)
    stops = [
        _stop_button(one, str(fmt("Stop {number}", number=place)))
        for place, one in enumerate(page[:MOST_BUTTONS], first + 1)
    ]
    return Reply(text, (*stops, *pages))


def _row(ask: Ask, place: int, row: ReportSchedule) -> Text:
    owner = ask.directory.people[row.staff_id]
    text = fmt(
        "{place}. **{report}** to {whom} {rhythm} · next {at}",
        place=place,
        report=scheduled.called(row.command, report_schedules.arguments(row)),
        whom=_whom(ask, row),
        rhythm=scheduled.rhythm(row),
        at=row.next_at,
    )
    if row.format:
        text += fmt(" · {format}", format=row.format.upper())
    if owner.id != ask.actor.id:
        text += fmt(", from {owner}", owner=owner)
    return text + fmt(" · **not sent the last time**") if row.failing else text


@command(
    "report stop",
    needs=Right.EVERYONE,
    examples=("report stop 1", "report delete summary", "停止定时报告 1"),
)
def stop(ask: Ask, schedule: ASchedule) -> Reply:
    """Send a scheduled report no more: your own, your team's, or one that you receive."""
    said = scheduled.called(schedule.command, report_schedules.arguments(schedule))
    report_schedules.stop(ask.session, schedule)
    if schedule.staff_id != ask.actor.id:
        owner = ask.directory.people[schedule.staff_id]
        ask.tell(owner.id, partial(_stopped, ask, schedule))
    return Reply(fmt("**{report}** is sent no more.", report=said), (cards.undo_button(),))


def _stopped(ask: Ask, row: ReportSchedule) -> Reply:
    return Reply(
        fmt(
            "{who} has stopped your scheduled report **{report}**.",
            who=ask.person,
            report=scheduled.called(row.command, report_schedules.arguments(row)),
        )
    )
