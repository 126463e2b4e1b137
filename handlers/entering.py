"""Entering contacts: the company that is meant, and whether somebody has the person already."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from handlers import cards
from handlers.asks import Ask
from handlers.outcomes import Choose
from handlers.readers.kinds import look_up
from handlers.readers.records import OPTIONS, option, point_of
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, lines, listed, word
from store import companies, company_names, contacts, duplicates, leads, points
from store.contacts import Draft
from store.duplicates import Match
from store.errors import CrmError
from store.refs import Ref, read_ref
from store.rights import Right
from store.tables import Company, Contact, Lead

PLACES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """The company that was named, and what to say of it."""

    id: int | None = None
    remark: Text | None = None


class Taken(CrmError):
    """A colleague has this contact; the asker may only learn that, and whom to ask."""

    def __init__(self, told: list[tuple[int, Reply]], owner: str) -> None:
        """Keep the notice to the owner: it goes out although nothing was saved."""
        super().__init__(owner)
        self.told = told
        self.owner = owner


def company(
    ask: Ask, name: str | None, *, whose: int | None = None, industry: str | None = None
) -> Place:
    """The company of a name or ref; one that nobody knows yet is made, and that is said.

    Args:
        ask: of whoever enters it.
        name: None for none.
        whose: id of the owner of a new one; None: the asker.
        industry: of a new one.

    Raises:
        Choose: the name lacks the legal form by which several companies differ.
    """
    if name is None:
        return Place()
    ref = read_ref(name)
    if ref and ref.kind == "company":
        return Place(companies.get(ask.session, ref.id).id)
    held, some = companies.called(ask.session, name)
    if held:
        return Place(held.id)
    others = companies.alike(ask.session, name) if some else []
    if len(others) > 1 and not company_names.read_company_name(name).suffix:
        raise _which(ask, name, others)
    draft = companies.Draft(name, {"industry": industry} if industry else {})
    made = companies.add(ask.session, draft, owner_id=whose or owner_id(ask))
    ask.session.flush()
    made_so = fmt("New company: {name} `{ref}`.", name=made.name, ref=Ref("company", made.id))
    return Place(made.id, lines(made_so, alike(others)))


def places(ask: Ask, text: str) -> frozenset[int]:
    """Companies that a name, a part of one, or a ref may mean.

    Those of the very name count even if the asker may not see them, as contacts and deals that
    they may see can belong there.
    """
    ref = read_ref(text)
    if ref and ref.kind == "company":
        return frozenset({ref.id})
    hits = look_up(ask.session, text, ("company",), PLACES)
    found = {row_id for _kind, row_id in hits.found if not hits.guessed}
    held = companies.by_name(ask.session, text)
    return frozenset(found | ({held.id} if held else set()))


def alike(others: Sequence[Company]) -> Text | None:
    """What is said of companies that are called nearly the same."""
    if not others:
        return None
    return fmt("There is also {others}.", others=listed(cards.heading(one) for one in others))


def _which(ask: Ask, name: str, others: Sequence[Company]) -> Choose:
    buttons = [
        Button(one.label, ask.invocation.with_values(company=one.value))
        for one in (option(ask, row) for row in others[:OPTIONS])
    ]
    cancel = Button(word("Cancel"), Invocation("cancel"))
    return Choose(fmt("Which “{text}”?", text=name), (*buttons, cancel))


def owner_id(ask: Ask) -> int | None:
    """Whose a new record is: the asker's, or the pool's when the asker may own none."""
    return ask.actor.id if ask.actor.scope(Right.CONTACTS_EDIT) else None


def by_point(ask: Ask, text: str) -> Contact | Lead | None:
    """The contact, else the lead, with exactly this phone or e-mail, if the asker may see it."""
    point = point_of(text, ask.voice.region)
    if point is None:
        return None
    rows = contacts.get_many(ask.session, points.owners_of(ask.session, [point]))
    found = rows or leads.with_points(ask.session, [point])
    return found[0] if len(found) == 1 else None


def offer_known(ask: Ask, draft: Draft, name: str) -> None:
    """Stop before a contact is made that is there already, and offer to take that one.

    Args:
        ask: of a command that makes a contact beside other things.
        draft: the contact that it would make.
        name: of the argument that names one which is there.

    Raises:
        Choose: the asker may see the first one, and decides.
        Taken: a colleague has it.
    """
    match = duplicates.at_entry(ask.session, draft)
    if match is None:
        return
    if match.whose == "hidden":
        _refuse_taken(ask, match)
    heading = cards.heading(match.contact)
    cancel = Button(word("Cancel"), Invocation("cancel"))
    again = Button(word("Add anyway"), ask.invocation.with_values(anyway="yes"))
    if match.whose == "deleted":
        text, restore = _known(ask, match)
        raise Choose(text, (*([restore] if restore else []), again, cancel))
    use = ask.invocation.with_values(**{name: f"C-{match.contact.id}"})
    text = fmt("{heading} is a contact already. Use that one?", heading=heading)
    raise Choose(text, (Button(word("Use it"), use), again, cancel))


def refuse_duplicate(ask: Ask, draft: Draft, *, saving: str = "contact add") -> None:
    """Stop before a second record of one person is made.

    Args:
        ask: of whoever enters it.
        draft: what is entered.
        saving: the command that adds it anyway.

    Raises:
        Choose: the asker may see the first one, and decides.
        Taken: a colleague has it.
    """
    match = duplicates.at_entry(ask.session, draft)
    if match is None:
        return
    if match.whose == "hidden":
        _refuse_taken(ask, match)
    text, first = _known(ask, match)
    buttons = [first] if first else []
    values = {**ask.invocation.values, "anyway": "yes"}
    again = Invocation(saving, values, confirmed=ask.invocation.confirmed)
    buttons += [Button(word("Add anyway"), again), Button(word("Cancel"), Invocation("cancel"))]
    raise Choose(text, tuple(buttons))


def _known(ask: Ask, match: Match) -> tuple[Text, Button | None]:
    """What is said of a contact that the asker may see, and the button that suits it."""
    row = match.contact
    ref, heading = f"C-{row.id}", cards.heading(row)
    if match.whose == "pool":
        claim = Button(word("Claim"), Invocation("claim", {"record": ref}))
        return fmt("{heading} is in the pool already. Claim it?", heading=heading), claim
    if match.whose == "deleted":
        restore = Button(word("Restore"), Invocation("contact restore", {"ref": ref}))
        return fmt("{heading} was deleted. Restore it?", heading=heading), restore
    update = _update(ask, row)
    if match.whose == "mine":
        text = fmt(
            "You have {heading}, updated {at}. Update it?", heading=heading, at=row.updated_at
        )
        return text, update
    owner = ask.directory.people[row.owner_id or 0]
    return fmt("{owner} has {heading} already.", owner=owner, heading=heading), update


def _update(ask: Ask, row: Contact) -> Button:
    """What was typed becomes an edit of the contact that is there."""
    if ask.invocation.command == "capture":
        values = {**ask.invocation.values, "known": f"C-{row.id}"}
        return Button(word("Update"), Invocation("capture", values, confirmed=True))
    known = {"title", "company", "tier", "source", "birthday", "address", "phone", "email"}
    values = {key: text for key, text in ask.invocation.values.items() if key in known}
    return Button(word("Update"), Invocation("contact edit", {"contact": f"C-{row.id}", **values}))


def _refuse_taken(ask: Ask, match: Match) -> None:
    """Tell the asker that it exists and whom to ask, and the owner that somebody asked."""
    row = match.contact
    owner = ask.directory.people.get(row.owner_id or 0)
    if owner is None or row.deleted_at:
        raise Taken([], "")
    ask.tell(owner.id, partial(_wanted, ask, row))
    raise Taken(ask.told, owner.name)


def _wanted(ask: Ask, row: Contact) -> Reply:
    text = fmt(
        "{who} wanted to add {heading}, who is yours. You may want to talk.",
        who=ask.person,
        heading=cards.heading(row),
    )
    return Reply(text, shows=(Ref("contact", row.id),))
