"""Days on which a shop is closed although it would exchange, or open although it would not: noted, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, clock, db, new_id
from points.foundation.database import upsert
from points.shop import shops
from points.shop.models import ShopDay
from points.shop.office.refusals import DayNotedAlready, DayNotNoted, DayTooFar
from points.shop.policy import Span, SpecialDay

#: how far ahead a day is noted
MOST_AHEAD = timedelta(days=400)


@audit.records.writes("shop.day_noted", of="shop")
def note(
    shop_id: UUID, day: date, kind: str, *, reason: str, actor: Actor, hours: Sequence[Span] = ()
) -> SpecialDay:
    """A shop is closed on a day, or open in hours of its own; whatever its weekday says."""
    people.acting.refuse_first("open_shop", actor)
    if not clock.today() <= day <= clock.today() + MOST_AHEAD:
        raise DayTooFar
    shop = shops.get(actor.community_id, shop_id)
    spans = [list(span) for span in hours] if kind == "open" else []
    row: dict[str, Any] = {
        "community_id": actor.community_id,
        "id": new_id(),
        "shop_id": shop.id,
        "day": day,
        "kind": kind,
        "hours": spans,
        "reason": reason,
        "created_at": clock.now(),
        "ended_at": None,
    }
    written = upsert(ShopDay).on_conflict_do_nothing().returning(ShopDay.id)
    if db.session.scalar(written, row) is None:
        raise DayNotedAlready
    facts = {"day": day, "special": kind, "spans": spans}
    _record("shop.day_noted", shop_id, actor, facts=facts, private={"reason": reason})
    return SpecialDay(day, kind, tuple((start, end) for start, end in spans), reason)


@audit.records.writes("shop.day_taken_back", of="shop")
def take_back(shop_id: UUID, day: date, *, actor: Actor) -> None:
    """The day is again what its weekday says."""
    people.acting.refuse_first("open_shop", actor)
    ended = db.session.scalar(
        sa.update(ShopDay)
        .where(ShopDay.community_id == actor.community_id, ShopDay.shop_id == shop_id, ShopDay.day == day)
        .where(ShopDay.ended_at.is_(None), ShopDay.day >= clock.today())
        .values(ended_at=clock.now())
        .returning(ShopDay.id)
        .execution_options(synchronize_session=False)
    )
    if ended is None:
        raise DayNotNoted
    _record("shop.day_taken_back", shop_id, actor, facts={"day": day})


def _record(deed: str, shop_id: UUID, actor: Actor, **more: Any) -> None:
    audit.records.record(deed, actor=actor, subject_kind="shop", subject_id=shop_id, **more)
