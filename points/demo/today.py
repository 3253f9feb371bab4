"""The demo's today: goods that are not out of date, work at every stage, a voucher that is open."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from points import people
from points.demo import second_persons, shopping
from points.demo.activities import hold_and_plan
from points.demo.cast import Cast
from points.demo.kept import keep_card, read_card
from points.foundation import clock, transact


def refresh(community_id: UUID, cast: Cast, instance: Path) -> dict[str, int]:
    """Bring everything to today; what is fresh already is left alone."""
    delivered = transact(lambda: shopping.stock_up(community_id, cast.actor("manager")))
    planned = hold_and_plan(community_id, cast)
    looked_back = shopping.look_back(community_id, cast)
    voucher = shopping.keep_one_open(community_id, cast)
    card = transact(lambda: _card(cast)) if read_card(instance) is None else None
    if card:
        keep_card(instance, card)
    by_two = second_persons.lay_out(community_id, cast)
    return {
        "batches": delivered,
        "activities": planned,
        "vouchers": voucher + looked_back,
        "cards": int(card is not None),
        "by_two": by_two,
    }


def _card(cast: Cast) -> dict[str, str] | None:
    """A printed card for the oldest person without a telephone, which the shop's manager confirmed; and one for the
    resident's household that still waits for a second word."""
    officer = cast.actor("officer")
    known = people.search.by_words(officer, limit=2000).people
    elders = [
        one for one in known if one.household_id and not one.phone_tail and (one.birth_year or 0) > 1925
    ]
    if not elders:
        return None
    elder = min(elders, key=lambda one: (one.birth_year or 9999, one.person_id))
    pin = people.pins.draw()
    issued = people.cards.issue(elder.person_id, kind="household", actor=officer, pin=pin)
    made = [one.way_id for one in people.ways.waiting(officer).rows if one.card_id == issued.card_id]
    people.confirmations.confirm(made, seen="本人来领的，看了身份证", actor=cast.actor("manager"))
    _collector(elder, cast)
    resident = cast.actor("resident").person_id
    if resident is not None:
        people.cards.issue(resident, kind="carer", actor=officer)
    return {"holder": elder.name, "number": issued.number, "token": issued.token, "pin": pin}


def _collector(elder: people.persons.PersonInfo, cast: Cast) -> None:
    """The leader may collect for that elder: written down by the officer, confirmed by the shop's manager."""
    leader, until = cast.actor("leader").person_id, clock.today() + timedelta(days=180)
    officer, seen = cast.actor("officer"), "上门看望时本人说的"
    if leader is None or people.relations.relatives_among(officer.community_id, leader, [elder.person_id]):
        return
    made = people.collectors.name_for(
        elder.person_id, leader, until=until, month_tenths=300, seen=seen, actor=officer
    )
    people.collectors.confirm(made, actor=cast.actor("manager"))
