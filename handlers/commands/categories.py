"""Categories of tickets and the words by which they are recognised."""

from typing import Annotated, Any

from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.readers.calendars import AHours
from handlers.readers.records import ATeam
from handlers.readers.tickets import ACategory, APriority, KeywordList
from handlers.readers.words import Label
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, lines, listed
from handlers.ticket_words import called
from handlers.ticket_words import priority as priority_name
from store import calendars, categories, service_hours
from store.calendars import Hours
from store.categories import Kind
from store.rights import Right
from store.tables import Team

CategoryName = Annotated[str, Label(mark("What is the category called?"))]


def line(ask: Ask, kind: Kind) -> Text:
    """A category and its rules."""
    team = ask.directory.teams.get(kind.team_id or 0)
    hours = calendars.of_id(ask.session, kind.calendar_id)
    parts = [
        fmt("**{name}**", name=called(kind)),
        fmt("priority {priority}", priority=priority_name(kind.priority)),
        fmt("to {team}", team=team) if team else None,
        fmt("hours {name}", name=hours.name) if kind.calendar_id else None,
        fmt("by {words}", words=listed(kind.keywords)) if kind.keywords else None,
    ]
    return joined(" · ", [one for one in parts if one])


@command("category list", needs=Right.TICKETS_SEE, examples=("category list", "分类列表"))
def list_categories(ask: Ask) -> Reply:
    """List the categories, and the words by which a new ticket is put into each."""
    held = categories.every(ask.session)
    first = fmt("What no word fits is {name}.", name=called(held[0]))
    return Reply(lines(*(line(ask, one) for one in held), first))


def _changes(
    keywords: str | None, priority: str | None, team: Team | None, name: str | None = None
) -> dict[str, Any]:
    found = {
        "name": name,
        "keywords": keywords,
        "priority": priority,
        "team_id": team.id if team else None,
    }
    return {key: value for key, value in found.items() if value is not None}


@command(
    "category add",
    needs=Right.SETTINGS,
    examples=(
        "category add billing keywords:invoice,refund priority:high",
        "新增分类 账单 关键词:发票,退款",
    ),
    undoable=False,
)
def add_category(
    ask: Ask,
    name: CategoryName,
    *,
    keywords: KeywordList | None = None,
    priority: APriority | None = None,
    team: ATeam | None = None,
    hours: AHours | None = None,
) -> Reply:
    """Add a category, with keywords of both languages, a priority, a team and hours."""
    row = categories.add(ask.session, name, _changes(keywords, priority, team))
    return _saved(ask, row.id, hours)


def _saved(ask: Ask, category_id: int, hours: Hours | None) -> Reply:
    ask.session.flush()
    if hours:
        service_hours.give(ask.session, _kind(ask, category_id), hours)
    return Reply(fmt("Saved: {line}", line=line(ask, _kind(ask, category_id))))


def _kind(ask: Ask, category_id: int) -> Kind:
    return next(one for one in categories.every(ask.session) if one.id == category_id)


@command(
    "category edit",
    needs=Right.SETTINGS,
    examples=("category edit outage keywords:down,offline", "修改分类 中断 优先级:紧急"),
    undoable=False,
)
def edit_category(
    ask: Ask,
    category: ACategory,
    *,
    name: CategoryName | None = None,
    keywords: KeywordList | None = None,
    priority: APriority | None = None,
    team: ATeam | None = None,
    hours: AHours | None = None,
) -> Reply:
    """Change a category: name, keywords, priority of new tickets, team, hours."""
    changes = _changes(keywords, priority, team, name)
    if not changes and hours is None:
        return Reply(line(ask, category))
    categories.edit(ask.session, category.id, changes)
    return _saved(ask, category.id, hours)


@command(
    "category delete",
    needs=Right.SETTINGS,
    examples=("category delete billing", "删除分类 账单"),
    undoable=False,
)
def delete_category(ask: Ask, category: ACategory) -> Reply:
    """Take away a category in which no ticket has ever been."""
    name = called(category)
    ask.confirm(fmt("Take away the category {name}?", name=name))
    categories.remove(ask.session, category.id)
    return Reply(fmt("The category {name} is gone.", name=name))
