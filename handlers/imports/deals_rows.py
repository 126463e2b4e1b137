"""Rows of deals: what a line of a file says of a deal."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from handlers.imports import cells
from handlers.imports.company_cells import Name, company_of
from handlers.imports.days import read_day
from handlers.imports.frames import Cell, Frame, Line
from handlers.imports.moneys import read_price
from handlers.imports.price_lists import Meant
from handlers.readers.selling import outcome_in
from handlers.texts import fmt
from store.deal_entries import MADE_UP, DealEntry
from store.person_names import folded
from store.pipelines import Step, fold
from store.stage_plans import Plan
from store.transitions import Outcome

NOON = time(12)
"""Files tell days. At noon, a day is the same one for almost everybody who looks at it."""


@dataclass(slots=True)
class DealReader:
    """Reads the deals of one file.

    Attributes:
        plan: which stages its stages are.
        entered: folded name of the stage whose entry the column of beginnings tells, if any.
        products: what names of products mean.
        ownerless: whether a deal may come in that belongs to nobody.
        repeated: rows so far that have the number of a row above.
    """

    frame: Frame
    plan: Plan
    entered: str | None
    products: Mapping[str, Meant]
    ownerless: bool
    repeated: int = 0
    _lines: dict[str, int] = field(default_factory=dict)
    _alike: Counter[str] = field(default_factory=Counter)
    _moments: dict[date, datetime] = field(default_factory=dict)

    def read(self, line: Line) -> DealEntry | None:
        """Read a deal; None where the row makes none, which is remarked."""
        company, meant = _company(line), self._product(line)
        title = line.label("title") or _title(meant, company)
        if title is None:
            line.remark(None, fmt("Rejected: the row names no deal."), line.text)
            return None
        step = self._step(line)
        known, owner_id = self._owner(line)
        if not known:
            return None
        opened, closed, close_on = self._days(line, step)
        outside_id = self._number(line, title, opened)
        if outside_id is None:
            return None
        return DealEntry(
            line.number,
            outside_id,
            title,
            step,
            self._began(step, opened),
            owner_id,
            read_price(line, "amount"),
            opened,
            closed,
            close_on,
            company,
            _contact(line),
            _sold(meant, line.frame.voice.currency),
            line.label("source"),
            line.label("competitor"),
            line.label("step"),
            _lost(line, step),
        )

    def _product(self, line: Line) -> Meant | None:
        cell = line.first("product")
        meant = self.products.get(cell.text) if cell else None
        if meant is None:
            return None
        if meant.repaired:
            line.remark(cell, fmt("Read as “{right}”.", right=meant.name))
        elif meant.product is None and any(one.product for one in self.products.values()):
            line.remark(cell, fmt("Not on the price list: kept in the title only."))
        return meant

    def _step(self, line: Line) -> Step:
        cell = line.first("stage")
        return self.plan.steps[fold(cell.text)] if cell else self.plan.entry

    def _owner(self, line: Line) -> tuple[bool, int | None]:
        """Whether the row can come in, and whose the deal will be."""
        cell = line.first("owner")
        if cell is None:
            return True, self.frame.owner_id
        owner = self.frame.owners.get(cell.text)
        if owner is None and self.ownerless:
            line.remark(cell, fmt("Nobody who may have deals is called so: it belongs to nobody."))
        elif owner is None:
            line.remark(cell, fmt("Rejected: nobody you may assign to is called so."))
        return owner is not None or self.ownerless, owner

    def _days(self, line: Line, step: Step) -> tuple[datetime | None, datetime | None, date | None]:
        """When a deal began, when it ended, and on which day it closes."""
        close_on = read_day(line, "close")
        opened = self._moment(read_day(line, "opened"))
        if step.kind == "open":
            return opened, None, close_on
        closed = self._moment(close_on)
        if closed is None:
            line.remark(line.first("stage"), fmt("No day on which it ended: today counts."))
        elif closed > self.frame.now:
            line.remark(line.first("close"), fmt("It cannot have ended yet: today counts."))
            closed = None
        closed = closed or self.frame.now
        if opened and opened > closed:
            line.remark(line.first("opened"), fmt("It began after it ended: left out."))
            opened = None
        return opened, closed, close_on or closed.astimezone(self.frame.voice.timezone).date()

    def _moment(self, day: date | None) -> datetime | None:
        if day is None:
            return None
        if day not in self._moments:
            zone = self.frame.voice.timezone
            self._moments[day] = datetime.combine(day, NOON, zone)
        return self._moments[day]

    def _began(self, step: Step, opened: datetime | None) -> Step:
        """The stage in which a deal began: that of which the column speaks, or the pipeline's entry."""
        if step.kind == "open" or opened is None:
            return step
        named = self.plan.steps.get(self.entered or "")
        same = [
            one for one in (named, self.plan.entry) if one and one.pipeline_id == step.pipeline_id
        ]
        return same[0] if same else step

    def _number(self, line: Line, title: str, opened: datetime | None) -> str | None:
        """What a deal is called where it comes from; None for one that is in the file already."""
        cell = line.first("id")
        if cell is None:
            return self._made_up(line, title, opened)
        number = cell.text[: cells.LABEL]
        before = self._lines.setdefault(number, line.number)
        if before == line.number:
            return number
        self.repeated += 1
        line.remark(cell, fmt("Line {line} has this number already: left out.", line=before))
        return None

    def _made_up(self, line: Line, title: str, opened: datetime | None) -> str:
        """A number for a row that has none, by what does not change as a deal goes on."""
        facts = [title, str(opened and opened.date())]
        facts += [cell.text if cell else "" for cell in map(line.first, ("company", "owner"))]
        same = hashlib.sha256("\x1f".join(map(fold, facts)).encode()).hexdigest()[:24]
        self._alike[same] += 1
        return f"{MADE_UP}{same}:{self._alike[same]}"


def _company(line: Line) -> Name | None:
    if line.first("company") is None:
        for column in line.frame.guess.columns.get("company", ()):
            blank = Cell(column, line.frame.headers[column], "")
            line.remark(blank, fmt("No company: the deal has none."))
    return company_of(line)


def _title(meant: Meant | None, company: tuple[str, str] | None) -> str | None:
    """A title made of product and company."""
    parts = [meant.name] if meant else []
    parts += [company[0]] if company else []
    return " · ".join(parts)[: cells.LABEL] or None


def _contact(line: Line) -> str | None:
    cell = line.first("contact")
    return folded(cell.text) if cell else None


def _sold(meant: Meant | None, currency: str) -> tuple[int, str, int] | None:
    """A product of the price list: its number, its name and its price in the company's currency."""
    product = meant.product if meant else None
    if product is None:
        return None
    return product.id, product.name, product.price_minor if product.currency == currency else 0


def _lost(line: Line, step: Step) -> Outcome | None:
    cell = line.first("reason")
    if cell is None or step.kind != "lost":
        return None
    return outcome_in(cell.text) or Outcome("other", cell.text[: cells.ADDRESS])
