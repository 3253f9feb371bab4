"""One resident at the desk: purse and roles."""

from __future__ import annotations

from uuid import UUID

from points import people
from points.foundation import reading
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor

TIAN = "田桂兰"


def test_a_persons_page_says_the_purse_and_where_points_came_from(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    page = client.get(f"/desk/people/{desk_day.public_id_of(TIAN)}")
    assert page.status_code == 200
    said = words(page.text)
    assert "全家可用32 分" in said
    assert "电话尾号 0001" in said
    assert "13800000001" not in page.text


def test_an_administrator_gives_a_role_and_takes_it_back(client: Visitor, desk_day: DeskDay) -> None:
    officer = desk_day.officers[1]
    enter(client, "admin5")
    person = desk_day.public_id_of("吴芳")
    place = str(desk_day.community_id)
    given = client.post(f"/desk/people/{person}/roles", data={"role": "leader", "place": place})
    assert given.status_code == 303
    assert officer.account_id is not None
    held = reading(lambda: people.roles.held_by(desk_day.community_id, officer.account_id or UUID(int=0)))
    assert [one.role for one in held] == ["officer", "leader"]
    data = {"grant": str(held[1].grant_id), "reason": "换人带队"}
    assert client.post(f"/desk/people/{person}/roles/end", data={**data, "reason": ""}).status_code == 422
    assert client.post(f"/desk/people/{person}/roles/end", data=data).status_code == 303
    assert "领队" not in words(client.get(f"/desk/people/{person}").text)


def test_a_role_needs_an_account_and_an_administrator(client: Visitor, desk_day: DeskDay) -> None:
    person = desk_day.public_id_of("滕天菊")
    data = {"role": "leader", "place": str(desk_day.community_id)}
    enter(client)
    assert client.post(f"/desk/people/{person}/roles", data=data).status_code == 404
    enter(client, "admin5")
    answer = client.post(f"/desk/people/{person}/roles", data=data)
    assert answer.status_code == 409
    assert "account_needed" in answer.text
