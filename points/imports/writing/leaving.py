"""Writes the pieces that left the shelf otherwise than by a redemption."""

from __future__ import annotations

from points import goods
from points.foundation import new_id
from points.imports.balancing import Outgoing
from points.imports.refusals import TooFewInStock
from points.imports.writing.batch import OpenBatch
from points.imports.writing.postings import goods_batch


def write_leaving(batch: OpenBatch) -> None:
    """What is new of it, as far as the batches have it in today's books."""
    items = goods.history.known_items(batch.community_id)
    outs, picks = [], []
    for one in batch.balanced.leaving:
        line = one.line
        if not batch.is_new(line.key) or not _is_there(batch, one):
            continue
        item_id = items[line.item].item_id
        out = goods.history.OldLeaving(new_id(), item_id, line.quantity, line.reason, line.day)
        outs.append(out)
        for take in one.takes:
            batch_id = goods_batch(batch, take.delivery)
            batch.left[batch_id] -= take.quantity
            picks.append(goods.history.OldPick(batch_id, item_id, take.quantity, out.out_id, line.day))
        batch.action("goods.left", "old_out", out.out_id, code=line.item, quantity=line.quantity)
        batch.took("out", line.key, line.origin, out.out_id)
    if outs:
        goods.history.take_out(outs, picks, actor=batch.actor)


def _is_there(batch: OpenBatch, one: Outgoing) -> bool:
    for take in one.takes:
        in_stock = batch.left[goods_batch(batch, take.delivery)]
        if in_stock < take.quantity:
            fault = TooFewInStock(item=one.line.item, left=in_stock, quantity=take.quantity)
            batch.refuse(one.line.origin, fault)
            return False
    return True
