"""What a phone number or an e-mail address is for: mobile, work, home, fax."""

from collections.abc import Mapping, Sequence

from handlers.imports.spellings import spell

LABELLED = ("phone", "email")
# The first that fits wins: "Home Fax" is a fax, "Work Mobile" a mobile.
_WORDS = (
    ("fax", "fax|传真"),
    ("mobile", "mobile|cell|whatsapp|car phone|手机|移动"),
    ("home", "home|personal|private|家庭|住宅|宅电|个人|私人"),
    (
        "work",
        "work|business|office|company|direct|座机|固话|固定电话|办公|公司|单位|企业|商务|工作|总机",
    ),
)
_LABEL_WORDS = frozenset({"label", "type", "标签", "类型"})


def label_of(text: str) -> str | None:
    """Return `mobile`, `work`, `home` or `fax` for a header or a label's value ("* Work")."""
    text = text.casefold()
    return next(
        (label for label, words in _WORDS if any(word in text for word in words.split("|"))), None
    )


def label_columns(headers: Sequence[str], columns: Mapping[str, Sequence[int]]) -> dict[int, int]:
    """Pair columns with those that hold their labels: "Phone 2 - Value" with "Phone 2 - Label".

    Args:
        headers: All headers.
        columns: Field -> 0-based columns.

    Returns:
        Column of the value -> column of its label.
    """
    values = {_thing(headers[place]): place for key in LABELLED for place in columns.get(key, ())}
    labels = {
        _thing(header): place
        for place, header in enumerate(headers)
        if spell(header).words[-1:] and spell(header).words[-1] in _LABEL_WORDS
    }
    return {values[thing]: labels[thing] for thing in values if thing in labels}


def _thing(header: str) -> tuple[str, int]:
    spelling = spell(header)
    words = spelling.words
    if words[-1:] and words[-1] in {*_LABEL_WORDS, "value", "address"}:
        words = words[:-1]
    return ("".join(words), spelling.number)
