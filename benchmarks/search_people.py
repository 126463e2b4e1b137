"""Contacts made up for the search benchmark: as many names as a real address book has."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from store.search import Document

STAFF: Final = 200
SHARE_OF_CHINESE: Final = 0.5

_ONSETS: Final = (*"bcdfghjklmnprstvw", "br", "ch", "cl", "dr", "fr", "gr", "ph", "sh", "st", "th")
_VOWELS: Final = (*"aaeeiou", "ai", "ea", "ee", "ie", "ou")
_CODAS: Final = ("", "", "", "n", "r", "s", "l", "nd", "ck", "tt", "rd", "son", "ton", "ley")
_LEGAL: Final = ("Inc", "Ltd", "Group", "Systems", "Partners", "Labs", "Holdings", "Logistics")
_TITLES: Final = ("Manager", "Director", "Engineer", "Buyer", "Chief Officer", "Sales Analyst")
# The commonest family names, in the order of their frequency, and some rare and double ones.
_FAMILIES: Final = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏"
    "吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎雷龙黎史陶贺毛郝顾龚邵万覃武钱"
    "戴严莫孔向常汤康易乔赖文单仇解区查翟朴",
    *("欧阳", "司马", "上官", "诸葛", "尉迟", "长孙"),
)
_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰萍红梅建国志文海波斌宇浩凯健俊帆雪琳婷慧颖"
    "佳欣怡雨晨辰轩子涵梓泽睿博思远嘉豪诗琪梦瑶雅宁晓东春林立新永康德福生金龙飞翔鹏程云峰岩松柏青"
    "山川江河清源正义仁礼智信安乐和顺成功利达兴旺发祥瑞吉庆昌盛荣富贵"
)
_PLACES: Final = (
    "北京",
    "上海",
    "广州",
    "深圳",
    "杭州",
    "南京",
    "成都",
    "武汉",
    "西安",
    "苏州",
    "天津",
)
_BRANDS: Final = (
    "鼎恒泰瑞丰盛华创联智云天海山星辰鑫隆达信诚远博雅康健安美德润通汇金银宝玉龙凤翔宇宏"
)
_BUSINESSES: Final = ("科技", "贸易", "电子", "网络", "机械", "食品", "医药", "信息技术", "投资")
_CHINESE_TITLES: Final = ("经理", "总监", "工程师", "采购主管", "总经理", "董事长")


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as the CRM would hold it."""

    id: int
    name: str
    company: str
    title: str
    owner: int

    def document(self) -> Document:
        """Return what the search is told of it."""
        words = self.company, self.title
        return Document("contact", self.id, (self.name,), words, frozenset({self.owner}))


class Crowd:
    """People with names as frequent as in life: a few are common, most are rare."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._given = self._choice(self._coin(4_000, (1, 2, 2)), 0.9)
        self._family = self._choice(self._coin(60_000, (1, 2, 2, 3)), 0.75)
        self._brand = self._choice(self._coin(80_000, (2, 2, 3)), 0.6)
        self._chinese_family = self._choice(list(_FAMILIES), 0.8)
        self._chinese_given = self._choice(list(dict.fromkeys(_GIVEN)), 0.5)

    def person(self, id_: int) -> Person:
        """Return the next person, with the given id."""
        owner = self._random.randrange(STAFF) + 1
        if self._random.random() < SHARE_OF_CHINESE:
            given = "".join(map(self._pick, [self._chinese_given] * self._random.choice((1, 2, 2))))
            name = self._pick(self._chinese_family) + given
            return Person(id_, name, self._chinese_company(), self._one(_CHINESE_TITLES), owner)
        name = f"{self._pick(self._given)} {self._pick(self._family)}"
        company = f"{self._pick(self._brand)} {self._one(_LEGAL)}"
        return Person(id_, name, company, self._one(_TITLES), owner)

    def _chinese_company(self) -> str:
        brand = "".join(self._random.choices(_BRANDS, k=self._random.choice((2, 2, 3))))
        return f"{self._one(_PLACES)}{brand}{self._one(_BUSINESSES)}有限公司"

    def _coin(self, count: int, syllables: tuple[int, ...]) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < count:
            length = self._random.choice(syllables)
            parts = (self._one(_ONSETS) + self._one(_VOWELS) for _ in range(length))
            words["".join(parts).title() + self._one(_CODAS)] = None
        return list(words)

    def _choice(self, words: Sequence[str], exponent: float) -> tuple[Sequence[str], list[float]]:
        """Pair words with cumulated weights after Zipf's law."""
        weights = (1 / (rank + 3) ** exponent for rank in range(len(words)))
        return words, list(itertools.accumulate(weights))

    def _pick(self, choice: tuple[Sequence[str], list[float]]) -> str:
        return self._random.choices(choice[0], cum_weights=choice[1])[0]

    def _one(self, words: Sequence[str]) -> str:
        return self._random.choice(words)
