"""Reasons of deals: what is told of one that is not simply new."""

from handlers.imports.findings import Findings
from handlers.languages import mark
from handlers.texts import Text, fmt
from store.deal_verdicts import DealVerdict
from store.refs import Ref

FIELDS = {
    "title": mark("title"), "stage": mark("stage"), "owner_id": mark("owner"),
    "amount": mark("amount"), "close_on": mark("close date"), "closed_at": mark("closed on"),
    "company": mark("company"), "contact_id": mark("contact"), "source": mark("source"),
    "competitor": mark("competitor"), "next_step": mark("next step"),
    "lost_reason": mark("reason"),
}  # fmt: skip
SAME_NUMBER = mark("the same number")


def tell(findings: Findings, verdict: DealVerdict) -> None:
    """Remark what became of a row that is not simply new, and what of it is left out."""
    entry = verdict.entry
    if entry.contact and verdict.contact_id is None:
        reason = fmt("No one contact of yours is called so: left out.")
        findings.add(entry.line, "contact", entry.contact, reason)
    if verdict.outcome != "added":
        findings.add(entry.line, "", entry.title, _reason(verdict))


def _reason(verdict: DealVerdict) -> Text:
    if verdict.why == "rate" and verdict.entry.amount:
        currency = verdict.entry.amount.currency
        return fmt("Rejected: there is no rate for {currency}.", currency=currency)
    if verdict.why == "hidden" or verdict.row is None:
        by = fmt(SAME_NUMBER)
        return fmt("In the company's books already ({by}). Please ask your manager.", by=by)
    other = fmt("{ref} {name}", ref=Ref("deal", verdict.row.id), name=verdict.row.title)
    if verdict.why == "deleted":
        return fmt(
            "{other} was deleted ({by}). It can be restored.", other=other, by=fmt(SAME_NUMBER)
        )
    fields = ", ".join(str(fmt(FIELDS[name])) for name in verdict.changes)
    if verdict.why == "changed here":
        return fmt("{other} was changed here, which stays: {fields}.", other=other, fields=fields)
    if verdict.outcome == "updated":
        return fmt("Brought up to date at {other}: {fields}.", other=other, fields=fields)
    return fmt(
        "{other} is there already ({by}), and nothing is new.", other=other, by=fmt(SAME_NUMBER)
    )
