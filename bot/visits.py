"""The doctor's visit: what is configured, reachable, missing or unsafe."""

import asyncio
import stat
from collections.abc import Awaitable, Callable

import typer

from bot import checks, complaints
from bot.settings import Settings
from handlers.texts import fmt
from store import installations
from store.errors import CrmError

PATIENCE = 10  # seconds for a platform to answer


def examine(settings: Settings) -> int:
    """Say how things stand; the exit code is 1 if `serve` could not run."""
    try:
        installations.open_installation(settings.database_url, settings.key_file).close()
        typer.echo(fmt("The database is reachable, and the key file fits."))
        _examine_key_file(settings)
        checks.demand_servable(settings)
    except CrmError as error:
        typer.echo(complaints.sentence(error))
        return 1
    return _examine_channels(settings)


def _examine_key_file(settings: Settings) -> None:
    mode = stat.S_IMODE(settings.key_file.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        path = str(settings.key_file)
        typer.echo(
            fmt("Unsafe: others can read the key file. Do this: chmod 600 {path}", path=path)
        )


def _examine_channels(settings: Settings) -> int:
    """Call each configured platform once; 1 if one does not answer."""
    calls: tuple[tuple[str, str | None, Callable[[Settings], Awaitable[str]]], ...] = (
        ("Telegram", settings.telegram_token, _call_telegram),
        ("Slack", settings.slack_bot_token, _call_slack),
    )
    return max(_examine_channel(settings, *one) for one in calls)


def _examine_channel(
    settings: Settings, name: str, token: str | None, call: Callable[[Settings], Awaitable[str]]
) -> int:
    if not token:
        typer.echo(fmt("{channel} is not configured.", channel=name))
        return 0
    try:
        account = asyncio.run(_in_time(call(settings)))
    except Exception:  # noqa: BLE001 (whatever the library raises, and it may quote the token)
        typer.echo(
            fmt("{channel} does not answer, or refuses the token. Please check it.", channel=name)
        )
        return 1
    typer.echo(fmt("{channel} answers as {account}.", channel=name, account=account))
    return 0


async def _in_time(call: Awaitable[str]) -> str:
    return await asyncio.wait_for(call, PATIENCE)


async def _call_telegram(settings: Settings) -> str:
    from bot.telegrams import channels  # noqa: PLC0415 (only if configured)

    async with channels.bot_of(settings) as bot:
        return f"@{bot.username}"


async def _call_slack(settings: Settings) -> str:
    import aiohttp  # noqa: PLC0415 (only if configured)

    from bot.slacks import channels  # noqa: PLC0415

    async with aiohttp.ClientSession() as http:
        known = await channels.client_of(settings, http).auth_test()
        return f"{known['user']} ({known['team']})"
