"""Something of everything in the stockroom, and the pages on which it is seen."""

from __future__ import annotations

from points import goods, shop, stockroom
from points.foundation import NEVER, clock, transact
from tests.support.street import Street


def lay_out_stock(street: Street) -> list[str]:
    """Goods to come, a delivery of some with a change that waits, a write-off that waits, goods on the way, kits; their pages."""
    return transact(lambda: _laid_out(street))


def _laid_out(street: Street) -> list[str]:
    clerk, community_id = street.clerk, street.community_id
    other = shop.shops.add("西店", actor=street.system)
    salt = goods.arrivals.find(community_id, ["G07"])["G07"][0]
    gift = goods.items.NewItem("G50", "春节礼包", "份", 600, name_en="New Year kit")
    item = goods.items.add(community_id, [gift], effective_on=clock.today())["G50"]
    paper = stockroom.deliveries.Paper(
        street.shop_id, "晨光米业", "donor", "0011263", clock.today(), 9000, wish="只给困难户"
    )
    lines = [stockroom.deliveries.ArrivedLine(salt, 40, "B1", unit_fen=225)]
    manager = street.staff["shop_manager"]
    come, gone = (
        stockroom.expected.note(
            stockroom.expected.ToCome(salt, pieces, "晨光米业", "donor", clock.today(), "说好月底前送"),
            actor=manager,
        )
        for pieces in (60, 5)
    )
    stockroom.expected.withdraw(gone, reason="今年不捐了", actor=manager)
    made = stockroom.deliveries.receive(paper, lines, came_of=[come], actor=clerk)
    [line] = stockroom.deliveries.lines_of(community_id, made)
    stockroom.mending.ask(line.line_id, 36, NEVER, reason="数错了", actor=clerk)
    batch = line.batch.batch_id
    stockroom.write_offs.ask(batch, 2, reason="broken", note="破了", actor=clerk)
    sent = stockroom.transfers.send(
        other, {batch: 5}, from_shop_id=street.shop_id, note="那边没有了", actor=clerk
    )
    kit = stockroom.kits.make(item, {batch: 2}, 3, shop_id=street.shop_id, code="G50", actor=clerk)
    where, transfer = f"/shop/deliveries/{made}", f"/shop/transfers/{sent}"
    return [
        "/shop/deliveries", "/shop/deliveries/new", where, f"{where}?mend={line.line_id}", f"{where}?print=paper",
        f"{where}?print=labels", "/shop/write-offs", f"/shop/write-offs?state=all&batch={batch}", "/shop/transfers",
        "/shop/transfers/new", transfer, f"{transfer}?print=1", "/shop/kits", "/shop/kits/new", f"/shop/kits?apart={kit}",
        "/shop/expected", "/shop/expected?add=1", f"/shop/expected?withdraw={come}",
    ]  # fmt: skip
