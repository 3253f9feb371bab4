"""Who pays at the counter: a scanned voucher, card or identity code becomes a payer. It moves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, people
from points.foundation import Actor, Refusal, clock, codes, db, reading, setting, transact
from points.shop import voucher_rows
from points.shop.models import Redemption
from points.shop.refusals import (
    CodeNotForPaying,
    ProofNeeded,
    VoucherLapsed,
    VoucherReturned,
    VoucherUnknown,
    VoucherUsed,
    WrongShop,
)

#: what nobody reads thirty times by mistake; a rotating code counts its own
WRONG_CODES = (codes.CodeError, VoucherUnknown, people.refusals.CardUnknown, people.refusals.WrongPin)


@dataclass(frozen=True)
class Payer:
    """A purse at the counter, and how it was proved to be the person's.

    `card_limit` is the most a card alone may pay in a day (tenths), None where a second proof was given.
    `last_day` is a voucher's. A `visit` names one recognition, which pays once.
    """

    account_id: UUID
    person_id: UUID | None
    proof: str
    voucher_id: UUID | None = None
    hold_id: UUID | None = None
    voucher_tenths: int = 0
    card_id: UUID | None = None
    card_limit: int | None = None
    last_day: date | None = None
    visit: str = ""


@dataclass(frozen=True)
class PayerSeen:
    """What the counter may see of a payer and nothing else."""

    payer: Payer
    name: str
    door: str
    available: int
    voucher: voucher_rows.VoucherInfo | None


def recognise(text: str, *, shop_id: UUID, actor: Actor, pin: str | None = None) -> Payer:
    """The payer behind a scanned or typed code.

    Runs transactions of its own: a rotating code stays used up and a tried PIN stays counted whatever follows.
    """
    return _watched(lambda: _recognise(text, shop_id, actor, pin), actor)


def _recognise(text: str, shop_id: UUID, actor: Actor, pin: str | None = None) -> Payer:
    kind = codes.classify(text)
    if kind in (codes.CodeKind.VOUCHER, codes.CodeKind.SPOKEN):
        return reading(lambda: voucher_payer(voucher_rows.by_code(actor.community_id, text), shop_id))
    if kind in (codes.CodeKind.CARD, codes.CodeKind.CARD_NUMBER):
        return card_payer(text, actor=actor, pin=pin)
    if kind == codes.CodeKind.IDENTITY:
        person_id = transact(lambda: people.rotating_codes.read(text, "pay", actor=actor))
        purse = reading(lambda: people.purses.of_person(actor.community_id, person_id))
        return Payer(purse.account_id, person_id, "identity")
    raise CodeNotForPaying


def recognise_person(person_id: UUID, proof: str, *, shop_id: UUID, actor: Actor) -> Payer:
    """The payer behind a person who was searched by name and door: proved by an own voucher's spoken number
    or by the PIN of an own card. Runs transactions of its own."""
    return _watched(lambda: _recognise_person(person_id, proof, shop_id, actor), actor)


def _watched(read: Callable[[], Payer], actor: Actor) -> Payer:
    """Count what is wrong where it was read, and write down what was refused; an eight-digit number could else
    be guessed by a machine."""
    people.bad_codes.refuse_paused(actor=actor)
    try:
        return read()
    except (ProofNeeded, people.refusals.TooManyTries):
        raise
    except Refusal as refusal:
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
    cards = reading(lambda: people.cards.of_person(community_id, person_id))
    usable = [card for card in cards if card.status == "active" and card.has_pin]
    if not usable:
        raise ProofNeeded
    people.pins.check(community_id, usable[0].card_id, proof, actor=actor)
    return Payer(usable[0].account_id, person_id, "card_pin", card_id=usable[0].card_id)


def card_payer(text: str, *, actor: Actor, pin: str | None = None) -> Payer:
    """The payer behind a card. A typed number always needs the PIN; a scanned card pays a little without."""
    community_id = actor.community_id
    typed = codes.classify(text) == codes.CodeKind.CARD_NUMBER
    found = reading(
        lambda: (
            people.cards.by_number(community_id, text)
            if typed
            else people.cards.by_token(text, community_id=community_id)
        )
    )
    if pin is None and typed:
        raise ProofNeeded
    if pin is None:
        limit = reading(lambda: setting(community_id, "card_no_pin_tenths"))
        return Payer(found.account_id, found.person_id, "card", card_id=found.card_id, card_limit=limit)
    people.pins.check(community_id, found.card_id, pin, actor=actor)
    return Payer(found.account_id, found.person_id, "card_pin", card_id=found.card_id)


def still_good(payer: Payer, *, actor: Actor) -> None:
    """Refuse a payer whose card was revoked since it was scanned."""
    if payer.card_id is not None and people.cards.get(actor.community_id, payer.card_id).status != "active":
        raise people.refusals.CardRevoked


def voucher_payer(card: voucher_rows.VoucherInfo, shop_id: UUID) -> Payer:
    """The payer behind a voucher that may be used here and now."""
    if card.status == "redeemed":
        raise VoucherUsed(at=card.ended_at, receipt=_receipt_of(card))
    if card.status == "returned":
        raise VoucherReturned
    if card.status == "lapsed" or card.valid_until < clock.today():
        raise VoucherLapsed(until=card.valid_until)
    if card.shop_id not in (None, shop_id):
        raise WrongShop(shop=card.shop_name)
    return Payer(
        account_id=card.account_id,
        person_id=card.person_id,
        proof="voucher",
        voucher_id=card.id,
        hold_id=card.hold_id,
        voucher_tenths=card.tenths,
        last_day=card.valid_until,
    )


def seen(payer: Payer, *, actor: Actor) -> PayerSeen:
    """A payer as the counter shows it: name, what is available, what to ask."""
    community_id = actor.community_id
    standing = ledger.balances.get(community_id, payer.account_id)
    person = people.persons.get(community_id, payer.person_id) if payer.person_id else None
    return PayerSeen(
        payer=payer,
        name=person.name if person else "",
        door=person.door if person else "",
        available=standing.available,
        voucher=voucher_rows.get(community_id, payer.voucher_id) if payer.voucher_id else None,
    )


def _receipt_of(card: voucher_rows.VoucherInfo) -> str:
    query = sa.select(Redemption.receipt).where(
        Redemption.voucher_id == card.id, Redemption.account_id == card.account_id
    )
    return db.session.scalar(query) or ""
