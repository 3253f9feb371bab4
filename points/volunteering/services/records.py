"""Service records as plain values: reading them, locking them with their day-fellows, moving them on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Service
from points.volunteering.services import policy
from points.volunteering.services.policy import Span
from points.volunteering.services.refusals import AlreadyDecided

#: what a reading gives back
ServiceRecord = policy.ServiceRecord

#: an interval of these no longer counts
VOID = ("draft", "rejected", "reversed")
_DAY = timedelta(days=1)


#: a record as `ServiceRecord` takes it
COLUMNS = [Service.id.label("service_id")] + [
    getattr(Service, name) for name in ServiceRecord.__dataclass_fields__ if name != "service_id"
]


def select_records(community_id: UUID | sa.BindParameter[Any]) -> sa.Select:
    """The query of all records of a community, to be narrowed."""
    return sa.select(*COLUMNS).where(Service.community_id == community_id)


def records(query: sa.Select) -> list[ServiceRecord]:
    """Run such a query."""
    return [ServiceRecord(*row) for row in db.session.execute(query)]


def by_ids(community_id: UUID, service_ids: Collection[UUID]) -> dict[UUID, ServiceRecord]:
    """Records by their ids."""
    found = records(select_records(community_id).where(Service.id.in_(set(service_ids))))
    return {one.service_id: one for one in found}


def of_activity(community_id: UUID, activity_id: UUID) -> list[ServiceRecord]:
    """All records of one activity."""
    rows = _of_activity().all(community=community_id, activity=activity_id)
    return [ServiceRecord(*row) for row in rows]


@prepared
def _of_activity() -> sa.Executable:
    query = select_records(given("community")).where(Service.activity_id == given("activity"))
    return query.order_by(Service.starts_at, Service.id)


def locked(community_id: UUID, service_ids: Collection[UUID]) -> dict[UUID, ServiceRecord]:
    """These records and all others of the same persons on the same days and their neighbours.

    Locked, so that two approvals that touch one person's day go one after the other: only then does the length
    of the day, or an overlap, say the truth.
    """
    rows = _persons_and_days().all(community=community_id, services=list(set(service_ids)))
    days = {day for row in rows for day in (row.served_on - _DAY, row.served_on, row.served_on + _DAY)}
    persons = {row.person_id for row in rows}
    found = _locked().all(community=community_id, persons=list(persons), days=list(days))
    return {row.service_id: ServiceRecord(*row) for row in found}


@prepared
def _persons_and_days() -> sa.Executable:
    return sa.select(Service.person_id, Service.served_on).where(
        Service.community_id == given("community"), Service.id.in_(given_many("services"))
    )


@prepared
def _locked() -> sa.Executable:
    query = select_records(given("community")).where(
        Service.person_id.in_(given_many("persons")), Service.served_on.in_(given_many("days"))
    )
    return query.order_by(Service.id).with_for_update()


def fellows(record: ServiceRecord, others: Iterable[ServiceRecord]) -> list[ServiceRecord]:
    """The other records of the same person that still count."""
    return [
        one
        for one in others
        if one.person_id == record.person_id
        and one.service_id != record.service_id
        and one.status not in VOID
    ]


def day_minutes(record: ServiceRecord, others: Iterable[ServiceRecord]) -> int:
    """How long this person's day was, this record included."""
    same_day = [one for one in others if one.served_on == record.served_on]
    return record.minutes + sum(one.minutes for one in fellows(record, same_day))


def overlap(record: ServiceRecord, others: Iterable[ServiceRecord]) -> Span | None:
    """The first other service of this person that it runs into."""
    own = record.span
    return None if own is None else policy.first_overlap(own, spans(fellows(record, others)))


def spans(found: Iterable[ServiceRecord]) -> list[Span]:
    """The times of those records that have one."""
    return [span for span in (one.span for one in found) if span is not None]


def taken_spans(community_id: UUID, person_ids: Collection[UUID], span: Span) -> list[Span]:
    """Where these persons were at that time, by the records that still count."""
    query = select_records(community_id).where(
        Service.person_id.in_(set(person_ids)),
        Service.status.not_in(VOID),
        Service.starts_at < span.ends_at,
        Service.ends_at > span.starts_at,
    )
    return spans(records(query))


def move_on(
    community_id: UUID, chosen: Sequence[ServiceRecord], *, expect_from: Collection[str], **values: Any
) -> None:
    """Change the state of these records, each from the version it was read at; of two who decide, one wins."""
    if not chosen:
        return
    done = _moved(*values).changed(
        community=community_id,
        expected=list(expect_from),
        seen=[(one.service_id, one.version) for one in chosen],
        **{f"new_{name}": value for name, value in values.items()},
    )
    if done != len(chosen):
        raise AlreadyDecided


@prepared
def _moved(*names: str) -> sa.Executable:
    values = {name: given(f"new_{name}", getattr(Service, name)) for name in names}
    return (
        sa.update(Service)
        .where(Service.community_id == given("community"), Service.status.in_(given_many("expected")))
        .where(sa.tuple_(Service.id, Service.version).in_(given_many("seen")))
        .values(version=Service.version + 1, **values)
    )
