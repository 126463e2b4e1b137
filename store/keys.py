"""The key file: the secrets that live outside the database."""

import base64
import hashlib
import hmac
import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from store.envelopes import KEY_BYTES, Envelope, EnvelopeBroken, new_key, seal, unseal
from store.errors import CrmError

BLIND_BYTES = 16


class KeyFileMissing(CrmError):
    """No key file at this path."""

    def __init__(self, path: Path) -> None:
        """Keep the path."""
        super().__init__(str(path))
        self.path = path


class KeyFileBroken(KeyFileMissing):
    """A file that is not a key file, or cannot be read."""


class KeyFileExists(KeyFileMissing):
    """A key file that must not be overwritten."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The secrets of one installation.

    Attributes:
        masters: master keys by id (32 bytes each); old ones stay readable until re-sealed.
        active: id of the master key that wraps new subject keys.
        index: key of the blind indexes.
        audit: key of the audit chain.
        file: raw key of the SQLite file.
    """

    masters: Mapping[int, bytes]
    active: int
    index: bytes
    audit: bytes
    file: bytes

    def wrap(self, key: bytes, subject_id: int) -> Envelope:
        """Encrypt a subject's key under the active master key."""
        return seal(self.masters[self.active], self.active, key, f"subject_keys.{subject_id}")

    def unwrap(self, wrapped: Envelope, subject_id: int) -> bytes:
        """Decrypt a subject's key.

        Raises:
            EnvelopeBroken: the master key is another one, or the wrapped key was moved.
        """
        place = f"subject_keys.{subject_id}"
        try:
            return _unwrapped(self.masters[wrapped.key_id], wrapped, place)
        except (KeyError, struct.error) as error:
            raise EnvelopeBroken(place) from error

    def blind(self, kind: str, value: str) -> bytes:
        """Blind index of a normalised value: HMAC-SHA-256 (RFC 2104), cut to 16 bytes."""
        message = f"{kind}\0{value}".encode()
        return hmac.digest(self.index, message, "sha256")[:BLIND_BYTES]

    def fingerprint(self) -> str:
        """Tell this key file from another without saying anything about the keys."""
        return hmac.new(self.index, b"fingerprint", hashlib.sha256).hexdigest()[:16]


@lru_cache(maxsize=4096)
def _unwrapped(master: bytes, wrapped: Envelope, place: str) -> bytes:
    """Unwrap once: a destroyed key is not found here, as its wrapped form is gone."""
    return unseal(master, wrapped, place)


def new_ring() -> KeyRing:
    """Make the secrets of a new installation."""
    return KeyRing({1: new_key()}, 1, new_key(), new_key(), new_key())


def create_key_file(path: Path) -> KeyRing:
    """Write a new key file that only its owner can read.

    Raises:
        KeyFileExists: there is one already; losing it would lose every personal field.
    """
    ring = new_ring()
    document = {
        "parley": 1,
        "active": ring.active,
        "masters": {str(number): _text(key) for number, key in ring.masters.items()},
        "index": _text(ring.index),
        "audit": _text(ring.audit),
        "file": _text(ring.file),
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyFileExists(path) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return ring


def load_key_file(path: Path) -> KeyRing:
    """Read a key file.

    Raises:
        KeyFileMissing: nothing there.
        KeyFileBroken: not a key file, damaged or not readable.
    """
    try:
        document = json.loads(path.read_text(encoding="ascii"))
        masters = {int(number): _key(text) for number, text in document["masters"].items()}
        secrets = (_key(document[name]) for name in ("index", "audit", "file"))
        ring = KeyRing(masters, int(document["active"]), *secrets)
    except FileNotFoundError as error:
        raise KeyFileMissing(path) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileBroken(path) from error
    if ring.active not in ring.masters:
        raise KeyFileBroken(path)
    return ring


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    return key
