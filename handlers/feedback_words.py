"""Words of knowledge and feedback: causes, languages, columns and tables as the audit calls them."""

from handlers.languages import mark
from handlers.texts import word
from store.causes import Reason

CAUSES = {
    "usage": mark("question of use"), "defect": mark("defect"), "data": mark("wrong data"),
    "outage": mark("outage"), "configuration": mark("configuration"),
    "third party": mark("third party"), "other": mark("other"),
}  # fmt: skip
"""The causes that every company begins with."""
CAUSE_SPELLINGS: dict[str, tuple[str, ...]] = {
    "usage": ("使用问题", "use", "question", "how to"), "defect": ("缺陷", "bug", "故障"),
    "data": ("数据错误", "数据"), "outage": ("中断", "宕机"), "configuration": ("配置", "config", "设置"),
    "third party": ("第三方", "supplier", "vendor"), "other": ("其他",),
}  # fmt: skip
TONGUES = {"en": mark("English"), "zh": mark("Chinese")}
AUDIENCES = {"me": mark("for you"), "team": mark("for the team"), "all": mark("for everybody")}
LABELS = {
    "audience": mark("For whom"), "cause_id": mark("Cause"), "score": mark("Points"),
    "keywords": mark("Keywords"), "other_title": mark("Title in the other language"),
    "other_text": mark("Text in the other language"), "published_at": mark("Shown to customers since"),
    "helped": mark("Helped"), "answered_at": mark("Answered"), "rated_at": mark("Rated"),
    "comment": mark("Comment"), "settled_at": mark("Customer told"), "quarter": mark("Quarter"),
    "position": mark("Position"),
}  # fmt: skip
"""Columns of the tables of knowledge and feedback, as the audit calls them."""
TABLES = {
    "articles": mark("article"), "article_showings": mark("article shown to a customer"),
    "macros": mark("macro"), "ticket_ratings": mark("rating"),
    "recommendations": mark("recommendation"), "complaints": mark("complaint"),
    "causes": mark("cause"), "ticket_causes": mark("cause of a ticket"),
}  # fmt: skip
COMPLAINT_KINDS = {"rating": mark("low rating"), "complaint": mark("complaint")}


def cause_name(cause: Reason) -> str:
    """A cause's name as the listener knows it."""
    return word(CAUSES[cause.folded]) if cause.folded in CAUSES else cause.name
