"""Which new line corrects which old one: the two are about the same thing, and one or two of their words differ.

It decides on plain values. A pair is only ever asked about; where several old lines could be meant it is the one that
has most in common with the new one, and stands nearest to where that one stands now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from points import audit
from points.foundation import wording
from points.imports.booked import BookedLine, LineWords
from points.imports.lines import Books, SheetRow
from points.imports.reading.cells import squeezed

#: kinds of lines that a correction of their words is looked for
CORRECTED = ("earned", "opening", "deduction", "handout", "delivery", "opening_stock", "attendance", "person")
DELIVERED = ("delivery", "opening_stock")


@dataclass(frozen=True, slots=True)
class NewLine(LineWords):
    """A line of these books that never came in."""

    kind: str
    key: str
    origin: SheetRow


@dataclass(frozen=True, slots=True)
class ChangedWord:
    """One thing that differs: what it is, what it was, what it is now; figures in tenths, pieces or minutes."""

    what: str
    was: str
    now: str

    def said(self, language: str) -> tuple[str, str]:
        """What it was and what it is, as people write it."""
        return self._worded(self.was, language), self._worded(self.now, language)

    def _worded(self, value: str, language: str) -> str:
        zh = language == "zh"
        if not value:
            return "—"
        if self.what == "tenths":
            return f"{wording.points(int(value))}{' 分' if zh else ' points'}"
        if self.what == "minutes":
            return f"{wording.hours_column(int(value))}{' 小时' if zh else ' h'}"
        return value


@dataclass(frozen=True, slots=True)
class Correction:
    """A line that came in before and stands otherwise now."""

    old: BookedLine
    new: NewLine
    changed: tuple[ChangedWord, ...]


def pairs(gone: Iterable[BookedLine], fresh: Iterable[NewLine]) -> list[Correction]:
    """The pairs among lines that vanished and lines that are new, in the order of the new ones; each line is in one at most."""
    gone, fresh = list(gone), list(fresh)
    lone = _lone(gone, fresh)
    places: dict[tuple[str, str, str], list[BookedLine]] = defaultdict(list)
    for old in gone:
        if not old.over and old.line.kind in CORRECTED:
            for place in _about(old.line.kind, old, old.line):
                places[place].append(old)
    choices = []
    for number, new in enumerate(fresh):
        near = {id(one): one for place in _about(new.kind, new, new.origin) for one in places.get(place, ())}
        for old in near.values():
            nearness = _nearness(old, new, lone)
            if nearness is not None:
                choices.append(((*nearness, number, old.line.row), number, old, new))
    taken: set[str] = set()
    found = {}
    for _, number, old, new in sorted(choices, key=lambda one: one[0]):
        if old.line.key not in taken and number not in found:
            taken.add(old.line.key)
            found[number] = Correction(old, new, _changed(old, new))
    return [found[number] for number in sorted(found)]


def _about(kind: str, one: LineWords, place: object) -> Iterator[tuple[str, str, str]]:
    """What a line may be found by: whose it is (or which delivery), and where it stands."""
    file, sheet, row = (getattr(place, name) for name in ("file", "sheet", "row"))
    yield kind, "place", f"{file} {sheet} {row}"
    whose = f"{one.matter} {one.what}" if kind in DELIVERED else one.household
    yield kind, "whose", whose


def _lone(gone: Sequence[BookedLine], fresh: Sequence[NewLine]) -> set[str]:
    """The households of which one person vanished and one is new."""
    left = Counter(one.household for one in gone if one.line.kind == "person")
    came = Counter(one.household for one in fresh if one.kind == "person")
    return {number for number in left if left[number] == came[number] == 1}


def _nearness(old: BookedLine, new: NewLine, lone: set[str]) -> tuple[int, int, int] | None:
    """How near the two are, the nearest the least; None where they are not about the same."""
    here = (old.line.file, old.line.sheet) == (new.origin.file, new.origin.sheet)
    same_row = here and old.line.row == new.origin.row
    if not here and old.day != new.day:
        # what is done every week is alike in every month: of another sheet only the very day is the same thing
        return None
    alike = sum(_alike(old, new))
    if new.kind in DELIVERED:
        fits = is_same_delivery(old, new) or (same_row and alike >= 2)
    elif new.kind == "person":
        # under the same name it is the same person without anybody asking
        fits = old.household == new.household and old.name != new.name and (same_row or new.household in lone)
    elif old.household != new.household:
        fits = same_row and alike == len(_alike(old, new))
    else:
        fits = alike >= 2 or (same_row and alike >= 1)
    if not fits:
        return None
    return -alike, not here, abs(old.line.row - new.origin.row)


def _alike(old: BookedLine, new: NewLine) -> tuple[bool, ...]:
    day = old.day == new.day
    match new.kind:
        case "attendance":
            return day, _same_name(old, new), old.minutes == new.minutes, old.what == new.what
        case "handout":
            return day, old.what == new.what, old.quantity == new.quantity, old.tenths == new.tenths
        case "delivery" | "opening_stock":
            return day, old.what == new.what, old.matter == new.matter, old.quantity == new.quantity
        case "opening" | "deduction":
            return day, squeezed(old.matter) == squeezed(new.matter), old.tenths == new.tenths
        case _:
            matter = squeezed(old.matter) == squeezed(new.matter) or old.what == new.what != ""
            return day, matter, old.tenths == new.tenths


def is_same_delivery(old: BookedLine, new: NewLine) -> bool:
    """Whether the two are the same batch, of which another number of pieces came or which keeps until another day."""
    return (old.what, old.matter, old.day) == (new.what, new.matter, new.day)


def _same_name(old: BookedLine, new: NewLine) -> bool:
    return bool(new.name) and old.name == new.name


def _changed(old: BookedLine, new: NewLine) -> tuple[ChangedWord, ...]:
    names: tuple[str, ...] = ("household", "day", "matter", "tenths", "quantity")
    if new.kind == "attendance":
        names = ("household", "name", "day", "minutes")
    elif new.kind == "person":
        names = ("name",)
    elif new.kind in DELIVERED:
        names = ("day", "what", "matter", "quantity", "expires")
    elif new.kind == "earned":
        names = ("household", "day", "what", "matter", "tenths")
    # a line of the register may be another one by the name alone
    return _differing(old, new, names) or _differing(old, new, ("name",))


def _differing(old: LineWords, new: LineWords, names: Iterable[str]) -> tuple[ChangedWord, ...]:
    found = [(name, str(getattr(old, name) or ""), str(getattr(new, name) or "")) for name in names]
    return tuple(ChangedWord(*one) for one in found if squeezed(one[1]) != squeezed(one[2]))


def new_lines(books: Books, known: Mapping[str, object]) -> list[NewLine]:
    """The lines of these books that are not known, as they can be compared."""
    return [one for one in _every(books) if one.key not in known]


def moved_sheets(
    books: Books, known: Mapping[str, audit.provenance.ImportedLine]
) -> dict[tuple[str, str], tuple[str, str]]:
    """By file and sheet that are not here any more, under which names they are: where half of the lines came in from there, or
    half of those from there stand."""
    stood = Counter((one.file, one.sheet) for one in known.values() if one.kind in CORRECTED)
    stand: Counter[tuple[str, str]] = Counter()
    both: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    for line in _every(books):
        here = line.origin.file, line.origin.sheet
        stand[here] += 1
        if before := known.get(line.key):
            both[(before.file, before.sheet), here] += 1
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for (old, here), count in both.most_common():
        if old not in books.sheets and 2 * count >= min(stood[old], stand[here]):
            found.setdefault(old, here)
    return found


def _every(books: Books) -> Iterator[NewLine]:
    for person in books.people:
        yield NewLine("person", person.key, person.origin, household=person.household, name=person.name)
    for activity in books.activities:
        about = {"day": activity.day, "what": activity.rule, "matter": activity.title}
        for one in activity.attendances:
            said = {"household": one.household, "name": one.name, "minutes": one.minutes}
            yield NewLine("attendance", one.key, one.origin, **about, **said)  # type: ignore[arg-type]
    for line in books.earned:
        yield NewLine(
            line.kind, line.key, line.origin, household=line.household, name=line.name, day=line.day, what=line.rule,
            matter=line.matter, tenths=abs(line.tenths),
        )  # fmt: skip
    yield from _goods(books)


def _goods(books: Books) -> Iterator[NewLine]:
    names = {one.code: one.name for one in books.items}
    for sale in books.redemptions:
        yield NewLine(
            "handout", sale.key, sale.origin, household=sale.household, name=sale.name, day=sale.day, what=sale.item,
            matter=names.get(sale.item, sale.item), tenths=sale.tenths, quantity=sale.quantity,
        )  # fmt: skip
    for one in books.deliveries:
        kind = {"opening": "opening_stock"}.get(one.kind, one.kind)
        yield NewLine(
            kind, one.key, one.origin, day=one.day, what=one.item, matter=one.number, quantity=one.quantity,
            expires=one.expires,
        )  # fmt: skip


def by_kind(found: Sequence[Correction]) -> dict[str, list[Correction]]:
    """Those of one book together: they are asked about once."""
    some: dict[str, list[Correction]] = defaultdict(list)
    for one in found:
        some[BOOK_OF[one.new.kind]].append(one)
    return dict(some)


#: in which book a kind of line stands
BOOK_OF = {
    "person": "roster", "attendance": "attendance", "earned": "register", "opening": "register", "deduction": "register",
    "handout": "redemptions", "delivery": "deliveries", "opening_stock": "deliveries", "out": "deliveries",
}  # fmt: skip
