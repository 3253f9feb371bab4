"""A very small community's books, made anew for each test and easily spoilt; it knows the columns, not the code."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

import points.imports

SAMPLE = Path(points.imports.__file__).parents[1] / "demo" / "sample" / "jinxi"

ROSTER = "居民花名册.xlsx"
ATTENDANCE = "志愿活动签到表.xlsx"
REGISTER = "积分登记表.xlsx"
DELIVERIES = "物资入库台账.xlsx"
REDEMPTIONS = "积分兑换登记表.xlsx"

Row = list[Any]


def _roster() -> list[Row]:
    return [
        [
            "序号",
            "户号",
            "姓名",
            "与户主关系",
            "性别",
            "出生年月",
            "联系电话",
            "网格",
            "楼栋",
            "门牌",
            "备注",
        ],
        [1, "001", "田桂兰", "户主", "女", "1949年4月", "15200780963", "第1网格", "1栋", "2单元202", None],
        [2, None, "田小兰", "女", "女", "1975-02-03", 13935846392, None, None, None, "老人机"],
        [
            3,
            "002",
            "杨志强",
            "户主",
            "男",
            datetime(1980, 5, 6),
            "188 7937 8296",
            "第1网格",
            "1栋",
            "3单元303",
            None,
        ],
        [4, None, "杨小禾", "女", "女", "2012.07", None, None, None, None, None],
        [5, "003", "石磊", "户主", "男", "2003.11", None, "第2网格", "2栋", "1单元101", None],
    ]


def _register() -> list[Row]:
    return [
        ["日期", "户号", "姓名", "住址", "编号", "事项", "积分", "登记人"],
        [datetime(2025, 3, 5), "001", "田桂兰", "1栋2单元202", "R01", "社区环境清洁2小时", 4, "姚敏"],
        ["2025年3月5日", 2, "杨志强", "1栋3单元303", None, "社区环境清洁4小时", 8, "姚敏"],
        ["3.6", "001", "田小兰", "1栋2单元202", None, "参加院坝会", 2, "冉婷"],
        ["2025/3/7", "003", "石磊", "2栋1单元101", "R07", "助老代办跑腿", 3, "冉婷"],
        ["2025-03-25", "002", "杨志强", "1栋3单元303", "R17", "月度最清洁户", 5, "冉婷"],
    ]


def _deliveries() -> list[Row]:
    return [
        [
            "入库单号",
            "日期",
            "商品",
            "单位",
            "数量",
            "来源",
            "捐赠/供货单位",
            "单价（元）",
            "保质期至",
            "经手人",
        ],
        ["RK1", "2025.3.1", "袋装醋", "袋", 3, "采购", "社区采购", 0.5, "2025年12月31日", "姚敏"],
        ["RK2", datetime(2025, 3, 2), "袋装醋", "袋", 10, "采购", "社区采购", 0.5, "2025-06-30", "姚敏"],
        ["RK3", "2025/03/02", "毛巾", "条", 4, "爱心企业", "晨光米业", 8, "/", "姚敏"],
    ]


def _redemptions() -> list[Row]:
    return [
        ["序号", "日期", "户号", "姓名", "兑换物品", "数量", "扣减积分", "剩余积分", "领取人签字", "经办人"],
        [1, "2025-03-07", "001", "田桂兰", "袋装醋", 2, 1, 5, "已签", "姚敏"],
        [2, datetime(2025, 3, 28), "002", "杨志强", "毛巾", 1, 8, 5, "已签", "姚敏"],
    ]


def _sheet_of_names() -> list[Row]:
    return [
        ["序号", "姓名", "户号", "电话", "签到", "签退", "时长（小时）"],
        [1, "田桂兰", "001", "15200780963", "09:24", "11:24", "2"],
        [2, "杨志强", "002", None, "09:30", "忘记签退", "4"],
        [None],
        ["活动时间：2025年03月05日 09:30   带队人：罗海燕   规则编号：R01"],
    ]


@dataclass
class SmallBooks:
    """The five workbooks as rows by sheet; change them, then save."""

    roster: list[Row] = field(default_factory=_roster)
    activities: dict[str, list[Row]] = field(default_factory=lambda: {"01-0305": _sheet_of_names()})
    register: list[Row] = field(default_factory=_register)
    deliveries: list[Row] = field(default_factory=_deliveries)
    redemptions: list[Row] = field(default_factory=_redemptions)
    titles: bool = True

    def save(self, folder: Path) -> Path:
        """Write the folder as an office would keep it."""
        for name in ("rules.csv", "penalties.csv", "goods.csv"):
            shutil.copy(SAMPLE / name, folder / name)
        write(folder / ROSTER, {"花名册": self._titled("锦溪社区居民花名册（2025年12月）", self.roster)})
        sheets = {name: self._titled("社区环境清洁签到表", rows) for name, rows in self.activities.items()}
        write(folder / ATTENDANCE, sheets)
        write(folder / REGISTER, {"3月": self._titled("锦溪社区2025年3月积分登记表", self.register)})
        write(folder / DELIVERIES, {"入库": self._titled("物资入库台账（2025年）", self.deliveries)})
        write(folder / REDEMPTIONS, {"兑换": self._titled("积分兑换登记表（2025年）", self.redemptions)})
        return folder

    def _titled(self, title: str, rows: list[Row]) -> list[Row]:
        return [[title], ["填报单位（盖章）：", None, None, "填报人："], *rows] if self.titles else rows


def write(path: Path, sheets: dict[str, list[Row]]) -> None:
    """Write rows as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change a workbook that is already there."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def shuffled(rows: list[Row], seed: int = 7) -> list[Row]:
    """The same table with its columns in another order."""
    width = max(len(row) for row in rows)
    order = list(range(width))
    random.Random(seed).shuffle(order)
    return [[(row + [None] * (width - len(row)))[index] for index in order] for row in rows]


def codes(faults: Iterable[Any]) -> list[tuple[str, int, str, str]]:
    """Faults as (file, row, code, level)."""
    return [(one.origin.file, one.origin.row, one.code, one.level) for one in faults]
