"""Where points come from: rules by version, activities, sign-ups, attendance, services, awards. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within
from points.foundation.kept.remembered import remembered

SERVICE_STATES = (
    "draft",
    "submitted",
    "verified",
    "deliberated",
    "approved",
    "in_publicity",
    "objected",
    "credited",
    "rejected",
    "reversed",
)
ORIGINS = ("activity", "claim", "back_filled", "imported")
#: by falling trust: leader scans the person, person scans a code on site, leader ticks a list, leader adds on site by
#: name somebody who is on no list, typed later
METHODS = ("leader_scan", "self_scan", "leader_tick", "leader_added", "typed")


def _some(name: str, *columns: str, where: str) -> sa.Index:
    """An index of some rows only: small, however long the table is."""
    rows = sa.text(where)
    return sa.Index(name, *columns, sqlite_where=rows, postgresql_where=rows)


class Rule(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One version of one rule: what an act gives, in tenths per unit, under which cap."""

    __tablename__ = "volunteering_rule"
    __table_args__ = (
        sa.UniqueConstraint("community_id", "code", "version"),
        one_of("kind", ("award", "penalty")),
        one_of("credits_to", ("person", "household")),
        sa.CheckConstraint("tenths >= 0", name="tenths"),
        sa.CheckConstraint("version > 0", name="version"),
        remembered(),
    )

    code: Mapped[str]
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(default="award")
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    unit: Mapped[str]
    tenths: Mapped[int]
    tier: Mapped[str] = mapped_column(default="")
    cap: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    credits_to: Mapped[str] = mapped_column(default="person")
    counts_hours: Mapped[bool]
    #: a service by occasion shorter than this gives nothing; 0 asks for none
    least_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    #: the words of a value that cannot be counted yet, empty where it can; none in versions from before
    not_counted: Mapped[str | None]
    #: true where the rule is in force no more from this version's day on; else empty
    ended: Mapped[bool | None]
    effective_on: Mapped[date]
    created_at: Mapped[datetime]


class Activity(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A planned piece of volunteering: when, where, led by whom, under which rule."""

    __tablename__ = "volunteering_activity"
    __table_args__ = (
        within("rule_id", "volunteering_rule"),
        within("leader_id", "people_person"),
        sa.UniqueConstraint("community_id", "public_id"),
        one_of("status", ("open", "held", "reviewed", "cancelled")),
        one_of("origin", ("planned", "back_filled", "imported")),
        sa.CheckConstraint("ends_at > starts_at", name="times"),
        sa.Index("ix_volunteering_activity_starts", "community_id", "starts_at"),
    )

    public_id: Mapped[str]
    rule_id: Mapped[UUID]
    title: Mapped[str]
    spot: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    leader_id: Mapped[UUID | None]
    capacity: Mapped[int | None]
    status: Mapped[str] = mapped_column(default="open")
    origin: Mapped[str] = mapped_column(default="planned")
    planned_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    #: when it was last called off and why; and when it was said that it takes place after all
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    resumed_at: Mapped[datetime | None]


class SignUp(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A person who said they will come."""

    __tablename__ = "volunteering_sign_up"
    __table_args__ = (
        within("activity_id", "volunteering_activity"),
        within("person_id", "people_person"),
        sa.UniqueConstraint("community_id", "activity_id", "person_id"),
        one_of("status", ("signed_up", "withdrawn", "no_show")),
    )

    activity_id: Mapped[UUID]
    person_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(default="signed_up")
    entered_by: Mapped[UUID | None]
    at: Mapped[datetime]


class Attendance(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A person who was there: when in, when out, and how each was established."""

    __tablename__ = "volunteering_attendance"
    __table_args__ = (
        within("activity_id", "volunteering_activity"),
        within("person_id", "people_person"),
        sa.UniqueConstraint("community_id", "activity_id", "person_id"),
        one_of("method_in", METHODS),
        sa.CheckConstraint("out_at IS NULL OR out_at >= in_at", name="times"),
    )

    activity_id: Mapped[UUID]
    person_id: Mapped[UUID]
    in_at: Mapped[datetime]
    out_at: Mapped[datetime | None]
    method_in: Mapped[str]
    method_out: Mapped[str] = mapped_column(default="")
    checked_by: Mapped[UUID | None]


class Service(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A service record: what one person did, on its way from recorded to credited.

    `reason` and `evidence` belong to a back-fill, `decision_reason` to a rejection or a reversal; `first_by`
    is who approved first where a long day needs two. All `_by` columns hold account ids. All that one press decided
    has one `decision_id`; until `due_at` an approval can be taken back, then it is credited; `weighed` is what
    the office saw and changed (review/findings.py).
    """

    __tablename__ = "volunteering_service"
    __table_args__ = (
        within("activity_id", "volunteering_activity"),
        within("person_id", "people_person"),
        within("rule_id", "volunteering_rule"),
        sa.UniqueConstraint("community_id", "public_id"),
        sa.UniqueConstraint("community_id", "activity_id", "person_id"),
        one_of("status", SERVICE_STATES),
        one_of("origin", ORIGINS),
        sa.CheckConstraint("minutes >= 0", name="minutes"),
        sa.CheckConstraint("quantity_tenths >= 0", name="quantity"),
        sa.Index("ix_volunteering_service_status", "community_id", "status", "served_on"),
        sa.Index("ix_volunteering_service_person", "community_id", "person_id", "served_on"),
        # few are typed afterwards, and they are looked at by when they were
        _some(
            "ix_volunteering_service_typed",
            "community_id",
            "created_at",
            "id",
            where="origin = 'back_filled'",
        ),
        _some("ix_volunteering_service_due", "due_at", where="status = 'approved'"),
        # fewer still are taken back, and whose purse they left is told for a while
        _some("ix_volunteering_service_reversed", "community_id", "decided_at", where="status = 'reversed'"),
        _some(
            "ix_volunteering_service_decision",
            "community_id",
            "decision_id",
            where="decision_id IS NOT NULL",
        ),
    )

    public_id: Mapped[str]
    activity_id: Mapped[UUID | None]
    person_id: Mapped[UUID]
    rule_id: Mapped[UUID]
    status: Mapped[str]
    origin: Mapped[str]
    method: Mapped[str] = mapped_column(default="typed")
    served_on: Mapped[date]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=0)
    quantity_tenths: Mapped[int] = mapped_column(default=10)
    what: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[UUID | None]
    first_by: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    publicity_until: Mapped[date | None]
    decision_id: Mapped[UUID | None]
    due_at: Mapped[datetime | None]
    weighed: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class Award(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What one service gave: points to a purse, minutes to a person. One per service, never changed."""

    __tablename__ = "volunteering_award"
    __table_args__ = (
        within("service_id", "volunteering_service"),
        within("rule_id", "volunteering_rule"),
        within("transfer_id", "ledger_transfer"),
        sa.UniqueConstraint("community_id", "service_id"),
        one_of("origin", ORIGINS),
        sa.CheckConstraint("tenths >= 0 AND minutes >= 0", name="amounts"),
        sa.CheckConstraint("(tenths > 0) = (transfer_id IS NOT NULL)", name="moved"),
        sa.CheckConstraint("tenths > 0 OR reason <> ''", name="why_nothing"),
        sa.Index("ix_volunteering_award_person", "community_id", "person_id"),
        KEPT,
    )

    service_id: Mapped[UUID]
    person_id: Mapped[UUID]
    account_id: Mapped[UUID]
    tenths: Mapped[int]
    minutes: Mapped[int]
    rule_id: Mapped[UUID]
    rule_version: Mapped[int]
    origin: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    transfer_id: Mapped[UUID | None]
    approved_by: Mapped[UUID | None]
    at: Mapped[datetime]
