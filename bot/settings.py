"""Settings of this machine: from the environment and `.env`; the company's live in the database."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.errors import CrmError


class BadSetting(CrmError):
    """A variable of the environment that makes no sense."""

    def __init__(self, name: str, value: str) -> None:
        """Keep which one and what it says."""
        super().__init__(name, value)
        self.name = name
        self.value = value


class Settings(BaseSettings):
    """What `.env.example` describes."""

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_", env_file=".env", extra="ignore", env_ignore_empty=True
    )

    database_url: str = "sqlite:///parley.db"
    key_file: Path = Path("parley.key")
    locale: str | None = Field(default=None, pattern="^(en|zh)$")
    timezone: str | None = None
    currency: str | None = None
    now: datetime | None = None
    http: str = "127.0.0.1:8080"
    telegram_token: str | None = Field(default=None, validation_alias="TELEGRAM_TOKEN")
    telegram_api_url: str | None = Field(default=None, validation_alias="TELEGRAM_API_URL")
    telegram_webhook_url: str | None = Field(default=None, validation_alias="TELEGRAM_WEBHOOK_URL")
    telegram_webhook_secret: str | None = Field(
        default=None, validation_alias="TELEGRAM_WEBHOOK_SECRET"
    )
    slack_bot_token: str | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: str | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: str | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    slack_api_url: str | None = Field(default=None, validation_alias="SLACK_API_URL")

    @property
    def webhook_path(self) -> str:
        """The path at which Telegram calls."""
        return urlsplit(self.telegram_webhook_url or "").path or "/"

    @property
    def stands_at(self) -> datetime | None:
        """The moment at which time stands (`PARLEY_NOW`); without a zone it is taken as UTC."""
        return aware(self.now) if self.now else None


def aware(moment: datetime) -> datetime:
    """A moment with its zone; UTC where none is written."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def load() -> Settings:
    """Read the settings.

    Raises:
        BadSetting: one of them makes no sense.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        loc = "_".join(str(part) for part in first["loc"]).upper()
        name = loc if loc.startswith(("TELEGRAM_", "SLACK_")) else f"PARLEY_{loc}"
        raise BadSetting(name, str(first["input"])) from error
