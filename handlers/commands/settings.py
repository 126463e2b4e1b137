"""Settings of the company."""

from typing import Annotated, Any

import phonenumbers

from handlers.asks import Ask
from handlers.commands.preferences import LANGUAGE, ZoneReader
from handlers.contract import command
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.entries import Count
from handlers.readers.readings import Reader
from handlers.readers.words import Choice, Label
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, word
from store import classification_rounds, lifecycles, settings
from store.moneys import Money
from store.rights import Right

NAMES = {
    "name": mark("Company name"), "locale": mark("Language"), "timezone": mark("Time zone"),
    "currency": mark("Currency"), "region": mark("Region for phone numbers"),
    "mature_deals": mark("Won deals of a mature customer"),
    "mature_months": mark("Months over which a mature customer buys"),
    "risk_days": mark("Days of silence until a customer is at risk"),
    "lost_days": mark("Days of silence until a customer is lost"),
}  # fmt: skip
SETTING = Choice("Which setting: name, locale, timezone, currency or region?", {
    "name": ("company", "名称", "公司名称"), "locale": ("language", "语言"), "timezone": ("zone", "时区"),
    "currency": ("币种", "货币"), "region": ("country", "地区"),
    "mature_deals": ("成熟单数",), "mature_months": ("成熟月数",), "risk_days": ("风险天数",),
    "lost_days": ("流失天数",),
})  # fmt: skip
SettingName = Annotated[str, SETTING]
Value = Annotated[str, Label("Which value?")]


class RegionReader(Reader[str]):
    """A two-letter country code."""

    def read(self, ask: Ask, text: str) -> str:
        """Check that phone numbers can be read by it."""
        code = text.strip().upper()
        if code not in phonenumbers.SUPPORTED_REGIONS:
            raise Unreadable(
                fmt("“{text}” is no country code. For example: US, CN, DE", text=text[:20])
            )
        return code


class CurrencyReader(Reader[str]):
    """An ISO 4217 code."""

    def read(self, ask: Ask, text: str) -> str:
        """Check that it exists."""
        return Money(0, text.strip().upper()).currency


READERS: dict[str, Reader[Any]] = {
    "name": Label("What is the company called?"),
    "locale": LANGUAGE,
    "timezone": ZoneReader(),
    "currency": CurrencyReader(),
    "region": RegionReader(),
    **dict.fromkeys(lifecycles.SETTINGS, Count(10_000)),
}


@command(
    "settings",
    needs=Right.SETTINGS,
    examples=("settings", "settings region CN", "设置 时区 Asia/Shanghai"),
    undoable=False,
)
def change_setting(ask: Ask, name: SettingName | None = None, value: Value | None = None) -> Reply:
    """Show the company's settings, or change one."""
    if name is None:
        if value is not None:
            SETTING.read(ask, value)
        return Reply(lines(fmt("**Settings**"), *(_line(ask, one) for one in NAMES)))
    if value is None:
        return Reply(_line(ask, name))
    settings.put(ask.session, name, READERS[name].read(ask, value))
    if name in lifecycles.SETTINGS:
        classification_rounds.begin_again(ask.session)
    return Reply(fmt("Saved: {line}", line=_line(ask, name)))


def _line(ask: Ask, name: str) -> Text:
    return fmt(
        "{label} (`{name}`): {value}",
        label=word(NAMES[name]),
        name=name,
        value=ask.directory.setting(name, getattr(lifecycles.Limits(), name, "–")),
    )
