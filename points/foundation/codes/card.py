"""The card token, its link form and the number to type; it knows no person, no PIN and no table."""

from __future__ import annotations

import hashlib
import secrets

from points.foundation.codes.chance import CHANCE, Draw
from points.foundation.codes.check_digit import is_checked, is_digits, with_check_digit
from points.foundation.codes.cleaning import squeeze, ungapped
from points.foundation.codes.link import make_link
from points.foundation.codes.refusals import CheckDigitWrong, CodeLengthWrong, CodePrefixUnknown, DigitMissing
from points.foundation.codes.scan import CARD, read_link

PREFIX = "86"
RANDOM_DIGITS = 40
LENGTH = len(PREFIX) + RANDOM_DIGITS + 1
NUMBER_LENGTH = 10


def new_card(draw: Draw = CHANCE) -> str:
    """A fresh token; it stands on the card alone, the database keeps only its hash."""
    return with_check_digit(PREFIX + str(draw.below(10**RANDOM_DIGITS)).zfill(RANDOM_DIGITS))


def card_link(origin: str, card: str) -> str:
    """The token as a link of this installation, for a resident's own phone."""
    return make_link(origin, CARD, card)


def read_card(text: str) -> str:
    """The token in a scan of either form."""
    link = read_link(text)
    if link is not None and link.letter != CARD:
        raise CodePrefixUnknown
    digits = link.token if link else squeeze(text)
    if len(digits) != LENGTH or not is_digits(digits):
        raise CodeLengthWrong
    if not digits.startswith(PREFIX):
        raise CodePrefixUnknown
    if not is_checked(digits):
        raise CheckDigitWrong
    return digits


def token_hash(card: str) -> bytes:
    """What the database keeps: a token of 40 random digits needs no salt and no slow hash."""
    return hashlib.sha256(card.encode("ascii")).digest()


def new_card_number() -> str:
    """Ten digits to type, the last a check digit; never enough without the PIN."""
    return with_check_digit(str(secrets.randbelow(900_000_000) + 100_000_000))


def read_card_number(text: str) -> str:
    """The ten digits as typed, with or without gaps."""
    digits = ungapped(text)
    if len(digits) == NUMBER_LENGTH - 1 and is_digits(digits):
        raise DigitMissing(have=len(digits), need=NUMBER_LENGTH)
    if len(digits) != NUMBER_LENGTH or not is_digits(digits):
        raise CodeLengthWrong
    if not is_checked(digits):
        raise CheckDigitWrong
    return digits
