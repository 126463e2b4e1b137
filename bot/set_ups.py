"""Setting up: a new company's habits, and what is told after `init`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import typer
from babel.core import get_global
from babel.numbers import get_territory_currencies

from bot.settings import BadSetting, Settings
from handlers import sentences
from handlers.languages import LANGUAGES, Voice, speaking
from handlers.texts import fmt
from store import verifications
from store.engines import Database, guarded
from store.moneys import Money, UnknownCurrency


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said to `parley init`; None was not said."""

    company: str
    locale: str | None = None
    timezone: str | None = None
    currency: str | None = None
    region: str | None = None


def habits(settings: Settings, wishes: Wishes) -> dict[str, Any]:
    """A company's habits: what was said, then the environment, then what follows from the rest.

    Raises:
        BadSetting: a language, zone, currency or region that does not exist.
    """
    locale = wishes.locale or settings.locale or "en"
    if locale not in LANGUAGES:
        raise BadSetting("--locale", locale)
    timezone = (
        wishes.timezone or settings.timezone or ("Asia/Shanghai" if locale == "zh" else "UTC")
    )
    region = wishes.region or _region(locale, timezone)
    currency = wishes.currency or settings.currency or get_territory_currencies(region)[0]
    _check(timezone, region, currency)
    return {
        "name": wishes.company,
        "locale": locale,
        "timezone": timezone,
        "region": region.upper(),
        "currency": currency.upper(),
    }


def _region(locale: str, timezone: str) -> str:
    """The country of a zone; UTC has none, so the language decides."""
    territory = str(get_global("zone_territories").get(timezone, "001"))
    return territory if territory != "001" else {"zh": "CN"}.get(locale, "US")


def _check(timezone: str, region: str, currency: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError) as error:  # a folder's name is an OSError
        raise BadSetting("--timezone", timezone) from error
    if region.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise BadSetting("--region", region)
    try:
        Money(0, currency.upper())
    except UnknownCurrency as error:
        raise BadSetting("--currency", currency) from error


def tell(language: str, key_file: Path, admin: str, code: str) -> None:
    """Say what was made; the code stands alone on the last line, for scripts."""
    with speaking(Voice(language=language)):
        typer.echo(fmt("Made the database and the key file {path}.", path=str(key_file)))
        typer.echo(
            fmt("Keep a copy of the key file in a safe place: without it nothing can be read.")
        )
        typer.echo(fmt('Start with: `parley chat --as "{admin}"`', admin=admin))
        typer.echo(
            fmt("A code that links an account to {admin}, once and for 24 hours:", admin=admin)
        )
    typer.echo(code)


def verify(database: Database) -> int:
    """Check the audit and say the result; the exit code."""
    noted = database.shared.anchors()
    with guarded(database.engine) as connection:
        verdict = verifications.verify(connection, database.shared.keys, noted)
    typer.echo(sentences.verdict(verdict))
    return 1 if verdict.fault else 0
