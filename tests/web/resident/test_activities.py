"""Signing up for an activity and withdrawing, from the page that offers it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from points import people, volunteering
from points.foundation import clock, decide, reading, transact, wording
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


@pytest.fixture
def planned(street: Street) -> str:
    """An activity of tomorrow with one place."""
    starts = clock.now() + timedelta(days=1)

    def work() -> str:
        new = volunteering.rules.NewRule(
            code="R01", name="社区环境清洁", unit="小时", tenths=20, counts_hours=True
        )
        [rule] = volunteering.rules.add([new], effective_on=clock.today(), actor=street.system)
        return volunteering.activities.plan(
            rule,
            title="周末清洁家园",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            spot="南门",
            leader_id=street.staff["leader"].person_id,
            capacity=1,
            actor=street.system,
        ).public_id

    return transact(work)


def mine(street: Street) -> bool:
    """Whether the resident is signed up."""
    return [one.mine for one in reading(lambda: volunteering.lists.open_to(street.resident))] == [True]


def test_one_signs_up_and_withdraws(street: Street, client: Visitor, planned: str) -> None:
    assert "周末清洁家园" in enter(client, "tian").get("/earn").text
    assert client.post(f"/activities/{planned}/sign-up").status_code == 302
    assert mine(street)
    assert client.post(f"/activities/{planned}/withdraw").status_code == 302
    assert not mine(street)


def test_a_refusal_is_said_on_the_same_page(street: Street, client: Visitor, planned: str) -> None:
    enter(client, "tian").post(f"/activities/{planned}/sign-up")
    again = client.post(f"/activities/{planned}/sign-up")
    assert again.status_code in (409, 422)
    assert "周末清洁家园" in again.text


def test_an_activity_that_nobody_planned_is_not_there(street: Street, client: Visitor) -> None:
    assert enter(client, "tian").post("/activities/axxxxxxxxxxx/sign-up").status_code == 404


def test_what_was_done_is_said_once_with_day_and_hour(street: Street, client: Visitor, planned: str) -> None:
    enter(client, "tian").post(f"/activities/{planned}/sign-up")
    starts = wording.when(clock.now() + timedelta(days=1))
    said = client.get("/earn").text
    assert re.search(rf'role="status">.*报上了：{starts} 周末清洁家园', said, re.DOTALL)
    assert 'role="status"' not in client.get("/earn").text
    client.post(f"/activities/{planned}/withdraw")
    assert "退了，名额让给别人" in client.get("/earn").text


def test_what_i_signed_up_for_stands_first_with_when_and_where(
    street: Street, client: Visitor, planned: str
) -> None:
    page = enter(client, "tian").get("/earn").text
    assert "我报了名的" not in page
    assert "还有 1 个名额" in page
    client.post(f"/activities/{planned}/sign-up")
    mine = client.get("/earn").text.split("我报了名的")[1].split("正在报名")[0]
    assert [
        word for word in ("明天", "南门", "不去了", "记 4") if word not in mine.replace("\xa0", " ")
    ] == []


def test_what_has_begun_is_no_more_offered_for_signing_up(
    street: Street, client: Visitor, planned: str
) -> None:
    offered = enter(client, "tian").get("/earn").text
    assert "正在进行" not in offered
    clock.set_now(clock.now() + timedelta(days=1, minutes=10))
    page = client.get("/earn").text
    offered, going_on = page.split("正在报名")[1].split("正在进行")
    assert "这几天没有别的活动" in offered
    assert "周末清洁家园" not in offered
    assert "周末清洁家园" in going_on
    assert "个名额" not in going_on
    assert "/sign-up" not in page


def test_a_card_is_told_how_to_sign_up_in_place_of_a_button(
    street: Street, client: Visitor, planned: str
) -> None:
    person = street.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="person", actor=street.system, pin="275318"))
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    page = client.get("/earn").text
    assert "要报名，打社区的电话，或者跟领队说" in page
    assert "/sign-up" not in page


@pytest.mark.parametrize(
    ("days", "said", "tab"), [(0, "社区看过就记进来", "/earn"), (3, "公示后记进来", "/board")]
)
def test_publicity_is_spoken_of_where_there_is_one(
    street: Street, client: Visitor, days: int, said: str, tab: str
) -> None:
    transact(
        lambda: decide(
            street.community_id, "publicity_days", days, effective_on=clock.today(), actor=street.system
        )
    )
    enter(client, "tian")
    page = client.get("/earn").text
    assert said in page.split("<main")[1].split("</header>")[0]
    tabs = re.findall(r'weui-tabbar__item" href="([^"]+)"', page)
    assert tabs == ["/", "/statement", "/goods", tab]
    board = client.get("/board").text
    assert ("这里不公示" in board) == (days == 0)
