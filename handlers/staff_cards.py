"""Cards of members of staff."""

from handlers.asks import Ask
from handlers.names import ROLE_NAMES
from handlers.texts import Text, fmt, word
from store.directories import Person


def card(person: Person, ask: Ask) -> Text:
    """One line on a member of staff."""
    team = ask.directory.teams.get(person.team_id or 0)
    manager = ask.directory.people.get(person.manager_id or 0)
    text = fmt(
        "`U-{number}` {name} · @{handle} · {role}",
        number=str(person.id),
        name=person.name,
        handle=person.handle,
        role=word(ROLE_NAMES[person.role]),
    )
    if team:
        text += fmt(" · {team}", team=team)
    if manager:
        text += fmt(" · reports to {manager}", manager=manager)
    return text + fmt(" · suspended") if person.suspended else text
