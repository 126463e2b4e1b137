"""Dealings: who has a say in a deal, and which deals somebody has, as lines of cards."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.asks import Ask
from handlers.languages import mark
from handlers.readers import stages
from handlers.texts import Text, fmt, joined, listed, plain, word
from store import access, deal_contacts, deals, pipelines
from store.deal_contacts import Part
from store.refs import Ref
from store.rights import Right
from store.tables import Company, Contact, Deal

MASKED = "•••"
PEOPLE = 4
ROLES: Mapping[str, Sequence[str]] = {
    "decision maker": ("decision-maker", "decider", "boss", "决策人", "决策者", "拍板人"),
    "champion": ("sponsor", "advocate", "支持者", "内部支持者", "拥护者"),
    "user": ("end user", "使用者", "用户", "最终用户"),
    "buyer": ("purchaser", "purchasing", "procurement", "采购", "采购人", "采购负责人"),
    "technical": ("technical contact", "engineer", "tech", "技术", "技术负责人", "技术联系人"),
    "finance": ("financial", "finance contact", "财务", "财务负责人"),
    "other": ("contact", "其他", "联系人"),
}
ROLE_LABELS = {
    "decision maker": mark("decision maker"), "champion": mark("champion"),
    "user": mark("user of it"), "buyer": mark("buyer"), "technical": mark("technical contact"),
    "finance": mark("finance"), "other": mark("other part"),
}  # fmt: skip


def amount(ask: Ask, deal: Deal) -> Any:  # noqa: ANN401 (money, or what stands for it)
    """What a deal is worth, as far as the asker may know; None while nobody does."""
    worth = deals.amount_of(deal)
    return worth if worth is None or access.amounts(ask.session, deal) else MASKED


def people_line(deal: Deal, main: str | None, parts: Sequence[Part]) -> Text | None:
    """Who has a say in a deal, the main contact first; None while there is only that one."""
    if not parts:
        return None
    shown = [_person(one.name, one.contact_id, one.role) for one in parts]
    if deal.contact_id is not None and deal.contact_id != parts[0].contact_id:
        shown.insert(0, _person(main, deal.contact_id, "other"))
    people = listed(shown[:PEOPLE])
    more = len(shown) - PEOPLE
    if more > 0:
        return fmt("People: {people}, +{count} more", people=people, count=more)
    return fmt("People: {people}", people=people)


def _person(name: str | None, contact_id: int, role: str) -> Text:
    who = plain(word("a colleague's contact"))
    if name is not None:
        who = fmt("{name} `{ref}`", name=name, ref=Ref("contact", contact_id))
    if role == "other":
        return who
    return fmt("{who} ({role})", who=who, role=word(ROLE_LABELS[role]))


def deals_line(ask: Ask, row: Contact | Company) -> Text | None:
    """The open deals of a contact or a company that the asker may see."""
    if ask.actor.scope(Right.DEALS_EDIT) is None:
        return None  # whoever sees some for a ticket's sake has them on the ticket's card
    return _deals(ask, *deal_contacts.open_deals(ask.session, row))


def deals_of_company(ask: Ask, company_id: int) -> Text | None:
    """The open deals of a company that the asker may see."""
    return _deals(ask, *deal_contacts.open_deals_of(ask.session, company_id))


def _deals(ask: Ask, found: Sequence[Deal], total: int) -> Text | None:
    if not found:
        return None
    shown = listed(_deal(ask, one) for one in found)
    if total > len(found):
        return fmt("Deals: {deals}, +{count} more", deals=shown, count=total - len(found))
    return fmt("Deals: {deals}", deals=shown)


def _deal(ask: Ask, deal: Deal) -> Text:
    worth = amount(ask, deal)
    parts = [plain(stages.called(pipelines.step(ask.session, deal.stage_id)))]
    parts += [fmt("{amount}", amount=worth)] if worth is not None else []
    return fmt(
        "{title} `{ref}` ({how})",
        title=deal.title,
        ref=Ref("deal", deal.id),
        how=joined(" · ", parts),
    )
