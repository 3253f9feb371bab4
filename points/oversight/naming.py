"""What people call the things that records refer to by ids: a name, a title, a number; and where a page leads on to.

One statement for all of them, whatever their kinds; and one for who did things.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import clock
from points.foundation.prepared import prepared
from points.oversight.sql import asked


@dataclass(frozen=True)
class Said:
    """A thing as people call it. `key` is how an address names it; `of` is whose it is, where it is somebody's.

    `method` and `evidence` say how a service was established; `undone`, that it or a sale was taken back.
    """

    kind: str
    words: str
    key: str = ""
    of: str = ""
    of_key: str = ""
    english: str = ""
    method: str = ""
    evidence: str = ""
    undone: bool = False


_COLUMNS = ("words", "key_word", "whose", "whose_key", "english", "method", "evidence", "undone")
_IDENTITY = "LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id"


def _query(rest: str, *, id: str, **columns: str) -> str:
    """A query with every column, those that are not named empty."""
    listed = ", ".join(f"{columns.get(name, 'NULL')} AS {name}" for name in _COLUMNS)
    return f"SELECT {id} AS id, {listed} FROM {rest}"  # noqa: S608 - our own names


def _english(name: str, before: str = "''") -> str:
    return f"CASE WHEN {name} = '' THEN NULL ELSE {before} || {name} END"


def _plain(kind: str, table: str, words: str, key: str = "NULL") -> str:
    return _query(f"{table} WHERE community_id = :c AND id IN :{kind}", id="id", words=words, key_word=key)


def _of_service(kind: str, table: str, join: str, id: str) -> str:
    return _query(
        f"{table} {join} LEFT JOIN volunteering_activity a ON a.community_id = :c AND a.id = s.activity_id"
        f" JOIN people_person p ON p.community_id = :c AND p.id = s.person_id {_IDENTITY} = p.id"
        f" WHERE {id[0]}.community_id = :c AND {id} IN :{kind}",
        id=id,
        words="coalesce(a.title, s.what)",
        key_word="a.public_id",
        whose="i.name",
        whose_key="p.public_id",
        method="s.method",
        evidence="s.evidence",
        undone="CASE WHEN s.status = 'reversed' THEN 'yes' END",
    )


def _purse(kind: str, column: str) -> str:
    return _query(
        "people_purse u LEFT JOIN people_household h ON h.community_id = :c AND h.id = u.household_id"
        f" LEFT JOIN people_person p ON p.community_id = :c AND p.id = u.person_id {_IDENTITY} = u.person_id"
        f" WHERE u.community_id = :c AND u.{column} IN :{kind}",
        id=f"u.{column}",
        words="h.number",
        key_word="h.number",
        whose="i.name",
        whose_key="p.public_id",
    )


_QUERIES: dict[str, str] = {
    "person": _query(
        f"people_person p {_IDENTITY} = p.id WHERE p.community_id = :c AND p.id IN :person",
        id="p.id",
        whose="i.name",
        whose_key="p.public_id",
    ),
    "account": _query(
        f"people_account a JOIN people_person p ON p.community_id = :c AND p.id = a.person_id {_IDENTITY} = p.id"
        " WHERE a.community_id = :c AND a.id IN :account",
        id="a.id",
        whose="i.name",
        whose_key="p.public_id",
    ),
    "card": _query(
        f"people_card k JOIN people_person p ON p.community_id = :c AND p.id = k.person_id {_IDENTITY} = p.id"
        " WHERE k.community_id = :c AND k.id IN :card",
        id="k.id",
        words="k.number",
        whose="i.name",
        whose_key="p.public_id",
    ),
    "points_account": _purse("points_account", "account_id"),
    "purse": _purse("purse", "id"),
    "household": _plain("household", "people_household", "number", "number"),
    "device": _plain("device", "people_device", "name"),
    "place": _query(
        "people_place WHERE (community_id = :c OR community_id IS NULL) AND id IN :place", id="id", words="name"
    ),
    "activity": _plain("activity", "volunteering_activity", "title", "public_id"),
    "service": _of_service("service", "volunteering_service s", "", "s.id"),
    "award": _of_service(
        "award",
        "volunteering_award w",
        "JOIN volunteering_service s ON s.community_id = :c AND s.id = w.service_id",
        "w.id",
    ),
    "rule": _query(
        "volunteering_rule WHERE community_id = :c AND id IN :rule",
        id="id",
        words="code || ' ' || name",
        english=_english("name_en", "code || ' '"),
    ),
    "voucher": _plain("voucher", "shop_voucher", "spoken", "public_id"),
    "redemption": _query(
        "shop_redemption d LEFT JOIN shop_undo n ON n.community_id = :c AND n.redemption_id = d.id"
        " WHERE d.community_id = :c AND d.id IN :redemption",
        id="d.id",
        words="d.receipt",
        key_word="d.receipt",
        undone="CASE WHEN n.status = 'confirmed' THEN 'yes' END",
    ),
    "shop": _plain("shop", "shop_shop", "name"),
    "batch": _plain("batch", "goods_batch", "number", "number"),
    "item": _query(
        "goods_item WHERE community_id = :c AND id IN :item",
        id="id",
        words="name",
        key_word="code",
        english=_english("name_en"),
    ),
    # goods stand in facts by their codes
    "item_code": _query(
        "goods_item WHERE community_id = :c AND code IN :item_code",
        id="id",
        words="name",
        key_word="code",
        english=_english("name_en"),
    ),
}
KINDS = frozenset(_QUERIES)


def said(community_id: UUID, things: Iterable[tuple[str, Any]]) -> Mapping[tuple[str, Any], Said]:
    """How these are called: by kind and id, goods also by ("item_code", code). What is unknown is left out."""
    wanted: dict[str, set[Any]] = {}
    for kind, one in things:
        if kind in KINDS:
            wanted.setdefault(kind, set()).add(one)
    if not wanted:
        return {}
    rows = _named(*sorted(wanted)).all(c=community_id, **{kind: list(ids) for kind, ids in wanted.items()})
    return {
        (row.kind, row.key_word if row.kind == "item_code" else row.id): Said(
            row.kind.removesuffix("_code"),
            *(getattr(row, name) or "" for name in _COLUMNS[:-1]),
            undone=row.undone is not None,
        )
        for row in rows
    }


@prepared
def _named(*kinds: str) -> sa.Executable:
    parts = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, q.* FROM ({_QUERIES[kind]}) AS q"  # noqa: S608 - our own names
        for kind in kinds
    )
    types: dict[str, Any] = {kind: [sa.Text() if kind == "item_code" else sa.Uuid()] for kind in kinds}
    return asked(parts, c=sa.Uuid(), **types).columns(
        kind=sa.Text, id=sa.Uuid, **dict.fromkeys(_COLUMNS, sa.Text)
    )


def doers(account_ids: Collection[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Of these accounts, the names of their people and their weightiest roles today, with one statement.

    In whichever community: a street officer has an account in one and acts in others.
    """
    if not account_ids:
        return {}, {}
    rows = _doers().all(accounts=list(account_ids), day=clock.today())
    names = {row.id: row.name for row in rows if row.name is not None}
    held: dict[UUID, list[str]] = {}
    for row in rows:
        if row.role is not None:
            held.setdefault(row.id, []).append(row.role)
    return names, {one: people.permissions.weightiest(roles) for one, roles in held.items()}


@prepared
def _doers() -> sa.Executable:
    return asked(
        """
        SELECT a.id, i.name, NULL AS role FROM people_account a
          JOIN people_identity i ON i.community_id = a.community_id AND i.person_id = a.person_id
          WHERE a.community_id IN (SELECT id FROM foundation_community) AND a.id IN :accounts
        UNION ALL
        SELECT g.account_id, NULL, g.role FROM people_role_grant g
          WHERE g.community_id IN (SELECT id FROM foundation_community) AND g.account_id IN :accounts AND g.valid_from <= :day
            AND g.valid_until >= :day AND g.ended_at IS NULL
        """,
        accounts=[sa.Uuid()],
        day=sa.Date(),
    ).columns(id=sa.Uuid, name=sa.Text, role=sa.Text)
