"""Counting what services give: the rule in force, the decay, the cap and what is used of it. It writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import ledger, people
from points.foundation import db, settings
from points.volunteering.models import Award
from points.volunteering.rulebook import rules, versions
from points.volunteering.rulebook.policy import HOUR, Limit, fits, gives, gives_decayed, period_of
from points.volunteering.services import records
from points.volunteering.services.hours import of_people as hours_of

CapKey = tuple[str, UUID, str]


@dataclass(frozen=True)
class Counted:
    """What one service gives: `full` by its rule, `tenths` under its cap; `reason` says what took the rest.

    Reasons: cap, back_filled, gives_nothing. `measure` is what the cap counts, '' where there is none.
    """

    record: records.ServiceRecord
    rule: rules.RuleInfo
    account_id: UUID | None
    full: int
    tenths: int
    minutes: int
    reason: str
    cap_key: CapKey | None = None
    limit: Limit | None = None

    @property
    def cap_amount(self) -> int:
        """How much of its cap it uses up."""
        if self.limit is None or not self.tenths:
            return 0
        return self.tenths if self.limit.measure == "tenths" else 1


class Counting:
    """Counts services one after the other, each after what the ones before used of caps and hours."""

    def __init__(self, community_id: UUID, found: Sequence[records.ServiceRecord]) -> None:
        self.community_id = community_id
        self.rules = versions.get_many(community_id, {one.rule_id for one in found})
        persons = {one.person_id for one in found}
        self.purses = people.purses.accounts_of(community_id, persons)
        self.decided = settings(community_id, ["backfilled_points", "decay"])
        self.minutes = hours_of(community_id, persons) if self.decided["decay"] else {}
        keys = {key for one in found if (key := self.key(one)) is not None}
        self.used = ledger.caps.used_by_many(community_id, keys)

    def count(self, record: records.ServiceRecord) -> Counted:
        """What this one gives, counted after all before it."""
        rule = self.rules[record.rule_id]
        full = self._full(record, rule)
        key, limit = self.key(record), self._limit(record)
        tenths = fits(full, limit, self.used[key] if key is not None else 0)
        reason = "" if tenths == full else "cap"
        if record.origin == "back_filled" and not self.decided["backfilled_points"]:
            tenths, reason = 0, "back_filled"
        elif not full:
            reason = "gives_nothing"
        account = self.purses.get(record.person_id)
        counted = Counted(
            record=record,
            rule=rule,
            account_id=account[0] if account else None,
            full=full,
            tenths=tenths,
            minutes=record.minutes if rule.counts_hours else 0,
            reason=reason,
            cap_key=key,
            limit=limit,
        )
        self._use(counted)
        return counted

    def again(self, counted: Counted, used: int) -> Counted:
        """The same, after somebody else used more of its cap."""
        assert counted.cap_key is not None
        self.used[counted.cap_key] = used
        again = replace(counted, tenths=fits(counted.full, counted.limit, used), reason="cap")
        self._use(again)
        return again

    def key(self, record: records.ServiceRecord) -> CapKey | None:
        """Which row counts the cap of this service: rule, person or household, window."""
        limit = self._limit(record)
        if limit is None or limit.window == "each":
            return None
        rule = self.rules[record.rule_id]
        account = self.purses.get(record.person_id)
        household = account[1] if account is not None and rule.credits_to == "household" else None
        subject = household or record.person_id
        name = rule.code if limit.measure == "tenths" else f"{rule.code}:{limit.measure}"
        return name, subject, period_of(record.served_on, limit.window)

    def _limit(self, record: records.ServiceRecord) -> Limit | None:
        return self.rules[record.rule_id].limit

    def _full(self, record: records.ServiceRecord, rule: rules.RuleInfo) -> int:
        steps = self.decided["decay"]
        if steps and rule.unit == HOUR:
            before = self.minutes.get(record.person_id, 0)
            self.minutes[record.person_id] = before + record.minutes
            return gives_decayed(before, record.minutes, tenths=rule.tenths, steps=steps)
        return gives(
            unit=rule.unit,
            tenths=rule.tenths,
            minutes=record.minutes,
            quantity_tenths=record.quantity_tenths,
        )

    def _use(self, counted: Counted) -> None:
        if counted.cap_key is not None:
            self.used[counted.cap_key] += counted.cap_amount


def count_all(community_id: UUID, found: Sequence[records.ServiceRecord]) -> list[Counted]:
    """What these services would give now, in the order in which they would be credited."""
    if not found:
        return []
    counting = Counting(community_id, found)
    return [counting.count(one) for one in in_order(found, counting)]


def in_order(found: Collection[records.ServiceRecord], counting: Counting) -> list[records.ServiceRecord]:
    """By purse, so that two approvals at once take the same locks in the same order; then by time."""
    nobody = UUID(int=0)

    def place(one: records.ServiceRecord) -> tuple[Any, ...]:
        account = counting.purses.get(one.person_id)
        return (account[0] if account else nobody, one.served_on, one.created_at, one.service_id)

    return sorted(found, key=place)


def tenths_given(community_id: UUID, service_ids: Collection[UUID]) -> dict[UUID, int]:
    """What these services gave, of those that were credited."""
    query = sa.select(Award.service_id, Award.tenths).where(
        Award.community_id == community_id, Award.service_id.in_(set(service_ids))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
