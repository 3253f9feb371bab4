"""Taking back a redemption of the same day: one person asks, another confirms, everything returns together."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, ledger, people
from points.foundation import Actor, NotAllowed, add_rows, clock, db, new_id
from points.shop import policy, receipts
from points.shop.models import Redemption, RedemptionLine, Undo
from points.shop.receipts import Receipt
from points.shop.refusals import NotSameDay, SecondPersonNeeded, UndoByTwo, UndoDecided, UndoOfOne

#: how many letters say why nobody else was there
LEAST_REASON = 4


@audit.records.writes("redemption.undo_asked", of="redemption")
def ask(number: str, *, reason: str, actor: Actor) -> Receipt:
    """Ask that a redemption of today be taken back; nothing moves yet."""
    found = receipts.get(actor.community_id, number)
    if found.redeemed_on != clock.today():
        raise NotSameDay
    if found.state != "done" or actor.account_id is None:
        raise UndoDecided
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
    }
    add_rows(Undo, [row])
    _record("redemption.undo_asked", found, actor, private={"reason": reason})
    return receipts.get(actor.community_id, number)


@audit.records.writes("redemption.undone", of="redemption")
def confirm(number: str, *, actor: Actor, reason: str = "") -> Receipt:
    """Take it back: points to their old lots, goods to their batches, limits opened again.

    The one who confirms is neither the clerk of the redemption nor the one who asked. Where these two and the payer
    are not three different people, the `reason` says why nobody else was there.
    """
    community_id = actor.community_id
    if not people.permissions.may(actor, "confirm_undo"):
        raise NotAllowed
    found = receipts.get(community_id, number)
    if found.state != "asked":
        raise UndoDecided
    if actor.account_id is None or actor.account_id in (found.asked_by, found.clerk_id):
        raise SecondPersonNeeded
    reason = _reason_for_two(found, reason, actor)
    taken = ledger.idempotency.begin(
        community_id,
        request_key=f"undo:{found.redemption_id}",
        body={"redemption": str(found.redemption_id)},
        answer={"redemption": str(found.redemption_id)},
        action="redemption.undone",
        actor=actor,
    )
    if taken.replayed:
        raise UndoDecided
    note = ledger.movements.Note("reversal", "counter", clock.today(), found.redemption_id, found.person_id)
    ledger.reversal.reverse(community_id, taken.txn_id, found.transfer_id, note=note)
    ledger.caps.give_back(community_id, _caps(community_id, found))
    goods.stock.put_back(community_id, found.redemption_id, actor=actor)
    db.session.execute(
        sa.update(Undo)
        .where(Undo.community_id == community_id, Undo.redemption_id == found.redemption_id)
        .values(status="confirmed", decided_by=actor.account_id, decided_at=clock.now(), txn_id=taken.txn_id)
        .values(two_reason=reason or None)
        .execution_options(synchronize_session=False)
    )
    _record("redemption.undone", found, actor, private={"reason": reason} if reason else None)
    return receipts.get(community_id, number)


def may_confirm(found: Receipt, actor: Actor) -> bool:
    """Whether this actor is a lawful second person for a redemption that waits."""
    return found.state == "asked" and actor.account_id not in (None, found.asked_by, found.clerk_id)


def _reason_for_two(found: Receipt, reason: str, actor: Actor) -> str:
    """Why two people were enough, where they were only two; refuses what one person does, or two without a reason."""
    community_id = found.community_id
    asker = people.accounts.persons_of(community_id, {found.asked_by}).values() if found.asked_by else ()
    near = [
        any(people.relations.is_near_purse(community_id, one, found.account_id) for one in persons)
        for persons in (asker, [actor.person_id] if actor.person_id else [])
    ]
    of_one = people.origins.are_of_one(community_id, found.asked_by, actor.account_id)
    number = policy.people_of_undo(asker_pays=near[0], confirmer_pays=near[1], of_one=of_one)
    if number == 1:
        raise UndoOfOne
    if number == 3:
        return ""
    if len(reason.strip()) < LEAST_REASON:
        raise UndoByTwo
    return reason.strip()


def _caps(community_id: UUID, found: Receipt) -> list[ledger.caps.CapCharge]:
    query = (
        sa.select(RedemptionLine.quantity, Redemption.redeemed_on, RedemptionLine.item_id)
        .join(
            Redemption,
            sa.and_(
                Redemption.community_id == RedemptionLine.community_id,
                Redemption.id == RedemptionLine.redemption_id,
            ),
        )
        .where(Redemption.community_id == community_id, Redemption.id == found.redemption_id)
    )
    rows = db.session.execute(query).all()
    names = goods.items.names(community_id, {row.item_id for row in rows})
    subjects = ((policy.rule_of, found.account_id), (policy.person_rule_of, found.person_id))
    claims = [
        ledger.caps.CapCharge(rule_of(names[row.item_id][0]), subject, window, row.quantity, row.quantity)
        for row in rows
        for rule_of, subject in subjects
        if subject is not None
        for window in policy.periods_of(row.redeemed_on)
    ]
    if found.proof != "card":
        return claims
    day = found.redeemed_on.isoformat()
    return [*claims, ledger.caps.CapCharge("card_alone", found.account_id, day, found.tenths, found.tenths)]


def _record(action: str, found: Receipt, actor: Actor, private: dict[str, str] | None = None) -> None:
    audit.records.record(
        action,
        actor=actor,
        subject_kind="redemption",
        subject_id=found.redemption_id,
        facts={"receipt": found.receipt, "tenths": found.tenths, "account_id": found.account_id},
        private=private,
    )
