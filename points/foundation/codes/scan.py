"""What a scanner or a keyboard has sent: cleaned and sorted by kind, but not verified."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from points.foundation.codes.barcode import read_barcode
from points.foundation.codes.check_digit import is_digits
from points.foundation.codes.cleaning import seen_as, squeeze

CARD = "C"
RECEIPT = "R"
ACTIVITY = "A"
#: thirteen digits or fewer may be the barcode of a thing, whatever they begin with
_LONGEST_BARCODE = 13
#: how a scanner names the picture on a package, which nobody's voucher or card carries
_EAN = "E"
_LINK = re.compile(r"^HTTPS?://[^/]+(?:/[^/]+)*?/([A-Z])/([0-9A-Z]+)/?$")


class CodeKind(StrEnum):
    """What the counter may find in a scan."""

    VOUCHER = "voucher"
    CARD = "card"
    CARD_NUMBER = "card_number"
    IDENTITY = "identity"
    RECEIPT = "receipt"
    ACTIVITY = "activity"
    BARCODE = "barcode"
    SPOKEN = "spoken"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Link:
    """The letter of a link, which says what it opens, and its token, which says which."""

    letter: str
    token: str


@dataclass(frozen=True)
class Scan:
    """One scan: its kind, and the text that the reader of that kind takes."""

    kind: CodeKind
    text: str


_PREFIXES = {"86": CodeKind.CARD, "87": CodeKind.VOUCHER, "88": CodeKind.IDENTITY}
_TYPED = {
    10: CodeKind.CARD_NUMBER,
    9: CodeKind.CARD_NUMBER,
    8: CodeKind.SPOKEN,
    7: CodeKind.SPOKEN,
}
_LETTERS = {CARD: CodeKind.CARD, RECEIPT: CodeKind.RECEIPT, ACTIVITY: CodeKind.ACTIVITY}


def read_link(text: str) -> Link | None:
    """The link in a scan, of whichever installation; None where the scan is none."""
    found = _LINK.match(squeeze(text))
    return Link(found[1], found[2]) if found else None


def classify(text: str) -> CodeKind:
    """The kind of a code, by its shape; a damaged one keeps it, so that its reader says what is wrong."""
    return read_scan(text).kind


def read_scan(text: str) -> Scan:
    """The kind of a scan and its cleaned text: a token out of a link, a barcode in its stored form."""
    link = read_link(text)
    if link is not None:
        return Scan(_LETTERS.get(link.letter, CodeKind.UNKNOWN), link.token)
    picture, plain = seen_as(text)
    barcode = read_barcode(text)
    if barcode is not None and (picture == _EAN or len(barcode) == _LONGEST_BARCODE):
        return Scan(CodeKind.BARCODE, barcode)
    digits = plain.replace("-", "")
    if not is_digits(digits):
        return Scan(CodeKind.UNKNOWN, plain)
    return Scan(CodeKind.UNKNOWN if picture == _EAN else _kind_of(digits), digits)


def _kind_of(digits: str) -> CodeKind:
    """The kind of digits that are no long barcode. Eight may be a short one, but are a number that was said: whether a
    thing here has them is for the shelf to say, so that a number that was misheard is told what is wrong with it. One
    digit fewer is the same number with one missing."""
    if len(digits) > _LONGEST_BARCODE:
        return _PREFIXES.get(digits[:2], CodeKind.UNKNOWN)
    return _TYPED.get(len(digits), CodeKind.UNKNOWN)
