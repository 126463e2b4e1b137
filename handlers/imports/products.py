"""Products: the rows of a price list, batch by batch."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from handlers import amounts
from handlers.imports import cells
from handlers.imports.frames import Frame, Line
from handlers.imports.moneys import read_price
from handlers.imports.runs import Result, Run
from handlers.languages import mark
from handlers.texts import Text, fmt
from store import product_imports
from store.product_imports import ProductEntry, ProductVerdict
from store.products import fold, fold_code
from store.refs import Ref

FIELDS = {
    "name": mark("name"), "code": mark("code"), "series": mark("series"), "price": mark("price"),
    "tax_bp": mark("tax"),
}  # fmt: skip
_WHOLE = 100


def import_products(run: Run, frame: Frame, result: Result) -> None:
    """Import the rows of a file as products."""
    reader = _Reader()
    for lines in frame.batches(result.sheet.rows):
        repeated = reader.repeated
        entries = [entry for entry in map(reader.read, lines) if entry]
        judged = run.settle(partial(product_imports.judge, entries=entries), product_imports.write)
        result.count(len(lines), judged)
        result.counts["duplicate"] += reader.repeated - repeated
        result.counts["rejected"] -= reader.repeated - repeated
        for verdict in judged:
            if verdict.outcome != "added":
                entry = verdict.entry
                result.findings.add(entry.line, "", entry.name, _reason(verdict))


@dataclass(slots=True)
class _Reader:
    """Reads the products of one file; `repeated` counts rows like a row above."""

    repeated: int = 0
    _lines: dict[str, int] = field(default_factory=dict)

    def read(self, line: Line) -> ProductEntry | None:
        """Read a product; None where the row makes none, which is remarked."""
        name = line.label("name")
        if name is None:
            line.remark(None, fmt("Rejected: the row names no product."), line.text)
            return None
        code = _code(line)
        known = [key for key in (f"name {fold(name)}", f"code {code}" if code else "") if key]
        before = min(self._lines.setdefault(key, line.number) for key in known)
        if before != line.number:
            self.repeated += 1
            line.remark(
                line.first("name"), fmt("Line {line} has this product already.", line=before)
            )
            return None
        series, tax = line.label("series"), _tax(line)
        return ProductEntry(
            line.number, name, fold(name), code, series, read_price(line, "price"), tax
        )


def _code(line: Line) -> str | None:
    cell = line.first("code")
    return fold_code(cell.text)[: cells.LABEL] if cell else None


def _tax(line: Line) -> int | None:
    """A rate of tax in hundredths of a percent."""
    cell = line.first("tax")
    if cell is None:
        return None
    try:
        percent = amounts.read_number(cell.text.rstrip(" %％"))
    except amounts.UnreadableNumber:
        percent = Decimal(-1)
    # 0.19 may be a fifth of a percent or nineteen: nobody can tell.
    told = percent in (0, 1) or percent > 1 or cell.text[-1:] in "%％"
    if told and 0 <= percent < _WHOLE and percent * 100 == int(percent * 100):
        return int(percent * 100)
    line.remark(cell, fmt("Not a rate of tax such as 19 %: left out."))
    return None


def _reason(verdict: ProductVerdict) -> Text:
    if verdict.row is None:
        return fmt("Rejected: a new product needs a price.")
    other = fmt("{ref} {name}", ref=Ref("product", verdict.row.id), name=verdict.row.name)
    if verdict.why == "code":
        return fmt("Rejected: {other} has this code.", other=other)
    if verdict.changes:
        fields = ", ".join(str(fmt(FIELDS[name])) for name in verdict.changes)
        return fmt("Brought up to date at {other}: {fields}.", other=other, fields=fields)
    return fmt("{other} is on the price list already, and nothing is new.", other=other)
