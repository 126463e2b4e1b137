"""Overwriting: two people who change one field never do so without knowing of each other."""

from typing import Any

from handlers import cards, deal_cards, lead_cards
from handlers.asks import Ask
from handlers.readers.kinds import ref_of
from handlers.texts import fmt, listed, word
from store import changes, companies, contacts, deals
from store.tables import Company, Contact, Deal, Lead

Edited = Contact | Company | Deal | Lead


def refuse(ask: Ask, row: Edited, wanted: set[str]) -> None:
    """Ask before a value is overwritten that somebody else put there after the asker last looked."""
    seen = ask.version_shown(ref_of(row))
    if seen is None:
        return
    by_others = changes.since(ask.session, row, seen)
    both = sorted(wanted & by_others.keys())
    if both:
        labels = _labels(row)
        who = ask.directory.people.get(by_others[both[0]] or 0)
        preview = fmt(
            "{who} has changed {fields} since you last saw {heading}. It now says “{now}”. Overwrite it?",
            who=who or word("Parley"),
            fields=listed(word(labels.get(name, name)) for name in both),
            heading=cards.heading(row),
            now=listed(_stands(ask, row, name) for name in both),
        )
        ask.confirm(preview)


def _labels(row: Edited) -> dict[str, str]:
    if isinstance(row, Lead):
        return lead_cards.LABELS
    return deal_cards.LABELS if isinstance(row, Deal) else cards.LABELS


def _stands(ask: Ask, row: Edited, name: str) -> Any:  # noqa: ANN401
    if isinstance(row, Lead):
        return lead_cards.value_of(ask, row, name) or "–"
    if isinstance(row, Deal):
        value = deals.amount_of(row) if name == "amount" else getattr(row, name)
        return deal_cards.value_of(ask, row, name, value) or "–"
    if isinstance(row, Contact):
        return _of_contact(ask, row, name) or "–"
    if name in companies.SEALED:
        return companies.sealed(ask.session, row, name) or "–"
    if name == "potential":
        return companies.potential_of(ask.session, row) or "–"
    return (companies.revenue_of(row) if name == "revenue" else getattr(row, name)) or "–"


def _of_contact(ask: Ask, row: Contact, name: str) -> Any:  # noqa: ANN401
    personal = contacts.personal(ask.session, row)
    if name == "company_id":
        return contacts.company_name(ask.session, row)
    if name in ("phone", "email"):
        return listed(cards.point(one) for one in personal.points if one.kind == name)
    return getattr(personal if name in contacts.SEALED else row, name)
