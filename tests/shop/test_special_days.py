"""A shop closed for a day, or open on another; the counter, the door and who reads follow it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from points import shop
from points.foundation import NotAllowed, clock, decide, reading, transact
from points.shop.policy import SpecialDay, opening_at, spans_on
from tests.support.records import facts_of
from tests.support.street import Street

#: Wednesday 25 November 2026, 9:00 in Shanghai
NINE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
TWICE: dict[str, Any] = {"days": [2, 4], "hours": [["8:30", "11:30"], ["15:00", "17:00"]]}


def closed(day: date, reason: str = "盘点") -> dict[date, SpecialDay]:
    """A day on which it is closed."""
    return {day: SpecialDay(day, "closed", (), reason)}


def extra(day: date, *hours: tuple[str, str]) -> dict[date, SpecialDay]:
    """An extra day."""
    return {day: SpecialDay(day, "open", hours, "补开")}


def test_a_closed_day_says_why_and_when_next() -> None:
    found = opening_at(TWICE, NINE, closed(TODAY))
    assert found is not None
    assert (found.open, found.closed) == (False, "盘点")
    assert found.next_at == clock.instant(date(2026, 11, 27)) + timedelta(hours=8, minutes=30)
    assert spans_on(TWICE, TODAY, closed(TODAY)) == ()


def test_an_extra_day_is_open_in_its_own_hours() -> None:
    friday_off = {**closed(date(2026, 11, 27)), **extra(date(2026, 11, 26), ("9:00", "10:00"))}
    found = opening_at(TWICE, NINE + timedelta(hours=10), friday_off)
    assert found is not None
    assert found.next_at == clock.instant(date(2026, 11, 26)) + timedelta(hours=9)
    during = opening_at(TWICE, NINE + timedelta(days=1, minutes=30), friday_off)
    assert during is not None
    assert (during.open, during.until) == (True, clock.instant(date(2026, 11, 26)) + timedelta(hours=10))


def test_a_shop_without_hours_is_open_again_on_the_morrow_of_a_closed_day() -> None:
    found = opening_at(None, NINE, closed(TODAY))
    assert found is not None
    assert (found.open, found.next_at) == (False, clock.instant(date(2026, 11, 26)))
    whole = opening_at(None, NINE, extra(TODAY))
    assert whole is not None
    assert (whole.open, whole.until) == (True, None)


@pytest.mark.parametrize("minutes, first", [(-31, True), (0, True), (29, True), (30, False), (90, False)])
def test_old_people_go_first_for_so_long_after_each_opening(minutes: int, first: bool) -> None:
    found = opening_at(TWICE, NINE - timedelta(minutes=30) + timedelta(minutes=minutes), None, 30)
    assert found is not None
    nine = NINE if first else None
    assert found.elders_until == nine


def test_what_is_noted_holds_for_that_shop_and_the_counter_until_taken_back(street: Street) -> None:
    manager, today = street.staff["shop_manager"], clock.today()
    south = transact(lambda: shop.shops.add("南门店", actor=street.system))
    transact(lambda: shop.special_days.note(street.shop_id, today, "closed", reason="停电", actor=manager))
    first, other = reading(lambda: shop.shops.list_all(street.community_id))
    assert (first.exchanges_now, other.exchanges_now, other.id) == (False, True, south)
    assert first.opening is not None
    assert first.opening.closed == "停电"

    def sell() -> None:
        made, _ = transact(lambda: shop.vouchers.issue(20, request_key="day", actor=street.resident))
        shop.sales.sell(
            shop.sales.Sale(street.shop_id, "scan-of-a-day", made.code),
            [("G07", 1)],
            find_payer=lambda: shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk),
            actor=street.clerk,
        )

    with pytest.raises(shop.refusals.NotExchangeDay):
        sell()
    with pytest.raises(shop.refusals.DayNotedAlready):
        transact(lambda: shop.special_days.note(street.shop_id, today, "open", reason="来电", actor=manager))
    transact(lambda: shop.special_days.take_back(street.shop_id, today, actor=manager))
    with pytest.raises(shop.refusals.DayNotNoted):
        transact(lambda: shop.special_days.take_back(street.shop_id, today, actor=manager))
    sell()
    noted = {"day": today.isoformat(), "special": "closed", "spans": []}
    assert facts_of("shop.day_noted") == [noted]
    assert facts_of("shop.day_taken_back") == [{"day": noted["day"]}]


def test_an_extra_day_lets_the_counter_sell_although_the_setting_says_no(street: Street) -> None:
    today, manager = clock.today(), street.staff["shop_manager"]
    never = {"days": [(today.weekday() + 3) % 7], "hours": []}
    transact(
        lambda: decide(street.community_id, "exchange_days", never, effective_on=today, actor=street.system)
    )
    assert not reading(lambda: shop.shops.of_actor(street.clerk)).exchanges_now
    transact(lambda: shop.special_days.note(street.shop_id, today, "open", reason="补开", actor=manager))
    assert reading(lambda: shop.shops.of_actor(street.clerk)).exchanges_now


@pytest.mark.parametrize("days", [0, 400])
def test_a_day_is_noted_from_today_to_four_hundred_days_ahead(street: Street, days: int) -> None:
    day, manager = clock.today() + timedelta(days=days), street.staff["shop_manager"]
    noted = transact(
        lambda: shop.special_days.note(street.shop_id, day, "closed", reason="歇", actor=manager)
    )
    assert (noted.day, noted.kind) == (day, "closed")


@pytest.mark.parametrize("days", [-1, 401])
def test_only_days_of_the_coming_year_are_noted_and_by_no_clerk(street: Street, days: int) -> None:
    day = clock.today() + timedelta(days=days)
    manager = street.staff["shop_manager"]
    with pytest.raises(shop.refusals.DayTooFar):
        transact(lambda: shop.special_days.note(street.shop_id, day, "closed", reason="远", actor=manager))
    with pytest.raises(NotAllowed):
        transact(
            lambda: shop.special_days.note(
                street.shop_id, clock.today(), "closed", reason="我说的", actor=street.clerk
            )
        )
