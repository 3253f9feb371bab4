"""The demo's today: goods that are not out of date, work that waits, a voucher that is open."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from points import audit, goods, people, shop, volunteering
from points.foundation import Actor, Refusal, clock, reading, transact
from points.hall.demo.cast import RESIDENT_HOUSEHOLD, Cast
from points.hall.demo.passwords import keep_card, read_card

RICE = "G01"
DONOR = "晨光米业"
#: heads of these households take part in the activities
NEIGHBOURS = ("164", "170", "050", "057", "061", "033")
#: pieces of a fresh delivery, by the price in tenths up to which it is so many
_AMOUNTS = ((50, 40), (150, 25), (300, 15), (1000, 5))


@dataclass(frozen=True)
class Plan:
    """An activity of the demo."""

    rule: str
    title: str
    spot: str
    day: date
    starts: time
    ends: time


def refresh(community_id: UUID, cast: Cast, instance: Path) -> dict[str, int]:
    """Bring everything to today; what is fresh already is left alone."""
    delivered = transact(lambda: _deliver(community_id, cast.actor("manager")))
    planned = _yesterday(community_id, cast) + _coming(cast)
    voucher = transact(lambda: _voucher(cast.actor("resident")))
    card = transact(lambda: _card(cast.actor("officer"))) if read_card(instance) is None else None
    if card:
        keep_card(instance, card)
    return {"batches": delivered, "activities": planned, "vouchers": voucher, "cards": int(card is not None)}


def _deliver(community_id: UUID, actor: Actor) -> int:
    """A fresh delivery of whatever runs short of pieces that may still be given out, rice first."""
    today = clock.today()
    short = [
        one
        for one in goods.items_on_offer(community_id)
        if one.kind == "goods" and one.on_hand < max(one.safety_stock, 6)
    ]
    short.sort(key=lambda one: (one.code != RICE, one.code))
    source = goods.source_id(community_id, DONOR)
    deliveries = [
        goods.Delivery(
            number=f"YS{today:%y%m%d}{one.code}",
            item_id=one.item_id,
            quantity=_amount(one.tenths),
            received_on=today,
            expires_on=today + timedelta(days=365),
            source_id=source,
        )
        for one in short
    ]
    batches = goods.receive(community_id, deliveries, actor=actor)
    audit.record_many(
        [
            audit.Deed("batch.received", "batch", batches[one.number], {"quantity": one.quantity})
            for one in deliveries
        ],
        actor=actor,
    )
    return len(deliveries)


def _amount(tenths: int) -> int:
    return next((pieces for most, pieces in _AMOUNTS if tenths <= most), 1)


def _yesterday(community_id: UUID, cast: Cast) -> int:
    """A morning's clean-up, closed by its leader, of which nothing is approved yet."""
    day = clock.today() - timedelta(days=1)
    there = reading(lambda: _heads(community_id, (*NEIGHBOURS, RESIDENT_HOUSEHOLD)))
    plan = Plan("R01", "楼道和河边大扫除", "锦溪河边", day, time(9, 0), time(11, 0))
    with _at(day, 8, 0):
        public_id = transact(lambda: _plan(plan, cast))
        for one in there:
            transact(partial(_sign_up, public_id, one, cast))
    for minute, one in enumerate(there):
        with _at(day, 8, 50 + minute):
            transact(partial(_scan, public_id, one, cast))
    # one forgot to check out, which the queue then says
    for minute, one in enumerate(there[1:]):
        with _at(day, 11, minute):
            transact(partial(_scan, public_id, one, cast))
    with _at(day, 11, 30):
        transact(lambda: volunteering.close_activity(public_id, actor=cast.actor("leader")))
    return 1


def _coming(cast: Cast) -> int:
    """Something to sign up for, tomorrow and in three days."""
    today = clock.today()
    plans = (
        Plan("R01", "社区环境清洁", "3栋门口集合", today + timedelta(days=1), time(9, 0), time(11, 30)),
        Plan("R03", "校门口文明交通劝导", "锦溪小学门口", today + timedelta(days=3), time(7, 0), time(8, 30)),
    )
    for plan in plans:
        transact(partial(_plan, plan, cast))
    return len(plans)


def _plan(plan: Plan, cast: Cast) -> str:
    officer = cast.actor("officer2")
    rule = volunteering.rule_in_force(officer.community_id, plan.rule, plan.day)
    made = volunteering.plan_activity(
        rule.rule_id,
        title=plan.title,
        starts_at=clock.instant(plan.day, plan.starts),
        ends_at=clock.instant(plan.day, plan.ends),
        spot=plan.spot,
        leader_id=cast.actor("leader").person_id,
        capacity=20,
        actor=officer,
    )
    return made.public_id


def _at(day: date, hour: int, minute: int) -> AbstractContextManager[None]:
    return clock.standing_at(clock.instant(day, time(hour, minute)))


def _scan(public_id: str, person_id: UUID, cast: Cast) -> None:
    volunteering.scan_person(public_id, person_id, actor=cast.actor("leader"))


def _sign_up(public_id: str, person_id: UUID, cast: Cast) -> None:
    volunteering.sign_up(public_id, actor=cast.actor("officer2"), person_id=person_id)


def _heads(community_id: UUID, numbers: Sequence[str]) -> list[UUID]:
    homes = [people.find_household(community_id, number) for number in numbers]
    return [people.people_of_household(community_id, home)[0].person_id for home in homes if home]


def _voucher(resident: Actor) -> int:
    """One open voucher of the demo's resident, for the counter to scan."""
    purse = people.purse_of(resident.community_id, _person(resident))
    if shop.vouchers_of(resident.community_id, purse.account_id, status="open"):
        return 0
    key = f"demo:{clock.today():%Y%m%d}"
    here = shop.shops(resident.community_id)[0]
    try:
        shop.issue_voucher(250, request_key=key, actor=resident, shop_id=here.id)
    except Refusal:
        return 0  # the visitor spent everything: then there is nothing to set aside
    return 1


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None, "everybody in the cast is a person"
    return actor.person_id


def _card(officer: Actor) -> dict[str, str] | None:
    """A printed card for the oldest person without a telephone."""
    known = people.search(officer, limit=2000).people
    elders = [
        one for one in known if one.household_id and not one.phone_tail and (one.birth_year or 0) > 1925
    ]
    if not elders:
        return None
    elder = min(elders, key=lambda one: (one.birth_year or 9999, one.person_id))
    pin = _pin()
    issued = people.issue_card(elder.person_id, kind="household", actor=officer, pin=pin)
    return {"holder": elder.name, "number": issued.number, "token": issued.token, "pin": pin}


def _pin() -> str:
    """Six digits, neither alike nor in a row."""
    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        steps = {int(after) - int(before) for before, after in pairwise(pin)}
        if len(steps) > 2:
            return pin
