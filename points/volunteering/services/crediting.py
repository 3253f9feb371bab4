"""Writes what was counted: exactly one award for each credited service, points to the purse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from points import audit, ledger, people
from points.foundation import Actor, add_rows, clock, new_id, setting
from points.volunteering.models import Award
from points.volunteering.rulebook.policy import lapses_on
from points.volunteering.services.policy import (
    CapKey,
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

    Where somebody was faster and used up more of a cap, what it leaves is counted anew. Each table is written with
    one statement, however many services there are.
    """
    if not counted:
        return []
    last_day = lapses_on(setting(actor.community_id, "validity"), clock.today())
    given = _use_caps(actor.community_id, inputs, counted)
    rows = [_award(one, approved_by.get(one.record.service_id), actor) for one in given]
    _give(
        [row for row in rows if row["tenths"]], {one.record.service_id: one for one in given}, last_day, actor
    )
    add_rows(Award, rows)
    audit.records.record_many([_action(row, last_day) for row in rows], actor=actor)
    return [
        Awarded(row["id"], row["service_id"], row["person_id"], row["tenths"], row["minutes"], row["reason"])
        for row in rows
    ]


def _use_caps(community_id: UUID, inputs: CountingInputs, counted: Sequence[Counted]) -> Sequence[Counted]:
    """Take the parts of their caps that these services need, and say what is left to give."""
    overrun = ledger.caps.use_many(community_id, _charges(counted))
    if not overrun:
        return counted
    # the refused upsert has locked the rows, so the second look is the last
    used = ledger.caps.used_by_many(community_id, overrun)
    for key, amount in used.items():
        inputs = cap_looked_at_again(inputs, key, amount, already=())
    anew = count(inputs, [one.record for one in counted])
    by_service = {one.record.service_id: one for one in anew}
    given = [by_service[one.record.service_id] if one.cap_key in overrun else one for one in counted]
    if ledger.caps.use_many(community_id, _charges([one for one in given if one.cap_key in overrun])):
        raise RuntimeError("what was counted under its cap does not fit there")
    return given


def _charges(counted: Iterable[Counted]) -> list[ledger.caps.CapCharge]:
    """What these services use of each cap together.

    Where versions of a rule allow differently, each has to fit after those before it: so much may be used in all that
    every one of them does.
    """
    amounts: Counter[CapKey] = Counter()
    room: dict[CapKey, int] = {}
    for one in counted:
        if one.cap_key is not None and one.cap_amount:
            assert one.limit is not None
            amounts[one.cap_key] += one.cap_amount
            left = one.limit.allowed - amounts[one.cap_key]
            room[one.cap_key] = min(left, room.get(one.cap_key, left))
    return [
        ledger.caps.CapCharge(*key, amount=amount, allowed=amount + room[key])
        for key, amount in amounts.items()
    ]


def _give(
    rows: Sequence[dict[str, Any]], given: Mapping[UUID, Counted], last_day: date, actor: Actor
) -> None:
    """Move the points of these awards and name the transfer of each; every one under a key of its own."""
    begun = ledger.idempotency.begin_many(
        actor.community_id,
        [
            ledger.idempotency.NewKey(
                f"award:{row['service_id']}", {"service": row["service_id"]}, {"award": str(row["id"])}
            )
            for row in rows
        ],
        action="award.credited",
        actor=actor,
    )
    if any(claim.replayed for claim in begun):
        raise AlreadyDecided
    issues = []
    for row, claim in zip(rows, begun, strict=True):
        day = given[row["service_id"]].record.served_on
        note = ledger.movements.Note("award", row["origin"], day, row["id"], row["person_id"])
        issues.append(ledger.movements.Issue(claim.txn_id, row["account_id"], row["tenths"], note))
    moved = ledger.movements.issue_many(actor.community_id, issues, lapses_on=last_day)
    for row, one in zip(rows, moved, strict=True):
        row["transfer_id"] = one.transfer_id


def _award(counted: Counted, approved_by: UUID | None, actor: Actor) -> dict[str, Any]:
    record = counted.record
    account_id = (
        counted.account_id or people.purses.of_person(actor.community_id, record.person_id).account_id
    )
    return {
        "community_id": actor.community_id,
        "id": new_id(),
        "service_id": record.service_id,
        "person_id": record.person_id,
        "account_id": account_id,
        "tenths": counted.tenths,
        "minutes": counted.minutes,
        "rule_id": counted.rule.rule_id,
        "rule_version": counted.rule.version,
        "origin": record.origin,
        "reason": counted.reason,
        "transfer_id": None,
        "approved_by": approved_by,
        "at": clock.now(),
    }


def _action(row: Mapping[str, Any], last_day: date) -> audit.records.Action:
    names = ("service_id", "person_id", "account_id", "tenths", "minutes", "rule_id", "rule_version")
    facts = {name: row[name] for name in (*names, "transfer_id")}
    if row["tenths"]:
        facts["lapses_on"] = last_day
    origin = "back_filled" if row["origin"] == "back_filled" else "entered"
    return audit.records.Action("award.credited", "award", row["id"], facts, origin=origin)
