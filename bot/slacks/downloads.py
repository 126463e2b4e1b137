"""Downloads: the files that people share with Parley."""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from store.files import LARGEST, File

TRIES = 3
CHUNK = 64 * 1024
BROKEN = 500
OWN_HOST = ".slack.com"


async def fetched(
    client: AsyncWebClient, http: aiohttp.ClientSession, held: dict[str, Any]
) -> File:
    """A file with its content; one that cannot be had carries its fault.

    Args:
        client: with the bot's token.
        http: connections.
        held: what a message says of the file.
    """
    if held.get("file_access") == "check_file_info":
        with suppress(SlackClientError, aiohttp.ClientError, TimeoutError):
            held = (await client.files_info(file=str(held.get("id"))))["file"]
    name = str(held.get("name") or "file")
    kind, size = str(held.get("mimetype") or "application/octet-stream"), held.get("size") or 0
    url = str(held.get("url_private_download") or held.get("url_private") or "")
    if size > LARGEST:
        return File(name, kind, None, "too big", size)
    content = await _content(client, http, url, kind) if _is_slacks(client, url) else None
    if content is None:
        return File(name, kind, None, "unreachable", size)
    if len(content) > LARGEST:
        return File(name, kind, None, "too big", len(content))
    return File(name, kind, content)


def _is_slacks(client: AsyncWebClient, url: str) -> bool:
    """Whether Slack itself keeps a file: nobody else may be shown the token."""
    found, own = urlsplit(url), urlsplit(client.base_url)
    if (found.scheme, found.netloc) == (own.scheme, own.netloc):
        return True
    return found.scheme == "https" and (found.hostname or "").endswith(OWN_HOST)


async def _content(
    client: AsyncWebClient, http: aiohttp.ClientSession, url: str, kind: str
) -> bytes | None:
    """The bytes of a file, a little more than LARGEST at most; None when they cannot be had."""
    for attempt in range(TRIES):
        if attempt:
            await asyncio.sleep(attempt)
        with suppress(aiohttp.ClientError, TimeoutError):
            headers = {"Authorization": f"Bearer {client.token}"}
            async with http.get(url, headers=headers) as answer:
                if answer.status < BROKEN:
                    return await _read(answer) if _is_file(answer, kind) else None
    return None


def _is_file(answer: aiohttp.ClientResponse, kind: str) -> bool:
    """Without the right to a file Slack shows a page for signing in."""
    return answer.ok and (answer.content_type != "text/html" or kind == "text/html")


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > LARGEST:
            break
    return bytes(content)
