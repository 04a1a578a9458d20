"""A stream that is encrypted and cannot be changed, reordered or cut off without being noticed.

Key: Argon2id of the passphrase (nacl.pwhash). Chunks: libsodium's secretstream, XChaCha20-Poly1305;
the last one is marked, and the head of the file is bound to the first.
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

import nacl.pwhash.argon2id as argon2id
from nacl import bindings as sodium
from nacl.utils import random as random_bytes

from intarsia.errors import IntarsiaError

MAGIC = b"intarsia backup 1\n"
#: Bytes of each chunk before it is encrypted.
CHUNK = 1024 * 1024
OPERATIONS, MEMORY = argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE
_LIMITS = struct.Struct(">QQ")
_PREFIX = struct.Struct(">I")
_SALT, _HEADER = argon2id.SALTBYTES, sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class BackupError(IntarsiaError):
    """A backup cannot be written or read; nothing was changed."""


class Sealing(io.RawIOBase):
    """Writes encrypted; `close` writes the mark of the end, and without it nothing can be read."""

    def __init__(self, to: BinaryIO, passphrase: str) -> None:
        self._to, self._held = to, bytearray()
        salt = random_bytes(_SALT)
        head = MAGIC + salt + _LIMITS.pack(OPERATIONS, MEMORY)
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        key = _key(passphrase, salt, OPERATIONS, MEMORY)
        start = sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self._bound: bytes | None = head
        to.write(head + start)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._held += data
        while len(self._held) > CHUNK:
            self._push(bytes(self._held[:CHUNK]), _MESSAGE)
            del self._held[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write what is held and the mark of the end."""
        self._push(bytes(self._held), _FINAL)
        self._held.clear()

    def _push(self, chunk: bytes, tag: int) -> None:
        sealed = sodium.crypto_secretstream_xchacha20poly1305_push(
            self._state, chunk, self._bound, tag
        )
        self._bound = None
        self._to.write(_PREFIX.pack(len(sealed)) + sealed)


class Opening(io.RawIOBase):
    """Reads what `Sealing` wrote. Raises BackupError for anything else."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._from, self._held, self._is_at_end = source, bytearray(), False
        head = source.read(len(MAGIC) + _SALT + _LIMITS.size)
        if not head.startswith(MAGIC):
            raise BackupError("backup.not_one", "This file is no backup of Intarsia.")
        if len(head) < len(MAGIC) + _SALT + _LIMITS.size:
            raise cut_off()
        salt = head[len(MAGIC) : len(MAGIC) + _SALT]
        operations, memory = _LIMITS.unpack(head[-_LIMITS.size :])
        if operations > argon2id.OPSLIMIT_SENSITIVE or memory > argon2id.MEMLIMIT_SENSITIVE:
            raise changed()
        start = source.read(_HEADER)
        if len(start) < _HEADER:
            raise cut_off()
        try:
            key = _key(passphrase, salt, operations, memory)
            self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
            sodium.crypto_secretstream_xchacha20poly1305_init_pull(self._state, start, key)
        except (ValueError, RuntimeError, TypeError):
            raise changed() from None
        self._bound: bytes | None = head

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        while not self._held and not self._is_at_end:
            self._pull()
        taken = bytes(self._held[: len(into)])
        del self._held[: len(taken)]
        into[: len(taken)] = taken
        return len(taken)

    def _pull(self) -> None:
        prefix = self._from.read(_PREFIX.size)
        if len(prefix) < _PREFIX.size:
            raise cut_off()
        (length,) = _PREFIX.unpack(prefix)
        if not _MORE <= length <= CHUNK + _MORE:
            raise changed()
        sealed = self._from.read(length)
        if len(sealed) < length:
            raise cut_off()
        try:
            chunk, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(
                self._state, sealed, self._bound
            )
        except RuntimeError:
            if self._bound is None:
                raise changed() from None
            raise BackupError(
                "backup.wrong_passphrase",
                "This passphrase does not open the file, or the file was changed.",
            ) from None
        self._bound = None
        self._held += chunk
        if tag == _FINAL:
            self._is_at_end = True
            if self._from.read(1):
                raise changed()


def cut_off() -> BackupError:
    return BackupError(
        "backup.cut_off", "The file ends too early: it was cut off while it was copied or written."
    )


def changed() -> BackupError:
    return BackupError("backup.changed", "The file was changed since it was written.")


def _key(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    size = sodium.crypto_secretstream_xchacha20poly1305_KEYBYTES
    return argon2id.kdf(size, passphrase.encode(), salt, opslimit=operations, memlimit=memory)
