"""E-mail addresses: kept as typed, looked up in one form, masked for those who may not see them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

import email_validator
from email_validator import EmailSyntaxError, ValidatedEmail, validate_email

from store.errors import CrmError

EmailFault: TypeAlias = Literal[
    "empty",
    "too long",
    "no at sign",
    "several at signs",
    "nothing before the at sign",
    "nothing after the at sign",
    "no dot after the at sign",
    "a space inside",
    "bad characters before the at sign",
    "bad domain",
]
"""Why a text is no address, from the plainest mistake to the rarest."""

MASKED: Final = "•••"

# Names that lead nowhere in public but are met in test data and in companies' own networks.
_ACCEPTED_SPECIAL_NAMES: Final = frozenset({"test", "invalid", "local"})
email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = [
    name for name in email_validator.SPECIAL_USE_DOMAIN_NAMES if name not in _ACCEPTED_SPECIAL_NAMES
]

_LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64
_SHORTEST_WITH_INITIAL: Final = 4
# Full-width forms of ASCII: an address cannot be written to in these.
_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_HAN: Final = "㐀-䶿一-鿿"
_PLAIN_LOCAL: Final = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
# Within a sentence a part is of one script family, so that 邮箱grace@… begins at the g.
_LOCAL_PART: Final = re.compile(rf"(?:[^\W{_HAN}]|[.+%'&-])+$|[{_HAN}]+$")
_LABEL: Final = rf"(?:[^\W_{_HAN}](?:-*[^\W_{_HAN}])*|[{_HAN}]+)"
_SHAPE: Final = re.compile(r"([^\s@]+)@(?:[^\s@]+\.)?([^\s@.]+)\.([^\W\d_][\w-]*)")
# No possessive quantifiers: before Python 3.11.5 they match wrongly now and then (gh-106052).
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_NO_END: Final = ("@", "_", "-")


class InvalidEmail(CrmError):
    """The text is no e-mail address.

    Attributes:
        text: what was typed.
        reason: why not.
    """

    def __init__(self, text: str, reason: EmailFault) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FoundEmail:
    """An address within a sentence, at `text[start:end]`."""

    start: int
    end: int
    email: str


def read_email(text: str) -> str:
    """Read a text that is one address and nothing else; DNS is not asked.

    Refused although the standards know them, because in a CRM they are typing errors: quoted
    names, comments, bracketed IP addresses, domains of one label and numeric top domains.

    Args:
        text: the address, with white space around it or in full-width characters.

    Returns:
        What was typed, without the white space and in narrow characters.

    Raises:
        InvalidEmail: with the reason.
    """
    typed = _narrow(text)
    if not _is_plain(typed):
        _validated(text, typed)
    return typed


def normalise(text: str) -> str:
    """Give the form under which an address is looked up: lower case, NFC, ASCII domain.

    Args:
        text: an address in any writing.

    Raises:
        InvalidEmail: with the reason.
    """
    address = _validated(text, _narrow(text))
    local = unicodedata.normalize("NFC", address.local_part.lower())
    return f"{local}@{address.ascii_domain.lower()}"


def find_email(text: str) -> FoundEmail | None:
    """Find the first valid address in a sentence.

    Args:
        text: any text; Chinese may touch the address on both sides.
    """
    narrow = text.translate(_NARROW)
    for start, end in _candidates(narrow):
        try:
            return FoundEmail(start, end, read_email(narrow[start:end]))
        except InvalidEmail:
            continue
    return None


def mask(email: str) -> str:
    """Hide an address but for initials and top domain: `g•••@n•••.example`.

    A part shorter than four characters shows no initial, subdomains are left out, and a text
    that is no address shows nothing.

    Args:
        email: an address, or what was typed instead of one.
    """
    shape = _SHAPE.fullmatch(email)
    if shape is None:
        return MASKED
    local, name, top = shape.groups()
    return f"{_initial(local)}@{_initial(name)}.{top}"


def _narrow(text: str) -> str:
    if text.isascii():
        return text.strip()
    return text.translate(_NARROW).replace("。", ".").strip()


def _is_plain(typed: str) -> bool:
    """Whether it is an address for certain: a name of the usual letters at a domain that is one."""
    local, _, domain = typed.partition("@")
    fits = len(local) <= _LONGEST_LOCAL and len(typed) <= _LONGEST
    return fits and _PLAIN_LOCAL.fullmatch(local) is not None and _is_plain_domain(domain)


@lru_cache(maxsize=1024)  # a file of a thousand addresses has a hundred domains
def _is_plain_domain(domain: str) -> bool:
    try:
        _validated(domain, f"a@{domain}")
    except InvalidEmail:
        return False
    return domain.isascii()


@lru_cache(maxsize=16)  # one message asks for the same address again and again
def _validated(text: str, typed: str) -> ValidatedEmail:
    fault = _plain_fault(typed)
    if fault:
        raise InvalidEmail(text, fault)
    try:
        return validate_email(typed, check_deliverability=False, strict=True)
    except EmailSyntaxError:
        raise InvalidEmail(text, _syntax_fault(typed)) from None


def _plain_fault(typed: str) -> EmailFault | None:
    """Name the mistakes that can be seen without knowing the standards."""
    local, at, domain = typed.partition("@")
    faults: tuple[tuple[bool, EmailFault], ...] = (
        (not typed, "empty"),
        (len(typed) > _LONGEST, "too long"),
        (not at, "no at sign"),
        ("@" in domain, "several at signs"),
        (not local, "nothing before the at sign"),
        (not domain, "nothing after the at sign"),
        (any(character.isspace() for character in typed), "a space inside"),
        ("." not in domain, "no dot after the at sign"),
    )
    return next((fault for wrong, fault in faults if wrong), None)


def _syntax_fault(typed: str) -> EmailFault:
    """Tell which side is wrong by trying the name at a domain that is right."""
    local = typed.partition("@")[0]
    if len(local) > _LONGEST_LOCAL:
        return "too long"
    try:
        validate_email(f"{local}@navy.example", check_deliverability=False, strict=True)
    except EmailSyntaxError:
        return "bad characters before the at sign"
    return "bad domain"


def _candidates(narrow: str) -> Iterator[tuple[int, int]]:
    """Give start and end of what stands around each at sign, as far as an address may reach."""
    for at in re.finditer("@", narrow):
        begin = max(0, at.start() - _LONGEST_LOCAL)
        local = _LOCAL_PART.search(narrow[begin : at.start()])
        domain = _DOMAIN.match(narrow, at.end(), at.end() + _LONGEST)
        if not local or not domain or narrow[domain.end() : domain.end() + 1] in _NO_END:
            continue
        if narrow[begin + local.start() - 1 : begin + local.start()] != "@":
            opening = len(local[0]) - len(local[0].lstrip("'&%-"))
            yield begin + local.start() + opening, domain.end()


def _initial(part: str) -> str:
    return part[0] + MASKED if len(part) >= _SHORTEST_WITH_INITIAL else MASKED
