"""What somebody did and has no points for yet: where each piece of work stands, and what it is likely to give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock
from points.foundation.prepared import given, prepared
from points.volunteering.models import Award, Rule, Service
from points.volunteering.rulebook.policy import gives
from points.volunteering.services import notice_rows

#: work that was sent back is told of this long
SENT_BACK_DAYS = 14
#: what a rule counts of a piece of work
_AMOUNTS = ("unit", "tenths", "minutes", "quantity_tenths", "least_minutes")
#: where a piece of work stands for the one who did it, by the state of its record
_STATES = {
    "submitted": "review",
    "verified": "review",
    "deliberated": "review",
    "approved": "approved",
    "in_publicity": "publicity",
    "objected": "objected",
    "rejected": "sent_back",
}


@dataclass(frozen=True)
class Waiting:
    """Work that was recorded and gave nothing so far. `state` is review, approved, publicity, objected or
    sent_back.

    `what` was done, `name` is what its rule calls it; `tenths` what the rule gives for it before any cap, None where it may give none.
    """

    what: str
    name: str
    name_en: str
    served_on: date
    state: str
    tenths: int | None
    until: date | None
    reason: str


@dataclass(frozen=True)
class FirstPage:
    """What a first page says of somebody's work: what gave nothing yet, their credited minutes, what they are told."""

    waiting: list[Waiting]
    minutes: int
    told: list[notice_rows.Told]


def of_person(community_id: UUID, person_id: UUID, *, limit: int = 3) -> list[Waiting]:
    """The newest pieces of this person's work that wait, hang out in public or came back of late."""
    rows = _with_minutes(False).all(
        community=community_id, person=person_id, sent_back=_sent_back_since(), limit=limit
    )
    return [_waiting(row) for row in rows if row.status is not None]


def first_page(actor: Actor, account_id: UUID, *, limit: int = 3) -> FirstPage:
    """The same with all that stands beside it; what is told is read only where there is something to tell."""
    asked = notice_rows.asked(actor, account_id)
    rows = _with_minutes(True).all(**asked, sent_back=_sent_back_since(), limit=limit)
    return FirstPage(
        waiting=[_waiting(row) for row in rows if row.status is not None],
        minutes=int(rows[0].credited),
        told=notice_rows.read(actor, account_id) if rows[0].told else [],
    )


@dataclass(frozen=True, slots=True)
class WaitingOfDay:
    """Work of some day that will give points when it is posted: whose, under which rule, what, how much before any cap."""

    person_id: UUID
    served_on: date
    rule: str
    what: str
    tenths: int


def of_days(community_id: UUID, first: date, last: date) -> list[WaitingOfDay]:
    """Everybody's work of these days that waits for points; what gives none is not there."""
    found = []
    for row in _of_days().all(community=community_id, first=first, last=last):
        tenths = gives(**{name: getattr(row, name) for name in _AMOUNTS})
        if tenths:
            found.append(WaitingOfDay(row.person_id, row.served_on, row.code, row.what, tenths))
    return found


def _sent_back_since() -> datetime:
    return clock.instant(clock.today() - timedelta(days=SENT_BACK_DAYS))


def _waiting(row: Any) -> Waiting:
    given_back = row.origin == "back_filled" or row.status == "rejected"
    amounts = {name: getattr(row, name) for name in _AMOUNTS}
    return Waiting(
        what=row.what,
        name=row.name,
        name_en=row.name_en,
        served_on=row.served_on,
        state=_STATES[row.status],
        tenths=None if given_back else gives(**amounts),
        until=row.publicity_until,
        reason=row.decision_reason,
    )


@prepared
def _of_days() -> sa.Executable:
    waits = [state for state in _STATES if state != "rejected"]
    amounts = (Service.minutes, Service.quantity_tenths, Rule.unit, Rule.tenths, Rule.least_minutes)
    return (
        sa.select(Service.person_id, Service.served_on, Service.what, Rule.code, *amounts)
        .join(Rule, sa.and_(Rule.community_id == Service.community_id, Rule.id == Service.rule_id))
        .where(Service.community_id == given("community"), Service.status.in_(waits))
        .where(Service.served_on >= given("first"), Service.served_on <= given("last"))
        .where(Service.origin != "back_filled")
        .order_by(Service.served_on, Service.id)
    )


@prepared
def _with_minutes(told: bool) -> sa.Executable:
    """One row always, as of a purse with its lines: the minutes and whether something is told, and beside them what waits."""
    credited = (
        sa.select(sa.func.coalesce(sa.func.sum(Award.minutes), 0))
        .join(Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id))
        .where(Award.community_id == given("community"), Award.person_id == given("person"))
        .where(Service.status == "credited")
        .scalar_subquery()
    )
    newest, one = _newest().subquery("waits"), sa.select(sa.literal_column("1").label("row")).subquery("one")
    return (
        sa.select(
            credited.label("credited"),
            (notice_rows.any_told() if told else sa.false()).label("told"),
            *newest.c,
        )
        .select_from(one.outerjoin(newest, sa.true()))
        .order_by(newest.c.served_on.desc(), newest.c.id.desc())
    )


def _newest() -> sa.Select[*tuple[Any, ...]]:
    waits = [state for state in _STATES if state != "rejected"]
    came_back = sa.and_(Service.status == "rejected", Service.decided_at >= given("sent_back"))
    return (
        sa.select(
            Service.id,
            Service.what,
            Service.served_on,
            Service.status,
            Service.origin,
            Service.minutes,
            Service.quantity_tenths,
            Service.publicity_until,
            Service.decision_reason,
            Rule.name,
            Rule.name_en,
            Rule.unit,
            Rule.tenths,
            Rule.least_minutes,
        )
        .join(Rule, sa.and_(Rule.community_id == Service.community_id, Rule.id == Service.rule_id))
        .where(Service.community_id == given("community"), Service.person_id == given("person"))
        .where(sa.or_(Service.status.in_(waits), came_back))
        .order_by(Service.served_on.desc(), Service.id.desc())
        .limit(sa.bindparam("limit", type_=sa.Integer()))
    )
