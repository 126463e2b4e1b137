"""Duplicates: find them, and merge two records of one person."""

from handlers import cards
from handlers.asks import Ask
from handlers.contract import command
from handlers.readers.records import AContact
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, listed, word
from store import access, companies, contacts, duplicates, merges
from store.refs import Ref
from store.rights import Right
from store.tables import Contact


@command(
    "contact merge",
    needs=Right.BULK,
    examples=("contact merge C-1 C-2", "合并联系人 C-1 C-2"),
    phrases=("merge {other} into {contact}", "把{other}合并到{contact}"),
)
def merge(ask: Ask, contact: AContact, other: AContact) -> Reply:
    """Merge two contacts: the first is kept and takes what it lacks from the second."""
    if contact.id == other.id:
        raise merges.SameRecord
    access.demand(ask.session, Right.BULK, contact)
    access.demand(ask.session, Right.BULK, other)
    ask.confirm(
        lines(
            fmt(
                "Merge {other} into {kept}?",
                other=cards.heading(other),
                kept=cards.heading(contact),
            ),
            fmt(
                "Phones, e-mails, notes and tags of both are kept; where values differ, the first one's stay."
            ),
        )
    )
    differing = merges.merge(ask.session, contact, other)
    ask.session.flush()
    names = listed(word(cards.LABELS.get(name, name)) for name in differing)
    left = fmt("Left behind, as it differs: {names}.", names=names) if names else None
    card = cards.contact(ask, contact, lines(fmt("Merged."), left))
    return Reply(card.text, (cards.undo_button(), *card.buttons), card.shows, card.versions)


@command("duplicates", needs=Right.CONTACTS_SEE, examples=("duplicates", "查重"))
def list_duplicates(ask: Ask) -> Reply:
    """List contacts that are probably one person."""
    pairs, total = duplicates.pairs(ask.session, offset=ask.invocation.offset)
    if not pairs:
        return Reply(fmt("No probable duplicates among the contacts that you may see."))
    ids = sorted({one for pair in pairs for one in pair})
    rows = {row.id: row for row in contacts.get_many(ask.session, ids)}
    names = companies.names(
        ask.session, [row.company_id for row in rows.values() if row.company_id]
    )
    shown = [_pair(ask, rows[left], rows[right], names) for left, right in pairs]
    text, buttons = cards.listing(fmt("Probable duplicates"), shown, total, ask.invocation)
    first = (rows[pairs[0][0]], rows[pairs[0][1]])
    shows = tuple(Ref("contact", one) for one in ids)
    return Reply(text, (*_merge_buttons(ask, first), *buttons), shows)


def _pair(ask: Ask, left: Contact, right: Contact, names: dict[int, str]) -> Text:
    both = (cards.contact_row(ask, row, names) for row in (left, right))
    return fmt("{left}\n    = {right}", left=next(both), right=next(both))


def _merge_buttons(ask: Ask, rows: tuple[Contact, Contact]) -> tuple[Button, ...]:
    if not all(access.covers(ask.session, Right.BULK, row) for row in rows):
        return ()
    pair = rows[0].id, rows[1].id
    values = {"contact": f"C-{pair[0]}", "other": f"C-{pair[1]}"}
    label = word("Merge {kept} and {other}").format(kept=values["contact"], other=values["other"])
    return (Button(label, Invocation("contact merge", values)),)
