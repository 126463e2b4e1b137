"""Menus: the commands that Telegram shows to one person, set again when they change."""

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.telegrams.arrivals import NAME
from handlers import menus
from handlers.languages import LANGUAGES, SOURCE
from store import identities
from store.engines import Database
from store.failures import StoreFailure
from store.sessions import Session

Menu = list[tuple[str, str]]


@dataclass(slots=True)
class Menus:
    """Keeps the menus of the chats that somebody speaks in.

    Attributes:
        bot: initialised.
        database: of the company.
        now: what counts as the present.
    """

    bot: "ExtBot[None]"
    database: Database
    now: Callable[[], datetime]
    _set: dict[str, bytes] = field(default_factory=dict)

    async def offer_strangers(self) -> None:
        """What anybody sees who opens the bot, in each language."""
        for language in LANGUAGES:
            menu = await asyncio.to_thread(
                self.database.read,
                lambda session, locale=language: menus.of(session.directory, None, locale),
                self.now(),
            )
            with suppress(TelegramError):
                await self.bot.set_my_commands(
                    _commands(menu),
                    scope=BotCommandScopeAllPrivateChats(),
                    language_code=None if language == SOURCE else language,
                )

    async def refresh(self, account: str) -> None:
        """Show somebody the commands that they may use now.

        Args:
            account: of a private chat, which is the person's own.
        """
        # A menu that cannot be set now is set with the next message.
        with suppress(TelegramError, StoreFailure):
            menu = await asyncio.to_thread(
                self.database.read, lambda session: _menu(session, account), self.now()
            )
            digest = hashlib.sha256(repr(menu).encode()).digest()
            if self._set.get(account) == digest:
                return
            await self.bot.set_my_commands(_commands(menu), BotCommandScopeChat(int(account)))
            self._set[account] = digest


def _menu(session: Session, account: str) -> Menu:
    identity = identities.known(session, NAME, account)
    person = session.directory.people.get(identity.staff_id or 0) if identity else None
    return menus.of(session.directory, person, identity.locale if identity else None)


def _commands(menu: Menu) -> list[BotCommand]:
    return [BotCommand(name, summary) for name, summary in menu]
