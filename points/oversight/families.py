"""One family from the service to the bag: who they are, what they did, what it gave, what they took home. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NotFound
from points.foundation.database import UtcTime
from points.foundation.prepared import prepared
from points.oversight.sql import asked

#: so much of the latest is shown; the rest is in the trail
LATEST = 60


@dataclass(frozen=True)
class Family:
    """A purse with its people. `number` is the household's, None for somebody with a purse of their own; `more_…` says
    that there are earlier ones than are listed."""

    id: UUID
    number: str | None
    place: str
    account_id: UUID | None
    posted: int
    held: int
    members: Sequence[Any]
    #: each with who approved it (None where it came in with old books) and, where it was taken back or sent back, who did
    services: Sequence[Any]
    more_services: bool
    sales: Sequence[FamilySale]
    more_sales: bool
    vouchers: Sequence[Any]


@dataclass(frozen=True)
class FamilySale:
    """A sale with its goods. `undo` is asked, confirmed, declined or None."""

    redemption_id: UUID
    day: date
    receipt: str
    tenths: int
    proof: str
    origin: str
    undo: str | None
    goods: Sequence[Any]


def of_household(community_id: UUID, number: str) -> Family:
    """A household by its number."""
    row = _household().first(c=community_id, key=number)
    if row is None:
        raise NotFound
    return _family(community_id, row, list(_members().all(c=community_id, home=row.id)))


def of_person(community_id: UUID, public_id: str) -> Family:
    """Somebody and the purse she spends from: the household's where she has one, with everybody of it."""
    row = _person().first(c=community_id, key=public_id)
    if row is None:
        raise NotFound
    if row.number is not None:
        return of_household(community_id, row.number)
    return _family(community_id, row, [row])


def _latest_sales(community_id: UUID, account_id: UUID) -> list[FamilySale]:
    """The latest sales of a purse with their goods, newest first, and one more than is shown where there is one."""
    found: dict[UUID, tuple[Any, list[Any]]] = {}
    for row in _sales().all(c=community_id, account=account_id, latest=LATEST + 1):
        _, goods = found.setdefault(row.id, (row, []))
        if row.name is not None:
            goods.append(row)
    return [
        FamilySale(one.id, one.redeemed_on, one.receipt, one.tenths, one.proof, one.origin, one.undo, goods)
        for one, goods in found.values()
    ]


def _family(community_id: UUID, row: Any, members: list[Any]) -> Family:
    ids = [one.person_id for one in members]
    services = _services().all(c=community_id, people=ids, latest=LATEST + 1) if ids else []
    account: UUID | None = row.account_id
    sales = _latest_sales(community_id, account) if account else []
    return Family(
        id=row.id,
        number=row.number,
        place=row.place or "",
        account_id=account,
        posted=row.posted or 0,
        held=row.held or 0,
        members=members,
        services=services[:LATEST],
        more_services=len(services) > LATEST,
        sales=sales[:LATEST],
        more_sales=len(sales) > LATEST,
        vouchers=_vouchers().all(c=community_id, account=account) if account else [],
    )


@prepared
def _household() -> sa.Executable:
    return asked(
        """
        SELECT h.id, h.number, g.name AS place, u.account_id, b.posted, b.held FROM people_household h
        LEFT JOIN people_place g ON g.id = h.place_id
        LEFT JOIN people_purse u ON u.community_id = :c AND u.household_id = h.id
        LEFT JOIN ledger_balance b ON b.community_id = :c AND b.account_id = u.account_id
        WHERE h.community_id = :c AND h.number = :key
        """,
        c=sa.Uuid(),
        key=sa.Text(),
    ).columns(id=sa.Uuid, account_id=sa.Uuid, posted=sa.BigInteger, held=sa.BigInteger)


@prepared
def _person() -> sa.Executable:
    return asked(
        """
        SELECT p.id, p.id AS person_id, p.public_id, i.name, p.kinship, p.status, h.number, NULL AS place,
          u.account_id, b.posted, b.held
        FROM people_person p
        LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = p.id
        LEFT JOIN people_household h ON h.community_id = :c AND h.id = p.household_id
        LEFT JOIN people_purse u ON u.community_id = :c AND u.person_id = p.id
        LEFT JOIN ledger_balance b ON b.community_id = :c AND b.account_id = u.account_id
        WHERE p.community_id = :c AND p.public_id = :key
        """,
        c=sa.Uuid(),
        key=sa.Text(),
    ).columns(
        id=sa.Uuid,
        person_id=sa.Uuid,
        account_id=sa.Uuid,
        place=sa.Text,
        posted=sa.BigInteger,
        held=sa.BigInteger,
    )


@prepared
def _members() -> sa.Executable:
    return asked(
        """
        SELECT p.id AS person_id, p.public_id, i.name, p.kinship, p.status FROM people_person p
        LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = p.id
        WHERE p.community_id = :c AND p.household_id = :home ORDER BY p.id
        """,
        c=sa.Uuid(),
        home=sa.Uuid(),
    ).columns(person_id=sa.Uuid)


@prepared
def _services() -> sa.Executable:
    return asked(
        """
        SELECT s.id, s.served_on, coalesce(a.title, s.what) AS title, a.public_id AS activity, s.minutes, s.status,
          s.origin, s.method, s.evidence, i.name, p.public_id, w.tenths, d.name AS approved_by, f.name AS ended_by,
          o.id IS NOT NULL AS upheld
        FROM volunteering_service s
        JOIN people_person p ON p.community_id = :c AND p.id = s.person_id
        LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = s.person_id
        LEFT JOIN volunteering_activity a ON a.community_id = :c AND a.id = s.activity_id
        LEFT JOIN volunteering_award w ON w.community_id = :c AND w.service_id = s.id
        LEFT JOIN volunteering_objection o ON o.community_id = :c AND o.service_id = s.id AND o.status = 'upheld'
          AND s.status = 'rejected'
        LEFT JOIN people_account k ON k.community_id = :c AND k.id = CASE
          WHEN w.id IS NOT NULL THEN w.approved_by
          WHEN s.status IN ('approved', 'in_publicity', 'objected') THEN s.decided_by
          WHEN s.status = 'verified' THEN s.first_by
          WHEN o.id IS NOT NULL THEN (SELECT r.actor_id FROM audit_record r WHERE r.community_id = :c
            AND r.subject_id = s.id AND r.deed || '' = 'service.approved' AND r.outcome = 'done'
            ORDER BY r.at DESC, r.id DESC LIMIT 1) END
        LEFT JOIN people_identity d ON d.community_id = :c AND d.person_id = k.person_id
        LEFT JOIN people_account e ON e.community_id = :c AND e.id = s.decided_by
          AND s.status IN ('reversed', 'rejected')
        LEFT JOIN people_identity f ON f.community_id = :c AND f.person_id = e.person_id
        WHERE s.community_id = :c AND s.person_id IN :people
        ORDER BY s.served_on DESC, s.id DESC LIMIT :latest
        """,
        c=sa.Uuid(),
        people=[sa.Uuid()],
        latest=sa.Integer(),
    ).columns(id=sa.Uuid, served_on=sa.Date)


@prepared
def _sales() -> sa.Executable:
    return asked(
        """
        SELECT d.id, d.at, d.redeemed_on, d.receipt, d.tenths, d.proof, d.origin, n.status AS undo, t.name, t.name_en, t.unit,
          l.quantity
        FROM (SELECT * FROM shop_redemption WHERE community_id = :c AND account_id = :account
          ORDER BY at DESC, id DESC LIMIT :latest) d
        LEFT JOIN shop_undo n ON n.community_id = :c AND n.redemption_id = d.id AND n.status IN ('asked', 'confirmed')
        LEFT JOIN shop_redemption_line l ON l.community_id = :c AND l.redemption_id = d.id
        LEFT JOIN goods_item t ON t.community_id = :c AND t.id = l.item_id
        ORDER BY d.at DESC, d.id DESC, l.id
        """,
        c=sa.Uuid(),
        account=sa.Uuid(),
        latest=sa.Integer(),
    ).columns(id=sa.Uuid, at=UtcTime, redeemed_on=sa.Date)


@prepared
def _vouchers() -> sa.Executable:
    return asked(
        """
        SELECT v.spoken, v.tenths, v.valid_until FROM shop_voucher v
        WHERE v.community_id = :c AND v.account_id = :account AND v.status = 'open' ORDER BY v.valid_until, v.id
        """,
        c=sa.Uuid(),
        account=sa.Uuid(),
    ).columns(valid_until=sa.Date)
