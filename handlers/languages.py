"""Languages: English in the code, others from catalogues, one voice per person."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "zh": "简体中文"}
SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Voice:
    """How Parley speaks to somebody.

    Attributes:
        language: "en" or "zh".
        zone: IANA zone of the listener.
        currency: ISO 4217 code of the company.
        region: two-letter code by which national phone numbers are read.
    """

    language: str = SOURCE
    zone: str = "UTC"
    currency: str = "USD"
    region: str = "US"

    @property
    def locale(self) -> Locale:
        """Babel's locale, for numbers, money and dates."""
        return _locale(self.language, self.region)

    @property
    def timezone(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.zone)


@lru_cache(maxsize=64)
def _locale(language: str, region: str) -> Locale:
    if language == "zh":
        return Locale("zh", "CN", script="Hans")
    return (
        Locale("en", region)
        if region in ("GB", "AU", "CA", "NZ", "IE", "IN")
        else Locale("en", "US")
    )


_voice: ContextVar[Voice] = ContextVar("voice", default=Voice())  # noqa: B039 (frozen)


def voice() -> Voice:
    """The voice in which this thread speaks now."""
    return _voice.get()


@contextmanager
def speaking(to: Voice) -> Iterator[None]:
    """Speak to somebody within a block."""
    token = _voice.set(to)
    try:
        yield
    finally:
        _voice.reset(token)


@lru_cache(maxsize=8)
def catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """Translations by English sentence; plural forms one after another."""
    if language == SOURCE:
        return {}
    path = resources.files("locales") / language / "LC_MESSAGES" / "parley.po"
    try:
        with path.open("rb") as file:
            messages = read_po(file, locale=language)
    except (OSError, ValueError):
        return {}  # English is better than no answer
    found: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if message.id and message.string and not message.fuzzy:
            key = message.id if isinstance(message.id, str) else message.id[0]
            text = message.string
            found[key] = (text,) if isinstance(text, str) else tuple(text)
    return found


def translate(sentence: str) -> str:
    """The sentence in the language spoken now; English where the catalogue has none."""
    forms = catalogue(voice().language).get(sentence)
    return forms[0] if forms else sentence


def translate_plural(one: str, many: str, count: int) -> str:
    """The form of a sentence that fits a count."""
    forms = catalogue(voice().language).get(one)
    if forms:
        return forms[0] if len(forms) == 1 or count == 1 else forms[-1]
    return one if count == 1 else many


def suited(spellings: Sequence[str]) -> Sequence[str]:
    """Of several ways to write one thing those of the language spoken now; all, where none is."""
    if voice().language == SOURCE:
        return spellings
    return [one for one in spellings if not one.isascii()] or spellings


def mark(sentence: str) -> str:
    """Mark a sentence of a table for the catalogues; it is translated where it is said."""
    return sentence
