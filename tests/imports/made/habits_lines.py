"""Habits around the lines of the register: crossed out, hidden, remarked on, laid out in another way."""

from __future__ import annotations

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made.book import Row
from tests.imports.made.community import REGISTER, Made
from tests.imports.made.counting import Event
from tests.imports.made.habits import Trace, asked, habit, taken


def _line(made: Made, *, counts: bool = True) -> Row:
    return made.earned(made.lone(), counts=counts)


@habit("taken")
def crossed_out(made: Made) -> Trace:
    """A line struck through as a whole is taken out; that is what the stroke says."""
    row = _line(made, counts=False)
    row.struck = True
    return taken(row)


@habit("asked")
def points_crossed_out(made: Made) -> Trace:
    """Only the points are struck through: cancelled, or corrected and forgotten."""
    row = _line(made, counts=False)
    sheet = made.register_sheet()

    def strike(to: Worksheet) -> None:
        to[row.spot("points").cell].font = Font(strike=True)

    sheet.finish.append(strike)
    return asked("the crossed-out line does not count", [(row, "points")], [row])


@habit("asked")
def cancelled_in_a_remark(made: Made) -> Trace:
    """A remark says that the line does not count; whether all of it is for a person to say."""
    row = _line(made, counts=False)
    _remark(made, row, made.dice.choice(("作废", "取消", "重复，不算", "登记错误，作废", "已退")))
    return asked("the line does not count", [(row, "remark")], [row])


def _remark(made: Made, row: Row, words: str) -> None:
    row.cells["remark"] = words
    for sheet in made.sheets(REGISTER):
        sheet.headings.setdefault("remark", "备注")
        for other in sheet.rows:
            if other.headings is not None:
                other.headings.setdefault("remark", "备注")


@habit("taken")
def remark_of_no_weight(made: Made) -> Trace:
    """A remark that cancels nothing."""
    _remark(
        made, _line(made), made.dice.choice(("已核实", "家属代报", "见照片", "补登3月漏记", "网格员张姐见证"))
    )
    return taken()


@habit("asked")
def cancelled_in_the_margin(made: Made) -> Trace:
    """Beside the table, in no column, stands that the line does not count."""
    row, sheet, margin = _line(made, counts=False), made.register_sheet(), Row()
    words = made.dice.choice(("←重复，不算", "作废！", "← 取消"))

    def write(to: Worksheet) -> None:
        column = len(sheet.headings) + 2
        to.cell(row.number, column, words)
        margin.file, margin.sheet, margin.number, margin.columns = (
            row.file,
            row.sheet,
            row.number,
            {"margin": column},
        )

    sheet.finish.append(write)
    return asked("the line does not count", [(margin, "margin")], [row])


@habit("taken")
def comment_on_a_cell(made: Made) -> Trace:
    """A comment that cancels nothing is a note; it is listed, and the cell counts."""
    row = _line(made)
    row.comments["points"] = made.dice.choice(("上门核实过", "原为2分，已按3分更正", "照片在群里"))
    return taken((row, "points"))


@habit("asked")
def cancelled_in_a_comment(made: Made) -> Trace:
    """The word that cancels is in a comment, which nobody sees on paper."""
    row = _line(made, counts=False)
    row.comments["points"] = made.dice.choice(("作废", "此条取消", "重复登记，不算"))
    return asked("the line does not count", [(row, "points")], [row])


@habit("taken", "hidden")
def hidden_by_a_filter(made: Made) -> Trace:
    """Somebody looked at one household and forgot the filter; the hidden lines are as good as the others."""
    rows = [_line(made) for _ in range(2)]
    for row in rows:
        row.hidden = True
    made.register_sheet().filtered = True
    return taken(*rows)


@habit("asked", "hidden")
def hidden_by_hand(made: Made) -> Trace:
    """A row hidden without a filter was hidden on purpose, for whatever purpose."""
    row = _line(made)
    row.hidden = True
    return asked("the hidden line counts", [row], [row])


@habit("taken")
def household_by_ditto(made: Made) -> Trace:
    """The second line of the same person has marks for day, number and name."""
    home = made.lone()
    made.earned(home)
    row = made.earned(home, matter=f"{made.free_rule.name}（下午）")
    mark = made.dice.choice(("〃", "″", "同上"))
    row.cells |= {"day": mark, "household": mark, "name": mark, "door": None}
    row.formats.pop("day", None)
    return taken()


@habit("taken")
def household_merged(made: Made) -> Trace:
    """Day, number and name are one merged cell over two lines; each line has points of its own."""
    home, sheet = made.lone(), made.register_sheet()
    first = made.earned(home)
    second = made.earned(home, matter=f"{made.free_rule.name}（下午）")
    keys = [key for key in ("day", "household", "name", "door") if key in sheet.headings]
    for key in keys:
        second.cells[key] = None
    second.formats.pop("day", None)

    def merge(to: Worksheet) -> None:
        for key in keys:
            to.merge_cells(f"{first.spot(key).cell}:{second.spot(key).cell}")

    sheet.finish.append(merge)
    return taken()


@habit("taken")
def points_merged_over_two_people(made: Made) -> Trace:
    """Two of one household did it together: one merged cell of points, which is what both got together."""
    home, sheet = made.lone(people=2), made.register_sheet()
    first = made.earned(home)
    second = made.earned(home, who=home.people[1], counts=False)
    second.cells["points"] = None
    sheet.finish.append(
        lambda to: to.merge_cells(f"{first.spot('points').cell}:{second.spot('points').cell}")
    )
    return taken()


@habit("asked")
def household_left_blank(made: Made) -> Trace:
    """No number and no name: most probably the household of the line above."""
    home = made.lone()
    made.earned(home)
    row = made.earned(home, number=28, counts=False, matter=f"{made.free_rule.name}（又一次）")
    row.cells |= {"household": None, "name": None, "door": None}
    made.events.append(Event(made.day(28), "earn", row, home.number, tenths=30))
    return asked("as the line above", [row], [row])


@habit("taken")
def words_between_the_lines(made: Made) -> Trace:
    """A blank row, and a line of words that says what comes below."""
    sheet = made.register_sheet()
    _line(made)
    sheet.rows += [
        Row(raw=[]),
        Row(raw=[made.dice.choice(("以下为补登：", "—— 下半月 ——", "第2页", "（接上页）"))]),
    ]
    _line(made)
    return taken()


@habit("taken")
def a_list_to_the_right(made: Made) -> Trace:
    """A list to look things up stands beside the table, with a gap between."""
    sheet, corner = made.register_sheet(), Row()
    rows = [
        ["事项", "标准"],
        *([rule.name, f"{rule.tenths / 10:g}分/{rule.unit}"] for rule in made.rules[:6]),
    ]

    def write(to: Worksheet) -> None:
        column, top = len(sheet.headings) + 4, len(sheet.above) + 1
        for number, cells in enumerate(rows, top):
            for place, value in enumerate(cells, column):
                to.cell(number, place, value)
        corner.file, corner.sheet, corner.number, corner.columns = (
            sheet.header.file,
            sheet.name,
            top,
            {"list": column},
        )

    sheet.finish.append(write)
    return taken((corner, "list"))
