"""A made-up community: who lives there, its rules and goods, its books, and what has happened in them."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.imports.made import words
from tests.imports.made.book import Book, Row, Sheet, points
from tests.imports.made.counting import Count, Event, count

ROSTER = "居民花名册.xlsx"
ATTENDANCE = "志愿活动签到表.xlsx"
REGISTER = "积分登记表.xlsx"
DELIVERIES = "物资入库台账.xlsx"
REDEMPTIONS = "积分兑换登记表.xlsx"


class Unfit(Exception):
    """This book has nothing that could be spoilt in the way that is asked for."""


@dataclass
class Person:
    name: str
    phone: str


@dataclass
class Household:
    number: str
    door: str
    people: list[Person]
    #: its lines in the roster, in the order of its people
    rows: list[Row] = field(default_factory=list)

    @property
    def head(self) -> Person:
        return self.people[0]


@dataclass(frozen=True)
class Rule:
    code: str
    name: str
    unit: str
    tenths: int
    cap: str
    account: str


@dataclass(frozen=True)
class Item:
    code: str
    name: str
    unit: str
    tenths: int


DATE_STYLES = (
    "iso",
    "slash",
    "words",
    "dot",
    "dot0",
    "cell",
    "cell words",
    "joined",
    "month day",
    "month.day",
)


def written_day(day: date, style: str) -> Any:
    """A day as somebody writes it; the last two leave the year to the title."""
    return {
        "iso": f"{day:%Y-%m-%d}",
        "slash": f"{day.year}/{day.month}/{day.day}",
        "words": f"{day.year}年{day.month}月{day.day}日",
        "dot": f"{day.year}.{day.month}.{day.day}",
        "dot0": f"{day:%Y.%m.%d}",
        "cell": datetime(day.year, day.month, day.day),
        "cell words": datetime(day.year, day.month, day.day),
        "joined": f"{day:%Y%m%d}",
        "month day": f"{day.month}月{day.day}日",
        "month.day": f"{day.month}.{day.day}",
    }[style]


#: number formats of days that are real dates
DATE_FORMATS = {"cell": "yyyy-mm-dd", "cell words": 'yyyy"年"m"月"d"日"'}


@dataclass
class Made:
    """A community with its books, and the events that are the truth about them."""

    seed: int
    dice: random.Random
    name: str
    year: int
    months: list[int]
    styles: dict[str, str]
    numbers_are_cells: bool = False
    households: list[Household] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    goods: list[Item] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    events: list[Event] = field(default_factory=list)
    #: attendance row -> minutes
    minutes: dict[Row, int] = field(default_factory=dict)
    #: attendance row -> the register's line of the same afternoon
    joined: dict[Row, Row] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    # what holds

    def truth(self, without: Collection[Row] = ()) -> Count:
        return count(self.events, without)

    def served(self, without: Collection[Row] = ()) -> int:
        left_out = {id(row) for row in without}
        return sum(minutes for row, minutes in self.minutes.items() if id(row) not in left_out)

    # what a habit works on

    @property
    def last_month(self) -> int:
        return self.months[-1]

    def day(self, number: int) -> date:
        """A day of the last month; from the 27th on nothing happens but what habits add."""
        return date(self.year, self.last_month, number)

    def sheets(self, file: str) -> list[Sheet]:
        return self.book.files[file]

    def lone(self, *, people: int = 1, quiet: bool = False) -> Household:
        """A household that no other habit uses, with so many people at least; a quiet one has redeemed nothing."""
        spenders = {event.household for event in self.events if quiet and event.kind == "redeem"}
        fit = [
            one
            for one in self.households
            if one.number not in self.used | spenders and len(one.people) >= people
        ]
        if not fit:
            raise Unfit
        found = self.dice.choice(fit)
        self.used.add(found.number)
        return found

    def rich(self) -> Household:
        """The household with the most points, of those that no habit uses."""
        counted = self.truth()
        fit = [one for one in self.households if one.number not in self.used]
        if not fit:
            raise Unfit
        found = max(fit, key=lambda one: counted.balance(one.number))
        self.used.add(found.number)
        return found

    def item(self, most: int = 10**6) -> Item:
        """Goods that no other habit uses, with some on the shelf, of at most this price."""
        stock = self.truth().stock
        fit = [
            one
            for one in self.goods
            if one.name not in self.used and stock.get(one.code, 0) >= 5 and one.tenths <= most
        ]
        if not fit:
            raise Unfit
        found = self.dice.choice(fit)
        self.used.add(found.name)
        return found

    @property
    def names_are_unique(self) -> bool:
        names = [person.name for home in self.households for person in home.people]
        return len(names) == len(set(names))

    def alone(self) -> None:
        """Unfit where another habit has touched a household or goods: what rebuilds whole columns would hide it."""
        if self.used:
            raise Unfit

    @property
    def free_rule(self) -> Rule:
        return next(rule for rule in self.rules if rule.name == words.FREE[0])

    def number_cell(self, household: Household) -> Any:
        """The household's number as this community types it."""
        return int(household.number) if self.numbers_are_cells else household.number

    def day_cell(self, book: str, day: date) -> Any:
        return written_day(day, self.styles[book])

    def dated(self, book: str, row: Row, day: date) -> Row:
        row.cells["day"] = self.day_cell(book, day)
        if self.styles[book] in DATE_FORMATS:
            row.formats["day"] = DATE_FORMATS[self.styles[book]]
        return row

    def register_sheet(self) -> Sheet:
        """The sheet of the last month, without totals and page headings."""
        sheet = self.sheets(REGISTER)[-1]
        sheet.bare()
        sheet.below = []
        return sheet

    # lines

    def earn(
        self, household: Household, day: date, rule: Rule, tenths: int, *, who: Person | None = None,
        matter: str = "", sheet: Sheet | None = None, counts: bool = True,
    ) -> Row:  # fmt: skip
        """A line of the register; what it gives counts unless a habit says otherwise."""
        row = Row(
            {
                "household": self.number_cell(household),
                "name": (who or household.head).name,
                "door": household.door,
                "rule": rule.code,
                "matter": matter or rule.name,
                "points": points(tenths),
                "recorder": self.dice.choice(words.STAFF),
            }
        )
        (sheet or self.register_sheet()).rows.append(self.dated("register", row, day))
        if counts:
            self.events.append(Event(day, "earn", row, household.number, tenths=tenths))
        return row

    def earned(self, household: Household, *, number: int = 27, tenths: int = 30, **more: Any) -> Row:
        """A line of the rule without a cap, which gives three points, at the end of the last month."""
        return self.earn(household, self.day(number), self.free_rule, tenths, **more)

    def deliver(self, item: Item, day: date, quantity: int, *, counts: bool = True) -> Row:
        sheet = self.sheets(DELIVERIES)[-1]
        serial = sum(len(one.lines) for one in self.sheets(DELIVERIES)) + 1
        row = Row(
            {
                "number": f"RK{self.year}{serial:03d}", "item": item.name, "unit": item.unit, "quantity": quantity,
                "supply": self.dice.choice(words.SUPPLIES), "source": self.dice.choice(words.GIVERS),
                "price": points(item.tenths), "expires": self.dice.choice(("/", "长期", f"{self.year + 2}-12-31")),
                "handler": self.dice.choice(words.STAFF),
            }
        )  # fmt: skip
        sheet.rows.append(self.dated("deliveries", row, day))
        if counts:
            self.events.append(Event(day, "deliver", row, item=item.code, quantity=quantity))
        return row

    def redeem(
        self, household: Household, day: date, item: Item, quantity: int, *, left: int, counts: bool = True
    ) -> Row:
        """A line of the redemption book; `left` is the balance written down, in tenths."""
        sheet = self.sheets(REDEMPTIONS)[-1]
        tenths = item.tenths * quantity
        row = Row(
            {
                "serial": sum(len(one.lines) for one in self.sheets(REDEMPTIONS)) + 1,
                "household": self.number_cell(household), "name": self.dice.choice(household.people).name,
                "item": item.name, "quantity": quantity, "points": points(tenths), "left": points(left),
                "signature": "已签", "clerk": self.dice.choice(words.STAFF),
            }
        )  # fmt: skip
        sheet.rows.append(self.dated("redemptions", row, day))
        if counts:
            event = Event(day, "redeem", row, household.number, item.code, quantity, tenths)
            self.events.append(event)
        return row

    def redeemed(self, quantity: int = 2, *, counts: bool = True) -> tuple[Row, Household, Item]:
        """The richest takes something that can be paid and of which there is enough, on the 28th of the last month."""
        sheet = self.sheets(REDEMPTIONS)[-1]
        sheet.bare()
        sheet.below = []
        household = self.rich()
        had = self.truth().balance(household.number)
        item = self.item(most=had // quantity)
        left = had - item.tenths * quantity
        return self.redeem(household, self.day(28), item, quantity, left=left, counts=counts), household, item
