"""A card's row: found by what is shown, whatever became of it; its PIN; and as it ends, with its way to the purse."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock, db
from points.foundation.codes import CodeError, read_card, read_card_number, token_hash
from points.people.access import account_rows
from points.people.access.hashing import hash_secret
from points.people.identification.policy import fit_pin
from points.people.identification.refusals import CardRevoked, CardUnknown
from points.people.models import Card
from points.people.registry import way_rows


def find(community_id: UUID, text: str) -> UUID | None:
    """The card of a scanned code or a typed number."""
    try:
        mine = Card.token_hash == token_hash(read_card(text))
    except CodeError:
        mine = Card.number == read_card_number(text)
    return db.session.scalar(sa.select(Card.id).where(Card.community_id == community_id, mine))


def get_active(community_id: UUID, card_id: UUID) -> Card:
    """A card that works."""
    row = db.session.get(Card, (community_id, card_id))
    if row is None:
        raise CardUnknown
    if row.status != "active":
        raise CardRevoked
    return row


def pin_hash(pin: str, number: str, person_id: UUID, actor: Actor) -> str:
    """What is kept of a PIN that nobody guesses who knows its owner; PinUnfit of any other."""
    owner = account_rows.owner_of(actor.community_id, person_id, number=number)
    return hash_secret(fit_pin(pin, owner=owner))


def put_pin(card_id: UUID, pin: str, *, actor: Actor) -> None:
    """Another PIN, which also opens a locked card. Whoever had a hand in it could use the card, so that its way is a new
    one, which waits."""
    row = get_active(actor.community_id, card_id)
    row.pin_hash = pin_hash(pin, row.number, row.person_id, actor)
    row.easy_pin_at = None
    row.failed = 0
    db.session.flush()
    way_rows.end_of_card(actor.community_id, card_id, "replaced")
    way_rows.open_way(row.person_id, actor=actor, card_id=card_id)


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
