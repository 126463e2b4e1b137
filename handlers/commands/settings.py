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
from store import rosters, settings
from store.moneys import Money
from store.rights import Right

NAMES = {
    "name": mark("Company name"), "locale": mark("Language"), "timezone": mark("Time zone"),
    "currency": mark("Currency"), "region": mark("Region for phone numbers"),
    "lead_cap": mark("Open leads per person, at most"),
    "lead_hours": mark("Hours until the first contact with a lead"),
}  # fmt: skip
DEFAULTS = {"lead_cap": rosters.CAP, "lead_hours": rosters.FIRST_CONTACT_HOURS}
SETTING = Choice("Which setting? `settings` lists them.", {
    "name": ("company", "名称", "公司名称"), "locale": ("language", "语言"), "timezone": ("zone", "时区"),
    "currency": ("币种", "货币"), "region": ("country", "地区"),
    "lead_cap": ("lead cap", "leads cap", "线索上限"), "lead_hours": ("lead hours", "首次联系时限"),
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
    "lead_cap": Count(10_000),
    "lead_hours": Count(24 * 365),
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
        value=ask.directory.setting(name, DEFAULTS.get(name, "–")),
    )
