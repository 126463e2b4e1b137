"""Charts: the pipeline, the funnel, what was won, the forecast, requests and ages as pictures."""

from typing import Annotated

from handlers import pictures
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.pictures import DRAWN
from handlers.readers.filters import Anywhere
from handlers.readers.reports import (
    Reported,
    ReportPeriod,
    WhoseFigures,
    circle,
)
from handlers.replies import Button, Reply
from handlers.texts import lines, word
from store import figures, files
from store.files import File
from store.measures import MEASURES
from store.rights import Right

Drawing = Annotated[
    str,
    Anywhere(
        "Which chart: pipeline, funnel, won, forecast, tickets or ageing?",
        {
            "pipeline": ("管道", "商机", "销售管道"),
            "funnel": ("漏斗", "转化漏斗"),
            "won": ("wins", "won by month", "sales", "成交", "赢单", "业绩"),
            "forecast": ("预测", "销售预测"),
            "tickets": ("requests", "service", "工单", "请求"),
            "ageing": ("aging", "age", "账龄", "停留", "商机年龄"),
        },
    ),
]


@command(
    "chart",
    needs=Right.SUMMARIES_SEE,
    examples=("chart pipeline", "chart won @ben", "图表 漏斗 本季度"),
    undoable=False,
)
def chart(
    ask: Ask,
    drawing: Drawing,
    period: ReportPeriod | None = None,
    whose: WhoseFigures = "",
    owner: Reported | None = None,
) -> Reply:
    """Draw a chart, with the same figures as text."""
    made = pictures.drawn(ask, drawing, circle(ask, whose, owner), period)
    file = File(f"{made.name}.png", "image/png", made.content)
    kept = files.put(ask.session, ask.person.subject_id, file)
    others = tuple(
        Button(word(LABELS[one]), ask.invocation.with_values(drawing=one))
        for one in DRAWN
        if one != drawing and figures.may_be_told(ask.session, MEASURES[DRAWN[one][1]])
    )
    return Reply(lines(made.heading, made.table), others, files=(kept,))


LABELS = {
    "pipeline": mark("Pipeline by stage"), "funnel": mark("Funnel"), "won": mark("Won by month"),
    "forecast": mark("Forecast"), "tickets": mark("Requests"),
    "ageing": mark("Open deals by age in days"),
}  # fmt: skip
