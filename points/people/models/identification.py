"""How somebody is recognised: cards, handles of rotating codes and their use; and by which ways a purse is reached."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within
from points.foundation.kept.remembered import remembered


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
        sa.Index("ix_people_card_person", "community_id", "person_id"),
        remembered(loose=("failed", "easy_pin_at"), secret=("pin_hash",)),
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
    #: since when its PIN is known to be one that others guess; a new one is not
    easy_pin_at: Mapped[datetime | None]
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Way(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One way to a purse, by a card or by a person's account, opened anew whenever it changes hands.

    `since` is when it came into somebody's hand: a slip's when the slip is used. Until it is confirmed it does not pay.
    """

    __tablename__ = "people_way"
    __table_args__ = (
        within("purse_id", "people_purse"),
        within("person_id", "people_person"),
        within("card_id", "people_card"),
        within("account_id", "people_account"),
        within("slip_id", "people_slip"),
        sa.CheckConstraint("(card_id IS NULL) <> (account_id IS NULL)", name="one_thing"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_how IS NULL)", name="confirmed"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended"),
        one_of("confirmed_how", ("before", "import", "proof", "second", "batch")),
        one_of("ended_how", ("lost", "replaced", "ended", "disowned", "closed")),
        sa.Index("ix_people_way_purse", "community_id", "purse_id"),
        sa.Index("ix_people_way_card", "community_id", "card_id"),
        sa.Index("ix_people_way_account", "community_id", "account_id"),
        sa.Index("ix_people_way_person", "community_id", "person_id"),
        sa.Index(
            "ix_people_way_waiting",
            "community_id",
            "made_at",
            sqlite_where=sa.text("confirmed_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND ended_at IS NULL"),
        ),
        remembered(loose=("last_used_on",)),
    )

    purse_id: Mapped[UUID]
    person_id: Mapped[UUID]
    card_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    slip_id: Mapped[UUID | None]
    batch: Mapped[UUID | None]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    since: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_how: Mapped[str | None]
    last_used_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None]


class Collector(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Somebody who may collect for a purse that is not theirs, until a day and for so much a month.

    `owner_id` is who of the purse named them, or for whom the office did, `seen` what the office saw of it; what the office
    writes down waits until another one confirms it.
    """

    __tablename__ = "people_collector"
    __table_args__ = (
        within("purse_id", "people_purse"),
        within("owner_id", "people_person"),
        within("person_id", "people_person"),
        sa.CheckConstraint("person_id <> owner_id", name="two_people"),
        sa.CheckConstraint("month_tenths > 0", name="month_tenths"),
        sa.CheckConstraint("confirmed_by <> made_by OR seen = ''", name="two_of_the_office"),
        sa.Index(
            "uq_people_collector_standing",
            "community_id",
            "purse_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_people_collector_person", "community_id", "person_id"),
        # those that ended as well: what they collected is told for some days
        sa.Index("ix_people_collector_purse", "community_id", "purse_id"),
        remembered(loose=("last_used_on",), secret=("seen",)),
    )

    purse_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    person_id: Mapped[UUID]
    month_tenths: Mapped[int]
    until: Mapped[date]
    seen: Mapped[str] = mapped_column(default="")
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]
    ended_by: Mapped[UUID | None]
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


class OldNumber(Owned, db.Model):  # type: ignore[misc, name-defined]
    """The number of a card or passbook from before this installation. It stands in print for anybody to read, so it finds
    its household and proves nothing."""

    __tablename__ = "people_old_number"
    __table_args__ = (
        within("household_id", "people_household"),
        sa.Index(
            "uq_people_old_number_standing",
            "community_id",
            "number",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_people_old_number_household", "community_id", "household_id"),
    )

    household_id: Mapped[UUID]
    number: Mapped[str]
    adopted_at: Mapped[datetime]
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
