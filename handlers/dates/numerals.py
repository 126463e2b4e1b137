"""Numbers in words: English cardinals and ordinals below a hundred, Chinese numerals."""

_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LAST_DAY = 31

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
}
_MULTIPLES = {"十": 10, "百": 100, "千": 1000}
_SHORT_TENS = {"廿": "二十", "卅": "三十"}
HAN_NUMERALS = "".join((*_DIGITS, *_MULTIPLES, *_SHORT_TENS))


def cardinals() -> dict[str, int]:
    """``one`` to ``ninety nine``, two words parted by a space."""
    numbers = {word: value for value, word in enumerate(_UNITS, 1)}
    for tens, word in enumerate(_TENS, 2):
        numbers[word] = tens * 10
        numbers |= {f"{word} {unit}": tens * 10 + one for one, unit in enumerate(_UNITS[:9], 1)}
    return numbers


def ordinals() -> dict[str, int]:
    """``first`` to ``thirty first``: the days of a month."""
    return {_ordinal(word): value for word, value in cardinals().items() if value <= _LAST_DAY}


def _ordinal(cardinal: str) -> str:
    *tens, last = cardinal.split()
    ending = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return " ".join([*tens, _IRREGULAR.get(last, ending)])


def han_number(text: str) -> int | None:
    """The value of numerals such as 十二, 廿六, 零五 and 二〇二六; None if they make no number."""
    for short, long in _SHORT_TENS.items():
        text = text.replace(short, long)
    if not any(sign in text for sign in _MULTIPLES):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, None
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        else:
            total += (1 if digit is None else digit) * _MULTIPLES[sign]
            digit = None
    return total + (digit or 0)
