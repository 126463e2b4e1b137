"""Changes of a whole list: move, assign, close, tag; shown first, and taken back by one undo."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from handlers import bulks
from handlers.asks import Ask
from handlers.bulks import AgreedTo, Wish
from handlers.contract import command
from handlers.dates import When
from handlers.lists import AList, Whole
from handlers.outcomes import Unreadable
from handlers.readers import stages
from handlers.readers.readings import Reader, Word
from handlers.readers.records import AColleague
from handlers.readers.selling import CloseDay
from handlers.readers.stages import AStage
from handlers.readers.words import TagName
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, plain, word
from store import bulks as changes
from store import pipelines, tags
from store.directories import Person
from store.rights import Right
from store.tables import Deal


class AnyDay(CloseDay):
    """The day on which deals should be closed: all that is said."""

    greedy = True
    reach = 4

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """All words."""
        return slice(0, len(words)) if words else None


TheDay = Annotated[When, AnyDay()]


@command(
    "move all",
    needs=Right.BULK,
    examples=("move all to negotiation", "全部推进到 谈判"),
)
def move_all(
    ask: Ask, stage: AStage, *, listing: AList | None = None, seen: AgreedTo = ""
) -> Reply:
    """Move all deals of the last list to a stage; you see first which ones, and which not."""
    if any(one.kind != "open" for one in stage):
        raise Unreadable(_one_by_one())
    found = bulks.whole(ask, listing, "deal")
    plan = changes.plan_moves(ask.session, bulks.rows(ask, found), stage)
    name = stages.called(stage[0])
    doing = fmt("Move to {stage}", stage=name)
    refused = bulks.agree(ask, Wish(found, doing, partial(_stage_of, ask), seen), plan)
    if refused:
        return refused
    changes.move(ask.session, plan, stage)
    moved = bulks.noun("deal", len(plan.ready))
    return bulks.done(ask, plan, fmt("{deals} moved to **{stage}**.", deals=moved, stage=name))


def _stage_of(ask: Ask, row: Deal) -> Text:
    return plain(stages.called(pipelines.step(ask.session, row.stage_id)))


def _one_by_one() -> Text:
    """Why nothing is won or lost in bulk."""
    return fmt(
        "Deals are won and lost one by one: each needs its own amount and day, or its own reason. "
        "For example: `deal win D-1`"
    )


@command(
    "win all",
    needs=Right.DEALS_EDIT,
    examples=("win all", "全部赢单"),
    undoable=False,
)
def win_all(ask: Ask) -> Reply:  # noqa: ARG001 (every command is given it)
    """Say why deals are won and lost one by one."""
    return Reply(_one_by_one(), public=True)


@command(
    "assign all",
    needs=Right.ASSIGN,
    examples=("assign all to @amy", "全部转给 @amy"),
)
def assign_all(
    ask: Ask, person: AColleague, *, listing: AList | None = None, seen: AgreedTo = ""
) -> Reply:
    """Give all records of the last list to a colleague, who is told once."""
    found = bulks.whole(ask, listing, "deal", "contact", "company")
    plan = changes.plan_owners(ask.session, bulks.rows(ask, found), person)
    doing = fmt("Give to {person}", person=person)
    refused = bulks.agree(ask, Wish(found, doing, partial(bulks.owner, ask), seen), plan)
    if refused:
        return refused
    lost = changes.assign(ask.session, plan, person)
    kind, count = found.listed.kind, len(plan.ready)
    ask.tell(person.id, lambda: _given(ask, found, count))
    for staff_id, gone in lost.items():
        ask.tell(staff_id, partial(_taken, ask, kind, gone, person))
    records = bulks.noun(kind, count)
    return bulks.done(
        ask, plan, fmt("{records} given to {person}.", records=records, person=person)
    )


def _given(ask: Ask, found: Whole, count: int) -> Reply:
    records = bulks.noun(found.listed.kind, count)
    mine = Button(word("Show"), Invocation(found.listed.command, {"whose": "mine"}))
    return Reply(fmt("{who} gave you {records}.", who=ask.person, records=records), (mine,))


def _taken(ask: Ask, kind: str, count: int, person: Person) -> Reply:
    records = bulks.noun(kind, count)
    return Reply(
        fmt(
            "{who} gave {records} of yours to {person}.",
            who=ask.person,
            records=records,
            person=person,
        )
    )


@command(
    "close all",
    needs=Right.BULK,
    examples=("close all end of month", "set all close:end of month", "全部预计成交 月底"),
)
def close_all(
    ask: Ask, close: TheDay, *, listing: AList | None = None, seen: AgreedTo = ""
) -> Reply:
    """Set the day on which all deals of the last list should be closed."""
    found = bulks.whole(ask, listing, "deal")
    plan = changes.plan_closes(ask.session, bulks.rows(ask, found), close.day)
    doing = fmt("Closing on {day}", day=close.day)
    refused = bulks.agree(ask, Wish(found, doing, _close_of, seen), plan)
    if refused:
        return refused
    changes.close(ask.session, plan, close.day)
    deals = bulks.noun("deal", len(plan.ready))
    return bulks.done(ask, plan, fmt("{deals} to be closed on {day}.", deals=deals, day=close.day))


def _close_of(row: Deal) -> Text:
    return fmt("{day}", day=row.close_on) if row.close_on else plain(word("no day yet"))


@command(
    "tag all",
    needs=Right.BULK,
    examples=("tag all vip", "全部打标签 重点客户"),
)
def tag_all(ask: Ask, tag: TagName, *, listing: AList | None = None, seen: AgreedTo = "") -> Reply:
    """Put a tag on all contacts of the last list."""
    found = bulks.whole(ask, listing, "contact")
    plan = changes.plan_tags(ask.session, bulks.rows(ask, found), tag)
    doing = fmt("Tag with “{tag}”", tag=tag)
    refused = bulks.agree(ask, Wish(found, doing, partial(bulks.owner, ask), seen), plan)
    if refused:
        return refused
    tags.put_many(ask.session, plan.ready, tag)
    contacts = bulks.noun("contact", len(plan.ready))
    return bulks.done(ask, plan, fmt("{contacts} tagged with “{tag}”.", contacts=contacts, tag=tag))
