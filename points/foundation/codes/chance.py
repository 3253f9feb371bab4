"""Where secrets that are printed come from: chance, or a key of the instance, which gives the same ones to the same press."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Draw(Protocol):
    """Draws what nobody can guess."""

    def below(self, limit: int) -> int:
        """A number from 0 up to this limit, without it."""

    def choice(self, signs: Sequence[T]) -> T:
        """One of these."""

    def token(self) -> str:
        """32 bytes as they stand in a header or a cookie."""


class Chance:
    """By chance, a different one each time."""

    def below(self, limit: int) -> int:
        """A number from 0 up to this limit, without it."""
        return secrets.randbelow(limit)

    def choice(self, signs: Sequence[T]) -> T:
        """One of these."""
        return secrets.choice(signs)

    def token(self) -> str:
        """32 bytes as they stand in a header or a cookie."""
        return secrets.token_urlsafe(32)


class Derived:
    """By a key: whoever has it draws the same again, in the same order."""

    def __init__(self, key: bytes) -> None:
        self._key, self._drawn = key, 0

    def below(self, limit: int) -> int:
        """A number from 0 up to this limit, without it; of 512 bits what dividing leaves over weighs nothing."""
        return int.from_bytes(self._next(), "big") % limit

    def choice(self, signs: Sequence[T]) -> T:
        """One of these."""
        return signs[self.below(len(signs))]

    def token(self) -> str:
        """32 bytes as they stand in a header or a cookie."""
        return base64.urlsafe_b64encode(self._next()[:32]).rstrip(b"=").decode("ascii")

    def _next(self) -> bytes:
        self._drawn += 1
        return hmac.new(self._key, self._drawn.to_bytes(8, "big"), hashlib.sha512).digest()


CHANCE: Draw = Chance()
