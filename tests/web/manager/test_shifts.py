"""Taking over and handing over on the page: a blind count, the own password, a second look, the sheet for two to sign."""

from __future__ import annotations

from points import shop
from points.foundation import reading
from tests.shop.test_day_close import sell
from tests.shop.test_shifts import begin, counts, end
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor


def test_a_clerk_takes_over_counts_and_hands_over(street: Street, client: Visitor) -> None:
    counts(street, "G07", limit=1)
    clerk = enter(client, "clerk2")
    assert "还没接班" in clerk.get("/counter").text
    assert clerk.post("/shop/shifts").status_code == 303
    counter = clerk.get("/counter").text
    assert "还没接班" not in counter
    # the shift ends by counting; leaving the page is another thing
    assert 'data-leaves href="/shop/shifts/hand-over"' in counter
    sell(street, ("G07", 1))
    form = clerk.get("/shop/shifts/hand-over").text
    assert "食盐400g" in form
    assert "29" not in form.partition('name="count_G07"')[2].partition("</form>")[0]
    wrong = clerk.post("/shop/shifts/hand-over", data={"count_G07": "x", "password": PASSWORD})
    assert (wrong.status_code, "这里要填数字" in wrong.text) == (422, True)
    wrong = clerk.post("/shop/shifts/hand-over", data={"count_G07": "", "password": PASSWORD})
    assert wrong.status_code == 422
    wrong = clerk.post("/shop/shifts/hand-over", data={"count_G07": "100000", "password": PASSWORD})
    assert wrong.status_code == 422
    done = clerk.post("/shop/shifts/hand-over", data={"count_G07": "28", "password": PASSWORD})
    assert done.status_code == 303
    page = clerk.get(done.headers["Location"]).text
    assert "交班了" in page
    assert "−1" in page
    paper = clerk.get(done.headers["Location"] + "/print").text
    for said in ("交班单", "工作2", "食盐400g", "没有留下的券", "接的人"):
        assert said in paper


def test_nobody_hands_over_for_another(street: Street, client: Visitor) -> None:
    """A shift is its clerk's, and who sits down at their counter has not their password."""
    begin(street)
    clerk = enter(client, "clerk2")
    for password, said in (("", "这一格要填"), ("another-Evening-8", "密码不对")):
        answer = clerk.post("/shop/shifts/hand-over", data={"password": password})
        assert (answer.status_code, said in answer.text) == (422, True)
    assert reading(lambda: shop.shifts.current(street.clerk)) is not None
    manager = enter(client, "shop_manager3")
    assert manager.get("/shop/shifts/hand-over").location == "/shop/shifts"
    assert manager.post("/shop/shifts/hand-over", data={"password": PASSWORD}).status_code == 404


def test_too_great_a_difference_waits_for_another(street: Street, client: Visitor) -> None:
    counts(street, "G07")
    begin(street)
    found = end(street, G07=12)
    where = f"/shop/shifts/{found.shift_id}"
    clerk = enter(client, "clerk2")
    assert "看过了" not in clerk.get(where).text
    assert "等人来看" in clerk.get("/shop/shifts").text
    assert clerk.post(f"{where}/confirm").status_code == 403
    assert "等人来看" in clerk.get(f"{where}/print").text
    supervisor = enter(client, "supervisor4")
    assert "代别人确认" in supervisor.post(f"{where}/confirm").text
    manager = enter(client, "shop_manager3")
    assert "看过了" in manager.get(where).text
    assert manager.post(f"{where}/confirm").status_code == 303
    assert "来看过" in manager.get(where).text
    assert "等人来看" not in manager.get("/shop/shifts").text
