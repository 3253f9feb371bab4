"""What is taken instead of goods that are brought back: at the prices of the moment in which it is agreed to, under the limits
of the day of the sale, and for no more points than come back. More takes a proof of the payer, which no undoing asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from points import goods
from points.foundation import Actor
from points.shop import policy, pricing
from points.shop.office import founding
from points.shop.policy import BasketLine
from points.shop.receipts import Receipt
from points.shop.undo_refusals import ExchangeCostsMore


def look(found: Receipt, takes: Mapping[str, int]) -> list[BasketLine]:
    """These pieces, by item or the word of a batch, at the prices of this moment."""
    wanted = sorted(takes.items())
    return pricing.basket(found.community_id, wanted, shop_id=found.shop_id)[0] if wanted else []


def ask(found: Receipt, takes: Mapping[str, int]) -> dict[str, int]:
    """These pieces as they are kept until somebody agrees; refuses what is not on offer, or costs more than comes back."""
    lines = look(found, takes)
    refuse_dearer(found, lines)
    return {line.word: line.quantity for line in lines}


def agree(found: Receipt, shown: int | None) -> list[BasketLine]:
    """What is taken now; refuses where it costs something else than was `shown`, or more than comes back."""
    lines = look(found, found.takes)
    if lines and shown is None:
        raise goods.refusals.PricesUnseen
    pricing.as_shown(lines, policy.Shown(shown) if lines and shown is not None else None)
    refuse_dearer(found, lines)
    return lines


def refuse_dearer(found: Receipt, lines: Sequence[BasketLine]) -> None:
    """Refuse what costs more than comes back."""
    total = sum(line.tenths for line in lines)
    if total > found.given_back:
        raise ExchangeCostsMore(wanted=total, tenths=found.given_back, gap=total - found.given_back)


def use_limits(found: Receipt, lines: Sequence[BasketLine]) -> None:
    """Use up what limits leave on the day of the sale, once what is brought back was counted off them; the shop that hands
    it out is held open."""
    if not lines:
        return
    day = found.redeemed_on
    charges = pricing.limit_charges(lines, found.account_id, found.person_id, day)
    pricing.with_limits(found.community_id, charges, lines, day)
    founding.hold_open(found.community_id, found.shop_id)


def hand_out(found: Receipt, lines: Sequence[BasketLine], *, made: UUID, actor: Actor) -> dict[str, int]:
    """Take the pieces off the shelf, for the sale that is made; what is brought back stands there again. How many of each
    batch, by its number."""
    wanted = {line.shelf: line.quantity for line in lines if line.shelf and line.kind == "goods"}
    if not wanted:
        return {}
    _lines, shelf = pricing.basket(found.community_id, list(found.takes.items()), shop_id=found.shop_id)
    picks = goods.stock.take(
        found.community_id, wanted, subject_id=made, actor=actor, seen=shelf, shop_id=found.shop_id
    )
    return {pick.batch.number: pick.quantity for pick in picks}


def together(kept: Sequence[BasketLine], taken: Sequence[BasketLine]) -> list[BasketLine]:
    """Lines of one basket: pieces of one item at one price are one line, whether they were kept or taken."""
    lines: dict[tuple[UUID, UUID | None], BasketLine] = {}
    for line in (*kept, *taken):
        key = line.item_id, line.price_id
        pieces = line.quantity + (lines[key].quantity if key in lines else 0)
        lines[key] = replace(line, quantity=pieces)
    return list(lines.values())
