"""Habits in the delivery book and in the redemption book."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made.book import Row, points
from tests.imports.made.community import DELIVERIES, REDEMPTIONS, Item, Made, Unfit
from tests.imports.made.counting import Event, running
from tests.imports.made.habits import Trace, asked, habit, taken


def _delivered(made: Made, quantity: int = 20, *, number: int = 27, counts: bool = True) -> tuple[Row, Item]:
    item = made.item()
    made.sheets(DELIVERIES)[-1].below = []
    return made.deliver(item, made.day(number), quantity, counts=counts), item


def _gone(made: Made, source: str, value: object = None) -> Row:
    """A line that takes two pieces out of stock."""
    row, item = _delivered(made, counts=False)
    row.cells |= {"quantity": -2 if value is None else value, "source": source}
    made.events.append(Event(made.day(27), "leave", row, item=item.code, quantity=2))
    return row


@habit("taken")
def given_back(made: Made) -> Trace:
    """Two pieces went back to the giver, in the book of what came in, with a minus."""
    return taken(_gone(made, "退回供货单位"))


@habit("taken")
def missing_at_stocktake(made: Made) -> Trace:
    """What was missing when somebody counted is entered where goods come in, below zero."""
    row = _gone(made, "盘亏", made.dice.choice((-2, "-2", "（2）", "—2")))
    row.cells["supply"] = "盘点"
    return taken(row)


@habit("taken")
def found_at_stocktake(made: Made) -> Trace:
    """What was there beyond the books is entered as having come in."""
    row, _ = _delivered(made, 1)
    row.cells |= {"source": "盘盈", "supply": "盘点", "number": None, "price": None}
    return taken()


@habit("taken")
def opening_stock(made: Made) -> Trace:
    """The book begins with what was there before."""
    row, _ = _delivered(made, made.dice.randint(5, 30))
    row.cells |= {"number": made.dice.choice(("期初库存", "上年结存", "期初")), "source": None, "price": None}
    return taken()


@habit("taken")
def quantity_with_its_unit(made: Made) -> Trace:
    """The unit is written behind the number, or the number as a word."""
    row, item = _delivered(made)
    row.cells["quantity"] = made.dice.choice(
        (f"20{item.unit}", f"二十{item.unit}", f"20 {item.unit}", "２０", "20.0")
    )
    return taken()


@habit("asked")
def counted_in_boxes(made: Made) -> Trace:
    """Two boxes came; how many pieces are in one stands nowhere."""
    row, item = _delivered(made, 20, counts=False)
    made.sheets(DELIVERIES)[-1].headings.setdefault("unit", "单位")
    row.cells |= {"quantity": 2, "unit": "箱"}
    made.events.append(Event(made.day(27), "deliver", row, item=item.code, quantity=20))
    return asked("ten in a box", [(row, "unit")], [row])


@habit("taken")
def expiry_without_a_year(made: Made) -> Trace:
    """A day without a year is the first one after the goods came."""
    row, _ = _delivered(made)
    row.cells["expires"] = "2.28"
    return taken((row, "expires"))


@habit("taken")
def slip_for_two(made: Made) -> Trace:
    """One slip with two kinds of goods; the number stands once, or on both lines."""
    first, _ = _delivered(made)
    second, _ = _delivered(made)
    second.cells["number"] = first.cells["number"]
    return taken()


@habit("taken", "deliveries")
def in_and_out(made: Made) -> Trace:
    """The store keeps one book of what comes and goes; what went by redemption is in the redemption book too."""
    told, _, item = made.redeemed()
    sheet = made.sheets(DELIVERIES)[-1]
    sheet.below = []
    headings: dict[str, str] = {}
    for key, words in sheet.headings.items():
        headings |= (
            {"quantity": "入库数量", "out": "出库数量", "rest": "结存"} if key == "quantity" else {key: words}
        )
    sheet.headings = headings
    row = Row(
        {
            "item": item.name,
            "unit": item.unit,
            "out": told.cells["quantity"],
            "rest": made.truth().on_hand(item.code),
        }
    )
    row.cells["source"] = told.cells["name"]
    after = running(made.events)
    for line in sheet.lines:
        line.cells["rest"] = after[id(line)][1] if id(line) in after else None
    sheet.rows.append(made.dated("deliveries", row, made.day(28)))
    return taken(row)


@habit("taken")
def two_goods_in_a_cell(made: Made) -> Trace:
    """Two things in one cell, with how many of each; quantity, points and balance fit the two together."""
    home = made.rich()
    counted = made.truth()
    had = counted.balance(home.number)
    plain = [
        one
        for one in made.goods
        if one.name not in made.used and counted.on_hand(one.code) > 3 and not any(map(str.isdigit, one.name))
    ]
    pairs = [
        (one, two) for one in plain for two in plain if one is not two and one.tenths + 2 * two.tenths <= had
    ]
    if not pairs:
        raise Unfit
    first, second = made.dice.choice(pairs)
    made.used |= {first.name, second.name}
    made.sheets(REDEMPTIONS)[-1].bare()
    made.sheets(REDEMPTIONS)[-1].below = []
    tenths = first.tenths + 2 * second.tenths
    left = had - tenths
    row = made.redeem(home, made.day(28), first, 3, left=left, counts=False)
    break_ = made.dice.choice(("、", "，", "\n", "；", " "))
    words = f"{first.name}1{first.unit}{break_}{second.name}2{second.unit}"
    row.cells |= {"item": words, "quantity": 3, "points": points(tenths), "left": points(left)}
    made.events.append(Event(made.day(28), "redeem", row, home.number, first.code, 1, first.tenths))
    made.events.append(Event(made.day(28), "redeem", row, home.number, second.code, 2, 2 * second.tenths))
    return taken(row)


@habit("taken")
def points_of_a_visit_merged(made: Made) -> Trace:
    """Two lines of one visit with one merged cell for what it cost and what is left."""
    first, home, one = made.redeemed(1)
    had, sheet = made.truth().balance(home.number), made.sheets(REDEMPTIONS)[-1]
    other = made.item(most=had)
    left = had - other.tenths
    second = made.redeem(home, made.day(28), other, 1, left=left)
    first.cells |= {"points": points(one.tenths + other.tenths), "left": points(left)}
    second.cells |= {"points": None, "left": None}

    def merge(to: Worksheet) -> None:
        for key in ("points", "left"):
            to.merge_cells(f"{first.spot(key).cell}:{second.spot(key).cell}")

    sheet.finish.append(merge)
    return taken()


@habit("taken")
def points_left_blank(made: Made) -> Trace:
    """The price list says what it cost, and the balance agrees."""
    row, _, _ = made.redeemed()
    row.cells["points"] = None
    return taken()


@habit("taken")
def quantity_at_the_counter(made: Made) -> Trace:
    """Two bottles, as people say it."""
    row, _, item = made.redeemed()
    row.cells["quantity"] = made.dice.choice((f"2{item.unit}", f"两{item.unit}", f"贰{item.unit}", "２"))
    return taken()


@habit("asked")
def not_the_price(made: Made) -> Trace:
    """Points and balance agree with each other, but not with the price list."""
    row, home, item = made.redeemed(1)
    had = made.truth().balance(home.number)
    if had < 5:
        raise Unfit
    row.cells |= {"points": points(item.tenths + 5), "left": points(had - 5)}
    return asked("the price list", [(row, "points")], [row])


@habit("taken")
def brought_back(made: Made) -> Trace:
    """Goods were brought back and the line was entered again below zero, with the balance as it was."""
    _, home, item = made.redeemed()
    left = made.truth().balance(home.number) + item.tenths * 2
    row = made.redeem(home, made.day(28), item, 2, left=left, counts=False)
    row.cells |= {"quantity": -2, "points": points(-item.tenths * 2)}
    made.events.append(Event(made.day(28), "return", row, home.number, item.code, 2, item.tenths * 2))
    return taken(row)


@habit("asked")
def exchange_cancelled(made: Made) -> Trace:
    """Where the signature belongs stands that nothing was handed out."""
    row, _, _ = made.redeemed(counts=False)
    made.sheets(REDEMPTIONS)[-1].headings.setdefault("signature", "领取人签字")
    row.cells["signature"] = made.dice.choice(("作废", "取消", "退"))
    return asked("nothing was handed out", [(row, "signature")], [row])


@habit("asked", "signatures")
def not_signed(made: Made) -> Trace:
    """All others have signed; whether this one got the goods is for the clerk to say."""
    if (
        "signature" not in made.sheets(REDEMPTIONS)[-1].headings
        or len(made.sheets(REDEMPTIONS)[-1].lines) < 5
    ):
        raise Unfit
    row, _, _ = made.redeemed()
    row.cells["signature"] = None
    return asked("it was handed out", [(row, "signature")], [row])


@habit("taken")
def a_gift(made: Made) -> Trace:
    """Goods given to a household in need, for no points; stock falls, the balance does not."""
    row, home, item = made.redeemed(1, counts=False)
    sheet = made.sheets(REDEMPTIONS)[-1]
    sheet.headings.setdefault("remark", "备注")
    row.cells |= {
        "points": 0,
        "left": points(made.truth().balance(home.number)),
        "remark": "困难慰问，不扣分",
    }
    made.events.append(Event(made.day(28), "leave", row, item=item.code, quantity=1))
    return taken(row)


@habit("taken", "redemptions")
def second_half_year(made: Made) -> Trace:
    """A heading for the second half year, and the table begins again in another order."""
    sheet = made.sheets(REDEMPTIONS)[-1]
    row, _, _ = made.redeemed()
    others = list(sheet.headings)
    made.dice.shuffle(others)
    sheet.rows.remove(row)
    sheet.rows += [Row(raw=["下半年"]), Row(headings={key: sheet.headings[key] for key in others}), row]
    return taken()
