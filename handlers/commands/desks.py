"""Desks: the channels and groups in which each ticket gets a thread."""

from typing import Any

from handlers import cards, thread_cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.records import ATeam
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, lines, plain
from store import chats, ticket_threads
from store.rights import Right
from store.ticket_threads import Desk

HERE = mark("Say this in the Slack channel or Telegram group in which tickets are to be worked on.")


@command(
    "desk here",
    needs=Right.SETTINGS,
    examples=("desk here", "desk here team:Support", "在此处理工单"),
    phrases=("work on tickets here", "tickets go here", "工单在这里处理"),
)
def open_desk(ask: Ask, *, team: ATeam | None = None) -> Reply:
    """Let each ticket get a thread in this channel or group, where staff work on it."""
    chat_id, payload = _chat(ask), ask.taken.payload
    if payload.get("external"):
        raise Unreadable(
            fmt("People of another company read this channel: tickets cannot be worked on here.")
        )
    desk = Desk(
        chat_id=chat_id,
        name=_name(ask, chat_id, payload),
        platform=ask.taken.platform,
        locale=ask.voice.language,
        team_id=team.id if team else None,
        topics=bool(payload.get("topics")),
    )
    ticket_threads.open_desk(ask.session, desk)
    return Reply(lines(_opened(ask, desk), _rules(desk)), (cards.undo_button(),), public=True)


def _chat(ask: Ask) -> int:
    chat_id = ask.taken.place.chat_id
    if chat_id is None or not ask.taken.payload.get("shared"):
        raise Unreadable(fmt(HERE))
    return chat_id


def _name(ask: Ask, chat_id: int, payload: dict[str, Any]) -> str:
    return str(payload.get("room") or chats.account_of(ask.session, chat_id))


def _opened(ask: Ask, desk: Desk) -> Text:
    team = ask.directory.teams.get(desk.team_id or 0)
    if team:
        return fmt("Each new ticket of the team {team} gets a thread here.", team=team)
    return fmt("Each new ticket gets a thread here.")


def _rules(desk: Desk) -> Text:
    """What whoever reads along has to know."""
    said = fmt(
        "Whoever is in here can read them. What staff write in a thread stays inside; "
        "`reply` and the words go to the customer."
    )
    if desk.platform != "telegram":
        return said
    rights = fmt("I have to be an administrator here, with the right to manage topics.")
    return lines(said, rights)


@command(
    "desk off",
    needs=Right.SETTINGS,
    examples=("desk off", "不在此处理工单"),
    phrases=("no tickets here",),
)
def close_desk(ask: Ask) -> Reply:
    """No more tickets in this channel or group; its threads stay as they are."""
    ticket_threads.close_desk(ask.session, _chat(ask))
    said = fmt("No more tickets here. The threads stay as they are, and are quiet.")
    return Reply(said, (cards.undo_button(),), public=True)


@command("desks", needs=Right.SETTINGS, examples=("desks", "工单群列表"), undoable=False)
def list_desks(ask: Ask) -> Reply:
    """List the channels and groups in which tickets are worked on."""
    held = ticket_threads.desks(ask.session)
    if not held:
        return Reply(lines(fmt("There are none."), fmt("Say `desk here` in a channel or group.")))
    return Reply(lines(fmt("**Tickets are worked on in**"), *(_row(ask, one) for one in held)))


def _row(ask: Ask, desk: Desk) -> Text:
    team = ask.directory.teams.get(desk.team_id or 0)
    parts = [plain(thread_cards.platform(desk.platform)), plain(desk.name)]
    whose = fmt("team {team}", team=team) if team else fmt("tickets of all other teams")
    return joined(" · ", [*parts, whose])
