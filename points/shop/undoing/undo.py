"""Taking back a redemption: one person asks, another confirms, and everything returns together; or nothing does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, ledger, people
from points.foundation import Actor, NotAllowed, add_rows, changed, clock, new_id, settings
from points.shop import policy, receipts
from points.shop.collecting import collected_rows
from points.shop.models import Undo
from points.shop.policy import BasketLine
from points.shop.receipts import Receipt
from points.shop.refusals import SecondPersonNeeded
from points.shop.undo_refusals import (
    UndoAsked,
    UndoByTwo,
    UndoDecided,
    UndoDone,
    UndoOfNothing,
    UndoOfOne,
    UndoTooLate,
)
from points.shop.undoing import exchange, keeping

#: how many letters say why nobody else was there
LEAST_REASON = 4


@audit.records.writes("redemption.undo_asked", of="redemption")
def ask(
    number: str,
    *,
    reason: str,
    actor: Actor,
    keeps: Mapping[str, int] | None = None,
    takes: Mapping[str, int] | None = None,
) -> Receipt:
    """Ask that a redemption be taken back; nothing moves yet. The shop itself may for so many days as the community
    decided; beyond them who looks after the shop's books. `keeps` are pieces that are not brought back, by the key of their
    line; with all of them there is nothing to take back. `takes` are pieces of other goods instead, by what a basket calls
    them."""
    found = receipts.get(actor.community_id, number)
    _refuse_late(found, "serve_counter", actor)
    if found.state != "done":
        raise UndoAsked if found.state == "asked" else UndoDone
    if actor.account_id is None:
        raise NotAllowed
    kept = _kept(found, keeps or {})
    taken = exchange.ask(replace(found, keeps=kept), takes or {})
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "redemption_id": found.redemption_id,
        "reason": reason,
        "asked_by": actor.account_id,
        "asked_at": clock.now(),
        "status": "asked",
        "decided_by": None,
        "decided_at": None,
        "txn_id": None,
        # no word of it is no value at all, and not an empty one
        **({"keeps": kept} if kept else {}),
        **({"takes": taken} if taken else {}),
    }
    add_rows(Undo, [row])
    _record("redemption.undo_asked", found, actor, private={"reason": reason})
    return receipts.get(actor.community_id, number)


@audit.records.writes("redemption.undone", of="redemption")
def confirm(number: str, *, actor: Actor, reason: str = "", shown: int | None = None) -> Receipt:
    """Take it back: points to their old lots, goods to their batches, limits opened again; what is kept is sold again in
    the same moment, at the prices of then, and with it what is taken instead, for what the screen has `shown`.

    The one who confirms is neither the clerk of the redemption nor the one who asked. Where these two and the payer
    are not three different people, the `reason` says why nobody else was there.
    """
    community_id = actor.community_id
    found = receipts.get(community_id, number)
    if found.state != "asked":
        raise UndoDecided
    _refuse_late(found, "confirm_undo", actor)
    if actor.account_id is None or actor.account_id in (found.asked_by, found.clerk_id):
        raise SecondPersonNeeded
    reason = _reason_for_two(found, reason, actor)
    taken = exchange.agree(found, shown)
    begun = ledger.idempotency.begin(
        community_id,
        request_key=f"undo:{found.redemption_id}",
        body={"redemption": str(found.redemption_id)},
        answer={"redemption": str(found.redemption_id)},
        action="redemption.undone",
        actor=actor,
    )
    if begun.replayed:
        raise UndoDecided
    note = ledger.movements.Note("reversal", "counter", clock.today(), found.redemption_id, found.person_id)
    ledger.reversal.reverse(community_id, begun.txn_id, found.transfer_id, note=note)
    ledger.caps.give_back(community_id, [*_caps(found, taken), *collected_rows.given_back(found, taken)])
    exchange.use_limits(found, taken)
    goods.stock.put_back(community_id, found.redemption_id, actor=actor)
    made, kept_as = (
        keeping.sell_rest(found, taken, txn_id=begun.txn_id, actor=actor)
        if found.keeps or taken
        else (None, None)
    )
    _end(found, "confirmed", actor, txn_id=begun.txn_id, two_reason=reason or None, replaced_by=made)
    more = {"kept_as": kept_as} if kept_as else {}
    _record("redemption.undone", found, actor, private={"reason": reason} if reason else None, **more)
    return receipts.get(community_id, number)


@audit.records.writes("redemption.undo_declined", "redemption.undo_withdrawn", of="redemption")
def decline(number: str, *, actor: Actor) -> Receipt:
    """Leave the sale as it is: who asked takes the question back, anybody else who may confirm says no. It may be asked
    for again."""
    if not (people.permissions.may(actor, "confirm_undo") or people.permissions.may(actor, "undo_late")):
        raise NotAllowed
    found = receipts.get(actor.community_id, number)
    if found.state != "asked" or actor.account_id is None:
        raise UndoDecided
    how = "withdrawn" if actor.account_id == found.asked_by else "declined"
    if how == "declined":
        _refuse_late(found, "confirm_undo", actor)
    _end(found, how, actor)
    _record("redemption.undo_withdrawn" if how == "withdrawn" else "redemption.undo_declined", found, actor)
    return receipts.get(actor.community_id, number)


def is_late(found: Receipt, days: int | None = None) -> bool:
    """Whether this sale is no longer the shop's own to take back, or was not when somebody asked for it; `days` is what was
    decided, where it has been read."""
    if days is None:
        days = int(settings(found.community_id, ["undo_days"])["undo_days"])
    day = clock.shanghai(found.asked_at).date() if found.asked_at else clock.today()
    return (day - found.redeemed_on).days > days


def may_ask(found: Receipt, actor: Actor, days: int | None = None) -> bool:
    """Whether this actor may ask for this sale to be taken back."""
    needed = "undo_late" if is_late(found, days) else "serve_counter"
    return found.state == "done" and people.permissions.may(actor, needed)


def may_confirm(found: Receipt, actor: Actor, days: int | None = None) -> bool:
    """Whether this actor is a lawful second person for a redemption that waits."""
    if found.state != "asked" or actor.account_id in (None, found.asked_by, found.clerk_id):
        return False
    return people.permissions.may(actor, "undo_late" if is_late(found, days) else "confirm_undo")


def _refuse_late(found: Receipt, in_time: str, actor: Actor) -> None:
    """Refuse who may not: `in_time` says what one must be allowed to while it is the shop's own to take back."""
    late = is_late(found)
    if people.permissions.may(actor, "undo_late" if late else in_time):
        return
    if late and people.permissions.may(actor, in_time):
        raise UndoTooLate(days=settings(found.community_id, ["undo_days"])["undo_days"])
    raise NotAllowed


def _end(found: Receipt, status: str, actor: Actor, **values: Any) -> None:
    """End the attempt that waits; of two at once the second finds it ended."""
    query = (
        sa.update(Undo)
        .where(Undo.community_id == found.community_id, Undo.redemption_id == found.redemption_id)
        .where(Undo.status == "asked")
        .values(status=status, decided_by=actor.account_id, decided_at=clock.now(), **values)
        .execution_options(synchronize_session=False)
    )
    if changed(query) != 1:
        raise UndoDecided


def _kept(found: Receipt, keeps: Mapping[str, int]) -> dict[str, int]:
    """What stays with the payer, as far as it is of this sale; refuses more than was sold, and all of it."""
    known = {line.key: line.quantity for line in found.lines}
    kept = {key: pieces for key, pieces in keeps.items() if pieces}
    if any(not 0 < pieces <= known.get(key, 0) for key, pieces in kept.items()) or kept == known:
        raise UndoOfNothing
    return kept


def _reason_for_two(found: Receipt, reason: str, actor: Actor) -> str:
    """Why two people were enough, where they were only two; refuses what one person does, or two without a reason."""
    community_id = found.community_id
    asked = {found.asked_by} if found.asked_by else set()
    asker = [one for one in people.accounts.persons_of(community_id, asked).values() if one is not None]
    came = collected_rows.collectors_of(found)
    near = [
        any(_paid(found, one, came) for one in persons)
        for persons in (asker, [actor.person_id] if actor.person_id else [])
    ]
    family = people.relations.relatives_among(community_id, actor.person_id, asker)
    of_one = bool(family) or people.origins.are_of_one(community_id, found.asked_by, actor.account_id)
    number = policy.people_of_undo(asker_pays=near[0], confirmer_pays=near[1], of_one=of_one)
    if number == 1:
        raise UndoOfOne
    if number == 3:
        return ""
    if len(reason.strip()) < LEAST_REASON:
        raise UndoByTwo
    return reason.strip()


def _paid(found: Receipt, person_id: UUID, came: set[UUID]) -> bool:
    """Whether somebody is of the family that paid, or of the one that collected it."""
    return people.relations.is_near_purse(found.community_id, person_id, found.account_id) or bool(
        people.relations.relatives_among(found.community_id, person_id, came)
    )


def _caps(found: Receipt, taken: Sequence[BasketLine]) -> list[ledger.caps.CapCharge]:
    """What limits have back: of goods, and of what a card alone pays in a day."""
    # what is kept goes on using the limits it used
    subjects = ((policy.rule_of, found.account_id), (policy.person_rule_of, found.person_id))
    claims = [
        ledger.caps.CapCharge(rule_of(line.item), subject, window, line.quantity, line.quantity)
        for line in found.brought_back
        for rule_of, subject in subjects
        if subject is not None
        for window in policy.periods_of(found.redeemed_on)
    ]
    if found.proof != "card":
        return claims
    day, back = found.redeemed_on.isoformat(), found.given_back - sum(line.tenths for line in taken)
    return [*claims, ledger.caps.CapCharge("card_alone", found.account_id, day, back, back)]


def _record(
    action: str, found: Receipt, actor: Actor, private: dict[str, str] | None = None, **more: str
) -> None:
    audit.records.record(
        action,
        actor=actor,
        subject_kind="redemption",
        subject_id=found.redemption_id,
        facts={"receipt": found.receipt, "tenths": found.tenths, "account_id": found.account_id, **more},
        private=private,
    )
