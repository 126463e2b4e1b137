"""AES-256-GCM envelopes: version, key id, nonce and ciphertext in one value."""

import os
import struct
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import CoreSchema, core_schema

from store.errors import CrmError

VERSION = 1
HEADER = struct.Struct(">BQ")
NONCE_BYTES = 12
KEY_BYTES = 32


class Envelope(bytes):
    """An encrypted value: 1 byte version, 8 bytes key id, 12 bytes nonce, ciphertext with tag."""

    __slots__ = ()

    @property
    def key_id(self) -> int:
        """Id of the key that sealed it."""
        return int(HEADER.unpack_from(self)[1])

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        """Let SQLModel take an envelope as it is, and nothing else in its place."""
        return core_schema.is_instance_schema(cls)


class EnvelopeBroken(CrmError):
    """An envelope that its key and place do not open: altered, moved or from another key."""

    def __init__(self, place: str) -> None:
        """Keep the place (table, column and row) for the operator's log."""
        super().__init__(place)
        self.place = place


@lru_cache(maxsize=4096)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def new_key() -> bytes:
    """Make a random 256-bit key."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, key_id: int, plain: bytes, place: str) -> Envelope:
    """Encrypt bytes so that they open with this key and in this place only.

    Args:
        key: 32 bytes.
        key_id: goes into the header, so that the right key is found again.
        plain: what to encrypt.
        place: associated data, such as "contacts.address_sealed.17".
    """
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(key).encrypt(nonce, plain, place.encode())
    return Envelope(HEADER.pack(VERSION, key_id) + nonce + sealed)


def unseal(key: bytes, envelope: Envelope, place: str) -> bytes:
    """Decrypt an envelope.

    Raises:
        EnvelopeBroken: altered bytes, another key, or an envelope of another row.
    """
    start = HEADER.size + NONCE_BYTES
    try:
        nonce, sealed = bytes(envelope[HEADER.size : start]), bytes(envelope[start:])
        return _cipher(key).decrypt(nonce, sealed, place.encode())
    except (InvalidTag, ValueError) as error:
        raise EnvelopeBroken(place) from error
