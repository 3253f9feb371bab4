"""The rotating identity code: making a resident's, reading one at a counter or in the field, once per purpose."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotAllowed, clock, db, new_id, run, transact
from points.foundation.codes import (
    CodeError,
    identity_code,
    identity_step,
    new_handle,
    read_identity,
    step_ends,
    step_of,
)
from points.foundation.database import upsert
from points.people.identification import bad_codes, handle_rows
from points.people.identification.bad_codes import refuse_paused
from points.people.identification.policy import short_number
from points.people.identification.refusals import CodeOfNobody, CodeUsed
from points.people.models import CodeUse, Handle

HANDLE_VALID = timedelta(days=1)


@dataclass(frozen=True)
class MyCode:
    """26 digits and a short number, and until when the page may show them."""

    digits: str
    short: str
    until: datetime


def current(*, actor: Actor) -> MyCode:
    """The resident's own code of this half minute; makes a new handle once a day."""
    if actor.person_id is None or actor.account_id is None:
        raise NotAllowed
    now = clock.now()
    handle, secret = _handle(actor.community_id, actor.person_id, now)
    number = handle_rows.number_of(actor.community_id)
    digits = identity_code(handle, community=number, secret=secret, at=now)
    short = short_number(handle, community=number, secret=secret, step=step_of(now))
    return MyCode(digits, short, step_ends(now))


def _new_code(*, actor: Actor) -> MyCode:
    """Begin a new handle at once: every code shown before is worth nothing."""
    if actor.person_id is None:
        raise NotAllowed
    db.session.execute(
        sa.update(Handle)
        .where(Handle.community_id == actor.community_id, Handle.person_id == actor.person_id)
        .where(Handle.valid_until > clock.now())
        .values(valid_until=clock.now())
        .execution_options(synchronize_session=False)
    )
    return current(actor=actor)


def read(code: str, purpose: str, *, actor: Actor) -> UUID:
    """The person who shows this code; it is used up for this purpose.

    Runs transactions of its own: the code stays used up, and a wrong one counted, whatever follows.
    """
    refuse_paused(actor=actor)
    try:
        return transact(lambda: _use_up(code, purpose, actor.community_id))
    except (CodeError, CodeOfNobody):
        bad_codes.note(actor=actor)
        raise


def _use_up(code: str, purpose: str, community_id: UUID) -> UUID:
    now = clock.now()
    handle = read_identity(code)
    row = _find(community_id, handle, now)
    if row is None:
        raise CodeOfNobody
    number = handle_rows.number_of(community_id)
    step = identity_step(code, community=number, secret=row.secret, at=now)
    handle_rows.use_up(community_id, handle, step, purpose, now)
    return row.person_id


def use_once(token: str, purpose: str, *, actor: Actor) -> None:
    """Use up, in the transaction of the action, what was recognised by a code and may pay once only."""
    row = {
        "community_id": actor.community_id,
        "handle": token,
        "step": 0,
        "purpose": purpose,
        "at": clock.now(),
    }
    taken = upsert(CodeUse).values([row]).on_conflict_do_nothing().returning(CodeUse.handle)
    if run(taken).scalar() is None:
        raise CodeUsed


def _find(community_id: UUID, handle: str, now: datetime) -> Handle | None:
    return db.session.scalar(
        sa.select(Handle).where(
            Handle.community_id == community_id, Handle.handle == handle, Handle.valid_until > now
        )
    )


def _handle(community_id: UUID, person_id: UUID, now: datetime) -> tuple[str, bytes]:
    known = db.session.scalar(
        sa.select(Handle)
        .where(Handle.community_id == community_id, Handle.person_id == person_id)
        .where(Handle.valid_until > now + timedelta(minutes=2))
        .order_by(Handle.id.desc())
        .limit(1)
    )
    if known is not None:
        return known.handle, known.secret
    handle, secret = new_handle(), secrets.token_bytes(32)
    row = {
        "community_id": community_id,
        "id": new_id(),
        "person_id": person_id,
        "handle": handle,
        "secret": secret,
        "valid_until": now + HANDLE_VALID,
        "created_at": now,
    }
    db.session.execute(sa.insert(Handle), [row])
    return handle, secret
