"""Frames: the paper of every chart, its font, its colours and its size."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from handlers.papers import fonts

WIDTH, HEIGHT, DPI = 7.2, 5.4, 150
"""1080 x 810 pixels: as wide as a phone shows, and still one message."""
BLUE, ORANGE, GREEN, RED, SKY, GREY = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#9CCBE8", "#8C8C8C",
)  # fmt: skip
"""Told apart by people who see colours differently (Okabe and Ito, 2008)."""
INK, FAINT = "#222222", "#D9D9D9"
LARGE, NORMAL, SMALL = 17, 13, 11
drawing = threading.Lock()
"""matplotlib's fonts are read by one thread at a time."""
Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a chart is called, and what is said below that."""

    title: str
    note: str = ""


def font(size: float = NORMAL) -> Any:  # noqa: ANN401 (matplotlib is loaded when it is needed)
    """The font that has Chinese characters, too."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 (1.5 s)

    return FontProperties(fname=fonts.path(), size=size)


def frame(heading: Heading) -> tuple[Any, Any]:
    """A figure and its axes, on light paper, without a box around."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (1.5 s)

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor="white")
    axes = figure.add_axes((0.08, 0.12, 0.86, 0.68))
    figure.text(0.04, 0.935, heading.title, fontproperties=font(LARGE), color=INK)
    figure.text(0.04, 0.875, heading.note, fontproperties=font(SMALL), color=GREY)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.tick_params(length=0, colors=INK)
    return figure, axes


def value_axis(axis: Any, write: Write) -> None:  # noqa: ANN401 (an axis of matplotlib)
    """Few round numbers, written as the reader writes them, with faint lines."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 (1.5 s)

    axis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _at: write(value)))
    axis.grid(visible=True, color=FAINT, linewidth=0.8)
    axis.axes.set_axisbelow(True)
    set_font(axis.get_ticklabels(), SMALL)


def set_font(labels: Any, size: float = NORMAL) -> None:  # noqa: ANN401 (texts of matplotlib)
    """Write labels in the font that has all characters."""
    for one in labels:
        one.set_fontproperties(font(size))


def legend(axes: Any) -> None:  # noqa: ANN401
    """What the colours mean, above the drawing."""
    found = axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False, prop=font(SMALL)
    )
    found.set_in_layout(False)


def png(figure: Any) -> bytes:  # noqa: ANN401
    """The picture as a file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (1.5 s)

    out = BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
