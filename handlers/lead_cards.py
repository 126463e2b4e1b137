"""Cards and rows of leads: what is known, where the points come from, what became of it."""

from collections.abc import Mapping
from typing import Any

from handlers import cards
from handlers.asks import Ask
from handlers.languages import mark
from handlers.readers.leading import WHAT, drop_label, language_name
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, joined, lines, plain, plural, word
from store import access, lead_scores, leads
from store.lead_scores import Rule
from store.points import Point
from store.refs import Ref
from store.rights import Right
from store.tables import Lead

LABELS = {
    "name": mark("Name"), "company_name": mark("Company"), "title": mark("Title"),
    "source": mark("Source"), "industry": mark("Industry"), "territory": mark("Territory"),
    "language": mark("Language"), "phone": mark("Phone"), "email": mark("E-mail"),
    "note": mark("Note"),
}  # fmt: skip
STATUS = {
    "new": mark("new"), "working": mark("being worked on"), "converted": mark("converted"),
    "dropped": mark("dropped"),
}  # fmt: skip


def card(ask: Ask, lead: Lead, lead_in: Text | None = None) -> Reply:
    """A lead's card.

    Args:
        ask: decides what may be read in clear, and which buttons there are.
        lead: which one.
        lead_in: said above the card.
    """
    points = leads.readable(ask.session, lead)
    note = leads.note_of(ask.session, lead)
    masked = points and not access.reveals(ask.session, lead)
    body = lines(
        lead_in,
        cards.heading(lead),
        plain(" · ".join(part for part in (lead.title, lead.company_name) if part)),
        *(cards.point(one) for one in points),
        joined(" · ", _origin(lead)),
        fmt("“{note}”", note=note) if note else None,
        score(ask, lead),
        joined(" · ", [_status(ask, lead), owner(ask, lead)]),
        fmt("Phones and e-mails are masked for you.") if masked else None,
    )
    shows = (Ref("lead", lead.id), *_became(lead))
    return Reply(body, _buttons(ask, lead), shows, {f"L-{lead.id}": lead.version})


def _origin(lead: Lead) -> list[Text]:
    known = {
        "source": lead.source,
        "industry": lead.industry,
        "territory": lead.territory,
        "language": language_name(lead.language),
    }
    return [
        fmt("{label}: {value}", label=word(LABELS[name]), value=value)
        for name, value in known.items()
        if value
    ]


def score(ask: Ask, lead: Lead) -> Text:
    """The points, and which rule gave how many."""
    counted = lead_scores.counted(ask.session, lead)
    total = plural("Score: {count} point", "Score: {count} points", lead.score)
    if lead.status not in leads.OPEN or not counted:
        return total
    parts = joined(word(", "), [rule_points(one) for one in counted])
    return fmt("{total} ({parts})", total=total, parts=parts)


def rule_points(rule: Rule) -> Text:
    """A rule with its points: "source web +10"."""
    return fmt("{rule} {points}", rule=rule_name(rule), points=f"{rule.points:+d}")


def rule_name(rule: Rule) -> Text:
    """What a rule looks at: "source web", or "phone" where any will do."""
    value = language_name(rule.value) if rule.what == "language" else rule.value
    if value is None:
        return plain(word(WHAT[rule.what]))
    return fmt("{what} {value}", what=word(WHAT[rule.what]), value=value)


def owner(ask: Ask, lead: Lead) -> Text:
    """Whose a lead is."""
    if lead.owner_id is None:
        return fmt("Nobody has it yet")
    return fmt("Owner: {owner}", owner=ask.directory.people[lead.owner_id])


def _status(ask: Ask, lead: Lead) -> Text:
    """How far it has come; a converted one names its deal if the asker may see that."""
    if lead.status == "converted":
        return fmt("Became {refs}, {at}", refs=_listed(lead), at=lead.converted_at)
    if lead.status == "dropped":
        return dropped(ask, lead)
    return plain(word(STATUS[lead.status]))


def _listed(lead: Lead) -> Text:
    return joined(word(", "), [fmt("`{ref}`", ref=ref) for ref in _became(lead)])


def _became(lead: Lead) -> list[Ref]:
    made = {"deal": lead.deal_id, "contact": lead.contact_id, "company": lead.company_id}
    return [Ref(kind, number) for kind, number in made.items() if number]


def dropped(ask: Ask, lead: Lead) -> Text:
    """Why a lead was dropped."""
    note = leads.drop_note(ask.session, lead)
    reason = drop_label(lead.drop_reason)
    if note:
        return fmt("Dropped: {reason}, {note}", reason=reason, note=note)
    return fmt("Dropped: {reason}", reason=reason)


def _buttons(ask: Ask, lead: Lead) -> tuple[Button, ...]:
    ref = {"lead": f"L-{lead.id}"}
    history = Button(word("Timeline"), Invocation("timeline", {"record": ref["lead"]}))
    found = []
    if lead.owner_id is None and lead.status in leads.OPEN and ask.actor.scope(Right.ASSIGN):
        found.append(Button(word("Assign"), Invocation("lead assign", ref)))
    if not access.covers(ask.session, Right.LEADS_EDIT, lead):
        return (*found, history)
    if lead.status in leads.OPEN:
        found += [
            Button(word("Convert"), Invocation("lead convert", ref)),
            log_button(lead),
            Button(word("Drop"), Invocation("lead drop", ref)),
        ]
    if lead.status == "dropped":
        found.append(Button(word("Reopen"), Invocation("lead reopen", ref)))
    return (*found, history)


def log_button(lead: Lead) -> Button:
    """Somebody got in touch; what was said is asked."""
    values = {"record": f"L-{lead.id}", "kind": "call"}
    return Button(word("Log a call"), Invocation("log", values))


def after(ask: Ask, lead: Lead, lead_in: Text) -> Reply:
    """The card of a lead that was just changed, with Undo before its other buttons."""
    shown = card(ask, lead, lead_in)
    return Reply(shown.text, (cards.undo_button(), *shown.buttons), shown.shows, shown.versions)


def edited(lead: Lead, done: Mapping[str, tuple[Any, Any]], before: int) -> Reply:
    """The answer to an edit: what changed, with Undo; or that nothing did.

    Args:
        lead: as it is now.
        done: old and new value by field.
        before: its score until then.
    """
    ref = Ref("lead", lead.id)
    if not done:
        return Reply(fmt("Nothing to change: that is how it is already."), shows=(ref,))
    parts = [_change(name, old, new) for name, (old, new) in done.items()]
    if lead.score != before:
        parts.append(fmt("Score: {old} → {new}", old=before, new=lead.score))
    text = lines(fmt("Saved: {heading}", heading=cards.heading(lead)), *parts)
    return Reply(text, (cards.undo_button(),), (ref,), {str(ref): lead.version})


def _change(name: str, old: Any, new: Any) -> Text:  # noqa: ANN401
    label = word(LABELS[name])
    if old in (None, ""):
        return fmt("{label}: {new}", label=label, new=_value(name, new))
    return fmt("{label}: {old} → {new}", label=label, old=_value(name, old), new=_value(name, new))


def _value(name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "phone":
        return cards.point(Point("phone", value, plausible=value.startswith("+")))
    return language_name(value) if name == "language" else value


def value_of(ask: Ask, lead: Lead, name: str) -> Any:  # noqa: ANN401
    """A field as the asker may read it."""
    if name in ("phone", "email"):
        held = [one for one in leads.readable(ask.session, lead) if one.kind == name]
        return cards.point(held[0]) if held else None
    return leads.note_of(ask.session, lead) if name == "note" else _value(name, getattr(lead, name))


def row(ask: Ask, lead: Lead) -> Text:
    """A lead in a list: what tells it apart."""
    holder = ask.directory.people.get(lead.owner_id or 0)
    mine = lead.owner_id == ask.actor.id
    parts = [
        lead.company_name,
        lead.source,
        plural("{count} point", "{count} points", lead.score),
        word(STATUS[lead.status]) if lead.status != "working" else None,
        None if mine else holder.name if holder else word("nobody has it yet"),
    ]
    rest = joined(" · ", [fmt("{part}", part=one) for one in parts if one])
    return fmt("`{ref}` {name} · {rest}", ref=Ref("lead", lead.id), name=lead.name, rest=rest)
