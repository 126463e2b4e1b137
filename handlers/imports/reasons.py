"""Reasons: what is told of a row that repeats something, and of what it left as it was."""

from handlers.imports.findings import Findings
from handlers.languages import mark
from handlers.texts import Text, fmt
from store.directories import Directory
from store.holdings import Holding
from store.refs import Ref
from store.subsidiaries import Link
from store.tables import Contact
from store.verdicts import Verdict

BY = {
    "phone": mark("the same phone"),
    "email": mark("the same e-mail"),
    "name": mark("the same name"),
}
FIELDS = {
    "phone": mark("phone"), "email": mark("e-mail"), "company": mark("company"),
    "title": mark("title"), "tier": mark("tier"), "source": mark("source"),
    "birthday": mark("birthday"), "address": mark("address"), "tags": mark("tags"),
    "notes": mark("notes"), "industry": mark("industry"), "employees": mark("employees"),
    "founded": mark("founded"), "revenue": mark("revenue"), "country": mark("country"),
    "website": mark("website"),
}  # fmt: skip
LINKS: dict[Link, str] = {
    "another": mark("Part of another company already, which stays."),
    "unknown": mark("No company is called so: left out."),
    "circle": mark("Left out: the company would be above itself."),
}


def tell(findings: Findings, verdict: Verdict, directory: Directory) -> None:
    """Remark what became of a row that is not simply new."""
    entry, holding = verdict.entry, verdict.holding
    if verdict.shares:
        other = _named(verdict.shares)
        findings.add(
            entry.line,
            "",
            entry.name,
            fmt("Has the phone of {other}; both were kept.", other=other),
        )
    if verdict.outcome == "added":
        return
    reason = _filled(verdict) if verdict.outcome == "updated" else _repeated(verdict, directory)
    findings.add(entry.line, "", entry.name, reason)
    for name in verdict.kept:
        findings.add(
            entry.line, name, entry.values.get(name, (entry.company or ("",))[0]),
            fmt("{other} says something else, which stays.", other=_named(holding)),
        )  # fmt: skip


def _filled(verdict: Verdict) -> Text:
    fields = ", ".join(str(fmt(FIELDS[name])) for name in dict.fromkeys(verdict.filled))
    other = _named(verdict.holding)
    return fmt("Filled in at {other}: {fields}.", other=other, fields=fields)


def _repeated(verdict: Verdict, directory: Directory) -> Text:
    """Why a row is a duplicate; of records that the actor may not see, only that there is one."""
    holding, by = verdict.holding, fmt(BY[verdict.by])
    if holding.whose == "hidden":
        return fmt("In the company's books already ({by}). Please ask your manager.", by=by)
    other = _named(holding)
    if holding.whose == "deleted":
        return fmt("{other} was deleted ({by}). It can be restored.", other=other, by=by)
    if holding.whose == "pool":
        return fmt("{other} is in the pool already ({by}). It can be claimed.", other=other, by=by)
    owner = directory.people.get(holding.pending.owner_id or 0)
    if holding.whose == "visible" and owner:
        return fmt("{owner} has {other} already ({by}).", owner=owner, other=other, by=by)
    return fmt("{other} is there already ({by}), and nothing is new.", other=other, by=by)


def _named(holding: Holding) -> Text:
    """A stored record by ref and name, a row of the file by its line."""
    row = holding.row
    if row is None or holding.pending.line:
        return fmt("Line {line}", line=holding.pending.line)
    ref = Ref("contact" if isinstance(row, Contact) else "company", row.id)
    return fmt("{ref} {name}", ref=ref, name=row.name)
