"""The keys of a counter as codes on paper, for who works with a scanner alone: one shop's sheet presses nothing in another."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

#: no other code of the house begins so
PREFIX = "85"
_DIGITS = 12


def paper_key(shop_id: UUID, name: str, *, key: str) -> str:
    """The digits that stand for the key of this name in this shop. Only who saw its sheet knows them: a code that a
    customer made up must not confirm a sale."""
    said = f"paper key\n{shop_id}\n{name}".encode()
    drawn = int.from_bytes(hmac.new(key.encode(), said, hashlib.sha256).digest()[:8], "big")
    return f"{PREFIX}{drawn % 10**_DIGITS:0{_DIGITS}}"
