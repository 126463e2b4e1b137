"""Readers of what people want to be told: events, how often, times of digests, rules and days."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Annotated, Any

from handlers.asks import Ask
from handlers.dates.numerals import han_number
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.limits import DAYS, OFF, Named
from handlers.readers.readings import Reader, Word
from handlers.readers.words import narrow
from handlers.texts import Text, fmt
from store.notice_wishes import EVENTS
from store.nudge_rules import LONGEST, RULES

EVENT_WORDS: Mapping[str, tuple[str, ...]] = {
    "work": ("records", "colleagues", "同事", "记录"),
    "approvals": ("approval", "审批"),
    "leads": ("lead", "线索"),
    "deals": ("deal", "opportunities", "商机"),
    "customers": ("customer", "contacts", "客户", "联系人"),
    "quotes": ("quote", "报价"),
    "orders": ("order", "订单"),
    "tickets": ("ticket", "工单"),
    "tasks": ("task", "reminders", "任务", "待办"),
    "pool": ("公海",),
    "all": ("everything", "全部", "所有"),
}
HOW_WORDS: Mapping[str, tuple[str, ...]] = {
    "once": ("at once", "now", "immediately", "on", "立即", "立刻", "马上", "实时"),
    "hourly": ("every hour", "each hour", "每小时", "每小时一次"),
    "daily": ("every day", "once daily", "每天", "每天一次", "每日", "每日一次"),
    "off": ("never", "no", "mute", "关", "关闭", "不通知", "从不"),
    "telegram": (),
    "slack": (),
    "anywhere": ("last used", "不限", "最近使用"),
}
RULE_WORDS: Mapping[str, tuple[str, ...]] = {
    "stale": ("stage", "停滞"),
    "overdue": ("close", "逾期"),
    "aimless": ("no step", "没有下一步"),
    "silence": ("companies", "公司未联系"),
    "contact": ("contacts", "联系人未联系"),
    "birthday": ("birthdays", "生日"),
    "renewal": ("renewals", "续约"),
    "quote": ("quotes", "报价"),
    "order": ("orders", "订单"),
    "approval": ("approvals", "审批"),
    "lead": ("leads", "线索"),
    "ticket": ("tickets", "工单"),
    "pool": ("return to the pool", "公海"),
}
ON = ("on", "yes", "default", "开", "开启", "默认")
BEGINNINGS = {"am": 0, "pm": 12, "上午": 0, "早上": 0, "下午": 12, "晚上": 12}


class Chosen(Named):
    """A choice whose words may be two, and which asks its own question."""

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt(self._question)


HAN_FIGURES = re.compile("[零〇一二两三四五六七八九十]+")


class ClockReader(Reader[time | str]):
    """A time of day, on or off."""

    greedy = True

    def read(self, ask: Ask, text: str) -> time | str:
        """Read it; "off" and "on" stand for themselves."""
        said = narrow(text)
        if said in OFF or said in ON:
            return "off" if said in OFF else "on"
        found = clock_of(said.replace("：", ":"))
        if found is None:
            raise Unreadable(
                fmt("“{text}” is no time of day. For example: 8:30, or off", text=text[:20])
            )
        return found

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("At what time? For example: 8:30, or off")


def clock_of(said: str) -> time | None:
    """A time of day such as 8:30, 9am, 下午3点半; None where it is none."""
    later = next((hours for word, hours in BEGINNINGS.items() if word in said), None)
    for word in BEGINNINGS:
        said = said.replace(word, "")
    said = HAN_FIGURES.sub(lambda found: str(han_number(found[0])), said)
    said = said.replace("点半", ":30").replace("点", ":00").replace("分", "").strip()
    hour, _, minute = said.partition(":")
    minute = minute.removeprefix("00") if len(minute) > 2 else minute  # noqa: PLR2004 (8点30)
    if not hour.isdecimal() or not (minute or "0").isdecimal() or len(hour + minute) > 4:  # noqa: PLR2004
        return None
    number = int(hour)
    number = number % 12 + later if later is not None and number <= 12 else number  # noqa: PLR2004
    if number > 23 or int(minute or 0) > 59:  # noqa: PLR2004 (of a day, of an hour)
        return None
    return time(number, int(minute or 0))


class DaysOrOff(Reader[int | None]):
    """Days such as 14d, on (0: what is usual), or off (None)."""

    greedy = True

    def read(self, ask: Ask, text: str) -> int | None:
        """Read digits; a unit behind them does no harm."""
        said = narrow(text)
        plain = DAYS.sub("", said).removesuffix("d").strip()
        if said in OFF:
            return None
        if said in ON:
            return 0
        if not plain.isdecimal() or not 1 <= int(plain[:9]) <= LONGEST:
            raise Unreadable(
                fmt("“{text}” are no days. For example: 14d, on or off", text=text[:20])
            )
        return int(plain)

    def spot(self, ask: Ask, words: Sequence[Word], others: Sequence[Reader[Any]]) -> slice | None:
        """The last words."""
        return slice(len(words) - 1, len(words)) if words else None

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("After how many days? For example: 14d, on or off")


AnEvent = Annotated[
    str,
    Chosen(mark("Notices of what?"), {one: EVENT_WORDS[one] for one in (*EVENTS, "all")}),
]
How = Annotated[str, Chosen(mark("How often? once, hourly, daily or off"), HOW_WORDS)]
Which = Annotated[
    str,
    Chosen(
        mark("Which digest: morning, evening or weekly?"),
        {
            "morning": ("agenda", "早上", "早报", "晨报"),
            "evening": ("wrap-up", "晚上", "晚报"),
            "weekly": ("week", "monday", "周报", "每周"),
        },
    ),
]
AtClock = Annotated[time | str, ClockReader()]
ARule = Annotated[
    str,
    Chosen(mark("Which rule? `nudges` lists them."), {one: RULE_WORDS[one] for one in RULES}),
]
RuleDays = Annotated[int | None, DaysOrOff()]
