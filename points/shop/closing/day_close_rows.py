"""A closed day as it stands in its table, and the statements that find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NotFound, clock
from points.foundation.prepared import given, prepared
from points.shop.closing.day_figures import Figures
from points.shop.closing.models import DayClose
from points.shop.models import Redemption, Shop


@dataclass(frozen=True)
class DayInfo:
    """A day of a shop: added up just now (`draft`), waiting for its signature, or closed. `seal` and `before` are signs of
    the digests of this day and of the one before it."""

    community_id: UUID
    close_id: UUID | None
    shop_id: UUID
    day: date
    starts_at: datetime
    until_at: datetime
    status: str
    figures: Figures
    books: str
    seal: str
    before: str
    handed_by: UUID | None
    handed_at: datetime | None
    signed_by: UUID | None
    signed_at: datetime | None
    signed_as: str

    @property
    def agrees(self) -> bool:
        """Whether the ledger says of these sales what their receipts say."""
        return list(self.figures.said["ledger"]) == [self.figures.sold_tenths, self.figures.undone_tenths]

    @property
    def gaps(self) -> int | None:
        """How many pieces what was counted is off in all; None where nothing was counted."""
        counted = self.figures.said["counted"]
        return sum(abs(gap) for _, gap in counted.values()) if counted else None


def signs(digest: bytes | None) -> str:
    """Sixteen signs of a digest in fours, for paper."""
    signs = "" if digest is None else digest.hex()[:16].upper()
    return " ".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def figures_of(row: Any) -> Figures:
    return Figures(row.sold, row.sold_tenths, row.undone, row.undone_tenths, row.pieces, row.figures)


def info_of(row: Any) -> DayInfo:
    return DayInfo(
        community_id=row.community_id,
        close_id=row.id,
        shop_id=row.shop_id,
        day=row.day,
        starts_at=row.starts_at,
        until_at=row.until_at,
        status=row.status,
        figures=figures_of(row),
        books=row.books,
        seal=signs(row.digest),
        before=signs(row.previous),
        handed_by=row.handed_by,
        handed_at=row.handed_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        signed_as=row.signed_as,
    )


def get(community_id: UUID, close_id: UUID) -> Any:
    row = _one().first(community=community_id, close=close_id)
    if row is None:
        raise NotFound
    return row


def standing(community_id: UUID, shop_id: UUID | None = None) -> list[Any]:
    """By shop (or one of them) the day that was closed last, its columns empty where none was; and when was sold what no
    day has (`sold_at`): the first since, or the last where none was closed."""
    today = clock.instant(clock.today())
    return list(_standing().all(community=community_id, shop=shop_id, until=today))


def change_waiting(community_id: UUID, close_id: UUID) -> sa.Update:
    """The change of a day that still waits; of two at once the second finds it closed."""
    return sa.update(DayClose).where(
        DayClose.community_id == community_id, DayClose.id == close_id, DayClose.status == "waiting"
    )


def _days() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(*DayClose.__table__.columns).where(DayClose.community_id == given("community"))


@prepared
def _one() -> sa.Executable:
    return _days().where(DayClose.id == given("close"))


@prepared
def newest() -> sa.Executable:
    newest = _days().where(DayClose.shop_id == given("shop")).order_by(DayClose.day.desc())
    return newest.limit(sa.bindparam("limit", type_=sa.Integer()))


@prepared
def _standing() -> sa.Executable:
    newest = sa.select(sa.func.max(DayClose.day)).where(
        DayClose.community_id == Shop.community_id, DayClose.shop_id == Shop.id, DayClose.status == "closed"
    )
    last = sa.and_(
        DayClose.community_id == Shop.community_id,
        DayClose.shop_id == Shop.id,
        DayClose.day == newest.correlate(Shop).scalar_subquery(),
    )
    sold = sa.select(sa.func.max(Redemption.at)).where(*_counter_sales()).correlate(Shop)
    since = (
        sa.select(sa.func.min(Redemption.at))
        .where(*_counter_sales(), Redemption.at >= DayClose.until_at, Redemption.redeemed_on > DayClose.day)
        .correlate(Shop, DayClose)
    )
    never = DayClose.id.is_(None)
    one = given("shop", Shop.id)
    return (
        sa.select(
            Shop.id.label("shop"),
            sa.case((never, sold.scalar_subquery()), else_=since.scalar_subquery()).label("sold_at"),
            DayClose.day,
            DayClose.until_at,
            DayClose.digest,
        )
        .join_from(Shop, DayClose, last, isouter=True)
        .where(Shop.community_id == given("community"), sa.or_(one.is_(None), Shop.id == one))
    )


@prepared
def closed() -> sa.Executable:
    return _days().where(DayClose.status == "closed").order_by(DayClose.shop_id, DayClose.day)


@prepared
def waiting() -> sa.Executable:
    return sa.select(DayClose.id).where(
        DayClose.community_id == given("community"),
        DayClose.shop_id == given("shop"),
        DayClose.day == given("day"),
    )


def _counter_sales() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Redemption.community_id == given("community"),
        Redemption.shop_id == Shop.id,
        Redemption.origin == "counter",
        Redemption.at < given("until"),
    )
