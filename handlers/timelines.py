"""Timelines of deals: stages, activities and edits, in one order of time."""

from handlers import cards, deal_cards
from handlers.asks import Ask
from handlers.replies import Reply
from handlers.texts import Text, fmt, word
from store import activities, deal_timelines
from store.deal_timelines import Edit, Happening
from store.refs import Ref
from store.tables import Activity, Deal, StageMove


def of_deal(ask: Ask, deal: Deal) -> Reply:
    """What happened with a deal, newest first."""
    page, total = deal_timelines.of(ask.session, deal, offset=ask.invocation.offset)
    texts = activities.texts(ask.session, [one for one in page if isinstance(one, Activity)])
    shown = [_row(ask, deal, one, texts.get(one.id, "")) for one in page]
    text, buttons = cards.listing(cards.heading(deal), shown, total, ask.invocation)
    return Reply(text, buttons, (Ref("deal", deal.id),))


def _row(ask: Ask, deal: Deal, one: Happening, text: str) -> Text:
    if isinstance(one, StageMove):
        return deal_cards.move_row(ask, deal, one)
    if isinstance(one, Activity):
        return cards.activity_row(ask, one, text, within=deal.id)
    return _edit(ask, deal, one)


def _edit(ask: Ask, deal: Deal, one: Edit) -> Text:
    old, new = (deal_cards.value_of(ask, deal, one.name, side) for side in (one.old, one.new))
    return fmt(
        "{at} · {who}\n{label}: {old} → {new}",
        at=one.at,
        who=ask.directory.people.get(one.staff_id or 0) or word("Parley"),
        label=word(deal_cards.LABELS[one.name]),
        old=old if old is not None else "–",
        new=new if new is not None else "–",
    )
