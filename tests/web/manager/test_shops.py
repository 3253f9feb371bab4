"""The pages of shops: asked for, confirmed by another, days unlike others, the sign for the door."""

from __future__ import annotations

from datetime import timedelta

from points import shop, stockroom
from points.foundation import clock, decide, reading, transact
from tests.shop.test_founding import committee
from tests.support.desk_day import words
from tests.support.street import PASSWORD, Street, enter, open_account
from tests.support.visitors import Visitor


def _committee_enters(street: Street, client: Visitor) -> None:
    from points import people

    who = committee(street)
    assert who.person_id is not None

    def work() -> None:
        account = open_account(who.person_id, "committee9", street.system)  # type: ignore[arg-type]
        people.roles.grant(account, "committee", place_id=street.community_id, actor=street.system)

    transact(work)
    assert client.post("/sign-in", data={"username": "committee9", "password": PASSWORD}).status_code == 303


def test_a_shop_is_asked_for_on_one_desk_and_opened_from_another(street: Street, client: Visitor) -> None:
    enter(client, "shop_manager3")
    assert client.post("/shop/shops", data={"name": ""}).status_code == 422
    taken = client.post("/shop/shops", data={"name": "锦溪店"})
    assert (taken.status_code, "换一个名字" in taken.text or "已经有一家店" in taken.text) == (409, True)
    done = client.post("/shop/shops", data={"name": "南门店", "spot": "南门"}, follow_redirects=True)
    assert "“南门店”提出来了" in done.text
    assert "我看过了，同意开" not in done.text
    [waiting] = reading(lambda: shop.founding.list_asked(street.community_id))
    own = client.post(f"/shop/shops/{waiting.id}/confirm", data={})
    assert own.status_code == 403
    client.post("/sign-out")
    _committee_enters(street, client)
    assert "我看过了，同意开" in client.get("/shop/shops").text
    opened = client.post(f"/shop/shops/{waiting.id}/confirm", data={}, follow_redirects=True)
    assert "店开了" in opened.text
    assert client.get("/shop/shops/2").status_code == 200
    assert client.get("/shop/shops/3").status_code == 404


def test_a_stand_in_is_asked_why_beside_the_field_and_who_asked_takes_it_back(
    street: Street, client: Visitor
) -> None:
    enter(client, "shop_manager3")
    client.post("/shop/shops", data={"name": "南门店"})
    [waiting] = reading(lambda: shop.founding.list_asked(street.community_id))
    committee(street)
    client.post("/sign-out")
    enter(client, "street6")
    refused = client.post(f"/shop/shops/{waiting.id}/confirm", data={"reason": ""})
    assert refused.status_code == 422
    assert "请写明原因" in refused.text
    client.post("/sign-out")
    enter(client, "shop_manager3")
    assert client.post(f"/shop/shops/{waiting.id}/decline", data={"reason": ""}).status_code == 422
    gone = client.post(f"/shop/shops/{waiting.id}/decline", data={"reason": "先不开"}, follow_redirects=True)
    assert "没有开，原因记下了" in gone.text


def test_a_closed_day_is_noted_with_its_reason_shown_on_the_sign_and_taken_back(
    street: Street, client: Visitor
) -> None:
    enter(client, "shop_manager3")
    day = clock.today()
    form = {"day": day.isoformat(), "kind": "closed", "reason": "停电检修", "hours": ""}
    assert client.post("/shop/shops/1/days", data={**form, "reason": ""}).status_code == 422
    assert (
        client.post("/shop/shops/1/days", data={**form, "kind": "open", "hours": "早上"}).status_code == 422
    )
    assert client.post("/shop/shops/1/days", data=form).status_code == 303
    again = client.post("/shop/shops/1/days", data=form)
    assert (again.status_code, "这一天已经写过了" in again.text) == (409, True)
    page = words(client.get("/shop/shops/1").text)
    assert "停电检修" in page
    sign = words(client.get("/shop/shops/1/sign").text)
    assert "今天不开门" in sign
    assert "停电检修" in sign
    assert "下一次开门：" in sign
    assert client.post(f"/shop/shops/1/days/{day.isoformat()}/back").status_code == 303
    assert "今天开门" in words(client.get("/shop/shops/1/sign").text)
    assert client.get("/shop/shops/1/sign?day=never").status_code == 404


def test_an_extra_day_has_its_hours_on_the_sign(street: Street, client: Visitor) -> None:
    enter(client, "officer0")
    day = (clock.today() + timedelta(days=2)).isoformat()
    form = {"day": day, "kind": "open", "reason": "补开", "hours": "8:30-11:30"}
    assert client.post("/shop/shops/1/days", data=form).status_code == 303
    assert "8:30–11:30" in words(client.get(f"/shop/shops/1/sign?day={day}").text)


def test_a_shop_is_renamed_and_closed_for_good_only_when_it_is_empty(street: Street, client: Visitor) -> None:
    enter(client, "shop_manager3")
    assert "就叫这个" in client.get("/shop/shops/1?confirm=name").text
    assert client.post("/shop/shops/1/name", data={"name": "锦溪总店"}).status_code == 303
    assert "锦溪总店" in client.get("/shop").text
    assert "关店" in client.get("/shop/shops/1?confirm=close").text
    assert client.post("/shop/shops/1/close", data={"reason": ""}).status_code == 422
    client.post("/shop/shops/1/close", data={"reason": "搬走了"})
    assert client.get("/shop/shops/1").status_code == 404


def test_a_shop_to_which_something_is_on_the_way_is_not_closed(street: Street, client: Visitor) -> None:
    west = transact(lambda: shop.shops.add("西店", actor=street.system))
    salt = {street.batches["RK5"]: 4}
    sent = transact(
        lambda: stockroom.transfers.send(west, salt, from_shop_id=street.shop_id, actor=street.clerk)
    )
    enter(client, "shop_manager3")
    for number in (1, 2):
        refused = client.post(f"/shop/shops/{number}/close", data={"reason": "搬走了"})
        assert (refused.status_code, "店里还有 4 件货" in words(refused.text)) == (409, True)
    transact(lambda: stockroom.transfers.call_back(sent, note="不送了", actor=street.clerk))
    assert client.post("/shop/shops/2/close", data={"reason": "搬走了"}).status_code == 303


def test_a_clerk_reads_and_is_offered_nothing(street: Street, client: Visitor) -> None:
    enter(client, "clerk2")
    page = client.get("/shop/shops/1").text
    assert "记下来" not in page
    assert "提出来，等人确认" not in client.get("/shop/shops").text
    assert client.post("/shop/shops", data={"name": "我的店"}).status_code == 403
    day = {"day": clock.today().isoformat(), "kind": "closed", "reason": "累了"}
    assert client.post("/shop/shops/1/days", data=day).status_code == 403


def test_the_counter_and_the_residents_page_say_why_it_is_closed_and_who_goes_first(
    street: Street, client: Visitor
) -> None:
    today = clock.today()

    def work() -> None:
        manager = street.staff["shop_manager"]
        shop.special_days.note(street.shop_id, today, "closed", reason="停电", actor=manager)
        decide(street.community_id, "elders_first_minutes", 30, effective_on=today, actor=street.system)

    transact(work)
    counter = words(enter(client, "clerk2").get("/counter").text)
    assert "今天不开：停电" in counter
    assert "每次开门后 30 分钟，60 岁以上的先办。" in counter
    client.post("/sign-out")
    assert "今天不开（停电）" in words(enter(client, "tian").get("/goods").text)
