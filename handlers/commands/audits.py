"""Audit: who changed what, and whether the record of it holds."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from handlers import (
    cards,
    deal_cards,
    feedback_words,
    lead_cards,
    percents,
    quote_cards,
    sentences,
    task_words,
    ticket_words,
)
from handlers.approval_cards import STATUS_NAMES as APPROVAL_NAMES
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.names import FIELD_KINDS, NOT_ALLOWED, ROLE_NAMES, SCOPE_NAMES
from handlers.readers import stages
from handlers.readers.classes import LIFECYCLE_LABELS, MEASURE_LABELS
from handlers.readers.entries import SinceWhen
from handlers.readers.leading import DROP_LABELS, WHAT
from handlers.readers.ordering import STATUS_NAMES
from handlers.readers.readings import Reader
from handlers.readers.records import Colleague
from handlers.readers.selling import REASON_LABELS
from handlers.replies import Reply
from handlers.texts import Text, fmt, joined, plain, shown, word
from store import categories, classifications, histories, pipelines
from store.directories import Person
from store.histories import Asked, Entry
from store.refs import Ref, read_ref
from store.rights import Right

TABLES = {
    "contact": "contacts", "company": "companies", "deal": "deals", "lead": "leads",
    "ticket": "tickets", "task": "tasks", "staff": "staff",
}  # fmt: skip
REFS = {table: kind for kind, table in TABLES.items()}
ACTIONS = {"add": mark("added"), "change": mark("changed"), "remove": mark("removed")}
TABLE_NAMES = {
    "contacts": mark("contact"), "companies": mark("company"),
    "contact_points": mark("phone or e-mail"), "taggings": mark("tag on a contact"),
    "tags": mark("tag"), "activities": mark("activity"), "shares": mark("share"),
    "fields": mark("custom field"), "field_values": mark("custom field's value"),
    "staff": mark("member of staff"), "teams": mark("team"), "identities": mark("account"),
    "link_codes": mark("link code"), "settings": mark("setting"),
    "role_rights": mark("right of a role"), "deals": mark("deal"), "stages": mark("stage"),
    "products": mark("product"), "deal_lines": mark("product on a deal"),
    "quotes": mark("quote"), "quote_lines": mark("line of a quote"),
    "orders": mark("order"), "order_steps": mark("status of an order"),
    "payments": mark("payment"), "approvals": mark("approval"),
    "approval_seats": mark("who decides an approval"),
    "stage_moves": mark("stage of a deal"), "pipelines": mark("pipeline"),
    "leads": mark("lead"), "score_rules": mark("rule of points"),
    "assignment_rules": mark("route of leads"),
    "company_shares": mark("share of a company"), "deal_shares": mark("share of a deal"),
    "views": mark("view"), "exports": mark("export"),
    "report_schedules": mark("scheduled report"),
    "deal_contacts": mark("person of a deal"), "tier_rules": mark("rule of a tier"),
    "targets": mark("target"), "quality_reviews": mark("check by hand"),
    **task_words.TABLES, **ticket_words.TABLES, **feedback_words.TABLES,
}  # fmt: skip
LABELS = cards.LABELS | lead_cards.LABELS | deal_cards.LABELS | task_words.LABELS | (
    ticket_words.LABELS | feedback_words.LABELS
) | {
    "assigned_at": mark("Assigned"), "days_off": mark("Days off"),
    "notices": mark("Notifications"), "digest": mark("Digests"),
    "drop_note": mark("Dropped because"), "drop_reason": mark("Reason"), "points": mark("Points"),
    "score": mark("Score"), "what": mark("Field"),

    "title": mark("Title"), "amount_minor": mark("Amount"), "closed_at": mark("Ended"),
    "expected_days": mark("Expected days"), "from_stage_id": mark("From stage"),
    "lost_note": mark("Lost because"), "lost_reason": mark("Reason"), "note": mark("Note"),
    "movers": mark("Who may move there"), "outside_id": mark("Number elsewhere"),
    "pipeline_id": mark("Pipeline"),
    "probability": mark("Percent"), "required": mark("Needs"), "seconds": mark("Seconds before"),
    "arguments": mark("Filters"), "audience": mark("For whom"), "command": mark("List"),
    "filters": mark("Filters"), "format": mark("Format"), "rows": mark("Rows"), "way": mark("By"),
    "stage_id": mark("Stage"), "stage_since": mark("In it since"), "to_stage_id": mark("To stage"),

    "asked_at": mark("Asked"), "asked_by": mark("Asked by"), "before": mark("Status before"),
    "decided_at": mark("Decided"), "decided_by": mark("Decided by"), "ended_at": mark("Ended"),
    "expected_on": mark("Next expected"), "order_id": mark("Order"), "paid_minor": mark("Paid"),
    "paid_on": mark("Paid on"), "quote_id": mark("Quote"), "reversed_at": mark("Taken back"),
    "status": mark("Status"), "status_at": mark("Status since"), "total_minor": mark("Total"),
    "words": mark("Words"),
    "code": mark("Code"), "currency": mark("Currency"), "discount_bp": mark("Discount"),
    "issue": mark("Version"), "net_minor": mark("Before tax"), "price_minor": mark("Price"),
    "quantity_milli": mark("Quantity"), "reason": mark("Reason"), "retired_at": mark("Retired"),
    "sent_at": mark("Sent"), "series": mark("Series"), "tax_bp": mark("Tax"),
    "valid_until": mark("Valid until"),
    "least": mark("At least"), "lifecycle": mark("Lifecycle"), "potential_minor": mark("Potential"),
    "lost_at": mark("Marked as lost"), "measure": mark("Measured by"), "span": mark("Over"),

    "account": mark("Account"), "at": mark("When"), "barred_until": mark("Barred until"),
    "choices": mark("Choices"), "deleted_at": mark("Deleted"), "expires_at": mark("Valid until"),
    "failed_links": mark("Wrong codes"), "field_id": mark("Field"), "handle": mark("Handle"),
    "kind": mark("Kind"), "level": mark("Access"), "linked_at": mark("Linked"),
    "locale": mark("Language"), "manager_id": mark("Reports to"),
    "merged_into": mark("Merged into"), "platform": mark("Platform"),
    "quiet": mark("Quiet hours"), "revenue_currency": mark("Currency"),
    "revenue_minor": mark("Revenue"), "right": mark("Right"), "role": mark("Role"),
    "scope": mark("Scope"), "suspended_at": mark("Suspended"), "tag_id": mark("Tag"),
    "team_id": mark("Team"), "text": mark("Text"), "timezone": mark("Time zone"),
    "receiver_id": mark("To"), "channel": mark("Channel"), "chat_id": mark("Chat"),
    "failing": mark("Not sent because"),
    "cycle": mark("Every"), "logged_at": mark("Logged"), "passed": mark("All right"),
    "since": mark("Since"), "tutorial": mark("Tutorial"), "used_at": mark("Used"), "value": mark("Value"),
}  # fmt: skip
VALUES: dict[str, Mapping[Any, str]] = {
    "kind": {
        **cards.KINDS,
        **FIELD_KINDS,
        **ticket_words.KINDS,
        **feedback_words.COMPLAINT_KINDS,
        "phone": mark("Phone"),
        "open": mark("open"),
        "won": mark("won"),
        "lost": mark("lost"),
    },
    "drop_reason": DROP_LABELS,
    "lost_reason": REASON_LABELS,
    "what": WHAT,
    "status": lead_cards.STATUS | quote_cards.STATES | STATUS_NAMES | APPROVAL_NAMES,
    "before": STATUS_NAMES,
    "lifecycle": LIFECYCLE_LABELS,
    "measure": MEASURE_LABELS,
    "level": {"read": mark("to read"), "edit": mark("to edit")},
    "role": ROLE_NAMES,
    "scope": {0: NOT_ALLOWED, **SCOPE_NAMES},
    "origin": task_words.ORIGINS,
    "tickets status": ticket_words.STATUSES,
    "priority": ticket_words.PRIORITIES,
    "waiting_for": ticket_words.AWAITED,
}
"""What stands in the database, in words: by column, or by table and column."""
REF_FIELDS = {
    "contact_id": "contact", "company_id": "company", "parent_id": "company",
    "order_id": "order", "quote_id": "quote", "lead_id": "lead", "ticket_id": "ticket",
}  # fmt: skip
FIGURES: Mapping[str, Callable[[int], str]] = {
    "discount_bp": percents.shown, "tax_bp": percents.shown, "quantity_milli": percents.quantity,
}  # fmt: skip
STAGES = {"stage_id", "from_stage_id", "to_stage_id"}


class AboutReader(Reader[Ref | Person]):
    """A record's ref, or a colleague."""

    greedy = True

    def read(self, ask: Ask, text: str) -> Ref | Person:
        """A ref of something else than staff is a record; all else is a colleague."""
        ref = read_ref(text)
        if ref and ref.kind in TABLES:
            return ref
        return Colleague().read(ask, text)


About = Annotated[Ref | Person, AboutReader()]


@command(
    "audit",
    needs=Right.AUDIT_SEE,
    examples=("audit C-1", "audit @ben", "审计 C-1"),
    phrases=("who changed {about}", "谁改了{about}"),
)
def show_audit(ask: Ask, about: About | None = None, *, since: SinceWhen | None = None) -> Reply:
    """Show who changed what: of a record, by a colleague, or since a time."""
    asked = Asked(
        table=TABLES[about.kind] if isinstance(about, Ref) else None,
        row_id=about.id if isinstance(about, Ref) else None,
        staff_id=about.id if isinstance(about, Person) else None,
        since=since,
    )
    rows, total = histories.page(ask.session, asked, offset=ask.invocation.offset)
    if not rows:
        return Reply(fmt("No changes there."))
    text, buttons = cards.listing(
        fmt("Audit"), [_entry(ask, row) for row in rows], total, ask.invocation
    )
    return Reply(text, buttons)


def _entry(ask: Ask, row: Entry) -> Text:
    who = ask.directory.people.get(row.staff_id or 0)
    table, _, number = row.subject.partition("/")
    named = Ref(REFS[table], int(number)) if table in REFS else number
    # What has no ref has a name among its values; its inner number says nothing to anybody.
    about = Text() if isinstance(named, str) and named.isdecimal() else fmt("`{ref}`", ref=named)
    return fmt(
        "{at} · {who} · {action} {what} {about}{values}",
        at=row.at,
        who=who or _nobody(row),
        action=word(ACTIONS[row.action]),
        what=word(TABLE_NAMES.get(row.table, row.table)),
        about=about,
        values=_values(ask, row),
    )


def _nobody(row: Entry) -> str:
    """What stands for a person where none did it."""
    return word("by rules") if row.command == classifications.COMMAND else word("Parley")


def _values(ask: Ask, row: Entry) -> Text:
    parts = [_value(ask, row.table, name, old, new) for name, (old, new) in row.values.items()]
    return plain("\n    ") + joined("\n    ", parts) if parts else Text()


def _value(ask: Ask, table: str, name: str, old: Any, new: Any) -> Text:  # noqa: ANN401
    name = name.removesuffix("_sealed")
    label = word(LABELS.get(name, name))
    before, after = (_shown(_named(ask, table, name, value)) for value in (old, new))
    if old is None:
        return fmt("{label}: {new}", label=label, new=after)
    return fmt("{label}: {old} → {new}", label=label, old=before, new=after)


def _named(ask: Ask, table: str, name: str, value: Any) -> Any:  # noqa: ANN401
    """A person, team or company by name, not by number, and what is coded in words."""
    if value is None or value is ...:
        return value
    words = VALUES.get(f"{table} {name}", VALUES.get(name, {}))
    if value in words:
        return word(words[value])
    if name in FIGURES:
        return FIGURES[name](value)
    if name == "team_id":
        return ask.directory.teams.get(value, value)
    if name == "category_id":
        kind = categories.find(ask.session, value)
        return ticket_words.called(kind) if kind else value
    if name in ("owner_id", "manager_id", "asked_by", "decided_by", "assignee_id"):
        return ask.directory.people[value].name
    if name in STAGES:
        return _stage(ask, value)
    return str(Ref(REF_FIELDS[name], value)) if name in REF_FIELDS else value


def _stage(ask: Ask, stage_id: int) -> Any:  # noqa: ANN401
    """A stage by name; one that is gone by its number."""
    held = {one.id: stages.called(one) for one in pipelines.steps(ask.session)}
    return held.get(stage_id, stage_id)


def _shown(value: Any) -> str:  # noqa: ANN401
    if value is ...:
        return "•••"
    text = shown(value) if value is not None else "–"
    return text if len(text) <= 80 else text[:79] + "…"  # noqa: PLR2004 (a line on a phone)


@command("audit verify", needs=Right.AUDIT_SEE, examples=("audit verify", "校验审计"))
def verify_audit(ask: Ask) -> Reply:
    """Check that nobody has altered the audit."""
    return Reply(sentences.verdict(histories.verify(ask.session)))
