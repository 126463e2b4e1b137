"""Charts: what is drawn, compared with small reference pictures, and what everybody gets of it.

`PARLEY_DRAW_GOLDEN=1 pytest tests/handlers/test_report_charts.py` draws the references anew.
"""

import os
import warnings
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from handlers.charts import bars, fans
from handlers.charts.bars import Bar, Columns
from handlers.charts.fans import Fan
from handlers.charts.frames import Heading
from tests.handlers.report_worlds import found_world

GOLDEN = Path(__file__).parent / "golden"
SMALL = (180, 135)
TOLERANCE = 2.0
"""Mean difference of grey levels; fonts are drawn a little differently by other versions."""
MONTHS = [f"26-{number:02}" for number in range(1, 13)]


def written(value):
    return f"¥{value / 10_000:.0f}万"


DRAWN = {
    "horizontal": lambda: bars.horizontal(
        Heading("各阶段商机", "全部"),
        [Bar("线索", 30, "¥30万 · 3", 3), Bar("方案", 50, "¥50万 · 5", 25), Bar("谈判", 0, "¥0 · 0")],
        ("金额", "加权"),
    ),
    "plain": lambda: bars.horizontal(Heading("Open deals by age"), [Bar("≤ 30", 7, "$7K · 1")], None),
    "funnel": lambda: bars.funnel(
        Heading("转化漏斗", "2026年第4季度 · 全部"),
        [Bar("线索", 40, "40"), Bar("方案", 22, "22 · 55 %"), Bar("赢单", 5, "5 · 23 %")],
    ),
    "columns": lambda: bars.columns(
        Heading("每月赢单金额", "Ada"),
        Columns(MONTHS, [("赢单", [n * 10_000 for n in range(12)])], ("目标", [50_000, None] * 6)),
        written,
    ),
    "two": lambda: bars.columns(
        Heading("Requests by day"),
        Columns(["11-01", "11-02"], [("Opened", [3, 0]), ("Solved", [1, 2])]),
        written,
    ),
    "fan": lambda: fans.fan(
        Heading("销售预测", "2026年11月 · 全部"),
        Fan(MONTHS, [0, 10_000, 20_000], [("加权", 60_000), ("最好", 90_000)], (40_000, 70_000),
            ("目标", 80_000)),
        written,
    ),
    "bare fan": lambda: fans.fan(Heading("Forecast"), Fan(["11-01"], [0], [("Weighted", 0)]), written),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_it_looks_as_it_did(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a character that no font has
        content = DRAWN[name]()
    drawn = Image.open(BytesIO(content))
    assert drawn.size == (1080, 810)
    small = drawn.convert("L").resize(SMALL, Image.Resampling.BOX)
    path = GOLDEN / f"{name}.png"
    if os.environ.get("PARLEY_DRAW_GOLDEN"):
        small.quantize(16).save(path, optimize=True)
    golden = Image.open(path).convert("L")
    assert ImageStat.Stat(ImageChops.difference(small, golden)).mean[0] < TOLERANCE
    others = [one for one in DRAWN if one != name]
    for other in others:
        held = Image.open(GOLDEN / f"{other}.png").convert("L")
        assert ImageStat.Stat(ImageChops.difference(small, held)).mean[0] > TOLERANCE


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_picture_comes_with_its_figures_in_words(chat, language):
    root = found_world(chat).people["root"]
    root.says("target set all 12m yearly")
    root.says(f"language {language}")
    for drawing in ("pipeline", "funnel 本季度", "won", "forecast", "tickets", "ageing",
                    "tickets 2025-10-01..2026-11-30", "forecast this year", "forecast last month"):  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            said = root.says(f"chart {drawing}")
        assert len(said.splitlines()) > 3
        (kept,) = root.last.files
        assert Image.open(BytesIO(Path(kept).read_bytes())).size == (1080, 810)
    assert root.buttons
    root.presses(root.buttons[0])
    assert len(root.last.files) == 1


def test_a_chart_shows_only_what_its_asker_may_see(chat):
    people = found_world(chat).people
    for name in ("gus", "mark"):
        for drawing in ("pipeline", "funnel", "won", "forecast", "ageing"):
            assert "right to add and change deals" in people[name].says(f"chart {drawing}")
    assert "Opened" in people["gus"].says("chart tickets")
    assert people["gus"].buttons == ()
    assert "You need the right to" in people["mark"].says("chart tickets")
    assert "covers your team only" in people["olaf"].says("chart won @ben")
    assert "Won by month · Ada King" in people["ada"].says("chart won all")
    assert "各阶段商机" not in people["ada"].says("chart")
    assert people["ada"].last.text.spans[0].text.startswith("Which chart:")
