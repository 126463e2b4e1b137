"""Readers of where somebody lives: language, time zone, currency."""

from typing import Annotated
from zoneinfo import available_timezones

from rapidfuzz import process

from handlers.asks import Ask
from handlers.outcomes import Unreadable
from handlers.readers.readings import Reader
from handlers.readers.words import Choice, narrow
from handlers.texts import Text, fmt
from store.moneys import Money

LANGUAGE = Choice(
    "English or 中文?",
    {"en": ("english", "英文", "英语"), "zh": ("chinese", "中文", "简体中文", "汉语", "zh-cn")},
)
CITIES = {"北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "中国": "Asia/Shanghai", "beijing": "Asia/Shanghai",
          "香港": "Asia/Hong_Kong", "台北": "Asia/Taipei", "东京": "Asia/Tokyo", "伦敦": "Europe/London",
          "纽约": "America/New_York", "utc": "UTC", "gmt": "UTC"}  # fmt: skip


class ZoneReader(Reader[str]):
    """An IANA time zone, or its city."""

    greedy = True

    def read(self, ask: Ask, text: str) -> str:
        """Find the zone; one that is nearly right is offered."""
        wanted = narrow(text).replace(" ", "_")
        if wanted in CITIES:
            return CITIES[wanted]
        zones = {name.casefold(): name for name in sorted(available_timezones()) if "/" in name}
        cities = {name.rpartition("/")[2]: zone for name, zone in zones.items()}
        found = zones.get(wanted) or cities.get(wanted)
        if found:
            return found
        near = process.extractOne(wanted[:60], zones.keys(), score_cutoff=70)
        hint = zones[near[0]] if near else "Europe/Berlin"
        raise Unreadable(
            fmt(
                "I don't know the time zone “{text}”. For example: {hint}",
                text=text[:60],
                hint=hint,
            )
        )

    def question(self, name: str) -> Text:
        """Ask for a value."""
        return fmt("Which time zone? For example: Europe/Berlin or Asia/Shanghai")


class CurrencyReader(Reader[str]):
    """An ISO 4217 code."""

    def read(self, ask: Ask, text: str) -> str:
        """Check that it exists."""
        return Money(0, text.strip().upper()).currency


Language = Annotated[str, LANGUAGE]
Zone = Annotated[str, ZoneReader()]
