"""Who was decided about, as it is read afterwards: what was seen, what was changed, by whom, and what can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from points import people
from points.foundation import Actor
from points.volunteering.programme.presence_rows import Presence
from points.volunteering.review import findings
from points.volunteering.review.standing import revocable
from points.volunteering.services import counting, records
from points.volunteering.services.policy import count

#: approved, and still to be credited
HANGING = ("approved", "in_publicity", "objected")
#: what gave nothing, or was taken back whole
VOID = ("rejected", "reversed")


@dataclass(frozen=True)
class DecidedRow:
    """One person about whom somebody decided. `status` is approved, publicity, credited, rejected, objected or reversed.

    `found` is what the office saw and changed; None where that was not kept yet.
    """

    public_id: str
    person_public_id: str
    name: str
    door: str
    checked_in: datetime | None
    checked_out: datetime | None
    minutes: int
    tenths: int
    status: str
    reason: str | None
    by_name: str | None
    first_by_name: str | None
    at: datetime | None
    found: findings.Findings | None

    @property
    def counts(self) -> bool:
        """Whether it gave, or is going to give."""
        return self.status not in VOID


@dataclass(frozen=True)
class TakeBack:
    """What the reader approved with one press and can still take back: until an instant, or the last day of publicity;
    neither, where a second person has to approve first."""

    decision_id: UUID
    people: int
    until: datetime | None
    last_day: date | None
    names: tuple[str, ...] = ()


def rows_of(
    done: Sequence[records.ServiceRecord],
    *,
    community_id: UUID,
    said: Mapping[str, Any],
    cards: Mapping[UUID, people.persons.PersonInfo],
    there: Mapping[UUID, Presence],
    names: Mapping[UUID, str],
) -> list[DecidedRow]:
    """Who was decided about; what is not credited yet still says what it is going to give."""
    hanging = [one for one in done if one.status in HANGING]
    given = counting.tenths_given(community_id, {one.service_id for one in done if one.status == "credited"})
    expected = count(counting.read(community_id, hanging, decided=said), hanging)
    given |= {one.record.service_id: one.tenths for one in expected}

    def row(one: records.ServiceRecord) -> DecidedRow:
        card, seen = cards[one.person_id], there.get(one.person_id)
        return DecidedRow(
            public_id=one.public_id,
            person_public_id=card.public_id,
            name=card.name,
            door=card.door,
            checked_in=seen.in_at if seen else None,
            checked_out=seen.out_at if seen else None,
            minutes=one.minutes,
            tenths=given.get(one.service_id, 0),
            status="publicity" if one.status == "in_publicity" else one.status,
            reason=one.decision_reason or None,
            by_name=names.get(one.decided_by) if one.decided_by else None,
            first_by_name=names.get(one.first_by) if one.first_by else None,
            at=one.decided_at,
            found=findings.of_record(one),
        )

    return sorted(map(row, done), key=lambda one: (one.status, one.name))


def takebacks(
    services: Iterable[records.ServiceRecord],
    actor: Actor,
    cards: Mapping[UUID, people.persons.PersonInfo] | None = None,
) -> list[TakeBack]:
    """What the actor can take back of these, press by press, with the names of whom it is about where they are known."""
    presses: dict[UUID, list[records.ServiceRecord]] = {}
    for one in services:
        if one.decision_id is not None and revocable(one, actor):
            presses.setdefault(one.decision_id, []).append(one)
    return [
        TakeBack(
            decision_id=key,
            people=len(some),
            until=min((one.due_at for one in some if one.due_at), default=None),
            last_day=min((one.publicity_until for one in some if one.publicity_until), default=None),
            names=tuple(cards[one.person_id].name for one in some) if cards else (),
        )
        for key, some in presses.items()
    ]
