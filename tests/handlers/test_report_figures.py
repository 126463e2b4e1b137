"""Every figure against plain Python over the same rows, for everybody who may ask for it."""

import re

import pytest

from store import figures
from store.figures import Narrow, Span
from store.measures import MEASURES
from tests.conversations import MONDAY
from tests.handlers.report_worlds import AVERAGES, at, found_world, piece, plain

REF = re.compile(r" ([A-Z]-\d{4})(?: ·|$)")
QUARTER = (at(2026, 7, 1), at(2026, 10, 1))
SPANS = ((at(2026, 4, 1), at(2026, 7, 1)), QUARTER, (at(2026, 10, 1), at(2027, 1, 1)))
SOLD = ("deals", "stage_moves", "orders", "leads")
MONEY = {one for one in MEASURES if MEASURES[one].unit == "money"}


def circles(world):
    """Whose rows each one sees, by what their role says."""
    ada, ben, zoe = (world.id_of(one) for one in ("ada", "ben", "zoe"))
    return {
        "ada": frozenset({ada}),
        "maria": frozenset({ada, ben, world.id_of("maria")}),
        "olaf": frozenset({zoe, world.id_of("olaf")}),
        "root": None,
    }


def test_every_measure_is_what_the_rows_say(any_chat, monkeypatch):
    world = found_world(any_chat)
    assert set(MEASURES) == {*world_measures()}
    for name, owners in circles(world).items():
        asked = [MEASURES[one] for one in MEASURES]
        monkeypatch.setattr(figures, "MOST_PARTS", 0)  # periods are told apart row by row
        found = work_out(world, name, asked, owners)
        monkeypatch.setattr(figures, "MOST_PARTS", 1_000)  # each period is a part of its own
        assert work_out(world, name, asked, owners) == found
        for measure in MEASURES:
            dated = MEASURES[measure].when is not None
            for place, span in enumerate(SPANS if dated else SPANS[:1]):
                expected = plain(world, measure, *span, owners, MONDAY)
                got = figures.figure(found, measure, place)
                assert (got.count, got.total) == (expected.count, expected.total), (name, measure)
                if measure in AVERAGES:
                    percent = 100 if MEASURES[measure].unit == "percent" else 1
                    assert got.mean == expected.mean(percent), (name, measure)


def world_measures():
    from tests.handlers.report_worlds import _DEFINED

    return _DEFINED


def work_out(world, name, measures, owners, by=None):
    def read(session):
        session.act_as(session.directory.people[world.id_of(name)])
        spans = [Span(*one) for one in SPANS]
        return figures.work_out(session, measures, spans, Narrow(owners), by)

    return world.chat.database.read(read, MONDAY)


def test_what_is_told_apart_adds_up_to_the_whole(any_chat):
    world = found_world(any_chat)
    for measure in ("deals won", "amount won", "new leads", "activities", "tickets opened"):
        one = MEASURES[measure]
        whole = work_out(world, "root", [one], None)
        for by in one.source.dimensions:
            if by == "product":
                continue
            parts = work_out(world, "root", [one], None, by)
            for place in range(len(SPANS)):
                each = [part for key, part in parts.items() if key[1] == place]
                assert (
                    sum(part.count for part in each) == figures.figure(whole, measure, place).count
                )
                assert (
                    sum(part.total for part in each) == figures.figure(whole, measure, place).total
                )
    both = work_out(world, "root", [MEASURES["activities"]], None, ("owner", "kind"))
    rows = world.rows["activities"]
    for (_, place, (staff_id, kind)), one in both.items():
        start, end = SPANS[place]
        held = [
            r for r in rows if r.staff_id == staff_id and r.kind == kind and start <= r.at < end
        ]
        assert one.count == len(held)


def test_a_product_on_two_lines_is_sold_once(any_chat):
    root, ada = any_chat.admin(), any_chat.rep("Ada")
    for product in ("valve", "bolt"):
        root.says(f"product add {product} 450")
    for said in ("deal add Pumps 5k", "deal add Pipes 3k", "deal line add D-1 valve x2, bolt"):
        ada.says(said)
    ada.says("deal line add D-1 valve x5")
    ada.says("deal line add D-2 bolt")
    ada.says("deal win D-1")
    ada.says("deal win D-2")
    board = ada.says("winloss by:product this month")
    assert re.search(r"bolt +2 +0 +100\n", board + "\n")
    assert re.search(r"valve +1 +0 +100\n", board + "\n")
    assert "$5,000.00 (1 record)" in ada.says("how much did we win with valve this month?")
    assert "$8,000.00 (2 records)" in ada.says("how much did we win with bolt this month?")


@pytest.fixture
def world(chat):
    return found_world(chat)


def shown(somebody, said):
    """What all pages of a list show: count and sum said, refs and values of the rows."""
    answer, refs, values = somebody.says(said), [], []
    first = answer
    while True:
        rows = [line for line in answer.splitlines() if REF.search(line)]
        refs += [piece(REF, row).group(1) for row in rows]
        values += [row.rsplit(" · ", 1)[-1] for row in rows]
        if "More ›" not in somebody.buttons:
            return first, refs, values
        answer = somebody.presses("More ›")


KEYS = {"deals": "D", "stage_moves": "D", "leads": "L", "contacts": "C", "orders": "S", "tasks": "R",
        "tickets": "T", "companies": "O"}  # fmt: skip


def cents(text):
    return int(text.replace("$", "").replace(",", "").replace(".", ""))


def test_records_are_the_very_rows_behind_a_number(world):
    defined, root, ada = world_measures(), world.people["root"], world.people["ada"]
    for somebody, owners in ((root, None), (ada, circles(world)["ada"])):
        for measure in MEASURES:
            rows = defined[measure][0]
            expected = plain(world, measure, *QUARTER, owners, MONDAY)
            first, refs, values = shown(somebody, f"records {measure} 2026-07-01..2026-09-30")
            if not expected.count:
                assert first.endswith(": nothing."), measure
                continue
            assert f"{expected.count} in all" in first, measure
            if rows != "activities":
                assert sorted(refs) == sorted(f"{KEYS[rows]}-{one}" for one in expected.ids), (
                    measure
                )
            if measure in MONEY - set(AVERAGES):
                together = cents(piece(r"Together: (\S+)", first).group(1))
                assert sum(map(cents, values)) == together == expected.total, measure


def test_rows_say_what_they_are_about(world):
    root = world.people["root"]
    orders = root.says("records orders 2025-01-01..2026-12-31")
    assert re.search(r"^Deal \d+ S-10\d\d$", orders, re.MULTILINE)
    assert re.search(r"^Lead \d+ L-10\d\d$", root.says("records new leads this year"), re.MULTILINE)
    assert re.search(r"^Request \d+ T-10\d\d$", root.says("records open tickets"), re.MULTILINE)
    happened = root.says("records activities this month")
    assert re.search(r"^\w{3} \d+ Nov 2026, \d\d:\d\d · \w+ · \w+ \w+$", happened, re.MULTILINE)
    assert "Together: " in root.says("records cycle this year")
    assert root.says("records").startswith("Which figure? For example: deals won")
    assert root.says("moonshots").startswith("“moonshots” is no figure that I know.")
