"""Counter tablets and office PCs known to the system, by a token in their cookie; only its digest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id, run
from points.foundation.codes import CHANCE
from points.foundation.spelling import signs
from points.people.access.hashing import digest
from points.people.access.refusals import DeviceUnknown
from points.people.authorisation import need
from points.people.models import Device

#: how stale `last_seen` may be before it costs a write
SEEN_EVERY = timedelta(minutes=15)
#: which pages it has is written down when they are others, and once a day
PAGES_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class DeviceInfo:
    """A device as other rooms know it."""

    community_id: UUID
    device_id: UUID
    name: str
    shop_id: UUID | None
    status: str
    last_seen: datetime | None
    since: datetime
    #: which pages it has, as they name themselves; '' where it never said so
    pages: str = ""
    pages_seen: datetime | None = None

    def has_said(self, pages: str) -> bool:
        """Whether it is written down that it has these, and not too long ago."""
        return (
            self.pages == pages
            and self.pages_seen is not None
            and clock.now() - self.pages_seen < PAGES_EVERY
        )


@dataclass(frozen=True)
class NewDevice:
    """A device and its token, said once."""

    device_id: UUID
    token: str


@audit.records.writes("device.enrolled", of="device")
def enrol(name: str, *, actor: Actor, shop_id: UUID | None = None, token: str | None = None) -> NewDevice:
    """This machine becomes a counter of a shop, or a PC of the office."""
    need(actor, "enrol_devices")
    device_id, token = new_id(), token or CHANCE.token()
    row = {
        "community_id": actor.community_id,
        "id": device_id,
        "name": signs.plain(name),
        "shop_id": shop_id,
        "token_hash": digest(token),
        "last_seen": clock.now(),
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(Device), [row])
    facts = {"shop_id": shop_id}
    audit.records.record(
        "device.enrolled", actor=actor, subject_kind="device", subject_id=device_id, facts=facts
    )
    return NewDevice(device_id, token)


@audit.records.writes("device.renamed", of="device")
def rename(device_id: UUID, name: str, *, actor: Actor) -> DeviceInfo:
    """Call a machine something else; what was written under its old name keeps pointing at it."""
    need(actor, "enrol_devices")
    changed = _change(device_id, actor, name=signs.plain(name))
    facts = {"name": changed.name}
    audit.records.record(
        "device.renamed", actor=actor, subject_kind="device", subject_id=device_id, facts=facts
    )
    return changed


@audit.records.writes("device.revoked", of="device")
def revoke(device_id: UUID, *, reason: str, actor: Actor) -> DeviceInfo:
    """A machine that is lost or gone."""
    need(actor, "enrol_devices")
    ended = _change(device_id, actor, status="revoked")
    private = {"reason": reason}
    audit.records.record(
        "device.revoked", actor=actor, subject_kind="device", subject_id=device_id, private=private
    )
    return ended


@audit.records.writes("device.placed", of="device")
def place(device_id: UUID, shop_id: UUID | None, *, actor: Actor) -> DeviceInfo:
    """Say at which shop's counter a machine stands; None: it is a PC of the office."""
    need(actor, "enrol_devices")
    placed = _change(device_id, actor, shop_id=shop_id)
    facts = {"shop_id": shop_id}
    audit.records.record(
        "device.placed", actor=actor, subject_kind="device", subject_id=device_id, facts=facts
    )
    return placed


def stands_at(
    community: sa.SQLColumnExpression[UUID], device: sa.BindParameter[UUID]
) -> sa.ScalarSelect[Any]:
    """At which shop's counter a machine stands, as a column of a statement that reads something else with it."""
    return (
        sa.select(Device.shop_id)
        .where(Device.community_id == community, Device.id == device, Device.status == "active")
        .scalar_subquery()
    )


def _change(device_id: UUID, actor: Actor, **values: Any) -> DeviceInfo:
    """Change a machine that still counts; of two at once who end it, the second is told."""
    changed = db.session.scalar(
        sa.update(Device)
        .where(Device.community_id == actor.community_id, Device.id == device_id, Device.status == "active")
        .values(**values)
        .returning(Device)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise DeviceUnknown
    return _card(changed)


def find(token: str) -> DeviceInfo | None:
    """The device behind a cookie, if it still counts."""
    query = sa.select(Device).where(Device.token_hash == digest(token), Device.status == "active")
    row = db.session.scalar(query)
    return _card(row) if row else None


def of_community(community_id: UUID) -> list[DeviceInfo]:
    """Every device of a community, in the order in which they were enrolled."""
    query = sa.select(Device).where(Device.community_id == community_id).order_by(Device.id)
    return [_card(row) for row in db.session.scalars(query)]


def note_seen(device_id: UUID, *, community_id: UUID) -> None:
    """Write down that a device is still about, at most every quarter of an hour however often it is called."""
    now = clock.now()
    db.session.execute(
        sa.update(Device)
        .where(Device.community_id == community_id, Device.id == device_id, Device.status == "active")
        .where(sa.or_(Device.last_seen.is_(None), Device.last_seen < now - SEEN_EVERY))
        .values(last_seen=now)
        .execution_options(synchronize_session=False)
    )


def note_pages(device_id: UUID, pages: str, *, community_id: UUID) -> None:
    """Write down which pages a device has."""
    device = Device.community_id == community_id, Device.id == device_id
    run(sa.update(Device).where(*device).values(page_version=pages, page_seen_at=clock.now()))


def _card(row: Device) -> DeviceInfo:
    return DeviceInfo(
        row.community_id,
        row.id,
        row.name,
        row.shop_id,
        row.status,
        row.last_seen,
        row.created_at,
        row.page_version or "",
        row.page_seen_at,
    )
