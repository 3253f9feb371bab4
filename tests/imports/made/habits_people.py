"""Habits in the roster, and in how households and people are named elsewhere."""

from __future__ import annotations

from datetime import datetime

from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made.book import Row, Sheet
from tests.imports.made.community import REGISTER, ROSTER, Household, Made, Unfit
from tests.imports.made.counting import Event
from tests.imports.made.habits import Trace, asked, habit, refused, taken


def _named(made: Made, name: str, home: Household | None = None) -> Row:
    row = made.earned(home or made.lone())
    row.cells["name"] = name
    return row


def _rename(made: Made, home: Household, name: str) -> None:
    """Give the head another name, in every book."""
    old = home.head.name
    for sheets in made.book.files.values():
        for sheet in sheets:
            for row in sheet.lines:
                if row.cells.get("name") == old and (
                    row in home.rows or row.cells.get("household") == made.number_cell(home)
                ):
                    row.cells["name"] = name
    home.head.name = name


@habit("taken")
def title_behind_the_name(made: Made) -> Trace:
    """People are written as they are called."""
    home = made.lone()
    _named(
        made, home.head.name + made.dice.choice(("师傅", "老师", "阿姨", "（户主）", "(代)", "同志")), home
    )
    return taken()


@habit("taken")
def two_of_one_household(made: Made) -> Trace:
    """Both names stand in the cell; the points go to their household anyway."""
    home = made.lone(people=2)
    _named(made, made.dice.choice(("、", " ", "/", "和")).join(one.name for one in home.people[:2]), home)
    return taken()


@habit("taken")
def blanks_within_the_name(made: Made) -> Trace:
    """Names of two are spaced out to the width of three, or were pasted with marks that nobody sees."""
    home = made.lone()
    name = home.head.name
    spaced = (
        f"{name[0]}　{name[1:]}",
        f" {name} ",
        f"{name[0]} {name[1:]}",
        f"\u202d{name}\u202c",
        f"{name}\u200b",
        f"{name}\u00a0",
    )
    _named(made, made.dice.choice(spaced), home)
    return taken()


@habit("taken")
def middle_dots(made: Made) -> Trace:
    """Every keyboard has another dot for the middle of a name."""
    home = made.lone()
    _rename(made, home, "阿依古丽·买买提")
    for dot in "•・.‧":
        made.earned(home, matter=f"{made.free_rule.name}{dot}").cells["name"] = f"阿依古丽{dot}买买提"
    return taken()


@habit("taken")
def traditional_characters(made: Made) -> Trace:
    """One clerk writes as her grandfather did."""
    home = made.lone()
    _rename(made, home, f"{home.head.name[0]}兰英")
    _named(made, f"{home.head.name[0]}蘭英", home)
    return taken()


@habit("taken")
def noughts_left_out(made: Made) -> Trace:
    """Excel takes the noughts from a number that begins with them."""
    home = made.lone()
    if not home.number.isdigit():
        raise Unfit
    _named(made, home.head.name, home).cells["household"] = int(home.number)
    return taken()


@habit("taken")
def number_with_a_word(made: Made) -> Trace:
    """The number is written as it is said."""
    home = made.lone()
    if not home.number.isdigit():
        raise Unfit
    number = int(home.number)
    row = _named(made, home.head.name, home)
    row.cells["household"] = made.dice.choice(
        (f"{home.number}户", f"第{number}户", f"{home.number}号", f"No.{home.number}")
    )
    return taken()


@habit("asked")
def name_of_another_household(made: Made) -> Trace:
    """Number and name do not belong together, and only a person knows which is wrong."""
    home, other = made.lone(), made.lone()
    if sum(person.name == other.head.name for one in made.households for person in one.people) > 1:
        raise Unfit
    row = made.earned(home, counts=False)
    row.cells |= {"name": other.head.name, "door": other.door}
    made.events.append(Event(made.day(27), "earn", row, other.number, tenths=30))
    return asked("the household of the name", [row], [row])


@habit("taken")
def fetched_by_a_neighbour(made: Made) -> Trace:
    """A neighbour signs for an old woman; the goods are hers, and so are the points."""
    row, home, _ = made.redeemed()
    other = made.lone()
    row.cells["name"] = f"{home.head.name}（{other.head.name}代领）"
    return taken()


@habit("taken", "roster")
def identity_numbers(made: Made) -> Trace:
    """The roster has a column of identity numbers, some of them destroyed by Excel; nobody needs them."""
    sheet = made.sheets(ROSTER)[0]
    sheet.headings["identity"] = "身份证号"
    for number, row in enumerate(sheet.lines):
        text = f"5001011970{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}X"
        row.cells["identity"] = float(text[:-1] + "0") if number % 7 == 0 else text
    return taken()


@habit("taken", "roster")
def a_sheet_for_each_building(made: Made) -> Trace:
    """The roster has a sheet for each building."""
    sheet = made.sheets(ROSTER)[0]
    parts: dict[str, Sheet] = {}
    for home in made.households:
        building = home.door.split("栋")[0] + "栋"
        part = parts.setdefault(
            building, Sheet(building, dict(sheet.headings), [[f"{made.name}居民花名册（{building}）"]])
        )
        part.rows += home.rows
    if len(parts) < 2:
        raise Unfit
    part.rows += [row for row in sheet.lines if not any(row in home.rows for home in made.households)]
    made.book.files[ROSTER] = list(parts.values())
    return taken()


@habit("taken", "roster")
def heads_counted_below(made: Made) -> Trace:
    """Below the roster stands how many households and people there are."""
    people = sum(len(one.people) for one in made.households)
    made.sheets(ROSTER)[0].below = [["合计", f"{len(made.households)}户", f"{people}人"]]
    return taken()


def _gone(made: Made, notes: tuple[str, ...]) -> tuple[Row, list[Row]]:
    """Somebody's line in the roster with such a note, and all their lines in other books; there is one at least."""
    home, sheet = made.lone(people=2), made.sheets(ROSTER)[0]
    sheet.headings.setdefault("note", "备注")
    row, person = home.rows[-1], home.people[-1]
    row.cells["note"] = made.dice.choice(notes)
    made.earned(home).cells["name"] = person.name
    books = (sheets for file, sheets in made.book.files.items() if file != ROSTER)
    lines = [line for sheets in books for one in sheets for line in one.lines]
    number = made.number_cell(home)
    return row, [
        one for one in lines if (one.cells.get("name"), one.cells.get("household")) == (person.name, number)
    ]


@habit("taken")
def moved_away(made: Made) -> Trace:
    """The remark says when somebody died or moved, after all that was earned; the household keeps its points."""
    year = made.year
    row, _ = _gone(
        made, (f"{year}年12月31日去世", f"{year}年已故", f"已迁出（{year + 1}.1）", f"{year}年12月搬走")
    )
    return taken(row)


@habit("asked")
def gone_before_the_line(made: Made) -> Trace:
    """Somebody earned after the day of their death or moving by the roster; which of the two is wrong, a person knows."""
    _, lines = _gone(made, ("2020年去世", f"已故（{made.year - 1}.6）", f"{made.year - 1}年5月3日迁出"))
    return asked("the lines of who was gone count", lines, lines)


@habit("asked")
def gone_without_a_day(made: Made) -> Trace:
    """Somebody died or moved, nobody wrote when, and there are lines of theirs."""
    _, lines = _gone(made, ("已故", "已迁出", "已搬走"))
    return asked("the lines from before count", lines, lines)


@habit("taken", "roster")
def numbers_merged_down(made: Made) -> Trace:
    """The household's number is one cell merged over its people."""
    sheet = made.sheets(ROSTER)[0]
    homes = [one for one in made.households if len(one.rows) > 1]
    for home in homes:
        for row in home.rows[1:]:
            row.cells["household"] = None

    def merge(to: Worksheet) -> None:
        for home in homes:
            to.merge_cells(f"{home.rows[0].spot('household').cell}:{home.rows[-1].spot('household').cell}")

    sheet.finish.append(merge)
    return taken()


@habit("taken")
def number_became_a_day(made: Made) -> Trace:
    """Excel turned the household 3-2 into the third of February; other books still have it as it is."""
    home = made.households[made.dice.randrange(len(made.households))]
    if home.number in made.used or any(event.household == home.number for event in made.events):
        home = made.lone(quiet=True)
    made.used.add(home.number)
    old = home.number
    if (
        made.numbers_are_cells
        or any(event.household == old for event in made.events)
        or any(one.number == "11-7" for one in made.households)
    ):
        raise Unfit
    home.number = "11-7"
    for row in home.rows:
        if row.cells.get("household"):
            row.cells["household"] = datetime(made.year, 11, 7)
            row.formats["household"] = "yyyy-mm-dd"
    made.earned(home)
    return taken((home.rows[0], "household"))


@habit("taken")
def number_of_the_old_flat(made: Made) -> Trace:
    """A household moved and has a new number; the roster says which it had, and an old line still has that."""
    home, sheet = made.lone(), made.sheets(ROSTER)[0]
    old: str | int = 8801 if made.numbers_are_cells else "8801"
    sheet.headings.setdefault("note", "备注")
    home.rows[0].cells["note"] = f"原户号{old}"
    row = made.earned(home)
    row.cells |= {"household": old, "door": None}
    return taken(row)


@habit("refused")
def name_is_an_error(made: Made) -> Trace:
    """A formula in the roster lost what it looked up; a household without a name cannot be registered."""
    sheet = made.sheets(ROSTER)[0]
    number = 9001 if made.numbers_are_cells else "9001"
    row = Row(
        {
            "household": number,
            "name": "#N/A",
            "kinship": "户主",
            "sex": "女",
            "birth": "1960.03",
            "phone": "13700001234",
        }
    )
    sheet.rows.append(row)
    return refused((row, "name"))


@habit("asked")
def birth_as_a_number(made: Made) -> Trace:
    """1990.1 as a number is January, or October without its nought."""
    home = made.lone()
    home.rows[0].cells["birth"] = 1990.1
    return asked("the first month", [(home.rows[0], "birth")])


@habit("taken", "register")
def register_without_numbers(made: Made) -> Trace:
    """The register knows households by the name and the door; where that is one household there is nothing to ask."""
    numbers = {person.name: made.number_cell(one) for one in made.households for person in one.people}
    lines = [row for sheet in made.sheets(REGISTER) for row in sheet.lines]
    if not made.names_are_unique or any(
        numbers.get(row.cells["name"]) != row.cells["household"] for row in lines
    ):
        raise Unfit
    for sheet in made.sheets(REGISTER):
        sheet.bare()
        sheet.headings = {key: words for key, words in sheet.headings.items() if key != "household"}
        sheet.headings.setdefault("door", "住址")
    return taken()
