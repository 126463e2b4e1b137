"""Names of companies: kept in full, with the legal form apart and a form for finding doubles."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from store.errors import CrmError
from store.person_names import LONGEST_NAME, NameFault, cleaned, folded

# Legal forms as their letters alone: "S.A. de C.V." is sa, de, cv.
_FORMS: Final = frozenset(
    {
        *("inc", "incorporated", "corp", "corporation", "co", "company", "llc", "lllp", "llp"),
        *("lp", "ltd", "limited", "plc", "pty", "pte", "pvt", "private", "sdn", "bhd", "tbk", "kk"),
        *("group", "holding", "holdings", "gmbh", "mbh", "ag", "kg", "cokg", "gmbhcokg", "kgaa"),
        *("ohg", "gbr", "ug", "ev", "se", "sa", "sas", "sasu", "sarl", "eurl", "sl", "slu", "srl"),
        *("spa", "cv", "rl", "sapi", "sab", "ltda", "eireli", "bv", "nv", "vof", "ab", "as"),
        *("asa", "oy", "oyj", "aps", "hf", "ehf", "sro", "spzoo", "sp", "oo", "doo", "dd", "kft"),
        *("zrt", "nyrt", "ou", "sia", "uab", "eood", "ood", "ooo", "ооо", "оао", "зао", "пао"),
        *("ао", "тоо"),
    }
)
# These are words too, so they count only with capitals or dots: "Acme AS", "S.p.A.", "SpA".
_WORDS_TOO: Final = frozenset(
    {"as", "se", "ab", "hf", "dd", "spa", "sp", "oo", "ou", "sa", "sia", "cv"}
)
_LINKS: Final = frozenset({"&", "+", "and", "und", "et", "y", "e", "de", "z"})
_DANGLING: Final = frozenset({"&", "+", "and", "und", "et"})

_CHINESE_FORM: Final = re.compile(
    r"\s*(?P<form>(?:[(（][^()（）]{1,20}[)）]\s*)?"
    "(?:集团|集團|控股)*"
    "(?:股份有限公司|有限责任公司|有限責任公司|有限公司|株式会社|有限会社|合同会社|주식회사"
    r"|[(（][株有][)）]|(?<![分子总總])公司|集团|集團)(?:[(（](?:集团|集團)[)）])?)$"
)
_FORM_IN_FRONT: Final = re.compile(
    r"(?P<form>株式会社|有限会社|合同会社|주식회사|㈜|㈱|[(（][株有주][)）]|(?:PT|CV|ООО|ОАО|ЗАО|ПАО|АО)(?=\s))\s*"
)


class InvalidCompanyName(CrmError):
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
class CompanyName:
    """The name of a company; capitals are never changed.

    Attributes:
        full: as written, without control characters and with single spaces.
        stem: the name without its legal form; the whole name if it is nothing else.
        suffix: the legal form as written, or empty; 株式会社 in front counts too.
        folded: what duplicates are compared by: the stem without case, accents, punctuation
            and full-width forms. Never empty.
    """

    full: str
    stem: str
    suffix: str
    folded: str


@lru_cache(maxsize=1024)  # a file names the same companies again and again
def read_company_name(text: str) -> CompanyName:
    """Take the legal form off a company's name without changing how it is written.

    Args:
        text: the name.

    Raises:
        InvalidCompanyName: nothing visible, or above `LONGEST_NAME` characters.
    """
    full = cleaned(text)
    if len(full) > LONGEST_NAME:
        raise InvalidCompanyName(text, "too long")
    if not any(character.isprintable() and not character.isspace() for character in full):
        raise InvalidCompanyName(text, "empty")
    stem, suffix = _apart(full)
    return CompanyName(full, stem, suffix, _compared(stem) or _compared(full) or full.casefold())


def same(one: str, other: str) -> bool:
    """Whether two full names are one to the letter, but for case, accents and punctuation."""
    left, right = (cleaned(name) for name in (one, other))
    return (_compared(left) or left.casefold()) == (_compared(right) or right.casefold())


def _compared(name: str) -> str:
    """Fold a name; & is a word, because it is said and written as one."""
    return folded(re.sub("[&＆]", " and ", name))


def _apart(full: str) -> tuple[str, str]:
    """Give stem and legal form, whichever of the three ways it is written."""
    behind = _CHINESE_FORM.search(full)
    if behind and behind.start():
        return full[: behind.start()], behind["form"]
    front = _FORM_IN_FRONT.match(full)
    if front and front.end() < len(full):
        return full[front.end() :], front["form"]
    words = list(re.finditer(r"[^\s,，]+", full))
    first = _first_of_form([word[0] for word in words])
    if not 0 < first < len(words):
        return full, ""
    return full[: words[first - 1].end()], full[words[first].start() :]


def _first_of_form(words: list[str]) -> int:
    """Give the index of the first word of the legal form: 0 if it is all, else possibly none."""
    first = len(words)
    for index in range(len(words) - 1, -1, -1):
        if _is_form(words[index]):
            first = index
        elif index + 1 != first or _letters(words[index]) not in _LINKS:
            break
    if 0 < first < len(words) and _letters(words[first - 1]) in _DANGLING:
        return first - 1
    return first


def _is_form(word: str) -> bool:
    letters = _letters(word)
    if letters not in _FORMS:
        return False
    plain = word in {word.lower(), word.title()} and "." not in word
    return not (plain and letters in _WORDS_TOO)


def _letters(word: str) -> str:
    return folded(word).replace(" ", "") or word
