"""Contacts: add, show, edit, delete, restore, list, find."""

from collections.abc import Mapping
from typing import Annotated, Any

from handlers import (
    cards,
    clearings,
    customs,
    deal_cards,
    entering,
    lead_cards,
    lists,
    overwriting,
    ticket_cards,
)
from handlers.asks import Ask
from handlers.clearings import EMPTY, Empty
from handlers.contract import command
from handlers.lists import Given, Listed
from handlers.readers.doubles import Anyway
from handlers.readers.entries import (
    AnyPoint,
    BirthDate,
    Company,
    Emails,
    Name,
    Phones,
)
from handlers.readers.filters import ViewName
from handlers.readers.kinds import KINDS, Record, load, look_up, ref_of
from handlers.readers.records import AColleague, AContact, Anything
from handlers.readers.words import Address, Body, Choice, Query, Source, TagName, Tier, Title
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, word
from handlers.wordings import cut
from store import access, activities, companies, contact_lists, contacts, party_lists, tags
from store.access import NotFound
from store.contact_lists import Filters
from store.contacts import Draft
from store.refs import Ref
from store.rights import Right
from store.tables import Company as CompanyRow
from store.tables import Contact, Deal, Lead, Ticket

Whose = Annotated[
    str,
    Choice(
        "Whose contacts?",
        {"mine": ("my", "我的"), "pool": ("公海", "unowned"), "all": ("全部", "所有")},
    ),
]


@command(
    "contact add",
    needs=Right.CONTACTS_ADD,
    takes_fields=True,
    examples=(
        "contact add Grace Hopper +1 202 555 0143 grace@navy.example company:Navy title:Admiral",
        "添加联系人 王小明 13800138000 公司:华星科技",
    ),
    phrases=("save {name} as a contact", "把{name}存为联系人"),
)
def add_contact(
    ask: Ask,
    name: Name,
    phone: Phones = (),
    email: Emails = (),
    *,
    company: Company | None = None,
    title: Title | None = None,
    tier: Tier | None = None,
    tag: TagName | None = None,
    source: Source | None = None,
    birthday: BirthDate | None = None,
    address: Address | None = None,
    note: Body | None = None,
    anyway: Anyway = "no",
    custom: Mapping[str, str] | None = None,
) -> Reply:
    """Add a contact; I tell you if somebody has them already."""
    place = entering.company(ask, company)
    draft = Draft(name, (*phone, *email), place.id, title, tier, source, birthday, address)
    if anyway == "no":
        entering.refuse_duplicate(ask, draft)
    row = contacts.add(ask.session, draft, owner_id=entering.owner_id(ask))
    ask.session.flush()
    if tag:
        tags.put(ask.session, row, tag)
    if note:
        activities.log(ask.session, row, "note", note)
    customs.put_all(ask, row, custom or {})
    ask.session.flush()
    card = cards.contact(ask, row, lines(fmt("Saved."), place.remark))
    return Reply(card.text, (cards.undo_button(), *card.buttons), card.shows, card.versions)


@command(
    "contact show",
    needs=Right.CONTACTS_SEE,
    examples=("contact show C-1", "查看联系人 王小明"),
    phrases=("who is {contact}", "{contact}是谁", "看看{contact}"),
)
def show_contact(ask: Ask, contact: AContact) -> Reply:
    """Show a contact's card."""
    return cards.contact(ask, contact)


@command("show", needs=Right.CONTACTS_SEE, examples=("show C-1", "查看 王小明"))
def show_record(ask: Ask, record: Anything) -> Reply:
    """Show the card of a contact, a company, a deal, a lead or a ticket."""
    return _card(ask, record)


@command(
    "contact edit",
    needs=Right.CONTACTS_EDIT,
    takes_fields=True,
    examples=(
        "contact edit C-1 title:CTO phone:+1 202 555 0199",
        "contact edit C-1 birthday:none",
        "修改联系人 王小明 职位:总监",
        "修改联系人 王小明 生日:无",
    ),
)
def edit_contact(
    ask: Ask,
    contact: AContact,
    *,
    name: Name | Empty | None = None,
    phone: Phones = (),
    email: Emails = (),
    also: AnyPoint = (),
    without: AnyPoint = (),
    company: Company | Empty | None = None,
    title: Title | Empty | None = None,
    tier: Tier | Empty | None = None,
    source: Source | Empty | None = None,
    birthday: BirthDate | Empty | None = None,
    address: Address | Empty | None = None,
    custom: Mapping[str, str] | None = None,
) -> Reply:
    """Change a contact: phone and email replace the main one, also adds one, without removes one."""
    clearings.needed(name)
    place = entering.company(ask, None if company is EMPTY else company)
    wanted: dict[str, Any] = {
        "name": name, "title": title, "tier": tier, "source": source,
        "birthday": birthday, "address": address, "company_id": EMPTY if company is EMPTY else place.id,
    }  # fmt: skip
    points = {"phone": phone, "email": email, "also": also, "without": without}
    changing = clearings.changes(wanted)
    changing |= {key: values[0] for key, values in points.items() if values}
    if not changing and not custom:
        return _what_to_change(ask, contact)
    overwriting.refuse(ask, contact, set(changing))
    done: dict[str, tuple[Any, Any]] = dict(contacts.edit(ask.session, contact, changing))
    done |= customs.put_all(ask, contact, custom or {})
    ask.session.flush()
    return cards.edited(ask, contact, done, place.remark)


def _what_to_change(ask: Ask, contact: Contact) -> Reply:
    access.demand(ask.session, Right.CONTACTS_EDIT, contact)
    card = cards.contact(ask, contact)
    return Reply(
        lines(
            card.text,
            fmt(
                "What should change? For example: `contact edit {ref} title:CTO`", ref=card.shows[0]
            ),
        ),
        (),
        card.shows,
        card.versions,
    )


@command(
    "contact delete",
    needs=Right.BULK,
    examples=("contact delete C-1", "删除联系人 王小明"),
)
def delete_contact(ask: Ask, contact: AContact) -> Reply:
    """Delete a contact; it can be restored."""
    access.demand(ask.session, Right.BULK, contact)
    ask.confirm(
        fmt(
            "Delete {heading}? Notes and history stay with it, and it can be restored.",
            heading=cards.heading(contact),
        )
    )
    contacts.delete(ask.session, contact)
    again = Button(word("Restore"), Invocation("contact restore", {"ref": f"C-{contact.id}"}))
    return Reply(fmt("Deleted {heading}.", heading=cards.heading(contact)), (again,))


@command(
    "contact restore",
    needs=Right.BULK,
    examples=("contact restore C-1", "恢复联系人 C-1"),
)
def restore_contact(ask: Ask, ref: customs.AnyRef) -> Reply:
    """Bring a deleted contact back."""
    row = contacts.deleted(ask.session, ref.id)
    if row.deleted_at is None:
        return cards.contact(ask, row, fmt("That contact is not deleted."))
    contacts.restore(ask.session, row)
    ask.session.flush()
    return cards.contact(ask, row, fmt("Restored."))


@command(
    "contacts",
    needs=Right.CONTACTS_SEE,
    takes_fields=True,
    examples=("contacts company:Navy tier:A", "联系人列表"),
    phrases=("contacts of {owner}", "contacts at {company}", "{owner}的联系人"),
)
def list_contacts(
    ask: Ask,
    whose: Whose = "all",
    owner: AColleague | None = None,
    *,
    company: Company | None = None,
    tag: TagName | None = None,
    tier: Tier | None = None,
    source: Source | None = None,
    view: ViewName | None = None,
    custom: Mapping[str, str] | None = None,
) -> Reply:
    """List contacts that you may see, newest first."""
    given = {name: value for name, value in locals().items() if name != "ask"}
    if view:
        return lists.of_view(ask)
    filters = _filters(ask, given)
    page = contact_lists.page(ask.session, filters, offset=ask.invocation.offset)
    places = sorted(filters.company_ids or ())
    if company and not page.total and not companies.get_many(ask.session, places):
        raise NotFound("company", company)
    return _page(ask, page, given)


def _filters(ask: Ask, given: Given) -> Filters:
    """What the arguments of `contacts` narrow the list to."""
    whose, owner, tag = given.get("whose"), given.get("owner"), given.get("tag")
    company = given.get("company")
    return Filters(
        owner_id=ask.actor.id if whose == "mine" else (owner.id if owner else None),
        pool=whose == "pool",
        company_ids=entering.places(ask, company) if company else None,
        tag_id=tags.find(ask.session, tag).id if tag else None,
        tier=given.get("tier"),
        source=given.get("source"),
        field=customs.filter_of(ask, given.get("custom") or {}),
    )


def _page(ask: Ask, page: contact_lists.Page, given: Given) -> Reply:
    if not page.total:
        none = fmt("No contacts here yet. `contact add` adds one.")
        return lists.empty(ask, fmt("No contacts match.") if lists.narrowed(ask) else none)
    names = companies.names(ask.session, [row.company_id for row in page.rows if row.company_id])
    rows = [cards.contact_row(ask, row, names) for row in page.rows]
    shows = [Ref("contact", row.id) for row in page.rows]
    return lists.reply(ask, _heading(ask, given), rows, page.total, shows)


def _heading(ask: Ask, given: Given) -> Text:  # noqa: ARG001 (as with other lists)
    return lists.titled(word("Contacts"), lists.typed(given))


lists.declare(
    Listed("contacts", "contact", _filters, party_lists.of_contacts, _heading, Right.CONTACTS_SEE)
)


@command(
    "find",
    needs=Right.CONTACTS_SEE,
    examples=("find hopper", "查找 王小明"),
    phrases=("who works at {text}", "do we know {text}", "有没有{text}"),
)
def find(ask: Ask, text: Query) -> Reply:
    """Find contacts, companies, deals, leads and tickets by name, company, phone or e-mail."""
    exact = entering.by_point(ask, text)
    if exact:
        return _card(ask, exact)
    hits = look_up(ask.session, text, tuple(KINDS), cards.PAGE, ask.invocation.offset)
    rows = load(ask.session, hits.found)
    found = [rows[key] for key in hits.found if key in rows]
    if not found:
        return Reply(fmt("Nothing found for “{text}”.", text=cut(text)))
    if len(found) == 1 and hits.total == 1 and not hits.guessed:
        return _card(ask, found[0])
    title = fmt("Nearest to “{text}”" if hits.guessed else "Found for “{text}”", text=text[:60])
    listed, buttons = cards.listing(
        title, [_row(ask, one, found) for one in found], hits.total, ask.invocation, more=hits.more
    )
    return Reply(listed, buttons, tuple(map(ref_of, found)))


def _card(ask: Ask, row: Record) -> Reply:
    if isinstance(row, Deal):
        return deal_cards.card(ask, row)
    if isinstance(row, Lead):
        return lead_cards.card(ask, row)
    if isinstance(row, Ticket):
        return ticket_cards.whole(ask, row)
    return cards.contact(ask, row) if isinstance(row, Contact) else cards.company(ask, row)


def _row(ask: Ask, row: Record, rows: list[Record]) -> Text:
    if isinstance(row, CompanyRow):
        return cards.company_row(ask, row)
    if isinstance(row, Lead):
        return lead_cards.row(ask, row)
    if isinstance(row, Ticket):
        return ticket_cards.found_row(row)
    placed = [one for one in rows if isinstance(one, Contact | Deal)]
    ids = [one.company_id for one in placed if one.company_id]
    names = companies.names(ask.session, ids)
    if isinstance(row, Deal):
        return deal_cards.row(ask, row, names)
    return cards.contact_row(ask, row, names)
