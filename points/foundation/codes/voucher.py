"""The signed voucher code and its spoken number; it knows no clock, no shop and no table."""

from __future__ import annotations

import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntFlag

from points.foundation.codes.barcode import is_ean8
from points.foundation.codes.check_digit import is_checked, is_digits, with_check_digit
from points.foundation.codes.cleaning import squeeze, ungapped
from points.foundation.codes.refusals import (
    CheckDigitWrong,
    CodeFieldsWrong,
    CodeKeyUnknown,
    CodeLengthWrong,
    CodePrefixUnknown,
    CodeSignatureWrong,
    DigitMissing,
)
from points.foundation.signing import SIGNATURE_BYTES, signature_holds

PREFIX = "87"
#: no other signature of this installation can be passed off as a voucher's
DOMAIN = b"points voucher 1\x00"
FIRST_DAY = date(2020, 1, 1)
VALUE_VOUCHER = 1
#: ids stay positive in a signed 64-bit column
MAX_ID = 2**63 - 1
MAX_TENTHS = 2**24 - 1

_HEAD = struct.Struct(">BBIQI")
_TAIL = struct.Struct(">HB")
BODY_BYTES = _HEAD.size + 3 + _TAIL.size
_BYTES = BODY_BYTES + SIGNATURE_BYTES
_DIGITS = len(str(256**_BYTES))
LENGTH = len(PREFIX) + _DIGITS
SPOKEN_LENGTH = 8


class VoucherFlag(IntFlag):
    """What a reader must know about a voucher beside its value."""

    NONE = 0
    ONLINE_ONLY = 1
    PRACTICE = 2


_KNOWN_FLAGS = int(VoucherFlag.ONLINE_ONLY | VoucherFlag.PRACTICE)


@dataclass(frozen=True, kw_only=True)
class VoucherPayload:
    """What is signed; community and shop by number, shop 0 being any shop and then online only."""

    key_number: int
    community: int
    voucher_id: int
    shop: int
    tenths: int
    last_day: date
    flags: VoucherFlag = VoucherFlag.NONE
    kind: int = VALUE_VOUCHER

    @property
    def needs_network(self) -> bool:
        """Whether only the server may decide it."""
        return self.shop == 0 or VoucherFlag.ONLINE_ONLY in self.flags


def encode_voucher(payload: VoucherPayload, sign: Callable[[bytes], bytes]) -> str:
    """The 214 digits of a voucher; `sign` is the private key that `payload.key_number` names."""
    body = pack(payload)
    signature = sign(DOMAIN + body)
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError("an Ed25519 signature has 64 bytes")
    return PREFIX + str(int.from_bytes(body + signature, "big")).zfill(_DIGITS)


def decode_voucher(code: str, *, public_key_of: Callable[[int], bytes | None]) -> VoucherPayload:
    """What a code says, if we signed it; refused in the order length, prefix, key, signature, fields."""
    body, signature = split_voucher(code)
    public_key = public_key_of(body[1])
    if public_key is None:
        raise CodeKeyUnknown(key_number=body[1])
    if not signature_holds(public_key, signature, DOMAIN + body):
        raise CodeSignatureWrong
    return unpack(body)


def claimed_by(code: str) -> tuple[int, int]:
    """Key number and voucher id a code names, neither of them believed yet; for looking both up at once."""
    _kind, key_number, _community, voucher_id, _shop = _HEAD.unpack(split_voucher(code)[0][: _HEAD.size])
    return key_number, voucher_id


def split_voucher(code: str) -> tuple[bytes, bytes]:
    """Body and signature of a code, neither of them believed yet."""
    digits = squeeze(code)
    if len(digits) != LENGTH or not is_digits(digits):
        raise CodeLengthWrong
    number = int(digits[len(PREFIX) :])
    # 212 digits can say a little more than 88 bytes can hold
    if not digits.startswith(PREFIX) or number >= 256**_BYTES:
        raise CodePrefixUnknown
    whole = number.to_bytes(_BYTES, "big")
    return whole[:BODY_BYTES], whole[BODY_BYTES:]


def pack(payload: VoucherPayload) -> bytes:
    """The 24 bytes that are signed; a value that does not fit is a bug of the caller."""
    days = (payload.last_day - FIRST_DAY).days
    if not _sound(payload) or not 0 <= days <= 0xFFFF:
        raise ValueError("a voucher with a field out of range")
    head = _HEAD.pack(payload.kind, payload.key_number, payload.community, payload.voucher_id, payload.shop)
    return head + payload.tenths.to_bytes(3, "big") + _TAIL.pack(days, int(payload.flags))


def unpack(body: bytes) -> VoucherPayload:
    """The fields of 24 bytes whose signature has held."""
    kind, key_number, community, voucher_id, shop = _HEAD.unpack(body[: _HEAD.size])
    days, flags = _TAIL.unpack(body[-_TAIL.size :])
    payload = VoucherPayload(
        kind=kind,
        key_number=key_number,
        community=community,
        voucher_id=voucher_id,
        shop=shop,
        tenths=int.from_bytes(body[_HEAD.size : -_TAIL.size], "big"),
        last_day=FIRST_DAY + timedelta(days=days),
        flags=VoucherFlag(flags),
    )
    if not _sound(payload):
        raise CodeFieldsWrong
    return payload


def _sound(payload: VoucherPayload) -> bool:
    return (
        payload.kind == VALUE_VOUCHER
        and 1 <= payload.key_number <= 255
        and 1 <= payload.community <= 0xFFFFFFFF
        and 1 <= payload.voucher_id <= MAX_ID
        and 0 <= payload.shop <= 0xFFFFFFFF
        and 1 <= payload.tenths <= MAX_TENTHS
        # an unknown flag may change the meaning, so it is refused, not dropped
        and not int(payload.flags) & ~_KNOWN_FLAGS
    )


def new_voucher_id() -> int:
    """A random id that fits a signed 64-bit column."""
    return secrets.randbelow(MAX_ID) + 1


def new_spoken_number() -> str:
    """Eight digits to say aloud, never a valid barcode of a thing; unique only if the table says so."""
    while True:
        number = with_check_digit(str(secrets.randbelow(9_000_000) + 1_000_000))
        if not is_ean8(number):
            return number


def read_spoken_number(text: str) -> str:
    """The eight digits as typed, with or without gaps."""
    digits = ungapped(text)
    if len(digits) == SPOKEN_LENGTH - 1 and is_digits(digits):
        raise DigitMissing(have=len(digits), need=SPOKEN_LENGTH)
    if len(digits) != SPOKEN_LENGTH or not is_digits(digits):
        raise CodeLengthWrong
    if not is_checked(digits):
        raise CheckDigitWrong
    return digits
