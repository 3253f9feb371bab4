"""Writes every redemption of the books, with its receipt and the pieces out of their batches."""

from __future__ import annotations

from uuid import UUID

from points import goods, shop
from points.imports.lines import ItemLine, RedeemedLine
from points.imports.writing.batch import OpenBatch, in_parts
from points.imports.writing.postings import Posted

SHOP_NAME, SHOP_NAME_EN = "爱心积分超市", "Points shop"


def write_redemptions(batch: OpenBatch, spent: list[Posted]) -> None:
    """One redemption for each posting, and the pieces it took."""
    if not spent:
        return
    items = goods.history.known_items(batch.community_id)
    price_list = {one.code: one for one in batch.books.items}
    shop_id = _shop(batch)
    for some in in_parts(spent):
        redemptions, picks = [], []
        for posted in some:
            line = posted[0].posting.line
            assert isinstance(line, RedeemedLine)
            item_id = items[line.item].item_id
            scan_id = batch.request("import", line.key)
            redemption = _redemption(posted, scan_id, item_id, price_list[line.item])
            redemptions.append(redemption)
            picks.extend(_picks(batch, posted, item_id))
            batch.took("handout", line.key, line.origin, redemption.redemption_id)
        goods.history.hand_out(picks, actor=batch.actor)
        shop.history.write(redemptions, shop_id=shop_id, actor=batch.actor)


def _redemption(posted: Posted, scan_id: str, item_id: UUID, item: ItemLine) -> shop.history.OldRedemption:
    taken, done = posted
    line = taken.posting.line
    assert isinstance(line, RedeemedLine)
    baskets = tuple(
        shop.history.BasketLine(
            item_id=item_id,
            code=item.code,
            name=item.name,
            name_en=item.name_en,
            unit=item.unit,
            kind=item.kind,
            quantity=quantity,
            unit_tenths=unit_tenths,
            limit_count=item.limit_count,
            limit_window=item.limit_window,
        )
        for quantity, unit_tenths in _shared(line.tenths, line.quantity)
    )
    return shop.history.OldRedemption(
        redemption_id=taken.subject_id,
        scan_id=scan_id,
        account_id=taken.account_id,
        person_id=taken.person_id,
        txn_id=done.txn_id,
        transfer_id=done.transfer_id,
        balance_after=done.balance_after,
        redeemed_on=line.day,
        lines=baskets,
    )


def _shared(tenths: int, quantity: int) -> list[tuple[int, int]]:
    """What was taken, as so many pieces at so much: where it does not divide, some cost a tenth more than the others."""
    each, over = divmod(tenths, quantity)
    return [one for one in ((quantity - over, each), (over, each + 1)) if one[0]]


def _picks(batch: OpenBatch, posted: Posted, item_id: UUID) -> list[goods.history.OldPick]:
    taken, _ = posted
    picks = []
    for take in taken.posting.takes:
        batch_id = batch.subject(take.delivery)
        if batch_id is None:
            raise LookupError(take.delivery)
        day = taken.posting.line.day
        picks.append(goods.history.OldPick(batch_id, item_id, take.quantity, taken.subject_id, day))
    return picks


def _shop(batch: OpenBatch) -> UUID:
    """The community's shop; its first one is opened where it has none."""
    found = shop.shops.list_all(batch.community_id)
    return found[0].id if found else shop.shops.add(SHOP_NAME, name_en=SHOP_NAME_EN, actor=batch.actor)
