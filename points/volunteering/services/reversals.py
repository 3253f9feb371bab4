"""Taking back what a service gave, whole and by somebody else; the award stays to be seen."""

from __future__ import annotations

from uuid import UUID

from points import audit, ledger
from points.foundation import Actor, NotFound, clock, db
from points.volunteering.access import need
from points.volunteering.models import Award
from points.volunteering.services import counting, records
from points.volunteering.services.policy import (
    cap_key,
)
from points.volunteering.services.records import locked, move_on
from points.volunteering.services.recusal import refuse_family
from points.volunteering.services.refusals import AlreadyDecided, NotCredited, OwnApproval, ReasonMissing


def reverse(award_id: UUID, *, reason: str, actor: Actor) -> None:
    """Take back what a service gave, whole; somebody else than who approved it. The award stays to be seen."""
    need(actor, "confirm_reversals")
    if not reason.strip():
        raise ReasonMissing
    award = _award(actor.community_id, award_id)
    record = locked(actor.community_id, [award.service_id])[award.service_id]
    if record.status == "reversed":
        raise AlreadyDecided
    if record.status != "credited":
        raise NotCredited
    if actor.account_id is not None and actor.account_id in (award.approved_by, record.first_by):
        raise OwnApproval
    refuse_family([record], actor=actor)
    move_on(
        actor.community_id,
        [record],
        expect_from=["credited"],
        status="reversed",
        decided_by=actor.account_id,
        decided_at=clock.now(),
        decision_reason=reason.strip(),
    )
    if award.transfer_id is not None:
        _take_back(award, record, actor)
    facts = {"service_id": award.service_id, "tenths": award.tenths, "minutes": award.minutes}
    audit.records.record(
        "award.reversed",
        actor=actor,
        subject_kind="award",
        subject_id=award.id,
        facts=facts,
        private={"reason": reason.strip()},
    )


def _award(community_id: UUID, award_id: UUID) -> Award:
    found = db.session.get(Award, (community_id, award_id))
    if found is None:
        raise NotFound
    return found


def _take_back(award: Award, record: records.ServiceRecord, actor: Actor) -> None:
    claim = ledger.idempotency.begin(
        actor.community_id,
        request_key=f"award-reversal:{award.id}",
        body={"award": award.id},
        answer={"award": str(award.id)},
        action="award.reversed",
        actor=actor,
    )
    if claim.replayed:
        raise AlreadyDecided
    note = ledger.movements.Note("reversal", award.origin, clock.today(), award.id, award.person_id)
    assert award.transfer_id is not None
    ledger.reversal.reverse(actor.community_id, claim.txn_id, award.transfer_id, note=note)
    inputs = counting.read(actor.community_id, [record])
    rule = inputs.rules[record.rule_id]
    who = record.person_id
    key = cap_key(record, rule, inputs.purses.get(who), inputs.homes.get(who))
    if key is not None and rule.limit is not None and award.origin != "imported":
        amount = award.tenths if rule.limit.measure == "tenths" else 1
        ledger.caps.give_back(
            actor.community_id, [ledger.caps.CapCharge(*key, amount=amount, allowed=rule.limit.allowed)]
        )
