"""What somebody typed into a form and has not handed in, by account and by the address of the form.

It is no book: nothing here is recorded, and everything is gone after a day, when the form is done, or when somebody else
signs in on the machine where it was typed. What may be kept at all, the pages say; secrets never are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points.foundation import changed, clock, db, new_id, run
from points.foundation.database import upsert
from points.people.models import Draft

KEPT_FOR = timedelta(hours=24)
#: fields and their values: a field may be there several times
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Kept:
    """A draft as it was left."""

    fields: dict[str, list[str]]
    saved_at: datetime


def keep(community_id: UUID, account_id: UUID, address: str, fields: Fields, *, machine: bytes) -> None:
    """The draft of this account for this form, in place of an earlier one."""
    values = {
        "fields": {name: list(said) for name, said in fields.items()},
        "machine": machine,
        "saved_at": clock.now(),
    }
    new = upsert(Draft).values(
        community_id=community_id, id=new_id(), account_id=account_id, address=address, **values
    )
    run(new.on_conflict_do_update(index_elements=["community_id", "account_id", "address"], set_=values))


def find(community_id: UUID, account_id: UUID, address: str) -> Kept | None:
    """What this account left in this form, if it is not too long ago."""
    query = sa.select(Draft.fields, Draft.saved_at).where(
        *_of(community_id, account_id, address), Draft.saved_at > clock.now() - KEPT_FOR
    )
    row = db.session.execute(query).first()
    return (
        Kept({name: [str(one) for one in said] for name, said in row.fields.items()}, row.saved_at)
        if row
        else None
    )


def forget(community_id: UUID, account_id: UUID, address: str) -> None:
    """The form was handed in, or its draft is not wanted."""
    run(sa.delete(Draft).where(*_of(community_id, account_id, address)))


def forget_others(machine: bytes, *, account_id: UUID) -> None:
    """Somebody signs in on a machine: what others typed there is gone."""
    run(sa.delete(Draft).where(Draft.machine == machine, Draft.account_id != account_id))


def forget_old() -> int:
    """How many lay longer than a day."""
    return changed(sa.delete(Draft).where(Draft.saved_at <= clock.now() - KEPT_FOR))


def _of(community_id: UUID, account_id: UUID, address: str) -> tuple[sa.ColumnElement[bool], ...]:
    return Draft.community_id == community_id, Draft.account_id == account_id, Draft.address == address
