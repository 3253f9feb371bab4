"""The signing keys of this installation: private halves in a folder, public ones in foundation_key."""

from __future__ import annotations

import hmac
import os
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from points.foundation import clock
from points.foundation.codes.chance import Derived
from points.foundation.database import db
from points.foundation.models import Key
from points.foundation.prepared import given, prepared
from points.foundation.refusal import SealingKeyLost
from points.foundation.signing import (
    SigningKey,
    make_sealing_key,
    sealing_key,
    signing_key,
    stored_keys,
)

_folder: Path | None = None
_asks = False


def keep_keys_in(folder: Path, *, asks: bool = False) -> None:
    """Where the private halves are; set once by the app. `asks`: the sealing key is made by a start or by a person, and
    never on the way to something else; else one that is missing is made when it is needed."""
    global _folder, _asks
    _folder, _asks = folder, asks


def current_key() -> SigningKey:
    """The key that signs now; a new one's public half is written down in the same transaction."""
    folder = _kept_in()
    known = {row.number: row.public_key for row in db.session.execute(sa.select(Key.number, Key.public_key))}
    key = signing_key(folder, at=clock.now(), known=known)
    if key.number not in known:
        public = key.public
        row = {
            "number": public.number,
            "public_key": public.public_key,
            "created_at": public.created_at,
            "signs_until": public.signs_until,
        }
        db.session.execute(sa.insert(Key), [row])
    return key


def unknown_keys() -> list[datetime]:
    """When those keys of the folder were made that the books know nothing of: after the books end."""
    folder = _kept_in()
    known = {row.public_key for row in db.session.execute(sa.select(Key.public_key))}
    return [one.public.created_at for one in stored_keys(folder) if one.public.public_key not in known]


def seal(secret: bytes, owner: bytes) -> bytes:
    """A secret as the books may keep it, readable with this instance's key and for this owner alone."""
    nonce = os.urandom(12)
    return nonce + _cipher().encrypt(nonce, secret, owner)


def unseal(sealed: bytes, owner: bytes) -> bytes | None:
    """The secret again; None where it is another owner's, or was sealed with a key that is lost."""
    try:
        return _cipher().decrypt(sealed[:12], sealed[12:], owner)
    except InvalidTag:
        return None


def drawn_for(purpose: str, *of: str) -> Derived:
    """Draws for one purpose and one press with this instance's key: the same again for the same, and nothing of it is kept."""
    said = "\x00".join(("drawn", purpose, *of)).encode()
    return Derived(HKDF(hashes.SHA512(), 64, salt=None, info=said).derive(_sealing_key()))


def purpose_key(purpose: str) -> bytes:
    """This instance's key for one purpose: who learns one of them learns none of the others, nor whence they come."""
    return hmac.digest(_sealing_key(), f"points:{purpose}".encode(), "sha256")


def can_seal() -> bool:
    """Whether this instance has its sealing key."""
    return sealing_key(_kept_in()) is not None


def make_able_to_seal() -> None:
    """Make the sealing key, where there is none."""
    make_sealing_key(_kept_in())


def _cipher() -> AESGCM:
    return AESGCM(_sealing_key())


def _sealing_key() -> bytes:
    """The key; another one in its place would say of everything before it that it was altered."""
    if not _asks and not can_seal():
        make_able_to_seal()
    found = sealing_key(_kept_in())
    if found is None:
        raise SealingKeyLost
    return found


def _kept_in() -> Path:
    if _folder is None:
        raise RuntimeError("keep_keys_in() was not called")
    return _folder


def public_key(number: int) -> bytes | None:
    """The public half of a key, to check a signature with; None where it is not ours."""
    found: bytes | None = _public().value(number=number)
    return found


@prepared
def _public() -> sa.Executable:
    return sa.select(Key.public_key).where(Key.number == given("number"))
