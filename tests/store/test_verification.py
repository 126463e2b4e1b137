"""The audit holds what happened: whoever alters it behind Parley's back is found out."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from store import anchors, contacts, subjects, verifications
from store.audits import Chain
from store.columns import columns_of, table_of
from store.ids import new_id
from store.keys import KeyFileBroken
from store.sessions import PARLEY, Session
from store.tables import AuditChain, AuditEntry
from store.units import Job, Unit
from store.verifications import Verdict
from tests.conversations import Chat

ENTRIES = table_of(AuditEntry)
COLUMNS = columns_of(AuditEntry)
OTHER: dict[str, Any] = {
    "link": 10**6, "change_id": 1, "undoes": 1, "staff_id": 10**6, "inbox_id": 1,
    "command": "find", "action": "remove", "table": "companies", "row_id": "10000",
    "subject_table": "staff", "subject_row": "10000", "details": b"{}", "digest": bytes(32),
    "mac": bytes(32),
}  # fmt: skip


@pytest.fixture
def told(any_chat: Chat) -> Chat:
    """A company with an audit whose end is anchored."""
    any_chat.rep("Ada").says("contact add Grace Hopper title:Admiral note:met")
    any_chat.database.write(_add_several, any_chat.clock.now())
    any_chat.database.anchor()
    assert verdict(any_chat).fault is None
    return any_chat


def _add_several(session: Session) -> None:
    """Several entries of one writer, so that its chain has a middle."""
    session.actor = PARLEY
    for name in ("Alan Turing", "Katherine Johnson", "Mary Shelley", "Emmy Noether"):
        contacts.add(session, contacts.Draft(name, title="Expert"), owner_id=None)


def verdict(chat: Chat) -> Verdict:
    database = chat.database
    with database.engine.connect() as connection:
        return verifications.verify(connection, database.shared.keys, database.shared.anchors())


def tamper(chat: Chat, change: Callable[[Connection], object]) -> None:
    """Change the database as somebody would who has its password, but not the key file."""
    with chat.database.engine.begin() as connection:
        change(connection)


def longest_chain(chat: Chat) -> list[dict[str, Any]]:
    """The entries of the chain that has most of them, in order."""
    chains: dict[int, list[dict[str, Any]]] = {}
    with chat.database.engine.connect() as connection:
        for row in connection.execute(select(ENTRIES).order_by(COLUMNS.link)).mappings():
            chains.setdefault(row["chain_id"], []).append(dict(row))
    return max(chains.values(), key=len)


def change_entry(entry: dict[str, Any], **values: Any) -> Callable[[Connection], object]:
    change = update(ENTRIES).where(COLUMNS.id == entry["id"]).values(**values)
    return lambda connection: connection.execute(change)


def test_an_untouched_audit_holds_and_every_entry_is_counted(told: Chat):
    with told.database.engine.connect() as connection:
        count = len(connection.execute(select(COLUMNS.id)).all())
    assert verdict(told) == Verdict(count, verdict(told).chains)
    assert "holds" in told.admin().says("audit verify")


@pytest.mark.parametrize("name", OTHER)
def test_an_altered_value_is_found(told: Chat, name: str):
    entry = longest_chain(told)[3]
    tamper(told, change_entry(entry, **{name: OTHER[name]}))
    found = verdict(told)
    assert found.fault is not None
    if name == "details":
        assert (found.fault, found.entry_id) == ("altered", entry["id"])


def test_an_altered_time_is_found(told: Chat):
    first = longest_chain(told)[0]
    told.passes(hours=1)
    tamper(told, change_entry(first, at=told.clock.now()))
    assert (verdict(told).fault, verdict(told).entry_id) == ("forged", first["id"])
    assert "does not hold" in told.admin().says("audit verify")


@pytest.mark.parametrize(("which", "fault"), [(0, "missing"), (3, "missing"), (-1, "cut")])
def test_a_deleted_entry_is_found(told: Chat, which: int, fault: str):
    entry = longest_chain(told)[which]
    tamper(
        told,
        lambda connection: connection.execute(delete(ENTRIES).where(COLUMNS.id == entry["id"])),
    )
    assert verdict(told).fault == fault


def test_a_chain_that_was_cut_off_or_emptied_is_found(told: Chat):
    chain = longest_chain(told)
    for kept in (len(chain) - 2, 1, 0):
        late = (COLUMNS.chain_id == chain[0]["chain_id"], COLUMNS.link > kept)
        gone = delete(ENTRIES).where(*late)
        tamper(told, partial(Connection.execute, statement=gone))
        assert verdict(told).fault == "cut"


def test_a_closed_gap_is_found(told: Chat):
    chain = longest_chain(told)

    def close(connection: Connection) -> None:
        connection.execute(delete(ENTRIES).where(COLUMNS.id == chain[2]["id"]))
        for entry in chain[3:]:
            change_entry(entry, link=entry["link"] - 1)(connection)

    tamper(told, close)
    assert (verdict(told).fault, verdict(told).entry_id) == ("forged", chain[3]["id"])


def test_reordered_entries_are_found(told: Chat):
    one, other = longest_chain(told)[2:4]

    def swap(connection: Connection) -> None:
        for entry, link in ((one, 10**6), (other, one["link"]), (one, other["link"])):
            change_entry(entry, link=link)(connection)

    tamper(told, swap)
    assert (verdict(told).fault, verdict(told).entry_id) == ("forged", other["id"])


def test_swapped_details_are_found(told: Chat):
    one, other = longest_chain(told)[2:4]

    def swap(connection: Connection) -> None:
        for entry, donor in ((one, other), (other, one)):
            change_entry(entry, details=donor["details"], digest=donor["digest"])(connection)

    tamper(told, swap)
    assert (verdict(told).fault, verdict(told).entry_id) == ("forged", one["id"])


def test_an_appended_entry_is_found(told: Chat):
    last = longest_chain(told)[-1]
    forged = {**last, "id": new_id(), "link": last["link"] + 1, "staff_id": 1}
    tamper(told, lambda connection: connection.execute(insert(ENTRIES), forged))
    assert (verdict(told).fault, verdict(told).entry_id) == ("forged", forged["id"])


def test_an_entry_in_the_place_of_another_is_found(told: Chat):
    entry, donor = longest_chain(told)[2:4]
    values = {name: donor[name] for name in OTHER if name != "link"}
    tamper(told, change_entry(entry, **values))
    assert (verdict(told).fault, verdict(told).entry_id) == ("forged", entry["id"])


def test_entries_moved_to_a_chain_of_their_own_are_found(told: Chat):
    entry = longest_chain(told)[-1]
    chain_id = new_id()

    def move(connection: Connection) -> None:
        row = {"id": chain_id, "leased_until": told.clock.now()}
        connection.execute(insert(AuditChain), row)
        change_entry(entry, chain_id=chain_id, link=1)(connection)

    tamper(told, move)
    assert verdict(told).fault is not None


def test_erased_details_still_verify_and_the_audit_can_be_read(told: Chat):
    before = verdict(told)
    for entry in longest_chain(told):
        tamper(told, change_entry(entry, details=None))
    assert verdict(told) == before
    assert "incident" not in told.admin().says("audit C-1")


def test_a_destroyed_key_leaves_the_audit_whole(told: Chat):
    before = verdict(told)

    def erase(session: Session) -> None:
        session.actor = PARLEY
        subjects.destroy(session, contacts.get(session, 1).subject_id)

    told.database.write(erase, told.clock.now())
    assert verdict(told) == before
    assert "cannot be read any more" in told.rep("Ada").says("timeline C-1")
    assert "incident" not in told.admin().says("audit C-1")


def test_after_a_restart_the_chains_go_on_and_hold(told: Chat):
    before = verdict(told).entries
    told.restarts()
    told.rep("Ada").says("contact add Ada Yonath")
    assert verdict(told).fault is None
    assert verdict(told).entries > before


def test_only_what_is_committed_is_noted_outside(chat: Chat):
    """A kill before the commit would otherwise look like a cut-off end for ever."""
    chat.database.write(_add_several, chat.clock.now())
    writer = chat.database._writer
    gate = threading.Event()
    before = [replace(chain) for chain in writer.heads()]
    during: list[Chain] = []

    def peek(_session: Session) -> None:
        during.extend(replace(chain) for chain in writer.heads())

    units: tuple[Unit[Any], ...] = (lambda _: gate.wait(10), _add_several, peek)
    jobs = [Job(unit, chat.clock.now()) for unit in units]
    for job in jobs:
        writer.submit(job)
    gate.set()
    for job in jobs:
        job.future.result(10)
    assert during == before
    assert writer.heads()[0].link > before[0].link


def test_an_anchor_that_cannot_be_noted_leaves_the_older_one(told: Chat, monkeypatch):
    noted = told.database.shared.anchors()

    def refuse(*_arguments: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", refuse)
    told.rep("Ada").says("contact add Mary Somerville")
    told.database.anchor()
    assert told.database.shared.anchors() == noted
    assert [one.name for one in told.key_file.parent.glob(".parley.anchors*")] == []
    assert verdict(told).fault is None


def test_damaged_anchors_are_told_as_such(told: Chat):
    anchors.path_beside(told.key_file).write_text("{}x")
    with pytest.raises(KeyFileBroken):
        verdict(told)
    anchors.path_beside(told.key_file).unlink()
