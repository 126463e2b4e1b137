"""How Chinese is typed on a Latin keyboard: 单小明 as shanxiaoming, sxm, shan xiaoming."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from store.search.tokens import LONGEST_WORD

LONGEST_NAME: Final = 4  # characters; a longer run is an organisation or a sentence
LONGEST_RUN: Final = 16  # characters that are read aloud

_HAN: Final = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")

# Family names that are read otherwise than the character alone; both readings are indexed.
_SINGLE_FAMILIES: Final = """
    单:shan 曾:zeng 仇:qiu 解:xie 区:ou 查:zha 朴:piao 翟:zhai 缪:miao 覃:qin 盖:ge 乐:yue
    员:yun 种:chong 洗:xian 折:she 繁:po 秘:bi 祭:zhai 宓:fu 郇:xun 卜:bu 召:shao 隗:wei
    乜:nie 阚:kan 黑:he 能:nai 谌:shen 牟:mu 柏:bo 句:gou 都:du 藏:zang 重:chong 郗:chi
    车:ju 角:jue 炅:gui 宿:xiu 佴:nai 适:kuo 單:shan 區:ou
"""
# Family names of two characters, with their syllables.
_DOUBLE_FAMILIES: Final = """
    尉迟:yu-chi 万俟:mo-qi 长孙:zhang-sun 欧阳:ou-yang 司马:si-ma 上官:shang-guan
    诸葛:zhu-ge 夏侯:xia-hou 司徒:si-tu 司空:si-kong 皇甫:huang-fu 公孙:gong-sun
    慕容:mu-rong 宇文:yu-wen 令狐:ling-hu 钟离:zhong-li 鲜于:xian-yu 闻人:wen-ren
    东方:dong-fang 赫连:he-lian 呼延:hu-yan 澹台:tan-tai 公冶:gong-ye 宗政:zong-zheng
    濮阳:pu-yang 淳于:chun-yu 单于:chan-yu 太叔:tai-shu 申屠:shen-tu 轩辕:xuan-yuan
    端木:duan-mu 百里:bai-li 东郭:dong-guo 南宫:nan-gong 独孤:du-gu 西门:xi-men
    拓跋:tuo-ba 完颜:wan-yan 纳兰:na-lan 第五:di-wu 乐正:yue-zheng 颛孙:zhuan-sun
    子车:zi-ju 亓官:qi-guan 仲孙:zhong-sun 梁丘:liang-qiu 左丘:zuo-qiu 司寇:si-kou
    尉遲:yu-chi 萬俟:mo-qi 長孫:zhang-sun 歐陽:ou-yang 司馬:si-ma 諸葛:zhu-ge 公孫:gong-sun
"""
_FAMILY_READINGS: Final = {
    **{entry[:1]: (entry[2:],) for entry in _SINGLE_FAMILIES.split()},
    **{entry[:2]: tuple(entry[3:].split("-")) for entry in _DOUBLE_FAMILIES.split()},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A run of characters read aloud.

    Args:
        syllables: without tones, one for each character; `v` stands for ü until it is spelled.
        family: how many of them are the family name, if the run is a person's name.
    """

    syllables: tuple[str, ...]
    family: int = 1

    @property
    def joined(self) -> str:
        """All syllables without spaces, no longer than a token may be."""
        return "".join(self.syllables)[:LONGEST_WORD]

    @property
    def initials(self) -> str:
        """The first letter of each syllable."""
        return "".join(syllable[0] for syllable in self.syllables)

    @property
    def is_name(self) -> bool:
        """Whether the run is short enough for the name of a person."""
        return len(self.syllables) <= LONGEST_NAME

    @property
    def parts(self) -> tuple[str, ...]:
        """Family name, given name and the syllables, each once; the words of `xiaoming shan`."""
        names = "".join(self.syllables[: self.family]), "".join(self.syllables[self.family :])
        return tuple(dict.fromkeys(part for part in (*names, *self.syllables) if part))


def readings(piece: str) -> Iterator[Reading]:
    """Yield the ways to read a piece of text, the likeliest first; none when it is not Chinese.

    Args:
        piece: a run of characters, such as `tokens.pieces` returns.
    """
    for run in _HAN.findall(piece[:LONGEST_RUN]):
        likeliest = _as_name(run) if len(run) <= LONGEST_NAME else None
        for reading in (likeliest, Reading(_syllables(run))):
            if reading and reading.syllables:
                yield from _spelled(reading)


def _as_name(run: str) -> Reading | None:
    """Return the reading of a run that begins with a family name of its own reading."""
    for length in (2, 1):
        if family := _FAMILY_READINGS.get(run[:length]):
            return Reading((*family, *_syllables(run[length:])), family=length)
    return None


def _spelled(reading: Reading) -> Iterator[Reading]:
    """Yield a reading for each way to write ü: lv as it is typed, lu without dots, lyu abroad."""
    if "v" not in reading.joined:
        yield reading
        return
    for spelling in ("v", "u", "yu"):
        syllables = tuple(syllable.replace("v", spelling) for syllable in reading.syllables)
        yield Reading(syllables, reading.family)


@lru_cache(maxsize=8192)
def _syllables(run: str) -> tuple[str, ...]:
    if not run:
        return ()
    # 54 MB and 0.15 s, needed only where there is Chinese.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return tuple(syllable for syllable in lazy_pinyin(run, errors="ignore") if syllable)
