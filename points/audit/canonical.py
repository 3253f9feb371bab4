"""The bytes of a record that a seal covers, and their leaf hash; pure, so that anyone can repeat it.

A record is written as JSON with sorted keys, no white space, UTF-8, and only strings, whole numbers,
booleans, null, lists and objects. The leaf hash is RFC 6962's: SHA-256 over a zero byte and these bytes.
Personal words enter as SHA-256 over a 16-byte salt and the words, so they can be erased afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from points.audit.plain import plain_value

# built once: json.dumps would build one for every record
_spell = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical_bytes(record: Mapping[str, Any]) -> bytes:
    """One spelling only for one record."""
    return _spell(plain_value(record)).encode()


def leaf_hash(record: Mapping[str, Any]) -> bytes:
    """The 32 bytes a seal will cover."""
    return hashlib.sha256(b"\x00" + canonical_bytes(record)).digest()


def commitment(salt: bytes, words: str) -> str:
    """What stands in the record for personal words."""
    return hashlib.sha256(salt + words.encode()).hexdigest()
