"""Countries: their names in English and Chinese, by CLDR and by habit."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

_HABITS = (
    "usa|u.s.a.|u.s.|us|america|uk|u.k.|great britain|britain|england|scotland|wales|korea"
    "|republic of korea|uae|holland|czech republic|turkey|russian federation|viet nam"
    "|hong kong|macau|macao|burma|ivory coast|cape verde|swaziland|prc|p.r. china"
    "|people's republic of china|the netherlands|bosnia|slovak republic"
    "|中国大陆|香港|澳门|韩国|朝鲜|英格兰|苏格兰|阿联酋"
)


@cache
def names() -> Mapping[str, str]:
    """All names of countries as they are written, by the name without case."""
    found = [
        name
        for language in ("en", "zh")
        for code, name in Locale(language).territories.items()
        if len(code) == len("GB") and code.isalpha()
    ]
    habits = {name: name.title() for name in _HABITS.split("|")}
    return habits | {name.casefold(): name for name in found}


def is_country(text: str) -> bool:
    """Whether a text is the name of a country."""
    return text.casefold() in names()
