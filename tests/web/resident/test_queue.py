"""My number on the phone: taken for half an hour, how many are before it, called or not, given back."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from points import people, shop
from points.foundation import clock, db, reading, transact
from tests.shop.test_queue import DAY, at, board, called, decided, given, missed, queue
from tests.support.statements import counting
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

__all__ = ["queue"]

SLOT = "1 2026-12-02T01:00:00+00:00"


def take(client: Visitor, slot: str = SLOT, key: str = "one") -> int:
    return client.post("/queue", data={"form_key": key, "slot": slot}).status_code


def test_a_number_by_phone_from_taking_it_to_being_called(queue: Street, client: Visitor) -> None:
    enter(client, "tian")
    for page in ("/", "/goods"):
        assert 'href="/queue"' in client.get(page).text
    with counting(db.engine) as counted:
        page = client.get("/queue").text
    assert counted.number <= 8, counted.statements
    assert SLOT in page
    assert "还有 2 个" in page
    # the same press again takes no second number
    assert [take(client) for _ in range(2)] == [303, 303]
    assert len(board(queue).waiting) == 1
    assert take(client, key="two") == 409
    for _ in range(2):
        given(queue)
    clock.set_now(at("9:00"))
    with counting(db.engine) as counted:
        page = client.get("/queue").text
    assert counted.number <= 8, counted.statements
    assert (">001<" in page, "前面还有 2 位。" in page, ">002<" in page) == (True, True, False)
    assert [called(queue) for _ in range(3)] == [2, 3, 1]
    assert "叫到您了，请到 1 号台。" in client.get("/queue").text
    client.set_cookie("lang", "en")
    client.set_cookie("care", "1")
    assert "It is your turn: please go to till 1." in client.get("/queue").text
    assert 'href="/queue"' in client.get("/").text


def test_a_number_is_given_back_by_its_household_alone(queue: Street, client: Visitor, app: Flask) -> None:
    enter(client, "tian")
    assert take(client) == 303
    [mine] = board(queue).waiting
    back = f"/queue/{mine.number_id}/give-back"
    other = enter(app.test_client(), "leader1")
    assert other.post(back, data={"form_key": "x"}).status_code == 404
    assert client.post(back, data={"form_key": "back"}).status_code == 303
    assert board(queue).waiting == ()
    assert "还有 2 个" in client.get("/queue").text


def test_what_is_no_half_hour_is_not_there_and_who_was_not_there_is_told_what_to_do(
    queue: Street, client: Visitor
) -> None:
    enter(client, "tian")
    for slot in ("", "1 nothing", "1 2026-12-02T09:00:00", "9 2026-12-02T01:00:00+00:00"):
        assert take(client, slot) == 404
    assert take(client, "1 2026-12-02T06:00:00+00:00") == 409
    assert take(client) == 303
    clock.set_now(at("9:00"))
    called(queue)
    missed(queue, 1)
    called(queue)
    missed(queue, 1)
    page = client.get("/queue").text
    assert "001 号叫过了，您没在。" in page
    assert "到了店里跟店员说一声" in page
    # another number is for another day
    assert ("2026-12-02T" in page, "2026-12-09T" in page) == (False, True)
    assert take(client, "1 2026-12-09T01:00:00+00:00") == 303
    page = client.get("/queue").text
    assert ("您没在" in page, "前面" in page, 'own-digits num">001<' in page) == (False, False, True)


def test_who_comes_for_somebody_old_at_home_goes_first_with_them(queue: Street, client: Visitor) -> None:
    decided(queue, elders_first_minutes=60)
    enter(client, "tian")
    assert 'name="for_elder"' not in client.get("/queue").text
    household = reading(lambda: people.households.find(queue.community_id, "001"))
    born = date(1950, 1, 1)
    transact(
        lambda: people.residents.register(
            "田奶奶", actor=queue.system, household_id=household, birth_date=born
        )
    )
    with counting(db.engine) as counted:
        page = client.get("/queue").text
    assert counted.number <= 8, counted.statements
    assert 'name="for_elder"' in page
    assert client.post("/queue", data={"form_key": "one", "slot": SLOT, "for_elder": "1"}).status_code == 303
    assert [one.elder for one in board(queue).waiting] == [True]


def test_a_day_that_is_closed_after_all_is_said_beside_the_number(queue: Street, client: Visitor) -> None:
    enter(client, "tian")
    take(client)
    manager = queue.staff["shop_manager"]
    transact(lambda: shop.special_days.note(queue.shop_id, DAY, "closed", reason="停电", actor=manager))
    assert "那天店里不开了" in client.get("/queue").text


def test_where_no_numbers_are_given_by_phone_the_page_says_so(queue: Street, client: Visitor) -> None:
    decided(queue, queue_places=0)
    enter(client, "tian")
    assert 'href="/queue"' not in client.get("/").text
    assert "这里不在手机上取号" in client.get("/queue").text


def test_a_shop_that_is_open_all_day_gives_no_numbers_and_no_page_leads_to_them(
    queue: Street, client: Visitor
) -> None:
    decided(queue, exchange_days={"days": [0, 1, 2, 3, 4, 5, 6], "hours": [["0:00", "24:00"]]})
    enter(client, "tian")
    for page in ("/", "/goods"):
        assert 'href="/queue"' not in client.get(page).text
    assert "这里不在手机上取号" in client.get("/queue").text


def test_where_the_next_day_is_too_far_ahead_the_page_says_from_when(queue: Street, client: Visitor) -> None:
    manager = queue.staff["shop_manager"]
    transact(lambda: shop.special_days.note(queue.shop_id, DAY, "closed", reason="停电", actor=manager))
    enter(client, "tian")
    clock.set_now(at("9:00") - timedelta(days=1))
    page = client.get("/queue").text
    assert "明天起能取号" in " ".join(page.split())
