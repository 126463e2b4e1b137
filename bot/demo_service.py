"""What the demo company's customers have asked for, and what its sales people have in view."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.demo_plans import Known

KEEPERS: Final = ("Ben Carter", "王小雨")
"""Whose customers ask first, so that whoever looks as them sees something."""
ENGLISH_AGENT, CHINESE_AGENT = "Sam Ellis", "周敏"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a customer.

    Attributes:
        ago: how long before the present it came in.
        reply: what the customer was told, an hour later; "" for nothing yet.
        end: "resolved", "waiting" or "" for what is open.
    """

    text: str
    ago: timedelta
    reply: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Hope:
    """A lead, and who brought it in."""

    name: str
    company: str
    owner: str
    ago: timedelta
    language: str


_DAY: Final = timedelta(days=1)
ASKED: Final = {
    "en": (
        Asked("The machine on the third floor is down and shows error 14.", timedelta(minutes=70)),
        Asked("The last invoice shows the wrong amount.", timedelta(hours=3), "I am looking into it."),
        Asked("How often should we change the water filter?", 2 * _DAY, "Every three months.", "waiting"),
        Asked("Can we get a second milk container?", 6 * _DAY, "It is on its way.", "resolved"),
        Asked("The grinder is louder than it was.", 9 * _DAY, "A technician has cleaned it.", "resolved"),
    ),
    "zh": (
        Asked("三楼的咖啡机打不开了，屏幕一直黑着。", timedelta(minutes=80)),
        Asked("上个月账单的金额不对。", timedelta(hours=5), "正在核对，请稍等。"),
        Asked("滤芯多久换一次？", 3 * _DAY, "建议三个月更换一次。", "waiting"),
        Asked("能再送一盒清洁片吗？", 7 * _DAY, "已经寄出。", "resolved"),
    ),
}  # fmt: skip
HOPES: Final = (
    Hope("Gwen Aldridge", "Pinegrove Dental", "Ben Carter", timedelta(hours=5), "en"),
    Hope("Rafael Sorrento", "Copper Lane Studios", "Ben Carter", timedelta(hours=9), "en"),
    Hope("Mina Castell", "Brightwater Clinic", "Ada Quinn", timedelta(hours=7), "en"),
    Hope("Theo Marchbank", "Oakline Legal", "Tom Becker", timedelta(hours=15), "en"),
    Hope("苏念真", "云栖设计工作室", "王小雨", timedelta(hours=8), "zh"),
    Hope("黎明轩", "海棠牙科", "刘志远", timedelta(hours=11), "zh"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request, and of whom it is."""

    asked: Asked
    at: datetime
    contact: str
    agent: str
    language: str


def requests(now: datetime, known: list[Known]) -> Iterator[Request]:
    """The requests that lead up to a present, of contacts whose language they are in.

    Args:
        now: aware moment.
        known: everybody whom the company knows; nobody asks for anything before they are known.
    """
    for language, agent in (("en", ENGLISH_AGENT), ("zh", CHINESE_AGENT)):
        people = [one for one in known if _has_asked(one, language, now)]
        people.sort(key=lambda one: one.owner not in KEEPERS)
        for asked, one in zip(ASKED[language], people, strict=False):
            yield Request(asked, now - asked.ago, one.name, agent, language)


def _has_asked(one: Known, language: str, now: datetime) -> bool:
    since = now - 20 * _DAY
    return one.customer.language == language and one.at < since and one.owner is not None
