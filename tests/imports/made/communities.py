"""Well-formed books of communities that nobody tuned to: a seed gives the books and what is true about them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime
from typing import Any

from tests.imports.made import words
from tests.imports.made.attending import hold_activities
from tests.imports.made.book import Row, Sheet
from tests.imports.made.community import (
    ATTENDANCE,
    DATE_STYLES,
    DELIVERIES,
    REDEMPTIONS,
    REGISTER,
    ROSTER,
    Household,
    Item,
    Made,
    Person,
    Rule,
)
from tests.imports.made.exchanging import deliver_and_redeem
from tests.imports.made.finishing import finish

NUMBERINGS = ("001", "1", "0001", "A-12", "3-2-501", "H7")


def community(seed: int, *, households: int = 0, months: int = 0, deeds: int = 0) -> Made:
    """The books of a community; its size, its months and its deeds of a month are the seed's unless they are given."""
    dice = random.Random(seed)
    many = months or dice.randint(1, 12)
    first = dice.randint(1, 13 - many)
    styles = {book: dice.choice(DATE_STYLES) for book in ("register", "deliveries", "redemptions")}
    name = dice.choice(words.PLACES) + dice.choice(words.PLACE_KINDS)
    made = Made(seed, dice, name, dice.choice((2023, 2024, 2025)), list(range(first, first + many)), styles)
    _people(made, households or dice.choice((20, 28, 40, 60, 90, 150, 240, 400)))
    _rules(made)
    _goods(made)
    _roster(made)
    _open_books(made)
    spent = Counter[tuple[Any, ...]]()
    for month in made.months:
        _month_of_points(made, month, spent, deeds)
    deliver_and_redeem(made)
    finish(made)
    return made


def _people(made: Made, many: int) -> None:
    dice, numbering, taken = made.dice, made.dice.choice(NUMBERINGS), set[str]()
    made.numbers_are_cells = numbering == "1"
    for index in range(1, many + 1):
        building, unit, floor = 1 + index // 24, 1 + index % 3, 1 + (index // 3) % 8
        number = {
            "001": f"{index:03d}", "1": str(index), "0001": f"{index:04d}", "H7": f"H{index}",
            "A-12": f"{'ABCDEFGHJK'[index % 10]}-{index}", "3-2-501": f"{building}-{unit}-{floor}{index:02d}",
        }[numbering]  # fmt: skip
        names: list[str] = []
        while len(names) < dice.choice((1, 1, 2, 2, 3, 4)):
            one = dice.choice(words.SURNAMES) + dice.choice(words.GIVEN)
            # a name may come again in another household, but seldom
            if one not in names and (one not in taken or dice.random() < 0.05):
                names.append(one)
        taken.update(names)
        people = [Person(one, f"1{dice.choice('358')}{dice.randrange(10**9):09d}") for one in names]
        made.households.append(Household(number, f"{building}栋{unit}单元{floor}0{1 + index % 2}", people))


def _rules(made: Made) -> None:
    dice, style = made.dice, made.dice.choice(("R01", "GZ01", "A1", "JF-01"))
    hourly = dice.sample(words.HOURLY, dice.randint(2, 6))
    once = dice.sample(words.ONCE, dice.randint(5, 18))
    table = [(name, "小时", tenths, cap, "个人") for name, tenths, cap in hourly] + once + [words.FREE]
    dice.shuffle(table)
    for index, (name, unit, tenths, cap, account) in enumerate(table, 1):
        code = {
            "R01": f"R{index:02d}",
            "GZ01": f"GZ{index:02d}",
            "A1": f"A{index}",
            "JF-01": f"JF-{index:02d}",
        }[style]
        made.rules.append(Rule(code, name, unit, tenths, cap, account))
    heading = ["编号", "规则", "英文", "类别", "单位", "分值", "难度", "封顶", "佐证", "账户", "计志愿时长"]
    rows = [
        [
            rule.code, rule.name, "", "志愿服务" if rule.unit == "小时" else "文明实践", rule.unit, f"{rule.tenths / 10:g}", "",
            rule.cap, "负责人登记", rule.account, "是" if rule.unit == "小时" else "否",
        ]
        for rule in made.rules
    ]  # fmt: skip
    made.book.tables["rules.csv"] = _in_own_order(made, [heading, *rows])
    penalties = [
        ["编号", "情形", "英文", "处理", "程序要求"],
        ["K1", "冒领积分", "", "冲回该笔积分", "核实后执行"],
    ]
    made.book.tables["penalties.csv"] = penalties[: dice.choice((1, 2))]


def _goods(made: Made) -> None:
    for index, (name, unit, tenths) in enumerate(made.dice.sample(words.GOODS, made.dice.randint(10, 24)), 1):
        made.goods.append(Item(f"W{index:02d}", name, unit, tenths))
    heading = [
        "编号",
        "商品",
        "英文",
        "单位",
        "分价",
        "参考元",
        "保质期天",
        "安全库存",
        "每户每月限兑",
        "来货",
        "条码",
    ]
    rows = [
        [
            one.code,
            one.name,
            "",
            one.unit,
            f"{one.tenths / 10:g}",
            f"{one.tenths / 10:g}",
            "",
            "5",
            "",
            "采购",
            "",
        ]
        for one in made.goods
    ]
    made.book.tables["goods.csv"] = _in_own_order(made, [heading, *rows])


def _in_own_order(made: Made, rows: list[list[str]]) -> list[list[Any]]:
    """The same table, its columns in an order of its own, the number first."""
    rest = list(range(1, len(rows[0])))
    made.dice.shuffle(rest)
    return [[row[index] for index in (0, *rest)] for row in rows]


def headings(made: Made, book: str, *keep: str) -> dict[str, str]:
    """The columns that this community's book has, in its own order and under its own names."""
    optional = [key for key in words.OPTIONAL[book] if key not in keep and made.dice.random() < 0.35]
    keys = [key for key in words.HEADINGS[book] if key not in optional and key != "serial"]
    if made.dice.random() < 0.4:
        made.dice.shuffle(keys)
    if "serial" in words.HEADINGS[book] and "serial" not in optional:
        keys.insert(0, "serial")
    return {key: made.dice.choice(words.HEADINGS[book][key]) for key in keys}


def _roster(made: Made) -> None:
    dice, style = made.dice, made.dice.choice(("every line", "first line"))
    sheet = Sheet("花名册", headings(made, "roster"), [[f"{made.name}居民花名册（{made.year}年）"]])
    if style == "first line" and list(sheet.headings)[:1] not in (["serial"], ["household"]):
        sheet.headings = {"household": sheet.headings.pop("household"), **sheet.headings}
    for home in made.households:
        for index, person in enumerate(home.people):
            kinship = "户主" if index == 0 else dice.choice(words.KINSHIP)[0]
            born = date(dice.randint(1940, 2005), dice.randint(1, 12), dice.randint(1, 28))
            row = Row(
                {
                    "serial": len(sheet.rows) + 1, "name": person.name, "kinship": kinship, "sex": dice.choice("男女"),
                    "birth": dice.choice(
                        (f"{born.year}年{born.month}月", f"{born:%Y-%m-%d}", f"{born:%Y.%m}", datetime(born.year, born.month, born.day))
                    ),
                    "phone": person.phone if dice.random() < 0.7 else None,
                    "note": dice.choice((None, None, None, "低保", "党员")),
                }
            )  # fmt: skip
            if index == 0 or style == "every line":
                row.cells |= {
                    "household": made.number_cell(home),
                    "building": home.door.split("栋")[0] + "栋",
                }
                row.cells["door"] = home.door.split("栋")[1]
            home.rows.append(row)
            sheet.rows.append(row)
    made.book.files[ROSTER] = [sheet]


def _open_books(made: Made) -> None:
    dice = made.dice
    by_month = dice.random() < 0.6
    columns = headings(made, "register")
    if by_month:
        made.book.files[REGISTER] = [
            Sheet(f"{month}月", dict(columns), [[f"{made.name}{made.year}年{month}月积分登记表"]])
            for month in made.months
        ]
    else:
        made.book.files[REGISTER] = [
            Sheet("积分登记", columns, [[f"{made.name}积分登记表（{made.year}年）"]])
        ]
    made.book.files[ATTENDANCE] = []
    made.book.files[DELIVERIES] = [
        Sheet("入库", headings(made, "deliveries"), [[f"{made.name}物资入库台账（{made.year}年）"]])
    ]
    above: list[list[Any]] = [
        [f"{made.name}积分兑换登记表（{made.year}年）"],
        ["填报单位（盖章）：", None, None, "填报人："],
    ]
    made.book.files[REDEMPTIONS] = [
        Sheet("兑换", headings(made, "redemptions"), above[: dice.choice((1, 2))])
    ]


def _month_of_points(made: Made, month: int, spent: Counter[tuple[Any, ...]], deeds: int) -> None:
    """The lines of one month: activities with their sheets, and single deeds within their caps."""
    sheets = made.sheets(REGISTER)
    sheet = sheets[made.months.index(month)] if len(sheets) > 1 else sheets[0]
    hold_activities(made, month, sheet, spent)
    dice, once = made.dice, [rule for rule in made.rules if rule.unit != "小时"]
    for _ in range(deeds or dice.randint(8, 25) + len(made.households) // 4):
        rule, home = dice.choice(once), dice.choice(made.households)
        day = date(made.year, month, dice.randint(1, 26))
        if _within(rule, home, day, spent):
            who = home.head if rule.account == "户" else dice.choice(home.people)
            made.earn(home, day, rule, rule.tenths, who=who, sheet=sheet)
    if made.dice.random() < 0.7:
        order = {id(event.row): event.day for event in made.events}
        sheet.rows.sort(key=lambda row: order[id(row)])


def _within(rule: Rule, home: Household, day: date, spent: Counter[tuple[Any, ...]]) -> bool:
    """Whether one more is within every cap of the words, counted for the whole household; if so it is counted."""
    each_year = "年" in rule.cap or "季" in rule.cap
    window = (rule.name, home.number, day.year if each_year else (day.year, day.month))
    most = 1 if rule.cap else 3
    if spent[window] >= most or spent[rule.name, home.number, day]:
        return False
    spent[window] += 1
    spent[rule.name, home.number, day] += 1
    return True
