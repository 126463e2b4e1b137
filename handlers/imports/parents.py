"""Parents: companies are joined to theirs at the end, as parents may come later in a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from handlers.imports.companies_rows import parent_of
from handlers.imports.frames import Cell, Line
from handlers.imports.reasons import LINKS
from handlers.imports.runs import Result, Run
from handlers.texts import fmt
from store import subsidiaries, verdicts
from store.holdings import Holdings
from store.sessions import Session
from store.subsidiaries import Link
from store.verdicts import Verdict

BATCH = 500


@dataclass(frozen=True, slots=True)
class Child:
    """A company of a file and the parent that it names."""

    number: int
    cell: Cell
    verdict: Verdict
    parent: str


@dataclass(slots=True)
class Wishes:
    """The companies that name a parent."""

    children: list[Child] = field(default_factory=list)

    def note(self, line: Line, verdict: Verdict) -> None:
        """Keep what a row says of its parent, if its company is new or may be changed."""
        cell = line.first("parent")
        if cell is None or not (verdict.outcome == "added" or verdict.holding.editable):
            return
        parent = parent_of(line, cell)
        if parent:
            self.children.append(Child(line.number, cell, verdict, parent))


def link(run: Run, wishes: Wishes, result: Result) -> None:
    """Put companies under their parents, and remark those that cannot be."""
    for children in _batches(wishes.children):
        if run.dry_run:
            found = run.read(partial(_foreseen, children=children, known=run.known))
        else:
            found = run.write(partial(_linked, children=children))
        for child, outcome in zip(children, found, strict=True):
            _tell(child, outcome, result)


def _batches(children: Iterable[Child]) -> Iterator[list[Child]]:
    left = iter(children)
    while batch := list(islice(left, BATCH)):
        yield batch


def _linked(session: Session, children: list[Child]) -> list[Link]:
    pairs = [(child.verdict.holding.stored.id, child.parent) for child in children]
    return subsidiaries.link(session, pairs)


def _foreseen(session: Session, children: list[Child], known: Holdings) -> list[Link]:
    """What would become of it, judged by names as nothing is stored."""
    names = {child.parent for child in children}
    ids: dict[str, int | str] = {name: name for name in names if known.by_name.get(name)}
    ids |= verdicts.company_ids(session, names)
    return [_foresee(child, ids.get(child.parent)) for child in children]


def _foresee(child: Child, parent: int | str | None) -> Link:
    values = child.verdict.holding.values
    held = values.get("parent_id")
    if parent is None:
        return "unknown"
    if held is not None:
        return "same" if held == parent else "another"
    if child.parent == child.verdict.holding.pending.folded:
        return "circle"
    values["parent_id"] = parent
    return "linked"


def _tell(child: Child, outcome: Link, result: Result) -> None:
    if outcome == "linked" and child.verdict.outcome == "duplicate":
        child.verdict.outcome = "updated"
        result.counts["duplicate"] -= 1
        result.counts["updated"] += 1
    elif outcome in LINKS:
        result.findings.add(child.number, child.cell.header, child.cell.text, fmt(LINKS[outcome]))
