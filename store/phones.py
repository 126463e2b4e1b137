"""Phone numbers: read in any writing, kept in E.164, masked for those who may not see them."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumberFormat, ValidationResult

from store.errors import CrmError

PhoneFault: TypeAlias = Literal[
    "too short", "too long", "wrong length", "not a number", "unknown country code"
]
"""Why a text is no phone number; "wrong length" lies between the lengths of its country."""

MASKED: Final = "•••"

_LONGEST_TEXT: Final = 250
_PARSE_FAULTS: Final[dict[int, PhoneFault]] = {
    NumberParseException.INVALID_COUNTRY_CODE: "unknown country code",
    NumberParseException.NOT_A_NUMBER: "not a number",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too short",
    NumberParseException.TOO_SHORT_NSN: "too short",
    NumberParseException.TOO_LONG: "too long",
}
_LENGTH_FAULTS: Final[dict[int, PhoneFault]] = {
    ValidationResult.TOO_SHORT: "too short",
    # A subscriber number without its area code cannot be dialled from elsewhere.
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "too short",
    ValidationResult.TOO_LONG: "too long",
    ValidationResult.INVALID_LENGTH: "wrong length",
    ValidationResult.INVALID_COUNTRY_CODE: "unknown country code",
}
_OPENING: Final = re.compile(r"(?:tel:|[+＋(（\[]|\d)", re.IGNORECASE)
_INTERNATIONAL: Final = re.compile(r"[(（\[]?[+＋]")
_CHINESE_EXTENSION: Final = re.compile(
    r"(?<=\d)\s?(?:[转轉]?\s?分[机機]号?[:：]?|[转轉接])(?=\s?\d)"
)


class ImpossiblePhone(CrmError):
    """No phone can be reached under this text.

    Attributes:
        text: what was typed.
        region: the region it was read in.
        reason: why not.
    """

    def __init__(self, text: str, region: str, reason: PhoneFault) -> None:
        super().__init__(text, region, reason)
        self.text = text
        self.region = region
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be dialled.

    Attributes:
        e164: `+`, country code and national number, such as `+12025550143`.
        extension: digits behind a switchboard, or empty.
        plausible: whether the number lies in a range its country gives out. False is worth a
            question, not a refusal: numbering plans change faster than libraries.
    """

    e164: str
    extension: str
    plausible: bool


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A phone number within a sentence, at `text[start:end]`."""

    start: int
    end: int
    phone: Phone


def read_phone(text: str, *, region: str) -> Phone:
    """Read a text that is a phone number and nothing else.

    Args:
        text: national or international writing, full-width digits and extensions included.
        region: ISO 3166 code in which national numbers are meant.

    Raises:
        ImpossiblePhone: with the reason.
    """
    typed = text.strip()
    if len(typed) > _LONGEST_TEXT:
        raise ImpossiblePhone(text, region, "too long")
    if not _OPENING.match(typed):
        raise ImpossiblePhone(text, region, "not a number")
    try:
        number = phonenumbers.parse(_plain_extension(typed), region.upper())
    except NumberParseException as refusal:
        raise ImpossiblePhone(text, region, _PARSE_FAULTS[refusal.error_type]) from None
    fault = _LENGTH_FAULTS.get(phonenumbers.is_possible_number_with_reason(number))
    if fault:
        raise ImpossiblePhone(text, region, fault)
    return _phone(number)


def normalise(text: str, region: str) -> str:
    """Give the form under which a number is looked up: E.164, without the extension.

    Args:
        text: a phone number in any writing.
        region: ISO 3166 code in which national numbers are meant.

    Raises:
        ImpossiblePhone: with the reason.
    """
    return read_phone(text, region=region).e164


def find_phone(text: str, *, region: str) -> FoundPhone | None:
    """Find the first phone number in a sentence.

    A number that no country gives out counts only when it begins with `+` and no better one is
    found: dates, prices and order numbers are of a possible length too.

    Args:
        text: any text.
        region: ISO 3166 code in which national numbers are meant.
    """
    plain = _plain_extension(text)
    for leniency in (Leniency.VALID, Leniency.POSSIBLE):
        for match in phonenumbers.PhoneNumberMatcher(plain, region.upper(), leniency):
            if leniency == Leniency.VALID or _INTERNATIONAL.match(match.raw_string):
                return FoundPhone(match.start, match.end, _phone(match.number))
    return None


def mask(e164: str) -> str:
    """Hide a number but for its country and tail: `+1 ••• ••• 0143`.

    Four digits of ten or more are shown, two of seven or more, none of fewer, and nothing of
    a text that is no E.164 number.

    Args:
        e164: a number in E.164, or what was typed instead of one.
    """
    number = _stored(e164)
    if number is None:
        return MASKED
    country, *groups = re.findall(r"\d+", _written(number, PhoneNumberFormat.INTERNATIONAL))
    shown = _digits_shown(sum(map(len, groups)))
    tail = "".join(groups)[-shown:] if shown else ""
    hidden = ["•" * len(group) for group in groups]
    return f"+{country} " + _with_tail(" ".join(hidden), tail)


def display(e164: str, region: str) -> str:
    """Write a number as people of a region expect: national at home, international abroad.

    Args:
        e164: a number in E.164; anything else is given back as it is.
        region: ISO 3166 code of the reader's region.
    """
    number = _stored(e164)
    if number is None:
        return e164
    if number.country_code == phonenumbers.country_code_for_region(region.upper()):
        return _written(number, PhoneNumberFormat.NATIONAL)
    return _written(number, PhoneNumberFormat.INTERNATIONAL)


def _plain_extension(text: str) -> str:
    """Write 转12 and 分机12 as x12, with every offset kept."""
    return _CHINESE_EXTENSION.sub(lambda found: "x".ljust(len(found[0])), text)


def _phone(number: phonenumbers.PhoneNumber) -> Phone:
    country, national = number.country_code or 0, phonenumbers.national_significant_number(number)
    return Phone(
        f"+{country}{national}",
        number.extension or "",
        _is_usual(country, national) or phonenumbers.is_valid_number(number),
    )


def _is_usual(country: int, national: str) -> bool:
    """Whether it is a landline or a mobile as most are: the library asks for nine rarer kinds first."""
    region = phonenumbers.region_code_for_country_code(country)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if metadata is None or not _fits(national, metadata.general_desc):
        return False
    return _fits(national, metadata.fixed_line) or _fits(national, metadata.mobile)


def _fits(national: str, kind: phonenumbers.PhoneNumberDesc | None) -> bool:
    if kind is None or kind.national_number_pattern is None:
        return False
    fits_length = not kind.possible_length or len(national) in kind.possible_length
    return fits_length and re.fullmatch(kind.national_number_pattern, national) is not None


def _written(number: phonenumbers.PhoneNumber, form: int) -> str:
    """Write the number without its extension."""
    bare = phonenumbers.PhoneNumber()
    bare.merge_from(number)
    bare.extension = None
    return phonenumbers.format_number(bare, form)


def _stored(e164: str) -> phonenumbers.PhoneNumber | None:
    if not re.fullmatch(r"\+[0-9]{2,17}", e164):
        return None
    try:
        return phonenumbers.parse(e164)
    except NumberParseException:
        return None


def _digits_shown(length: int) -> int:
    if length >= 10:  # noqa: PLR2004 - the thresholds stand in the docstring of mask
        return 4
    return 2 if length >= 7 else 0  # noqa: PLR2004 - likewise


def _with_tail(hidden: str, tail: str) -> str:
    """Put the digits of a tail in the place of the last dots."""
    characters = list(hidden)
    places = [at for at, character in enumerate(characters) if character == "•"]
    for at, digit in zip(places[len(places) - len(tail) :], tail, strict=True):
        characters[at] = digit
    return "".join(characters)
