"""Settings of the company."""

from typing import Annotated, Any
from urllib.parse import urlsplit

import phonenumbers

from handlers import percents
from handlers.asks import Ask
from handlers.contract import command
from handlers.languages import mark
from handlers.outcomes import Unreadable
from handlers.readers.entries import Count
from handlers.readers.limits import LONGEST, DaysBefore, Limit, Named
from handlers.readers.locales import LANGUAGE, CurrencyReader, ZoneReader
from handlers.readers.offers import Percent
from handlers.readers.readings import Reader
from handlers.readers.words import Choice, Label, YesNo, narrow
from handlers.replies import Reply
from handlers.texts import Text, fmt, lines, listed, word
from store import (
    classification_rounds,
    erasures,
    lifecycles,
    notices,
    nudge_rules,
    pools,
    quote_decisions,
    rosters,
    settings,
    ticket_rosters,
)
from store.rights import Right

NAMES = {
    "name": mark("Company name"), "locale": mark("Language"), "timezone": mark("Time zone"),
    "currency": mark("Currency"), "region": mark("Region for phone numbers and public holidays"),
    "discount": mark("Discount without approval"), "tax": mark("Tax on quotes"),
    "lead cap": mark("Open leads per person, at most"),
    "lead hours": mark("Hours until the first contact with a lead"),
    "ticket routing": mark("New tickets go to whose turn it is"),
    "ticket cap": mark("Open tickets per person, at most"),
    "notice cap": mark("Notices a day per person, at most"),
    "pool quota": mark("Pool: most contacts and companies per person"),
    "pool idle": mark("Pool: days at rest before a record returns"),
    "pool warning": mark("Pool: days before that on which its owner is warned"),
    "pool cooldown": mark("Pool: days before the same person may claim again"),
    "mature deals": mark("Won deals of a mature customer"),
    "mature months": mark("Months over which a mature customer buys"),
    "risk days": mark("Days of silence until a customer is at risk"),
    "lost days": mark("Days of silence until a customer is lost"),
    "public url": mark("Address under which I can be reached"),
    "retention": mark("Days after the end of a request until its words are erased"),
    "nps": mark("Ask customers once a quarter whether they recommend us"),
}  # fmt: skip
PERCENTS = {"discount": quote_decisions.USUAL_LIMIT_BP, "tax": 0}
SETTING = Named("", {
    "name": ("company", "名称", "公司名称"), "locale": ("language", "语言"), "timezone": ("zone", "时区"),
    "currency": ("币种", "货币"), "region": ("country", "地区"),
    "discount": ("discounts", "折扣", "折扣上限"), "tax": ("vat", "税", "税率"),
    "lead cap": ("lead_cap", "leads cap", "线索上限"), "lead hours": ("lead_hours", "首次联系时限"),
    "ticket routing": ("ticket_routing", "routing", "工单分配", "自动分配"),
    "ticket cap": ("ticket_cap", "tickets cap", "工单上限"),
    "notice cap": ("notice_cap", "notices", "通知上限"),
    "pool quota": ("pool_quota", "公海上限", "公海 上限"), "pool idle": ("pool_idle", "公海闲置", "公海 闲置"),
    "pool warning": ("pool_warning", "pool warnings", "公海提醒", "公海 提醒"),
    "pool cooldown": ("pool_cooldown", "公海冷却", "公海 冷却"),
    "mature deals": ("mature_deals", "成熟单数"), "mature months": ("mature_months", "成熟月数"),
    "risk days": ("risk_days", "风险天数"), "lost days": ("lost_days", "流失天数"),
    "public url": ("public_url", "公开网址", "公网地址"),
    "retention": ("retention days", "保留期限", "保留天数"),
    "nps": ("recommendations", "推荐度", "推荐调查"),
})  # fmt: skip
DEFAULTS: dict[str, Any] = {
    "pool warning": list(pools.WARNINGS),
    "lead cap": rosters.CAP,
    "notice cap": notices.CAP,
    "lead hours": nudge_rules.FIRST_CONTACT_HOURS,
    "ticket cap": ticket_rosters.CAP,
    "ticket routing": True,
    "retention": erasures.KEPT_DAYS,
    "nps": "on",
    **{one.replace("_", " "): getattr(lifecycles.Limits(), one) for one in lifecycles.SETTINGS},
}
ON_OR_OFF = YesNo(mark("On or off?"))
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


class LimitReader(Percent):
    """A percentage, perhaps called a limit."""

    def read(self, ask: Ask, text: str) -> int:
        """Read it without the word."""
        return super().read(ask, narrow(text).removeprefix("limit").removeprefix("上限"))


class Switch(Reader[bool]):
    """On or off."""

    def read(self, ask: Ask, text: str) -> bool:
        """Read it."""
        return ON_OR_OFF.read(ask, text) == "yes"


class AddressReader(Reader[str]):
    """Where the HTTP server is reached from outside."""

    def read(self, ask: Ask, text: str) -> str:
        """Read an https address without its path's slash; http only on this machine."""
        given = text.strip().rstrip("/")
        parts = urlsplit(given)
        near = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if (
            parts.scheme not in (("http", "https") if near else ("https",))
            or parts.query
            or not parts.hostname
        ):
            raise Unreadable(
                fmt("“{text}” is no address. For example: https://crm.example.com", text=text[:100])
            )
        return given


READERS: dict[str, Reader[Any]] = {
    "public url": AddressReader(),
    "name": Label("What is the company called?"),
    "locale": LANGUAGE,
    "timezone": ZoneReader(),
    "currency": CurrencyReader(),
    "region": RegionReader(),
    "lead cap": Count(10_000),
    "lead hours": Count(24 * 365),
    "ticket routing": Switch(),
    "ticket cap": Count(10_000),
    "notice cap": Count(10_000),
    "pool quota": Limit(),
    "pool idle": Limit(LONGEST),
    "pool warning": DaysBefore(),
    "pool cooldown": Limit(LONGEST),
    "discount": LimitReader(),
    "retention": Limit(LONGEST),
    "nps": Choice(mark("On or off?"), {"on": ("yes", "开", "开启"), "off": ("no", "关", "关闭")}),
    "tax": Percent(),
    **{one.replace("_", " "): Count(10_000) for one in lifecycles.SETTINGS},
}


@command(
    "settings",
    needs=Right.SETTINGS,
    examples=("settings", "settings region CN", "settings pool idle 90", "设置 时区 Asia/Shanghai"),
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
    settings.put(ask.session, _key(name), READERS[name].read(ask, value))
    if _key(name) in lifecycles.SETTINGS:
        classification_rounds.begin_again(ask.session)
    return Reply(fmt("Saved: {line}", line=_line(ask, name)))


def _key(name: str) -> str:
    """The name under which a setting is kept."""
    return name.replace(" ", "_")


def _line(ask: Ask, name: str) -> Text:
    return fmt(
        "{label} (`{name}`): {value}",
        label=word(NAMES[name]),
        name=name,
        value=_shown(ask, name),
    )


def _shown(ask: Ask, name: str) -> object:
    """A setting as it is read aloud."""
    if name in PERCENTS:
        return percents.shown(ask.directory.setting(name, PERCENTS[name]))
    value = ask.directory.setting(_key(name), DEFAULTS.get(name))
    if isinstance(value, bool):
        return word("on") if value else word("off")
    if name == "nps":
        return word("on") if value == "on" else word("off")
    if value is None:
        return word("off") if name.startswith(("pool", "retention")) else "–"
    return listed(value) if isinstance(value, list) else value
