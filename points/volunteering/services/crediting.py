"""Writes what was counted: exactly one award for each credited service, points to the purse; and takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, people
from points.foundation import Actor, NotFound, clock, db, new_id, setting
from points.volunteering.access import need
from points.volunteering.models import Award
from points.volunteering.rulebook.policy import lapses_on
from points.volunteering.services import counting, records
from points.volunteering.services.policy import (
    Counted,
    CountingInputs,
    cap_key,
    cap_looked_at_again,
    count,
)
from points.volunteering.services.records import locked, move_on
from points.volunteering.services.recusal import refuse_family
from points.volunteering.services.refusals import AlreadyDecided, NotCredited, OwnApproval, ReasonMissing


@dataclass(frozen=True)
class Awarded:
    """What one service gave."""

    award_id: UUID
    service_id: UUID
    person_id: UUID
    tenths: int
    minutes: int
    reason: str


def credit(
    inputs: CountingInputs,
    counted: Sequence[Counted],
    *,
    approved_by: Mapping[UUID, UUID | None],
    actor: Actor,
) -> list[Awarded]:
    """Give what was counted from these inputs, in its order. The services stand as 'credited' in this transaction.

    Where somebody was faster and used up more of a cap, what is left to give is counted anew from there on.
    """
    if not counted:
        return []
    last_day = lapses_on(setting(actor.community_id, "validity"), clock.today())
    rows: list[dict[str, Any]] = []
    done: list[Counted] = []
    left = list(counted)
    while left:
        try:
            _use_cap(actor.community_id, left[0])
        except ledger.refusals.CapReached:
            # the refused upsert has locked the row, so the second look is the last
            inputs = _look_again(actor.community_id, inputs, left[0], done)
            left = count(inputs, [one.record for one in left], already=done)
            _use_cap(actor.community_id, left[0])
        given = left.pop(0)
        done.append(given)
        rows.append(_give(given, approved_by.get(given.record.service_id), last_day, actor))
    db.session.execute(sa.insert(Award), rows)
    audit.records.record_many([_action(row) for row in rows], actor=actor)
    return [
        Awarded(row["id"], row["service_id"], row["person_id"], row["tenths"], row["minutes"], row["reason"])
        for row in rows
    ]


def reverse(award_id: UUID, *, reason: str, actor: Actor) -> None:
    """Take back what a service gave, whole; somebody else than who approved it. The award stays to be seen."""
    need(actor, "approve_services")
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


def _use_cap(community_id: UUID, counted: Counted) -> None:
    """Take the part of the cap that this service needs; refused where somebody used up too much of it meanwhile."""
    if counted.cap_key is not None and counted.limit is not None and counted.cap_amount:
        charge = ledger.caps.CapCharge(
            *counted.cap_key, amount=counted.cap_amount, allowed=counted.limit.allowed
        )
        ledger.caps.use(community_id, [charge])


def _look_again(
    community_id: UUID, inputs: CountingInputs, counted: Counted, done: Sequence[Counted]
) -> CountingInputs:
    """The inputs with what is used by now of the cap of this service; `done` have used their parts of it already."""
    assert counted.cap_key is not None
    rule, subject, window = counted.cap_key
    used = ledger.caps.used(community_id, subject, {rule: window}).get(rule, 0)
    return cap_looked_at_again(inputs, counted.cap_key, used, already=done)


def _give(counted: Counted, approved_by: UUID | None, last_day: date, actor: Actor) -> dict[str, Any]:
    record, award_id = counted.record, new_id()
    account_id = (
        counted.account_id or people.purses.of_person(actor.community_id, record.person_id).account_id
    )
    transfer_id = None
    if counted.tenths:
        claim = ledger.idempotency.begin(
            actor.community_id,
            request_key=f"award:{record.service_id}",
            body={"service": record.service_id},
            answer={"award": str(award_id)},
            action="award.credited",
            actor=actor,
        )
        if claim.replayed:
            raise AlreadyDecided
        note = ledger.movements.Note("award", record.origin, record.served_on, award_id, record.person_id)
        transfer_id = ledger.movements.issue(
            actor.community_id, claim.txn_id, account_id, counted.tenths, note=note, lapses_on=last_day
        ).transfer_id
    return {
        "community_id": actor.community_id,
        "id": award_id,
        "service_id": record.service_id,
        "person_id": record.person_id,
        "account_id": account_id,
        "tenths": counted.tenths,
        "minutes": counted.minutes,
        "rule_id": counted.rule.rule_id,
        "rule_version": counted.rule.version,
        "origin": record.origin,
        "reason": counted.reason,
        "transfer_id": transfer_id,
        "approved_by": approved_by,
        "at": clock.now(),
    }


def _action(row: Mapping[str, Any]) -> audit.records.Action:
    names = ("service_id", "person_id", "account_id", "tenths", "minutes", "rule_id", "rule_version")
    facts = {name: row[name] for name in (*names, "transfer_id")}
    origin = "back_filled" if row["origin"] == "back_filled" else "entered"
    return audit.records.Action("award.credited", "award", row["id"], facts, origin=origin)


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
    key = cap_key(record, rule, inputs.purses.get(record.person_id))
    if key is not None and rule.limit is not None and award.origin != "imported":
        amount = award.tenths if rule.limit.measure == "tenths" else 1
        ledger.caps.give_back(
            actor.community_id, [ledger.caps.CapCharge(*key, amount=amount, allowed=rule.limit.allowed)]
        )
