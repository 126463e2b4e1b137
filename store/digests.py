"""Digests: who is due to read one now, each once a day, and the figures that go into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, insert, or_, select, update
from sqlmodel import col

from store import deal_lists, digest_times, notice_times, pipelines, workdays
from store.columns import columns_of, table_of
from store.digest_times import Digest
from store.directories import Person
from store.notice_times import DAY
from store.rights import Right
from store.sessions import Session
from store.tables import Activity, Deal, DigestMark, Lead, StageMove, Task

_marks = table_of(DigestMark)
LATEST = timedelta(hours=10)
"""A digest that is later than that, or of another day, is none."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest that somebody is due to read: which one, and of which local day."""

    staff_id: int
    which: Digest
    day: date


def due(session: Session) -> list[Edition]:
    """The digests that are due now and were not sent, in one statement."""
    people = [one for one in session.directory.people.values() if not one.suspended]
    found = [edition for one in people for edition in _of(session, one)]
    if not found:
        return []
    rows = {row.staff_id: row for row in session.connection().execute(select(_marks))}
    return [one for one in found if not _sent(rows.get(one.staff_id), one)]


def _sent(row: object, one: Edition) -> bool:
    last: date | None = getattr(row, f"{one.which}_on", None)
    return last is not None and last >= one.day


def _of(session: Session, person: Person) -> list[Edition]:
    now, zone = session.now, notice_times.zone_of(session.directory, person)
    local = now.astimezone(zone)
    times = digest_times.of(person)
    wanted: list[tuple[Digest, time | None]] = [
        ("morning", times.morning), ("evening", times.evening), ("weekly", times.weekly),
    ]  # fmt: skip
    here = [which for which, at in wanted if at and _is_time(local, at)]
    if not here or not workdays.works(session, person, local.date()):
        return []
    if notice_times.free_from(session.directory, person, now) > now:
        return []
    leads = bool(session.directory.reports.get(person.id))
    weekly = leads and _first_of_week(session, person, local.date())
    return [Edition(person.id, one, local.date()) for one in here if one != "weekly" or weekly]


def _is_time(local: datetime, at: time) -> bool:
    """Whether a time of day has come, and not too long ago."""
    wall = local.replace(tzinfo=None)
    return timedelta() <= wall - datetime.combine(wall.date(), at) < LATEST


def _first_of_week(session: Session, person: Person, day: date) -> bool:
    before = (day - DAY * back for back in range(1, day.weekday() + 1))
    return not any(workdays.works(session, person, one) for one in before)


def claim(session: Session, one: Edition) -> bool:
    """Note that a digest is sent; False when it was before, whatever the clock says now."""
    column = _marks.c[f"{one.which}_on"]
    fresh = or_(column.is_(None), column < one.day)
    change = update(_marks).where(_marks.c.staff_id == one.staff_id, fresh)
    if session.connection().execute(change.values({column.name: one.day})).rowcount:
        return True
    known = select(_marks.c.staff_id).where(_marks.c.staff_id == one.staff_id)
    if session.connection().execute(known).first():
        return False
    row = {"staff_id": one.staff_id, column.name: one.day}
    session.connection().execute(insert(_marks).values(row))
    return True


@dataclass(frozen=True, slots=True)
class Changes:
    """What others have done since a moment: leads that came to somebody, deals that were moved."""

    leads: int
    moved: int


def changes(session: Session, person: Person, since: datetime) -> Changes:
    """What has changed for somebody since a moment, as far as they see it."""
    given = (col(Lead.owner_id) == person.id, col(Lead.assigned_at) >= since)
    leads = select(func.count()).select_from(Lead).where(*given, col(Lead.status) == "new")
    moved = (
        select(func.count())
        .select_from(StageMove)
        .join(Deal, col(StageMove.deal_id) == col(Deal.id))
        .where(
            col(Deal.owner_id) == person.id,
            col(StageMove.at) >= since,
            col(StageMove.from_stage_id).is_not(None),
            or_(col(StageMove.staff_id) != person.id, col(StageMove.staff_id).is_(None)),
        )
    )
    return Changes(session.execute(leads).scalar_one(), session.execute(moved).scalar_one())


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did since a moment."""

    logged: int
    tasks: int
    moved: int
    won: int


def done(session: Session, person: Person, since: datetime) -> Done:
    """What somebody did since a moment, as far as they still see it."""
    logged = select(func.count()).select_from(Activity)
    ticked = select(func.count()).select_from(Task)
    won = [one.id for one in pipelines.steps(session) if one.kind == "won"]
    moves = select(col(StageMove.to_stage_id), func.count()).where(
        col(StageMove.staff_id) == person.id,
        col(StageMove.at) >= since,
        col(StageMove.from_stage_id).is_not(None),
    )
    by_stage = {row[0]: row[1] for row in session.execute(moves.group_by(StageMove.to_stage_id))}  # type: ignore[arg-type]
    of_me = (col(Activity.staff_id) == person.id, col(Activity.at) >= since)
    mine = (col(Task.done_by) == person.id, col(Task.done_at) >= since)
    return Done(
        session.execute(logged.where(*of_me)).scalar_one(),
        session.execute(ticked.where(*mine)).scalar_one(),
        sum(by_stage.values()),
        sum(count for stage, count in by_stage.items() if stage in won),
    )


@dataclass(slots=True)
class Figures:
    """How somebody's week was, and how they stand."""

    won: int = 0
    lost: int = 0
    new: int = 0
    rotten: int = 0
    overdue: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.won or self.lost or self.new or self.rotten or self.overdue)


def of_team(
    session: Session, staff_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, Figures]:
    """Figures by staff id, of what the actor sees, by four statements however many they are."""
    found = {one: Figures() for one in staff_ids}
    deals, tasks = columns_of(Deal), columns_of(Task)
    theirs = deals.owner_id.in_(sorted(staff_ids))
    steps = {one.id: one.kind for one in pipelines.steps(session)}
    counting = select(deals.owner_id, func.count()).select_from(Deal).where(theirs)
    ended = select(deals.owner_id, deals.stage_id, func.count()).select_from(Deal).where(theirs)
    between = (deals.closed_at >= since, deals.closed_at < until)
    for owner_id, stage_id, count in session.execute(
        ended.where(*between).group_by(deals.owner_id, deals.stage_id)
    ):
        name = "won" if steps.get(stage_id) == "won" else "lost"
        setattr(found[owner_id], name, getattr(found[owner_id], name) + count)
    late = deal_lists.rotten(session, pipelines.steps(session))
    overdue = select(tasks.owner_id, func.count()).select_from(Task)
    overdue = overdue.where(
        tasks.owner_id.in_(sorted(staff_ids)), tasks.done_at.is_(None), tasks.due_at < session.now
    )
    asked = {
        "new": counting.where(deals.created_at >= since, deals.created_at < until),
        "rotten": counting.where(deals.closed_at.is_(None), late),
        "overdue": overdue,
    }
    for name, query in asked.items():
        owner = query.selected_columns[0]
        for owner_id, count in session.execute(query.group_by(owner)):
            setattr(found[owner_id], name, count)
    return found


def may_read_weekly(session: Session) -> bool:
    """Whether the actor sees deals of others at all."""
    return session.actor is not None and session.actor.scope(Right.DEALS_SEE) is not None
