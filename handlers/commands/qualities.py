"""Quality of the data: what lacks, what is doubtful, where repair begins, and samples by hand."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Annotated

from handlers import cards, grids, measure_words, reports, tables
from handlers.asks import Ask
from handlers.contract import command
from handlers.grids import Grid
from handlers.readers.records import AContact
from handlers.readers.reports import Circle, Reported, WhoseFigures, circle
from handlers.readers.words import Choice
from handlers.replies import Button, Invocation, Reply
from handlers.summaries import PASSED
from handlers.texts import Text, fmt, lines, plural, shown, word
from store import duplicates, figures, samples
from store.figures import Narrow, Span
from store.measures import MEASURES
from store.quality_measures import CORE, DOUBTFUL, TARGET
from store.rights import Right

MOST_BUTTONS = 6
Found = Mapping[int | None, Counter[str]]
Verdict = Annotated[str, Choice("Is everything right?", {"pass": ("right", "ok", "通过", "正确"),
                                                         "fail": ("wrong", "不通过", "有误")})]  # fmt: skip


@command(
    "quality",
    needs=Right.SUMMARIES_SEE,
    examples=("quality", "quality @ben", "数据质量 团队"),
    phrases=("how good are our data", "数据质量怎么样"),
)
def quality(ask: Ask, whose: WhoseFigures = "", owner: Reported | None = None) -> Reply:
    """Show how complete the data are, what is doubtful, and where repair would help most."""
    around = circle(ask, whose, owner)
    found = _by_owner(ask, around)
    filled, fields = _core(_counts(found))
    title = fmt("**Data quality** · {whose}", whose=around.called)
    if not fields:
        return Reply(lines(title, fmt("There are no records yet.")))
    _, doubles = duplicates.pairs(ask.session, limit=1)
    text = lines(
        title,
        _score(filled, fields),
        _faults(_counts(found)),
        plural("{count} probable duplicate", "{count} probable duplicates", doubles)
        if doubles
        else None,
        _sampled(ask),
        _weakest(ask, around, found),
    )
    return reports.reply(
        ask, text, partial(_grid, ask, found, doubles), _buttons(ask, _counts(found), doubles)
    )


def _grid(ask: Ask, found: Found, doubles: int) -> Grid:
    """Each fault with how many records have it, in all and of each owner."""
    people = ask.directory.people
    owners = sorted((one for one in found if one is not None), key=lambda one: people[one].name)
    counts = _counts(found)
    rows = [
        (measure_words.name_of(MEASURES[one]), counts[one], *(found[each][one] for each in owners))
        for one in FAULTS
    ]
    core = [_percent(*_core(each)) for each in (counts, *(found[one] for one in owners))]
    double = (word("Probable duplicates"), doubles, *(None for _ in owners))
    heads = (word("Figure"), word("Total"), *(people[one].name for one in owners))
    return grids.grid(heads, [(word("Core fields filled in, %"), *core), *rows, double])


def _percent(filled: int, fields: int) -> Decimal | None:
    return (Decimal(filled * 100) / fields).quantize(grids.TENTH) if fields else None


FAULTS = (*(one for fields in CORE.values() for one in fields), *DOUBTFUL)


def _by_owner(ask: Ask, around: Circle) -> Found:
    """Counts of each owner, the records of nobody under None."""
    told = figures.told(ask.session, [MEASURES[one] for one in (*CORE, *FAULTS)])
    span = Span(ask.now, ask.now)
    found = figures.work_out(ask.session, told, [span], Narrow(around.staff_ids), "owner")
    owned: dict[int | None, Counter[str]] = defaultdict(Counter)
    for (name, _, owner_id), one in found.items():
        owned[owner_id][name] += one.count
    return owned


def _counts(found: Found) -> Counter[str]:
    """Those of all owners together."""
    return sum(found.values(), Counter())


def _core(counts: Counter[str]) -> tuple[int, int]:
    """How many core fields are filled in, and how many there are."""
    fields = sum(counts[name] * len(lacks) for name, lacks in CORE.items())
    return fields - sum(counts[one] for lacks in CORE.values() for one in lacks), fields


def _score(filled: int, fields: int) -> Text:
    percent = f"{filled * 100 / fields:.1f}"
    return fmt(
        "Core fields filled in: **{percent} %** (target {target} %)", percent=percent, target=TARGET
    )


def _faults(counts: Counter[str]) -> Text:
    rows = [
        [measure_words.name_of(MEASURES[one]), shown(counts[one])] for one in FAULTS if counts[one]
    ]
    return tables.table(rows) if rows else fmt("Nothing is missing.")


def _sampled(ask: Ask) -> Text | None:
    held = samples.found(ask.session)
    if not held.looked_at:
        return None
    values = {"passed": held.passed, "count": held.looked_at}
    return fmt("Checked by hand: {passed} of {count} right", **values)


def _weakest(ask: Ask, around: Circle, found: Found) -> Text | None:
    """Who has most to fill in, where there are several."""
    if around.staff_ids is not None and len(around.staff_ids) < 2:  # noqa: PLR2004
        return None
    lacking: dict[int, int] = {}
    for staff_id, counts in found.items():
        if staff_id is not None:
            filled, fields = _core(counts)
            lacking[staff_id] = fields - filled
    worst = max(lacking, key=lambda one: (lacking[one], -one), default=None)
    if worst is None or not lacking[worst]:
        return None
    return plural(
        "Most to fill in: {who}, {count} field",
        "Most to fill in: {who}, {count} fields",
        lacking[worst],
        who=ask.directory.people[worst],
    )


def _buttons(ask: Ask, counts: Counter[str], doubles: int) -> tuple[Button, ...]:
    """The largest heaps first, each leading to its records."""
    counted = sorted(((counts[one], one) for one in FAULTS), reverse=True)
    passed = {one: ask.invocation.values[one] for one in PASSED if one in ask.invocation.values}
    heaps = [
        Button(
            f"{measure_words.name_of(MEASURES[one])} ({count})",
            Invocation("records", {**passed, "measure": one}),
        )
        for count, one in counted[:MOST_BUTTONS]
        if count
    ]
    double = [Button(word("Duplicates"), Invocation("duplicates"))] if doubles else []
    return (*heaps, *double, Button(word("Check a sample"), Invocation("quality sample", passed)))


@command(
    "quality sample",
    needs=Right.CONTACTS_SEE,
    examples=("quality sample", "数据抽查 团队"),
)
def sample(ask: Ask, whose: WhoseFigures = "", owner: Reported | None = None) -> Reply:
    """Draw a contact by chance, to see by hand whether everything it says is right."""
    narrow = Narrow(circle(ask, whose, owner).staff_ids)
    row = samples.draw(ask.session, narrow, random.Random(ask.taken.id))  # noqa: S311
    if row is None:
        return Reply(fmt("All contacts were checked in the last 90 days."))
    card = cards.contact(ask, row, fmt("Is everything here right?"))
    values = {"contact": f"C-{row.id}"}
    buttons = (
        Button(word("All right"), Invocation("quality review", {**values, "verdict": "pass"})),
        Button(
            word("Something is wrong"), Invocation("quality review", {**values, "verdict": "fail"})
        ),
        Button(word("Another one"), ask.invocation),
    )
    return Reply(card.text, buttons, card.shows, card.versions)


@command(
    "quality review",
    needs=Right.CONTACTS_SEE,
    examples=("quality review C-1 pass", "数据抽查结果 C-1 通过"),
)
def review(ask: Ask, contact: AContact, verdict: Verdict) -> Reply:
    """Note whether everything that a contact says is right."""
    samples.keep(ask.session, contact, passed=verdict == "pass")
    again = Button(word("Another one"), Invocation("quality sample"))
    if verdict == "pass":
        return Reply(fmt("Noted: {contact} is right.", contact=cards.heading(contact)), (again,))
    said = fmt(
        "Noted: {contact} needs correcting. `contact edit C-{number}` does that.",
        contact=cards.heading(contact),
        number=str(contact.id),
    )
    return Reply(said, (again,))
