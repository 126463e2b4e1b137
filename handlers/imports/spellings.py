"""Column names reduced to what matters: no case, width, punctuation, digits or decoration."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

_HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ASIDE = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]|【([^】]*)】")
_DECORATION = re.compile(
    r"必填项?|选填|可选|非必填|\b(?:required|optional|mandatory)\b", re.IGNORECASE
)
_WORD = re.compile(r"[\u3400-\u9fff]+|\d+|[^\W\d_\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PHRASES = re.compile(
    r"[/|\\、]|(?<=[\u3400-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?=[\u3400-\u9fff])"
)
# What a phone, e-mail or address is for, not what it is: "Home Street", "公司邮箱".
_ROLES = frozenset(
    [
        *("business", "work", "office", "company", "organization", "direct", "main", "primary"),
        *("home", "personal", "private", "other", "secondary", "alternate", "alternative"),
        *("mailing", "billing", "shipping", "delivery", "preferred"),
        *("contact", "customer", "client", "account", "lead", "person"),
    ]
)
_CHINESE_ROLES = (
    "联系人|客户|公司|单位|企业|商务|工作|办公|家庭|住宅|家|个人|私人|其他|其它|备用|主要|常用|第一|第二"
    "|收货|邮寄|账单|寄送|住|地址"
)
_ROLE_START = re.compile(f"(?:{_CHINESE_ROLES})(?=.)")


class Spelling(NamedTuple):
    """A column name as words of lower case, without digits; and its number with its place.

    `number` is 0 where there is none; `trailing` says that the number is the last word, as in
    "Street 2", not "Address 2 - Street". `halves` are the compact parts of a name in two
    languages ("电话 Phone") or of two things ("City/Town").
    """

    words: tuple[str, ...]
    number: int
    trailing: bool
    halves: tuple[str, ...]

    @property
    def compact(self) -> str:
        """The words run together: the key of the tables of synonyms."""
        return "".join(self.words)


class Core(NamedTuple):
    """A column name without its role: ("home",) and "street" for "Home Street"."""

    roles: tuple[str, ...]
    compact: str


def spell(header: str) -> Spelling:
    """Reduce a column name: "＊E-Mail_1 - Value (必填)" becomes the words e, mail, value."""
    text = _plain(header)
    words = _words(_ASIDE.sub(" ", text)) or _words(text)
    numbers = [word for word in words if word.isdigit()]
    return Spelling(
        words=tuple(word for word in words if not word.isdigit()),
        number=int(numbers[0][:4]) if numbers else 0,
        trailing=words[-1:] == numbers[-1:] and bool(numbers),
        halves=_halves(text),
    )


def cores(header: str) -> Iterator[Core]:
    """Yield what is left of a column name as its roles are taken off, one by one."""
    spelling = spell(header)
    words, roles = list(spelling.words), []
    while words:
        if words[0] in _ROLES and len(words) > 1:
            roles.append(words.pop(0))
        elif found := _ROLE_START.match(words[0] if len(words) == 1 else words[0] + " "):
            roles.append(found.group())
            words[0] = words[0][found.end() :]
            words = [word for word in words if word]
        else:
            return
        yield Core(tuple(roles), "".join(words))


def is_chinese(header: str) -> bool:
    """Tell whether a name has Chinese characters."""
    return bool(_CHINESE.search(header))


def _plain(header: str) -> str:
    text = _DECORATION.sub(" ", normalize("NFKC", header))
    return _HUMP.sub(" ", text)


def _words(text: str) -> list[str]:
    # An apostrophe belongs to its word: "Dependents' name", "manager's name".
    return [word.casefold() for word in _WORD.findall(re.sub("['’]", "", text))]


def _halves(text: str) -> tuple[str, ...]:
    asides = [aside for found in _ASIDE.findall(text) for aside in found]
    main = _ASIDE.sub(" ", text)
    # "电话 (Phone)" says one thing twice; the aside of "ID (customer)" says something else.
    translated = [aside for aside in asides if is_chinese(aside) != is_chinese(main)]
    parts = [*_PHRASES.split(main), *translated]
    words = ([word for word in _words(part) if not word.isdigit()] for part in parts)
    return tuple("".join(each) for each in words if each)
