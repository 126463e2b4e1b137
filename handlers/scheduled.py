"""Scheduled reports: worked out when they go out, by the rights of that moment."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers import binding, forms, grammar, repeat_words, reports
from handlers.asks import Ask, NeedsConfirmation, voice_of
from handlers.contract import registry
from handlers.exports import report_files
from handlers.languages import mark, speaking
from handlers.outcomes import Outcome, Unreadable
from handlers.readers.reports import Days, ReportDays
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, listed, plain, word
from store import files, report_schedules
from store.access import Denied
from store.errors import CrmError
from store.sessions import Session
from store.tables import ReportSchedule

SENT = (*reports.REPORTS, "chart")
USUAL: Mapping[str, str] = {
    "summary": "week", "activity": "week", "leaderboard": "month", "target show": "month",
    "service report": "month", "funnel": "quarter", "winloss": "quarter",
    "customer report": "quarter", "customer list": "quarter",
}  # fmt: skip
"""The period that each tells of when none is named."""
LATE = timedelta(hours=1)
NOON = 12


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a report was not sent.

    Attributes:
        reason: "suspended", "right", "receiver", "receiver suspended" or "words".
    """

    reason: str


def read(ask: Ask, text: str) -> Invocation:
    """Understand which report is meant: its name and what it is narrowed to.

    Raises:
        Unreadable: it is no report.
        CrmError: its arguments make no sense.
    """
    first, _, rest = text.strip().partition(" ")
    also = reports.ALSO.get(first)
    named = grammar.Named(also, rest) if also else grammar.named(text)
    if named is None or named.command not in SENT:
        raise Unreadable(
            fmt(
                "“{text}” is no report. These can be sent: {names}",
                text=text[:60],
                names=listed(grammar.spelled(registry[one]) for one in SENT),
            )
        )
    found = binding.bind(ask, registry[named.command], named.rest)
    return Invocation(found.command, found.values)


def called(command: str, values: Mapping[str, str]) -> Text:
    """A report as the listener would ask for it."""
    known = registry[command]
    told = [known.parameter(name).reader.retold(text) for name, text in values.items()]
    return plain(" ".join([grammar.spelled(known), *told]))


def rhythm(row: ReportSchedule) -> Text:
    """How often and when it comes."""
    clock = datetime.fromisoformat(row.wall).time()
    return fmt("{often} at {clock}", often=repeat_words.repeat(row.rule), clock=f"{clock:%H:%M}")


def made(session: Session, row: ReportSchedule) -> Reply | Failure:
    """What a schedule sends now: as whoever wants it sees it, within what its receiver may see.

    Args:
        session: its actor becomes the two of them.
        row: which one.
    """
    people = session.directory.people
    sender, receiver = people[row.staff_id], people.get(row.receiver_id or 0)
    if sender.suspended:
        return Failure("suspended")
    if receiver is not None and receiver.suspended:
        return Failure("receiver suspended")
    ask = forms.unsaid(session, forms.Speaker("", staff_id=sender.id), session.now)
    session.actor = report_schedules.actor_for(session, row)
    ask.voice = voice_of(session.directory, receiver or sender)
    with speaking(ask.voice):
        try:
            return _told(ask, row)
        except Denied:
            return Failure(_who_may_not(session, row))
        except (CrmError, Outcome, NeedsConfirmation):
            return Failure("words")


def _told(ask: Ask, row: ReportSchedule) -> Reply:
    invocation = _meant(ask, Invocation(row.command, report_schedules.arguments(row)))
    _demand_taking(ask, row)
    reply = reports.run(ask, invocation)
    own = row.receiver_id == row.staff_id
    buttons = [*(reply.buttons if own else ()), *_ways(row)]
    files, without = _file(ask, invocation, reply, row.format)
    return replace(
        reply,
        text=lines(reply.text, without, _foot(ask, row)),
        buttons=tuple(buttons),
        files=(*reply.files, *files),
        shows=reply.shows if own else (),
    )


def unsent(session: Session, row: ReportSchedule, reason: str) -> Reply:
    """That a report was not sent, and why.

    Args:
        session: of any actor.
        row: which one.
        reason: of a Failure.
    """
    people = session.directory.people
    sender, receiver = people[row.staff_id], people.get(row.receiver_id or 0)
    values = {
        "report": called(row.command, report_schedules.arguments(row)),
        "sender": sender,
        "receiver": receiver or row.channel,
    }
    text = lines(
        fmt("The scheduled report **{report}** to {receiver} was not sent.", **values),
        fmt(WHY[reason], **values),
        fmt("It goes out again once that has changed; you are not told again until then."),
    )
    stop = Button(word("Send no more"), Invocation("report stop", {"schedule": str(row.id)}))
    return Reply(text, (stop,))


WHY: Mapping[str, str] = {
    "suspended": mark("{sender}, who had it sent, is suspended."),
    "right": mark("{sender} may not see or send these figures any more."),
    "receiver": mark("{receiver} may not see these figures any more."),
    "receiver suspended": mark("{receiver} is suspended."),
    "words": mark("What it asks for does not exist any more."),
}


def _demand_taking(ask: Ask, row: ReportSchedule) -> None:
    """A file, and what goes to a channel, take the sender's right to export; never the receiver's.

    Raises:
        Denied: the sender has it no more.
    """
    if row.format is None and row.receiver_id is not None:
        return
    actor = ask.session.actor
    ask.session.act_as(ask.directory.people[row.staff_id])
    try:
        reports.demand_export(ask, Invocation(row.command))
    finally:
        ask.session.actor = actor


def _file(
    ask: Ask, invocation: Invocation, reply: Reply, form: str | None
) -> tuple[tuple[int, ...], Text | None]:
    """The report as a file as well, where one is wished for; or why it goes without."""
    if form is None or reply.grid is None:
        return (), None
    try:
        file = report_files.of_report(ask, invocation, reply.text, reply.grid(), form)
    except Unreadable as large:
        return (), large.complaint
    return (files.put(ask.session, ask.person.subject_id, file),), None


def _meant(ask: Ask, invocation: Invocation) -> Invocation:
    """On the first day of a period the one before is meant, and in the morning the day before."""
    known, values = registry[invocation.command], dict(invocation.values)
    usual = USUAL.get(known.name)
    said = values.get("period", usual)
    if said is None or not any(one.name == "period" for one in known.parameters):
        return invocation
    with suppress(CrmError):
        values["period"] = _finished(ask, ReportDays().read(ask, said)).written()
    return Invocation(known.name, values)


def _finished(ask: Ask, days: Days) -> Days:
    local = ask.now.astimezone(ask.voice.timezone)
    if days.first != local.date() or (days.last == days.first and local.hour >= NOON):
        return days
    return days.one_before()


def _who_may_not(session: Session, row: ReportSchedule) -> str:
    """Whether whoever wants it sent lacks the right, or its receiver."""
    sender = session.directory.people[row.staff_id]
    ask = forms.unsaid(session, forms.Speaker("", staff_id=sender.id), session.now)
    with speaking(ask.voice):
        try:
            _demand_taking(ask, row)
            reports.run(ask, Invocation(row.command, report_schedules.arguments(row)))
        except Denied:
            return "right"
    return "receiver"


def _foot(ask: Ask, row: ReportSchedule) -> Text:
    """Why it came, and that it is late where it is."""
    sender = ask.directory.people[row.staff_id]
    whose = (
        fmt("Your schedule") if row.receiver_id == row.staff_id else fmt("From {who}", who=sender)
    )
    foot = fmt("{whose}: {rhythm}.", whose=whose, rhythm=rhythm(row))
    if report_schedules.lateness(ask.session, row) < LATE:
        return foot
    return foot + fmt(" It was due {at}.", at=row.next_at)


def _ways(row: ReportSchedule) -> tuple[Button, ...]:
    """Whoever receives it may stop it; in a channel nobody is asked."""
    if row.receiver_id is None:
        return ()
    return (Button(word("Send no more"), Invocation("report stop", {"schedule": str(row.id)})),)
