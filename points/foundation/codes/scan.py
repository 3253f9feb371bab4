"""What a scanner or a keyboard has sent: cleaned and sorted by kind, but not verified."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from points.foundation.codes.barcode import read_barcode
from points.foundation.codes.check_digit import is_digits

CARD = "C"
RECEIPT = "R"
ACTIVITY = "A"
#: longer than any code of ours, so that a page of pasted text costs nothing
LONGEST = 512
#: thirteen digits or fewer may be the barcode of a thing, whatever they begin with
_LONGEST_BARCODE = 13
#: an input method turns the slash of a link into its own comma
_KEYS = str.maketrans({"、": "/", "。": "."})
_SYMBOLOGY = re.compile(r"^\][A-Z][0-9]")
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
_LETTERS = {CARD: CodeKind.CARD, RECEIPT: CodeKind.RECEIPT, ACTIVITY: CodeKind.ACTIVITY}


def squeeze(text: str) -> str:
    """The text as it was printed: one width, upper case, without blanks, line ends and scanner marks."""
    if len(text) > LONGEST:
        return ""
    if is_digits(text):
        return text
    plain = unicodedata.normalize("NFKC", text).translate(_KEYS)
    kept = "".join(one for one in plain if unicodedata.category(one)[0] not in "ZC")
    return _SYMBOLOGY.sub("", kept.upper())


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
    plain = squeeze(text)
    digits = plain.replace("-", "")
    if not is_digits(digits):
        return Scan(CodeKind.UNKNOWN, plain)
    return _sort_digits(digits)


def _sort_digits(digits: str) -> Scan:
    barcode = read_barcode(digits)
    if barcode is not None:
        return Scan(CodeKind.BARCODE, barcode)
    if len(digits) > _LONGEST_BARCODE:
        return Scan(_PREFIXES.get(digits[:2], CodeKind.UNKNOWN), digits)
    typed = {10: CodeKind.CARD_NUMBER, 8: CodeKind.SPOKEN}
    return Scan(typed.get(len(digits), CodeKind.UNKNOWN), digits)
