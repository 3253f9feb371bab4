"""The demo's today: goods that are not out of date, work that waits, a voucher that is open."""

from __future__ import annotations

import secrets
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from points import audit, goods, people, shop
from points.demo.activities import hold_and_plan
from points.demo.cast import Cast
from points.demo.kept import keep_card, read_card
from points.foundation import Actor, Refusal, clock, transact

RICE = "G01"
DONOR = "晨光米业"
#: pieces of a fresh delivery, by the price in tenths up to which it is so many
_AMOUNTS = ((50, 40), (150, 25), (300, 15), (1000, 5))


def refresh(community_id: UUID, cast: Cast, instance: Path) -> dict[str, int]:
    """Bring everything to today; what is fresh already is left alone."""
    delivered = transact(lambda: _deliver(community_id, cast.actor("manager")))
    planned = hold_and_plan(community_id, cast)
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
        for one in goods.items.on_offer(community_id)
        if one.kind == "goods" and one.on_hand < max(one.safety_stock, 3)
    ]
    short.sort(key=lambda one: (one.code != RICE, one.code))
    source = goods.sources.ensure(community_id, DONOR)
    deliveries = [
        goods.stock.Delivery(
            number=f"YS{today:%y%m%d}{one.code}",
            item_id=one.item_id,
            quantity=max(_amount(one.tenths), 2 * one.safety_stock),
            received_on=today,
            expires_on=today + timedelta(days=365),
            source_id=source,
        )
        for one in short
    ]
    batches = goods.stock.receive(community_id, deliveries, actor=actor)
    audit.records.record_many(
        [
            audit.records.Action("batch.received", "batch", batches[one.number], {"quantity": one.quantity})
            for one in deliveries
        ],
        actor=actor,
    )
    return len(deliveries)


def _amount(tenths: int) -> int:
    return next((pieces for most, pieces in _AMOUNTS if tenths <= most), 1)


def _voucher(resident: Actor) -> int:
    """One open voucher of the demo's resident, for the counter to scan."""
    purse = people.purses.of_person(resident.community_id, _person(resident))
    if shop.vouchers.of_purse(resident.community_id, purse.account_id, status="open"):
        return 0
    key = f"demo:{clock.today():%Y%m%d}"
    here = shop.shops.list_all(resident.community_id)[0]
    try:
        shop.vouchers.issue(250, request_key=key, actor=resident, shop_id=here.id)
    except Refusal:
        return 0  # the visitor spent everything: then there is nothing to set aside
    return 1


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None, "everybody in the cast is a person"
    return actor.person_id


def _card(officer: Actor) -> dict[str, str] | None:
    """A printed card for the oldest person without a telephone."""
    known = people.search.by_words(officer, limit=2000).people
    elders = [
        one for one in known if one.household_id and not one.phone_tail and (one.birth_year or 0) > 1925
    ]
    if not elders:
        return None
    elder = min(elders, key=lambda one: (one.birth_year or 9999, one.person_id))
    pin = _pin()
    issued = people.cards.issue(elder.person_id, kind="household", actor=officer, pin=pin)
    return {"holder": elder.name, "number": issued.number, "token": issued.token, "pin": pin}


def _pin() -> str:
    """Six digits, neither alike nor in a row."""
    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        steps = {int(after) - int(before) for before, after in pairwise(pin)}
        if len(steps) > 2:
            return pin
