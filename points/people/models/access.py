"""Who may come in: accounts, slips, roles given, sessions, tokens, devices, what was tried in vain; and what an account
has not handed in yet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.actor import ROLES
from points.foundation.database import Owned, db, one_of, within
from points.foundation.kept.remembered import remembered

#: what somebody is told of about their own account
NOTICES = (
    "machine", "slip", "password", "password_by_slip", "token", "app", "sheet", "codes", "off", "reset", "easy_pin",
)  # fmt: skip


class Account(Owned, db.Model):  # type: ignore[misc, name-defined]
    """An account somebody signs in with. `session_epoch` going up signs out everywhere."""

    __tablename__ = "people_account"
    __table_args__ = (
        within("person_id", "people_person"),
        sa.UniqueConstraint("username"),
        one_of("status", ("invited", "active", "closed")),
        sa.CheckConstraint("failed >= 0", name="failed"),
        sa.Index("ix_people_account_person", "community_id", "person_id"),
        remembered(
            loose=("username", "failed", "locked_until", "last_sign_in", "session_epoch", "easy_told_at"),
            secret=("password_hash",),
        ),
    )

    person_id: Mapped[UUID]
    username: Mapped[str | None]
    password_hash: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="active")
    session_epoch: Mapped[int] = mapped_column(default=1)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_sign_in: Mapped[datetime | None]
    #: since when its password is known to be one that others guess; a new one is not
    easy_told_at: Mapped[datetime | None]
    opened_by: Mapped[UUID | None]
    #: when it was closed: the roles that ended then come back as proposals where it is opened again
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Slip(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A printed one-time slip that lets somebody set a password; only its hash is kept."""

    __tablename__ = "people_slip"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.UniqueConstraint("code_hash"),
        sa.Index("ix_people_slip_account", "community_id", "account_id"),
        remembered(),
    )

    account_id: Mapped[UUID]
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    valid_until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    issued_by: Mapped[UUID | None]
    #: the roles of the account when the slip was printed: whoever held it later became no more than that
    standing: Mapped[list[Any] | None]
    created_at: Mapped[datetime]


class RoleGrant(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A role of an account on a place of the tree, from one day to another, or until it is ended.

    One that nobody confirmed is a proposal and counts for nothing. `granted_by` is who stands for it: whoever proposed
    it, or whoever printed the slip that set it back (`set_back_at`).
    """

    __tablename__ = "people_role_grant"
    __table_args__ = (
        within("account_id", "people_account"),
        one_of("role", ROLES),
        sa.CheckConstraint("valid_from <= valid_until", name="dates"),
        sa.Index("ix_people_role_grant_account", "community_id", "account_id"),
        remembered(secret=("objection", "answer")),
    )

    account_id: Mapped[UUID]
    role: Mapped[str]
    place_id: Mapped[UUID] = mapped_column(sa.ForeignKey("people_place.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    granted_by: Mapped[UUID | None]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    set_back_at: Mapped[datetime | None]
    objected_by: Mapped[UUID | None]
    objected_at: Mapped[datetime | None]
    objection: Mapped[str | None]
    answer: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Token(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A bearer token of the API; only its hash is kept."""

    __tablename__ = "people_token"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_people_token_account", "community_id", "account_id"),
        remembered(loose=("used_at",)),
    )

    account_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    session_epoch: Mapped[int]
    #: what it may be used for, one of `tokens.SCOPES`
    scope: Mapped[str] = mapped_column(server_default="own")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: written by what writes, and coarse
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Session(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Somebody signed in on a machine, or a card looked at there; its cookie carries a number, kept here as a digest.

    `notice_id` says that there is something to tell in it; which of it all is for this session is looked up then.
    `turned_to` is the card whose holder has the screen, to type its PIN.
    """

    __tablename__ = "people_session"
    __table_args__ = (
        within("account_id", "people_account"),
        within("card_id", "people_card"),
        within("device_id", "people_device"),
        sa.UniqueConstraint("number_hash"),
        sa.CheckConstraint("(account_id IS NULL) <> (card_id IS NULL)", name="whose"),
        sa.Index("ix_people_session_account", "community_id", "account_id"),
        sa.Index("ix_people_session_machine", "machine"),
        sa.Index("ix_people_session_begun_at", "begun_at"),
    )

    account_id: Mapped[UUID | None]
    card_id: Mapped[UUID | None]
    number_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    session_epoch: Mapped[int]
    words: Mapped[str]
    machine: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    device_id: Mapped[UUID | None]
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    notice_id: Mapped[UUID | None]
    turned_to: Mapped[UUID | None]


class SignInNotice(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A new way to sign in with an account, or one that is gone: told to its owner until they say that they know.

    `words` and `machine` say where it was done, `session_id` in which session, `caused_by` which other account did it.
    """

    __tablename__ = "people_notice"
    __table_args__ = (
        within("account_id", "people_account"),
        one_of("kind", NOTICES),
        sa.Index("ix_people_notice_account", "community_id", "account_id"),
    )

    account_id: Mapped[UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    words: Mapped[str]
    machine: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    session_id: Mapped[UUID | None]
    caused_by: Mapped[UUID | None]
    understood_at: Mapped[datetime | None]


class TryCount(db.Model):  # type: ignore[misc, name-defined]
    """How often something was tried in vain: a name, a machine's passwords, a reader's codes; known by a digest alone."""

    __tablename__ = "people_try"
    __table_args__ = (sa.Index("ix_people_try_last_at", "last_at"),)

    subject: Mapped[bytes] = mapped_column(sa.LargeBinary, primary_key=True)
    times: Mapped[int]
    last_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class Device(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A counter tablet or office PC known to the system."""

    __tablename__ = "people_device"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        one_of("status", ("active", "revoked")),
        remembered(loose=("name", "last_seen", "page_version", "page_seen_at")),
    )

    name: Mapped[str]
    shop_id: Mapped[UUID | None]
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    public_key: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    status: Mapped[str] = mapped_column(default="active")
    last_seen: Mapped[datetime | None]
    #: which pages it has, as they name themselves, and when it said so last
    page_version: Mapped[str | None]
    page_seen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Draft(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What somebody typed into a form and has not handed in; kept for a day, and for this account alone."""

    __tablename__ = "people_draft"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.UniqueConstraint("community_id", "account_id", "address"),
        sa.Index("ix_people_draft_saved_at", "saved_at"),
        sa.Index("ix_people_draft_machine", "machine"),
    )

    account_id: Mapped[UUID]
    address: Mapped[str]
    fields: Mapped[dict[str, Any]]
    machine: Mapped[bytes] = mapped_column(sa.LargeBinary)
    saved_at: Mapped[datetime]


class SearchWords(db.Model):  # type: ignore[misc, name-defined]
    """What somebody searched a list for, under a number that may stand in an address; gone after a day."""

    __tablename__ = "people_search"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.Index("ix_people_search_created_at", "created_at"),
    )

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    list: Mapped[str]
    words: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
