"""The manager's page of prices: proposing, approving by another, near expiry, paper."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from points import goods
from points.foundation import Actor, clock, decide, reading, transact
from tests.support.street import Street, enter, with_committee
from tests.support.visitors import Visitor


@pytest.fixture
def committee(street: Street) -> Actor:
    return with_committee(street)


def post(client: Visitor, path: str, **data: Any) -> Any:
    return client.post(path, data=data)


def propose(client: Visitor, code: str = "G02", *, seen: str = "1", **data: Any) -> Any:
    typed = {"points": "27.5", "reason": "进价涨了", "when": "once", **data}
    return post(client, f"/shop/prices/{code}", seen=seen, **typed)


def waiting(client: Visitor, code: str = "G02") -> list[str]:
    page = client.get(f"/shop/prices/{code}").text
    return re.findall(r'name="proposal" value="([0-9a-f-]{36})"', page)


def now(street: Street, code: str = "G02") -> int | None:
    return reading(lambda: goods.prices.item(street.community_id, code)).tenths


def test_the_page_says_what_would_change_before_anything_is_proposed(street: Street, client: Visitor) -> None:
    enter(client, "shop_manager3")
    looked = propose(client, seen="").text
    assert "提这个新价？" in looked
    assert "最近 8 周换出去 0 袋。" in looked
    assert "27.5" in looked
    assert waiting(client) == []


def test_a_price_is_proposed_by_one_and_approved_by_another(
    street: Street, client: Visitor, committee: Actor
) -> None:
    enter(client, "shop_manager3")
    answer = propose(client)
    assert answer.status_code == 303
    assert "等人同意" in client.get("/shop/prices").text
    [own] = waiting(client)
    page = client.get("/shop/prices/G02").text
    assert "撤回这个新价" in page
    assert "我看过了，同意" not in page
    assert post(client, "/shop/prices/G02/approve", proposal=own).status_code == 403
    enter(client, "officer0")
    page = client.get("/shop/prices/G02").text
    assert "我看过了，同意" not in page
    assert "要“两委”的人来同意" in page, "who may not agree is told who may"
    enter(client, "committee9")
    assert "我看过了，同意" in client.get("/shop/prices/G02").text
    assert post(client, "/shop/prices/G02/approve", proposal=own).status_code == 303
    assert now(street) == 275
    again = post(client, "/shop/prices/G02/approve", proposal=own)
    assert (again.status_code, "已经有结果了" in again.text) == (409, True)
    assert post(client, "/shop/prices/G07/approve", proposal=own).status_code == 404


def test_declining_and_taking_back_change_nothing(street: Street, client: Visitor, committee: Actor) -> None:
    enter(client, "shop_manager3")
    propose(client)
    [own] = set(waiting(client))
    assert post(client, "/shop/prices/G02/withdraw", proposal=own).status_code == 303
    propose(client, points="28")
    [own] = set(waiting(client))
    enter(client, "committee9")
    assert post(client, "/shop/prices/G02/decline", proposal=own, reason="先不涨").status_code == 303
    assert now(street) == 250
    page = client.get("/shop/prices/G02").text
    assert "撤回了" in page
    assert "没有同意" in page


def test_from_a_day_and_a_time_on(street: Street, client: Visitor, committee: Actor) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    enter(client, "shop_manager3")
    assert propose(client, when="later").status_code == 422
    assert propose(client, when="later", day=tomorrow.isoformat(), time="12:00").status_code == 303
    [own] = set(waiting(client))
    enter(client, "committee9")
    post(client, "/shop/prices/G02/approve", proposal=own)
    assert now(street) == 250
    page = client.get("/shop/prices").text
    assert "定了、还没到的" in page
    assert post(client, "/shop/prices/G02/stop", proposal=own, reason="不涨了").status_code == 303
    assert "定了、还没到的" not in client.get("/shop/prices").text


def test_where_it_is_shown_for_a_day_everybody_sees_it_coming(street: Street, client: Visitor) -> None:
    transact(
        lambda: decide(
            street.community_id, "price_approval", "shown", effective_on=clock.today(), actor=street.system
        )
    )
    enter(client, "shop_manager3")
    propose(client)
    assert "先亮一天，没有人叫停就算数" in client.get("/shop/prices/G02").text
    enter(client, "tian")
    assert "起 27.5 分" in client.get("/goods/G02").text


@pytest.mark.parametrize("typed", ["", "0", "-1", "2.55", "many", "100001"])
def test_points_have_one_decimal_and_are_some(street: Street, client: Visitor, typed: str) -> None:
    enter(client, "shop_manager3")
    assert propose(client, points=typed).status_code == 422
    assert waiting(client) == []


def test_batches_near_their_end(street: Street, client: Visitor, committee: Actor) -> None:
    enter(client, "officer0")
    batch = str(street.batches["RK2"])
    assert "RK2" in client.get("/shop/prices/G02").text
    assert propose(client, batch=batch).status_code == 422
    assert propose(client, batch="x").status_code == 422
    assert propose(client, batch=batch, points="12").status_code == 303
    [own] = set(waiting(client))
    enter(client, "committee9")
    post(client, "/shop/prices/G02/approve", proposal=own)
    page = client.get("/shop/prices").text
    assert "临期架" in page
    labels = client.get("/shop/prices/labels").text
    assert "B-RK2" in labels
    paper = client.get("/shop/prices/print").text
    assert "临期" in paper
    assert "小包装米2.5kg" in paper
    enter(client, "tian")
    assert "B-RK2" in client.get("/goods").text


def test_who_only_looks_proposes_nothing(street: Street, client: Visitor) -> None:
    enter(client, "clerk2")
    assert "提一个新价" not in client.get("/shop/prices/G02").text
    assert propose(client).status_code == 403
    enter(client, "tian")
    assert client.get("/shop/prices").status_code == 404


def test_the_list_is_found_by_name_and_turned_by_code(street: Street, client: Visitor) -> None:
    enter(client, "shop_manager3")
    page = client.get("/shop/prices", query_string={"q": "米"}).text
    assert "小包装米2.5kg" in page
    assert "食盐" not in page
    assert "大米5kg" not in client.get("/shop/prices", query_string={"after": "G01"}).text
    assert "没有找到" in client.get("/shop/prices", query_string={"q": "没有这样"}).text
    assert client.get("/shop/prices/none").status_code == 404
