"""Reads a whole folder of books: what is sure is taken, what is doubtful asked, what is not read named. Where to read on:

choosing.py, sharing.py  which file is which book, and workbooks that hold several
understanding.py         what was understood of it, to be shown
files/                   the sheets of a file, with their marks
tables/                  the tables of a sheet, and which of their rows are lines that count; mapped.py: headings we were told
days/, amounts.py        a column of days; what a cell of figures says
people/                  the roster, and whose a line is
earnings.py, attendance.py, goods/, reference.py: the books
clashes.py               where they contradict each other
remarks.py, doubts/: what is said and asked meanwhile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from points.imports.asking import Answer, CellPlace
from points.imports.lines import Books
from points.imports.reading import choosing, copies, matching, sharing
from points.imports.reading.attendance import ATTENDANCE, read_activities
from points.imports.reading.attended import link
from points.imports.reading.cells import squeezed, text
from points.imports.reading.choosing import BOOKS
from points.imports.reading.clashes import compare_hours, in_one_place
from points.imports.reading.earnings import EARNINGS, read_earnings
from points.imports.reading.files.naming import name_of
from points.imports.reading.goods import undelivered
from points.imports.reading.goods.deliveries import DELIVERIES, read_deliveries
from points.imports.reading.goods.pricing import NOTHING_BEFORE, CameBefore
from points.imports.reading.goods.redemptions import REDEMPTIONS, read_redemptions
from points.imports.reading.people.departed import PeoplesLines, without_late
from points.imports.reading.people.roster import ROSTER, read_roster
from points.imports.reading.places import left_rows
from points.imports.reading.reference import GOODS, PENALTIES, RULES, read_items, read_penalties, read_rules
from points.imports.reading.refusals import FileReadAs
from points.imports.reading.remarks import Remarks
from points.imports.reading.rule_tables.numbering import RowsApart
from points.imports.reading.tables import Columns, mapped
from points.imports.reading.understanding import UnderstoodTable, understood
from points.imports.reading.worksheet import Sheet
from points.imports.reading.years import Years
from points.imports.told import ColumnMapping, NearMapping

#: what stands in each book
COLUMNS: dict[str, Columns] = {
    "rules": RULES,
    "penalties": PENALTIES,
    "goods": GOODS,
    "roster": ROSTER,
    "attendance": ATTENDANCE,
    "register": EARNINGS,
    "deliveries": DELIVERIES,
    "redemptions": REDEMPTIONS,
}
_READ_AS = {"xls": ".xls", "html": "HTML", "xlsx": ".xlsx", "ods": ".ods", "text": "CSV", "utf-16": "UTF-16"}
_COMMUNITY = re.compile(
    r"(?:[\d零〇一二三四五六七八九]{4}年度?)?(?:[\u3400-\u9fff]{2,12}?街道)?([\u3400-\u9fff]{2,15}?(?:社区|新村|村|小区))"
)


#: is handed what was understood, before anything more can be refused
Telling = Callable[[Sequence[UnderstoodTable]], None]
Before = Callable[[str], CameBefore]


def read_books(
    folder: Path,
    answers: Sequence[Answer] = (),
    mappings: Sequence[ColumnMapping] = (),
    tell: Telling | None = None,
    before: Before = lambda _: NOTHING_BEFORE,
) -> Books:
    """All that the folder says, or a refusal that names the file and what to do.

    Tables with the headings of a mapping are what it says they are, whatever else they may look like; of several mappings with
    the same headings the first one counts. `before` says what came in before, of the community that the books name.
    """
    found, others = choosing.find_files(folder)
    remarks = Remarks(choosing.digests(found, others), answers)
    shared = _shared(found, others, mappings, remarks, tell)
    opened = shared.of_book
    _name_readings(opened, remarks)
    community = _community(opened)
    return replace(
        _read(opened, remarks, before(community)),
        folder=name_of(folder) or str(folder),
        community=community,
        sheets=tuple((sheet.file, sheet.name) for book in BOOKS for sheet in opened[book]),
        mapped=tuple(one.name for one in mappings if one.name in shared.used),
        mapped_nearly=tuple(one for one in shared.near if one.name not in shared.used),
    )


def _read(opened: sharing.Opened, remarks: Remarks, before: CameBefore) -> Books:
    """What the sheets of each book say, and what is said about them."""
    years = Years({book: sheets for book, sheets in opened.items() if book not in choosing.ONE_FILE})
    loose_rules, loose_items = RowsApart(), RowsApart()
    rules, items = (
        read_rules(opened["rules"], remarks, loose_rules),
        read_items(opened["goods"], remarks, loose_items),
    )
    penalties = read_penalties(opened["penalties"], remarks)
    rulebook, goods = matching.RulesByName(rules, loose_rules), matching.GoodsByName(items, loose_items)
    roster = read_roster(opened["roster"], remarks)
    earned = read_earnings(opened["register"], roster, rulebook, remarks, years, penalties=penalties)
    activities = read_activities(opened["attendance"], roster, rulebook, remarks, years, earned=earned)
    links = link(activities, earned)
    compare_hours(activities, earned, links, rules, remarks)
    activities, earned = in_one_place(activities, earned, links, remarks)
    came = read_deliveries(opened["deliveries"], roster, goods, remarks, years)
    redeemed = read_redemptions(opened["redemptions"], roster, goods, remarks, years, before=before)
    done = PeoplesLines(activities, earned, list(redeemed.lines))
    done = without_late(done, roster.people, remarks)
    earned = copies.points_without_redeemed(done.earned, done.redeemed, remarks)
    if not undelivered.is_kept(opened["deliveries"], came):
        came = [
            *came,
            *undelivered.as_redeemed([*done.redeemed, *redeemed.gifts], came, goods, remarks),
        ]
    deliveries = [*copies.stock_without_redeemed(came, done.redeemed, remarks), *redeemed.gifts]
    return Books(
        folder="",
        community="",
        year=_year(line.day for line in earned) or 0,
        rules=rules,
        penalties=penalties,
        items=items,
        households=tuple(roster.households),
        people=tuple(roster.people),
        activities=tuple(done.activities),
        earned=tuple(earned),
        deliveries=tuple(deliveries),
        redemptions=tuple(done.redeemed),
        links=link(done.activities, earned),
        faults=remarks.all(),
        questions=remarks.questions(),
        unread=remarks.all_unread(),
        skipped=remarks.all_skipped(),
        unfit=remarks.unfit(),
        left_rows=left_rows(opened, remarks),
    )


def _shared(
    found: dict[str, list[Path]],
    others: list[Path],
    mappings: Sequence[ColumnMapping],
    remarks: Remarks,
    tell: Telling | None,
) -> sharing.Sheets:
    """The sheets by book; what was understood is told before a book that is nowhere is refused."""
    chosen, others = choosing.chosen(found, others, remarks)
    usable = [one for one in mappings if one.book in COLUMNS and mapped.may_be_used(COLUMNS[one.book], one)]
    shared = sharing.Sheets(COLUMNS, usable, look_everywhere=tell is not None)
    sharing.opened(found, chosen, others, shared, remarks)
    shared.near.extend(NearMapping(one.name) for one in mappings if one not in usable)
    if tell is not None:
        tell(understood(shared.of_book, shared.stray, COLUMNS))
    sharing.refuse_missing(shared, remarks)
    return shared


def _name_readings(opened: sharing.Opened, remarks: Remarks) -> None:
    """Say of which file the name and the content differ."""
    for sheets in opened.values():
        for sheet in sheets:
            if sheet.read_as in _READ_AS:
                remarks.say_of_file(CellPlace(sheet.file), FileReadAs(kind=_READ_AS[sheet.read_as]))


def _year(days: Iterable[date]) -> int | None:
    counted = Counter(day.year for day in days)
    return counted.most_common(1)[0][0] if counted else None


def _community(opened: sharing.Opened) -> str:
    """The community that the titles name most often."""
    titles = (words for sheets in opened.values() for words in _first_words(sheets[:3]))
    named = Counter(match[1] for words in titles if (match := _COMMUNITY.match(squeezed(words))))
    return named.most_common(1)[0][0] if named else ""


def _first_words(sheets: Sequence[Sheet]) -> Iterable[str]:
    for sheet in sheets:
        for number in list(sheet.rows)[:4]:
            yield from (text(cell) for cell in sheet.rows[number] if text(cell))
