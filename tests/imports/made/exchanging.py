"""Goods of a made-up community: they come in batches, and go to households that have the points for them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from tests.imports.made.community import DELIVERIES, Item, Made
from tests.imports.made.counting import Count, Event


def deliver_and_redeem(made: Made) -> None:
    """Deliveries at the start of each month; then day by day whoever has points takes something, now and then."""
    dice = made.dice
    for month in made.months:
        for item in dice.sample(made.goods, dice.randint(len(made.goods) // 2, len(made.goods))):
            made.deliver(item, date(made.year, month, dice.randint(1, 6)), dice.randint(6, 40))
    days = {id(event.row): event.day for event in made.events}
    made.sheets(DELIVERIES)[0].rows.sort(key=lambda row: days[id(row)])
    by_day = defaultdict[date, list[Event]](list)
    for event in made.events:
        by_day[event.day].append(event)
    counted, day = Count(), date(made.year, made.months[0], 1)
    while day <= made.day(26):
        for event in sorted(by_day[day], key=lambda one: one.kind != "deliver"):
            counted.happen(event)
        if day.day >= 10 and dice.random() < 0.4:
            _a_day_at_the_counter(made, day, counted)
        day += timedelta(days=1)


def _a_day_at_the_counter(made: Made, day: date, counted: Count) -> None:
    for home in made.dice.sample(made.households, min(len(made.households), made.dice.randint(2, 10))):
        affordable = [one for one in made.goods if _can_take(one, 1, home.number, counted)]
        for item in made.dice.sample(affordable, min(len(affordable), made.dice.choice((1, 1, 2)))):
            quantity = made.dice.choice((1, 1, 2))
            if _can_take(item, quantity, home.number, counted):
                left = counted.balance(home.number) - item.tenths * quantity
                made.redeem(home, day, item, quantity, left=left)
                counted.happen(made.events[-1])


def _can_take(item: Item, quantity: int, household: str, counted: Count) -> bool:
    return counted.balance(household) >= item.tenths * quantity and counted.on_hand(item.code) >= quantity
