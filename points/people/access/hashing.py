"""Slow hashes of passwords, PINs and slips, never more than a few at a time; it knows no account."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import hash_secret_raw

from points.foundation.refusal import Busy

#: OWASP's figures for Argon2id: 19 MiB, two rounds, one lane
_MEMORY_KIB, _ROUNDS, _LANES = 19_456, 2, 1


_hasher = PasswordHasher(time_cost=_ROUNDS, memory_cost=_MEMORY_KIB, parallelism=_LANES)


#: each costs 19 MiB while it runs; who comes when four are running waits
_places = threading.BoundedSemaphore(4)


_WAIT_SECONDS = 10.0


_decoy = _hasher.hash(secrets.token_hex(16))


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=_WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _places.release()


def hash_secret(secret: str) -> str:
    """An Argon2id hash with its own salt."""
    with _place():
        return _hasher.hash(secret)


def is_secret(stored: str | None, secret: str) -> bool:
    """Whether this is the secret behind a hash; without a hash the same work is done and the answer is no."""
    with _place():
        try:
            return _hasher.verify(stored or _decoy, secret) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_old(stored: str) -> bool:
    """Whether a hash was made with weaker figures than today's."""
    return _hasher.check_needs_rehash(stored)


def slow_digest(secret: str, purpose: str) -> bytes:
    """The same 32 bytes for the same secret, so that it can be looked up, yet slow to guess from the table."""
    with _place():
        return hash_secret_raw(
            secret.encode("utf-8"),
            hashlib.sha256(purpose.encode("ascii")).digest()[:16],
            time_cost=_ROUNDS,
            memory_cost=_MEMORY_KIB,
            parallelism=_LANES,
            hash_len=32,
            type=Type.ID,
        )


def digest(number: str) -> bytes:
    """What is kept of a long random number that a cookie or a program carries: it needs no slow one."""
    return hashlib.sha256(number.encode("utf-8", "replace")).digest()
