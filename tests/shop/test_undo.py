"""Taking back takes three people: who asks, who agrees, who paid. A family is one; two need a reason that is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, shop
from points.foundation import Actor, NotAllowed, Refusal, clock, db, reading, transact
from tests.shop.test_redemptions import issue, sell
from tests.support.records import records_of
from tests.support.street import Street

WHY = "今天只有我们两个人"


def sold(street: Street) -> str:
    """A sale of the resident, which the clerk asks to take back."""
    done = sell(street, issue(street, 300).code, [("G02", 1)])
    transact(lambda: shop.undo.ask(done.receipt, reason="拿错了", actor=street.clerk))
    return str(done.receipt)


def relate(street: Street, *staff: Actor | None) -> None:
    for one in staff:
        assert one is not None
        assert one.person_id is not None
        pair = one.person_id, street.resident.person_id
        transact(lambda pair=pair: people.relations.relate(*pair, kind="sibling", actor=street.system))


def made_by_manager(street: Street, account_id: UUID | None) -> None:
    """As if the shop manager had opened this account."""
    sql = sa.text("UPDATE people_account SET opened_by = :by WHERE id = :id")
    kinds = sa.bindparam("by", type_=sa.Uuid()), sa.bindparam("id", type_=sa.Uuid())
    manager = street.staff["shop_manager"].account_id
    transact(lambda: db.session.execute(sql.bindparams(*kinds), {"by": manager, "id": account_id}))


def refused(street: Street, number: str, reason: str = "") -> str:
    manager = street.staff["shop_manager"]
    with pytest.raises(Refusal) as no:
        transact(lambda: shop.undo.confirm(number, actor=manager, reason=reason))
    assert street.standing() == (70, 0)
    return no.value.code


def confirmed(street: Street, number: str, reason: str = "") -> str | None:
    transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"], reason=reason))
    assert street.standing() == (320, 0)
    return reading(lambda: db.session.scalar(sa.text("SELECT two_reason FROM shop_undo")))


def test_three_different_people_need_no_reason(street: Street) -> None:
    assert confirmed(street, sold(street), WHY) is None


@pytest.mark.parametrize("who", ["asker", "confirmer", "of_one"])
def test_two_people_say_why_nobody_else_was_there(street: Street, who: str) -> None:
    number = sold(street)
    if who == "of_one":
        made_by_manager(street, street.clerk.account_id)
    else:
        relate(street, street.clerk if who == "asker" else street.staff["shop_manager"])
    assert refused(street, number) == "undo_by_two"
    assert refused(street, number, " 无 ") == "undo_by_two"
    assert confirmed(street, number, WHY) == WHY


@pytest.mark.parametrize("how", ["one family", "made and family"])
def test_one_person_takes_nothing_back_whatever_the_reason(street: Street, how: str) -> None:
    number = sold(street)
    relate(street, street.clerk)
    if how == "one family":
        relate(street, street.staff["shop_manager"])
    else:
        made_by_manager(street, street.clerk.account_id)
    assert refused(street, number, WHY) == "undo_of_one"
    transact(lambda: shop.undo.confirm(number, actor=street.staff["officer"], reason=WHY))
    assert street.standing() == (320, 0)


def married(street: Street) -> None:
    """The clerk and the shop manager."""
    both = street.clerk.person_id, street.staff["shop_manager"].person_id
    assert None not in both
    transact(lambda: people.relations.relate(*both, kind="spouse", actor=street.system))  # type: ignore[arg-type]


def test_the_askers_family_is_the_asker(street: Street) -> None:
    number = sold(street)
    married(street)
    for short in ("", " 两个人 "):
        assert refused(street, number, short) == "undo_by_two"
    assert confirmed(street, number, " 只有两人 ") == "只有两人"


def test_the_askers_family_takes_nothing_back_of_her_other_family(street: Street) -> None:
    number = sold(street)
    relate(street, street.clerk)
    married(street)
    assert refused(street, number, WHY) == "undo_of_one"
    transact(lambda: shop.undo.confirm(number, actor=street.staff["officer"], reason=WHY))
    assert street.standing() == (320, 0)


def test_the_payers_household_is_the_payer(street: Street) -> None:
    number = sold(street)
    manager = street.staff["shop_manager"].person_id
    home = "UPDATE people_person SET household_id = (SELECT household_id FROM people_person WHERE id = :r) WHERE id = :m"
    kinds = sa.bindparam("r", type_=sa.Uuid()), sa.bindparam("m", type_=sa.Uuid())
    both = {"r": street.resident.person_id, "m": manager}
    transact(lambda: db.session.execute(sa.text(home).bindparams(*kinds), both))
    assert refused(street, number) == "undo_by_two"


def test_who_did_not_sell_and_did_not_ask_may_confirm_and_only_while_it_waits(street: Street) -> None:
    manager, clerk, other = street.staff["shop_manager"], street.clerk, street.second_clerk
    assert other is not None
    receipt = sell(street, issue(street, 300).code, [("G02", 1)])

    def may(one: Actor) -> bool:
        return reading(
            lambda: shop.undo.may_confirm(shop.receipts.get(street.community_id, receipt.receipt), one)
        )

    assert [may(one) for one in (manager, clerk, other)] == [False, False, False]
    transact(lambda: shop.undo.ask(receipt.receipt, reason="拿错了", actor=manager))
    assert [may(one) for one in (manager, clerk, other, street.system)] == [False, False, True, False]
    transact(lambda: shop.undo.confirm(receipt.receipt, actor=other))
    assert [may(one) for one in (manager, clerk, other)] == [False, False, False]


def test_of_two_sales_one_is_taken_back_with_its_own_goods_and_limits(street: Street) -> None:
    first = sell(street, issue(street, 20).code, [("G06", 2)])
    kept = sell(street, issue(street, 20).code, [("G06", 3)])
    for one in (first, kept):
        transact(lambda one=one: shop.undo.ask(one.receipt, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(first.receipt, actor=street.staff["shop_manager"]))
    states = {
        one: reading(lambda one=one: shop.receipts.get(street.community_id, one.receipt)).state
        for one in (first, kept)
    }
    assert list(states.values()) == ["undone", "asked"]
    assert street.standing() == (305, 0)
    # two pieces may be taken again, and not the three of the other sale
    with pytest.raises(shop.refusals.LimitReached):
        sell(street, issue(street, 20).code, [("G06", 3)])
    sell(street, issue(street, 20).code, [("G06", 2)])


def test_the_records_of_an_undo_say_which_receipt_and_how_much(street: Street) -> None:
    street.give(300)
    sold(street)
    number = sold(street)
    confirmed_one = reading(lambda: shop.receipts.get(street.community_id, number))
    transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    facts = {"receipt": number, "tenths": 250, "account_id": str(street.purse)}
    for action, times in (("redemption.undo_asked", 2), ("redemption.undone", 1)):
        records = records_of(action)
        assert len(records) == times
        assert (records[-1].facts, records[-1].subject_id) == (facts, confirmed_one.redemption_id)


def attempts() -> list[tuple[str, bool]]:
    """Every attempt by its state, with whether who asked ended it."""
    rows = sa.text("SELECT status, decided_by = asked_by AS own FROM shop_undo ORDER BY asked_at, id")
    return reading(lambda: [(row.status, bool(row.own)) for row in db.session.execute(rows)])


def test_each_attempt_is_a_row_and_one_that_is_over_leaves_the_way_to_another(street: Street) -> None:
    number = sold(street)
    with pytest.raises(shop.refusals.UndoAsked):
        transact(lambda: shop.undo.ask(number, reason="数量不对", actor=street.clerk))
    transact(lambda: shop.undo.decline(number, actor=street.clerk))
    assert street.standing() == (70, 0)
    transact(lambda: shop.undo.ask(number, reason="数量不对", actor=street.clerk))
    transact(lambda: shop.undo.decline(number, actor=street.staff["shop_manager"]))
    transact(lambda: shop.undo.ask(number, reason="居民不要了", actor=street.clerk))
    found = reading(lambda: shop.receipts.get(street.community_id, number))
    assert (found.state, found.reason) == ("asked", "居民不要了")
    assert confirmed(street, number) is None
    assert attempts() == [("withdrawn", True), ("declined", False), ("confirmed", False)]
    for action, times in (("undo_asked", 3), ("undo_withdrawn", 1), ("undo_declined", 1), ("undone", 1)):
        assert len(records_of(f"redemption.{action}")) == times
    with pytest.raises(shop.refusals.UndoDecided):
        transact(lambda: shop.undo.decline(number, actor=street.clerk))
    with pytest.raises(shop.refusals.UndoDone):
        transact(lambda: shop.undo.ask(number, reason="数量不对", actor=street.clerk))


def test_a_resident_declines_nothing(street: Street) -> None:
    number = sold(street)
    with pytest.raises(NotAllowed):
        transact(lambda: shop.undo.decline(number, actor=street.resident))
    assert attempts() == [("asked", False)]


def test_who_asked_and_works_here_no_more_withdraws_nothing(street: Street) -> None:
    number = sold(street)
    with pytest.raises(NotAllowed):
        transact(lambda: shop.undo.decline(number, actor=replace(street.clerk, grants=())))
    assert attempts() == [("asked", False)]


def test_what_waits_of_yesterday_is_still_there_for_the_next_shift(street: Street) -> None:
    number = sold(street)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        left = reading(lambda: shop.shifts.left_for_next(street.community_id, street.shop_id))
        waiting = reading(lambda: shop.receipts.waiting(street.community_id))
        assert (list(left.undo_asked), [one.receipt for one in waiting]) == ([number], [number])
        transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
        assert reading(lambda: shop.receipts.count_waiting(street.community_id)) == 0


def test_beyond_the_days_that_were_decided_the_officer_asks_and_the_street_office_agrees(
    street: Street,
) -> None:
    number = str(sell(street, issue(street, 300).code, [("G02", 1)]).receipt)
    officer, street_office = street.staff["officer"], street.staff["street"]
    with clock.standing_at(clock.now() + timedelta(days=8)):
        for one, why in ((street.clerk, shop.refusals.UndoTooLate), (street.resident, NotAllowed)):
            with pytest.raises(why):
                transact(lambda one=one: shop.undo.ask(number, reason="拿错了", actor=one))
        transact(lambda: shop.undo.ask(number, reason="拿错了", actor=officer))
        with pytest.raises(shop.refusals.UndoTooLate):
            transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
        with pytest.raises(shop.refusals.UndoTooLate):
            transact(lambda: shop.undo.decline(number, actor=street.staff["shop_manager"]))
        transact(lambda: shop.undo.confirm(number, actor=street_office))
        assert street.standing() == (320, 0)


def test_what_was_asked_for_in_time_is_agreed_to_later(street: Street) -> None:
    number = sold(street)
    with clock.standing_at(clock.now() + timedelta(days=30)):
        found = reading(lambda: shop.receipts.get(street.community_id, number))
        assert not reading(lambda: shop.undo.is_late(found))
        transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
        assert street.standing() == (320, 0)
