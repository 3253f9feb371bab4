"""Printed cards of a purse: issuing, ending, replacing, finding. It compares no PIN and knows no picture."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotAllowed, NotFound, clock, db, in_parts, new_id
from points.foundation.codes import (
    CodeError,
    new_card,
    new_card_number,
    read_card,
    read_card_number,
    token_hash,
)
from points.people.authorisation import need
from points.people.identification import card_rows
from points.people.identification.policy import PIN_TRIES
from points.people.identification.refusals import CardEnded, CardRevoked, CardUnknown
from points.people.models import Card, Household, Person, Purse
from points.people.registry import old_number_rows, person_rows, persons, purse_rows, purses, way_rows
from points.people.registry.refusals import PersonGone


@dataclass(frozen=True)
class IssuedCard:
    """What is printed, once: the token, and a PIN where it got one, stand nowhere else."""

    card_id: UUID
    token: str
    number: str
    kind: str
    pin: str = ""


@dataclass(frozen=True)
class CardInfo:
    """A card as other rooms know it."""

    community_id: UUID
    card_id: UUID
    kind: str
    status: str
    purse_id: UUID
    account_id: UUID
    person_id: UUID
    number: str
    has_pin: bool
    pin_locked: bool
    issued_at: datetime
    ended_at: datetime | None

    @property
    def number_tail(self) -> str:
        """The last four digits, for a list that others may look at."""
        return self.number[-4:]


@audit.records.writes("card.issued", of="card")
def issue(
    person_id: UUID,
    *,
    kind: str,
    actor: Actor,
    pin: str | None = None,
    token: str | None = None,
    batch: UUID | None = None,
) -> IssuedCard:
    """A card of this person's purse. `kind` is household, person or carer; `batch` is what it is printed together
    with. The `pin` and the `token` are some the house drew (`pins.draw`, `codes.new_card`): nobody chooses them."""
    need(actor, "issue_cards")
    seen = persons.list_seen([person_id], actor=actor)
    if not seen:
        raise NotAllowed
    if seen[0].gone:
        raise PersonGone(name=seen[0].name)
    purse = purse_rows.ensure(person_id, actor=actor)
    token = token or new_card()
    card_id = new_id()
    number = _free_number(actor.community_id)
    row = {
        "community_id": actor.community_id,
        "id": card_id,
        "kind": kind,
        "purse_id": purse.purse_id,
        "person_id": person_id,
        "token_hash": token_hash(token),
        "number": number,
        "pin_hash": card_rows.pin_hash(pin, number, person_id, actor) if pin else None,
        "issued_at": clock.now(),
    }
    db.session.execute(sa.insert(Card), [row])
    way_rows.open_way(person_id, actor=actor, card_id=card_id, batch=batch)
    facts = {"person_id": person_id, "kind": kind}
    audit.records.record("card.issued", actor=actor, subject_kind="card", subject_id=card_id, facts=facts)
    old_number_rows.replace(seen[0].household_id, actor=actor)
    return IssuedCard(card_id, token, number, kind, pin or "")


@audit.records.writes("card.revoked", of="card")
def revoke(card_id: UUID, *, reason: str, actor: Actor, person_id: UUID | None = None) -> CardInfo:
    """A lost card: reported by its holder, or at the office or the counter; the card as it was comes back.

    Where it is reported as this person's, another purse's card does not exist.
    """
    lost = _of_person(person_id, card_id, actor) if person_id else get(actor.community_id, card_id)
    row = card_rows.get_active(actor.community_id, card_id)
    if row.person_id != actor.person_id:
        need(actor, "report_lost_cards")
    card_rows.end(card_id, "revoked", how="lost", actor=actor)
    audit.records.record(
        "card.revoked", actor=actor, subject_kind="card", subject_id=card_id, private={"reason": reason}
    )
    return lost


@audit.records.writes("card.replaced", of="card")
def replace(
    card_id: UUID,
    *,
    person_id: UUID,
    reason: str,
    actor: Actor,
    pin: str | None = None,
    token: str | None = None,
) -> IssuedCard:
    """A new card for the same purse, which has to be this person's; the old one ends, its history stays.

    One that has ended already is not replaced a second time.
    """
    need(actor, "issue_cards")
    old = _of_person(person_id, card_id, actor)
    if old.status != "active":
        raise CardEnded(number=old.number_tail)
    fresh = issue(old.person_id, kind=old.kind, actor=actor, pin=pin, token=token)
    card_rows.end(card_id, "replaced", how="replaced", replaced_by=fresh.card_id, actor=actor)
    audit.records.record(
        "card.replaced",
        actor=actor,
        subject_kind="card",
        subject_id=card_id,
        facts={"replaced_by_id": fresh.card_id},
        private={"reason": reason},
    )
    return fresh


@audit.records.writes("card.pin_set", of="card")
def set_pin(card_id: UUID, pin: str, *, person_id: UUID, actor: Actor) -> CardInfo:
    """A new PIN, drawn by the house, for a card of this person's purse; it also opens one locked by wrong ones."""
    need(actor, "issue_cards")
    _of_person(person_id, card_id, actor)
    card_rows.put_pin(card_id, pin, actor=actor)
    audit.records.record("card.pin_set", actor=actor, subject_kind="card", subject_id=card_id)
    return get(actor.community_id, card_id)


def printed_before(card_id: UUID, token: str, *, actor: Actor) -> IssuedCard | None:
    """A card that works and has this token, for a paper that is printed again; it comes without its PIN."""
    here = Card.community_id == actor.community_id, Card.id == card_id, Card.token_hash == token_hash(token)
    return next(
        (
            IssuedCard(card_id, token, one.number, one.kind, "")
            for one in _cards(*here)
            if one.status == "active"
        ),
        None,
    )


def by_token(text: str, *, community_id: UUID | None = None) -> CardInfo:
    """The card behind a scanned code or an opened link, if it may still be used."""
    try:
        digest = token_hash(read_card(text))
    except CodeError as error:
        raise CardUnknown from error
    return _usable(Card.token_hash == digest, community_id)


def by_number(community_id: UUID, text: str) -> CardInfo:
    """The card with the ten digits typed; the PIN is still to come."""
    return _usable(Card.number == read_card_number(text), community_id)


def get(community_id: UUID, card_id: UUID) -> CardInfo:
    """A card by id, whatever became of it."""
    found = _cards(Card.community_id == community_id, Card.id == card_id)
    if not found:
        raise CardUnknown
    return found[0]


def get_visible(card_id: UUID, *, actor: Actor) -> tuple[CardInfo, purses.PurseOwner]:
    """A card and whose purse it opens, whatever became of it, if the actor may see whose it is; else there is none."""
    found = _cards(Card.community_id == actor.community_id, Card.id == card_id)
    if not found:
        raise NotFound
    return found[0], purses.get_visible(found[0].account_id, actor=actor)


def of_purse(community_id: UUID, purse_id: UUID) -> list[CardInfo]:
    """The cards of a purse, the newest first."""
    return _cards(Card.community_id == community_id, Card.purse_id == purse_id)


def of_person(community_id: UUID, person_id: UUID) -> list[CardInfo]:
    """The cards of this person's purse, the newest first."""
    mine = purses.of_person(community_id, person_id)
    return of_purse(community_id, mine.purse_id)


def holders(community_id: UUID, person_ids: set[UUID]) -> set[UUID]:
    """Those of these persons who hold a card that works."""
    query = sa.select(Card.person_id).where(
        Card.community_id == community_id, Card.person_id.in_(person_ids), Card.status == "active"
    )
    return set(db.session.scalars(query))


def heads_without(household_ids: Collection[UUID], *, actor: Actor) -> list[persons.PersonInfo]:
    """The heads of those of these households whose purse no card opens yet, of whom the actor may see, by household number."""
    opened = (
        sa.select(Card.id)
        .join(Purse, sa.and_(Purse.community_id == Card.community_id, Purse.id == Card.purse_id))
        .where(Card.community_id == Person.community_id, Card.status == "active")
        .where(sa.or_(Card.person_id == Person.id, Purse.household_id == Person.household_id))
        .correlate(Person)
    )
    found: list[persons.PersonInfo] = []
    for some in in_parts(list(household_ids)):
        query = person_rows.select_people(actor.community_id).where(
            Household.id.in_(some),
            Household.head_id == Person.id,
            Person.status == "active",
            ~opened.exists(),
        )
        found += person_rows.infos_of(person_rows.seen_by(query, actor))
    return sorted(found, key=lambda one: (one.household_number, one.person_id))


def _usable(condition: sa.ColumnElement[bool], community_id: UUID | None) -> CardInfo:
    here = [] if community_id is None else [Card.community_id == community_id]
    found = _cards(condition, *here)
    if not found:
        raise CardUnknown
    if found[0].status != "active":
        raise CardRevoked
    return found[0]


def _cards(*conditions: sa.ColumnElement[bool]) -> list[CardInfo]:
    query = (
        sa.select(Card, Purse.account_id)
        .join(Purse, sa.and_(Purse.community_id == Card.community_id, Purse.id == Card.purse_id))
        .where(*conditions)
    )
    # put in order here: asked to, SQLite would go through every card of the community in the order of their keys
    rows = sorted(db.session.execute(query), key=lambda one: one[0].id, reverse=True)
    return [
        CardInfo(
            row.community_id,
            row.id,
            row.kind,
            row.status,
            row.purse_id,
            account_id,
            row.person_id,
            row.number,
            row.pin_hash is not None,
            row.failed >= PIN_TRIES,
            row.issued_at,
            row.ended_at,
        )
        for row, account_id in rows
    ]


def _of_person(person_id: UUID, card_id: UUID, actor: Actor) -> CardInfo:
    """A card of this person's purse; another purse's does not exist here."""
    for card in of_person(actor.community_id, person_id):
        if card.card_id == card_id:
            return card
    raise NotFound


def _free_number(community_id: UUID) -> str:
    while True:
        number = new_card_number()
        taken = sa.select(Card.id).where(Card.community_id == community_id, Card.number == number)
        if db.session.scalar(taken) is None:
            return number
