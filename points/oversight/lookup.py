"""From what people read on paper to the row it names, and back: numbers of cards, vouchers, receipts, batches."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import clock, db
from points.foundation.prepared import given, given_many, prepared

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
    words = list({typed, typed.upper()})
    return set(_read_as().values(community=community_id, words=words, name=typed))


@prepared
def _read_as() -> sa.Executable:
    named = sa.table("people_identity", *_columns("person_id", "name"))
    return sa.union(
        *(
            sa.select(rows.c.id).where(
                rows.c.community_id == given("community"), rows.c[column].in_(given_many("words"))
            )
            for rows, column in map(_table, READ_AS)
        ),
        sa.select(named.c.person_id).where(
            named.c.community_id == given("community"), named.c.name == given("name")
        ),
    )


def _table(kind: str) -> tuple[sa.TableClause, str]:
    """The table of this kind of subject, and its column that people read."""
    table, column = READ_AS[kind]
    return sa.table(table, *_columns("id", column)), column


def _columns(key: str, *words: str) -> list[sa.ColumnClause[Any]]:
    keys: list[sa.ColumnClause[Any]] = [sa.column("community_id", sa.Uuid), sa.column(key, sa.Uuid)]
    return keys + [sa.column(name, sa.Text) for name in words]


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


def readable(community_id: UUID, subjects: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """What people read for each of these subjects, where there is such a thing, with one statement."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, subject_id in subjects:
        if kind in READ_AS:
            by_kind.setdefault(kind, set()).add(subject_id)
    if not by_kind:
        return {}
    ids = {kind: list(wanted) for kind, wanted in by_kind.items()}
    return {row[0]: row[1] for row in _words(*sorted(ids)).all(community=community_id, **ids)}


@prepared
def _words(*kinds: str) -> sa.Executable:
    return sa.union_all(
        *(
            sa.select(rows.c.id, rows.c[column]).where(
                rows.c.community_id == given("community"),
                rows.c.id.in_(given_many(kind)),
                rows.c[column].is_not(None),
            )
            for kind, (rows, column) in ((one, _table(one)) for one in kinds)
        )
    )


def doers(community_id: UUID, account_ids: Collection[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Of these accounts, the names of their people here and their weightiest roles today, with one statement."""
    if not account_ids:
        return {}, {}
    rows = _doers().all(community=community_id, accounts=list(account_ids), day=clock.today())
    names = {row.id: row.name for row in rows if row.name is not None}
    held: dict[UUID, list[str]] = {}
    for row in rows:
        if row.role is not None:
            held.setdefault(row.id, []).append(row.role)
    return names, {one: people.permissions.weightiest(roles) for one, roles in held.items()}


@prepared
def _doers() -> sa.Executable:
    account = sa.table("people_account", *_columns("id"), sa.column("person_id", sa.Uuid))
    person = sa.table("people_identity", *_columns("person_id", "name"))
    grant = sa.table(
        "people_role_grant",
        *_columns("account_id", "role"),
        *(sa.column(name, sa.Date) for name in ("valid_from", "valid_until")),
        sa.column("ended_at"),
    )
    named = (
        sa.select(account.c.id, person.c.name, sa.null().label("role"))
        .join(
            person,
            sa.and_(
                person.c.community_id == account.c.community_id, person.c.person_id == account.c.person_id
            ),
        )
        .where(account.c.community_id == given("community"), account.c.id.in_(given_many("accounts")))
    )
    holding = sa.select(grant.c.account_id, sa.null().label("name"), grant.c.role).where(
        grant.c.account_id.in_(given_many("accounts")),
        grant.c.valid_from <= given("day"),
        grant.c.valid_until >= given("day"),
        grant.c.ended_at.is_(None),
    )
    return sa.union_all(named, holding)
