"""Reads a whole folder of books into plain values; faults are named, a file that cannot be read is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from points.imports.lines import Books
from points.imports.reading import matching
from points.imports.reading.attendance import ATTENDANCE, link, read_activities
from points.imports.reading.cells import squeezed
from points.imports.reading.deliveries import DELIVERIES, read_deliveries
from points.imports.reading.earnings import EARNINGS, read_earnings
from points.imports.reading.faults import Faults
from points.imports.reading.files import open_files
from points.imports.reading.redemptions import REDEMPTIONS, read_redemptions
from points.imports.reading.reference import GOODS, PENALTIES, RULES, read_items, read_penalties, read_rules
from points.imports.reading.roster import ROSTER, read_roster
from points.imports.reading.tables import Columns, all_sentences
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookAmbiguous, BookMissing, FolderMissing

#: each book: its usual name, and the words by which another community's file is known
BOOKS: dict[str, tuple[str, str]] = {
    "rules": ("rules.csv", r"(?<![a-z])rules(?![a-z])|^(积分)?规则(表|对照表)?$"),
    "penalties": ("penalties.csv", r"(?<![a-z])penalties(?![a-z])|^(扣分|负面清单|罚则)"),
    "goods": ("goods.csv", r"(?<![a-z])goods(?![a-z])|^(商品|物资)(对照)?(表|目录)?$"),
    "roster": ("居民花名册.xlsx", r"花名册"),
    "attendance": ("志愿活动签到表.xlsx", r"签到"),
    "register": ("积分登记表.xlsx", r"积分登记"),
    "deliveries": ("物资入库台账.xlsx", r"入库"),
    "redemptions": ("积分兑换登记表.xlsx", r"兑换"),
}
#: what stands in each
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
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".csv", ".txt", ".xls", ".ods"})
_COMMUNITY = re.compile(
    r"(?:[\d零〇一二三四五六七八九]{4}年度?)?(?:[\u3400-\u9fff]{2,12}?街道)?([\u3400-\u9fff]{2,15}?(?:社区|新村|村|小区))"
)


@dataclass(frozen=True)
class _Opened:
    """Every file of the folder, opened."""

    sheets: dict[str, list[Sheet]]

    def of(self, book: str) -> list[Sheet]:
        return self.sheets[book]


def read_books(folder: Path) -> Books:
    """All that the folder says, or a refusal that names the file and what to do."""
    files = find_files(folder)
    found = open_files(list(files.values()))
    opened = _Opened({book: found[path] for book, path in files.items()})
    faults = Faults()
    rules, items = read_rules(opened.of("rules")), read_items(opened.of("goods"), faults)
    penalties = read_penalties(opened.of("penalties"))
    rulebook, goods = matching.RulesByName(rules), matching.GoodsByName(items)
    roster = read_roster(opened.of("roster"), faults)
    earned, skipped_register = read_earnings(opened.of("register"), roster, rulebook, faults)
    year = _year(line.day for line in earned)
    activities, skipped_sheets = read_activities(opened.of("attendance"), roster, rulebook, faults, year)
    deliveries, skipped_in = read_deliveries(opened.of("deliveries"), goods, faults)
    redemptions, skipped_out = read_redemptions(opened.of("redemptions"), roster, goods, faults)
    return Books(
        folder=folder.name or str(folder),
        community=_community(opened),
        year=year or 0,
        rules=rules,
        penalties=penalties,
        items=items,
        households=tuple(roster.households),
        people=tuple(roster.people),
        activities=tuple(activities),
        earned=tuple(earned),
        deliveries=tuple(deliveries),
        redemptions=tuple(redemptions),
        links=link(activities, earned),
        faults=faults.all(),
        sheets=tuple((sheet.file, sheet.name) for book in BOOKS for sheet in opened.of(book)),
        skipped=tuple(roster.skipped + skipped_sheets + skipped_register + skipped_in + skipped_out),
    )


def find_files(folder: Path) -> dict[str, Path]:
    """Which file of the folder is which book."""
    if not folder.is_dir():
        raise FolderMissing(folder=str(folder))
    files = sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~$"))
    )
    return {book: _file(files, usual, words) for book, (usual, words) in BOOKS.items()}


def _file(files: list[Path], usual: str, words: str) -> Path:
    exact = [path for path in files if path.name == usual] or [
        path for path in files if path.stem == Path(usual).stem
    ]
    found = exact or [path for path in files if re.search(words, path.stem, re.IGNORECASE)]
    if not found:
        raise BookMissing(file=usual)
    if len(found) > 1:
        raise BookAmbiguous(file=usual, found="、".join(path.name for path in found))
    return found[0]


def _year(days: Iterable[date]) -> int | None:
    counted = Counter(day.year for day in days)
    return counted.most_common(1)[0][0] if counted else None


def _community(opened: _Opened) -> str:
    """The community that the titles name most often."""
    titles = (words for sheets in opened.sheets.values() for words in all_sentences(sheets[:3]))
    named = Counter(match[1] for words in titles if (match := _COMMUNITY.match(squeezed(words))))
    return named.most_common(1)[0][0] if named else ""
