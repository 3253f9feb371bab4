"""Comparing a card's PIN: count, then compare. It finds no card and lets nobody in."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, reading, transact
from points.foundation.spelling import guessing
from points.people.access import account_rows, known
from points.people.access.hashing import digest, is_secret
from points.people.access.known import Known
from points.people.identification import cards, policy
from points.people.identification.policy import PIN_TRIES
from points.people.identification.refusals import CardRevoked, CardWithoutPin, PinLocked, WrongPin
from points.people.models import Account, Card, Session


def check(
    community_id: UUID, card_id: UUID, pin: str, *, actor: Actor | None = None, lost: bool = False
) -> None:
    """Refuse unless this is the card's PIN. `actor` is the clerk at whose counter it was typed. A `lost` card pays
    nothing any more, and its PIN still tells whose it was.

    Runs transactions of its own: the try is counted before the compare and stays counted.
    """
    doer = actor or Actor(community_id, kind="nobody")
    seen = reading(lambda: cards.get(community_id, card_id))
    if seen.status != "active" and not lost:
        raise CardRevoked
    if not seen.has_pin:
        raise CardWithoutPin
    counted = transact(lambda: _count(community_id, card_id, lost))
    if counted is None:
        _refuse(PinLocked(), card_id, doer)
    failed, pin_hash = counted
    if not is_secret(pin_hash, pin.strip()[:64]):
        left = PIN_TRIES - failed
        _refuse(WrongPin(tries_left=left) if left else PinLocked(), card_id, doer)
    transact(lambda: _clear(community_id, card_id, lost, pin.strip()))


def draw() -> str:
    """A new PIN that nobody chose, to be printed once and kept nowhere."""
    return policy.draw_pin()


def begin_anew(community_id: UUID, purse_id: UUID) -> None:
    """Forget what was typed wrong on a purse's cards, whose owner was proved in another way; a locked one stays so."""
    db.session.execute(
        sa.update(Card)
        .where(Card.community_id == community_id, Card.purse_id == purse_id, Card.status == "active")
        .where(Card.failed > 0, Card.failed < PIN_TRIES)
        .values(failed=0)
        .execution_options(synchronize_session=False)
    )


def find_known(community_id: UUID, card_id: UUID, number: str) -> Known | None:
    """Who a card stands for in a session of this number, as a resident who only reads; None once either has ended."""
    of_card = sa.and_(Session.community_id == Card.community_id, Session.card_id == Card.id)
    query = (
        sa.select(Card.person_id, Card.easy_pin_at)
        .join(Session, of_card)
        .where(Card.community_id == community_id, Card.id == card_id, Card.status == "active")
        .where(Session.number_hash == digest(number), Session.ended_at.is_(None))
    )
    row = db.session.execute(query).one_or_none()
    found = known.of_person(community_id, row.person_id) if row else None
    return replace(found, easy=row.easy_pin_at is not None) if found and row else None


def note_opened(community_id: UUID, card_id: UUID, person_id: UUID) -> None:
    """Write down that a card's link was opened with the right PIN."""
    actor = Actor(community_id, None, person_id)
    audit.records.record("card.opened", actor=actor, subject_kind="card", subject_id=card_id)


def _count(community_id: UUID, card_id: UUID, lost: bool) -> tuple[int, str | None] | None:
    row = db.session.execute(
        _update(community_id, card_id, lost)
        .where(Card.failed < PIN_TRIES)
        .values(failed=Card.failed + 1)
        .returning(Card.failed, Card.pin_hash)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _clear(community_id: UUID, card_id: UUID, lost: bool, pin: str) -> None:
    """Begin anew, as it was right; where others guess it that is known now, and the accounts of its people are told."""
    row = db.session.execute(
        _update(community_id, card_id, lost)
        .values(failed=0)
        .returning(Card.person_id, Card.number, Card.easy_pin_at)
    ).one()
    if lost or row.easy_pin_at is not None:
        return
    owner = account_rows.owner_of(community_id, row.person_id, number=row.number)
    if not guessing.is_easy_pin(pin, owner):
        return
    db.session.execute(_update(community_id, card_id, lost).values(easy_pin_at=clock.now()))
    accounts = sa.select(Account.id).where(
        Account.community_id == community_id, Account.person_id == row.person_id, Account.status == "active"
    )
    for account_id in db.session.scalars(accounts).all():
        account_rows.tell(community_id, account_id, "easy_pin")


def _refuse(refusal: WrongPin | PinLocked, card_id: UUID, actor: Actor) -> NoReturn:
    def write() -> None:
        audit.records.record(
            "card.opened",
            actor=actor,
            subject_kind="card",
            subject_id=card_id,
            facts={"code": refusal.code},
            outcome="refused",
        )

    transact(write)
    raise refusal


def _update(community_id: UUID, card_id: UUID, lost: bool) -> sa.Update:
    here = sa.update(Card).where(Card.community_id == community_id, Card.id == card_id)
    still = here if lost else here.where(Card.status == "active")
    return still.execution_options(synchronize_session=False)
