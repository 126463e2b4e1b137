"""Bars: amounts of stages, funnels, and columns of months or days."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.charts import frames
from handlers.charts.frames import Heading, Write
from handlers.tables import shortened


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar.

    Attributes:
        value: how long it is.
        caption: written behind it.
        part: the share of it that is drawn darker, such as what may be expected of it.
    """

    label: str
    value: float
    caption: str
    part: float | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns beside each other for each place on the time axis.

    Attributes:
        labels: of the places.
        series: name and values of each kind of column.
        line: name and values of a line above them, such as a target; None where there is none.
    """

    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float]]]
    line: tuple[str, Sequence[float | None]] | None = None


def horizontal(heading: Heading, bars: Sequence[Bar], legend: tuple[str, str] | None) -> bytes:
    """Bars below each other, each with its caption: no axis is needed."""
    with frames.drawing:
        figure, axes = frames.frame(heading)
        axes.set_position((0.24, 0.06, 0.70, 0.74))
        places = list(range(len(bars)))
        whole = frames.SKY if legend else frames.BLUE
        axes.barh(places, [one.value for one in bars], color=whole, height=0.62,
                  label=legend[0] if legend else None)  # fmt: skip
        if legend:
            parts = [one.part or 0 for one in bars]
            axes.barh(places, parts, color=frames.BLUE, height=0.62, label=legend[1])
            frames.legend(axes)
        top = max((one.value for one in bars), default=0) or 1
        for place, one in enumerate(bars):
            axes.text(one.value + top * 0.015, place, one.caption, va="center",
                      fontproperties=frames.font(frames.SMALL), color=frames.INK)  # fmt: skip
        axes.set_xlim(0, top * 1.3)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.set_yticks(places, [shortened(one.label, 18) for one in bars])
        frames.set_font(axes.get_yticklabels())
        axes.invert_yaxis()
        return frames.png(figure)


def funnel(heading: Heading, bars: Sequence[Bar]) -> bytes:
    """Bars around a middle line, each as wide as what came so far."""
    with frames.drawing:
        figure, axes = frames.frame(heading)
        axes.set_position((0.24, 0.06, 0.70, 0.74))
        top = max((one.value for one in bars), default=0) or 1
        for place, one in enumerate(bars):
            axes.barh(place, one.value, left=(top - one.value) / 2, color=frames.BLUE, height=0.7)
            inside = one.value > top * 0.35
            axes.text(top / 2 if inside else (top + one.value) / 2 + top * 0.02, place, one.caption,
                      ha="center" if inside else "left", va="center",
                      color="white" if inside else frames.INK,
                      fontproperties=frames.font(frames.SMALL))  # fmt: skip
        axes.set_xlim(0, top)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.set_yticks(range(len(bars)), [shortened(one.label, 18) for one in bars])
        frames.set_font(axes.get_yticklabels())
        axes.invert_yaxis()
        return frames.png(figure)


def columns(heading: Heading, drawn: Columns, write: Write) -> bytes:
    """Columns over time, and a line above them if there is one."""
    with frames.drawing:
        figure, axes = frames.frame(heading)
        axes.set_position((0.12, 0.12, 0.84, 0.66))
        count = len(drawn.series)
        wide = 0.8 / count
        colours = (frames.BLUE, frames.ORANGE, frames.GREEN)
        for at, (name, values) in enumerate(drawn.series):
            places = [place - 0.4 + wide * (at + 0.5) for place in range(len(drawn.labels))]
            axes.bar(places, values, width=wide * 0.92, color=colours[at], label=name)
        if drawn.line:
            name, values_of_line = drawn.line
            heights = [float("nan") if one is None else one for one in values_of_line]
            axes.plot(range(len(heights)), heights, color=frames.RED, marker="o", markersize=4,
                      linewidth=2, label=name)  # fmt: skip
        if count > 1 or drawn.line:
            frames.legend(axes)
        every = max(1, -(-len(drawn.labels) // 12))
        axes.set_xticks(range(0, len(drawn.labels), every), drawn.labels[::every])
        frames.set_font(axes.get_xticklabels(), frames.SMALL)
        axes.set_ylim(bottom=0)
        frames.value_axis(axes.yaxis, write)
        return frames.png(figure)
