"""Ed25519 keys, private ones as files and public ones as plain objects; it knows no table and no code."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from points.foundation.placing import put_new

SIGNATURE_BYTES = 64
ROTATE_AFTER = timedelta(days=90)
#: the number is one byte in a code; 0 is nobody
KEY_NUMBERS = range(1, 256)


@dataclass(frozen=True)
class PublicKey:
    """What `foundation_key` keeps. After `signs_until` it signs nothing new; old signatures still hold."""

    number: int
    public_key: bytes
    created_at: datetime
    signs_until: datetime


@dataclass(frozen=True)
class SigningKey:
    """A key that may sign; its private half never prints."""

    public: PublicKey
    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def number(self) -> int:
        """Its number, as it stands in a code."""
        return self.public.number

    def sign(self, message: bytes) -> bytes:
        """The signature of a message that begins with its purpose."""
        return self._private.sign(message)


class NoKeyLeft(RuntimeError):
    """All 255 key numbers of this installation are in use; at one a season that takes sixty years."""


def signing_key(folder: Path, *, at: datetime, known: Mapping[int, bytes]) -> SigningKey:
    """The key to sign with now: the youngest of the folder while it is under 90 days old, else a new one.

    `known` is what the database has (number → public key). Where another machine has taken a number for a
    key of its own, ours of that number is left alone: a code must name one key only.
    """
    mine = stored_keys(folder)
    usable = [key for key in mine if _usable(key.public, at=at, known=known)]
    if usable:
        return max(usable, key=lambda key: key.public.created_at)
    taken = {key.number for key in mine} | set(known)
    return _make(folder, at=at, taken=taken)


def stored_keys(folder: Path) -> list[SigningKey]:
    """Every private key of the folder, old ones too."""
    return [_load(path) for path in sorted(folder.glob("key-*.json"))]


def signature_holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the owner of this public key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def sealing_key(folder: Path) -> bytes | None:
    """The key secrets of the books are sealed with; None where it is not there."""
    path = folder / "sealing"
    return bytes.fromhex(path.read_text(encoding="ascii")) if path.exists() else None


def make_sealing_key(folder: Path) -> None:
    """Make it, where there is none: once in the life of an installation."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_new(folder / "sealing", secrets.token_hex(32))


def _usable(key: PublicKey, *, at: datetime, known: Mapping[int, bytes]) -> bool:
    return key.created_at <= at < key.signs_until and known.get(key.number, key.public_key) == key.public_key


def _make(folder: Path, *, at: datetime, taken: set[int]) -> SigningKey:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = [number for number in KEY_NUMBERS if number not in taken]
    if not free:
        raise NoKeyLeft("every key number from 1 to 255 is taken")
    # after the highest number in use, so that numbers read as a history
    number = next((number for number in free if number > max(taken, default=0)), free[0])
    path = folder / f"key-{number:03d}.json"
    _write_new(path, _fresh(number, at))
    return _load(path)


def _fresh(number: int, at: datetime) -> str:
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    text = base64.b64encode(private).decode("ascii")
    return json.dumps({"number": number, "created_at": at.isoformat(), "private_key": text}, indent=1)


def _write_new(path: Path, text: str) -> None:
    """Write a file only we can read, whole or not at all; where another process was first, theirs stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        put_new(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _load(path: Path) -> SigningKey:
    stored = json.loads(path.read_text(encoding="ascii"))
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(stored["private_key"]))
    created_at = datetime.fromisoformat(stored["created_at"])
    public = PublicKey(
        number=int(stored["number"]),
        public_key=private.public_key().public_bytes_raw(),
        created_at=created_at,
        signs_until=created_at + ROTATE_AFTER,
    )
    return SigningKey(public, private)
