"""Decides, purely, about services: which times go together, and what each gives under its rule, decay and cap.

`count` is all that says what services give: crediting, every preview and a trial of other rules ask it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

from points.volunteering.rulebook.caps import HOUR, Limit, period_of
from points.volunteering.rulebook.policy import RuleInfo, fits, gives, gives_decayed
from points.volunteering.services.refusals import Overlapping

#: which row counts a cap: rule and what is counted, person or household, window of time
CapKey = tuple[str, UUID, str]
#: the account of a purse, and the household where it is shared
Purse = tuple[UUID, UUID | None]


@dataclass(frozen=True)
class Span:
    """A piece of time of one person, and what it was for."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""

    @property
    def minutes(self) -> int:
        """Its whole minutes."""
        return max(0, int((self.ends_at - self.starts_at).total_seconds()) // 60)

    def meets(self, other: Span) -> bool:
        """Whether both have a moment in common; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class ServiceRecord:
    """One service record as it stands."""

    service_id: UUID
    public_id: str
    activity_id: UUID | None
    person_id: UUID
    rule_id: UUID
    status: str
    origin: str
    method: str
    served_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int
    quantity_tenths: int
    what: str
    evidence: str
    reason: str
    entered_by: UUID | None
    first_by: UUID | None
    decided_by: UUID | None
    decided_at: datetime | None
    decision_reason: str
    publicity_until: date | None
    version: int
    created_at: datetime
    decision_id: UUID | None = None
    due_at: datetime | None = None
    weighed: Mapping[str, Any] | None = None

    @cached_property
    def span(self) -> Span | None:
        """When it was, where that is known."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Span(self.starts_at, self.ends_at, self.what)


@dataclass(frozen=True)
class CountingInputs:
    """All that counting needs to know besides the services themselves; it stays as it is while they are counted.

    `minutes` are the hours so far of each person (needed only where hours decay), `homes` their households (only where
    a cap counts these and purses are personal), `used` is what was used of caps before the first service; who or what is
    not named there begins at nothing.
    """

    rules: Mapping[UUID, RuleInfo] = field(default_factory=dict)
    purses: Mapping[UUID, Purse] = field(default_factory=dict)
    homes: Mapping[UUID, UUID] = field(default_factory=dict)
    minutes: Mapping[UUID, int] = field(default_factory=dict)
    used: Mapping[CapKey, int] = field(default_factory=dict)
    backfilled_points: bool = False
    decay: Sequence[Sequence[int | None]] | None = None


@dataclass(frozen=True)
class Counted:
    """What one service gives: `full` by its rule, `tenths` under its cap; `reason` says what took the rest.

    Reasons: cap, back_filled, gives_nothing, under_least.
    """

    record: ServiceRecord
    rule: RuleInfo
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


def first_overlap(span: Span, others: Iterable[Span]) -> Span | None:
    """The first other piece of time that this one runs into."""
    return next((one for one in sorted(others, key=lambda one: one.starts_at) if span.meets(one)), None)


def refuse_overlap(span: Span, others: Iterable[Span]) -> None:
    """Nobody is in two places at once."""
    other = first_overlap(span, others)
    if other is not None:
        raise Overlapping(title=other.title, starts=other.starts_at)


def free_part(span: Span, others: Iterable[Span]) -> Span | None:
    """The longest piece of a span that runs into no other; the earlier of two as long."""
    taken = sorted((one for one in others if span.meets(one)), key=lambda one: one.starts_at)
    edges = [Span(span.starts_at, span.starts_at), *taken, Span(span.ends_at, span.ends_at)]
    free, reached = [], span.starts_at
    for before, after in pairwise(edges):
        reached = max(reached, before.ends_at)
        if after.starts_at > reached:
            free.append(Span(reached, after.starts_at, span.title))
    return max(free, key=lambda one: one.minutes, default=None)


def count(
    inputs: CountingInputs, records: Iterable[ServiceRecord], *, already: Iterable[Counted] = ()
) -> list[Counted]:
    """What these services give, in the order of crediting, each after what those before it used of caps and hours.

    `already` are services counted before all of these, of which the inputs do not know yet.

    The same inputs and services always give the same, nothing is read and nothing changed. So a change of rules is
    tried on the services of last year by counting them with other `rules` in the inputs, under the ids that the
    services name, and with `used` and `minutes` as they were before the first of them.
    """
    used, minutes = Counter(inputs.used), Counter(inputs.minutes)
    for one in already:
        _add(one, used, minutes)
    counted = []
    for record in _in_order(inputs, records):
        one = _counted(inputs, record, used, minutes[record.person_id])
        _add(one, used, minutes)
        counted.append(one)
    return counted


def _in_order(inputs: CountingInputs, records: Iterable[ServiceRecord]) -> list[ServiceRecord]:
    """By purse, or by person without one, so that two approvals at once take the same locks in the same order; then by time."""

    def place(record: ServiceRecord) -> tuple[UUID, date, datetime, UUID]:
        purse, _ = inputs.purses.get(record.person_id, (record.person_id, None))
        return purse, record.served_on, record.created_at, record.service_id

    return sorted(records, key=place)


def cap_key(
    record: ServiceRecord, rule: RuleInfo, purse: Purse | None, home: UUID | None = None
) -> CapKey | None:
    """Which row counts the cap of this service: rule, person or household, window; None where no row does.

    Whom the cap itself names is counted, else whom the rule credits: a household of personal purses then by person.
    """
    limit = rule.limit
    if limit is None or limit.window == "each":
        return None
    shared = purse[1] if purse is not None else None
    household = shared if (limit.whose or rule.credits_to) == "household" else None
    if limit.whose == "household":
        household = shared or home
    name = rule.code if limit.measure == "tenths" else f"{rule.code}:{limit.measure}"
    return name, household or record.person_id, period_of(record.served_on, limit.window)


def cap_looked_at_again(
    inputs: CountingInputs, key: CapKey, used: int, *, already: Collection[Counted]
) -> CountingInputs:
    """The inputs after somebody else used more of a cap: `used` of it is used now, by `already` among others."""
    own = sum(one.cap_amount for one in already if one.cap_key == key)
    return replace(inputs, used={**inputs.used, key: used - own})


def _counted(
    inputs: CountingInputs, record: ServiceRecord, used: Mapping[CapKey, int], before: int
) -> Counted:
    """One service, after so much was `used` of caps and so many minutes `before` of this person."""
    rule, purse = inputs.rules[record.rule_id], inputs.purses.get(record.person_id)
    key, limit = cap_key(record, rule, purse, inputs.homes.get(record.person_id)), rule.limit
    full = _full(record, rule, before, inputs.decay)
    tenths = fits(full, limit, used.get(key, 0) if key is not None else 0)
    reason = "" if tenths == full else "cap"
    if record.origin == "back_filled" and not inputs.backfilled_points:
        tenths, reason = 0, "back_filled"
    elif not full:
        reason = "under_least" if _too_short(record, rule) else "gives_nothing"
    return Counted(
        record=record,
        rule=rule,
        account_id=purse[0] if purse else None,
        full=full,
        tenths=tenths,
        minutes=record.minutes if rule.counts_hours else 0,
        reason=reason,
        cap_key=key,
        limit=limit,
    )


def _too_short(record: ServiceRecord, rule: RuleInfo) -> bool:
    return rule.unit != HOUR and record.minutes < _least(record, rule)


def _least(record: ServiceRecord, rule: RuleInfo) -> int:
    """How long a service by occasion has to be; what old books say was given stays given."""
    return 0 if record.origin == "imported" else rule.least_minutes


def _full(
    record: ServiceRecord, rule: RuleInfo, before: int, decay: Sequence[Sequence[int | None]] | None
) -> int:
    if decay and rule.unit == HOUR:
        return gives_decayed(before, record.minutes, tenths=rule.tenths, steps=decay)
    return gives(
        unit=rule.unit,
        tenths=rule.tenths,
        minutes=record.minutes,
        quantity_tenths=record.quantity_tenths,
        least_minutes=_least(record, rule),
    )


def _add(counted: Counted, used: Counter[CapKey], minutes: Counter[UUID]) -> None:
    """Whoever is counted next comes after this one; hours decay only where a rule counts them."""
    if counted.cap_key is not None:
        used[counted.cap_key] += counted.cap_amount
    if counted.rule.unit == HOUR:
        minutes[counted.record.person_id] += counted.record.minutes
