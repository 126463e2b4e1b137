"""Greetings: who speaks at this terminal, and three things worth trying."""

from collections.abc import Callable
from itertools import islice

from bot import presences, renderings
from bot.renderings import Piece
from bot.terminals import Speaker, Terminal
from handlers.asks import Ask
from handlers.contract import registry
from handlers.names import ROLE_NAMES
from handlers.nearest import allowed
from handlers.texts import Text, fmt, joined, lines, plain, word
from store.sessions import Session

THINGS = 3
TRIES = {
    "contacts": {"en": "my contacts", "zh": "我的联系人"},
    "capture": {
        "en": "met Iris Vale of Moonkettle, iris@moonkettle.example, wants a tasting",
        "zh": "见了月壶茶馆的王小溪，wxx@yuehu.example，想要试饮",
    },
    "invite": {"en": "staff", "zh": "员工列表"},
    "audit": {"en": "audit", "zh": "审计"},
    "duplicates": {"en": "duplicates", "zh": "查重"},
    "pool": {"en": "pool", "zh": "公海"},
    "start": {"en": "hello", "zh": "你好"},
    "whoami": {"en": "whoami", "zh": "我是谁"},
    "help": {"en": "help", "zh": "帮助"},
}
"""Things to try, by the command that one must be allowed to use; the best first."""


def greeting(terminal: Terminal, speaker: Speaker) -> list[Piece]:
    """Who speaks, three things to try, and the chat's own commands."""

    def say(session: Session) -> Text:
        ask = presences.ask_of(session, speaker)
        tries = joined(" · ", [plain(one, "code") for one in _tries(ask)])
        return lines(
            _who(ask),
            fmt("Try: {tries}", tries=tries),
            fmt(
                "`/as NAME` becomes somebody else · `/later 3h` moves the clock · "
                "`/help` says more · `/quit` leaves"
            ),
        )

    return _shown(terminal, say)


def who(terminal: Terminal, speaker: Speaker) -> list[Piece]:
    """Who speaks now."""
    return _shown(terminal, lambda session: _who(presences.ask_of(session, speaker)))


def _shown(terminal: Terminal, say: Callable[[Session], Text]) -> list[Piece]:
    said = terminal.database.read(say, terminal.clock.now())
    return [*renderings.pieces(said), ("", "\n\n")]


def _who(ask: Ask) -> Text:
    company = ask.directory.setting("name", "Parley")
    person = ask.actor.person
    if person is None:
        name = ask.taken.account_name
        return fmt("You are **{name}**, a customer of {company}.", name=name, company=company)
    role = word(ROLE_NAMES[person.role])
    return fmt("You are **{name}** ({role}) at {company}.", name=person, role=role, company=company)


def _tries(ask: Ask) -> list[str]:
    may = (said for name, said in TRIES.items() if allowed(ask, registry[name]))
    return [said[ask.voice.language] for said in islice(may, THINGS)]
