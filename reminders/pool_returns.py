"""Returns to the pool: owners are warned of what rests for too long, then it is everybody's."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from handlers import cards, letters, nudge_lines
from handlers.asks import voice_of
from handlers.languages import speaking, voice
from handlers.readers.kinds import ref_of
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, lines, plural, word
from store import leases, outboxes, pool_returns, pools
from store.engines import Database
from store.pool_returns import BATCH, Step
from store.row_rules import Party
from store.sessions import Session

LEASE = "pool returns"
SHOWN = 8
DAY = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""The lease ends with its transaction: its row is a lock, and nobody waits for it afterwards."""


def run_due(database: Database, now: datetime, holder: str) -> None:
    """Warn and return whatever is due; of two processes at once, one does each.

    Args:
        database: of the company.
        now: aware moment that counts as the present.
        holder: names this process.
    """
    for step in database.read(_steps, now):
        for owner_id, count in database.read(partial(_owners, step=step), now).items():
            _take_all(database, now, holder, step, (owner_id, count))


def moments(database: Database, begun: datetime, now: datetime) -> Iterator[datetime]:
    """The moments at which a clock that is moved forward has to stop: days, while anything may be due."""
    rules = pools.rules(database.read(lambda session: session.directory, now))
    if rules.idle is not None:
        days = rules.idle + sum(rules.warnings)
        yield from (begun + DAY * one for one in range(1, min((now - begun).days, days) + 1))
    yield now


def _steps(session: Session) -> list[Step]:
    return pool_returns.steps(pools.rules(session.directory))


def _owners(session: Session, *, step: Step) -> dict[int, int]:
    session.act_as(None)
    return dict(sorted(pool_returns.owners(session, step).items()))


def _take_all(
    database: Database, now: datetime, holder: str, step: Step, whose: tuple[int, int]
) -> None:
    """Let all records of an owner take a step, in batches; the owner is told once of all."""
    take = partial(_take, holder=holder, step=step, whose=whose)
    more = database.write(partial(take, told=False), now)
    while more:
        more = database.write(partial(take, told=True), now)


def _take(session: Session, *, holder: str, step: Step, whose: tuple[int, int], told: bool) -> bool:
    """Take a batch; False when it was the last one, or another process is at it."""
    session.act_as(None)
    session.origin.command = LEASE
    if not leases.take(session, LEASE, holder, LONG_AGO):
        return False
    owner_id, count = whose
    rows = pool_returns.take(session, step, owner_id)
    more = len(rows) == BATCH
    if rows and not told:
        _tell(session, step, owner_id, rows, count if more else len(rows))
    return more


def _tell(session: Session, step: Step, owner_id: int, rows: Sequence[Party], count: int) -> None:
    person = session.directory.people[owner_id]
    if person.suspended:
        return
    with speaking(voice_of(session.directory, person)):
        said = (
            _warning(session, step, rows, count) if step.days else _returned(session, rows, count)
        )
        outboxes.post(session, [letters.notice(session, person, said, "pool")], None)


def _warning(session: Session, step: Step, rows: Sequence[Party], count: int) -> Reply:
    day = (session.now + DAY * step.days).astimezone(voice().timezone).date()
    head = plural(
        "Nothing has happened here for a long time, so it returns to the pool on {day}. A note keeps it yours:",
        "Nothing has happened with these {count} for a long time, so they return to the pool on {day}. "
        "A note keeps one yours:",
        count,
        day=day,
    )
    keep = (_keep(row, alone=count == 1) for row in rows[:SHOWN])
    shows = tuple(map(ref_of, rows[:SHOWN]))
    return Reply(_list(head, rows, count), (*keep, nudge_lines.why("pool")), shows)


def _keep(row: Party, *, alone: bool) -> Button:
    ref = str(ref_of(row))
    label = word("Keep") if alone else word("Keep {ref}").format(ref=ref)
    return Button(label, Invocation("log", {"kind": "note", "record": ref}))


def _returned(session: Session, rows: Sequence[Party], count: int) -> Reply:
    idle = pools.rules(session.directory).idle
    head = plural(
        "Nothing has happened here for {days} days, so it is in the pool again:",
        "Nothing has happened with these {count} for {days} days, so they are in the pool again:",
        count,
        days=idle,
    )
    pool = Button(word("Pool"), Invocation("pool"))
    return Reply(_list(head, rows, count), (pool, nudge_lines.why("pool")))


def _list(head: Text, rows: Sequence[Party], count: int) -> Text:
    rest = count - len(rows[:SHOWN])
    more = plural("and {count} more", "and {count} more", rest) if rest > 0 else None
    return lines(head, *map(cards.heading, rows[:SHOWN]), more)
