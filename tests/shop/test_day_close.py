"""A day is added up by one and signed by another; what is closed stays, and nothing falls between two days."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit, goods, oversight, people, shop
from points.foundation import Actor, NotFound, clock, db, reading, transact
from points.goods.stock import Delivery
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.support.records import facts_of
from tests.support.street import Street

_scans = count(1)
WHY = "店长这周请假"


def sell(street: Street, *items: tuple[str, int], clerk: Actor | None = None) -> str:
    """A sale at the counter; its receipt."""
    clerk = clerk or street.clerk
    payer = Payer(street.purse, street.resident.person_id, "card_pin")
    sale = Sale(street.shop_id, f"day-{next(_scans)}", "person")
    done = transact(lambda: redeem(payer, list(items), sale=sale, actor=clerk))
    return reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).receipt


def take_back(street: Street, receipt: str) -> None:
    """The same taken back by two."""
    transact(lambda: shop.undo.ask(receipt, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(receipt, actor=street.staff["shop_manager"]))


def add_up(street: Street, by: Actor) -> UUID:
    """The day that is due, added up a minute later."""
    day = reading(lambda: shop.day_close.due(street.community_id, street.shop_id))
    assert day is not None
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        return transact(lambda: shop.day_close.hand_in(street.shop_id, day, actor=by))


def close(street: Street, *, by: Actor | None = None, signer: Actor | None = None) -> shop.day_close.DayInfo:
    """The day that is due, added up and signed."""
    by, signer = by or street.clerk, signer or street.staff["shop_manager"]
    made = add_up(street, by)
    return transact(lambda: shop.day_close.sign(made, actor=signer))


def at(hour: int, days: int = 0) -> datetime:
    """A moment of today, or so many days later."""
    return clock.instant(clock.today() + timedelta(days=days)) + timedelta(hours=hour)


@pytest.fixture
def tomorrow(street: Street) -> datetime:
    """Noon of the day after the street was built, so that what it was stocked with stood there when the day began."""
    return at(12, 1)


def test_goods_points_and_clerks_add_up(street: Street, tomorrow: datetime) -> None:
    assert street.second_clerk
    with clock.standing_at(tomorrow):
        sell(street, ("G02", 1), ("G06", 2))
        take_back(street, sell(street, ("G07", 1)))
        sell(street, ("G07", 2), clerk=street.second_clerk)
        found = close(street)
    said = found.figures.said
    assert (found.figures.sold, found.figures.sold_tenths) == (3, 260 + 20 + 40)
    assert (found.figures.undone, found.figures.undone_tenths) == (1, 20)
    assert found.agrees
    items = {one["code"]: one for one in said["items"]}
    assert set(items) == {"G02", "G06", "G07"}
    salt = items["G07"]
    assert (salt["opening"], salt["out"], salt["back"], salt["closing"], salt["tenths"]) == (30, 3, 1, 28, 40)
    assert all(
        one["opening"] + one["came"] - one["out"] + one["back"] - one["off"] + one["other"] == one["closing"]
        for one in said["items"]
    )
    assert said["still"] == {"kinds": 2, "pieces": 5}
    assert said["expired"] == {"G03": 4}
    assert found.figures.pieces == 5 + 48 + 28 + 5
    by_clerk = {one["clerk"]: (one["sold"], one["undone"]) for one in said["clerks"]}
    assert by_clerk == {str(street.clerk.account_id): (2, 1), str(street.second_clerk.account_id): (1, 0)}


def test_what_stood_there_with_old_books_is_neither_delivered_nor_handed_out(street: Street) -> None:
    """The street is stocked by nobody, as an import does it."""
    sell(street, ("G07", 2))
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        figures = reading(lambda: shop.day_close.draft(street.community_id, street.shop_id)).day.figures
    [salt] = [one for one in figures.said["items"] if one["code"] == "G07"]
    assert (salt["opening"], salt["came"], salt["out"], salt["other"], salt["closing"]) == (0, 0, 2, 30, 28)


def test_who_added_it_up_does_not_sign_it(street: Street, tomorrow: datetime) -> None:
    with clock.standing_at(tomorrow):
        sell(street, ("G07", 1))
        made = add_up(street, street.clerk)
        with pytest.raises(people.refusals.OtherHandNeeded):
            transact(lambda: shop.day_close.sign(made, actor=street.clerk))
        with pytest.raises(people.refusals.StandInReason):
            transact(lambda: shop.day_close.sign(made, actor=street.staff["street"]))
        done = transact(lambda: shop.day_close.sign(made, actor=street.staff["street"], reason=WHY))
        assert (done.status, done.signed_as) == ("closed", "stand_in")
        closed = audit.trail.TrailFilter(action="day.closed")
        [line] = reading(lambda: audit.trail.read(street.community_id, closed))
        assert line.words == {"reason": WHY}
        with pytest.raises(people.refusals.ProposalClosed):
            transact(lambda: shop.day_close.sign(made, actor=street.staff["shop_manager"]))


def test_its_records_say_what_was_signed(street: Street, tomorrow: datetime) -> None:
    with clock.standing_at(tomorrow):
        sell(street, ("G07", 1))
        found = close(street)
    for action in ("day.added_up", "day.closed"):
        [facts] = facts_of(action)
        assert facts["shop_id"] == str(street.shop_id)
        assert facts["day"] == found.day.isoformat()
        assert (facts["sold_tenths"], facts["undone_tenths"], facts["pieces"]) == (
            20,
            0,
            found.figures.pieces,
        )
        assert facts["seal"][:16].upper() == found.seal.replace(" ", "")


def test_each_seal_covers_the_one_before(street: Street, tomorrow: datetime) -> None:
    with clock.standing_at(tomorrow):
        first = close(street)
    with clock.standing_at(tomorrow + timedelta(days=1)):
        second = close(street)
    assert first.before == ""
    assert second.before == first.seal != second.seal
    assert len(first.seal) == 19
    assert second.starts_at == first.until_at
    assert second.books


def test_what_is_sold_or_taken_back_after_the_close_stands_on_the_next(
    street: Street, tomorrow: datetime
) -> None:
    with clock.standing_at(tomorrow):
        receipt = sell(street, ("G07", 1))
        first = close(street)
    with clock.standing_at(tomorrow + timedelta(hours=2)):
        take_back(street, receipt)
        sell(street, ("G02", 1))
        assert reading(lambda: shop.day_close.due(street.community_id, street.shop_id)) is None
    with clock.standing_at(tomorrow + timedelta(days=1)):
        assert reading(lambda: shop.day_close.unclosed(street.community_id, street.shop_id)) is None
        second = close(street)
        [undone] = reading(lambda: shop.day_close.look(second)).undone
    assert (second.figures.sold, second.figures.sold_tenths, second.figures.undone_tenths) == (1, 250, 20)
    assert (undone.receipt, undone.reason, undone.tenths) == (receipt, "拿错了", 20)
    kept = reading(lambda: shop.day_close.get(street.community_id, first.close_id or UUID(int=0)))
    assert kept == first
    assert reading(lambda: shop.day_close.look(kept)).since is None


def test_a_day_that_was_left_open_says_so_until_it_is_closed(street: Street, tomorrow: datetime) -> None:
    with clock.standing_at(tomorrow):
        day = clock.today()
        sell(street, ("G07", 1))
        assert reading(lambda: shop.day_close.unclosed(street.community_id, street.shop_id)) is None
    with clock.standing_at(tomorrow + timedelta(days=1)):
        sell(street, ("G07", 1))
        assert reading(lambda: shop.day_close.unclosed(street.community_id, street.shop_id)) == day
        with pytest.raises(NotFound):
            reading(lambda: shop.day_close.draft(street.community_id, street.shop_id, clock.today()))
        first = close(street)
        assert (first.day, first.figures.sold) == (day, 1)
        assert first.until_at == clock.instant(clock.today())
        assert reading(lambda: shop.day_close.unclosed(street.community_id, street.shop_id)) is None
        assert close(street).figures.sold == 1


def test_what_the_books_no_longer_say_is_not_signed_but_added_up_anew(
    street: Street, tomorrow: datetime
) -> None:
    with clock.standing_at(tomorrow):
        sell(street, ("G07", 1))
        made = add_up(street, street.clerk)
        change = "UPDATE shop_day_close SET sold_tenths = sold_tenths + 10"
        transact(lambda: db.session.execute(sa.text(change)))
        waiting = reading(lambda: shop.day_close.get(street.community_id, made))
        assert not waiting.agrees
        assert reading(lambda: shop.day_close.look(waiting)).since is not None
        with pytest.raises(shop.refusals.DayMoved):
            transact(lambda: shop.day_close.sign(made, actor=street.staff["shop_manager"]))
        again = add_up(street, street.clerk)
        assert again == made
        assert transact(lambda: shop.day_close.sign(made, actor=street.staff["shop_manager"])).agrees


def test_a_sheet_that_another_day_overtook_is_not_signed(street: Street, tomorrow: datetime) -> None:
    """A quiet day was added up and never signed; the next one was closed from where both began."""
    with clock.standing_at(tomorrow):
        quiet = add_up(street, street.clerk)
    with clock.standing_at(tomorrow + timedelta(days=1)):
        close(street)
        with pytest.raises(shop.refusals.DayMoved):
            transact(lambda: shop.day_close.sign(quiet, actor=street.staff["shop_manager"]))
        listed = reading(lambda: shop.day_close.list_newest(street.community_id, street.shop_id))
        assert [one.status for one in listed] == ["closed", "waiting"]


def test_a_sale_at_the_very_moment_a_day_was_added_up_stands_on_the_next(
    street: Street, tomorrow: datetime
) -> None:
    with clock.standing_at(tomorrow):
        sell(street, ("G07", 1))
        first = close(street)
    with clock.standing_at(first.until_at):
        sell(street, ("G06", 1))
    with clock.standing_at(tomorrow + timedelta(days=1)):
        second = close(street)
        report = reading(lambda: oversight.checking.check(street.community_id))
    assert second.starts_at == first.until_at
    assert (first.figures.sold_tenths, second.figures.sold_tenths) == (20, 5)
    assert first.figures.pieces - second.figures.pieces == 1
    assert [one.broken for one in report.findings if one.name == "days_as_books"] == [0]


@pytest.mark.parametrize("days, broken", [(0, 0), (1, 1)])
def test_goods_given_out_on_their_last_day_are_no_finding_and_a_day_later_they_are(
    street: Street, days: int, broken: int
) -> None:
    came = Delivery("LAST", street.items["G07"], 5, clock.today(), clock.today(), shop_id=street.shop_id)
    transact(lambda: goods.stock.receive(street.community_id, [came], actor=street.clerk))
    sell(street, ("G07", 1))
    late = sa.text("UPDATE goods_batch SET expires_on = :day WHERE number = 'LAST'").bindparams(
        sa.bindparam("day", clock.today() - timedelta(days=days), sa.Date)
    )
    transact(lambda: db.session.execute(late))
    report = reading(lambda: oversight.checking.check(street.community_id))
    assert [one.broken for one in report.findings if one.name == "expired_stays"] == [broken]
