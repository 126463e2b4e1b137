"""Teams: add, assign, list."""

from typing import Annotated

from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.records import AColleague, ATeam
from handlers.readers.words import Label
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, listed
from store import staff, teams
from store.rights import Right

NewTeam = Annotated[str, Label("What is the team called?")]


@command(
    "team add", needs=Right.STAFF, examples=("team add North", "添加团队 华东"), undoable=False
)
def add_team(ask: Ask, name: NewTeam) -> Reply:
    """Add a team."""
    row = teams.add(ask.session, name)
    return Reply(
        fmt(
            "Added the team {name}. `team assign @ben {name}` puts somebody into it.", name=row.name
        )
    )


@command(
    "team assign", needs=Right.STAFF, examples=("team assign @ben North", "分配团队 @ben 华东")
)
def assign_team(ask: Ask, person: AColleague, team: ATeam) -> Reply:
    """Put a colleague into a team."""
    staff.assign_team(ask.session, person.id, team.id)
    return Reply(fmt("{person} is in the team {team} now.", person=person, team=team.name))


@command("teams", needs=Right.EVERYONE, examples=("teams", "团队列表"))
def list_teams(ask: Ask) -> Reply:
    """List the teams and who is in them."""
    if not ask.directory.teams:
        return Reply(fmt("There are no teams yet. An admin adds one with `team add`."))
    return Reply(
        lines(
            fmt("**Teams**"), *(_team(ask, one, name) for one, name in ask.directory.teams.items())
        )
    )


def _team(ask: Ask, team_id: int, name: str) -> Text:
    people = [one.name for one in ask.directory.people.values() if one.team_id == team_id]
    return fmt("{name}: {people}", name=name, people=listed(people) or "–")
