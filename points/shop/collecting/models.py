"""Which sales somebody collected for another. No decisions."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from points.foundation.database import KEPT, Owned, db, within


class Collected(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A redemption that was collected: by whom (`person_id`), and what allowed it (`collector_id`). Never changed."""

    __tablename__ = "shop_collected"
    __table_args__ = (
        within("redemption_id", "shop_redemption"),
        within("collector_id", "people_collector"),
        within("person_id", "people_person"),
        sa.UniqueConstraint("community_id", "redemption_id"),
        sa.Index("ix_shop_collected_collector", "community_id", "collector_id"),
        KEPT,
    )

    redemption_id: Mapped[UUID]
    collector_id: Mapped[UUID]
    person_id: Mapped[UUID]
