"""From what people read on paper to the row it names, and back: numbers of cards, vouchers, receipts, batches."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import clock, db

#: by the subject kind of an audit record: the table and the column that people read
READ_AS = {
    "person": ("people_person", "public_id"),
    "account": ("people_account", "username"),
    "household": ("people_household", "number"),
    "card": ("people_card", "number"),
    "device": ("people_device", "name"),
    "activity": ("volunteering_activity", "public_id"),
    "service": ("volunteering_service", "public_id"),
    "rule": ("volunteering_rule", "code"),
    "voucher": ("shop_voucher", "public_id"),
    "redemption": ("shop_redemption", "receipt"),
    "shop": ("shop_shop", "name"),
    "item": ("goods_item", "code"),
    "batch": ("goods_batch", "number"),
}


def subjects_read_as(community_id: UUID, text: str) -> set[UUID]:
    """Every row that somebody could mean by this text: an id, a printed number, a person's exact name."""
    typed = text.strip()
    try:
        return {UUID(typed)}
    except ValueError:
        pass
    found: set[UUID] = set()
    for table, column in READ_AS.values():
        rows = sa.table(
            table, sa.column("community_id", sa.Uuid), sa.column("id", sa.Uuid), sa.column(column)
        )
        query = sa.select(rows.c.id).where(
            rows.c.community_id == community_id, rows.c[column].in_({typed, typed.upper()})
        )
        found |= set(db.session.scalars(query))
    return found | persons_named(community_id, typed)


def accounts_read_as(community_id: UUID, text: str) -> set[UUID]:
    """Every account of a person with this name or part of it, this public id, or this user name."""
    query = sa.text(
        "SELECT a.id FROM people_account a"
        " JOIN people_person p ON p.community_id = a.community_id AND p.id = a.person_id"
        " JOIN people_identity i ON i.community_id = a.community_id AND i.person_id = a.person_id"
        " WHERE a.community_id = :c"
        " AND (i.name LIKE :part ESCAPE '!' OR a.username = :text OR p.public_id = :upper)"
    ).columns(id=sa.Uuid)
    typed = text.strip()
    part = typed.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    facts = {"c": community_id, "part": f"%{part}%", "text": typed.lower(), "upper": typed.upper()}
    return set(db.session.scalars(query.bindparams(sa.bindparam("c", type_=sa.Uuid)), facts))


def persons_named(community_id: UUID, name: str) -> set[UUID]:
    """Everybody of exactly this name."""
    query = sa.text("SELECT person_id FROM people_identity WHERE community_id = :c AND name = :name").columns(
        person_id=sa.Uuid
    )
    facts = {"c": community_id, "name": name}
    return set(db.session.scalars(query.bindparams(sa.bindparam("c", type_=sa.Uuid)), facts))


def readable(community_id: UUID, subjects: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """What people read for each of these subjects, where there is such a thing; one statement per kind."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, subject_id in subjects:
        by_kind.setdefault(kind, set()).add(subject_id)
    found: dict[UUID, str] = {}
    for kind, ids in by_kind.items():
        if kind not in READ_AS:
            continue
        table, column = READ_AS[kind]
        rows = sa.table(
            table, sa.column("community_id", sa.Uuid), sa.column("id", sa.Uuid), sa.column(column)
        )
        query = sa.select(rows.c.id, rows.c[column]).where(
            rows.c.community_id == community_id, rows.c.id.in_(ids), rows.c[column].is_not(None)
        )
        found |= {one: str(words) for one, words in db.session.execute(query)}
    return found


def roles_held(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The weightiest role of each account today."""
    grants = sa.table(
        "people_role_grant",
        *(sa.column(name, kind) for name, kind in (("account_id", sa.Uuid), ("role", sa.Text))),
        *(sa.column(name, sa.Date) for name in ("valid_from", "valid_until")),
        sa.column("ended_at"),
    )
    today = clock.today()
    query = sa.select(grants.c.account_id, grants.c.role).where(
        grants.c.account_id.in_(set(account_ids)),
        grants.c.valid_from <= today,
        grants.c.valid_until >= today,
        grants.c.ended_at.is_(None),
    )
    held: dict[UUID, list[str]] = {}
    for account_id, role in db.session.execute(query):
        held.setdefault(account_id, []).append(role)
    return {one: people.permissions.weightiest(roles) for one, roles in held.items()}
