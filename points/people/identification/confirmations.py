"""Confirming a way to a purse, and ending one: an older proof of the household says yes, or a second person does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import (
    Actor,
    NotAllowed,
    NotFound,
    Refusal,
    clock,
    codes,
    db,
    paging,
    reading,
    run,
)
from points.people.access import account_rows, actors, roles
from points.people.authorisation import need
from points.people.identification import (
    bad_codes,
    card_rows,
    cards,
    own_words,
    pins,
    rotating_codes,
    way_lines,
    ways,
)
from points.people.identification.refusals import CardUnknown, ProofUnfit, SeenMissing, WaySettled
from points.people.identification.way_lines import WayInfo
from points.people.models import Account, Slip, Way
from points.people.permissions import may
from points.people.registry import purses, way_rows

#: how a card may have ended whose PIN still tells whose it was
_STILL_TELLS = (None, "lost", "replaced")
#: so many of those that wait are looked at to tell for whom
LOOKED_AT = 200
#: how many letters say what was seen
LEAST_SEEN = 2


@audit.records.writes("way.confirmed", of="account")
def confirm(way_ids: Collection[UUID], *, seen: str, actor: Actor, listed: bool = False) -> int:
    """A second person says yes to what they saw: who came, with which paper; or to the signed list of a batch."""
    need(actor, "confirm_ways")
    if len(seen.strip()) < LEAST_SEEN:
        raise SeenMissing
    found = way_lines.list_waiting(actor, set(way_ids))
    if not found or len(found) != len(set(way_ids)):
        raise WaySettled
    own_words.refuse(found, actor=actor)
    _mark(found, "batch" if listed else "second", seen.strip(), actor)
    return len(found)


def prove(
    way_id: UUID, code: str, pin: str, *, actor: Actor, also: Callable[[], None] | None = None
) -> WayInfo:
    """The household's older proof says yes, at the desk or the counter: the code on its phone, an older card with its
    PIN, or without a card the PIN of the one it had.

    Runs transactions of its own: a PIN that was tried stays counted. `also` is done together with the yes.
    """
    need(actor, "serve_counter", "issue_cards", "confirm_ways")
    bad_codes.refuse_paused(actor=actor)
    way = reading(lambda: way_lines.get_waiting(way_id, actor=actor))
    if way is None:
        raise WaySettled
    if codes.classify(code) == codes.CodeKind.IDENTITY:
        person_id = rotating_codes.read(code, "confirm", actor=actor)
        reading(lambda: _refuse_other_phone(person_id, way, actor))
    else:
        try:
            card = reading(lambda: _older_card(code, way, actor))
        except CardUnknown:
            bad_codes.note(actor=actor)
            raise
        pins.check(actor.community_id, card.card_id, pin, actor=actor, lost=True)

    def work() -> WayInfo:
        if also is not None:
            also()
        return _proved(way, actor)

    return audit.records.attempt(work, of=confirm, actor=actor)


def why_not(way: WayInfo, *, actor: Actor) -> Refusal | None:
    """Why this actor is no second person for this way; None where they are."""
    try:
        need(actor, "confirm_ways")
        own_words.refuse([way], actor=actor)
    except Refusal as refusal:
        return refusal
    return None


def not_theirs(found: Sequence[WayInfo], *, actor: Actor) -> dict[UUID, Refusal]:
    """Those of these ways that this actor confirms for nobody, with why: somebody else does."""
    return own_words.among(found, actor=actor)


def waiting_count(actor: Actor) -> int:
    """How many ways wait for this actor's yes; of a great many, those that stand furthest back are counted unasked."""
    if not may(actor, "confirm_ways"):
        return 0
    found = ways.waiting(actor, paging.PageAsked(limit=LOOKED_AT))
    return int(found.total) - len(own_words.among(found.rows, actor=actor))


def others(way: WayInfo, *, actor: Actor, most: int) -> list[str]:
    """Who could be the second person for this way, beside whoever asks: by name, those of the community first."""
    names: list[str] = []
    for home, account_id in db.session.execute(way_lines.who_could(actor)).all():
        known = actors.find_known(account_id, None, community_id=home) if len(names) < most else None
        if known is None:
            continue
        there = actors.in_community(known.actor, actor.community_id)
        if why_not(way, actor=there) is None and way_lines.get_waiting(way.way_id, actor=there):
            names.append(known.name)
    return names


@audit.records.writes("way.confirmed", "way.ended", of="account")
def answer(way_id: UUID, *, ours: bool, actor: Actor) -> None:
    """A resident says on their own phone that a new way is the household's, or that it is not, which ends it."""
    account_id = _own_purse(actor)
    found = [one for one in ways.news(actor.community_id, account_id) if one.way_id == way_id]
    if not found:
        raise WaySettled
    if not _is_confirmed(actor, account_id):
        raise NotAllowed
    if ours:
        _mark(found, "proof", "", actor)
    else:
        _end(found[0], "disowned", actor)


@audit.records.writes("way.ended", of="account")
def end(way_id: UUID, *, actor: Actor) -> None:
    """End a way: its own household, or the office. The way back is the office; who lost the last one gets another there."""
    way = way_lines.find(actor.community_id, way_id)
    if way is None:
        raise WaySettled
    if not _may_end_as_family(way, actor):
        _refuse_unseen(way, actor)
    _end(way, "ended", actor)


def _may_end_as_family(way: WayInfo, actor: Actor) -> bool:
    """One's own account, or anything of the own purse for whoever's account is confirmed."""
    if actor.account_id is None or actor.person_id is None:
        return False
    own = purses.find(actor.community_id, actor.person_id)
    if own is None or own.purse_id != way.purse_id:
        return False
    return way.account_id == actor.account_id or _is_confirmed(actor, own.account_id)


def _refuse_unseen(way: WayInfo, actor: Actor) -> None:
    """Staff end what they may see; whoever is neither is told as little as there is to be known."""
    own = purses.find(actor.community_id, actor.person_id) if actor.person_id else None
    if may(actor, "issue_cards", "report_lost_cards", "confirm_ways"):
        ways.get_visible(way.way_id, actor=actor)
    elif own is not None and own.purse_id == way.purse_id:
        raise NotAllowed
    else:
        raise NotFound


def _proved(way: WayInfo, actor: Actor) -> WayInfo:
    _mark([way], "proof", "", actor)
    return way


def _mark(found: Sequence[WayInfo], how: str, seen: str, actor: Actor) -> None:
    ids = [one.way_id for one in found]
    # of two at once the second finds nothing that waits, and one that ended meanwhile stays so
    done = run(
        sa.update(Way)
        .where(Way.community_id == actor.community_id, Way.id.in_(ids))
        .where(Way.confirmed_at.is_(None), Way.ended_at.is_(None))
        .values(confirmed_by=actor.account_id, confirmed_at=clock.now(), confirmed_how=how)
        .execution_options(synchronize_session=False)
    ).rowcount
    if done != len(ids):
        raise WaySettled
    _record("way.confirmed", found, {"how": how}, {"seen": seen} if seen else {}, actor)


def _end(way: WayInfo, how: str, actor: Actor) -> None:
    """End what the way is made of, then the way: in the order in which cards and accounts end anyway."""
    if way.card_id:
        card_rows.end(way.card_id, "revoked", how=how, actor=actor)
    elif way.account_id and way.since:
        _shut_out(way.account_id, actor)
        way_rows.end_of_account(actor.community_id, way.account_id, how)
    else:
        _end_slip(way.way_id, how, actor)
    _record("way.ended", [way], {"how": how}, {}, actor)


def _shut_out(account_id: UUID, actor: Actor) -> None:
    """Nobody signs in with it until the office gives a new slip; an account somebody works with only stops paying."""
    if not roles.holds_power(account_id):
        out = {"password_hash": None, "status": "invited", "session_epoch": Account.session_epoch + 1}
        account_rows.write(account_id, actor, **out)


def _end_slip(way_id: UUID, how: str, actor: Actor) -> None:
    of_way = sa.select(Way.slip_id).where(Way.community_id == actor.community_id, Way.id == way_id)
    slip = sa.update(Slip).where(
        Slip.community_id == actor.community_id, Slip.id == of_way.scalar_subquery(), Slip.used_at.is_(None)
    )
    ended = slip.values(valid_until=clock.now()).execution_options(synchronize_session=False)
    if run(ended).rowcount != 1:
        # somebody used it meanwhile
        raise WaySettled
    here = sa.update(Way).where(Way.community_id == actor.community_id, Way.id == way_id)
    run(here.values(ended_at=clock.now(), ended_how=how).execution_options(synchronize_session=False))


def _record(
    deed: str, found: Sequence[WayInfo], facts: dict[str, str], private: dict[str, str], actor: Actor
) -> None:
    audit.records.record_many(
        [
            audit.records.Action(
                deed,
                "card" if one.card_id else "account",
                one.card_id or one.account_id,
                {**facts, "person_id": one.person_id},
                private,
            )
            for one in found
        ],
        actor=actor,
    )


def _older_card(code: str, way: WayInfo, actor: Actor) -> cards.CardInfo:
    """The card that proves: the one that is shown, or the newest of the household's that was good."""
    shown = _shown_card(code, actor) if code.strip() else None
    for card in [shown] if shown else cards.of_purse(actor.community_id, way.purse_id):
        proves = card.purse_id == way.purse_id and card.card_id != way.card_id
        if proves and card.has_pin and _was_good(card.card_id, actor.community_id):
            return card
    raise ProofUnfit


def _shown_card(code: str, actor: Actor) -> cards.CardInfo:
    card_id = card_rows.find(actor.community_id, code)
    if card_id is None:
        raise CardUnknown
    return cards.get(actor.community_id, card_id)


def _was_good(card_id: UUID, community_id: UUID) -> bool:
    newest = (
        sa.select(Way.confirmed_at, Way.ended_how)
        .where(Way.community_id == community_id, Way.card_id == card_id)
        .order_by(Way.made_at.desc(), Way.id.desc())
        .limit(1)
    )
    found = run(newest).first()
    return found is not None and found.confirmed_at is not None and found.ended_how in _STILL_TELLS


def _refuse_other_phone(person_id: UUID, way: WayInfo, actor: Actor) -> None:
    purse = purses.of_person(actor.community_id, person_id)
    good = way_lines.pays(purse.account_id, by="person", which=person_id, community_id=actor.community_id)
    if purse.purse_id != way.purse_id or not good:
        raise ProofUnfit


def _own_purse(actor: Actor) -> UUID:
    if actor.account_id is None:
        raise NotAllowed
    return purses.account_of(actor)


def _is_confirmed(actor: Actor, account_id: UUID) -> bool:
    own = actor.account_id
    return own is not None and way_lines.pays(
        account_id, by="account", which=own, community_id=actor.community_id
    )
