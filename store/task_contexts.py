"""Contexts of tasks: what happened last with whom they are about, and what is being sold there."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import col

from store import activities
from store.columns import columns_of
from store.sessions import Session
from store.tables import Activity, Deal, Task

MOST = 100
LOGGED = ("contact", "company", "lead", "deal")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands beside a task, as far as the actor may see it.

    Attributes:
        activity: the last one with whom it is about.
        text: of the activity.
        deal: an open one, if the task is not about it anyway.
    """

    activity: Activity | None = None
    text: str = ""
    deal: Deal | None = None


def of(session: Session, tasks: Iterable[Task]) -> dict[int, Context]:
    """Contexts by task, by three statements at most; the actor sees what the tasks are about."""
    about = [one for one in tasks if one.about and one.about.kind in LOGGED]
    if not about:
        return {}
    last = _activities(session, about)
    words = activities.texts(session, list(last.values()))
    deals = _deals(session, about)
    return {
        one.id: Context(
            last.get(one.id), words[last[one.id].id] if one.id in last else "", deals.get(one.id)
        )
        for one in about
    }


def _activities(session: Session, tasks: list[Task]) -> dict[int, Activity]:
    columns = columns_of(Activity)
    theirs = [
        columns[f"{kind}_id"].in_(
            sorted({one.about.id for one in tasks if one.about and one.about.kind == kind})
        )
        for kind in {one.about.kind for one in tasks if one.about}
    ]
    query = select(Activity).where(or_(*theirs)).order_by(columns.at.desc(), columns.id.desc())
    found: dict[int, Activity] = {}
    for row in session.scalars(query.limit(MOST)):
        for task in tasks:
            if task.about and getattr(row, f"{task.about.kind}_id") == task.about.id:
                found.setdefault(task.id, row)
    return found


def _deals(session: Session, tasks: list[Task]) -> dict[int, Deal]:
    """An open deal with the contact or company of each task that is not about a deal."""
    people = sorted({one.contact_id for one in tasks if one.contact_id and not one.deal_id})
    firms = sorted({one.company_id for one in tasks if one.company_id})
    if not (people or firms):
        return {}
    theirs = or_(col(Deal.contact_id).in_(people), col(Deal.company_id).in_(firms))
    query = select(Deal).where(theirs, col(Deal.closed_at).is_(None)).order_by(col(Deal.id).desc())
    found: dict[int, Deal] = {}
    for deal in session.scalars(query.limit(MOST)):
        for task in tasks:
            if deal.id != task.deal_id and (
                (task.contact_id and deal.contact_id == task.contact_id)
                or (task.company_id and deal.company_id == task.company_id)
            ):
                found.setdefault(task.id, deal)
    return found
