"""The book of actions: records, whom they name, what was said in private, and the outbox to the seal. No decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within

#: facts that lead to what half the book names
NOT_FOLLOWED = ("place_id", "rule_id", "shop_id", "transfer_id")
_LEFT_OUT = ", ".join(f"'{one}'" for one in NOT_FOLLOWED)
_COLUMNS = "community_id, named_id, at, record_id"
# `{r}` is a record: a new row in a trigger, a row of the table where old ones are read
_FACTS = {
    "sqlite": (
        "SELECT {r}.community_id, replace(f.atom, '-', '') AS named_id, {r}.at, {r}.id AS record_id"  # noqa: S608
        " FROM {source}json_tree({r}.facts) AS f WHERE {where}f.type = 'text'"
        f" AND NOT (f.path = '$' AND f.key IN ({_LEFT_OUT}))"
        " AND length(f.atom) = 36 AND f.atom GLOB '????????-????-????-????-????????????'"
        " AND replace(f.atom, '-', '') NOT GLOB '*[^0-9a-f]*'"
    ),
    "postgresql": (
        "SELECT {r}.community_id, CAST(f.value #>> '{{}}' AS uuid) AS named_id, {r}.at, {r}.id AS record_id"  # noqa: S608
        " FROM {source}jsonb_each({r}.facts) AS k(key, value),"
        " jsonb_path_query(k.value, 'strict $.**') AS f(value)"
        f" WHERE {{where}}k.key NOT IN ({_LEFT_OUT}) AND jsonb_typeof(f.value) = 'string'"
        " AND f.value #>> '{{}}' ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'"
    ),
}
_SUBJECT = " UNION SELECT {r}.community_id, {r}.subject_id, {r}.at, {r}.id{from_} WHERE {where}{r}.subject_id IS NOT NULL"
#: what a record names: its subject and the ids in its facts
NAMED_BY_A_RECORD = {dialect: facts + _SUBJECT for dialect, facts in _FACTS.items()}


def _noted(dialect: str) -> str:
    """The statement with which the database notes what a new record names."""
    named = NAMED_BY_A_RECORD[dialect].format(r="NEW", source="", from_="", where="")
    return f"INSERT INTO audit_mention ({_COLUMNS}) {named}"


class Record(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One action or refused attempt. Facts are references and numbers, never names; never changed.

    `commitments` holds salted digests of personal words; the words and salts stand in audit_private and can
    be erased without touching this row or its leaf hash.
    """

    __tablename__ = "audit_record"
    __table_args__ = (
        one_of("outcome", ("done", "refused")),
        one_of("actor_kind", ("person", "system", "import", "nobody")),
        sa.CheckConstraint("length(leaf_hash) = 32", name="leaf_hash"),
        sa.Index("ix_audit_record_subject", "community_id", "subject_id"),
        sa.Index("ix_audit_record_at", "community_id", "at", "id"),
        # a trail of one doer, or of one kind of action, is read newest first as well
        sa.Index("ix_audit_record_actor", "community_id", "actor_id", "at", "id"),
        sa.Index("ix_audit_record_deed", "community_id", "deed", "at", "id"),
        # the database itself notes in the outbox what no seal covers yet: no writer can forget it
        {
            "info": {
                **KEPT["info"],
                "copied": ("audit_outbox", {"community_id": "community_id", "record_id": "id"}),
                "noted": ("mention", _noted),
            }
        },
    )

    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    # the stored name stays: it is part of what is hashed and sealed
    action: Mapped[str] = mapped_column("deed")
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    outcome: Mapped[str] = mapped_column(default="done")
    origin: Mapped[str] = mapped_column(default="entered")
    facts: Mapped[dict[str, Any]]
    commitments: Mapped[dict[str, Any]]
    leaf_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Private(db.Model):  # type: ignore[misc, name-defined]
    """Personal words beside a record (a reason somebody typed) with their salt; erasable."""

    __tablename__ = "audit_private"
    __table_args__ = (within("record_id", "audit_record"),)

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary)
    words: Mapped[str]


class RowHistory(db.Model):  # type: ignore[misc, name-defined]
    """What a row with a history says since an action: the lines of one row are numbered from 1, the newest is the row.

    `kind` is its table. `state` keeps digests of secrets and is empty where the row is gone. The record says who did it
    and when, and its hash covers a digest of its lines.
    """

    __tablename__ = "audit_row_history"
    __table_args__ = (
        within("record_id", "audit_record"),
        sa.CheckConstraint("seq > 0", name="seq"),
        sa.Index("ix_audit_row_history_record", "community_id", "record_id"),
        {**KEPT, "sqlite_with_rowid": False},
    )

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str | None]
    record_id: Mapped[UUID]


class Mention(db.Model):  # type: ignore[misc, name-defined]
    """A record names this id, as its subject or in its facts; the database adds it with the record.

    So no writer can forget it, and no action takes a statement more. Its key is what a trail asks: an id, then the
    newest first. What stands in nearly every record of a kind (the rule, the place) leads to nobody and is not noted.
    """

    __tablename__ = "audit_mention"
    __table_args__ = (within("record_id", "audit_record"), {**KEPT, "sqlite_with_rowid": False})

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    named_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)


class Outbox(db.Model):  # type: ignore[misc, name-defined]
    """A record that no seal covers yet; the sealer takes rows away, the database adds one with every record."""

    __tablename__ = "audit_outbox"
    __table_args__ = (within("record_id", "audit_record"),)

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)


class RefusedCount(db.Model):  # type: ignore[misc, name-defined]
    """Failures of nobody in particular, counted per minute instead of written one by one."""

    __tablename__ = "audit_refused_count"

    minute: Mapped[datetime] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column("deed", primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]
