"""What the values of a column look like, for columns whose header says nothing."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from unicodedata import normalize

_EMAIL = re.compile(r"(?:mailto:)?[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]{2,}", re.IGNORECASE)
_WEBSITE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_CHINESE_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_PHONE = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d(?:\s*(?:x|ext\.?|转)\s*\d{1,6})?", re.IGNORECASE)
_GROUPED = re.compile(r"\+|\)|\d[-\s.]\d{2,}[-\s.]\d|0\d{2,3}-\d{7,8}")
_DIGITS = range(7, 16)  # of a phone number: E.164 allows 15 at most
_COMPANY = re.compile(
    r"公司|集团|工厂|银行|大学|医院|事务所|合作社"
    r"|\b(?:inc|llc|llp|ltd|limited|gmbh|corp|corporation|company|co|plc|ag|s\.?a|bv|pty)\b\.?$",
    re.IGNORECASE,
)
_MOST = 0.7


class Look(StrEnum):
    """What a value looks like; TEXT when it could be anything."""

    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    COMPANY = "company"
    TEXT = "text"


def look_of(value: str) -> Look:
    """Tell what one value looks like; company names count as text."""
    value = normalize("NFKC", value).strip()
    if _EMAIL.fullmatch(value):
        return Look.EMAIL
    if _WEBSITE.fullmatch(value):
        return Look.WEBSITE
    return Look.PHONE if _is_phone(value) else Look.TEXT


def look_of_column(values: Iterable[str]) -> Look:
    """Tell what most of the filled values of a column look like.

    Args:
        values: The column's cells in some sample rows; blank ones do not count.

    Returns:
        The look that at least 70 % of the values share, else TEXT.
    """
    filled = [value for value in values if value.strip()]
    if not filled:
        return Look.TEXT
    look, count = Counter(map(look_of, filled)).most_common(1)[0]
    if look is Look.TEXT:
        count = sum(bool(_COMPANY.search(value)) for value in filled)
        look = Look.COMPANY
    return look if count >= _MOST * len(filled) else Look.TEXT


def _is_phone(value: str) -> bool:
    digits = re.sub(r"[\s\-().]", "", value)
    if _CHINESE_MOBILE.fullmatch(digits):
        return True
    if not _PHONE.fullmatch(value) or _DATE.match(value) or not _GROUPED.search(value):
        return False
    return sum(char.isdigit() for char in value) in _DIGITS
