"""The bytes of a record that a seal covers, and their leaf hash; pure, so that anyone can repeat it.

A record is written as JSON with sorted keys, no white space, UTF-8, and only strings, whole numbers,
booleans, null, lists and objects. The leaf hash is RFC 6962's: SHA-256 over a zero byte and these bytes.
Personal words enter as SHA-256 over a 16-byte salt and the words, so they can be erased afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID


def canonical_bytes(record: Mapping[str, Any]) -> bytes:
    """One spelling only for one record."""
    plain = {name: plain_value(value) for name, value in record.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_hash(record: Mapping[str, Any]) -> bytes:
    """The 32 bytes a seal will cover."""
    return hashlib.sha256(b"\x00" + canonical_bytes(record)).digest()


def commitment(salt: bytes, words: str) -> str:
    """What stands in the record for personal words."""
    return hashlib.sha256(salt + words.encode()).hexdigest()


def plain_value(value: Any) -> Any:
    """The one JSON form of a fact; floats are refused because they have no single spelling."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain_value(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(one) for one in value]
    raise TypeError(f"a fact of type {type(value).__name__} has no canonical form")
