"""Columns refuse what the databases would silently bend."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import exc, insert, select

from store.columns import Sealed, UtcTime, columns_of
from store.envelopes import Envelope, EnvelopeBroken, new_key, seal, unseal
from store.tables import Inbox, SubjectKey


@pytest.mark.parametrize("column", [UtcTime(), Sealed()])
def test_nothing_stays_nothing(column, any_chat):
    dialect = any_chat.database.engine.dialect
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value(None, dialect) is None


def test_naive_times_and_clear_text_are_refused(any_chat):
    dialect = any_chat.database.engine.dialect
    with pytest.raises(TypeError, match="naive"):
        UtcTime().process_bind_param(datetime(2026, 1, 1), dialect)  # noqa: DTZ001
    with pytest.raises(TypeError, match="envelope"):
        Sealed().process_bind_param(b"clear", dialect)


def test_times_come_back_aware_and_in_utc(any_chat):
    there = timezone(timedelta(hours=8))
    at = datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=there)
    engine = any_chat.database.engine
    with engine.begin() as connection:
        row = {"id": 7, "wrapped": seal(new_key(), 1, b"x", "y"), "created_at": at}
        connection.execute(insert(SubjectKey), row)
        held = connection.execute(
            select(columns_of(SubjectKey).created_at, columns_of(SubjectKey).wrapped).where(
                columns_of(SubjectKey).id == 7
            )
        ).one()
    assert held.created_at == at
    assert held.created_at.tzinfo == UTC
    assert isinstance(held.wrapped, Envelope)


def test_clear_text_does_not_reach_the_database(any_chat):
    with pytest.raises(exc.StatementError), any_chat.database.engine.begin() as connection:
        connection.execute(insert(Inbox), {"id": 1, "key": "k", "conversation_id": 1,
                                           "payload_sealed": b"clear", "received_at": any_chat.clock.now()})  # fmt: skip


def test_an_envelope_opens_with_its_key_and_in_its_place_only():
    key = new_key()
    sealed = seal(key, 42, b"secret", "contacts.address_sealed.1")
    assert sealed.key_id == 42
    assert unseal(key, sealed, "contacts.address_sealed.1") == b"secret"
    altered = Envelope(bytes(sealed[:-1]) + bytes([sealed[-1] ^ 1]))
    for broken in ((new_key(), sealed, "contacts.address_sealed.1"),
                   (key, sealed, "contacts.address_sealed.2"),
                   (key, altered, "contacts.address_sealed.1"),
                   (key, Envelope(b""), "contacts.address_sealed.1")):  # fmt: skip
        with pytest.raises(EnvelopeBroken):
            unseal(*broken)
