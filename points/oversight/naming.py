"""What people call the things that records refer to by ids: a name, a title, a number; and where a page leads on to.

One statement for all of them, whatever their kinds, and for who did things in which roles.
"""

from __future__ import annotations

import json
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

    `method` and `evidence` say how a service was established, `flags` what was doubtful when it was decided; `undone`,
    that it or a sale was taken back.
    """

    kind: str
    words: str
    key: str = ""
    of: str = ""
    of_key: str = ""
    english: str = ""
    method: str = ""
    evidence: str = ""
    flags: tuple[str, ...] = ()
    undone: bool = False


_COLUMNS = ("words", "key_word", "whose", "whose_key", "english", "method", "evidence", "weighed", "undone")
#: kinds that addresses name by their id: what stands on a card opens a purse
_BY_ID = ("card",)
_IDENTITY = "LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id"


def _query(rest: str, *, row: str, **columns: str) -> str:
    """A query with every column, those that are not named empty."""
    listed = ", ".join(f"{columns.get(name, 'NULL')} AS {name}" for name in _COLUMNS)
    return f"SELECT {row} AS id, {listed} FROM {rest}"  # noqa: S608 - our own names


def _english(name: str, before: str = "''") -> str:
    return f"CASE WHEN {name} = '' THEN NULL ELSE {before} || {name} END"


def _plain(kind: str, table: str, words: str, key: str = "NULL") -> str:
    return _query(f"{table} WHERE community_id = :c AND id IN :{kind}", row="id", words=words, key_word=key)


def _of_service(kind: str, table: str, join: str, row: str) -> str:
    return _query(
        f"{table} {join} LEFT JOIN volunteering_activity a ON a.community_id = :c AND a.id = s.activity_id"
        f" JOIN people_person p ON p.community_id = :c AND p.id = s.person_id {_IDENTITY} = p.id"
        f" WHERE {row[0]}.community_id = :c AND {row} IN :{kind}",
        row=row,
        words="coalesce(a.title, s.what)",
        key_word="a.public_id",
        whose="i.name",
        whose_key="p.public_id",
        method="s.method",
        evidence="s.evidence",
        weighed="CAST(s.weighed AS TEXT)",
        undone="CASE WHEN s.status = 'reversed' THEN 'yes' END",
    )


def _purse(kind: str, column: str) -> str:
    return _query(
        "people_purse u LEFT JOIN people_household h ON h.community_id = :c AND h.id = u.household_id"
        f" LEFT JOIN people_person p ON p.community_id = :c AND p.id = u.person_id {_IDENTITY} = u.person_id"
        f" WHERE u.community_id = :c AND u.{column} IN :{kind}",
        row=f"u.{column}",
        words="h.number",
        key_word="h.number",
        whose="i.name",
        whose_key="p.public_id",
    )


_QUERIES: dict[str, str] = {
    "person": _query(
        f"people_person p {_IDENTITY} = p.id WHERE p.community_id = :c AND p.id IN :person",
        row="p.id",
        whose="i.name",
        whose_key="p.public_id",
    ),
    "account": _query(
        f"people_account a JOIN people_person p ON p.community_id = :c AND p.id = a.person_id {_IDENTITY} = p.id"
        " WHERE a.community_id = :c AND a.id IN :account",
        row="a.id",
        whose="i.name",
        whose_key="p.public_id",
    ),
    "card": _query(
        f"people_card k JOIN people_person p ON p.community_id = :c AND p.id = k.person_id {_IDENTITY} = p.id"
        " WHERE k.community_id = :c AND k.id IN :card",
        row="k.id",
        words="k.number",
        whose="i.name",
        whose_key="p.public_id",
    ),
    "points_account": _purse("points_account", "account_id"),
    "purse": _purse("purse", "id"),
    "household": _plain("household", "people_household", "number", "number"),
    "device": _plain("device", "people_device", "name"),
    "place": _query(
        "people_place WHERE (community_id = :c OR community_id IS NULL) AND id IN :place",
        row="id",
        words="name",
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
        row="id",
        words="code || ' ' || name",
        english=_english("name_en", "code || ' '"),
    ),
    "old_line": _plain("old_line", "ledger_old_line", "matter"),
    "voucher": _plain("voucher", "shop_voucher", "spoken", "public_id"),
    "redemption": _query(
        "shop_redemption d LEFT JOIN shop_undo n ON n.community_id = :c AND n.redemption_id = d.id AND n.status = 'confirmed'"
        " WHERE d.community_id = :c AND d.id IN :redemption",
        row="d.id",
        words="d.receipt",
        key_word="d.receipt",
        undone="CASE WHEN n.status = 'confirmed' THEN 'yes' END",
    ),
    "shop": _plain("shop", "shop_shop", "name"),
    "batch": _plain("batch", "goods_batch", "number", "number"),
    "item": _query(
        "goods_item WHERE community_id = :c AND id IN :item",
        row="id",
        words="name",
        key_word="code",
        english=_english("name_en"),
    ),
    # goods stand in facts by their codes
    "item_code": _query(
        "goods_item WHERE community_id = :c AND code IN :item_code",
        row="id",
        words="name",
        key_word="code",
        english=_english("name_en"),
    ),
}
KINDS = frozenset(_QUERIES)

#: what is asked beside them: who did things, in which roles, and what was said in private
_BESIDE: dict[str, str] = {
    "doer": _query(
        "people_account a JOIN people_identity i ON i.community_id = :c AND i.person_id = a.person_id"
        " WHERE a.community_id = :c AND a.id IN :accounts",
        row="a.id",
        words="i.name",
    ),
    "role": _query(
        "people_role_grant g WHERE g.community_id = :c AND g.account_id IN :accounts AND g.valid_from <= :day"
        " AND g.valid_until >= :day AND g.ended_at IS NULL AND g.confirmed_at IS NOT NULL",
        row="g.account_id",
        words="g.role",
    ),
    "private": _query(
        "audit_private v WHERE v.community_id = :c AND v.record_id IN :records",
        row="v.record_id",
        words="v.words",
        key_word="v.name",
    ),
}


@dataclass(frozen=True)
class Beside:
    """What a page of records needs beside them: things by kind and id, names and roles of doers, private words."""

    things: Mapping[tuple[str, Any], Said]
    names: Mapping[UUID, str]
    roles: Mapping[UUID, str]
    private: Mapping[UUID, Mapping[str, str]]


def beside(
    community_id: UUID,
    things: Iterable[tuple[str, Any]],
    *,
    accounts: Collection[UUID] = (),
    records: Collection[UUID] = (),
) -> Beside:
    """How these are called, by kind and id (goods also by ("item_code", code)), and the rest, with one statement.

    What is unknown is left out.
    """
    wanted = _by_kind(things)
    kinds = [*sorted(wanted), *(("doer", "role") if accounts else ()), *(("private",) if records else ())]
    values: dict[str, Any] = {kind: list(ids) for kind, ids in wanted.items()}
    if accounts:
        values |= {"accounts": list(accounts), "day": clock.today()}
    if records:
        values["records"] = list(records)
    rows = _named(*kinds).all(c=community_id, **values) if kinds else []
    names: dict[UUID, str] = {}
    roles: dict[UUID, list[str]] = {}
    private: dict[UUID, dict[str, str]] = {}
    for row in rows:
        if row.kind == "doer":
            names[row.id] = row.words
        elif row.kind == "role":
            roles.setdefault(row.id, []).append(row.words)
        elif row.kind == "private":
            private.setdefault(row.id, {})[row.key_word] = row.words
    _add(set(accounts) - names.keys(), names, roles)
    return Beside(
        _things(row for row in rows if row.kind in KINDS),
        names,
        {one: people.permissions.weightiest(held) for one, held in roles.items()},
        private,
    )


def _add(unknown: set[UUID], names: dict[UUID, str], roles: dict[UUID, list[str]]) -> None:
    """Who works for a whole street acts in communities that are not their home; asked only where somebody did."""
    for row in _elsewhere().all(accounts=list(unknown), day=clock.today()) if unknown else ():
        names[row.id] = row.words
        if row.key_word:
            roles.setdefault(row.id, []).append(row.key_word)


@prepared
def _elsewhere() -> sa.Executable:
    return asked(
        "SELECT a.id AS id, i.name AS words, g.role AS key_word FROM people_account a"
        " JOIN people_identity i ON i.community_id = a.community_id AND i.person_id = a.person_id"
        " LEFT JOIN people_role_grant g ON g.community_id = a.community_id AND g.account_id = a.id"
        " AND g.valid_from <= :day AND g.valid_until >= :day AND g.ended_at IS NULL WHERE a.id IN :accounts",
        accounts=[sa.Uuid()],
        day=sa.Date(),
    ).columns(id=sa.Uuid, words=sa.Text, key_word=sa.Text)


def _by_kind(things: Iterable[tuple[str, Any]]) -> dict[str, set[Any]]:
    known = {(kind, one) for kind, one in things if kind in KINDS}
    return {kind: {one for of, one in known if of == kind} for kind, _ in known}


def _things(rows: Iterable[Any]) -> dict[tuple[str, Any], Said]:
    return {
        (row.kind, row.key_word if row.kind == "item_code" else row.id): Said(
            row.kind.removesuffix("_code"),
            row.words or "",
            row.key_word or (str(row.id) if row.kind in _BY_ID else ""),
            row.whose or "",
            row.whose_key or "",
            row.english or "",
            row.method or "",
            row.evidence or "",
            _flags(row.weighed),
            row.undone is not None,
        )
        for row in rows
    }


def _flags(weighed: str | None) -> tuple[str, ...]:
    """The doubts there were, by code, out of what is kept with a decided service."""
    kept = json.loads(weighed) if weighed else {}
    return tuple(one[0] for one in (kept or {}).get("flags", ()))


@prepared
def _named(*kinds: str) -> sa.Executable:
    queries = {**_QUERIES, **_BESIDE}
    parts = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, q.* FROM ({queries[kind]}) AS q"  # noqa: S608 - our own names
        for kind in kinds
    )
    types: dict[str, Any] = {
        **{kind: [sa.Text() if kind == "item_code" else sa.Uuid()] for kind in kinds if kind in KINDS},
        **({"accounts": [sa.Uuid()], "day": sa.Date()} if "doer" in kinds else {}),
        **({"records": [sa.Uuid()]} if "private" in kinds else {}),
        **({"c": sa.Uuid()} if ":c" in parts else {}),
    }
    return asked(parts, **types).columns(kind=sa.Text, id=sa.Uuid, **dict.fromkeys(_COLUMNS, sa.Text))
