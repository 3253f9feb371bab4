"""The times of a sign-in sheet: what stands in its two columns, and how long it is from one to the other."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from points.imports.asking import LATER
from points.imports.reading.cells import is_nothing, squeezed, time_of_day, time_span
from points.imports.reading.doubts.of_lines import TIME_MEANT
from points.imports.reading.refusals import LeftForLater
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import TableLine

#: what ends so long after it began on the day before was no night: one of the two times is mistyped
LONGEST_NIGHT = timedelta(hours=12)
_DECIMAL = re.compile(r"(\d{1,2})\.(\d{1,2})")


def ends_on(starts: time, ends: time) -> int | None:
    """On which day after its first a stretch ends: 0, or 1 after a night; None where it would be no stretch."""
    if ends > starts:
        return 0
    night = datetime.combine(date.min + timedelta(days=1), ends) - datetime.combine(date.min, starts)
    return 1 if night <= LONGEST_NIGHT else None


def span(starts: time | None, ends: time | None) -> int | None:
    """The minutes between two times, over midnight too; None where they are in the wrong order."""
    if starts is None or ends is None:
        return None
    after = 0 if starts == ends else ends_on(starts, ends)
    if after is None:
        return None
    first = datetime.combine(date.min, starts)
    return int((datetime.combine(date.min + timedelta(days=after), ends) - first) / timedelta(minutes=1))


def is_vague(line: TableLine, field: str) -> bool:
    """Whether a time may be two: 9.3 as words, or a number that does not show two figures behind its point."""
    cell, plain = line[field], squeezed(line[field])
    if isinstance(cell, float) and not cell.is_integer() and 1 <= cell < 24:
        return "0.00" not in line.format(field)
    return isinstance(cell, str) and bool(re.fullmatch(r"\d{1,2}\.\d", plain))


def read_time(line: TableLine, field: str, remarks: Remarks) -> tuple[time | None, bool]:
    """The time of a cell, and whether its line can be taken: one that may be two times is asked about, once for the book."""
    if not is_vague(line, field):
        cell = line[field]
        return time_of_day(f"{cell:.2f}" if isinstance(cell, float) and 1 <= cell < 24 else cell), True
    answer = remarks.ask(TIME_MEANT, "attendance", line.place(field), words=line.shown(field)).choice
    if answer == LATER:
        remarks.skip(line.place(), LeftForLater())
    match = _DECIMAL.fullmatch(squeezed(line[field]))
    if match is None or answer in ("", LATER):
        return None, False
    minutes = {
        "tens": int(match[2].ljust(2, "0")),
        "units": int(match[2]),
        "part": round(60 * float(f"0.{match[2]}")),
    }[answer]
    return time_of_day(f"{match[1]}:{minutes:02d}"), True


def read_times(line: TableLine, remarks: Remarks) -> tuple[time | None, time | None, bool]:
    """When somebody came and left, in two cells or in one, and whether the line can be taken."""
    both = time_span(line["span"]) or time_span(line["signed_in"])
    if both:
        return (*both, True)
    came, begun = read_time(line, "span" if is_nothing(line["signed_in"]) else "signed_in", remarks)
    left, ended = read_time(line, "signed_out", remarks)
    return came, left, begun and ended
