"""The second part of an act is lent for a day by the street office or the supervisor, seen by all, and ended early."""

from __future__ import annotations

from datetime import timedelta

from points import people
from points.foundation import clock, reading
from tests.support.records import records_of
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

WHY = "店长这周请假"


def lent(street: Street, act: str = "set_price") -> dict[str, str]:
    """To the officer, for today."""
    officer = street.staff["officer"].account_id
    return {"act": act, "account": str(officer), "day": clock.today().isoformat(), "reason": WHY}


def test_it_is_lent_seen_by_all_and_taken_back(street: Street, client: Visitor) -> None:
    manager = street.staff["shop_manager"]
    officer = street.staff["officer"]
    supervisor = enter(client, "supervisor4")
    assert "下一步" in supervisor.get("/shop/lending").text
    assert "工作0" in supervisor.get("/shop/lending?act=set_price").text
    assert supervisor.post("/shop/lending", data=lent(street)).status_code == 303
    assert reading(lambda: people.acting.confirms("set_price", [manager.account_id], actor=officer))
    [loan] = reading(lambda: people.acting.list_loans(street.community_id))
    seen = enter(client, "clerk2").get("/shop/lending").text
    assert "工作0代：定价" in seen
    assert WHY in seen
    assert "收回：" not in seen
    assert enter(client, "clerk2").post(f"/shop/lending/{loan.loan_id}/end").status_code == 404
    street_office = enter(client, "street6")
    assert street_office.post(f"/shop/lending/{loan.loan_id}/end").status_code == 303
    assert not reading(lambda: people.acting.confirms("set_price", [manager.account_id], actor=officer))
    page = street_office.get("/shop/lending").text
    assert "收回了" in page
    assert street_office.post(f"/shop/lending/{loan.loan_id}/end", data={"form_key": "b"}).status_code == 409
    made, ended, again = records_of("hand.lent", "hand.taken_back")
    assert (again.outcome, again.facts["code"]) == ("refused", "proposal_closed")
    facts = {"act": "set_price", "account_id": str(officer.account_id), "day": clock.today().isoformat()}
    assert made.facts == ended.facts == facts
    assert (made.actor_id, ended.actor_id) == (
        street.staff["supervisor"].account_id,
        street.staff["street"].account_id,
    )


def test_it_is_for_one_day_with_a_reason_and_for_somebody_of_the_shop(
    street: Street, client: Visitor
) -> None:
    supervisor = enter(client, "supervisor4")
    before = clock.today() - timedelta(days=1)
    for change, status in (
        ({"day": before.isoformat()}, 422),
        ({"reason": "忙"}, 422),
        ({"act": "rob_bank"}, 422),
        ({"account": ""}, 422),
        ({"account": str(street.resident.account_id)}, 404),
        ({"account": str(street.staff["supervisor"].account_id)}, 404),
        ({"account": str(street.staff["shop_manager"].account_id), "act": "close_day"}, 404),
    ):
        assert supervisor.post("/shop/lending", data={**lent(street), **change}).status_code == status, change
    assert reading(lambda: people.acting.list_loans(street.community_id)) == []
    assert enter(client, "shop_manager3").post("/shop/lending", data=lent(street)).status_code == 404


def test_a_loan_that_is_over_is_not_ended(street: Street, client: Visitor) -> None:
    enter(client, "supervisor4").post("/shop/lending", data=lent(street))
    [loan] = reading(lambda: people.acting.list_loans(street.community_id))
    with clock.standing_at(clock.now() + timedelta(days=1)):
        supervisor = enter(client, "supervisor4")
        assert "过了" in supervisor.get("/shop/lending").text
        assert supervisor.post(f"/shop/lending/{loan.loan_id}/end").status_code == 409


def test_where_nobody_is_left_to_lend_to_the_page_says_what_to_do(street: Street, client: Visitor) -> None:
    page = enter(client, "supervisor4").get("/shop/lending?act=mend_delivery").text
    assert "没有可以借的人" in page
    assert "您自己可以代签" in page
