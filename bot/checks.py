"""Checks: whether the settings let Parley serve, said before anything is opened."""

import re
from urllib.parse import urlsplit

from bot.settings import BadSetting, Settings
from store.errors import CrmError

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NoChannel(CrmError):
    """Neither Telegram nor Slack is configured."""


class Lacking(CrmError):
    """A channel lacks a setting."""

    def __init__(self, name: str, because: str) -> None:
        """Keep what is missing, and what needs it."""
        super().__init__(name, because)
        self.name = name
        self.because = because


def demand_servable(settings: Settings) -> None:
    """Check that there is a channel, and that each has what it needs.

    Raises:
        NoChannel, Lacking, BadSetting: `serve` could not run.
    """
    if not (settings.telegram_token or settings.slack_bot_token):
        raise NoChannel
    if settings.telegram_token:
        _check_telegram(settings)
    if settings.slack_bot_token and not (settings.slack_app_token or settings.slack_signing_secret):
        raise Lacking("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")


def _check_telegram(settings: Settings) -> None:
    if not re.fullmatch(r"\d+:\S+", settings.telegram_token or ""):
        raise BadSetting("TELEGRAM_TOKEN", "•••")
    url = settings.telegram_webhook_url
    if url is None:
        return
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise BadSetting("TELEGRAM_WEBHOOK_URL", url)
    if not settings.telegram_webhook_secret:
        raise Lacking("TELEGRAM_WEBHOOK_SECRET", "TELEGRAM_WEBHOOK_URL")
    if not SECRET.fullmatch(settings.telegram_webhook_secret):
        raise BadSetting("TELEGRAM_WEBHOOK_SECRET", "•••")
