"""Columns of tickets, tasks, activities, articles and staff, and how they are read for an export."""

from collections.abc import Sequence
from typing import Any

from handlers import activity_words, cards, task_words, ticket_words
from handlers.asks import Ask
from handlers.exports.columns import Batch, Column, stored
from handlers.exports.sales import ref_to
from handlers.grids import Cell
from handlers.languages import mark
from handlers.names import ROLE_NAMES
from handlers.texts import word
from store import (
    activities,
    article_showings,
    articles,
    categories,
    companies,
    customers,
    task_subjects,
    tasks,
    tickets,
)
from store.directories import Person
from store.refs import Ref
from store.tables import Activity, Article, Task, Ticket


def read_tickets(ask: Ask, ids: Sequence[int]) -> Batch:
    """Tickets with who has asked and what they are about."""
    rows = tickets.get_many(ask.session, ids)
    customers.load(ask.session, rows)
    customers.load_accounts(ask.session, rows)
    firms = companies.visible_names(
        ask.session, sorted({one.company_id for one in rows if one.company_id})
    )
    kinds = {one.id: ticket_words.called(one) for one in categories.every(ask.session)}
    return Batch(ask.session, rows, firms, known={"categories": kinds})


def _customer(batch: Batch, row: Ticket) -> Cell:
    return customers.name(batch.session, row) or customers.account_name(batch.session, row)


def _worker(batch: Batch, row: Ticket) -> Cell:
    held = batch.session.directory.people.get(row.assignee_id or 0)
    return held.name if held else None


def _ticket_status(_batch: Batch, row: Ticket) -> Cell:
    return word(ticket_words.STATUSES[row.status])


def _priority(_batch: Batch, row: Ticket) -> Cell:
    return ticket_words.priority(row.priority)


def _category(batch: Batch, row: Ticket) -> Cell:
    found: Cell = batch.known["categories"].get(row.category_id)
    return found


def _company(batch: Batch, row: Ticket) -> Cell:
    return batch.companies.get(row.company_id or 0)


def read_tasks(ask: Ask, ids: Sequence[int]) -> Batch:
    """Tasks with their words, and what they are about as far as the asker sees it."""
    rows = tasks.get_many(ask.session, ids)
    seen = task_subjects.of(ask.session, rows)
    words = tasks.texts(ask.session, [one for one in rows if not task_subjects.hidden(one, seen)])
    return Batch(ask.session, rows, known={"seen": seen, "words": words})


def _doer(batch: Batch, row: Task) -> Cell:
    held = batch.session.directory.people.get(row.owner_id)
    return held.name if held else None


def _what(batch: Batch, row: Task) -> Cell:
    return task_words.said(row, batch.known["words"].get(row.id))


def _about(batch: Batch, row: Task) -> Cell:
    return str(row.about) if row.about and row.about in batch.known["seen"] else None


def _with(batch: Batch, row: Task) -> Cell:
    return task_words.called(batch.known["seen"].get(row.about)) or None


def read_activities(ask: Ask, ids: Sequence[int]) -> Batch:
    """Activities with their words, and with whom they happened."""
    rows = activities.some(ask.session, ids)
    words = activities.texts(ask.session, rows)
    names = activity_words.names(ask, rows)
    return Batch(ask.session, rows, known={"words": words, "names": names})


def _activity_kind(_batch: Batch, row: Activity) -> Cell:
    return word(cards.KINDS[row.kind])


def _author(batch: Batch, row: Activity) -> Cell:
    held = batch.session.directory.people.get(row.staff_id or 0)
    return held.name if held else None


def _with_whom(batch: Batch, row: Activity) -> Cell:
    return activity_words.with_whom(row, batch.known["names"]) or None


def _deal_ref(_batch: Batch, row: Activity) -> Cell:
    return str(Ref("deal", row.deal_id)) if row.deal_id else None


def read_articles(ask: Ask, ids: Sequence[int]) -> Batch:
    """Articles with how often they were shown and helped."""
    rows = articles.get_many(ask.session, ids)
    counts = article_showings.counts(ask.session, ids)
    return Batch(ask.session, rows, known={"counts": counts})


def _counted(name: str) -> Any:  # noqa: ANN401 (a cell)
    def cell(batch: Batch, row: Article) -> Cell:
        return getattr(batch.known["counts"].get(row.id), name, 0)

    return cell


def _audience(_batch: Batch, row: Article) -> Cell:
    return word("public") if row.published_at else word("internal")


def read_staff(ask: Ask, ids: Sequence[int]) -> Batch:
    """Members of staff as the directory knows them."""
    people = ask.directory.people
    return Batch(ask.session, [people[one] for one in ids if one in people])


def _role(_batch: Batch, row: Person) -> Cell:
    return word(ROLE_NAMES[row.role])


def _team(batch: Batch, row: Person) -> Cell:
    return batch.session.directory.teams.get(row.team_id or 0)


def _manager(batch: Batch, row: Person) -> Cell:
    held = batch.session.directory.people.get(row.manager_id or 0)
    return held.name if held else None


def _suspended(_batch: Batch, row: Person) -> Cell:
    return word("yes") if row.suspended else None


TICKETS = (
    Column(mark("Ref"), ref_to("ticket"), 8, brief=True),
    Column(mark("Title"), stored("title"), 40, brief=True),
    Column(mark("Customer"), _customer, 24, brief=True),
    Column(mark("Company"), _company, 28),
    Column(mark("Status"), _ticket_status, brief=True),
    Column(mark("Priority"), _priority, brief=True),
    Column(mark("Category"), _category),
    Column(mark("Assigned to"), _worker, 18, brief=True),
    Column(mark("Opened"), stored("opened_at"), 17),
    Column(mark("First answer"), stored("first_response_at"), 17),
    Column(mark("Due"), stored("due_at"), 17),
    Column(mark("Resolved"), stored("resolved_at"), 17),
)
TASKS = (
    Column(mark("Ref"), ref_to("task"), 8, brief=True),
    Column(mark("Due"), stored("due_at"), 17, brief=True),
    Column(mark("What"), _what, 40, brief=True),
    Column(mark("About"), _about, 8),
    Column(mark("With"), _with, 28, brief=True),
    Column(mark("Owner"), _doer, 18, brief=True),
    Column(mark("Added"), stored("created_at"), 17),
)
ACTIVITIES = (
    Column(mark("When"), stored("at"), 17, brief=True),
    Column(mark("Kind"), _activity_kind, brief=True),
    Column(mark("Who"), _author, 18, brief=True),
    Column(mark("With"), _with_whom, 28, brief=True),
    Column(mark("Deal"), _deal_ref, 8),
    Column(
        mark("What happened"), lambda batch, row: batch.known["words"].get(row.id), 60, brief=True
    ),
    Column(mark("Next step"), stored("next_at"), 17),
    Column(mark("Logged"), stored("logged_at"), 17),
)
ARTICLES = (
    Column(mark("Ref"), ref_to("article"), 8, brief=True),
    Column(mark("Title"), stored("title"), 40, brief=True),
    Column(mark("Text"), stored("text"), 60, brief=True),
    Column(mark("Title in the other language"), stored("other_title"), 40),
    Column(mark("Text in the other language"), stored("other_text"), 60),
    Column(mark("Keywords"), stored("keywords"), 24),
    Column(mark("For whom"), _audience, brief=True),
    Column(mark("Shown"), _counted("shown"), 8),
    Column(mark("Helped"), _counted("helped"), 8),
    Column(mark("Changed"), stored("updated_at"), 17),
)
STAFF = (
    Column(mark("Ref"), ref_to("staff"), 8, brief=True),
    Column(mark("Name"), stored("name"), 24, brief=True),
    Column(mark("Handle"), stored("handle")),
    Column(mark("Role"), _role, brief=True),
    Column(mark("Team"), _team, brief=True),
    Column(mark("Reports to"), _manager, 24, brief=True),
    Column(mark("Time zone"), stored("timezone"), 18),
    Column(mark("Suspended"), _suspended, 10, brief=True),
)
