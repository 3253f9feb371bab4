"""Ways to a purse as they stand in their table: opened anew whenever one changes hands, and ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, changed, clock, db, new_id
from points.people.models import Way
from points.people.registry import purse_rows


def open_way(
    person_id: UUID,
    *,
    actor: Actor,
    card_id: UUID | None = None,
    account_id: UUID | None = None,
    slip_id: UUID | None = None,
    batch: UUID | None = None,
) -> None:
    """A new way to this person's purse, which waits for somebody to confirm it; the installation itself and an import
    confirm their own. One by a slip begins when the slip is used."""
    now, at_once = clock.now(), actor.kind in ("system", "import")
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "purse_id": purse_rows.ensure(person_id, actor=actor).purse_id,
        "person_id": person_id,
        "card_id": card_id,
        "account_id": account_id,
        "slip_id": slip_id,
        "batch": batch,
        "made_by": actor.account_id,
        "made_at": now,
        "since": None if slip_id else now,
        "confirmed_at": now if at_once else None,
        "confirmed_how": "import" if at_once else None,
    }
    db.session.execute(sa.insert(Way), [row])


def end_of_card(community_id: UUID, card_id: UUID, how: str) -> None:
    """A card changed hands, or ended."""
    _end(how, Way.community_id == community_id, Way.card_id == card_id)


def end_of_account(community_id: UUID, account_id: UUID, how: str) -> None:
    """An account changed hands, or was closed."""
    _end(how, Way.community_id == community_id, Way.account_id == account_id)


def end_open_slips(community_id: UUID, account_id: UUID) -> None:
    """Slips that were never used end with the next one, and so do the ways that they would have begun."""
    here = (Way.community_id == community_id, Way.account_id == account_id)
    _end("replaced", *here, Way.slip_id.is_not(None), Way.since.is_(None))


def begin_by_slip(slip_id: UUID, *, account_id: UUID, community_id: UUID) -> None:
    """The slip was used: its way begins, and every other of the account ends, as its password is another one now."""
    here = (Way.community_id == community_id, Way.account_id == account_id)
    _end("replaced", *here, sa.or_(Way.slip_id.is_(None), Way.slip_id != slip_id))
    mine = sa.update(Way).where(*here, Way.slip_id == slip_id, Way.ended_at.is_(None))
    changed(mine.values(since=clock.now()).execution_options(synchronize_session=False))


def _end(how: str, *which: sa.ColumnElement[bool]) -> None:
    ended: Any = sa.update(Way).where(*which, Way.ended_at.is_(None))
    values = {"ended_at": clock.now(), "ended_how": how}
    changed(ended.values(**values).execution_options(synchronize_session=False))
