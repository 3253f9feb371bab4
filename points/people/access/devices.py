"""Counter tablets and office PCs known to the system, by a token in their cookie; only its digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.people.access.hashing import digest
from points.people.access.refusals import DeviceUnknown
from points.people.authorisation import need
from points.people.models import Device

#: how stale `last_seen` may be before it costs a write
SEEN_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class DeviceInfo:
    """A device as other rooms know it."""

    community_id: UUID
    device_id: UUID
    name: str
    shop_id: UUID | None
    status: str
    last_seen: datetime | None


@dataclass(frozen=True)
class NewDevice:
    """A device and its token, said once."""

    device_id: UUID
    token: str


def enrol(name: str, *, actor: Actor, shop_id: UUID | None = None) -> NewDevice:
    """This machine becomes a counter of a shop, or a PC of the office."""
    need(actor, "enrol_devices")
    device_id, token = new_id(), secrets.token_urlsafe(32)
    row = {
        "community_id": actor.community_id,
        "id": device_id,
        "name": name,
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


def revoke(device_id: UUID, *, reason: str, actor: Actor) -> None:
    """A machine that is lost or gone."""
    need(actor, "enrol_devices")
    ended = db.session.scalar(
        sa.update(Device)
        .where(Device.community_id == actor.community_id, Device.id == device_id, Device.status == "active")
        .values(status="revoked")
        .returning(Device.id)
        .execution_options(synchronize_session=False)
    )
    if ended is None:
        raise DeviceUnknown
    private = {"reason": reason}
    audit.records.record(
        "device.revoked", actor=actor, subject_kind="device", subject_id=device_id, private=private
    )


def find(token: str) -> DeviceInfo | None:
    """The device behind a cookie, if it still counts."""
    query = sa.select(Device).where(Device.token_hash == digest(token), Device.status == "active")
    row = db.session.scalar(query)
    return _card(row) if row else None


def of_community(community_id: UUID) -> list[DeviceInfo]:
    """Every device of a community."""
    query = sa.select(Device).where(Device.community_id == community_id).order_by(Device.id)
    return [_card(row) for row in db.session.scalars(query)]


def _note_seen(device: DeviceInfo) -> None:
    """Write down that a device is still about, now and then."""
    db.session.execute(
        sa.update(Device)
        .where(Device.community_id == device.community_id, Device.id == device.device_id)
        .values(last_seen=clock.now())
        .execution_options(synchronize_session=False)
    )


def _card(row: Device) -> DeviceInfo:
    return DeviceInfo(row.community_id, row.id, row.name, row.shop_id, row.status, row.last_seen)
