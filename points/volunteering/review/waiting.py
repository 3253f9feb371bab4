"""Who of an activity waits to be decided about, with what there is to look at beside the flags. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from points import people
from points.volunteering.programme import activity_rows
from points.volunteering.programme.presence_rows import Presence
from points.volunteering.review.counts import TO_LOOK_AT
from points.volunteering.review.eligibility import by_person
from points.volunteering.review.flags import Flag, Inspected, Suggestion
from points.volunteering.services import records
from points.volunteering.services.records import fellows
from points.volunteering.services.surroundings import Surroundings


@dataclass(frozen=True)
class ReviewRow:
    """One person who waits. `asks` says that somebody has to say first when they left; `elsewhere` are other services
    of the same day, `household` those of one's own household on the same list."""

    public_id: str
    person_id: UUID
    person_public_id: str
    name: str
    door: str
    checked_in: datetime | None
    checked_out: datetime | None
    minutes: int
    tenths: int
    flags: tuple[Flag, ...]
    suggestion: Suggestion | None
    is_leader: bool
    may_decide: bool
    blocked: str | None
    checked: bool
    asks: bool
    elsewhere: tuple[str, ...]
    household: tuple[str, ...]


def to_look_at(row: ReviewRow) -> bool:
    """Whether somebody is looked at by themselves."""
    return any(flag.code in TO_LOOK_AT for flag in row.flags)


def rows(
    found: activity_rows.ActivityInfo,
    inspected: Sequence[Inspected],
    around: Surroundings | None,
    cards: Mapping[UUID, people.persons.PersonInfo],
    there: Mapping[UUID, Presence],
) -> list[ReviewRow]:
    """Those who wait, as they came."""
    known = by_person(around.known) if around is not None else {}

    def row(one: Inspected) -> ReviewRow:
        record, card = one.record, cards[one.record.person_id]
        seen = there.get(record.person_id)
        return ReviewRow(
            public_id=record.public_id,
            person_id=record.person_id,
            person_public_id=card.public_id,
            name=card.name,
            door=card.door,
            checked_in=seen.in_at if seen else None,
            checked_out=seen.out_at if seen else None,
            minutes=record.minutes,
            tenths=one.counted.tenths,
            flags=one.flags,
            suggestion=one.suggestion,
            is_leader=record.person_id == found.leader_id,
            may_decide=one.may_decide,
            blocked=one.blocked,
            checked=one.may_decide and not any(flag.code in TO_LOOK_AT for flag in one.flags),
            asks=one.asks,
            elsewhere=_elsewhere(record, known.get(record.person_id, ())),
            household=_of_household(card, cards.values()),
        )

    return sorted(
        map(row, inspected), key=lambda one: (one.checked_in or found.starts_at, one.name, one.public_id)
    )


def _elsewhere(record: records.ServiceRecord, theirs: Iterable[records.ServiceRecord]) -> tuple[str, ...]:
    """What else this person did that day."""
    return tuple(one.what for one in fellows(record, theirs) if one.served_on == record.served_on)


def _of_household(
    card: people.persons.PersonInfo, cards: Iterable[people.persons.PersonInfo]
) -> tuple[str, ...]:
    """Who else of this household is on the list."""
    if card.household_id is None:
        return ()
    others = (one for one in cards if one.household_id == card.household_id)
    return tuple(sorted(one.name for one in others if one.person_id != card.person_id))
