"""Who is registered. Name, phone, birth date and door stand in one table, so that erasing a person is one row."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within
from points.foundation.ids import new_id
from points.foundation.kept.remembered import remembered

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
    closed_at: Mapped[datetime | None]


class Household(Owned, db.Model):  # type: ignore[misc, name-defined]
    """People who share a door, and often a purse."""

    __tablename__ = "people_household"
    __table_args__ = (
        sa.UniqueConstraint("community_id", "number"),
        one_of("status", ("active", "left")),
        remembered(),
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
        remembered(loose=("kinship", "care_mode", "language")),
    )

    public_id: Mapped[str]
    household_id: Mapped[UUID | None]
    kinship: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(default="active")
    care_mode: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="")
    registered_by: Mapped[UUID | None]
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
        remembered(),
    )

    account_id: Mapped[UUID]
    household_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    created_at: Mapped[datetime]


class Relation(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Two persons who are relatives beyond one household, so that they recuse: one row for both ways.

    `source` is who said so, or which paper. One that is ended and noted again is the same row; the trail tells the story.
    """

    __tablename__ = "people_relation"
    __table_args__ = (
        within("person_id", "people_person"),
        within("other_id", "people_person"),
        sa.UniqueConstraint("community_id", "person_id", "other_id"),
        sa.CheckConstraint("person_id <> other_id", name="two_people"),
        remembered(secret=("source",)),
    )

    person_id: Mapped[UUID]
    other_id: Mapped[UUID]
    kind: Mapped[str]
    created_at: Mapped[datetime]
    source: Mapped[str | None]
    noted_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
