"""Settings of the company."""

from typing import Annotated, Any

import phonenumbers

from handlers import percents
from handlers.asks import Ask
from handlers.commands.preferences import LANGUAGE, ZoneReader
from handlers.contract import command
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.offers import Percent
from handlers.readers.readings import Reader
from handlers.readers.words import Choice, Label, narrow
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, word
from store import quote_decisions, settings
from store.moneys import Money
from store.rights import Right

NAMES = {
    "name": mark("Company name"), "locale": mark("Language"), "timezone": mark("Time zone"),
    "currency": mark("Currency"), "region": mark("Region for phone numbers"),
    "discount": mark("Discount without approval"), "tax": mark("Tax on quotes"),
}  # fmt: skip
PERCENTS = {"discount": quote_decisions.USUAL_LIMIT_BP, "tax": 0}
SETTING = Choice("Which setting: name, locale, timezone, currency, region, discount or tax?", {
    "name": ("company", "名称", "公司名称"), "locale": ("language", "语言"), "timezone": ("zone", "时区"),
    "currency": ("币种", "货币"), "region": ("country", "地区"),
    "discount": ("discounts", "折扣", "折扣上限"), "tax": ("vat", "税", "税率"),
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


class LimitReader(Percent):
    """A percentage, perhaps called a limit."""

    def read(self, ask: Ask, text: str) -> int:
        """Read it without the word."""
        return super().read(ask, narrow(text).removeprefix("limit").removeprefix("上限"))


READERS: dict[str, Reader[Any]] = {
    "name": Label("What is the company called?"),
    "locale": LANGUAGE,
    "timezone": ZoneReader(),
    "currency": CurrencyReader(),
    "region": RegionReader(),
    "discount": LimitReader(),
    "tax": Percent(),
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
    return Reply(fmt("Saved: {line}", line=_line(ask, name)))


def _line(ask: Ask, name: str) -> Text:
    return fmt(
        "{label} (`{name}`): {value}",
        label=word(NAMES[name]),
        name=name,
        value=_shown(ask, name),
    )


def _shown(ask: Ask, name: str) -> str:
    if name in PERCENTS:
        return percents.shown(ask.directory.setting(name, PERCENTS[name]))
    return str(ask.directory.setting(name, "–"))
