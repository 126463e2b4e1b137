"""What was logged: calls, meetings, visits, e-mails and notes, narrowed by who and when."""

from collections.abc import Mapping
from typing import Annotated

from handlers import activity_words, cards, lists
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.lists import Given, Listed
from handlers.readers.filters import Anywhere
from handlers.readers.reports import Reported, ReportPeriod, WhoseFigures
from handlers.replies import Reply
from handlers.summaries import period as written
from handlers.texts import Text, fmt, word
from store import activity_lists
from store.activity_lists import Filters
from store.refs import Ref
from store.rights import Right
from store.tables import Activity

Kind = Annotated[
    str,
    Anywhere(
        mark("Which: calls, meetings, visits, emails or notes?"),
        {
            "call": ("calls", "电话", "通话"),
            "meeting": ("meetings", "会议"),
            "visit": ("visits", "拜访"),
            "email": ("emails", "e-mails", "邮件"),
            "note": ("notes", "备注", "笔记"),
        },
    ),
]


@command(
    "logged",
    needs=Right.CONTACTS_SEE,
    examples=("logged last week @ben", "logged calls today", "跟进列表 上周"),
)
def list_logged(
    ask: Ask,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    kind: Kind | None = None,
    owner: Reported | None = None,
) -> Reply:
    """List what was logged, the newest first: by whom, when, and of which kind."""
    given = {"period": period, "whose": whose, "kind": kind, "owner": owner}
    rows, total = activity_lists.page(
        ask.session, _filters(ask, given), offset=ask.invocation.offset
    )
    if not total:
        return lists.empty(ask, fmt("Nothing was logged there."))
    known = activity_words.names(ask, rows)
    return lists.reply(
        ask, _heading(ask, given), [_row(ask, one, known) for one in rows], total, ()
    )


def _row(ask: Ask, row: Activity, known: Mapping[Ref, str]) -> Text:
    who = ask.directory.people.get(row.staff_id or 0)
    return fmt(
        "{at} · **{kind}** · {who} · {name}",
        at=row.at,
        kind=word(cards.KINDS[row.kind]),
        who=who or word("Parley"),
        name=activity_words.with_whom(row, known) or "–",
    )


def _filters(ask: Ask, given: Given) -> Filters:
    days, owner, whose = given.get("period"), given.get("owner"), given.get("whose", "")
    span = days.span(ask) if days else None
    ids = None
    if owner is not None:
        ids = frozenset({owner.id})
    elif whose == "mine":
        ids = frozenset({ask.person.id})
    elif whose == "team":
        ids = ask.actor.team
    return Filters(ids, given.get("kind"), span.start if span else None, span.end if span else None)


def _heading(_ask: Ask, given: Given) -> Text:
    told = dict(given)
    if told.get("period"):
        told["period"] = str(written(told["period"]))
    if told.get("kind"):
        told["kind"] = cards.KINDS[told["kind"]]
    return lists.titled(word("Activities"), lists.typed(told))


lists.declare(
    Listed("logged", "activity", _filters, activity_lists.owners, _heading, Right.CONTACTS_SEE)
)
