"""PINs of cards: compared (counted first), drawn by the house, or typed by the card's holder.

For that staff turn their screen: it shows the holder a keypad and nothing else, until whose session it is comes back by
their password. They never learn the PIN, and are the makers of the way it begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NoReturn
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, changed, clock, codes, db, reading, transact, wording
from points.foundation.spelling import guessing
from points.people.access import account_rows, actors, known, lockout
from points.people.access.hashing import digest, is_secret
from points.people.access.known import Known
from points.people.authorisation import need
from points.people.identification import bad_codes, card_rows, cards, policy, way_lines, ways
from points.people.identification.policy import PIN_TRIES
from points.people.identification.refusals import (
    CardRevoked,
    CardUnknown,
    CardWithoutPin,
    NobodyToConfirm,
    PinLocked,
    PinsDiffer,
    PinStands,
    ScreenNotTurned,
    ScreenPasswordWrong,
    WrongPin,
)
from points.people.models import Account, Card, Session
from points.people.registry import persons, purses

#: wrong passwords before a turned screen is signed out; the next who signs in begins at the door
SCREEN_TRIES = 5
_SCREENS = lockout.TryLimit("turned screen", timedelta(hours=12), lambda _count, _now: None)


@dataclass(frozen=True)
class TurnedTo:
    """What a card's holder sees of it: enough to know it is theirs."""

    family: str
    number_tail: str


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


def draw(draw: codes.Draw = codes.CHANCE) -> str:
    """A new PIN that nobody chose, to be printed and kept nowhere."""
    return policy.draw_pin(draw.below)


def is_still(card_id: UUID, pin: str, *, actor: Actor) -> bool:
    """Whether this is the PIN of a card that works, to print it again. Runs a reading of its own; nobody typed, so no try."""
    row = reading(lambda: db.session.get(Card, (actor.community_id, card_id)))
    return row is not None and row.status == "active" and is_secret(row.pin_hash, pin)


def begin_anew(community_id: UUID, purse_id: UUID, person_id: UUID) -> None:
    """Forget what was typed wrong on the own cards of somebody who was proved in another way; a locked one stays so."""
    own = Card.purse_id == purse_id, Card.person_id == person_id
    db.session.execute(
        sa.update(Card)
        .where(Card.community_id == community_id, *own, Card.status == "active")
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


@audit.records.writes("screen.turned", of="card")
def turn_screen(card_id: UUID, *, person_id: UUID, session_id: UUID, actor: Actor) -> None:
    """Turn the screen of this session to the holder of a card of this person's purse, at the desk."""
    need(actor, "issue_cards")
    if card_id not in {one.card_id for one in cards.of_person(actor.community_id, person_id)}:
        raise NotFound
    _turn(card_id, session_id, actor)


@audit.records.writes("screen.turned", of="card")
def turn_screen_at_counter(card_id: UUID, *, session_id: UUID, actor: Actor) -> None:
    """The same at the counter: for a card that pays nothing as it is, and where somebody is left who can confirm it."""
    need(actor, "serve_counter")
    card = cards.get(actor.community_id, card_id)
    if (
        card.has_pin
        and not card.pin_locked
        and way_lines.pays(card.account_id, by="card", which=card_id, community_id=actor.community_id)
    ):
        raise PinStands
    older = any(
        one.confirmed and one.card_id != card_id for one in ways.of_purse(actor.community_id, card.purse_id)
    )
    if not older and db.session.execute(way_lines.who_could(actor)).first() is None:
        raise NobodyToConfirm
    _turn(card_id, session_id, actor)


def find_shown(code: str, *, actor: Actor) -> UUID:
    """The card that was scanned or typed at the counter. Runs transactions of its own: a wrong one is counted."""
    need(actor, "serve_counter")
    bad_codes.refuse_paused(actor=actor)
    card_id = reading(lambda: card_rows.find(actor.community_id, code))
    if card_id is None:
        bad_codes.note(actor=actor)
        raise CardUnknown
    return card_id


def on_screen(*, session_id: UUID, actor: Actor) -> TurnedTo:
    """The card on the turned screen."""
    card, _here = _turned_to(session_id, actor)
    name = persons.get(card.community_id, card.person_id).name
    if card.kind == "household":
        name = purses.of_person(card.community_id, card.person_id).label or name
    return TurnedTo(wording.masked(name).rstrip("*"), card.number_tail)


def refuse_unfit(pin: str, *, session_id: UUID, actor: Actor) -> None:
    """Say that a PIN will not do before it is typed a second time; nothing is kept."""
    card, _here = _turned_to(session_id, actor)
    policy.fit_pin(pin, owner=account_rows.owner_of(card.community_id, card.person_id, number=card.number))


@audit.records.writes("card.pin_typed", of="card")
def take(pin: str, again: str, *, session_id: UUID, actor: Actor) -> None:
    """The PIN its holder typed twice on the turned screen; there is no other door for one that somebody chose."""
    need(actor, "turn_screen")
    card, here = _turned_to(session_id, actor)
    if pin != again:
        raise PinsDiffer
    card_rows.put_pin(card.card_id, pin, actor=here)
    audit.records.record("card.pin_typed", actor=here, subject_kind="card", subject_id=card.card_id)


def turn_back(password: str, *, session_id: UUID, actor: Actor) -> None:
    """Whose session it is takes the screen again. Runs transactions of its own: the try is counted before it is compared,
    and the last wrong one ends the session."""
    row = reading(lambda: db.session.get(Account, (actor.account_home, actor.account_id)))
    counted = transact(lambda: lockout.note(_SCREENS, str(session_id))) or SCREEN_TRIES
    if (
        row is not None
        and counted <= SCREEN_TRIES
        and is_secret(row.password_hash, account_rows.fit_old(password))
    ):
        audit.records.attempt(lambda: _turned_back(session_id, actor), of=_turned_back, actor=actor)
        return
    left = max(SCREEN_TRIES - counted, 0)
    if not left:
        transact(lambda: changed(_of(session_id, actor).values(ended_at=clock.now())))
    audit.records.attempt(lambda: _refuse_password(left), of=_turned_back, actor=actor)


@audit.records.writes("screen.turned_back", of="account")
def _turned_back(session_id: UUID, actor: Actor) -> None:
    changed(_of(session_id, actor).values(turned_to=None))
    lockout.clear(_SCREENS, [str(session_id)])
    audit.records.record(
        "screen.turned_back", actor=actor, subject_kind="account", subject_id=actor.account_id
    )


def _refuse_password(left: int) -> None:
    raise ScreenPasswordWrong(tries_left=left)


def lock_tried(community_id: UUID, least: int = 1) -> int:
    """Lock every card with a PIN whose wrong tries were being counted, `least` of them (0: all cards); how many they are."""
    tried = sa.update(Card).where(Card.community_id == community_id, Card.status == "active")
    tried = tried.where(Card.pin_hash.is_not(None), Card.failed >= least).values(failed=PIN_TRIES)
    return changed(tried.execution_options(synchronize_session=False))


def _turn(card_id: UUID, session_id: UUID, actor: Actor) -> None:
    card_rows.get_active(actor.community_id, card_id)
    if not changed(_of(session_id, actor).values(turned_to=card_id)):
        raise NotFound
    audit.records.record("screen.turned", actor=actor, subject_kind="card", subject_id=card_id)


def _turned_to(session_id: UUID, actor: Actor) -> tuple[cards.CardInfo, Actor]:
    """The card, and who turned the screen as they are at work where the card is."""
    mine = Session.community_id == actor.account_home, Session.id == session_id
    turned = sa.select(Session.turned_to).where(
        *mine, Session.account_id == actor.account_id, Session.ended_at.is_(None)
    )
    here = Card.community_id.in_(actors.communities_of(actor)), Card.id == turned.scalar_subquery()
    found = db.session.execute(sa.select(Card.community_id, Card.id).where(*here)).one_or_none()
    if found is None:
        raise ScreenNotTurned
    return cards.get(*found), actors.in_community(actor, found.community_id)


def _of(session_id: UUID, actor: Actor) -> sa.Update:
    return (
        sa.update(Session)
        .where(Session.community_id == actor.account_home, Session.id == session_id)
        .where(Session.account_id == actor.account_id, Session.ended_at.is_(None))
        .execution_options(synchronize_session=False)
    )
