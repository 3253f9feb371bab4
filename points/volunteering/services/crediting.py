"""Writes what was counted: exactly one award for each credited service, points to the purse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, people
from points.foundation import Actor, clock, db, new_id, setting
from points.volunteering.models import Award
from points.volunteering.rulebook.policy import lapses_on
from points.volunteering.services.policy import (
    Counted,
    CountingInputs,
    cap_looked_at_again,
    count,
)
from points.volunteering.services.refusals import AlreadyDecided


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
