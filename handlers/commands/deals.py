"""Deals: add, show, edit, assign, delete, restore."""

from functools import partial
from typing import Annotated, Any

from handlers import cards, clearings, customs, dates, deal_cards, entering, overwriting
from handlers.asks import Ask
from handlers.clearings import EMPTY, Empty
from handlers.contract import command
from handlers.readers import stages
from handlers.readers.entries import Company, When
from handlers.readers.records import AColleague, AContact, ADeal
from handlers.readers.selling import (
    CloseWhen,
    DealTitle,
    PersonOfDeal,
    PlaceOfDeal,
    Worth,
)
from handlers.readers.stages import APipeline, AStage
from handlers.readers.words import Label, Source
from handlers.replies import Button, Invocation, Reply
from handlers.texts import fmt, lines, word
from store import access, deals, ownership
from store.deals import Draft
from store.directories import Person
from store.pipelines import Step
from store.refs import Ref
from store.rights import Right
from store.tables import Contact, Deal

Competitor = Annotated[str, Label("Against whom?")]
NextStep = Annotated[str, Label("What is the next step?")]


@command(
    "deal add",
    needs=Right.DEALS_EDIT,
    examples=(
        "deal add 20 compilers 50k company:Navy Systems close:30 june",
        "新增商机 20台编译器 5万 公司:华星科技 成交:月底",
    ),
    phrases=("new deal with {company}: {title}", "给{company}新建商机{title}"),
)
def add_deal(
    ask: Ask,
    title: DealTitle,
    amount: Worth | None = None,
    close: CloseWhen | None = None,
    company: PlaceOfDeal | None = None,
    contact: PersonOfDeal | None = None,
    *,
    stage: AStage | None = None,
    pipeline: APipeline | None = None,
    source: Source | None = None,
) -> Reply:
    """Add a deal: what it is about, for how much, with whom, by when."""
    place = entering.company(ask, company)
    step = stage_of(ask, stage, pipeline)
    draft = Draft(
        title=title,
        amount=amount,
        company_id=place.id or (contact.company_id if contact else None),
        contact_id=contact.id if contact else None,
        stage_id=step.id if step else None,
        pipeline_id=pipeline,
        close_on=close.day if close else None,
        source=source,
    )
    row = deals.add(ask.session, draft, owner_id=ask.actor.id)
    ask.session.flush()
    return deal_cards.after(ask, row, lines(fmt("Saved."), place.remark), contact=contact)


def stage_of(ask: Ask, stage: AStage | None, pipeline: int | None) -> Step | None:
    """The stage that is named for a new deal; in the first pipeline that has it unless one is named."""
    if stage is None:
        return None
    return stages.of_pipeline(ask, stage, pipeline or stage[0].pipeline_id)


@command(
    "deal show",
    needs=Right.DEALS_SEE,
    examples=("deal show D-1", "查看商机 D-1"),
    phrases=("how is the {deal} deal", "{deal}商机怎么样了"),
)
def show_deal(ask: Ask, deal: ADeal) -> Reply:
    """Show a deal's card."""
    return deal_cards.card(ask, deal)


@command(
    "deal edit",
    needs=Right.DEALS_EDIT,
    examples=(
        "deal edit D-1 amount:60k close:end of month",
        "deal edit D-1 close:none",
        "修改商机 D-1 金额:6万 成交:月底",
        "修改商机 D-1 成交:无",
    ),
)
def edit_deal(
    ask: Ask,
    deal: ADeal,
    *,
    title: DealTitle | Empty | None = None,
    amount: Worth | Empty | None = None,
    close: CloseWhen | Empty | None = None,
    company: Company | Empty | None = None,
    contact: AContact | Empty | None = None,
    source: Source | Empty | None = None,
    competitor: Competitor | Empty | None = None,
    step: NextStep | Empty | None = None,
    next: When | Empty | None = None,
) -> Reply:
    """Change a deal: amount, close, title, company, contact, next step (step) and when (next)."""
    clearings.needed(title)
    access.demand(ask.session, Right.DEALS_EDIT, deal)
    place = entering.company(ask, None if company is EMPTY else company)
    wanted: dict[str, Any] = {
        "title": title, "amount": amount,
        "close_on": close.day if isinstance(close, dates.When) else close,
        "company_id": EMPTY if company is EMPTY else place.id,
        "contact_id": contact.id if isinstance(contact, Contact) else contact, "source": source,
        "competitor": competitor, "next_step": step,
        "next_at": next.due(ask.voice.timezone) if isinstance(next, dates.When) else next,
    }  # fmt: skip
    changing = clearings.changes(wanted)
    if not changing:
        return _what_to_change(ask, deal)
    overwriting.refuse(ask, deal, set(changing))
    done = deals.edit(ask.session, deal, changing)
    ask.session.flush()
    return deal_cards.edited(ask, deal, done, place.remark)


def _what_to_change(ask: Ask, deal: Deal) -> Reply:
    card = deal_cards.card(ask, deal)
    what = fmt(
        "What should change? For example: `deal edit {ref} amount:60k`", ref=Ref("deal", deal.id)
    )
    return Reply(lines(card.text, what), (), card.shows, card.versions)


@command(
    "deal assign",
    needs=Right.ASSIGN,
    examples=("deal assign D-1 @ben", "分配商机 D-1 @ben"),
    phrases=("give the deal {deal} to {person}", "把商机{deal}转给{person}"),
)
def assign_deal(ask: Ask, deal: ADeal, person: AColleague) -> Reply:
    """Give a deal to a colleague."""
    heading = cards.heading(deal)
    before = ownership.assign(ask.session, deal, person)
    if before == person.id:
        return Reply(fmt("{heading} is {person}'s already.", heading=heading, person=person))
    ask.tell(person.id, partial(_given, ask, deal))
    if before is not None:
        ask.tell(before, partial(_taken, ask, deal, person))
    text = fmt("{heading} is {person}'s now.", heading=heading, person=person)
    return Reply(text, (cards.undo_button(),), (Ref("deal", deal.id),))


def _given(ask: Ask, deal: Deal) -> Reply:
    text = fmt("{who} gave you {heading}.", who=ask.person, heading=cards.heading(deal))
    return Reply(text, shows=(Ref("deal", deal.id),))


def _taken(ask: Ask, deal: Deal, person: Person) -> Reply:
    heading = cards.heading(deal)
    return Reply(
        fmt("{who} gave {heading} to {person}.", who=ask.person, heading=heading, person=person)
    )


@command("deal delete", needs=Right.BULK, examples=("deal delete D-1", "删除商机 D-1"))
def delete_deal(ask: Ask, deal: ADeal) -> Reply:
    """Delete a deal; it can be restored."""
    access.demand(ask.session, Right.BULK, deal)
    heading = cards.heading(deal)
    ask.confirm(
        fmt("Delete {heading}? Its history stays with it, and it can be restored.", heading=heading)
    )
    deals.delete(ask.session, deal)
    again = Button(word("Restore"), Invocation("deal restore", {"ref": f"D-{deal.id}"}))
    return Reply(fmt("Deleted {heading}.", heading=heading), (again,))


@command("deal restore", needs=Right.BULK, examples=("deal restore D-1", "恢复商机 D-1"))
def restore_deal(ask: Ask, ref: customs.AnyRef) -> Reply:
    """Bring a deleted deal back."""
    row = deals.deleted(ask.session, _number(ref))
    if row.deleted_at is None:
        return deal_cards.card(ask, row, fmt("That deal is not deleted."))
    deals.restore(ask.session, row)
    ask.session.flush()
    return deal_cards.card(ask, row, fmt("Restored."))


def _number(ref: Ref) -> int:
    if ref.kind != "deal":
        raise access.NotFound("deal", str(ref))
    return ref.id
