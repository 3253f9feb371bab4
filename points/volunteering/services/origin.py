"""Where a point came from: what, when, who checked, who approved, how it was counted, from which paper. Read only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import clock, db
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Activity, Attendance, Award, Rule, Service
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.policy import gives
from points.volunteering.rulebook.rules import RuleInfo
from points.volunteering.services.names import names_of


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


def of_lines(community_id: UUID, subjects: Collection[UUID]) -> dict[UUID, AwardOrigin]:
    """The stories behind these lines, by what they point at: an award's or a service's id. Others are left out."""
    wanted = set(subjects)
    rows = list(db.session.execute(_awards(community_id, wanted))) if wanted else []
    if not rows:
        return {}
    rules = versions.get_many(community_id, {row.Award.rule_id for row in rows})
    checked = _checked_by(community_id, rows)
    names = _names(community_id, rows, checked)
    sources = _sources(community_id, rows)
    told = {}
    for row in rows:
        one = _story(row, rules[row.Award.rule_id], checked, names, sources)
        told.update({key: one for key in (one.award_id, one.service_id) if key in wanted})
    return told


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
    subjects = given_many("subjects")
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
        .where(sa.or_(Award.id.in_(subjects), Award.service_id.in_(subjects)))
    )


def _awards(community_id: UUID, wanted: set[UUID]) -> sa.Select:
    return (
        sa.select(Award, Service, Activity.public_id, Activity.spot, Activity.leader_id)
        .join(Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id))
        .outerjoin(
            Activity,
            sa.and_(Activity.community_id == Service.community_id, Activity.id == Service.activity_id),
        )
        .where(Award.community_id == community_id)
        .where(sa.or_(Award.id.in_(wanted), Award.service_id.in_(wanted)))
    )


def _checked_by(community_id: UUID, rows: list[Any]) -> dict[tuple[UUID, UUID], UUID | None]:
    query = sa.select(Attendance.activity_id, Attendance.person_id, Attendance.checked_by).where(
        Attendance.community_id == community_id,
        Attendance.activity_id.in_({row.Service.activity_id for row in rows if row.Service.activity_id}),
        Attendance.person_id.in_({row.Service.person_id for row in rows}),
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


def _names(community_id: UUID, rows: list[Any], checked: dict[Any, UUID | None]) -> dict[UUID, str]:
    """Names by account and by person id."""
    accounts = {one for one in checked.values() if one}
    for row in rows:
        accounts |= {row.Service.entered_by, row.Service.first_by, row.Award.approved_by} - {None}
    return names_of(community_id, accounts, {row.leader_id for row in rows if row.leader_id})


def _sources(community_id: UUID, rows: list[Any]) -> dict[UUID, audit.provenance.SheetLine]:
    subjects = {
        key for row in rows for key in (row.Award.id, row.Service.id) if row.Award.origin == "imported"
    }
    return audit.provenance.sheet_lines(community_id, subjects)


def _story(
    row: Any,
    rule: RuleInfo,
    checked: dict[tuple[UUID, UUID], UUID | None],
    names: dict[UUID, str],
    sources: dict[UUID, audit.provenance.SheetLine],
) -> AwardOrigin:
    award, service = row.Award, row.Service
    amounts = {"minutes": service.minutes, "quantity_tenths": service.quantity_tenths}
    full = gives(unit=rule.unit, tenths=rule.tenths, **amounts)

    def name(key: UUID | None) -> str | None:
        return names.get(key) if key else None

    return AwardOrigin(
        award_id=award.id,
        service_id=service.id,
        service_public_id=service.public_id,
        person_id=award.person_id,
        activity_public_id=row.public_id,
        spot=row.spot or "",
        rule=rule,
        full=full,
        tenths=award.tenths,
        less=max(0, full - award.tenths) if award.reason == "cap" else 0,
        no_points=award.reason,
        origin=award.origin,
        leader=name(row.leader_id),
        checked_by=name(checked.get((service.activity_id, service.person_id))),
        entered_by=name(service.entered_by),
        approved_by=name(award.approved_by),
        first_approved_by=name(service.first_by),
        approved_at=service.decided_at if service.status == "credited" else award.at,
        credited_at=award.at,
        source=sources.get(award.id) or sources.get(service.id),
        **{field: getattr(service, field) for field in _AS_RECORDED},
    )
