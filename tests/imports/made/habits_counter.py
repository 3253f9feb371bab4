"""More habits at the counter and in the store: how goods are named, and lines that cannot be."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made.book import points
from tests.imports.made.community import DELIVERIES, REDEMPTIONS, Made
from tests.imports.made.habits import Trace, habit, refused, taken


@habit("taken")
def goods_by_their_number(made: Made) -> Trace:
    """The clerk writes the number of the price list, with the name or without it."""
    row, _, item = made.redeemed()
    row.cells["item"] = made.dice.choice(
        (item.code, f"{item.code} {item.name}", f"{item.name}（{item.code}）")
    )
    return taken()


@habit("taken")
def goods_spaced_out(made: Made) -> Trace:
    """Blanks within the name of goods, or the unit behind it."""
    row, _, item = made.redeemed()
    row.cells["item"] = made.dice.choice((" ".join(item.name), f"{item.name}　", f"{item.name}\n"))
    return taken()


@habit("taken")
def balance_miscounted(made: Made) -> Trace:
    """The clerk miscounted what is left; the lines decide, and the difference is said."""
    row, home, _ = made.redeemed()
    row.cells["left"] = points(made.truth().balance(home.number) + 10)
    return taken(row)


@habit("refused")
def goods_not_on_the_list(made: Made) -> Trace:
    """Something was handed out that the price list does not have."""
    row, _, _ = made.redeemed(counts=False)
    row.cells["item"] = made.dice.choice(("神秘礼包", "其他", "见清单"))
    return refused(row)


@habit("refused")
def more_points_than_there_are(made: Made) -> Trace:
    """Goods for more than the household ever had; the price is right, the household cannot be."""
    sheet, counted = made.sheets(REDEMPTIONS)[-1], made.truth()
    sheet.bare()
    sheet.below = []
    home, item = made.lone(), made.item()
    quantity = counted.balance(home.number) // item.tenths + 1
    return refused(made.redeem(home, made.day(28), item, quantity, left=0, counts=False))


@habit("refused")
def two_numbers_for_a_quantity(made: Made) -> Trace:
    """How many it were cannot be seen."""
    row, _, _ = made.redeemed(counts=False)
    row.cells["quantity"] = made.dice.choice(("1-2", "若干", "2?", "一些"))
    return refused((row, "quantity"))


@habit("taken")
def quantity_merged(made: Made) -> Trace:
    """One delivery on two lines with one merged cell for how many came in all."""
    item, sheet = made.item(), made.sheets(DELIVERIES)[-1]
    sheet.below = []
    first = made.deliver(item, made.day(27), 20)
    second = made.deliver(item, made.day(27), 20, counts=False)
    second.cells |= {"quantity": None, "number": first.cells["number"]}

    def merge(to: Worksheet) -> None:
        for key in ("quantity", "number"):
            to.merge_cells(f"{first.spot(key).cell}:{second.spot(key).cell}")

    sheet.finish.append(merge)
    return taken()
