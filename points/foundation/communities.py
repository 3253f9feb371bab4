"""Communities: founding one and finding one; it knows nothing of what a community does."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.database import db, run
from points.foundation.ids import new_id
from points.foundation.models import Community
from points.foundation.prepared import given, prepared


@dataclass(frozen=True)
class CommunityInfo:
    """What pages say of a community."""

    id: UUID
    number: int
    name: str
    name_en: str
    phone: str
    demo: bool


def found_community(name: str, *, name_en: str = "", phone: str = "", demo: bool = False) -> UUID:
    """Write a new community's row; its number is the next free one, and stands in voucher codes."""
    newest = db.session.scalar(sa.select(sa.func.max(Community.number)))
    community_id = new_id()
    row = {
        "id": community_id,
        "number": (newest or 0) + 1,
        "name": name,
        "name_en": name_en,
        "phone": phone,
        "demo": demo,
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(Community), [row])
    return community_id


def rename_community(community_id: UUID, name: str, *, name_en: str, phone: str) -> None:
    """Call a community something else, and say where it is reached; its number stays, as it stands in vouchers."""
    own = sa.update(Community).where(Community.id == community_id)
    run(own.values(name=name, name_en=name_en, phone=phone))


def community(community_id: UUID) -> CommunityInfo:
    """One community that exists."""
    return CommunityInfo(*_one().one(community=community_id))


def communities() -> list[CommunityInfo]:
    """All communities of this installation, by number."""
    return [CommunityInfo(*row) for row in db.session.execute(_cards().order_by(Community.number))]


def has_demo() -> bool:
    """Whether any community here is a demonstration."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Community.demo))))


@prepared
def _one() -> sa.Executable:
    return _cards().where(Community.id == given("community"))


def _cards() -> sa.Select[UUID, int, str, str, str, bool]:
    return sa.select(
        Community.id, Community.number, Community.name, Community.name_en, Community.phone, Community.demo
    )
