"""Short public ids with a prefix for their type; they are random, so they tell neither order nor number."""

from __future__ import annotations

import secrets
from enum import StrEnum

#: no look-alikes (0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V) and no vowels, so that no word arises
ALPHABET = "3479cdfhjkmnpqrtwxy"
#: 19 letters, 12 of them: 50.9 bits
RANDOM_LETTERS = 12
#: 42 bits of a digest, enough against altering one receipt at a rate-limited page
MARK_LETTERS = 10


class PublicKind(StrEnum):
    """The prefixes."""

    ACTIVITY = "hd"
    BATCH = "pc"
    DELIVERY = "rk"
    HOUSEHOLD = "jt"
    ITEM = "sp"
    NOTICE = "gs"
    PERSON = "p"
    PLACE = "dd"
    RECEIPT = "sj"
    SERVICE = "fw"
    SHOP = "dp"
    VOUCHER = "v"


_KINDS = {kind.value: kind for kind in PublicKind}


def new_public_id(kind: PublicKind) -> str:
    """A fresh id, lower case; unique only if the table says so."""
    return kind.value + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LETTERS))


def find_public_id(text: str) -> tuple[PublicKind, str] | None:
    """Kind and id in the stored spelling, from either case; None where it is none."""
    plain = text.strip().lower()
    prefix, letters = plain[:-RANDOM_LETTERS], plain[-RANDOM_LETTERS:]
    kind = _KINDS.get(prefix)
    is_random = all(one in ALPHABET for one in letters)
    return (kind, plain) if kind is not None and is_random else None


def is_public_id(text: str, kind: PublicKind) -> bool:
    """Whether this is the stored spelling of an id of this kind."""
    return find_public_id(text) == (kind, text)


def hash_mark(digest: bytes) -> str:
    """A digest as letters of the same alphabet."""
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(MARK_LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def split_marked(text: str) -> tuple[str, str]:
    """Id and mark of a marked id, in the stored spelling; the mark is empty where there is none."""
    plain = text.strip().lower()
    cut = len(plain) - MARK_LETTERS
    if cut <= RANDOM_LETTERS or not all(one in ALPHABET for one in plain[cut:]):
        return plain, ""
    return plain[:cut], plain[cut:]
