"""A card's row: found by what is shown, whatever became of it; and as it ends, with its way to the purse."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock, db
from points.foundation.codes import CodeError, read_card, read_card_number, token_hash
from points.people.access import way_rows
from points.people.identification.refusals import CardRevoked
from points.people.models import Card


def find(community_id: UUID, text: str) -> UUID | None:
    """The card of a scanned code or a typed number."""
    try:
        mine = Card.token_hash == token_hash(read_card(text))
    except CodeError:
        mine = Card.number == read_card_number(text)
    return db.session.scalar(sa.select(Card.id).where(Card.community_id == community_id, mine))


def end(card_id: UUID, status: str, *, how: str, actor: Actor, replaced_by: UUID | None = None) -> None:
    """End a card that works; CardRevoked where somebody was faster. `how` is what is said of its way."""
    ended = db.session.scalar(
        sa.update(Card)
        .where(Card.community_id == actor.community_id, Card.id == card_id, Card.status == "active")
        .values(status=status, replaced_by=replaced_by, ended_at=clock.now())
        .returning(Card.id)
        .execution_options(synchronize_session=False)
    )
    if ended is None:
        raise CardRevoked
    way_rows.end_of_card(actor.community_id, card_id, how)
