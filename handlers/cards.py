"""Cards and lists: how records look, the same in every answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers import classes, customs, dealings, service_lines
from handlers.asks import Ask
from handlers.languages import mark, voice
from handlers.readers.classes import LIFECYCLE_LABELS
from handlers.readers.kinds import Record, ref_of
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, listed, plain, plural, word
from store import access, companies, contacts, fields, phones, shares, surroundings
from store.points import Point
from store.refs import Ref
from store.rights import Right
from store.shares import AnyShare, Shared
from store.surroundings import Holder
from store.tables import Activity, Company, Contact

UNDO = Invocation("undo")
PAGE = 8
LABELS = {
    "name": mark("Name"), "title": mark("Title"), "tier": mark("Tier"), "source": mark("Source"),
    "birthday": mark("Birthday"), "address": mark("Address"), "phone": mark("Phone"),
    "email": mark("E-mail"), "company_id": mark("Company"), "industry": mark("Industry"),
    "employees": mark("Employees"), "founded": mark("Founded"), "revenue": mark("Revenue"),
    "country": mark("Country"), "website": mark("Website"), "owner_id": mark("Owner"),
    "also": mark("Also"), "without": mark("Without"), "next_at": mark("Next step"),
    "tag": mark("Tag"), "parent_id": mark("Part of"), "potential": mark("Potential"),
}  # fmt: skip
POINT_LABELS = {
    "mobile": mark("mobile"),
    "work": mark("work"),
    "home": mark("home"),
    "fax": mark("fax"),
}
KINDS = {
    "call": mark("Call"), "meeting": mark("Meeting"), "visit": mark("Visit"),
    "email": mark("E-mail"), "note": mark("Note"),
}  # fmt: skip

SHARED = {"read": mark("read"), "edit": mark("edit")}


def undo_button() -> Button:
    """Take back what was just done."""
    return Button(word("Undo"), UNDO)


def heading(row: Record) -> Text:
    """A record's name and ref."""
    return fmt("**{name}** `{ref}`", name=row.name, ref=ref_of(row))


def field_line(name: str, value: Any) -> Text | None:  # noqa: ANN401
    """A line "label: value", or nothing for an empty value."""
    if value in (None, "", ()):
        return None
    return fmt("{label}: {value}", label=word(LABELS.get(name, name)), value=_value(value))


def _value(value: Any) -> Any:  # noqa: ANN401
    return point(value) if isinstance(value, Point) else value


def point(one: Point) -> Text:
    """A phone or e-mail with its label."""
    label = POINT_LABELS.get(one.label)
    readable = one.kind == "phone" and one.value.startswith("+") and "•" not in one.value
    text = plain(phones.display(one.value, voice().region) if readable else one.value)
    if label:
        text += fmt(" ({label})", label=word(label))
    return text if one.plausible else text + fmt(" (check this number)")


def owner_line(ask: Ask, row: Record) -> Text:
    """Whose a record is."""
    if row.owner_id is None:
        return fmt("In the pool")
    return fmt("Owner: {owner}", owner=ask.directory.people[row.owner_id])


def shares_line(ask: Ask, row: Shared) -> Text | None:
    """With whom a record is shared: told where it is shown, not beside what was done with it."""
    return _holders(ask, shares.of(ask.session, row))


def _holders(ask: Ask, held: Sequence[AnyShare | Holder]) -> Text | None:
    people = [_shared_with(ask, one) for one in held]
    return fmt("Shared with {people}", people=listed(people)) if people else None


def _shared_with(ask: Ask, one: AnyShare | Holder) -> Text:
    level = word(SHARED[one.level])
    return fmt("{who} ({level})", who=ask.directory.people[one.staff_id], level=level)


def contact(ask: Ask, row: Contact, lead: Text | None = None) -> Reply:
    """A contact's card.

    Args:
        ask: decides what may be read in clear.
        row: the contact.
        lead: said above the card.
    """
    personal = contacts.personal(ask.session, row)
    company = contacts.company_name(ask.session, row)
    work = " · ".join(part for part in (row.title, company) if part)
    beside = surroundings.of(ask.session, row)
    body = lines(
        lead,
        heading(row),
        plain(work),
        *(point(one) for one in personal.points),
        field_line("address", personal.address),
        field_line("birthday", personal.birthday),
        *(
            fmt("{label}: {value}", label=field.name, value=customs.readable(field, value))
            for field, value in fields.values_of(ask.session, row)
        ),
        joined(
            " · ", [one for one in (_tier(ask, row), owner_line(ask, row), _source(row)) if one]
        ),
        None if lead else _holders(ask, beside.holders),
        fmt("Tags: {tags}", tags=listed(beside.tags)) if beside.tags else None,
        fmt("Next step: {at}", at=row.next_at) if row.next_at else None,
        dealings.deals_line(ask, row),
        service_lines.of(ask, row),
        None
        if personal.revealed or not personal.points
        else fmt("Phones and e-mails are masked for you."),
    )
    return Reply(
        body, _contact_buttons(ask, row), (Ref("contact", row.id),), {f"C-{row.id}": row.version}
    )


def _tier(ask: Ask, row: Contact) -> Text | None:
    tier = classes.of_contact(ask, row)
    return fmt("Tier {tier}", tier=tier) if tier else None


def _source(row: Contact | Company) -> Text | None:
    return fmt("Source: {source}", source=row.source) if row.source else None


def _contact_buttons(ask: Ask, row: Contact) -> tuple[Button, ...]:
    values = {"record": f"C-{row.id}"}
    found = []
    if row.owner_id is None and ask.actor.scope(Right.CONTACTS_EDIT):
        found.append(Button(word("Claim"), Invocation("claim", values)))
    if access.may_edit(ask.session, row):
        found.append(Button(word("Log a note"), Invocation("log", {**values, "kind": "note"})))
    return (*found, Button(word("Timeline"), Invocation("timeline", values)))


def company(ask: Ask, row: Company, lead: Text | None = None) -> Reply:
    """A company's card, with its newest contacts that the asker may see."""
    people = companies.contacts_of(ask.session, row)
    phone = companies.sealed(ask.session, row, "phone")
    body = lines(
        lead,
        heading(row),
        *(field_line(name, getattr(row, name)) for name in ("industry", "country", "website")),
        *(_plain_number(name, getattr(row, name)) for name in ("employees", "founded")),
        field_line("revenue", companies.revenue_of(row)),
        field_line("phone", phone),
        field_line("address", companies.sealed(ask.session, row, "address")),
        *classes.lines_of(ask, row),
        joined(" · ", [one for one in (owner_line(ask, row), _source(row)) if one]),
        None if lead else shares_line(ask, row),
        fmt("People: {people}", people=listed(_short(one) for one in people)) if people else None,
        dealings.deals_line(ask, row),
        service_lines.of(ask, row),
    )
    refs = (Ref("company", row.id), *(Ref("contact", one.id) for one in people))
    buttons = (Button(word("Timeline"), Invocation("timeline", {"record": f"O-{row.id}"})),)
    return Reply(body, buttons, refs, {f"O-{row.id}": row.version})


def _plain_number(name: str, value: int | None) -> Text | None:
    """A year is not written with a thousands separator."""
    return field_line(name, str(value) if name == "founded" and value else value)


def _short(row: Contact) -> Text:
    return fmt("{name} `{ref}`", name=row.name, ref=Ref("contact", row.id))


def changed(ask: Ask, row: Contact | Company, done: Mapping[str, tuple[Any, Any]]) -> Text:
    """What an edit changed: old and new value of each field."""
    parts = [_change(ask, name, old, new) for name, (old, new) in done.items()]
    return lines(fmt("Saved: {heading}", heading=heading(row)), *parts)


def edited(
    ask: Ask,
    row: Contact | Company,
    done: Mapping[str, tuple[Any, Any]],
    remark: Text | None = None,
) -> Reply:
    """The answer to an edit: what changed, with Undo; or that nothing did."""
    ref = ref_of(row)
    if not done:
        return Reply(fmt("Nothing to change: that is how it is already."), shows=(ref,))
    text = lines(changed(ask, row, done), remark)
    return Reply(text, (undo_button(),), (ref,), {str(ref): row.version})


def _change(ask: Ask, name: str, old: Any, new: Any) -> Text:  # noqa: ANN401
    label = word(LABELS.get(name, name))
    if name.endswith("company_id") or name == "parent_id":
        known = companies.names(ask.session, [one for one in (old, new) if one])
        old, new = known.get(old), known.get(new)
    if old in (None, ""):
        return fmt("{label}: {new}", label=label, new=_value(new))
    after = "–" if new is None else _value(new)
    return fmt("{label}: {old} → {new}", label=label, old=_value(old), new=after)


def listing(
    title: Text, rows: Sequence[Text], total: int, invocation: Invocation, *, more: bool = False
) -> tuple[Text, tuple[Button, ...]]:
    """A page of a list: title with total, rows, and buttons for the pages around it.

    Args:
        title: what is listed.
        rows: of this page.
        total: of all pages.
        invocation: the command that shows this page; its offset is moved by the buttons.
        more: whether the total is only a lower bound.
    """
    count = plural("{count} in all", "{count} in all", total)
    if more:
        count = fmt("more than {total}", total=total)
    first = invocation.offset + 1
    place = fmt(
        "{first}–{last} of {count}", first=first, last=invocation.offset + len(rows), count=count
    )
    head = fmt(
        "**{title}** · {place}", title=title, place=place if 0 < len(rows) < total else count
    )
    return lines(head, *rows), tuple(_page_buttons(invocation, len(rows), total))


def _page_buttons(invocation: Invocation, count: int, total: int) -> list[Button]:
    found = []
    values = invocation.values
    if invocation.offset:
        before = max(0, invocation.offset - PAGE)
        found.append(Button(word("‹ Back"), Invocation(invocation.command, values, offset=before)))
    if invocation.offset + count < total:
        after = invocation.offset + PAGE
        found.append(Button(word("More ›"), Invocation(invocation.command, values, offset=after)))
    return found


def contact_row(ask: Ask, row: Contact, company_names: Mapping[int, str]) -> Text:
    """A contact in a list: what tells it apart."""
    owner = ask.directory.people.get(row.owner_id or 0)
    tier = classes.of_contact(ask, row)
    parts = [
        row.title,
        company_names.get(row.company_id or 0),
        fmt("tier {tier}", tier=tier) if tier else None,
        owner.name if owner else word("in the pool"),
    ]
    rest = joined(" · ", [one if isinstance(one, Text) else plain(one) for one in parts if one])
    return fmt("`{ref}` {name} · {rest}", ref=Ref("contact", row.id), name=row.name, rest=rest)


def company_row(ask: Ask, row: Company) -> Text:
    """A company in a list."""
    owner = ask.directory.people.get(row.owner_id or 0)
    parts = [
        row.industry,
        row.country,
        fmt("tier {tier}", tier=row.tier) if row.tier else None,
        word(LIFECYCLE_LABELS[row.lifecycle]) if row.lifecycle != "lead" else None,
        owner.name if owner else word("in the pool"),
    ]
    rest = joined(" · ", [one if isinstance(one, Text) else plain(one) for one in parts if one])
    return fmt("`{ref}` {name} · {rest}", ref=Ref("company", row.id), name=row.name, rest=rest)


def activity_row(ask: Ask, row: Activity, text: str, *, within: int | None = None) -> Text:
    """An activity in a timeline; its deal is named unless that is whose timeline it is."""
    author = ask.directory.people.get(row.staff_id or 0)
    next_step = fmt(" · next {at}", at=row.next_at) if row.next_at else Text()
    of_deal = row.deal_id is not None and row.deal_id != within
    deal = fmt(" · `{ref}`", ref=Ref("deal", row.deal_id or 0)) if of_deal else Text()
    return fmt(
        "{at} · **{kind}** · {author}{deal}{next}\n{text}",
        at=row.at,
        kind=word(KINDS[row.kind]),
        author=author or (word("from the lead") if row.lead_id else word("Parley")),
        deal=deal,
        next=next_step,
        text=text,
    )
