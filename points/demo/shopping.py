"""The demo's counter: a voucher that is open, one that lapsed, a sale that was taken back, fresh goods and old ones."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from uuid import UUID

from points import audit, goods, people, shop
from points.demo.cast import Cast
from points.foundation import NEVER, Actor, Refusal, clock, reading, system_actor, transact

RICE = "G01"
#: of these a few pieces are past their day, and a few near it
OLD, NEARLY_OLD = "G04", "G08"
#: two things more than the sample's: one that runs low, and one of which nothing has come yet
LOW = goods.items.NewItem("G33", "保温饭盒", "个", 300, name_en="Insulated lunch box", safety_stock=6)
EMPTY = goods.items.NewItem("G34", "雨披", "件", 120, name_en="Rain cape", safety_stock=5)
DONOR = "晨光米业"
#: pieces of a fresh delivery, by the price in tenths up to which it is so many
_AMOUNTS = ((50, 40), (150, 25), (300, 15), (1000, 5))


def stock_up(community_id: UUID, actor: Actor) -> int:
    """A fresh delivery of what is gone and of rice; what merely runs low is left to be seen."""
    today = clock.today()
    offered = [one for one in goods.items.on_offer(community_id) if one.kind == "goods"]
    short = [
        one
        for one in offered
        if one.code != EMPTY.code and one.on_hand < (one.safety_stock if one.code == RICE else 1)
    ]
    return _receive(
        community_id,
        [
            (f"YS{today:%y%m%d}{one.code}", one.item_id, max(_amount(one.tenths), one.safety_stock + 1), 365)
            for one in sorted(short, key=lambda one: (one.code != RICE, one.code))
        ],
        actor,
    )


def _stand_about(community_id: UUID, actor: Actor) -> int:
    """Pieces that are past their day, pieces that will be soon, few of something and nothing of something else."""
    made = goods.items.add(community_id, [LOW, EMPTY], effective_on=clock.today() - timedelta(days=10))
    audit.records.record("goods.imported", actor=actor, subject_kind="item", facts={"items": len(made)})
    items = {one.code: one for one in goods.items.on_offer(community_id)}
    return _receive(
        community_id,
        [
            ("YS-1", items[OLD].item_id, 3, -2),
            ("YS-2", items[NEARLY_OLD].item_id, 6, 12),
            ("YS-3", items[LOW.code].item_id, 2, 365),
        ],
        actor,
    )


def _receive(community_id: UUID, wanted: list[tuple[str, UUID, int, int]], actor: Actor) -> int:
    """Take in so many pieces of each, good for so many days from today."""
    source, today = goods.sources.ensure(community_id, DONOR), clock.today()
    deliveries = [
        goods.stock.Delivery(
            number=number,
            item_id=item_id,
            quantity=quantity,
            received_on=today if days > 0 else today - timedelta(days=30),
            expires_on=today + timedelta(days=days) if days else NEVER,
            source_id=source,
        )
        for number, item_id, quantity, days in wanted
    ]
    batches = goods.stock.receive(community_id, deliveries, actor=actor)
    audit.records.record_many(
        [
            audit.records.Action("batch.received", "batch", batches[one.number], {"quantity": one.quantity})
            for one in deliveries
        ],
        actor=actor,
    )
    return len(deliveries)


def _amount(tenths: int) -> int:
    return next((pieces for most, pieces in _AMOUNTS if tenths <= most), 1)


def look_back(community_id: UUID, cast: Cast) -> int:
    """Once: old goods, a voucher that nobody used, a sale that was wrong and is taken back; how many vouchers."""
    resident, system = cast.read_actor("resident"), system_actor(community_id)
    if vouchers_of(resident):
        return 0
    transact(lambda: _stand_about(community_id, cast.actor("manager")))
    today = clock.today()
    # after the last line of the sample's books: a statement is in the order in which they were written
    with clock.standing_at(clock.instant(today - timedelta(days=2), time(9))):
        unused = transact(partial(set_aside, resident, 50, "unused", days=1))
    with clock.standing_at(clock.instant(today - timedelta(days=2), time(10))):
        take_back(cast, resident, "taken-back", why="拿错了，本来要的是牙膏")
    with clock.standing_at(clock.instant(today - timedelta(days=1), time(2))):
        transact(partial(shop.vouchers.release_expired, community_id, unused.id, actor=system))
    return 2


def take_back(cast: Cast, owner: Actor, key: str, *, why: str, only_two: str = "") -> None:
    """A voucher of theirs went over the counter for the wrong thing; a second person confirmed that it is taken back."""
    clerk, manager = cast.read_actor("clerk"), cast.read_actor("manager")
    wrong = reading(partial(of_price, owner, 50))
    voucher = transact(partial(set_aside, owner, 50, key, days=2))
    here = reading(lambda: shop.shops.list_all(owner.community_id)[0])
    done = shop.sales.sell(
        shop.sales.Sale(here.id, f"demo-{key}", voucher.code),
        [(wrong, 1)],
        find_payer=partial(shop.payers.recognise, voucher.code, shop_id=here.id, actor=clerk),
        actor=clerk,
    )
    number = reading(lambda: shop.receipts.of_redemption(owner.community_id, done.redemption_id)).receipt
    transact(partial(shop.undo.ask, number, reason=why, actor=clerk))
    transact(partial(shop.undo.confirm, number, reason=only_two, actor=manager))


def of_price(owner: Actor, tenths: int) -> str:
    """Something on the shelf that costs just so much; '' where nothing does."""
    offered = goods.items.on_offer(owner.community_id)
    return next((one.code for one in offered if one.tenths == tenths and one.on_hand), "")


def keep_one_open(community_id: UUID, cast: Cast) -> int:
    """One open voucher of the demo's resident, for the counter to scan; it ends tomorrow."""
    resident, today = cast.read_actor("resident"), clock.today()
    for old in reading(lambda: shop.vouchers.expired(community_id)):
        transact(partial(shop.vouchers.release_expired, community_id, old, actor=system_actor(community_id)))
    if vouchers_of(resident, "open"):
        return 0
    try:
        with clock.standing_at(clock.instant(today - timedelta(days=1), time(19))):
            transact(partial(set_aside, resident, 250, f"{today:%Y%m%d}", days=3))
    except Refusal:
        return 0  # the visitor spent everything: then there is nothing to set aside
    return 1


def set_aside(resident: Actor, tenths: int, key: str, *, days: int) -> shop.vouchers.VoucherInfo:
    """A voucher of somebody's own points."""
    here = shop.shops.list_all(resident.community_id)[0]
    made, _ = shop.vouchers.issue(
        tenths, request_key=f"demo:{key}", actor=resident, shop_id=here.id, days=days
    )
    return made


def vouchers_of(resident: Actor, status: str | None = None) -> list[shop.vouchers.VoucherInfo]:
    """Theirs, of whatever state or of this one."""
    assert resident.person_id is not None, "everybody in the cast is a person"

    def read() -> list[shop.vouchers.VoucherInfo]:
        assert resident.person_id is not None
        purse = people.purses.of_person(resident.community_id, resident.person_id)
        return list(shop.vouchers.of_purse(resident.community_id, purse.account_id, status=status))

    return reading(read)
