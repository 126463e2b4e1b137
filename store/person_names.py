"""Names of people: kept as written, taken apart into family and given, folded for comparison."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from rapidfuzz import fuzz

from store.errors import CrmError

NameFault: TypeAlias = Literal["empty", "too long"]
"""Why a text is no name; "empty" holds nothing that can be seen."""

LONGEST_NAME: Final = 200

# The Hundred Family Surnames as far as they are in use, with common modern and traditional ones.
_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    "奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍"
    "余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵"
    "席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    "丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲糜松井段富巫乌焦巴"
    "弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄印宿白怀蒲鄂索籍"
    "赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温庄晏柴瞿"
    "阎慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广阙东欧利蔚越隆师巩聂晁勾敖融"
    "冷訾辛阚那简饶空曾沙鞠丰巢关蒯相查荆红游竺权逄盖益桓公仉闫涂岳付代邸苟苑佟佘佴楚商牟帅覃"
    "兰冼区朴海官晋由原律揭麦初趙錢孫吳鄭馮陳衛蔣韓楊許張嚴華謝鄒竇雲蘇魯韋馬鳳費賀湯羅畢鄔樂"
    "時齊顧黃蕭貝計談龐紀項藍閔賈婁顏鍾駱萬盧經繆應鄧單諸鈕龔陸榮儲烏車寧欒厲劉龍葉賴藺喬陰雙"
    "聞黨譚貢勞壽邊農溫莊閻連習魚滿國廣東歐師鞏聶饒豐關紅遊權蓋"
)
_DOUBLE_SURNAME: Final = re.compile(
    "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|令狐|慕容|宇文|长孙|司徒|司空|东方|独孤|"
    "南宫|端木|轩辕|申屠|淳于|濮阳|太史|澹台|公冶|宗政|钟离|闻人|赫连|拓跋|百里|呼延|"
    "东郭|西门|南门|左丘|梁丘|乐正|闾丘|万俟|鲜于|完颜|纳兰|范姜|第五|单于|歐陽|司馬|"
    "諸葛|尉遲|公孫|長孫|東方|獨孤|南宮|軒轅|濮陽|澹臺|鍾離|聞人|赫連|東郭|西門|南門|"
    "樂正|閭丘|鮮于|完顏|納蘭|單于"
)
# Toneless pinyin of surnames that dictionaries read as another word.
SURNAME_READINGS: Final = {
    "单": "shan",
    "單": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "朴": "piao",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "蓋": "ge",
    "翟": "zhai",
    "缪": "miao",
    "繆": "miao",
    "乐": "yue",
    "樂": "yue",
    "覃": "qin",
    "卜": "bu",
    "种": "chong",
    "薄": "bo",
    "尉遲": "yuchi",
    "乐正": "yuezheng",
    "樂正": "yuezheng",
    "澹臺": "tantai",
}

_HONORIFIC: Final = re.compile("mrs?|ms|miss|mx|dr|prof|sir|madam|herr|frau")
_TITLES_BEHIND: Final = re.compile("(?:(?:jr|sr|iii?|iv|phd|md|esq|mba|cpa|dds)(?: |$))*")
_PARTICLE: Final = re.compile("van|von|de[rnl]?|d[iauo]s?|del?la|l[aeo]|te[rn]|zur?|bin|ibn|al|el")
_CHINESE_TITLE: Final = re.compile(
    "(?:先生|女士|小姐|太太|老师|老師|经理|經理|总监|總監|主任|博士|教授|医生|醫生|律师|律師|总|總)$"
)
_HAN: Final = "㐀-䶿一-鿿〇々"
_KANA_HANGUL: Final = "぀-ヿ가-힣"
_CJK: Final = _HAN + _KANA_HANGUL
_HAN_RUN: Final = re.compile(f"[{_HAN}]+")
_CHINESE_LENGTHS: Final = range(2, 7)
_DOT_IN_CJK: Final = re.compile(f"(?<=[{_CJK}])[·・](?=[{_CJK}])")
_BRACKETS: Final = re.compile(r"[()（）【】\[\]]")
_ASIDE: Final = re.compile(r"[(（【\[][^()（）【】\[\]]*[)）】\]]")
_BETWEEN_CJK: Final = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
# Direction marks and overrides can make a name read as another; the rest has no width.
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)
_ACCENTS: Final = re.compile("[\u0300-\u036f\ufe00-\ufe0f]+")
_UNDIVIDED: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_JOINERS: Final = frozenset(".'’‘`´·")

_INITIALS_SCORE: Final = 0.9
_ROMANISED_SCORE: Final = 0.9
_HOMOPHONE_SCORE: Final = 0.8


class InvalidPersonName(CrmError):
    """The text is no name.

    Attributes:
        text: what was typed.
        reason: why not.
    """

    def __init__(self, text: str, reason: NameFault) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PersonName:
    """The name of a person.

    Attributes:
        full: as written, without control characters and with single spaces.
        family: family name with its particles; empty where it cannot be told.
        given: given names; empty where only the family name is known.
        folded: what duplicates are compared by: given before family, without case, accents,
            punctuation and titles. Never empty.
    """

    full: str
    family: str
    given: str
    folded: str

    @property
    def initials(self) -> str:
        """One or two characters for an avatar: GH of Grace Hopper, 王 of 王小明."""
        if _HAN_RUN.match(self.family):
            return self.family[0]
        families = [word for word in self.family.split() if not word.islower()]
        words = self.given.split()[:1] + families[:1] or [self.full]
        return "".join(word[0].upper()[0] for word in words)


@lru_cache(maxsize=16)  # one message asks for the same name again and again
def read_person_name(text: str) -> PersonName:
    """Take a name apart without changing how it is written.

    "Given Family", "Family, Given", Chinese names with single and double surnames, and both
    together as in "王小明 (Leo)" are told apart; any script and emoji are a name literally.

    Args:
        text: the name.

    Raises:
        InvalidPersonName: nothing visible, or above `LONGEST_NAME` characters.
    """
    full = cleaned(text)
    if len(full) > LONGEST_NAME:
        raise InvalidPersonName(text, "too long")
    if not any(unicodedata.category(character)[0] in "LNPS" for character in full):
        raise InvalidPersonName(text, "empty")
    chinese = _chinese(full)
    if chinese:
        family, given = _chinese_parts(chinese)
        return PersonName(full, family, given, folded(chinese))
    family, given = _parts(full)
    in_order = f"{family} {given}" if _family_first(full) else f"{given} {family}"
    return PersonName(full, family, given, folded(in_order) or full.casefold())


def same_person_score(left: PersonName, right: PersonName) -> float:
    """Say how likely two names belong to one person, from 0 to 1.

    Order, case and accents do not count; an initial stands for a given name (0.9), and pinyin
    for Chinese characters (0.9). Two Chinese names are equal (1), sound alike (0.8), or differ
    (0); everything else is rapidfuzz's ratio of the sorted words.
    """
    if left.folded == right.folded:
        return 1.0
    chinese = [bool(_HAN_RUN.search(name.folded)) for name in (left, right)]
    if all(chinese):
        return _HOMOPHONE_SCORE if _sounds(left) & _sounds(right) else 0.0
    if any(chinese):
        return _ROMANISED_SCORE if _sounds(left) & _sounds(right) else 0.0
    ratio = fuzz.token_sort_ratio(left.folded, right.folded) / 100
    return max(ratio, _INITIALS_SCORE if _initials_agree(left, right) else 0.0)


def cleaned(text: str) -> str:
    """Take out control characters and direction overrides, and make white space single spaces."""
    seen = text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)
    return " ".join(seen.split())


def folded(text: str) -> str:
    """Give the words of a text without case, accents, full-width forms and punctuation.

    Args:
        text: a name of at most a few hundred characters.

    Returns:
        Words with single spaces, none between Chinese characters; empty if there are no words.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_WORD_CHARACTERS).split())
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    letters = unicodedata.normalize("NFC", bare).translate(_UNDIVIDED)
    words = " ".join(letters.translate(_WORD_CHARACTERS).split())
    return _BETWEEN_CJK.sub("", words)


class _WordCharacters(dict[int, str]):
    """What stays of characters within words, by code point; each is worked out once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category[0] not in "LMN":
            character = "" if character in _JOINERS or category == "Cf" else " "
        self[code] = character
        return character


_WORD_CHARACTERS: Final = _WordCharacters()


def _chinese(full: str) -> str:
    """Give the one Chinese name in the text, wherever it stands, or nothing."""
    runs = _HAN_RUN.findall(full)
    if len(runs) != 1 or re.search(f"[{_KANA_HANGUL}]", full):
        return ""
    if len(runs[0]) in _CHINESE_LENGTHS or full in _SURNAMES:
        return str(runs[0])
    return ""


def _chinese_parts(name: str) -> tuple[str, str]:
    """Give family and given name; the title of 王先生 is neither."""
    bare = _CHINESE_TITLE.sub("", name) or name
    double = _DOUBLE_SURNAME.match(bare)
    if double:
        return double[0], bare[double.end() :]
    return (bare[0], bare[1:]) if bare[0] in _SURNAMES else ("", bare)


def _parts(full: str) -> tuple[str, str]:
    """Give family and given name of a name in words."""
    outside = _ASIDE.sub(" ", full).replace("，", ",")
    front, _, back = outside.partition(",")
    if folded(front) and not _is_title(back):
        return " ".join(_words(front)), " ".join(_words(back))
    words = _words(front) or _words(_BRACKETS.sub(" ", full)) or [full]
    titled = len(words) > 1 and _HONORIFIC.fullmatch(folded(words[0])) is not None
    words = words[1:] if titled else words
    if len(words) > 1:
        return _split(words, family_first=_family_first(full))
    return (words[0], "") if titled else ("", words[0])


def _family_first(full: str) -> bool:
    """Tell whether the words are in the order of East Asia; 约翰·史密斯 are not."""
    return bool(re.match(f"[{_CJK}]", full)) and not _DOT_IN_CJK.search(full)


def _split(words: list[str], *, family_first: bool) -> tuple[str, str]:
    """Give family and given name of at least two words."""
    if family_first:
        return words[0], " ".join(words[1:])
    at = len(words) - 1
    while at > 1 and _PARTICLE.fullmatch(words[at - 1].casefold()):
        at -= 1
    return " ".join(words[at:]), " ".join(words[:at])


def _words(text: str) -> list[str]:
    """Give the words that have letters, without titles behind the name."""
    words = [word for word in _DOT_IN_CJK.sub(" ", text).split() if folded(word)]
    while len(words) > 1 and _is_title(words[-1]):
        words.pop()
    return words


def _is_title(text: str) -> bool:
    """Tell whether nothing but titles such as Jr. and PhD is left."""
    return _TITLES_BEHIND.fullmatch(folded(text)) is not None


def _sounds(name: PersonName) -> set[str]:
    """Give the letters of a name in both orders, Chinese characters as toneless pinyin."""
    family, given = name.family, name.given
    if _HAN_RUN.search(name.folded):
        if not (family and given):
            return set()
        family, given = SURNAME_READINGS.get(family) or _pinyin(family), _pinyin(given)
    # ü is typed as v or as u, so all three count as u.
    family, given = (folded(part).replace(" ", "").replace("v", "u") for part in (family, given))
    return {given + family, family + given}


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 54 MB that most processes never need

    return "".join(lazy_pinyin(text))


def _initials_agree(left: PersonName, right: PersonName) -> bool:
    """Tell whether the family names are equal and no given name speaks against the other."""
    if not left.family or folded(left.family) != folded(right.family):
        return False
    pairs = list(zip(folded(left.given).split(), folded(right.given).split(), strict=False))
    return bool(pairs) and all(
        one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
        for one, other in pairs
    )
