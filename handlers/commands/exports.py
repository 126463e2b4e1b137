"""Exports by chat: a list or a report as a file, for the asker alone."""

from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any

from handlers import binding, lists, reports
from handlers.asks import Ask
from handlers.contract import command, registry
from handlers.exports import papers, report_files, runs
from handlers.languages import mark
from handlers.lists import AList, Whole
from handlers.readers.formats import Formats
from handlers.readers.ranges import windows
from handlers.readers.readings import Reader, Word
from handlers.readers.words import Choice, FreeText, narrow
from handlers.replies import Invocation, Reply
from handlers.reports import AReport
from handlers.texts import fmt, lines, plain, plural, word
from store import files
from store.rights import Right

IN_MEMORY = 1 << 20


class KindReader(Choice):
    """What is exported: a list or a report, which may take several words."""

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The most words at the beginning that name one; the first word otherwise."""
        for at, text in windows(words, 3):
            if not at.start and narrow(text) in self.meanings:
                return at
        return super().spot(ask, words, others)


CALLED = KindReader(
    mark("Which list or report? For example: deals, tickets, summary"),
    {
        "contacts": ("contact", "people", "联系人", "联系人列表", "客户"),
        "companies": ("company", "accounts", "公司", "公司列表"),
        "deals": ("deal", "opportunities", "商机", "商机列表"),
        "leads": ("lead", "线索", "线索列表"),
        "quotes": ("quote", "报价", "报价列表"),
        "orders": ("order", "订单", "订单列表"),
        "tickets": ("ticket", "requests", "工单", "工单列表"),
        "tasks": ("task", "reminders", "任务", "任务列表", "待办"),
        "products": ("product", "price list", "产品", "产品列表", "价目表"),
        "article list": ("articles", "article", "文章", "文章列表"),
        "staff": ("people list", "员工", "员工列表"),
        **reports.spellings(),
        "logged": ("activities", "跟进列表", "跟进记录", "跟进"),
    },
)
"""How lists and reports are called."""
Kinds = Annotated[str, CALLED]
Narrowed = Annotated[str, FreeText(mark("Which of them?"), 1000)]


@command(
    "export",
    needs=Right.EXPORT,
    examples=(
        "export deals stage:proposal format:xlsx",
        "export contacts",
        "export summary last month format:pdf",
        "导出 商机 阶段:谈判",
        "导出 总结 上个月 格式:pdf",
    ),
    undoable=False,
)
def export_list(
    ask: Ask,
    kind: Kinds | None = None,
    filters: Narrowed = "",
    *,
    format: Formats | None = None,
    listing: AList | None = None,
    report: AReport | None = None,
) -> Reply:
    """Send a list or a report as a file: the last list, or any that you name and narrow."""
    if report or (kind in reports.REPORTS and not listing):
        return _report(ask, report or _named(ask, kind or "", filters), format or "pdf")
    return _list(ask, _meant(ask, kind, filters, listing), format or "csv")


def _named(ask: Ask, kind: str, filters: str) -> Invocation:
    return reports.plain(binding.bind(ask, registry[kind], filters))


def _report(ask: Ask, invocation: Invocation, form: str) -> Reply:
    reports.demand_export(ask, invocation)
    made = reports.run(ask, invocation)
    if made.grid is None:
        return Reply(lines(made.text, fmt("There is nothing to export there.")))
    grid = made.grid()
    file = report_files.of_report(ask, invocation, made.text, grid, form)
    blob_id = files.put(ask.session, ask.person.subject_id, file)
    runs.note(ask, invocation, len(grid.rows), form, "chat")
    title = str(grid.said or made.text).partition("\n")[0]
    return Reply(lines(plain(title), fmt("`{name}`", name=file.name)), files=(blob_id,))


def _list(ask: Ask, meant: Invocation, form: str) -> Reply:
    whole, ids = runs.allowed(ask, meant)
    heading = whole.heading(ask)
    if not ids:
        return Reply(lines(heading, fmt("There is nothing to export there.")))
    report_files.demand_few(len(ids), form)
    content = _content(ask, whole, ids, form)
    file = report_files.named(ask, word(lists.NAMES[whole.listed.command]), content, form)
    blob_id = files.put(ask.session, ask.person.subject_id, file)
    runs.note(ask, whole.invocation, len(ids), form, "chat")
    left = len(whole.ids) - len(ids)
    beyond = plural(
        "{count} is beyond your right to export.", "{count} are beyond your right to export.", left
    )
    rows = plural("{count} row in {name}", "{count} rows in {name}", len(ids), name=file.name)
    return Reply(lines(heading, rows, beyond if left else None), files=(blob_id,))


def _meant(ask: Ask, kind: str | None, filters: str, listing: Invocation | None) -> Invocation:
    """The list that a button names, that words name, or the last one."""
    if listing:
        return listing
    if kind is None:
        if filters:
            CALLED.read(ask, filters.split(maxsplit=1)[0])
        return lists.last(ask)
    found = binding.bind(ask, registry[kind], filters)
    if "view" in found.values:
        return lists.opened(ask, found)
    return lists.whole_of(found)


def _content(ask: Ask, whole: Whole, ids: Sequence[int], form: str) -> bytes:
    """The file, written to disk while it grows."""
    if form == "pdf":
        return papers.of_list(ask, whole, ids)
    with SpooledTemporaryFile(IN_MEMORY) as stream:
        runs.write(ask, whole.listed.kind, ids, form, stream)
        report_files.demand_small(stream.tell())
        stream.seek(0)
        return stream.read()
