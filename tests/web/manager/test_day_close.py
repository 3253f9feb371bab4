"""Closing a day on the page: due, added up, signed by another, printed; and what was left open says so everywhere."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from points import shop
from points.foundation import clock, db, reading, transact
from tests.shop.test_day_close import at, close, sell, take_back
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_a_day_is_added_up_signed_and_printed(street: Street, client: Visitor) -> None:
    with clock.standing_at(at(12, 1)):
        sell(street, ("G06", 2), ("G32", 1))
        take_back(street, sell(street, ("G07", 1)))
    with clock.standing_at(at(18, 1)):
        clerk = enter(client, "clerk2")
        assert "要结的" in clerk.get("/shop/day-close").text
        draft = clerk.get("/shop/day-close/draft").text
        assert "草稿" in draft
        assert "袋装醋" in draft
        assert "理发一次" in draft
        assert "草稿" in clerk.get("/shop/day-close/draft/print").text
        made = clerk.post("/shop/day-close")
        assert made.status_code == 303
        one = made.headers["Location"]
        page = clerk.get(one).text
        assert "等别人签字" in page
        assert "我签" not in page
        assert clerk.post(f"{one}/sign").status_code == 403
        assert "草稿" in clerk.get(f"{one}/print").text
        manager = enter(client, "shop_manager3")
        due = manager.get("/shop/day-close").text
        assert f'href="{one}">去看、去签' in due, "who is to sign is not led to a draft"
        assert "/shop/day-close/draft" not in due
        assert "我签" in manager.get(one).text
        assert manager.post(f"{one}/sign").status_code == 303
        page = manager.get(one).text
        assert "结了" in page
        [found] = reading(lambda: shop.day_close.list_newest(street.community_id, street.shop_id))
        paper = manager.get(f"{one}/print").text
        for said in (found.seal, "日结单", "草稿"):
            assert (said in paper) == (said != "草稿")
        assert "拿错了" in paper
        assert "居民付出 16 分，总账上也是 16 分" in paper
        assert found.books in paper
        assert found.seal in manager.get("/shop/day-close").text
        assert manager.get("/shop/day-close/draft").status_code == 404


def test_a_stand_in_signs_with_a_reason(street: Street, client: Visitor) -> None:
    with clock.standing_at(at(12, 1)):
        sell(street, ("G07", 1))
    with clock.standing_at(at(18, 1)):
        made = transact(lambda: shop.day_close.hand_in(street.shop_id, clock.today(), actor=street.clerk))
        assert 'name="reason"' not in enter(client, "shop_manager3").get(f"/shop/day-close/{made}").text
        supervisor = enter(client, "supervisor4")
        field = re.search(r'<input[^>]* name="reason"[^>]*>', supervisor.get(f"/shop/day-close/{made}").text)
        assert field is not None
        assert 'aria-required="true"' in field[0]
        assert "代别人确认" in supervisor.post(f"/shop/day-close/{made}/sign").text
        assert supervisor.post(f"/shop/day-close/{made}/sign", data={"reason": "店长请假"}).status_code == 303
        assert "是代签" in supervisor.get(f"/shop/day-close/{made}").text


def test_the_day_after_says_that_it_was_left_open(street: Street, client: Visitor) -> None:
    with clock.standing_at(at(12, 1)):
        sell(street, ("G07", 1))
        day = clock.today()
    said = f"{day.month}月{day.day}日还没结"
    with clock.standing_at(at(9, 2)):
        for who, pages in (
            ("clerk2", ("/shop", "/counter", "/shop/day-close")),
            ("officer0", ("/shop",)),
        ):
            someone = enter(client, who)
            for page in pages:
                assert said in someone.get(page).text, page
        close(street)
        assert said not in enter(client, "clerk2").get("/counter").text
        assert said not in enter(client, "clerk2").get("/shop").text


def test_what_changed_since_stands_beside(street: Street, client: Visitor) -> None:
    with clock.standing_at(at(12, 1)):
        sell(street, ("G07", 1))
        found = close(street)
    transact(lambda: db.session.execute(sa.text("UPDATE shop_day_close SET sold = sold + 4")))
    with clock.standing_at(at(13, 1) + timedelta(minutes=1)):
        page = enter(client, "clerk2").get(f"/shop/day-close/{found.close_id}").text
    assert "这一段的账后来变了" in page
    assert "换出 5 笔" in page


def test_the_days_of_a_shop_that_is_closed_for_good_stay(street: Street, client: Visitor) -> None:
    with clock.standing_at(at(12, 1)):
        sell(street, ("G07", 1))
        found = close(street)
        manager = street.staff["shop_manager"]
        transact(lambda: shop.founding.close(street.shop_id, reason="搬走了", actor=manager))
        page = enter(client, "clerk2").get(f"/shop/day-close/{found.close_id}")
        assert (page.status_code, "锦溪店" in page.text) == (200, True)


def test_who_only_looks_is_offered_nothing(street: Street, client: Visitor) -> None:
    with clock.standing_at(at(12, 1)):
        sell(street, ("G07", 1))
    with clock.standing_at(at(18, 1)):
        officer = enter(client, "officer0")
        assert "加好了</button>" not in officer.get("/shop/day-close/draft").text
        assert officer.post("/shop/day-close").status_code == 403
        assert enter(client, "tian").get("/shop/day-close").status_code == 404
        assert enter(client, "clerk2").get("/shop/day-close?shop=9").status_code == 404
