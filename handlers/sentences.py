"""The sentence for every refusal, in one table: what is wrong, and what would be right."""

from collections.abc import Callable, Sequence
from typing import Any

from handlers import (
    amounts,
    dates,
    deal_sentences,
    entering,
    feedback_sentences,
    inquiries,
    lead_sentences,
    nearest,
    order_sentences,
    owning_sentences,
    quote_sentences,
    schedule_sentences,
    task_sentences,
    ticket_sentences,
    uploads,
)
from handlers.asks import Ask
from handlers.interpretations import (
    CannotTake,
    EditedTooLate,
    NothingToAnswer,
    NotUnderstood,
    NotYourButton,
    StrangerHere,
    Suspended,
)
from handlers.languages import mark
from handlers.outcomes import Ambiguous, TooMuch, UnknownKey, Unreadable
from handlers.replies import Button, Invocation, Reply
from handlers.texts import Text, fmt, word
from handlers.wordings import cut, same, with_text
from store import (
    access,
    bulks,
    changes,
    company_names,
    emails,
    fields,
    files,
    identities,
    merges,
    moneys,
    ownership,
    person_names,
    phones,
    staff,
    subjects,
    teams,
    views,
)
from store.envelopes import EnvelopeBroken
from store.errors import CrmError
from store.rights import Right, Scope
from store.verifications import Verdict

RIGHT_NAMES = {
    Right.CONTACTS_SEE: mark("see contacts and companies"),
    Right.CONTACTS_ADD: mark("add contacts and companies"),
    Right.CONTACTS_EDIT: mark("change contacts and companies"),
    Right.PERSONAL_SEE: mark("see phones, e-mails and addresses"),
    Right.SECRETS_SEE: mark("see ID numbers and bank details"),
    Right.LEADS_SEE: mark("see leads"),
    Right.LEADS_ADD: mark("add leads"),
    Right.LEADS_EDIT: mark("work on leads"),
    Right.DEALS_SEE: mark("see deals"),
    Right.DEALS_EDIT: mark("add and change deals"),
    Right.AMOUNTS_SEE: mark("see amounts"),
    **quote_sentences.RIGHT_NAMES,
    Right.TICKETS_SEE: mark("see tickets"),
    Right.TICKETS_WORK: mark("work on tickets"),
    Right.SUMMARIES_SEE: mark("read summaries"),
    Right.TARGETS_EDIT: mark("set targets"),
    **task_sentences.RIGHT_NAMES,
    Right.ASSIGN: mark("assign records"),
    Right.BULK: mark("delete, merge and change many records"),
    Right.EXPORT: mark("export lists"),
    Right.STAFF: mark("manage staff"),
    Right.RIGHTS: mark("manage rights"),
    Right.SETTINGS: mark("change settings"),
    Right.AUDIT_SEE: mark("read the audit"),
}
KIND_NAMES = {
    "contact": mark("No contact fits “{text}”."),
    "company": mark("No company fits “{text}”."),
    "deal": mark("No deal fits “{text}”."),
    "lead": mark("No lead fits “{text}”."),
    "rule": mark("There is no number {text}. `lead rules` and `lead routes` show them."),
    **quote_sentences.KIND_NAMES,
    "ticket": mark("No ticket fits “{text}”."),
    **task_sentences.KIND_NAMES,
    "request": mark("You have no request “{text}”. `my requests` lists yours."),
    "message": mark("There is no such message of the customer's. `timeline` shows them."),
    **feedback_sentences.KIND_NAMES,
    "staff": mark("No colleague fits “{text}”. `staff` lists everybody."),
    "team": mark("There is no team “{text}”. `team add` makes one."),
    "tag": mark("There is no tag “{text}”."),
    "schedule": mark("There is no such scheduled report: “{text}”. `report list` lists them."),
    "view": mark("There is no view “{text}”. `views` lists them."),
    "field": mark("There is no field “{text}”. `field list` shows them."),
}
FAULTS = {
    "altered": mark("an entry was altered"),
    "missing": mark("an entry is missing"),
    "forged": mark("an entry was forged"),
    "cut": mark("its end was cut off"),
}
ODD_KINDS = {
    "sticker": mark("a sticker"), "location": mark("a location"), "poll": mark("a poll"),
    "dice": mark("a dice"), "game": mark("a game"),
}  # fmt: skip
PHONE_FAULTS: dict[str, str] = {
    "too short": mark(
        "“{text}” is too short for a phone number. Write it with area code, or from + on: +1 202 555 0143"
    ),
    "too long": mark("“{text}” is too long for a phone number. For example: +1 202 555 0143"),
    "wrong length": mark("“{text}” has the wrong length for a phone number of its country."),
    "not a number": mark("“{text}” is not a phone number. For example: +1 202 555 0143"),
    "unknown country code": mark(
        "“{text}” begins with a country code that does not exist. For example: +1 202 555 0143"
    ),
}


def _denied(error: Any) -> Text:  # noqa: ANN401
    right = fmt(RIGHT_NAMES.get(error.right, str(error.right)))
    if error.scope is Scope.OWN:
        return fmt("Your right to {right} covers your own records only.", right=right)
    if error.scope is Scope.TEAM:
        return fmt("Your right to {right} covers your team only.", right=right)
    return fmt(
        "You need the right to {right} for that (`{name}`).", right=right, name=str(error.right)
    )


def _not_found(error: Any) -> Text:  # noqa: ANN401
    return fmt(KIND_NAMES.get(error.kind, mark("Nothing fits “{text}”.")), text=cut(error.text))


def _not_free(error: Any) -> Text:  # noqa: ANN401
    if error.mine:
        return fmt("That one is yours already.")
    if error.owner is None:
        return fmt("Somebody owns that one already.")
    return fmt("That one belongs to {owner}.", owner=error.owner)


def _not_understood(error: Any) -> Text:  # noqa: ANN401
    if not error.text.strip():
        return fmt("I got no words. Say `help` to see what I can do.")
    return fmt(
        "I don't understand “{text}”. Say `help` to see what I can do.", text=cut(error.text)
    )


def _code_wait(_error: Any) -> Text:  # noqa: ANN401
    return fmt("Too many wrong codes. Please wait 15 minutes, then try again.")


def _taken(error: Any) -> Text:  # noqa: ANN401
    if not error.owner:
        return fmt("That contact is in the company's books already. Please ask your manager.")
    return fmt(
        "{owner} has that contact already. Please ask {owner}; I have told them.", owner=error.owner
    )


def _name(error: Any) -> Text:  # noqa: ANN401
    if error.reason == "too long":
        return fmt("That name is too long; up to 200 characters fit.")
    return fmt("A name needs at least one visible character.")


def _key(error: Any) -> Text:  # noqa: ANN401
    if not error.near:
        return fmt(
            "I don't know “{key}:” here. `help` with the command's name lists what it takes; "
            "in quotes it is part of the name.",
            key=cut(error.key),
        )
    return fmt(
        "I don't know “{key}:”. Did you mean “{near}:”?", key=cut(error.key), near=error.near
    )


def _too_much(error: Any) -> Text:  # noqa: ANN401
    return fmt(
        "I don't know what to do with “{words}”. For example: `{example}`",
        words=cut(error.words),
        example=error.example,
    )


def _money(error: Any) -> Text:  # noqa: ANN401
    return fmt("“{text}” is not an amount. For example: 50k, $1,200 or 5万", text=cut(error.text))


def _odd(error: Any) -> Text:  # noqa: ANN401
    known = ODD_KINDS.get(error.kind)
    if known is None:
        return fmt("I can't make anything of that. Please write it, or send a photo or a file.")
    return fmt(
        "I can't make anything of {kind}. Please write it, or send a photo or a file.",
        kind=fmt(known),
    )


def _file(error: Any) -> Text:  # noqa: ANN401
    if error.fault == "too big":
        return fmt(
            "“{name}” is too big: up to {limit} MB fit.",
            name=cut(error.name),
            limit=files.LARGEST // 1024 // 1024,
        )
    return fmt("I could not fetch “{name}”. Please send it once more.", name=cut(error.name))


SENTENCES: dict[type[CrmError], Callable[[Any], Text]] = {
    Unreadable: lambda error: error.complaint,
    UnknownKey: _key,
    TooMuch: _too_much,
    NotUnderstood: _not_understood,
    StrangerHere: same(
        "I don't know you yet. If you work here, ask your admin for a link code and say `link CODE`."
    ),
    Suspended: same("Your access is suspended. Please ask your admin."),
    NotYourButton: same("That button was meant for somebody else. Ask me yourself and you get your own."),
    CannotTake: _odd,
    EditedTooLate: same("I acted on your first version already. Take that back with `undo`, then send the new one as a message of its own."),
    uploads.FileRefused: _file,
    NothingToAnswer: same("That is no longer open. Say it again, and I will start afresh."),
    Ambiguous: with_text("“{text}” fits several."),
    entering.Taken: _taken,
    access.Denied: _denied,
    access.NotFound: _not_found,
    bulks.TooMany: lambda error: fmt("That list holds {count}: at most {most} can be changed at once. Please narrow it.", count=error.count, most=bulks.MOST),
    views.NotYourView: lambda error: fmt("That view is {owner}'s: they or an admin can take it away.", owner=error.owner or word("a colleague")),
    views.TooManyViews: same("You keep as many views as there may be. `view delete` makes room."),
    changes.NothingToUndo: same("There is nothing to undo: I can take back what you changed in the last 10 minutes."),
    changes.CannotUndo: same("That cannot be undone."),
    changes.ChangedSince: same("It was changed again since, so I left it as it is. Nothing was undone."),
    company_names.InvalidCompanyName: _name,
    person_names.InvalidPersonName: _name,
    phones.ImpossiblePhone: lambda error: fmt(PHONE_FAULTS[error.reason], text=cut(error.text)),
    emails.InvalidEmail: with_text("“{text}” is not an e-mail address. For example: grace@navy.example"),
    dates.UnreadableDate: with_text("I can't read “{text}” as a date. For example: 2026-12-24, tomorrow 9am, 下周二"),
    dates.AmbiguousDate: with_text("“{text}” can be read in two ways. Write it as 2026-12-24."),
    amounts.UnreadableNumber: with_text("“{text}” is not a number."),
    amounts.UnreadableMoney: _money,
    moneys.UnknownCurrency: lambda error: fmt("“{currency}” is not a currency. For example: USD, EUR, CNY", currency=cut(error.currency)),
    moneys.MoneyOutOfRange: same("That amount is beyond what I can keep."),
    moneys.MoneyTooFine: same("That amount has more decimals than its currency."),
    moneys.CurrencyMismatch: same("Those amounts are in different currencies."),
    fields.FieldExists: lambda error: fmt("There is a field “{name}” already.", name=cut(error.name)),
    teams.TeamExists: lambda error: fmt("There is a team “{name}” already.", name=cut(error.name)),
    identities.BadCode: same("That code does not work. It may be used or older than 24 hours: ask your admin for a new one."),
    identities.TooManyCodes: _code_wait,
    identities.LinkedAlready: same("This account is linked already. `whoami` says to whom, `unlink` parts it."),
    identities.NotLinked: same("This account is not linked to anybody."),
    merges.SameRecord: same("Those two are one and the same record."),
    ownership.NotFree: _not_free,
    ownership.CannotReceive: lambda error: fmt("{person} cannot own such records.", person=error.person),
    **deal_sentences.SENTENCES,
    **lead_sentences.SENTENCES,
    staff.LastAdmin: same("That would leave nobody to manage Parley. Make somebody else admin first."),
    staff.ManagerLoop: same("They would be their own manager's manager."),
    staff.NotYourself: same("You cannot do that to yourself."),
    subjects.SubjectErased: same("That was erased for privacy and cannot be read any more."),
    **owning_sentences.SENTENCES,
    **order_sentences.SENTENCES,
    **quote_sentences.SENTENCES,
    **task_sentences.SENTENCES,
    **schedule_sentences.SENTENCES,
    **ticket_sentences.SENTENCES,
    **feedback_sentences.SENTENCES,
    EnvelopeBroken: same("That value cannot be read: it was altered outside of Parley. Please tell your admin."),
}  # fmt: skip


HARMLESS = (
    NotUnderstood, StrangerHere, CannotTake, EditedTooLate, NothingToAnswer, Unreadable,
    UnknownKey, TooMuch, access.Denied, dates.UnreadableDate, amounts.UnreadableMoney,
)  # fmt: skip
"""Refusals that repeat at most the asker's own words, so that others may read them."""


def sentence(error: CrmError) -> Text:
    """What is told of a refusal."""
    for kind in type(error).__mro__:
        if kind in SENTENCES:
            return SENTENCES[kind](error)
    return fmt("That did not work, and nothing was changed.")


def refusal(ask: Ask, error: Exception) -> Reply:
    """The answer to a refusal, with buttons that lead on."""
    assert isinstance(error, CrmError)  # noqa: S101 (everything else is an incident)
    ways = tuple(_ways_on(ask, error))
    return Reply(
        sentence(error),
        ways,
        public=isinstance(error, HARMLESS),
        alert=not ways and "press" in ask.taken.payload,
    )


def _ways_on(ask: Ask, error: CrmError) -> Sequence[Button]:
    if isinstance(error, NotUnderstood):
        return nearest.buttons(ask, error.text)
    if isinstance(error, access.Denied) and ask.actor.person:
        wanted = Invocation("request access", {"right": str(error.right)})
        return [Button(word("Request access"), wanted)]
    if isinstance(error, StrangerHere):
        return inquiries.offer(ask)
    if isinstance(error, EditedTooLate):
        return [Button(word("Undo"), Invocation("undo"))]
    ways = quote_sentences.ways_on(error) or task_sentences.ways_on(error)
    return ways or ticket_sentences.ways_on(ask.session, error)


def notices(ask: Ask, error: Exception) -> Sequence[tuple[int, Reply]]:  # noqa: ARG001
    """Notices to others that go out although a message was refused."""
    return getattr(error, "told", ())


def verdict(found: Verdict) -> Text:
    """What is told of the audit."""
    if found.fault is None:
        return fmt("The audit holds: {entries} entries checked.", entries=found.entries)
    return fmt(
        "**The audit does not hold**: {fault}, entry {entry}. Please tell whoever runs Parley.",
        fault=word(FAULTS[found.fault]),
        entry=str(found.entry_id or "–"),
    )
