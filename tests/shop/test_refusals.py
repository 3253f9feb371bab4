"""What a "no" at the counter says: what is left, until when, and which way there is; in points and in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from string import Formatter
from typing import Any

import pytest

from points import ledger, shop
from points.foundation import NEVER, Refusal, clock, reading, transact
from points.foundation.codes import refusals as codes_refusals
from points.goods import refusals as goods_refusals
from points.ledger import refusals as ledger_refusals
from points.people.access.refusals import AccountLocked, MachinePaused, TooManyTries, WrongPassword
from points.people.identification import refusals as proof_refusals
from points.shop import refusals as shop_refusals
from points.shop.redemptions import Sale, redeem
from tests.shop.test_redemptions import card_of, issue, sell
from tests.support.street import Street
from tests.support.world import decide

#: what a fact of each name may look like; points are always tenths
LIKE: dict[str, Any] = {
    "until": datetime(2026, 11, 27, 3, 35, tzinfo=UTC),
    "at": datetime(2026, 11, 27, 3, 35, tzinfo=UTC),
    "since": datetime(2026, 11, 27, 3, 35, tzinfo=UTC),
    "opens": datetime(2026, 12, 1, 0, 30, tzinfo=UTC),
    "lines": [{"name": "食盐", "name_en": "Salt", "shown": 15, "tenths": 20}],
    "name": "食盐",
    "name_en": "Salt",
    "names": "食盐",
    "unit": "袋",
    "shop": "爱心超市",
    "receipt": "sjfm",
    "item": "G07",
}
#: facts that are amounts of points, and so never stand in a sentence as they are
POINTS = {"tenths", "gap", "available", "held", "spendable", "shown", "would_pay"}


def kinds() -> Iterator[type[Refusal]]:
    """Every "no" that may be said at the counter: of codes, goods, points, payers and the shop itself."""
    yield from (AccountLocked, MachinePaused, TooManyTries, WrongPassword)
    for room in (codes_refusals, goods_refusals, ledger_refusals, proof_refusals, shop_refusals):
        for _, kind in inspect.getmembers(room, inspect.isclass):
            if issubclass(kind, Refusal) and kind.zh:
                yield kind


def test_every_no_is_a_whole_sentence_in_points_and_in_both_languages() -> None:
    for kind in kinds():
        for said in (kind.zh, kind.en, kind.next_zh, kind.next_en):
            for _, name, spec, _ in Formatter().parse(said):
                assert name not in POINTS or spec in ("points", "beside", "purse"), (kind.code, name)
        holes = {
            name
            for said in (kind.zh, kind.en, kind.next_zh, kind.next_en)
            for _, name, _, _ in Formatter().parse(said)
        }
        facts = {name: LIKE.get(name, 35) for name in holes if name}
        one = kind(**facts)
        for language, end in (("zh", "。"), ("en", ".")):
            said = f"{one.message(language)}{one.next_step(language)}"
            assert said.rstrip().endswith((end, "？", "?", "”", '"')), (kind.code, said)
            assert not any(mark in said for mark in ("_", "{", "}", "。。", "，。", "..", "None")), (
                kind.code,
                said,
            )
            assert kind.code not in said


def test_more_than_a_limit_leaves_says_how_many_are_left_and_from_when_it_begins_anew(street: Street) -> None:
    sell(street, issue(street, 20).code, [("G06", 4)])
    with pytest.raises(shop.refusals.LimitReached) as refused:
        sell(street, issue(street, 20).code, [("G06", 2)])
    opens = refused.value.facts["opens"]
    assert (refused.value.facts["left"], refused.value.facts["wanted"]) == (1, 2)
    zh, en = refused.value.message("zh"), refused.value.message("en")
    assert "还能换 1 " in zh
    assert "这次要 2 " in zh
    assert f"{opens.month}月{opens.day}日起重新算" in zh
    assert "1 left for this household, 2 wanted" in en


def test_a_receipt_is_named_as_it_is_printed() -> None:
    used = shop_refusals.VoucherUsed(at=LIKE["at"], receipt="sjfmddqm9qykmt")
    assert all("SJFM DDQM 9QYK MT" in used.next_step(language) for language in ("zh", "en"))


def test_a_thing_is_called_by_its_english_name_in_english_where_it_has_one() -> None:
    facts = {"unit": "袋", "left": 1, "wanted": 2}
    named = goods_refusals.StockShort(name="食盐", name_en="Salt", **facts)
    assert (named.message("zh"), named.message("en")[:4]) == ("食盐只剩 1 袋，要 2 袋。", "Salt")
    assert goods_refusals.StockShort(name="食盐", name_en="", **facts).message("en").startswith("食盐")


def test_a_voucher_that_is_too_small_names_the_purse_where_that_would_do(street: Street) -> None:
    small = issue(street, 20)
    with pytest.raises(shop.refusals.VoucherTooSmall) as refused:
        sell(street, small.code, [("G02", 1)])
    assert refused.value.facts["would_pay"] == 300
    assert refused.value.next_step("zh").startswith("家里另有 30 分够用：请居民出示卡或手机上的码")
    assert "The household has 30 beside it" in refused.value.next_step("en")
    with pytest.raises(shop.refusals.VoucherTooSmall) as beyond:
        sell(street, small.code, [("G02", 2)])
    assert beyond.value.next_step("zh") == "少拿一样，或者换一样分少的。"


def test_a_card_alone_says_what_it_still_pays_today(street: Street) -> None:
    street.give(1000)
    card = card_of(street)
    sell(street, card.token, [("G07", 3)])
    with pytest.raises(shop.refusals.PinNeeded) as refused:
        sell(street, card.token, [("G02", 1)])
    left = refused.value.facts["allowed"] - 60
    assert refused.value.facts["left"] == left
    assert refused.value.message("zh").startswith(f"只刷卡今天还能用 {left // 10} 分，这次要 25 分。")


#: the next Wednesday, 11:30 in Shanghai, when the morning ends
NOON = clock.instant(clock.today() + timedelta(days=7 - (clock.today().weekday() - 2) % 7), time(11, 30))


def _closing(street: Street, after: int) -> Sale:
    decided: dict[str, Any] = {
        "exchange_days": {"days": [2], "hours": [["8:30", "11:30"], ["15:00", "17:00"]]},
        "served_after_minutes": after,
    }
    for name, value in decided.items():
        transact(
            lambda name=name, value=value: decide(
                street.community_id, name, value, effective_on=date(2020, 1, 1), actor=street.system
            )
        )
    return Sale(street.shop_id, "after-closing", "")


@pytest.mark.parametrize(
    "after, minutes, sold", [(15, 14, True), (15, 15, False), (0, 0, False), (0, -1, True)]
)
def test_the_queue_is_served_for_as_long_after_closing_as_is_decided(
    street: Street, after: int, minutes: int, sold: bool
) -> None:
    clock.set_now(NOON - timedelta(hours=2))
    street.give(100, lapses_on=NEVER)
    card = card_of(street)
    sale = _closing(street, after)
    clock.set_now(NOON + timedelta(minutes=minutes))
    payer = shop.payers.recognise(card.token, shop_id=street.shop_id, actor=street.clerk)
    if sold:
        assert transact(lambda: redeem(payer, [("G07", 1)], sale=sale, actor=street.clerk)).replayed is False
        return
    with pytest.raises(shop.refusals.NotExchangeDay) as refused:
        transact(lambda: redeem(payer, [("G07", 1)], sale=sale, actor=street.clerk))
    day = clock.shanghai(NOON)
    assert refused.value.message("zh") == f"现在不是兑换时间，{day.month}月{day.day}日 15:00 开。"


def test_a_shop_without_a_day_to_open_says_that_none_is_set(street: Street) -> None:
    transact(
        lambda: decide(
            street.community_id,
            "exchange_days",
            {"days": []},
            effective_on=clock.today(),
            actor=street.system,
        )
    )
    with pytest.raises(shop.refusals.NoExchangeAhead):
        sell(street, card_of(street).token, [("G07", 1)])
    assert reading(lambda: ledger.balances.get(street.community_id, street.purse)).held == 0
