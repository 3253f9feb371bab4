"""No reading of the shop is of another community, not even where everything there has the same ids and says something else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from points import shop
from points.foundation import clock, db, reading, transact
from points.shop import own_purses, receipt_marks, shop_rows, voucher_rows
from points.shop.closing import day_close_rows, day_figures
from points.shop.collecting import collected_rows
from points.shop.models import Redemption, Voucher
from points.shop.payer_checks import Payer
from points.shop.queueing import number_rows
from tests.support.books import Books, _close_days, _sell_last, books, voucher
from tests.support.twins import twin

__all__ = ["books"]


@pytest.mark.only_on("sqlite")
def test_what_is_read_is_the_same_beside_a_community_with_the_same_ids(app: Flask, books: Books) -> None:
    street, here, where = books.street, books.community_id, books.street.shop_id
    resident, clerk, person = street.resident, street.clerk, street.resident.person_id
    transact(lambda: shop.founding.ask("南门店", actor=street.staff["shop_manager"]))
    _sell_last(books)
    _close_days(street)
    transact(lambda: shop.shifts.start(where, actor=street.clerk))
    voucher(street, 20, days=1)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        [over] = reading(lambda: shop.vouchers.expired(here))
        transact(lambda: shop.vouchers.release_expired(here, over, actor=street.system))
    now, today = clock.now(), clock.today()
    since, until = now - timedelta(days=1), now + timedelta(days=1)
    sales = reading(lambda: db.session.execute(sa.select(Redemption.id, Redemption.receipt)).all())
    cards = reading(lambda: db.session.execute(sa.select(Voucher.id, Voucher.public_id)).all())
    receipts = [reading(lambda one=one: shop.receipts.get(here, one.receipt)) for one in sales]  # type: ignore[misc]
    closed = reading(lambda: shop.day_close.list_newest(here, where))
    handed = reading(lambda: shop.shifts.list_newest(here, where))
    house = reading(lambda: db.session.scalars(sa.text("SELECT id FROM people_household")).all())
    assert house

    def drafted() -> object:
        with clock.standing_at(now + timedelta(days=2)):
            found = shop.day_close.draft(here, where).day
            return found.day, found.starts_at, found.figures

    reads: dict[str, Any] = {
        "draft": drafted,
        "offers": lambda: shop.catalogue.offers(here, street.purse, person_id=person, frequent=True),
        "lapsed": lambda: shop.lapsed_vouchers.ended(here, since),
        "own": lambda: [own_purses.is_own(Payer(street.purse, person, "card"), resident)],
        "seen": lambda: shop.payers.seen(Payer(street.purse, person, "card"), actor=clerk),
        "lately": lambda: [shop.price_setting.went_lately(here, one) for one in street.items.values()],
        "marked": lambda: receipt_marks.count(here),
        "receipts": lambda: shop.receipts.of_redemptions(here, [one.id for one in sales]),
        "of vouchers": lambda: shop.receipts.of_vouchers(here, [one.id for one in cards]),
        "today": lambda: shop.receipts.of_today(here),
        "waiting": lambda: [shop.receipts.waiting(here), shop.receipts.count_waiting(here)],
        "sums": lambda: shop.receipts.sums_of_today(here),
        "next number": lambda: shop_rows.next_number(here),
        "shops": lambda: shop.shops.list_all(here),
        "shop": lambda: [
            shop.shops.get(here, where),
            shop.shops.of_actor(clerk),
            shop.shops.get_ever(here, where),
        ],
        "vouchers": lambda: [voucher_rows.get(here, one.id) for one in cards],
        "codes": lambda: [shop.vouchers.get(here, one.public_id) for one in cards],
        "own vouchers": lambda: [shop.vouchers.get_own(one.public_id, actor=resident) for one in cards],
        "of purse": lambda: shop.vouchers.of_purse(here, street.purse),
        "public": lambda: shop.vouchers.public_ids(here, [one.id for one in cards]),
        "expired": lambda: [shop.vouchers.expired(here)],
        "standing": lambda: shop.day_close.standing(here, where),
        "unclosed": lambda: [shop.day_close.unclosed(here, where), shop.day_close.due(here, where)],
        "days": lambda: shop.day_close.list_newest(here, where),
        "day": lambda: [shop.day_close.get(here, one.close_id) for one in closed],
        "unsealed": lambda: [shop.day_close.unsealed(here)],
        "close rows": lambda: [tuple(one) for one in day_close_rows.standing(here)],
        "figures": lambda: day_figures.read(here, where, since, until, today),
        "of clerk": lambda: day_figures.of_clerk(here, clerk.account_id, since, until),  # type: ignore[arg-type]
        "liability": lambda: shop.liability.needs(here, {}),
        "shift": lambda: shop.shifts.current(clerk),
        "to count": lambda: shop.shifts.to_count(here),
        "shifts": lambda: shop.shifts.list_newest(here, where),
        "handed": lambda: [[shop.shifts.get(here, one.shift_id), shop.shifts.sums(one)] for one in handed],
        "left": lambda: shop.shifts.left_for_next(here, where),
        "names": lambda: shop.collected.names(here, [one.id for one in sales]),
        "fetched": lambda: shop.collected.lately(here, street.purse),
        "collectors": lambda: [collected_rows.collectors_of(one) for one in receipts],
        "asked": lambda: shop.founding.list_asked(here),
        "queue": lambda: [number_rows.of_day(here, where, today)],
        "attempts": lambda: [[tuple(two) for two in shop.attempts.of_sale(here, one.id)] for one in sales],
        "counted": lambda: [shop.attempts.counted_since(here, one.id) for one in sales],
        "meant": lambda: [
            shop.search.meant_by(here, word) for word in ("001", "田桂兰", "G07", "盐", sales[0].receipt)
        ],
        "sales": lambda: shop.search.list_sales(here),
    }
    alone = {name: reading(read) for name, read in reads.items()}
    twin(
        here, quantity="quantity + 1", on_hand="on_hand + 1", name="name || '乙'", reason="reason || '乙'",
        at="datetime(at, '-1 minute')",
    )  # fmt: skip
    beside = {name: reading(read) for name, read in reads.items()}
    assert [name for name in reads if beside[name] != alone[name]] == []
    assert [name for name, said in alone.items() if not said] == []
