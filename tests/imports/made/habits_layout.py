"""Habits in the layout of the register: headings, columns, halves, sheets."""

from __future__ import annotations

import copy

from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made.book import Row, Sheet, points
from tests.imports.made.community import REGISTER, Made, Unfit
from tests.imports.made.habits import Trace, asked, habit, taken


@habit("taken", "register")
def two_halves(made: Made) -> Trace:
    """The sheet was laid out in two halves beside each other, to save paper."""
    sheet = made.register_sheet()
    if (
        any(row.cells.get("day") in (None, "〃", "″", "同上", "”") or row.hidden for row in sheet.lines)
        or sheet.finish
    ):
        raise Unfit
    sheet.halves = True
    return taken()


@habit("taken", "register")
def three_rows_of_headings(made: Made) -> Trace:
    """Headings in three rows, with merged cells over and beside each other."""
    sheet = made.register_sheet()
    words, keys = list(sheet.headings.values()), list(sheet.headings)
    at = keys.index("points") + 1
    first: list[str | None] = [*words]
    first[at - 1] = "积分情况"
    second: list[str | None] = [None] * len(words)
    second[at - 1] = "本次"
    third: list[str | None] = [None] * len(words)
    third[at - 1] = words[at - 1]
    sheet.head, top = [first, second, third], len(sheet.above) + 1

    def merge(to: Worksheet) -> None:
        for column in range(1, len(words) + 1):
            if column != at:
                to.merge_cells(start_row=top, end_row=top + 2, start_column=column, end_column=column)

    sheet.finish.append(merge)
    return taken()


@habit("taken", "register")
def second_table_in_another_order(made: Made) -> Trace:
    """The second half of the month was entered by a colleague, under headings in an order of his own."""
    sheet = made.register_sheet()
    others = list(sheet.headings)
    made.dice.shuffle(others)
    sheet.rows.append(Row(headings={key: sheet.headings[key] for key in others}))
    for _ in range(2):
        made.sheets(REGISTER)[-1].rows.append(_moved(made))
    return taken()


def _moved(made: Made) -> Row:
    spare = Sheet("spare", {})
    return made.earned(made.lone(), sheet=spare)


@habit("asked", "register")
def points_without_a_heading(made: Made) -> Trace:
    """The heading over the points was lost; everybody sees what the numbers are, nobody can be sure."""
    made.alone()
    sheet = made.register_sheet()
    sheet.headings["points"] = ""
    return asked("the column is the points", [(sheet.header, "points")], sheet.lines)


@habit("asked", "register")
def headings_of_ones_own(made: Made) -> Trace:
    """A month was kept under words that may mean the same."""
    made.alone()
    sheet = made.register_sheet()
    sheet.headings["points"] = made.dice.choice(("得分情况", "本次所获", "奖励情况"))
    return asked("the column is the points", [(sheet.header, "points")], sheet.lines)


@habit("asked", "register")
def draft_column_hidden(made: Made) -> Trace:
    """Two columns have the same heading: a draft that somebody hid, and what was agreed."""
    made.alone()
    sheet = made.register_sheet()
    for row in sheet.lines:
        value = row.cells["points"]
        row.cells["draft"] = value + 1 if isinstance(value, int | float) else value
    keys = list(sheet.headings)
    at = keys.index("points")
    keys.insert(at, "draft")
    sheet.headings = {key: sheet.headings["points" if key == "draft" else key] for key in keys}

    def hide(to: Worksheet) -> None:
        to.column_dimensions[sheet.header.spot("draft").cell.rstrip("0123456789")].hidden = True

    sheet.finish.append(hide)
    return asked("the visible column", [(sheet.header, "draft")], sheet.lines)


@habit("taken", "register")
def running_number_called_number(made: Made) -> Trace:
    """The running number has the heading that elsewhere means the rule's number; rules are known by their words."""
    for sheet in made.sheets(REGISTER):
        sheet.bare()
        rest = {key: words for key, words in sheet.headings.items() if key not in ("serial", "rule")}
        sheet.headings = {"serial": "编号", **rest}
        for number, row in enumerate(sheet.lines, 1):
            row.cells["serial"] = number
    return taken()


@habit("taken", "register")
def headings_with_marks(made: Made) -> Trace:
    """Stars for what must be filled in, units in brackets, a line break in the middle."""
    for sheet in made.sheets(REGISTER):
        sheet.bare()
        sheet.headings = {key: _marked(made, key, words) for key, words in sheet.headings.items()}
    return taken()


def _marked(made: Made, key: str, words: str) -> str:
    if key == "points":
        return words + made.dice.choice(("（分）", "\n（分）", "(分)", "【分】"))
    return made.dice.choice((f"*{words}", f"{words}*", f"{words[0]} {words[1:]}", f"{words}（必填）", words))


@habit("taken", "register")
def sums_of_the_households(made: Made) -> Trace:
    """A sheet says what each household has in all; it is no register, and is not counted twice."""
    balances = made.truth().balances
    sheet = Sheet(
        "汇总", {"household": "户号", "name": "户主", "points": "积分合计"}, [[f"{made.name}积分汇总"]]
    )
    for home in made.households:
        had = balances.get(home.number, 0)
        cells = {"household": made.number_cell(home), "name": home.head.name, "points": points(had)}
        sheet.rows.append(Row(cells))
    made.sheets(REGISTER).insert(made.dice.choice((0, 1)), sheet)
    if made.sheets(REGISTER)[-1] is sheet:
        made.sheets(REGISTER).reverse()
    return taken(sheet)


@habit("asked", "register")
def old_draft_hidden(made: Made) -> Trace:
    """A hidden sheet holds the month as it was before somebody corrected it."""
    last = made.register_sheet()
    draft = Sheet(f"{last.name} (2)", dict(last.headings), list(last.above), state="hidden")
    draft.rows = [Row(dict(row.cells), formats=dict(row.formats)) for row in last.lines]
    draft.rows[0].cells["points"] = 7 if draft.rows[0].cells["points"] != 7 else 6
    made.sheets(REGISTER).insert(len(made.sheets(REGISTER)) - 1, draft)
    return asked("the hidden sheet is not read", [draft])


@habit("taken", "register")
def copy_of_the_month(made: Made) -> Trace:
    """Before printing, somebody copied the sheet; both say the same and it is one month."""
    last = made.register_sheet()
    if last.finish or last.halves:
        raise Unfit
    twin = Sheet(f"{last.name} (2)", dict(last.headings), list(last.above))
    twin.rows = [copy.deepcopy(row) for row in last.lines]
    made.sheets(REGISTER).insert(len(made.sheets(REGISTER)) - 1, twin)
    return taken(twin)


@habit("taken", "register")
def empty_sheets(made: Made) -> Trace:
    """The sheets that a new workbook has, never used, and one with the headings of next month."""
    last = made.sheets(REGISTER)[-1]
    made.sheets(REGISTER).insert(0, Sheet("Sheet2", {}))
    blank = Sheet("下月", dict(last.headings), [[f"{made.name}{made.year}年  月积分登记表"]])
    made.sheets(REGISTER).insert(1, blank)
    return taken()
