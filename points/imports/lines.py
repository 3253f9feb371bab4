"""What the five workbooks and three tables say, as plain values. It knows no file format and no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from points.foundation.spelling import doors
from points.imports.asking import Question
from points.imports.told import NearMapping


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Where a line stands: file, sheet and the row as the spreadsheet counts it."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """A line with its fault, and what is said of it in both languages; `level` is left_out or noted."""

    origin: SheetRow
    code: str
    level: str
    message_zh: str
    message_en: str
    #: the cell that is meant, as a spreadsheet names it (G12); empty where it is the whole line
    cell: str = ""
    #: which sentence it was, and its figures: all of it that is kept with an import, so that no name is
    said: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)
    #: further lines of the same cause, which this sentence stands for
    alike: tuple[SheetRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """What was not read, or read and taken for no line: a sheet, a column, a block, a row, a cell; and why."""

    file: str
    sheet: str
    #: G12, a range (A9:H14), or empty for the whole sheet or file
    cell: str
    code: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of the point table; `tenths` per unit, `cap` as it is written (4小时/日)."""

    key: str
    code: str
    name: str
    name_en: str
    category: str
    unit: str
    tenths: int
    tier: str
    cap: str
    evidence: str
    credits_to: str
    counts_hours: bool
    #: None where the book does not say
    least_minutes: int | None
    origin: SheetRow
    #: the words of a value that cannot be counted yet (10–600); such a rule neither limits nor refuses what old books say
    not_counted: str = ""
    #: by column where its cells stand that say something
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PenaltyLine:
    """A penalty; stored, never applied by an import."""

    key: str
    code: str
    situation: str
    name_en: str
    handling: str
    procedure: str
    origin: SheetRow
    #: by column where its cells stand that say something
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """Something that can be had for points; `kind` is goods, or service (without stock)."""

    key: str
    code: str
    name: str
    name_en: str
    unit: str
    tenths: int
    reference_fen: int
    shelf_days: int | None
    safety_stock: int
    limit_count: int
    limit_window: str
    supply: str
    #: one, or several with a blank between them
    barcode: str
    kind: str
    origin: SheetRow
    #: by column where its cells stand that say something
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household as its first line in the roster has it; `head` is the key of its head, or of its first person."""

    key: str
    number: str
    grid: str
    building: str
    door: str
    head: str
    origin: SheetRow
    #: the number of its old card or passbook, as it is printed; empty where the roster has none
    card: str = ""

    @property
    def address(self) -> str:
        """Building and door as one; two numbers are kept apart."""
        bare = self.building[-1:].isdecimal() and self.door[:1].isdecimal()
        return f"{self.building}{doors.BETWEEN if bare else ''}{self.door}"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the roster; `birth` is the first possible day of what `birth_text` says."""

    key: str
    household: str
    name: str
    kinship: str
    gender: str
    birth_text: str
    birth: date | None
    phone: str
    note: str
    origin: SheetRow
    #: "" lives here, "deceased", or "moved"; since the day after `left`, None where the roster names none
    status: str = ""
    left: date | None = None


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """A person on a sign-in sheet; `minutes` are the hours that stand in the last column."""

    key: str
    household: str
    name: str
    phone: str
    signed_in: time | None
    signed_out: time | None
    minutes: int
    person: str
    origin: SheetRow


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One sign-in sheet; `starts` is None where the foot names no time, `leader` is a name."""

    key: str
    title: str
    sheet: str
    day: date
    starts: time | None
    leader: str
    rule: str
    attendances: tuple[AttendanceLine, ...]
    origin: SheetRow


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """A line of the points register; `rule` is empty where none could be found, `person` a person's key.

    `kind` is "earned"; "opening" for a balance carried over from an older book, which no cap holds for; or "deduction",
    whose `tenths` are below zero: it takes what is there and no more.
    """

    key: str
    day: date
    household: str
    name: str
    person: str | None
    rule: str
    matter: str
    tenths: int
    recorder: str
    origin: SheetRow
    kind: str = "earned"
    #: hours that the line itself names, and from when to when, where it says so
    minutes: int | None = None
    span: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """Goods that came in; `item` is an item's code, `expires` None where they keep for ever.

    `kind` is "delivery"; "opening" for what was there when the book began; or "out" for pieces that left otherwise than
    by a redemption (given back, broken, expired), for the `reason` as it was typed. `quantity` is never below zero.
    """

    key: str
    number: str
    day: date
    item: str
    quantity: int
    supply: str
    source: str
    price_fen: int | None
    expires: date | None
    handler: str
    origin: SheetRow
    kind: str = "delivery"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RedeemedLine:
    """A redemption; `written` is the balance that the clerk wrote down."""

    key: str
    day: date
    household: str
    name: str
    person: str | None
    item: str
    quantity: int
    tenths: int
    written: int | None
    clerk: str
    origin: SheetRow


@dataclass(frozen=True, slots=True)
class Books:
    """All that was read in one folder. `links` leads from an attendance's key to the key of its register line.

    `unread` is what nobody read, `skipped` what was read and taken for no line (totals, struck lines, copies);
    `sheets` are all of them in their order, as (file, sheet).
    """

    folder: str
    community: str
    year: int
    rules: tuple[RuleLine, ...] = ()
    penalties: tuple[PenaltyLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    households: tuple[HouseholdLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    activities: tuple[ActivityLine, ...] = ()
    earned: tuple[EarnedLine, ...] = ()
    deliveries: tuple[DeliveryLine, ...] = ()
    redemptions: tuple[RedeemedLine, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FaultyLine, ...] = ()
    questions: tuple[Question, ...] = ()
    unread: tuple[Passed, ...] = ()
    skipped: tuple[Passed, ...] = ()
    #: answers that answer nothing here, by the id of their question
    unfit: tuple[str, ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    #: what stands in rows that were left out or wait for an answer, for who has to find them again
    left_rows: Mapping[SheetRow, tuple[str, ...]] = field(default_factory=dict)
    #: the mappings by which tables were read, and those that nearly fitted one: a heading is gone
    mapped: tuple[str, ...] = ()
    mapped_nearly: tuple[NearMapping, ...] = ()
