"""What every deed in the queue needs: the order of who waits, who may touch it, what is written down of a number."""

from __future__ import annotations

from datetime import date
from typing import Any

from points import audit, people
from points.foundation import Actor, NotAllowed, clock
from points.shop import shops
from points.shop.queueing import policy
from points.shop.queueing.policy import NumberInfo


def sort_waiting(every: list[NumberInfo], shop: shops.ShopInfo, day: date, calls: int) -> list[NumberInfo]:
    """Those of these numbers that wait, in the order in which they are called."""
    now = clock.now()
    first = policy.elders_first(shop.spans_on(day), now, shop.elders)
    waiting = [one for one in every if one.status == "waiting"]
    return policy.in_order(waiting, now=now, calls=calls, elders=first)


def refuse_not_serving(actor: Actor) -> None:
    """Refuse whoever does not stand at a counter."""
    if not people.permissions.may(actor, "serve_counter"):
        raise NotAllowed


def record(action: str, one: NumberInfo, actor: Actor, **facts: Any) -> None:
    """Write down what became of a number: the shop, the day and the number, and no word of whose it is."""
    audit.records.record(
        action,
        actor=actor,
        subject_kind="shop",
        subject_id=one.shop_id,
        facts={"day": one.day, "number": one.number, **facts},
    )
