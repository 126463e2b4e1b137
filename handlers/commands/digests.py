"""Digests: when one reads how the day begins and ends."""

from datetime import time

from handlers.asks import Ask
from handlers.contract import command
from handlers.notice_words import told_times
from handlers.readers.notices import AtClock, Which
from handlers.replies import Button, Invocation, Reply
from handlers.texts import fmt, lines, word
from store import digest_times, staff
from store.digest_times import EVENING, MORNING, Digest, DigestTimes
from store.rights import Right

USUAL: dict[Digest, time] = {"morning": MORNING, "evening": EVENING, "weekly": MORNING}


@command(
    "digest",
    needs=Right.EVERYONE,
    examples=("digest", "digest 8:30", "digest evening 18:00", "digest off", "摘要 晚上 18:00"),
)
def choose_digest(ask: Ask, which: Which | None = None, at: AtClock | None = None) -> Reply:
    """Choose when you read your agenda in the morning and what was done in the evening."""
    if at is None:
        return _shown(ask, digest_times.of(ask.person))
    for named in _meant(which, at):
        clock = at if isinstance(at, time) else USUAL[named] if at == "on" else None
        kept = digest_times.with_time(ask.directory.people[ask.person.id], named, clock)
        staff.prefer(ask.session, ask.person.id, digest=kept)
    shown = _shown(ask, digest_times.of(ask.directory.people[ask.person.id]))
    return Reply(shown.text, (Button(word("Undo"), Invocation("undo")),))


def _meant(which: str | None, at: object) -> tuple[Digest, ...]:
    """Which digests: without a name a time is the morning's, and off is off for all of them."""
    if which is not None:
        return tuple(one for one in USUAL if one == which)
    if isinstance(at, time):
        return ("morning",)
    return ("morning", "weekly") if at == "on" else tuple(USUAL)


def _shown(ask: Ask, times: DigestTimes) -> Reply:
    leads = bool(ask.directory.reports.get(ask.person.id))
    weekly = f"{times.weekly:%H:%M}" if times.weekly else word("off")
    text = lines(
        told_times(times),
        fmt("Team, on the first working day of a week: {at}", at=weekly) if leads else None,
        fmt("They come on working days, and only when there is something to tell."),
        fmt("`digest 8:30`, `digest evening 18:00` or `digest off` changes them."),
    )
    return Reply(text, (Button(word("Agenda"), Invocation("agenda")),))
