"""Lines of people who had died or moved away by then: since when that is, and whether the lines count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from points.imports.asking import LATER
from points.imports.lines import ActivityLine, EarnedLine, PersonLine, RedeemedLine, SheetRow
from points.imports.reading.cells import squeezed, text
from points.imports.reading.dates import day_within, month_end
from points.imports.reading.doubts.contradictions import AFTER_LEAVING, LEFT_SOMETIME
from points.imports.reading.matching import place_of
from points.imports.reading.refusals import LeftForLater, LineCancelled
from points.imports.reading.remarks import Remarks

_GONE = {
    "deceased": re.compile(r"已故|去世|死亡|病故|身故|过世|亡故|离世|殁"),
    "moved": re.compile(r"迁出|搬走|搬离|已搬|外迁|迁走|户口迁(?!入|来|回|至本)|移居"),
}
_CLAUSE = re.compile(r"[,，;；。、]")
_MONTH = re.compile(r"(?:19|20)\d{2}[年./\-]\d{1,2}月?(?![\d./\-])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


def status_of(note: str) -> tuple[str, str]:
    """What a note of the roster says: deceased or moved, and by which word; both empty for who lives here."""
    found = ((status, said.search(text(note))) for status, said in _GONE.items())
    return next(((status, match[0]) for status, match in found if match), ("", ""))


def last_day(note: str, word: str, year: int | None) -> date | None:
    """The last day on which somebody was there, by the clause with that word; of a month or a year its last day."""
    clause = next((one for one in _CLAUSE.split(text(note)) if word in one), "")
    found = day_within(clause, year)
    if found is not None:
        return found
    month, only = _MONTH.search(squeezed(clause)), _YEAR.search(clause)
    ended = month_end(month[0]) if month else None
    return ended or (date(int(only[1]), 12, 31) if only else None)


@dataclass(frozen=True)
class PeoplesLines:
    """What people did and had, of all books."""

    activities: list[ActivityLine]
    earned: list[EarnedLine]
    redeemed: list[RedeemedLine]

    def each(self) -> Iterator[tuple[str, date, SheetRow]]:
        """Who served, earned or redeemed, when, and where it stands."""
        for activity in self.activities:
            yield from ((one.person, activity.day, one.origin) for one in activity.attendances)
        moved: list[EarnedLine | RedeemedLine] = [line for line in self.earned if line.kind == "earned"]
        yield from ((line.person or "", line.day, line.origin) for line in (*moved, *self.redeemed))

    def without(self, out: Container[SheetRow]) -> PeoplesLines:
        """All but what stands in these rows."""
        return PeoplesLines(
            [
                replace(one, attendances=tuple(a for a in one.attendances if a.origin not in out))
                for one in self.activities
            ],
            [line for line in self.earned if line.origin not in out],
            [line for line in self.redeemed if line.origin not in out],
        )


def without_late(lines: PeoplesLines, people: Iterable[PersonLine], remarks: Remarks) -> PeoplesLines:
    """Without what somebody did who was gone by then, unless it counts; asked once for each of them."""
    gone = {one.key: one for one in people if one.status}
    late: dict[str, list[tuple[date, SheetRow]]] = defaultdict(list)
    for key, on, origin in lines.each():
        left = gone[key].left if key in gone else date.max
        if left is None or on > left:
            late[key].append((on, origin))
    return lines.without(
        {
            origin
            for key, some in late.items()
            for _, origin in some
            if not _counts(gone[key], origin, some, remarks)
        }
    )


def _counts(
    person: PersonLine, origin: SheetRow, lines: Sequence[tuple[date, SheetRow]], remarks: Remarks
) -> bool:
    """Whether a line counts by what was answered; with more lines of somebody the question is another one."""
    doubt = LEFT_SOMETIME if person.left is None else AFTER_LEAVING
    until = max(on for on, _ in lines).isoformat()
    answer = remarks.ask(
        doubt,
        "roster",
        place_of(origin),
        person.key,
        str(len(lines)),
        until,
        name=person.name,
        words=person.note,
    ).choice
    if answer in ("cancelled", LATER):
        remarks.skip(place_of(origin), LineCancelled() if answer == "cancelled" else LeftForLater())
    return answer == "counts"
