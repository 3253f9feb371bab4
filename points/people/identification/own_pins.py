"""A PIN that its holder types: staff turn their screen, which then shows the card's holder a keypad and nothing else, until
whose session it is comes back by their password. They never learn the PIN, and are the makers of the way it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, changed, clock, db, reading, transact, wording
from points.people.access import account_rows, actors, lockout
from points.people.access.hashing import is_secret
from points.people.authorisation import need
from points.people.identification import bad_codes, card_rows, cards, policy, way_lines, ways
from points.people.identification.refusals import (
    CardUnknown,
    NobodyToConfirm,
    PinsDiffer,
    PinStands,
    ScreenNotTurned,
    ScreenPasswordWrong,
)
from points.people.models import Account, Card, Session
from points.people.registry import persons, purses

#: wrong passwords before a turned screen is signed out; the next who signs in begins at the door
TRIES = 5
_TRIES = lockout.TryLimit("turned screen", timedelta(hours=12), lambda _count, _now: None)


@dataclass(frozen=True)
class TurnedTo:
    """What a card's holder sees of it: enough to know it is theirs."""

    family: str
    number_tail: str


@audit.records.writes("screen.turned", of="card")
def turn(card_id: UUID, *, person_id: UUID, session_id: UUID, actor: Actor) -> None:
    """Turn the screen of this session to the holder of a card of this person's purse, at the desk."""
    need(actor, "issue_cards")
    if card_id not in {one.card_id for one in cards.of_person(actor.community_id, person_id)}:
        raise NotFound
    _turn(card_id, session_id, actor)


@audit.records.writes("screen.turned", of="card")
def turn_at_counter(card_id: UUID, *, session_id: UUID, actor: Actor) -> None:
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


def shown(*, session_id: UUID, actor: Actor) -> TurnedTo:
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
    counted = transact(lambda: lockout.note(_TRIES, str(session_id))) or TRIES
    if row is not None and counted <= TRIES and is_secret(row.password_hash, account_rows.fit_old(password)):
        audit.records.attempt(lambda: _turned_back(session_id, actor), of=_turned_back, actor=actor)
        return
    left = max(TRIES - counted, 0)
    if not left:
        transact(lambda: changed(_of(session_id, actor).values(ended_at=clock.now())))
    audit.records.attempt(lambda: _refuse_password(left), of=_turned_back, actor=actor)


@audit.records.writes("screen.turned_back", of="account")
def _turned_back(session_id: UUID, actor: Actor) -> None:
    changed(_of(session_id, actor).values(turned_to=None))
    lockout.clear(_TRIES, [str(session_id)])
    audit.records.record(
        "screen.turned_back", actor=actor, subject_kind="account", subject_id=actor.account_id
    )


def _refuse_password(left: int) -> None:
    raise ScreenPasswordWrong(tries_left=left)


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
    where = sa.select(Card.community_id, Card.id).where(
        Card.community_id.in_(actors.communities_of(actor)), Card.id == turned.scalar_subquery()
    )
    found = db.session.execute(where).one_or_none()
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
