"""Habits in the points column of the register."""

from __future__ import annotations

from datetime import date

from tests.imports.made.book import Row, points
from tests.imports.made.community import REGISTER, Made
from tests.imports.made.counting import Event, running
from tests.imports.made.finishing import total
from tests.imports.made.habits import Trace, habit, refused, taken


def _earned(made: Made, value: object, tenths: int = 30, *, counts: bool = True) -> Row:
    row = made.earned(made.lone(), tenths=tenths, counts=counts)
    row.cells["points"] = value
    return row


def _deducted(made: Made, value: object, tenths: int) -> Row:
    """A line that takes points away the day after the household earned some."""
    home = made.lone()
    made.earned(home)
    row = made.earned(home, number=28, tenths=tenths, counts=False, matter="楼道乱堆杂物")
    row.cells |= {"points": value, "rule": None}
    made.events.append(Event(made.day(28), "deduct", row, home.number, tenths=tenths))
    return row


@habit("taken")
def minus_in_words(made: Made) -> Trace:
    """A deduction is written with whatever sign the keyboard offers."""
    return taken(
        _deducted(
            made,
            made.dice.choice(("扣2", "扣2分", "—2", "－2", "（2）", "(2)", "▲2", "负2", "-2分", "减2")),
            20,
        )
    )


@habit("taken")
def minus_by_colour(made: Made) -> Trace:
    """A red number format hides the sign: what the screen shows in red is less."""
    row = _deducted(made, -1.5, 15)
    row.formats["points"] = "0.0;[Red]0.0"
    return taken(row)


@habit("taken")
def deduction_deeper_than_the_purse(made: Made) -> Trace:
    """Points are taken until there are none left, and no debt is made."""
    home = made.lone()
    row = made.earned(home, number=28, counts=False, matter="违规饲养家禽")
    more = made.truth().balance(home.number) // 10 + 20
    row.cells |= {"points": -more, "rule": None}
    made.events.append(Event(made.day(28), "deduct", row, home.number, tenths=more * 10))
    return taken(row)


@habit("taken")
def numeral_in_chinese(made: Made) -> Trace:
    """Amounts are written out as on a receipt, so that nobody changes them."""
    word, tenths = made.dice.choice(
        (("叁", 30), ("三", 30), ("贰", 20), ("两分", 20), ("壹分", 10), ("二", 20))
    )
    _earned(made, word, tenths)
    return taken()


@habit("taken")
def full_width_digits(made: Made) -> Trace:
    """An input method left in full width."""
    _earned(made, made.dice.choice(("３", "３．０", "３分", " ３ ")))
    return taken()


@habit("taken")
def unit_behind_the_number(made: Made) -> Trace:
    """The unit stands in the cell although the heading has it."""
    _earned(made, made.dice.choice(("3分", "3 分", "+3", "＋3分", "3.0分", "得3分", "3积分")))
    return taken()


@habit("taken")
def half_in_words(made: Made) -> Trace:
    """Half a point is said as people say it."""
    _earned(made, made.dice.choice(("半分", "0.5分", "零点五", ".5")), 5)
    return taken()


@habit("taken")
def comma_in_thousands(made: Made) -> Trace:
    """A balance carried over from the old passbook, with a comma as the bank writes it."""
    home = made.lone(quiet=True)
    row = made.earn(
        home, date(made.year, made.months[0], 1), made.free_rule, 12500, counts=False, matter="上年结转"
    )
    row.cells |= {"points": made.dice.choice(("1,250", "1，250", "１,２５０")), "rule": None}
    made.events.append(Event(date(made.year, made.months[0], 1), "opening", row, home.number, tenths=12500))
    return taken(row)


@habit("taken")
def carried_over(made: Made) -> Trace:
    """The first line of a household is what it had in last year's book; no cap holds for it."""
    home, word = made.lone(), made.dice.choice(("上年结转", "期初余额", "上年结余", "年初结转"))
    row = made.earn(home, made.day(27), made.free_rule, 860, counts=False, matter=word)
    row.cells["rule"] = None
    made.events.append(Event(made.day(27), "opening", row, home.number, tenths=860))
    return taken(row)


@habit("taken")
def constant_formula(made: Made) -> Trace:
    """Somebody typed the sum instead of working it out, and the file was saved by a program that works out nothing."""
    row = _earned(made, made.dice.choice(("=3*1", "=1+2", "=1.5*2")))
    return taken(row)


@habit("taken")
def nothing_for_it(made: Made) -> Trace:
    """A visit is entered for the record and gives no points."""
    row = _earned(made, made.dice.choice((0, "0分", "0")), counts=False)
    row.cells["matter"] = "节日慰问"
    return taken()


@habit("refused")
def a_sum_in_the_cell(made: Made) -> Trace:
    """2+1 may be three points, or two today and one tomorrow."""
    row = _earned(made, made.dice.choice(("2+1", "1.5×2", "3/2", "1、2")), counts=False)
    return refused((row, "points"))


@habit("refused")
def roughly(made: Made) -> Trace:
    """Whoever wrote it was not sure either."""
    row = _earned(made, made.dice.choice(("约3", "3?", "3？", "3左右", "3-5", "待定")), counts=False)
    return refused((row, "points"))


@habit("refused")
def hours_for_points(made: Made) -> Trace:
    """Another unit than points stands in the cell."""
    row = _earned(made, made.dice.choice(("2小时", "30分钟", "2次", "3元")), counts=False)
    return refused((row, "points"))


@habit("refused")
def percent(made: Made) -> Trace:
    """The cell was formatted as a percentage; what was meant cannot be seen."""
    row = _earned(made, 0.3, counts=False)
    row.formats["points"] = "0%"
    return refused((row, "points"))


@habit("refused")
def finer_than_a_tenth(made: Made) -> Trace:
    """Points have tenths and nothing below."""
    row = _earned(made, made.dice.choice((0.25, "1.75", 2.05)), counts=False)
    return refused((row, "points"))


@habit("refused")
def broken_formula(made: Made) -> Trace:
    """A link to a file that is gone leaves an error in the cell."""
    row = _earned(made, made.dice.choice(("#REF!", "#N/A", "#VALUE!")), counts=False)
    return refused((row, "points"))


@habit("taken", "register")
def deductions_in_a_column_of_their_own(made: Made) -> Trace:
    """One column for what is earned and one for what is taken away; both are positive."""
    row = _deducted(made, None, 20)
    row.cells["less"] = 2
    for sheet in made.sheets(REGISTER):
        sheet.bare()
        sheet.headings = _with(sheet.headings, "points", {"points": "加分", "less": "扣分"})
    return taken()


@habit("taken", "register")
def income_expense_balance(made: Made) -> Trace:
    """The register is kept like a cash book; what was spent stands in it and in the redemption book, and counts once."""
    made.alone()
    told, home, item = made.redeemed()
    event = next(event for event in made.events if event.row is told)
    row = made.earned(home, number=28, counts=False, matter=f"兑换{item.name}{event.quantity}{item.unit}")
    row.cells |= {"points": None, "rule": None, "out": points(event.tenths), "balance": told.cells["left"]}
    after = running(made.events)
    for sheet in made.sheets(REGISTER):
        sheet.bare()
        for line in sheet.lines:
            line.cells.setdefault("balance", points(after[id(line)][0]) if id(line) in after else None)
        sheet.headings = _with(sheet.headings, "points", {"points": "收入", "out": "支出", "balance": "结余"})
    return taken(row)


@habit("taken", "register")
def times_and_value(made: Made) -> Trace:
    """What one is worth, how often, and the product; only the product is what was earned."""
    made.alone()
    for sheet in made.sheets(REGISTER):
        sheet.bare()
        for row in sheet.lines:
            row.cells |= {"each": row.cells["points"], "times": 1}
        sheet.headings = _with(sheet.headings, "points", {"each": "分值", "times": "次数", "points": "积分"})
    rule = next(rule for rule in made.rules if rule.unit == "小时")
    row = made.earn(made.lone(), made.day(27), rule, 2 * rule.tenths, matter=f"{rule.name}2小时")
    row.cells |= {"each": points(rule.tenths), "times": 2}
    return taken()


def _with(headings: dict[str, str], key: str, others: dict[str, str]) -> dict[str, str]:
    """The headings with others in the place of one."""
    found: dict[str, str] = {}
    for name, words in headings.items():
        found |= others if name == key else {name: words}
    return found


@habit("taken", "register")
def total_above_the_lines(made: Made) -> Trace:
    """The sum stands on top, where the superior looks first."""
    made.alone()
    sheet = made.register_sheet()
    row = total(made, sheet, "tenths", "points")
    sheet.rows.insert(0, sheet.rows.pop())
    return taken(row)


@habit("taken", "register")
def subtotal_of_a_household(made: Made) -> Trace:
    """A household's lines are summed up in a row that looks like one of them."""
    home = made.lone()
    rows = [
        made.earned(home, tenths=tenths, matter=f"{made.free_rule.name}{n}")
        for n, tenths in (("上午", 30), ("下午", 30))
    ]
    sheet = made.register_sheet()
    sheet.rows = [*(row for row in sheet.rows if row not in rows), *rows]
    last = made.earned(
        home, number=28, tenths=60, counts=False, matter=made.dice.choice(("小计", "本户合计"))
    )
    last.cells |= {"rule": None}
    month = [
        event
        for event in made.events
        if event.household == home.number and any(event.row is one for one in sheet.lines)
    ]
    last.cells["points"] = points(sum(event.tenths for event in month))
    sheet.rows = [
        *(row for row in sheet.rows if row is not last and not _of(row, month)),
        *(event.row for event in month),
        last,
    ]
    return taken(last)


def _of(row: Row, events: list[Event]) -> bool:
    return any(event.row is row for event in events)
