"""Cards and rows of deals: how they look, with amounts for those only who may see them."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import cards, dealings, line_cards, order_lines
from handlers.asks import Ask
from handlers.dealings import MASKED
from handlers.languages import mark
from handlers.readers import stages
from handlers.readers.selling import reason_label
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, plural, word
from store import (
    access,
    companies,
    contacts,
    deal_contacts,
    deal_lists,
    leads,
    pipelines,
    transitions,
)
from store.deal_entries import MADE_UP
from store.pipelines import Step
from store.refs import Ref
from store.tables import Contact, Deal, StageMove

LABELS = {
    "title": mark("What about"), "amount": mark("Amount"), "close_on": mark("Closes"),
    "company_id": mark("Company"), "contact_id": mark("Contact"), "source": mark("Source"),
    "competitor": mark("Competitor"), "next_step": mark("Next step"), "next_at": mark("When"),
}  # fmt: skip


def amount(ask: Ask, deal: Deal) -> Any:  # noqa: ANN401 (money, or what stands for it)
    """What a deal is worth, as far as the asker may know; None while nobody does."""
    return dealings.amount(ask, deal)


def card(
    ask: Ask, deal: Deal, lead: Text | None = None, *, contact: Contact | None = None
) -> Reply:
    """A deal's card.

    Args:
        ask: decides what may be read, and which buttons there are.
        deal: which one.
        lead: said above the card.
        contact: the deal's, when it is at hand.
    """
    step = pipelines.step(ask.session, deal.stage_id)
    place = companies.names(ask.session, [deal.company_id] if deal.company_id else [])
    main, parts = deal_contacts.people(ask.session, deal) if contact is None else (None, [])
    name = contact.name if contact else main
    person = {deal.contact_id: name} if deal.contact_id and name else {}
    body = lines(
        lead,
        cards.heading(deal),
        plain(" · ".join((*place.values(), *person.values()))),
        _line("amount", amount(ask, deal)),
        None if lead else line_cards.compact(ask, deal),
        _stage_line(ask, step),
        _line("close_on", deal.close_on),
        _late(ask, deal, step),
        _lost(ask, deal),
        None if lead else order_lines.of_deal(ask, deal),
        _next(deal),
        _line("competitor", competitors(deal.competitor)),
        dealings.people_line(deal, main, parts),
        None if lead else _from_lead(ask, deal),
        joined(" · ", [one for one in _origin(ask, deal) if one]),
        None if lead else cards.shares_line(ask, deal),
    )
    shows = [Ref("deal", deal.id)]
    shows += [Ref("contact", one) for one in person]
    shows += [Ref("company", one) for one in place]
    return Reply(body, _buttons(ask, deal, step), tuple(shows), {f"D-{deal.id}": deal.version})


def competitors(text: str | None) -> Text | None:
    """Names that were written with commas between them, as the listener lists such."""
    names = re.split("[,，、;；]", text or "")
    return listed(one.strip() for one in names if one.strip()) if text else None


def _line(name: str, value: Any) -> Text | None:  # noqa: ANN401
    if value in (None, ""):
        return None
    return fmt("{label}: {value}", label=word(LABELS[name]), value=value)


def _stage_line(ask: Ask, step: Step) -> Text:
    several = len({one.pipeline_id for one in pipelines.steps(ask.session)}) > 1
    stage = fmt(
        "Stage: **{stage}** ({percent} %)", stage=stages.called(step), percent=step.probability
    )
    return joined(" · ", [stage, plain(step.pipeline)] if several else [stage])


def _late(ask: Ask, deal: Deal, step: Step) -> Text | None:
    """That a deal has stood in its stage for too long."""
    if deal_lists.rotten_days(ask.session, deal) is None:
        return None
    days = (ask.now - deal.stage_since).days
    return plural(
        "In this stage for {count} day; {expected} are expected.",
        "In this stage for {count} days; {expected} are expected.",
        days,
        expected=step.expected_days,
    )


def _lost(ask: Ask, deal: Deal) -> Text | None:
    if deal.lost_reason is None:
        return None
    reason = reason_label(deal.lost_reason)
    note = transitions.lost_note(ask.session, deal)
    if note:
        return fmt("Lost: {reason}, {note}", reason=reason, note=note)
    return fmt("Lost: {reason}", reason=reason)


def _next(deal: Deal) -> Text | None:
    if deal.next_step and deal.next_at:
        return fmt("Next step: {step}, {at}", step=deal.next_step, at=deal.next_at)
    return _line("next_step", deal.next_step or deal.next_at)


def _from_lead(ask: Ask, deal: Deal) -> Text | None:
    """Where it came from; only said to whoever looks, as it takes a statement of its own."""
    lead = leads.of_deal(ask.session, deal.id)
    return fmt("From lead `{ref}`", ref=Ref("lead", lead.id)) if lead else None


def _origin(ask: Ask, deal: Deal) -> tuple[Text | None, ...]:
    """Whose a deal is, and where it comes from."""
    number = deal.outside_id or ""
    imported = None
    if deal.imported and number.startswith(MADE_UP):
        imported = fmt("Imported")
    elif deal.imported:
        imported = fmt("Imported as {number}", number=number)
    return cards.owner_line(ask, deal), _source(deal), imported


def _source(deal: Deal) -> Text | None:
    return fmt("Source: {source}", source=deal.source) if deal.source else None


def _buttons(ask: Ask, deal: Deal, step: Step) -> tuple[Button, ...]:
    ref = {"deal": f"D-{deal.id}"}
    history = Button(word("Timeline"), Invocation("timeline", {"record": ref["deal"]}))
    if not access.may_edit(ask.session, deal):
        return (history,)
    if step.kind != "open":
        return (Button(word("Reopen"), Invocation("deal reopen", ref)), history)
    seen = ref | {"seen": step.name}
    return (
        *_onward(ask, step, seen),
        Button(word("Won"), Invocation("deal win", ref)),
        Button(word("Lost"), Invocation("deal lose", ref)),
        history,
    )


def _onward(ask: Ask, step: Step, values: Mapping[str, str]) -> list[Button]:
    """The next open stage; the button knows from where it leads on."""
    ours = pipelines.of_pipeline(ask.session, step.pipeline_id)
    later = [one for one in ours[ours.index(step) + 1 :] if one.kind == "open"]
    move = Invocation("deal move", {**values, "stage": later[0].name}) if later else None
    return [Button(f"→ {stages.called(later[0])}", move)] if move else []


def after(ask: Ask, deal: Deal, lead: Text, *, contact: Contact | None = None) -> Reply:
    """The card of a deal that was just changed, with Undo before its other buttons."""
    shown = card(ask, deal, lead, contact=contact)
    return Reply(shown.text, (cards.undo_button(), *shown.buttons), shown.shows, shown.versions)


def moved(ask: Ask, deal: Deal, before: Step) -> Reply:
    """The answer to a change of stage."""
    step = pipelines.step(ask.session, deal.stage_id)
    lead = fmt("{before} → **{after}**", before=stages.called(before), after=stages.called(step))
    return after(ask, deal, lead)


def edited(ask: Ask, deal: Deal, done: Mapping[str, tuple[Any, Any]], remark: Text | None) -> Reply:
    """The answer to an edit: what changed, with Undo; or that nothing did."""
    if not done:
        text = fmt("Nothing to change: that is how it is already.")
        return Reply(text, shows=(Ref("deal", deal.id),))
    parts = [_change(ask, deal, name, old, new) for name, (old, new) in done.items()]
    lead = lines(fmt("Saved: {heading}", heading=cards.heading(deal)), *parts, remark)
    ref = f"D-{deal.id}"
    return Reply(lead, (cards.undo_button(),), (Ref("deal", deal.id),), {ref: deal.version})


def _change(ask: Ask, deal: Deal, name: str, old: Any, new: Any) -> Text:  # noqa: ANN401
    label = word(LABELS[name])
    before, now = (value_of(ask, deal, name, value) for value in (old, new))
    if old in (None, ""):
        return fmt("{label}: {new}", label=label, new=now)
    return fmt("{label}: {old} → {new}", label=label, old=before, new="–" if new is None else now)


def value_of(ask: Ask, deal: Deal, name: str, value: Any) -> Any:  # noqa: ANN401
    """A value of a field as the asker may read it: names instead of numbers, amounts masked."""
    if name == "amount" and value is not None and not access.amounts(ask.session, deal):
        return MASKED
    if name == "competitor":
        return competitors(value)
    if name == "company_id":
        return companies.names(ask.session, [value] if value else []).get(value or 0)
    if name == "contact_id":
        return contacts.names(ask.session, [value] if value else []).get(value or 0, MASKED)
    return value


def row(ask: Ask, deal: Deal, company_names: Mapping[int, str]) -> Text:
    """A deal in a list: what tells it apart."""
    owner = ask.directory.people.get(deal.owner_id or 0)
    mine = deal.owner_id == ask.actor.id
    parts = [
        company_names.get(deal.company_id or 0),
        stages.called(pipelines.step(ask.session, deal.stage_id)),
        amount(ask, deal),
        deal.close_on,
        owner.name if owner and not mine else None,
        word("too long here") if deal_lists.rotten_days(ask.session, deal) is not None else None,
    ]
    rest = joined(" · ", [fmt("{part}", part=one) for one in parts if one is not None])
    return fmt("`{ref}` {title} · {rest}", ref=Ref("deal", deal.id), title=deal.title, rest=rest)


def move_row(ask: Ask, deal: Deal, one: StageMove) -> Text:
    """A move in a deal's timeline, with the words about it."""
    note = transitions.note_of(ask.session, deal, one)
    return lines(_move(ask, one), plain(note) if note else None)


def _move(ask: Ask, one: StageMove) -> Text:
    """When, who, from where, where to, and after how long."""
    who = ask.directory.people.get(one.staff_id or 0)
    target = stages.called(pipelines.step(ask.session, one.to_stage_id))
    if one.from_stage_id is None:
        return fmt("{at} · {who}\nEntered **{stage}**", at=one.at, who=_name(who), stage=target)
    source = stages.called(pipelines.step(ask.session, one.from_stage_id))
    return fmt(
        "{at} · {who}\n{before} → **{stage}** after {length}",
        at=one.at,
        who=_name(who),
        before=source,
        stage=target,
        length=length(timedelta(seconds=one.seconds)),
    )


def _name(who: Any) -> Any:  # noqa: ANN401 (a person, or the word for nobody)
    return who or word("Parley")


def length(spent: timedelta) -> Text:
    """How long something took: in days, or in hours when it was less than one."""
    if spent.days:
        return plural("{count} day", "{count} days", spent.days)
    return plural("{count} hour", "{count} hours", spent.seconds // 3600)
