"""Who pays at the counter: a scanned voucher, card or identity code becomes a payer. It moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from points import audit, ledger, people
from points.foundation import Actor, Refusal, codes, reading, setting, transact
from points.shop import payer_checks, voucher_rows
from points.shop.refusals import (
    CodeNotForPaying,
    ProofNeeded,
    VoucherUnknown,
    WhoNotConfirmed,
)

#: what nobody reads thirty times by mistake; a rotating code counts its own
WRONG_CODES = (
    codes.CodeError,
    VoucherUnknown,
    people.refusals.CardUnknown,
    people.refusals.WrongPin,
    people.refusals.ShortNumberWrong,
)

#: what a recognition gives back
Payer = payer_checks.Payer


@dataclass(frozen=True)
class PayerSeen:
    """What the counter may see of a payer and nothing else; `collector` is the name of who came for them."""

    payer: Payer
    name: str
    door: str
    available: int
    held: int
    voucher: voucher_rows.VoucherInfo | None
    collector: str = ""


def recognise(
    text: str,
    *,
    shop_id: UUID,
    actor: Actor,
    pin: str | None = None,
    answered: Callable[[], bool] = lambda: False,
) -> Payer:
    """The payer behind a scanned or typed code.

    Runs transactions of its own: a rotating code stays used up and a tried PIN stays counted whatever follows.
    `answered` says whether what this code is read for was done by an earlier request, so that a code it used up is
    no refusal to write down.
    """
    pin = None if pin is None else codes.ungapped(pin)
    # what a machine cannot guess costs no look at what was guessed
    guessable = pin is not None or not is_only_read(text)
    return _watched(lambda: _recognise(text, shop_id, actor, pin), actor, answered, guessable=guessable)


def is_only_read(text: str) -> bool:
    """Whether recognising this code changes nothing: a signed voucher or a scanned card."""
    return codes.classify(text) in (codes.CodeKind.VOUCHER, codes.CodeKind.CARD)


def _recognise(text: str, shop_id: UUID, actor: Actor, pin: str | None = None) -> Payer:
    kind = codes.classify(text)
    if kind in (codes.CodeKind.VOUCHER, codes.CodeKind.SPOKEN):
        return reading(
            lambda: payer_checks.of_voucher(voucher_rows.by_code(actor.community_id, text), shop_id)
        )
    if kind in (codes.CodeKind.CARD, codes.CodeKind.CARD_NUMBER):
        return _card_payer(text, actor=actor, pin=pin)
    if kind == codes.CodeKind.IDENTITY:
        person_id = people.rotating_codes.read(text, "pay", actor=actor)
        return reading(lambda: _paying(_phone_of(person_id, actor.community_id), actor))
    raise CodeNotForPaying


@dataclass(frozen=True)
class PinsOf:
    """Whose PIN may be asked for when somebody was searched by name: their own, where they have a card with one, and else
    that of who holds one of the same purse, by person and name."""

    name: str
    own: bool
    others: Mapping[UUID, str]


def pins_of(person_id: UUID, *, actor: Actor) -> PinsOf:
    """Who of this person's household has a card with a PIN that is not locked."""
    cards = _with_pin(people.cards.of_person(actor.community_id, person_id))
    holders = {card.person_id for card in cards if not card.pin_locked}
    known = people.persons.get_many(actor.community_id, holders | {person_id})
    others = {one: known[one].name for one in sorted(holders - {person_id})}
    return PinsOf(known[person_id].name, person_id in holders, others)


def _with_pin(cards: Sequence[people.cards.CardInfo]) -> list[people.cards.CardInfo]:
    return [card for card in cards if card.status == "active" and card.has_pin]


def recognise_person(person_id: UUID, proof: str, *, shop_id: UUID, actor: Actor) -> Payer:
    """The payer behind a person who was searched by name and door: proved by an own voucher's spoken number, by the
    short number on the own phone or by the PIN of an own card; a PIN counts on no other card. Runs transactions of its
    own."""
    said = codes.ungapped(proof)
    if not said:
        raise ProofNeeded
    return _watched(lambda: _recognise_person(person_id, said, shop_id, actor), actor)


def prove_again(payer: Payer, pin: str, *, actor: Actor) -> Payer:
    """The same payer, with the PIN of the card that was shown. Runs transactions of its own."""

    def prove() -> Payer:
        if payer.card_id is None:
            raise CodeNotForPaying
        people.pins.check(actor.community_id, payer.card_id, codes.ungapped(pin), actor=actor)
        return reading(lambda: _paying(replace(payer, proof="card_pin", card_limit=None), actor))

    return _watched(prove, actor)


def _watched(
    read: Callable[[], Payer],
    actor: Actor,
    answered: Callable[[], bool] = lambda: False,
    *,
    guessable: bool = True,
) -> Payer:
    """Count what is wrong where it was read, and write down what was refused; an eight-digit number could else
    be guessed by a machine."""
    if guessable:
        people.bad_codes.refuse_paused(actor=actor)
    try:
        return read()
    except (ProofNeeded, people.refusals.TooManyTries):
        raise
    except Refusal as refusal:
        if answered():
            raise
        if isinstance(refusal, WRONG_CODES):
            people.bad_codes.note(actor=actor)
        code = refusal.code
        # a wrong PIN has its own record
        if not isinstance(refusal, people.refusals.WrongPin | people.refusals.PinLocked):
            transact(lambda: _record_refused(code, actor))
        raise


def _record_refused(code: str, actor: Actor) -> None:
    audit.records.record(
        "points.redeemed", actor=actor, subject_kind="account", facts={"code": code}, outcome="refused"
    )


def _recognise_person(person_id: UUID, proof: str, shop_id: UUID, actor: Actor) -> Payer:
    community_id = actor.community_id
    if codes.classify(proof) == codes.CodeKind.SPOKEN:
        payer = _recognise(proof, shop_id, actor)
        purse = reading(lambda: people.purses.of_person(community_id, person_id))
        if purse.account_id != payer.account_id:
            raise VoucherUnknown
        return payer
    purse = reading(lambda: people.purses.of_person(community_id, person_id))
    account_id = purse.account_id
    if people.short_numbers.proves(person_id, proof, "pay", purse=account_id, actor=actor):
        # a number heard wrong was tried as a PIN too: that must not add up to a locked card
        transact(lambda: people.pins.begin_anew(community_id, purse.purse_id, person_id))
        return reading(lambda: _paying(Payer(account_id, person_id, "identity"), actor))
    cards = reading(lambda: people.cards.of_person(community_id, person_id))
    ways = reading(lambda: people.ways.of_purse(community_id, purse.purse_id))
    good = {one.card_id for one in ways if one.confirmed}
    usable = [card for card in _with_pin(cards) if card.person_id == person_id]
    # the PIN of one that pays is asked for before that of one that is locked, or that nobody confirmed
    usable.sort(key=lambda card: (card.pin_locked, card.card_id not in good))
    if not usable and people.short_numbers.is_short(proof):
        raise people.short_numbers.refusal(account_id)
    if not usable:
        raise ProofNeeded
    people.pins.check(community_id, usable[0].card_id, proof, actor=actor)
    people.short_numbers.clear(account_id)
    payer = Payer(usable[0].account_id, person_id, "card_pin", card_id=usable[0].card_id)
    return reading(lambda: _paying(payer, actor))


def _phone_of(person_id: UUID, community_id: UUID) -> Payer:
    purse = people.purses.of_person(community_id, person_id)
    return Payer(purse.account_id, person_id, "identity")


def _paying(payer: Payer, actor: Actor) -> Payer:
    """A payer whose way pays; one that does not is refused before goods are on the table."""
    payer_checks.refuse_unpaying(payer, actor=actor)
    return payer


def _card_payer(text: str, *, actor: Actor, pin: str | None = None) -> Payer:
    """The payer behind a card. A typed number always needs the PIN; a scanned card pays a little without."""
    community_id = actor.community_id
    typed = codes.classify(text) == codes.CodeKind.CARD_NUMBER

    def look() -> Payer:
        by_number, by_token = people.cards.by_number, people.cards.by_token
        found = by_number(community_id, text) if typed else by_token(text, community_id=community_id)
        proof, limit = "card_pin", None
        if pin is None and not typed:
            proof, limit = "card", setting(community_id, "card_no_pin_tenths")
        payer = Payer(found.account_id, found.person_id, proof, card_id=found.card_id, card_limit=limit)
        # where a PIN follows, it is tried first
        return _paying(payer, actor) if proof == "card" else payer

    payer = reading(look)
    if pin is None and typed:
        raise ProofNeeded
    if pin is not None and payer.card_id is not None:
        people.pins.check(community_id, payer.card_id, pin, actor=actor)
        return reading(lambda: _paying(payer, actor))
    return payer


def refuse_unconfirmed(payer: Payer, *, who_confirmed: bool, actor: Actor) -> None:
    """Somebody who gave no PIN is asked where they live; only where no door is known there is nothing to ask."""
    if who_confirmed or payer.proof == "card_pin":
        return
    if reading(lambda: seen(payer, actor=actor)).door:
        raise WhoNotConfirmed


def seen(payer: Payer, *, actor: Actor) -> PayerSeen:
    """A payer as the counter shows it: name, what is available, what to ask."""
    community_id = actor.community_id
    standing = ledger.balances.get(community_id, payer.account_id)
    person = people.persons.get(community_id, payer.person_id)
    return PayerSeen(
        payer=payer,
        name=person.name,
        door=person.door,
        available=standing.available,
        held=standing.held,
        voucher=voucher_rows.get(community_id, payer.voucher_id) if payer.voucher_id else None,
        collector=people.persons.get(community_id, payer.collected_by).name if payer.collected_by else "",
    )
