"""Who is who: places, households, persons, purses, accounts, roles, cards, tokens, devices. No decisions.

Name, phone, birth date and door stand in one table, people_identity, so that erasing a person is one row.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.actor import ROLES
from points.foundation.database import Owned, db, one_of, within
from points.foundation.ids import new_id

PLACE_KINDS = ("district", "street", "community", "grid")


class Place(db.Model):  # type: ignore[misc, name-defined]
    """A node of the tree district, street, community, grid; a community's own node has the community's id."""

    __tablename__ = "people_place"
    __table_args__ = (
        one_of("kind", PLACE_KINDS),
        sa.CheckConstraint("(kind IN ('community', 'grid')) = (community_id IS NOT NULL)", name="owner"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    community_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("foundation_community.id"))
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("people_place.id"))
    kind: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]


class Household(Owned, db.Model):  # type: ignore[misc, name-defined]
    """People who share a door, and often a purse."""

    __tablename__ = "people_household"
    __table_args__ = (
        sa.UniqueConstraint("community_id", "number"),
        one_of("status", ("active", "left")),
    )

    number: Mapped[str]
    place_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("people_place.id"))
    head_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(default="active")
    created_at: Mapped[datetime]


class Person(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One person, without a name: the name stands in people_identity."""

    __tablename__ = "people_person"
    __table_args__ = (
        within("household_id", "people_household"),
        within("merged_into", "people_person"),
        sa.UniqueConstraint("community_id", "public_id"),
        one_of("status", ("active", "left", "dead", "merged")),
        sa.Index("ix_people_person_household", "community_id", "household_id"),
    )

    public_id: Mapped[str]
    household_id: Mapped[UUID | None]
    kinship: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(default="active")
    care_mode: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Identity(db.Model):  # type: ignore[misc, name-defined]
    """All personal data of one person, in one row that can be erased. A phone is not unique."""

    __tablename__ = "people_identity"
    __table_args__ = (
        within("person_id", "people_person"),
        sa.Index("ix_people_identity_phone", "community_id", "phone"),
        sa.Index("ix_people_identity_name", "community_id", "name"),
    )

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None]
    gender: Mapped[str] = mapped_column(default="")
    door: Mapped[str] = mapped_column(default="")


class Purse(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Which ledger account belongs to which household or person; exactly one of them."""

    __tablename__ = "people_purse"
    __table_args__ = (
        within("account_id", "ledger_account"),
        within("household_id", "people_household"),
        within("person_id", "people_person"),
        sa.UniqueConstraint("community_id", "account_id"),
        sa.UniqueConstraint("community_id", "household_id"),
        sa.UniqueConstraint("community_id", "person_id"),
        sa.CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="one_owner"),
    )

    account_id: Mapped[UUID]
    household_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    created_at: Mapped[datetime]


class Relation(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Two persons who are relatives beyond one household, so that they recuse."""

    __tablename__ = "people_relation"
    __table_args__ = (
        within("person_id", "people_person"),
        within("other_id", "people_person"),
        sa.UniqueConstraint("community_id", "person_id", "other_id"),
        sa.CheckConstraint("person_id <> other_id", name="two_people"),
    )

    person_id: Mapped[UUID]
    other_id: Mapped[UUID]
    kind: Mapped[str]
    created_at: Mapped[datetime]


class SignIn(Owned, db.Model):  # type: ignore[misc, name-defined]
    """An account somebody signs in with. `session_epoch` going up signs out everywhere."""

    __tablename__ = "people_account"
    __table_args__ = (
        within("person_id", "people_person"),
        sa.UniqueConstraint("username"),
        one_of("status", ("invited", "active", "closed")),
        sa.CheckConstraint("failed >= 0", name="failed"),
        sa.Index("ix_people_account_person", "community_id", "person_id"),
    )

    person_id: Mapped[UUID]
    username: Mapped[str | None]
    password_hash: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="active")
    session_epoch: Mapped[int] = mapped_column(default=1)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_sign_in: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Slip(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A printed one-time slip that lets somebody set a password; only its hash is kept."""

    __tablename__ = "people_slip"
    __table_args__ = (within("account_id", "people_account"), sa.UniqueConstraint("code_hash"))

    account_id: Mapped[UUID]
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    valid_until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RoleGrant(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A role of an account on a place of the tree, from one day to another, or until it is ended."""

    __tablename__ = "people_role_grant"
    __table_args__ = (
        within("account_id", "people_account"),
        one_of("role", ROLES),
        sa.CheckConstraint("valid_from <= valid_until", name="dates"),
        sa.Index("ix_people_role_grant_account", "community_id", "account_id"),
    )

    account_id: Mapped[UUID]
    role: Mapped[str]
    place_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people_place.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    granted_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Token(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A bearer token of the API; only its hash is kept."""

    __tablename__ = "people_token"
    __table_args__ = (within("account_id", "people_account"), sa.UniqueConstraint("token_hash"))

    account_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    session_epoch: Mapped[int]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Device(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A counter tablet or office PC known to the house."""

    __tablename__ = "people_device"
    __table_args__ = (sa.UniqueConstraint("token_hash"), one_of("status", ("active", "revoked")))

    name: Mapped[str]
    shop_id: Mapped[UUID | None]
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    public_key: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    status: Mapped[str] = mapped_column(default="active")
    last_seen: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Card(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A printed card of a purse: revocable, replaceable, never an account of its own."""

    __tablename__ = "people_card"
    __table_args__ = (
        within("purse_id", "people_purse"),
        within("person_id", "people_person"),
        within("replaced_by", "people_card"),
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("community_id", "number"),
        one_of("kind", ("household", "person", "carer")),
        one_of("status", ("active", "revoked", "replaced")),
        sa.CheckConstraint("failed >= 0", name="failed"),
        sa.Index("ix_people_card_purse", "community_id", "purse_id"),
    )

    kind: Mapped[str]
    purse_id: Mapped[UUID]
    person_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    number: Mapped[str]
    pin_hash: Mapped[str | None]
    failed: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="active")
    replaced_by: Mapped[UUID | None]
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Handle(Owned, db.Model):  # type: ignore[misc, name-defined]
    """The random handle and secret behind a person's rotating identity code; replaced often."""

    __tablename__ = "people_handle"
    __table_args__ = (
        within("person_id", "people_person"),
        sa.UniqueConstraint("community_id", "handle"),
        sa.Index("ix_people_handle_person", "community_id", "person_id"),
    )

    person_id: Mapped[UUID]
    handle: Mapped[str]
    secret: Mapped[bytes] = mapped_column(sa.LargeBinary)
    valid_until: Mapped[datetime]
    created_at: Mapped[datetime]


class CodeUse(db.Model):  # type: ignore[misc, name-defined]
    """A rotating code that was used for a purpose: its key makes it single-use."""

    __tablename__ = "people_code_use"

    community_id: Mapped[UUID] = mapped_column(sa.ForeignKey("foundation_community.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
