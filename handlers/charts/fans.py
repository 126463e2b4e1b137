"""Fans: what has been won so far, and between what it may come out."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.charts import frames
from handlers.charts.frames import Heading, Write


@dataclass(frozen=True, slots=True)
class Fan:
    """A forecast over the days of a period.

    Attributes:
        labels: of all days.
        won: added up, for the days that have gone by.
        ends: name and height of each point at the end of the period.
        between: lowest and highest likely end; None where history says nothing.
        target: name and height of a line across; None where none is set.
    """

    labels: Sequence[str]
    won: Sequence[float]
    ends: Sequence[tuple[str, float]]
    between: tuple[float, float] | None = None
    target: tuple[str, float] | None = None


def fan(heading: Heading, drawn: Fan, write: Write) -> bytes:
    """A line up to today, and what opens from there to the end."""
    with frames.drawing:
        figure, axes = frames.frame(heading)
        axes.set_position((0.12, 0.12, 0.84, 0.66))
        today, last = len(drawn.won) - 1, len(drawn.labels) - 1
        so_far = drawn.won[-1] if drawn.won else 0.0
        axes.plot(range(len(drawn.won)), drawn.won, color=frames.BLUE, linewidth=3)
        if drawn.between:
            low, high = drawn.between
            axes.fill_between([today, last], [so_far, low], [so_far, high], color=frames.SKY,
                              alpha=0.6, linewidth=0)  # fmt: skip
        colours = (frames.GREEN, frames.ORANGE, frames.GREY)
        for (name, height), colour in zip(drawn.ends, colours, strict=False):
            axes.plot([today, last], [so_far, height], color=colour, linestyle="--", linewidth=2,
                      marker="o", markersize=5, label=name)  # fmt: skip
        if drawn.target:
            axes.axhline(drawn.target[1], color=frames.RED, linewidth=2, label=drawn.target[0])
        frames.legend(axes)
        every = max(1, -(-len(drawn.labels) // 8))
        axes.set_xticks(range(0, len(drawn.labels), every), drawn.labels[::every])
        frames.set_font(axes.get_xticklabels(), frames.SMALL)
        axes.set_ylim(bottom=0)
        frames.value_axis(axes.yaxis, write)
        return frames.png(figure)
