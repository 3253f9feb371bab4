"""Where a point came from: what, when, who checked, who approved, how it was counted, from which paper. Read only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import clock
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Activity, Attendance, Award, Rule, Service
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.policy import gives
from points.volunteering.rulebook.rules import RuleInfo


@dataclass(frozen=True)
class AwardOrigin:
    """How one award came about. `no_points` says why there are none or fewer: cap, back_filled, gives_nothing.

    `less` is what the cap took off. Names are of people of this community; None where there is none to name.
    """

    award_id: UUID
    service_id: UUID
    service_public_id: str
    person_id: UUID
    what: str
    activity_public_id: str | None
    spot: str
    served_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    rule: RuleInfo
    minutes: int
    quantity_tenths: int
    full: int
    tenths: int
    less: int
    no_points: str
    origin: str
    method: str
    leader: str | None
    checked_by: str | None
    entered_by: str | None
    reason: str
    evidence: str
    approved_by: str | None
    first_approved_by: str | None
    approved_at: datetime | None
    publicity_until: date | None
    credited_at: datetime
    status: str
    decision_reason: str
    source: audit.provenance.SheetLine | None

    @property
    def approved_on(self) -> date | None:
        """The Shanghai day of the approval."""
        return clock.shanghai(self.approved_at).date() if self.approved_at else None

    @property
    def back_filled(self) -> bool:
        """Whether it was typed in later (补录)."""
        return self.origin == "back_filled"


@dataclass(frozen=True)
class AwardName:
    """What a service was, as it was entered, how much of it, and what its rule is called."""

    what: str
    name: str
    name_en: str
    minutes: int = 0
    quantity_tenths: int = 0
    unit: str = ""
    origin: str = ""

    @property
    def back_filled(self) -> bool:
        """Whether it was typed in later (补录)."""
        return self.origin == "back_filled"


#: what a story says as the service record has it
_AS_RECORDED = (
    "what",
    "served_on",
    "starts_at",
    "ends_at",
    "minutes",
    "quantity_tenths",
    "method",
    "reason",
    "evidence",
    "publicity_until",
    "status",
    "decision_reason",
)


@dataclass(frozen=True)
class AwardRows:
    """Awards as they stand in the books, with the keys of the names and sheets that their stories need."""

    rows: Sequence[Any]
    wanted: frozenset[UUID]

    @property
    def accounts(self) -> set[UUID]:
        """Whose accounts checked, entered or approved."""
        named = ("attendance_checked_by", "entered_by", "first_by", "approved_by")
        return {key for row in self.rows for name in named if (key := getattr(row, name))}

    @property
    def persons(self) -> set[UUID]:
        """Who led."""
        return {row.leader_id for row in self.rows if row.leader_id}

    @property
    def imported(self) -> set[UUID]:
        """What a sheet may stand behind."""
        return {
            key for row in self.rows if row.origin == "imported" for key in (row.award_id, row.service_id)
        }

    def told(
        self, names: Mapping[UUID, str], sources: Mapping[UUID, audit.provenance.SheetLine]
    ) -> dict[UUID, AwardOrigin]:
        """The stories, by what the lines point at."""
        told: dict[UUID, AwardOrigin] = {}
        for row in self.rows:
            one = _story(row, names, sources)
            told.update({key: one for key in (one.award_id, one.service_id) if key in self.wanted})
        return told


def read(community_id: UUID, subjects: Collection[UUID]) -> AwardRows:
    """The awards behind these lines, with one statement; names and sheets are read by who knows of more of them."""
    wanted = frozenset(subjects)
    rows = _awards().all(community=community_id, subjects=list(wanted)) if wanted else []
    return AwardRows(rows, wanted)


def of_lines(community_id: UUID, subjects: Collection[UUID]) -> dict[UUID, AwardOrigin]:
    """The stories behind these lines, by what they point at: an award's or a service's id. Others are left out."""
    found = read(community_id, subjects)
    names = people.accounts.names_behind(community_id, found.accounts, found.persons)
    return found.told(names, audit.provenance.sheet_lines(community_id, found.imported))


def names_of_lines(community_id: UUID, subjects: Collection[UUID]) -> dict[UUID, AwardName]:
    """What these lines are for in a few words, by what they point at; the rest of the story is `of_lines`."""
    wanted = list(subjects)
    rows = _named().all(community=community_id, subjects=wanted) if wanted else []
    found: dict[UUID, AwardName] = {}
    for row in rows:
        one = AwardName(*row[2:])
        found |= {row.id: one, row.service_id: one}
    return found


@prepared
def _named() -> sa.Executable:
    return (
        sa.select(
            Award.id,
            Award.service_id,
            Service.what,
            Rule.name,
            Rule.name_en,
            Service.minutes,
            Service.quantity_tenths,
            Rule.unit,
            Award.origin,
        )
        .join(Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id))
        .join(Rule, sa.and_(Rule.community_id == Award.community_id, Rule.id == Award.rule_id))
        .where(Award.community_id == given("community"))
        .where(_pointed_at())
    )


@prepared
def _awards() -> sa.Executable:
    return (
        sa.select(
            *_AWARD,
            *(getattr(Service, name) for name in (*_AS_RECORDED, "entered_by", "first_by", "decided_at")),
            Service.public_id.label("service_public_id"),
            Activity.public_id.label("activity_public_id"),
            Activity.spot,
            Activity.leader_id,
            Attendance.checked_by.label("attendance_checked_by"),
            *(getattr(Rule, name).label(f"rule_{name}") for name in ("code", "version", "effective_on")),
            *(getattr(Rule, name).label(f"rule_{name}") for name in versions.WORDS),
        )
        .select_from(Award)
        .join(Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id))
        .join(Rule, sa.and_(Rule.community_id == Award.community_id, Rule.id == Award.rule_id))
        .outerjoin(
            Activity,
            sa.and_(Activity.community_id == Service.community_id, Activity.id == Service.activity_id),
        )
        .outerjoin(
            Attendance,
            sa.and_(
                Attendance.community_id == Service.community_id,
                Attendance.activity_id == Service.activity_id,
                Attendance.person_id == Service.person_id,
            ),
        )
        .where(Award.community_id == given("community"))
        .where(_pointed_at())
    )


def _pointed_at() -> sa.ColumnElement[bool]:
    """By the award's own key or by its service's: each by its index, as either-or would read every award there is."""
    subjects = given_many("subjects")
    own = sa.select(Award.id).where(Award.community_id == given("community"), Award.id.in_(subjects))
    theirs = sa.select(Award.id).where(
        Award.community_id == given("community"), Award.service_id.in_(subjects)
    )
    return Award.id.in_(own.union_all(theirs))


_AWARD = (
    Award.id.label("award_id"),
    Award.service_id,
    Award.person_id,
    Award.tenths,
    Award.reason.label("no_points"),
    Award.origin,
    Award.approved_by,
    Award.at.label("credited_at"),
    Award.rule_id,
)


def _story(
    row: Any, names: Mapping[UUID, str], sources: Mapping[UUID, audit.provenance.SheetLine]
) -> AwardOrigin:
    rule = RuleInfo(
        rule_id=row.rule_id,
        code=row.rule_code,
        version=row.rule_version,
        effective_on=row.rule_effective_on,
        **{name: getattr(row, f"rule_{name}") for name in versions.WORDS},
    )
    full = gives(unit=rule.unit, tenths=rule.tenths, minutes=row.minutes, quantity_tenths=row.quantity_tenths)

    def name(key: UUID | None) -> str | None:
        return names.get(key) if key else None

    return AwardOrigin(
        award_id=row.award_id,
        service_id=row.service_id,
        service_public_id=row.service_public_id,
        person_id=row.person_id,
        activity_public_id=row.activity_public_id,
        spot=row.spot or "",
        rule=rule,
        full=full,
        tenths=row.tenths,
        less=full - row.tenths if row.no_points == "cap" else 0,
        no_points=row.no_points,
        origin=row.origin,
        leader=name(row.leader_id),
        checked_by=name(row.attendance_checked_by),
        entered_by=name(row.entered_by),
        approved_by=name(row.approved_by),
        first_approved_by=name(row.first_by),
        approved_at=row.decided_at if row.status == "credited" else row.credited_at,
        credited_at=row.credited_at,
        source=sources.get(row.award_id) or sources.get(row.service_id),
        **{field: getattr(row, field) for field in _AS_RECORDED},
    )
