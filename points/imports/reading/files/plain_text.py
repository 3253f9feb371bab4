"""Reads tables kept as text: the encoding and the separator are told by the content."""

from __future__ import annotations

import csv
import io
from itertools import islice

from points.imports.reading.files.limits import Rows
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookBroken, TextUnreadable

_MARKED = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_SEPARATORS = ",\t;|"


def decoded(file: str, raw: bytes, *said: str) -> tuple[str, bool]:
    """The text, by its mark, by what it says of itself, else by trying; and whether it is UTF-16 without a mark."""
    codings = next(
        ([coding] for mark, coding in _MARKED if raw.startswith(mark)), [*said, "utf-8", "gb18030"]
    )
    for coding in codings:
        try:
            words = raw.decode(coding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _spoilt(words):
            return words, False
    for coding in ("utf-16-le", "utf-16-be"):
        if len(raw) % 2 == 0 and b"\x00" in raw:
            words = raw.decode(coding, errors="replace")
            if _is_likely(words):
                return words, True
    raise TextUnreadable(file=file)


def _spoilt(words: str) -> bool:
    """Whether a wrong encoding made this: signs for no use between people."""
    return any("\ue000" <= sign <= "\uf8ff" or sign in "\x00\ufffd" for sign in words)


def _is_likely(words: str) -> bool:
    """Whether nearly all of it is Chinese, Latin or punctuation, in more than one line."""
    good = sum(
        " " <= sign <= "~" or sign in "\r\n\t" or "\u3000" <= sign <= "\u9fff" or "\uff01" <= sign <= "\uff5e"
        for sign in words
    )
    return "\n" in words and good >= 0.95 * len(words)


def read_text(file: str, words: str) -> Sheet:
    """The one table of a text file."""
    rows = Rows(file)
    try:
        separator = max(_SEPARATORS, key=lambda sign: _width(words, sign))
        for number, row in enumerate(csv.reader(io.StringIO(words), delimiter=separator), 1):
            rows.add(number, tuple(cell if cell.strip() else None for cell in row))
    except csv.Error as error:
        raise BookBroken(file=file) from error
    return Sheet(file, "", rows.kept)


def _width(words: str, separator: str) -> int:
    """How many columns the first rows have at most, if this sign parts them; a title stands in one."""
    rows = csv.reader(io.StringIO(words), delimiter=separator)
    return max((len(row) for row in islice(rows, 20)), default=0)
