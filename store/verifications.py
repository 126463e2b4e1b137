"""Verifying the audit: every entry's digest and MAC, every chain's end against its anchor."""

import hashlib
import hmac
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, select

from store.audits import GENESIS, mac
from store.columns import columns_of, table_of
from store.keys import KeyRing
from store.tables import AuditEntry

Fault = Literal["altered", "missing", "forged", "cut"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were checked, and the first that does not hold.

    Attributes:
        fault: details altered, a link missing before it, a MAC that is not ours, or a cut tail.
    """

    entries: int
    chains: int
    fault: Fault | None = None
    entry_id: int | None = None


def verify(
    connection: Connection, keys: KeyRing, anchors: Mapping[int, tuple[int, bytes]]
) -> Verdict:
    """Check the whole audit.

    Args:
        connection: reads only.
        keys: with the audit key.
        anchors: link and MAC by chain, as noted outside the database.
    """
    ends: dict[int, tuple[int, bytes]] = {}
    waiting = dict(anchors)
    count = 0
    with closing(_rows(connection)) as rows:
        for row in rows:
            count += 1
            fault = _fault(keys, row, ends)
            if fault:
                return Verdict(count, len(ends), fault, row["id"])
            ends[row["chain_id"]] = (row["link"], bytes(row["mac"]))
            if waiting.get(row["chain_id"]) == ends[row["chain_id"]]:
                del waiting[row["chain_id"]]
    if waiting:
        return Verdict(count, len(ends), "cut", None)
    return Verdict(count, len(ends))


def _rows(connection: Connection) -> Generator[RowMapping, None, None]:
    columns = columns_of(AuditEntry)
    query = select(table_of(AuditEntry)).order_by(columns.chain_id, columns.link)
    with connection.execute(query, execution_options={"yield_per": 1000}) as found:
        yield from found.mappings()


def _fault(keys: KeyRing, row: RowMapping, ends: Mapping[int, tuple[int, bytes]]) -> Fault | None:
    link, before = ends.get(row["chain_id"], (0, GENESIS))
    if row["link"] != link + 1:
        return "missing"
    details = row["details"]
    if not _untouched(details, bytes(row["digest"])):
        return "altered"
    entry: dict[str, Any] = {**row, "digest": bytes(row["digest"])}
    expected = mac(keys, row["chain_id"], row["link"], before, entry)
    return None if hmac.compare_digest(expected, bytes(row["mac"])) else "forged"


def _untouched(details: object, digest: bytes) -> bool:
    """Whether details are what was written; erased ones are, text in place of bytes is not."""
    if details is None:
        return True
    return isinstance(details, bytes) and hashlib.sha256(details).digest() == digest
